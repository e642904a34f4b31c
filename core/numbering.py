"""Running numbers: never reused, ASCII in the database and in URLs, the lender's character on screen and paper.

`HQA2026-00012` is shown as `HQ申2026-00012` in Chinese: branch, kind, year, five digits (domain practice, section 9).
"""

import re
import unicodedata

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import get_language, pgettext_lazy

from core import dates


class Kind(models.TextChoices):
    """What a number is given to; the letter stands in it."""

    CUSTOMER = "K", pgettext_lazy("number", "Customer")
    APPLICATION = "A", pgettext_lazy("number", "Application")
    LEDGER = "T", pgettext_lazy("number", "Ledger entry")
    CONTRACT = "C", pgettext_lazy("number", "Loan contract")
    DRAWDOWN = "D", pgettext_lazy("number", "Drawdown")
    LOAN = "L", pgettext_lazy("number", "Loan")
    WEEKLY = "W", pgettext_lazy("number", "Weekly summary")
    QUOTE = "Q", pgettext_lazy("number", "Repayment plan")


SHOWN = {"K": "客", "A": "申", "T": "台", "C": "借", "D": "提", "L": "據", "W": "週", "Q": "計"}
SHOWN_HANS = {**SHOWN, "L": "据", "W": "周", "Q": "计"}
PATTERN = re.compile(r"^([A-Z]{2})([KATCDLWQ])(\d{4}-\d{5})$")
_BEGUN = re.compile(r"([A-Z]{2})(?:[KATCDLWQ](?:[0-9]{0,4}|[0-9]{4}-?[0-9]{0,5}))?")


def issue(kind: str, branch: str) -> str:
    """The next number of a kind at a branch this year; call inside the transaction that uses it."""
    return issue_many(kind, branch, 1)[0]


def issue_many(kind: str, branch: str, count: int) -> list[str]:
    """The next `count` numbers in one go."""
    from core.models import IssuedNumber, NumberSequence

    year = dates.today().year
    name = f"{branch}{kind}{year}"
    while not NumberSequence.objects.filter(name=name).update(last=F("last") + count):
        try:
            with transaction.atomic():
                NumberSequence.objects.create(name=name, last=0)
        except IntegrityError:
            continue
    last = NumberSequence.objects.get(name=name).last
    numbers = [f"{name}-{place:05d}" for place in range(last - count + 1, last + 1)]
    now = dates.now()
    IssuedNumber.objects.bulk_create(IssuedNumber(number=number, kind=kind, issued_at=now) for number in numbers)
    return numbers


def void(number: str, reason: str) -> None:
    """Keep a number that will not be used, with the reason; it is never given again. Raises `ValueError` for no such one."""
    from core.models import IssuedNumber

    values = {"voided_at": dates.now(), "reason": reason[: IssuedNumber._meta.get_field("reason").max_length]}
    voided = IssuedNumber.objects.filter(number=number, voided_at=None).update(**values)
    if not voided:
        raise ValueError(f"{number} was never issued, or is void already.")


def shown(number: str, language: str | None = None) -> str:
    """A number as people read it: with the Chinese character of its kind, or as it is in English."""
    language = (language or get_language() or "en").lower()
    match = PATTERN.match(number)
    if not match or language.startswith("en"):
        return number
    letters = SHOWN_HANS if language.startswith("zh-hans") else SHOWN
    return f"{match[1]}{letters[match[2]]}{match[3]}"


def typed(text: str) -> str:
    """A number as it was typed (any script, full width, spaces) in its stored form."""
    back = {character: letter for letter, character in [*SHOWN.items(), *SHOWN_HANS.items()]}
    half_width = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join(back.get(character, character) for character in half_width).upper()


def branch_of(text: str) -> str:
    """The letters of the branch in a number as it was typed, begun or whole; "" for what is none.

    Whether there is such a branch is not asked: two letters of a number mean nothing before somebody looks.
    """
    begun = _BEGUN.fullmatch(typed(text))
    return begun[1] if begun else ""
