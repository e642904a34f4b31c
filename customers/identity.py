"""Identity numbers held to their own arithmetic: the 統一社會信用代碼 of a company, the 身份證號 of a person.

The place digits are not checked: registries create and merge places faster than any list is printed. Of papers that
have no check digit the form is checked: passports, passes, officers' papers.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.cn import ric, uscc

from customers.names import fold

LENGTH = 18
OLDEST = 120
RESIDENT, CREDIT_CODE = "resident_id", "credit_code"
Code = Literal["empty", "length", "characters", "birth_date", "check", "form"]

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_PERSON_NUMBER = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
# Papers without a check digit, or with one of their own: their form, and one that has it.
_FORMS: dict[str, tuple[re.Pattern, str]] = {
    "residence_permit": (re.compile(r"8[123]0000[0-9]{11}[0-9X]", re.ASCII), "810000199001011234"),
    "passport": (re.compile(r"[A-Z0-9]{6,9}", re.ASCII), "E12345678"),
    "hk_macao_pass": (re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?", re.ASCII), "H12345678"),
    "taiwan_pass": (re.compile(r"[0-9]{8}(?:[0-9]{2})?", re.ASCII), "12345678"),
    "military": (re.compile(r"[\u4e00-\u9fff]{1,4}第?[0-9]{4,8}號?号?"), "軍字第1234567號"),
    "taiwan_id": (re.compile(r"[A-Z][1289][0-9]{8}", re.ASCII), "A123456789"),
    "taiwan_business": (re.compile(r"[0-9]{8}", re.ASCII), "12345675"),
}
# Of these papers one may be spelt in several ways, or renewed under further digits; each form is of one kind alone.
_HOLDERS: dict[str, re.Pattern] = {
    "hk_macao_pass": re.compile(r"([HM][0-9]{8})[0-9]{2}", re.ASCII),
    "taiwan_pass": re.compile(r"([0-9]{8})[0-9]{2}", re.ASCII),
    "military": re.compile(r"([\u4e00-\u9fff]{1,4}?)第?([0-9]{4,8})號?号?"),
}
# A phone of the mainland behind its country code (a mobile number, or a line with its area), and one of the neighbours.
_MAINLAND = re.compile(r"(?:\+|00)?86(1[3-9][0-9]{9}|0[1-9][0-9]{8,10})", re.ASCII)
_ABROAD = re.compile(r"\+(852|853|886)([0-9]{6,10})", re.ASCII)
_TAIWAN_PLACES = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # A is 10, B 11, …: the order of the household registers
_TAIWAN_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_BUSINESS_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a number; ``expected`` is the last character it should have, where that is the flaw.

    Codes: ``empty``, ``length``, ``characters``, ``birth_date``, ``check``; ``form`` with a number of the right form.
    """

    code: Code
    expected: str = ""
    length: int = 0


def compact(text: str) -> str:
    """A number as it is kept: half width, upper case, without spaces and hyphens."""
    return re.sub(r"[\s\-‐–—]", "", unicodedata.normalize("NFKC", text)).upper()


def told_kind(number: str) -> str:
    """The kind of paper that a number tells by its form; empty where several kinds have it."""
    return next((kind for kind, form in _HOLDERS.items() if form.fullmatch(compact(number))), "")


def comparable(number: str) -> str:
    """The form in which numbers of papers are compared: of a pass what stays when it is renewed, of an officer's paper
    its words and digits without 第 and 號, in one script.

    >>> comparable("H1234567801"), comparable("軍字第1234567號")
    ('H12345678', '军字1234567')
    """
    number = compact(number)
    kind = told_kind(number)
    found = _HOLDERS[kind].fullmatch(number) if kind else None
    if found is None:
        return number
    return found[1] if kind != "military" else f"{fold(found[1])}{found[2]}"


def dialled(phone: str) -> str:
    """A phone as it is kept: compact, of the mainland without its country code, of elsewhere with + before it.

    >>> dialled("0086 138-0000-3333"), dialled("00852 9123 4567")
    ('13800003333', '+85291234567')
    """
    number = compact(phone)
    mainland = _MAINLAND.fullmatch(number)
    return mainland[1] if mainland else re.sub(r"^00(?=[1-9])", "+", number)


