"""What every view does with a refusal."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput, Missing, NotAllowed, Stale
from core.text import plain_text

NOT_KEPT, MOST_SAID = _("{sentence} What you typed was not kept: “{typed}”"), 300
CHANGED_SINCE = _("This was changed after you opened the page. Look at it again.")


@contextmanager
def refusals_on(form) -> Iterator[None]:
    """Put a refusal on the form that was sent; being the wrong person stays an exception (403).

    After the block `form.is_valid()` tells whether the service accepted.
    """
    try:
        yield
    except NotAllowed:
        raise
    except InvalidInput as error:
        for problem in error.all:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem.sentence))
    except Missing as error:
        form.add_error(None, [str(error), *(str(point) for point in error.points)])
    except DomainError as error:
        form.add_error(None, str(error))
        if isinstance(error, Stale) and error.version is not None and "version" in form.fields:
            # The reader has been warned: what is sent next was checked against what stands now.
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = str(error.version)


def errors_of(*sent) -> str:
    """Every refusal of forms that stand on no page of their own, each once, as the sentence of a message."""
    said = (str(text) for form in sent for texts in form.errors.values() for text in texts)
    return " ".join(dict.fromkeys(said))


def said_above(request: HttpRequest, sentence: Any, *, at: str = "", typed: str = "") -> HttpResponse:
    """Answer a refused form that its page draws no longer: the page as it stands now, the sentence of the refusal above.

    `at` is that page where it is not the form's own address. `typed` are words that were entered and stand nowhere now:
    they are said again, so that they can be written where they belong. It must hold nothing that is sealed.
    """
    words = " ".join(plain_text(typed).split())
    if len(words) > MOST_SAID:
        words = f"{words[:MOST_SAID]}…"
    messages.error(request, NOT_KEPT.format(sentence=sentence, typed=words) if words else sentence)
    return redirect(at or request.path)


KEPT, MOST_KEPT = "looked_at", 5


def look_at(request: HttpRequest) -> HttpResponse:
    """Answer a step that only looks with an address of its own, so that back, forward and reload find the page again.

    What was sent waits in the session, the last few of it; it must hold no personal data (S31).
    """
    key, kept = secrets.token_urlsafe(9), request.session.get(KEPT, {})
    sent = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    request.session[KEPT] = {**dict(list(kept.items())[1 - MOST_KEPT :]), key: sent}
    return redirect(f"{request.path}?{urlencode({'look': key})}")


def looked_at(request: HttpRequest) -> QueryDict | None:
    """What `look_at` kept for the address that is read; None where there is nothing, or no more."""
    sent = request.session.get(KEPT, {}).get(request.GET.get("look", ""))
    if sent is None:
        return None
    values = QueryDict(mutable=True)
    for name, texts in sent.items():
        values.setlist(name, texts)
    return values


def way_back(request: HttpRequest) -> str:
    """The page to which a form leads back, as its `next` names it; "" for anything but a page of this site."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(onward, allowed_hosts=None) and onward.startswith("/")
    if not is_here or len(onward) > 200:
        return ""
    try:
        resolve(urlsplit(onward).path)
    except Resolver404:
        return ""
    return onward


def led_back(onward: str, **chosen: str) -> str:
    """An address of `way_back` with what was chosen in its query."""
    parts = urlsplit(onward)
    query = "&".join(text for text in (parts.query, urlencode(chosen)) if text)
    return parts._replace(query=query).geturl()
