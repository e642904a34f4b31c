"""Every path of the house."""

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from desk import views as desk
from staff import views as staff

urlpatterns = [
    path("login/", desk.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/closed/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("language/", staff.set_language, name="set_language"),
    path("healthz", desk.healthz, name="healthz"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include("config.api")),
    path("", include("desk.urls")),
    path("staff/", include("staff.urls")),
    path("customers/", include("customers.urls")),
    path("applications/", include("applications.urls")),
    path("collateral/", include("collateral.urls")),
    path("underwriting/", include("underwriting.urls")),
    path("contracts/", include("contracts.urls")),
    path("servicing/", include("servicing.urls")),
]
if settings.IS_EMBEDDED:
    urlpatterns.append(path("desk/components/", desk.components, name="components"))

handler400 = "desk.views.bad_request"
handler403 = "desk.views.forbidden"
handler404 = "desk.views.not_found"
handler500 = "desk.views.failed"
