"""Every path of the house."""

from allauth.account import views as account
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/closed/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
]
