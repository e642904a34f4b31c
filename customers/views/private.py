"""What may never stand in an address, and with it in logs and the history of the browser: numbers and names of people (S32)."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.views import narrowing, way_back
from customers.services.privacy import is_private, is_running_number

NO_FILTER = {"csrfmiddlewaretoken", "page", "next"}


def keeps_private_out(view):
    """A list whose `q` in the address holds a number of somebody starts anew without it, and says where to type it.

    So does one whose `q` is a code that this session does not know.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        said = ""
        if request.method == "GET" and is_private(request.GET.get("q", "")):
            said = _(
                "Identity numbers, phones, accounts and street addresses do not belong in a web address. "
                "Type it into the search box."
            )
        elif request.method == "GET" and narrowing.is_lost(request):
            said = _("The name that was searched for here is no longer kept. Type it again.")
        if not said:
            return view(request, *args, **kwargs)
        messages.warning(request, said)
        return redirect(f"{request.path}?{asked_for(request.GET, 'q')}")

    return guarded


def asked_for(values: QueryDict, *without: str) -> str:
    """The filter of a list as the query of an address, only what says something."""
    query = QueryDict(mutable=True)
    for name, entries in values.lists():
        if name not in NO_FILTER and name not in without:
            query.setlist(name, [entry for entry in entries if entry])
    return query.urlencode()


def in_address(request, values: QueryDict) -> str:
    """The same for an answer to this reader: what was typed is a running number of ours, or stands there as a code."""
    text = values.get("q", "").replace("\x00", "").strip()[:120]
    if not text or is_running_number(text):
        return asked_for(values)
    values = values.copy()
    values["q"] = narrowing.keep(request, text)
    return asked_for(values)


@login_required
@require_POST
def narrow(request):
    """Lead to a list with what was typed into its filter; somebody's number is not kept, and the list says so."""
    address = way_back(request)
    if not address or "?" in address:
        raise Http404
    if is_private(request.POST.get("q", "")):
        said = _("Identity numbers, phones, accounts and street addresses are looked for in the search box above.")
        messages.warning(request, said)
        return redirect(f"{address}?{asked_for(request.POST, 'q')}")
    return redirect(f"{address}?{in_address(request, request.POST)}")