def dialled_ways(phone: str) -> set[str]:
    """Every form in which a file may hold a phone that somebody types with or without its country code."""
    number = dialled(phone)
    ways = {compact(phone), number}
    abroad = _ABROAD.fullmatch(number)
    if abroad:
        code, own = abroad.groups()
        return ways | {own, code + own, f"00{code}{own}"} | ({f"0{own}"} if code == "886" else set())
    if _MAINLAND.fullmatch(f"86{number}"):
        return ways | {f"{sign}86{number}" for sign in ("+", "00", "")}
    if re.fullmatch(r"[2-9][0-9]{7}", number, re.ASCII):
        return ways | {f"{sign}{code}{number}" for sign in ("+", "00") for code in ("852", "853")}
    if re.fullmatch(r"0[2-9][0-9]{7,8}", number, re.ASCII):
        return ways | {f"{sign}886{number[1:]}" for sign in ("+", "00")}
    return ways


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


def flaw_of(identity_type: str, number: str, today: date) -> Flaw | None:
    """What is wrong with the compact number of a paper of this type; ``None`` if it can be right, or no rule is known."""
    if identity_type == RESIDENT:
        return flaw_of_person_number(number, today)
    if identity_type == CREDIT_CODE:
        return flaw_of_credit_code(number)
    if not number:
        return Flaw("empty")
    form, example = _FORMS.get(identity_type, (None, ""))
    if form is not None and not form.fullmatch(number):
        return Flaw("form", example)
    if identity_type == "residence_permit":
        return flaw_of_person_number(number, today)
    if identity_type == "taiwan_id":
        return _check(number, _taiwan_check(number))
    if identity_type == "taiwan_business" and not _is_business_number(number):
        return Flaw("check")
    return None


def told_paper(number: str, today: date) -> str:
    """Whose compact number it is by its own arithmetic: ``resident_id``, ``credit_code``, or empty where it tells neither.

    >>> told_paper("91350100M000100Y43", date(2026, 1, 1)), told_paper("E12345678", date(2026, 1, 1))
    ('credit_code', '')
    """
    resident, credit = flaw_of_person_number(number, today), flaw_of_credit_code(number)
    # A wrong last character is a slip; digits of a credit code hardly ever name a day of birth.
    if resident is None or (resident.code == "check" and credit is not None):
        return RESIDENT
    return CREDIT_CODE if credit is None or credit.code == "check" else ""


def tells_birth(identity_type: str) -> bool:
    """Whether the number holds the day of birth and the sex."""
    return identity_type in {RESIDENT, "residence_permit"}


def sex(identity_type: str, number: str) -> str:
    """``male``, ``female``, or nothing where the number does not tell: digit 17 of a resident's, the second of Taiwan's."""
    if tells_birth(identity_type) and len(number) == LENGTH and number[16].isdecimal():
        return "male" if int(number[16]) % 2 else "female"
    if identity_type == "taiwan_id" and number[1:2] in {"1", "2", "8", "9"}:
        return "male" if number[1] in "18" else "female"
    return ""


def is_card_number(number: str) -> bool:
    """Whether a compact number passes the check digit of payment cards (Luhn, ISO/IEC 7812: 12 to 19 digits)."""
    if not re.fullmatch(r"[0-9]{12,19}", number, re.ASCII):
        return False
    total = 0
    for place, sign in enumerate(reversed(number)):
        doubled = int(sign) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def birth_date(number: str) -> date | None:
    """The day of birth inside an identity number; ``None`` where its digits name no day."""
    if len(number) != LENGTH:
        return None
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


def _taiwan_check(number: str) -> str:
    """The last digit of a compact 中華民國身分證 or resident certificate number."""
    place = _TAIWAN_PLACES.index(number[0]) + 10
    digits = [place // 10, place % 10, *(int(sign) for sign in number[1:9])]
    total = sum(digit * weight for digit, weight in zip(digits, _TAIWAN_WEIGHTS[:10], strict=True))
    return str(-total % 10)


def _is_business_number(number: str) -> bool:
    """The 統一編號 of Taiwan since 2023: the sum of the products' digits is a multiple of 5, one more with a 7 in place 7."""
    products = [int(sign) * weight for sign, weight in zip(number, _BUSINESS_WEIGHTS, strict=True)]
    total = sum(product // 10 + product % 10 for product in products)
    return total % 5 == 0 or (number[6] == "7" and (total + 1) % 5 == 0)
