"""How people sign in: nobody registers themselves, and every sign-in leaves an audit event."""

from allauth.account.adapter import DefaultAccountAdapter

from core import audit


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator; sign-in, failure and sign-out are recorded."""

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        request.session["language"] = user.language
        audit.record_now("sign_in", by=user, subject=user)

    def authentication_failed(self, request, **credentials):
        super().authentication_failed(request, **credentials)
        audit.record_now("sign_in.refused", details={"name": str(credentials.get("username", ""))[:60]})

    def logout(self, request):
        if request.user.is_authenticated:
            audit.record_now("sign_out", by=request.user, subject=request.user)
        super().logout(request)
