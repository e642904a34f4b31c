"""What somebody typed, told apart: a number of the house may stand in an address, somebody's own may not (S32)."""

import re

from core import numbering
from customers.addresses import tells_house
from customers.identity import compact
from staff.models import Branch

_PRIVATE = re.compile(r"[0-9]{6}|@")


def is_private(text: str) -> bool:
    """Whether typed text may be somebody's number, mail address or house, which stands in no address and no log."""
    found = _PRIVATE.search(compact(text)) is not None or tells_house(text)
    return found and not is_running_number(text)


def is_running_number(text: str) -> bool:
    """Whether typed text is a number of ours, begun or whole; a passport begins with two letters too, of no branch."""
    branch = numbering.branch_of(compact(text))
    return bool(branch) and Branch.objects.filter(code=branch).exists()
