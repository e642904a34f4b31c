"""What somebody's numbers may never stand in: an address, and with it logs and the history of the browser (S32)."""

from functools import wraps

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from customers.identity import is_private

NO_FILTER = {"csrfmiddlewaretoken", "page"}


def keeps_private_out(view):
    """A list whose `q` in the address holds a number of somebody starts anew without it, and says where to type it."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "GET" or not is_private(request.GET.get("q", "")):
            return view(request, *args, **kwargs)
        said = _("Identity numbers, phones and accounts do not belong in an address. Type it into the search box.")
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
