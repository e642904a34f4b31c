"""Identity numbers held to their own arithmetic: the 統一社會信用代碼 of a company, the 身份證號 of a person.

The place digits are not checked: registries create and merge places faster than any list is printed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.cn import ric, uscc

LENGTH = 18
OLDEST = 120

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_PERSON_NUMBER = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a number; ``expected`` is the last character it should have, where that is the flaw.

    Codes: ``empty``, ``length``, ``characters``, ``birth_date``, ``check``.
    """

    code: Literal["empty", "length", "characters", "birth_date", "check"]
    expected: str = ""
    length: int = 0


def compact(text: str) -> str:
    """A number as it is kept: half width, upper case, without spaces and hyphens."""
    return re.sub(r"[\s\-‐–—]", "", unicodedata.normalize("NFKC", text)).upper()


def flaw_of_credit_code(code: str) -> Flaw | None:
    """What is wrong with a compact credit code (GB 32100: weights 3^i mod 31); ``None`` if it can be right."""
    return _shape(code, _CREDIT_CODE) or _check(code, uscc.calc_check_digit(code))


def flaw_of_person_number(number: str, today: date) -> Flaw | None:
    """What is wrong with a compact identity number (GB 11643: digits 7 to 14 are a day of birth that can be)."""
    flaw = _shape(number, _PERSON_NUMBER)
    if flaw:
        return flaw
    born = birth_date(number)
    if born is None or not date(today.year - OLDEST, 1, 1) <= born <= today:
        return Flaw("birth_date")
    return _check(number, ric.calc_check_digit(number))


def birth_date(number: str) -> date | None:
    """The day of birth inside an identity number; ``None`` where its digits name no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age(born: date, today: date) -> int:
    """Whole years on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _shape(number: str, pattern: re.Pattern) -> Flaw | None:
    if not number:
        return Flaw("empty")
    if len(number) != LENGTH:
        return Flaw("length", length=len(number))
    return None if pattern.fullmatch(number) else Flaw("characters")


def _check(number: str, expected: str) -> Flaw | None:
    return None if number[-1] == expected else Flaw("check", expected)
