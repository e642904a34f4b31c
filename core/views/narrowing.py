"""Names typed into the filter of a list: the session keeps them, the address only holds a code for them (S32).

An address stands in the web log and in the history of the browser, and everything a list links to (its pages, order,
file) repeats it. A name stands in clear in the files of the customers too; numbers are not kept here (S31).
"""

import secrets
import string

from django.http import QueryDict

FIELD, SIGN, KEPT, MOST = "q", "~", "typed", 20


def _new_code() -> str:
    # Letters alone: a row of digits in an address is taken for somebody's number.
    return SIGN + "".join(secrets.choice(string.ascii_lowercase) for _place in range(8))


def keep(request, text: str) -> str:
    """The code under which the session keeps a text; of more than twenty the oldest is forgotten."""
    kept = dict(request.session.get(KEPT, {}))
    code = next((known for known, said in kept.items() if said == text), _new_code())
    kept.pop(code, None)
    request.session[KEPT] = dict([*kept.items(), (code, text)][-MOST:])
    return code


def is_lost(request) -> bool:
    """Whether the address holds a code of another session, or one that was forgotten."""
    code = request.GET.get(FIELD, "")
    return code.startswith(SIGN) and code not in request.session.get(KEPT, {})


def said(request) -> QueryDict:
    """The filter in the address, with the text that its code stands for."""
    values = request.GET.copy()
    code = values.get(FIELD, "")
    if code.startswith(SIGN):
        values[FIELD] = request.session.get(KEPT, {}).get(code, "")
    return values
