"""The machine API: every app brings its routes, in the order of a loan's life."""

from rest_framework.routers import SimpleRouter

from applications import api as applications
from collateral import api as collateral
from contracts import api as contracts
from customers import api as customers
from desk import api as desk
from servicing import api as servicing
from staff import api as staff
from underwriting import api as underwriting

router = SimpleRouter()
for app in (staff, customers, applications, collateral, underwriting, contracts, servicing, desk):
    for prefix, view_set, name in app.ROUTES:
        router.register(prefix, view_set, basename=name)

app_name = "api"
urlpatterns = router.urls
