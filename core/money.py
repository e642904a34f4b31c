"""Amounts of money: the only place where anything is rounded, read from text, or written in capitals.

Amounts are yuan as ``Decimal`` with two places. Everything that multiplies or divides stays exact (``Decimal`` sums,
``Fraction`` or whole numbers) until it passes through ``to_cents``, ``round_to`` or ``round_quotient`` once.
"""

import re
from decimal import (
    MAX_EMAX,
    MAX_PREC,
    MIN_EMIN,
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from fractions import Fraction
from typing import Literal

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")

Number = Decimal | Fraction | int
Script = Literal["hant", "hans"]

# As many digits as there are, so that putting an exact result together never rounds by itself.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def round_quotient(numerator: int, denominator: int, rounding: str = ROUND_HALF_UP) -> int:
    """The whole number nearest to a quotient with a positive denominator; a half goes away from zero, or to even."""
    whole, rest = divmod(abs(numerator), denominator)
    if rounding == ROUND_HALF_UP:
        up = 2 * rest >= denominator
    elif rounding == ROUND_HALF_EVEN:
        up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    elif rounding in (ROUND_UP, ROUND_DOWN):
        up = rounding == ROUND_UP and rest > 0
    else:
        raise ValueError(f"unknown rounding: {rounding}")
    whole += up
    return whole if numerator >= 0 else -whole


def round_to(x: Number, unit: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """The multiple of ``unit`` nearest to ``x``, computed exactly; it carries the places of ``unit``."""
    numerator, denominator = x.as_integer_ratio()
    unit_numerator, unit_denominator = unit.as_integer_ratio()
    count = round_quotient(numerator * unit_denominator, denominator * unit_numerator, rounding)
    return _EXACT.multiply(unit, count)


def to_cents(x: Number, rounding: str = ROUND_HALF_UP) -> Decimal:
    """``x`` yuan to the cent (分), a half away from zero unless another mode is asked for."""
    return round_to(x, CENT, rounding)


def from_cents(cents: int) -> Decimal:
    """Whole cents as yuan with two places."""
    return _EXACT.scaleb(Decimal(cents), -2)


def to_wan(amount: Number, unit: Decimal = CENT) -> Decimal:
    """Yuan as 萬元, to two places unless another unit is given."""
    return round_to(Fraction(amount) / 10_000, unit)


class AmountError(ValueError):
    """Text that is no amount; ``code`` says why: empty, not_a_number, negative, too_many_decimals, too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# Full-width forms, as Chinese input methods type them.
_NARROW = str.maketrans("０１２３４５６７８９，．－＋　￥", "0123456789,.-+ ¥")
_SCALES = {"": 1, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8}
_AMOUNT = re.compile(
    r"¥? ?(?P<sign>[-−])? ?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<places>\d+))? ?(?P<scale>[萬万億亿]?) ?[元圓圆]?",
    re.ASCII,
)


def parse_amount(text: str) -> Decimal:
    """What a person typed, as yuan: ``1,234.50``, full-width digits, ``260萬``, ``2.6亿元``.

    Raises ``AmountError`` for anything else, exponents, NaN and amounts with parts of a cent included.
    """
    text = text.translate(_NARROW).strip()
    if not text:
        raise AmountError("empty")
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise AmountError("not_a_number")
    whole, places = match["whole"].replace(",", ""), match["places"] or ""
    # Before any arithmetic: a very long run of digits must not cost time.
    if len(whole.lstrip("0")) > len(str(int(LARGEST))):
        raise AmountError("negative" if match["sign"] else "too_large")
    if len(places.rstrip("0")) > 10:
        raise AmountError("too_many_decimals")
    amount = Fraction(f"{whole}.{places.rstrip('0') or '0'}") * _SCALES[match["scale"]]
    if match["sign"] and amount:
        raise AmountError("negative")
    if (amount * 100).denominator != 1:
        raise AmountError("too_many_decimals")
    if amount > Fraction(LARGEST):
        raise AmountError("too_large")
    return to_cents(amount)


_DIGITS: dict[str, str] = {"hant": "零壹貳參肆伍陸柒捌玖", "hans": "零壹贰叁肆伍陆柒捌玖"}
_LARGE_UNITS: dict[str, tuple[str, str, str]] = {"hant": ("", "萬", "億"), "hans": ("", "万", "亿")}
_SMALL_UNITS = ("", "拾", "佰", "仟")


def in_capitals(amount: Number, script: Script = "hant") -> str:
    """The amount as contracts and receipts write it (大寫金額); 整 follows 元 or 角, never 分.

    Raises ``ValueError`` for a negative amount, a part of a cent, or more than the largest amount.
    """
    hundredth = Fraction(amount) * 100
    if hundredth.denominator != 1 or not 0 <= hundredth <= Fraction(LARGEST) * 100:
        raise ValueError("in_capitals needs an amount of whole cents from 0 to 999,999,999,999.99")
    yuan, cents = divmod(int(hundredth), 100)
    digits = _DIGITS[script]
    tenths, cents = divmod(cents, 10)
    words = _whole_in_capitals(yuan, script) + "元" if yuan or not (tenths or cents) else ""
    if tenths:
        words += digits[tenths] + "角"
    elif cents and yuan:
        words += digits[0]
    return words + (digits[cents] + "分" if cents else "整")


def _whole_in_capitals(number: int, script: Script) -> str:
    """A whole number; a run of zeros inside it is read as one 零, zeros at the end of a group of four are not read."""
    digits = _DIGITS[script]
    if not number:
        return digits[0]
    words, gap = "", False
    for group in (2, 1, 0):
        value = number // 10 ** (4 * group) % 10_000
        gap = gap or (bool(words) and value < 1000)
        for place in (3, 2, 1, 0):
            digit = value // 10**place % 10
            if digit:
                words += (digits[0] if gap and words else "") + digits[digit] + _SMALL_UNITS[place]
                gap = False
            elif value % 10**place:
                gap = bool(words)
        if value:
            words += _LARGE_UNITS[script][group]
            gap = False
    return words
