"""How people sign in: nobody registers themselves, and every sign-in leaves an audit event."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core import audit


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator; sign-in, failure and sign-out are recorded."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The account or the password is not right."),
    }

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        request.session["language"] = user.language
        audit.record_now("sign_in", by=user, subject=user)

    def authenticate(self, request, **credentials):
        """A closed account is answered like a wrong password, so that nobody learns that it exists (S21)."""
        user = super().authenticate(request, **credentials)
        if user is None or user.is_active:
            return user
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request, **credentials):
        """Only a name that exists is kept: people type their password into the wrong field (S16)."""
        super().authentication_failed(request, **credentials)
        name = str(credentials.get("username", "")).lower()
        known = get_user_model().objects.filter(username=name).first()
        audit.record_now("sign_in.refused", subject=known, details={"name": name} if known else {})

    def logout(self, request):
        if request.user.is_authenticated:
            audit.record_now("sign_out", by=request.user, subject=request.user)
        super().logout(request)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures count by account and address together: a name alone can be locked from nowhere else (S21)."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"


def refuse_demo_accounts() -> None:
    """Production does not open with an account of the demo: its password stands in the documentation (S24)."""
    from desk.providers import DEMO_MAIL

    people = get_user_model().objects.filter(email__endswith=DEMO_MAIL, is_active=True)
    if not settings.IS_EMBEDDED and people.exists():
        raise ImproperlyConfigured(
            "There are active accounts of the demo. Close them, or start with an empty database."
        )
