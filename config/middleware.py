"""What every request passes: headers, language, the session's limits, and refusals put into words."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from core import audit, dates, display
from core.errors import DomainError


def request_number() -> str:
    """What the log calls this request; an error page shows it, so that the two can be brought together."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:13].upper()


class LogMiddleware(RequestMiddleware):
    """One line for each request, without what was searched for: it may be somebody's identity or phone (S32)."""

    @staticmethod
    def format_request(request) -> str:
        return f"{request.method} {request.path}"


class HeadMiddleware:
    """HEAD is answered wherever GET is, as GET would be; the server leaves the body out.

    Here and not at each view: one that asks for GET by name, or branches on it, would treat the other as a stranger.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


class HeadersMiddleware:
    """`no-store` on signed-in pages, so that a shared machine's back button shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Request-ID", request_number())
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        return response


class LanguageMiddleware:
    """The user's own setting, else the visitor's choice, else the browser's wish, else Traditional Chinese."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.session.get("language") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in dict(settings.LANGUAGES):
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class SessionLimitMiddleware:
    """Ends a session after `SESSION_IDLE` without a request, after `SESSION_ABSOLUTE` in all, and when a role changes.

    Writes once a minute. A new password or a closed account ends it as well, through Django's session hash.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            reason = self._why_over(request)
            if reason:
                user = request.user
                logout(request)
                audit.record_now("session_ended", by=user, subject=user, details={"reason": reason})
            else:
                self._touch(request)
        return self.get_response(request)

    def _why_over(self, request) -> str:
        now, session = dates.now(), request.session
        if now - (parse_datetime(session.get("started_at", "")) or now) > settings.SESSION_ABSOLUTE:
            return "absolute"
        if now - (parse_datetime(session.get("seen_at", "")) or now) > settings.SESSION_IDLE:
            return "idle"
        return "roles" if session.get("rights", rights_of(request.user)) != rights_of(request.user) else ""

    def _touch(self, request) -> None:
        now, session = dates.now(), request.session
        if "seen_at" not in session:
            session["started_at"], session["rights"] = now.isoformat(), rights_of(request.user)
        elif (now - parse_datetime(session["seen_at"])).total_seconds() <= 60:
            return
        session["seen_at"] = now.isoformat()


def rights_of(user) -> list[list]:
    """The roles held today, as a session keeps them."""
    return sorted([entry.role, entry.department_id or 0, entry.authority_level] for entry in user.held)


# An escaped NUL or half of a surrogate pair, which is how JSON could bring either.
ESCAPED = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
BRACKETS = 500  # many times what any request of ours has; the reader of JSON gives up at a depth of about a thousand
UNWRITABLE = re.compile("[\0\ud800-\udfff]")
LONGEST_SEARCH = 200  # more than any name or number; the fields of our pages take less


class PlainTextMiddleware:
    """What no text holds is refused at the door: a NUL, which PostgreSQL cannot keep, and halves of characters.

    So is a search (`q`) that nobody types; the server's line is long enough to be told so.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        sent = [request.GET, request.POST] if request.method == "POST" else [request.GET]
        texts = [text for values in sent for name, given in values.lists() for text in (name, *given)]
        if (
            request.content_type == "application/json"
            and request.body.count(b"[") + request.body.count(b"{") > BRACKETS
        ):
            reason = _("What was sent is nested too deeply.")
        elif any(UNWRITABLE.search(text) for text in (request.path, *texts, *self._json_texts(request))):
            reason = _("What was sent holds a character that no text has (NUL, or half of one).")
        elif any(len(text) > LONGEST_SEARCH for values in sent for text in values.getlist("q")):
            reason = _("A search takes at most {most} characters.").format(most=LONGEST_SEARCH)
        else:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": reason}, status=400)
        return render(request, "400.html", {"reason": reason, "error_number": request_number()}, status=400)

    @staticmethod
    def _json_texts(request) -> Iterator[str]:
        """Every text of a JSON body that may hold such a character; a body that cannot be read is left to the view."""
        if request.content_type != "application/json" or not ESCAPED.search(request.body):
            return
        try:
            waiting = [json.loads(request.body)]
        except ValueError:
            return
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict):
                waiting += [*value, *value.values()]
            elif isinstance(value, list):
                waiting += value


class WayBackMiddleware:
    """Nobody is left on an address that only takes forms: after signing in one is back on the page the form stood on,
    and an address opened by hand, or by switching the language after a refusal, says what it is for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and response.get("Location", "").startswith(f"{settings.LOGIN_URL}?"):
            page = urlsplit(request.headers.get("Referer", ""))
            if url_has_allowed_host_and_scheme(
                page.geturl(), allowed_hosts={request.get_host()}, require_https=request.is_secure()
            ):
                onward = page._replace(scheme="", netloc="", fragment="").geturl()
                response["Location"] = f"{settings.LOGIN_URL}?{urlencode({'next': onward or '/'})}"
        if response.status_code == 405 and request.method == "GET" and not request.path.startswith("/api/"):
            page = render(request, "405.html", {"error_number": request_number()}, status=405)
            page["Allow"] = response["Allow"]
            return page
        return response


class DomainErrorMiddleware:
    """A refusal that no form could carry becomes a page with the reason: 403, 409 or 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError) or request.path.startswith("/api/"):
            return None
        if request.method == "POST" and not exception.is_recorded and request.user.is_authenticated:
            # A view said no before any service was asked: that refusal is recorded as well (S16).
            name = request.resolver_match.func.__name__
            audit.record_now(f"{name}.refused", by=request.user, details={"reason": display.kept(exception.told)})
        context = {"reason": str(exception), "at": timezone.localtime(dates.now()), "error_number": request_number()}
        return render(request, f"{exception.status_code}.html", context, status=exception.status_code)
