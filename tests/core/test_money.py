"""Rounding, reading and writing of amounts."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    CENT,
    LARGEST,
    AmountError,
    from_cents,
    in_capitals,
    parse_amount,
    round_quotient,
    round_to,
    to_cents,
    to_wan,
)

amounts = st.integers(0, int(LARGEST * 100)).map(from_cents)


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        (Decimal("0.005"), "0.01"),
        (Decimal("-0.005"), "-0.01"),
        (Decimal("2.675"), "2.68"),
        (Fraction(1, 3), "0.33"),
        (Fraction(-2, 3), "-0.67"),
        (7, "7.00"),
        (Decimal("123456789012345678901234567890.125"), "123456789012345678901234567890.13"),
    ],
)
def test_to_cents_rounds_a_half_away_from_zero_without_losing_a_digit(exact, expected):
    assert str(to_cents(exact)) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (ROUND_HALF_EVEN, ["0.02", "0.02", "0.04"]),
        (ROUND_DOWN, ["0.01", "0.02", "0.03"]),
        (ROUND_UP, ["0.02", "0.03", "0.04"]),
    ],
)
def test_to_cents_takes_the_other_modes(mode, expected):
    assert [str(to_cents(Decimal(x), mode)) for x in ("0.015", "0.025", "0.035")] == expected


def test_round_quotient_refuses_a_mode_it_does_not_know():
    with pytest.raises(ValueError, match="unknown rounding"):
        round_quotient(1, 2, "ROUND_SIDEWAYS")


@given(st.fractions(-(10**12), 10**12), st.sampled_from([CENT, Decimal("0.05"), Decimal("1"), Decimal("100")]))
def test_round_to_gives_a_multiple_of_the_unit_no_further_than_half_of_it(x, unit):
    rounded = round_to(x, unit)

    assert (Fraction(rounded) / Fraction(unit)).denominator == 1
    assert abs(Fraction(rounded) - x) <= Fraction(unit) / 2


def test_to_wan_shows_ten_thousands():
    assert [str(to_wan(Decimal(x))) for x in ("9251946.20", "2800000", "50")] == ["925.19", "280.00", "0.01"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.50", "1234.50"),
        ("1234.5", "1234.50"),
        (" 0 ", "0.00"),
        ("-0", "0.00"),
        ("007", "7.00"),
        ("１，２３４．５０", "1234.50"),
        ("260萬", "2600000.00"),
        ("260万元", "2600000.00"),
        ("260 萬 元", "2600000.00"),
        ("2.6億", "260000000.00"),
        ("2.6亿元", "260000000.00"),
        ("1.2345萬", "12345.00"),
        ("1.234567萬", "12345.67"),
        ("¥300", "300.00"),
        ("￥３００元", "300.00"),
        ("5.1000", "5.10"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)
def test_parse_amount_reads_what_people_type(text, expected):
    assert str(parse_amount(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" 　", "empty"),
        ("abc", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1e3", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("12,34", "not_a_number"),
        ("1,2345", "not_a_number"),
        ("1_000", "not_a_number"),
        ("٣٠٠", "not_a_number"),
        ("二千", "not_a_number"),
        ("260萬億", "not_a_number"),
        ("萬", "not_a_number"),
        ("5.", "not_a_number"),
        (".5", "not_a_number"),
        ("-5", "negative"),
        ("－５", "negative"),
        ("-" + "9" * 20, "negative"),
        ("0.005", "too_many_decimals"),
        ("1.2345678萬", "too_many_decimals"),
        ("0." + "1" * 5000, "too_many_decimals"),
        ("1000000000000", "too_large"),
        ("999999999999.99萬", "too_large"),
        ("9" * 5000, "too_large"),
    ],
)
def test_parse_amount_says_why_a_text_is_no_amount(text, code):
    with pytest.raises(AmountError) as refused:
        parse_amount(text)

    assert refused.value.code == code


@given(amounts)
def test_parse_amount_reads_back_what_was_printed(amount):
    assert parse_amount(f"{amount}") == amount
    assert parse_amount(f"{amount:,}") == amount
    assert parse_amount(f"{amount.scaleb(-4):.6f}萬元") == amount


@given(st.text(max_size=20))
def test_parse_amount_answers_any_text_with_an_amount_or_a_reason(text):
    try:
        amount = parse_amount(text)
    except AmountError as refused:
        assert refused.code in {"empty", "not_a_number", "negative", "too_many_decimals", "too_large"}
    else:
        assert 0 <= amount <= LARGEST and amount.as_tuple().exponent == -2


VECTORS = [
    ("1409.50", "壹仟肆佰零玖元伍角整"),
    ("6007.14", "陸仟零柒元壹角肆分"),
    ("16409.02", "壹萬陸仟肆佰零玖元零貳分"),
    ("325.04", "參佰貳拾伍元零肆分"),
    ("107000.53", "壹拾萬柒仟元伍角參分"),
    ("1680.32", "壹仟陸佰捌拾元參角貳分"),
    ("1000000", "壹佰萬元整"),
    ("100000001", "壹億零壹元整"),
    ("0.05", "伍分"),
    ("20000", "貳萬元整"),
    ("0", "零元整"),
    ("0.50", "伍角整"),
    ("0.55", "伍角伍分"),
    ("10.01", "壹拾元零壹分"),
    ("100500", "壹拾萬零伍佰元整"),
    ("100005000", "壹億零伍仟元整"),
    ("100050000", "壹億零伍萬元整"),
    ("10010010.10", "壹仟零壹萬零壹拾元壹角整"),
    ("200000000000", "貳仟億元整"),
    ("999999999999.99", "玖仟玖佰玖拾玖億玖仟玖佰玖拾玖萬玖仟玖佰玖拾玖元玖角玖分"),
]


@pytest.mark.parametrize(("amount", "expected"), VECTORS)
def test_in_capitals_writes_the_published_vectors(amount, expected):
    assert in_capitals(Decimal(amount)) == expected


def test_in_capitals_has_a_simplified_form():
    assert in_capitals(Decimal("12345678.90"), "hans") == "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "1000000000000"])
def test_in_capitals_refuses_what_a_contract_cannot_say(amount):
    with pytest.raises(ValueError, match="whole cents"):
        in_capitals(Decimal(amount))


def read_capitals(words: str) -> Decimal:
    """An independent reader: units multiply, 零 and 整 say nothing."""
    total = section = digit = cents = 0
    for sign in words.replace("零", "").removesuffix("整"):
        if sign in "壹貳參肆伍陸柒捌玖":
            digit = "_壹貳參肆伍陸柒捌玖".index(sign)
        elif sign in "拾佰仟":
            section, digit = section + digit * {"拾": 10, "佰": 100, "仟": 1000}[sign], 0
        elif sign in "萬億元":
            total, section, digit = total + (section + digit) * {"萬": 10**4, "億": 10**8, "元": 1}[sign], 0, 0
        else:
            cents, digit = cents + digit * {"角": 10, "分": 1}[sign], 0
    return from_cents(total * 100 + cents)


@given(amounts)
def test_in_capitals_can_be_read_back(amount):
    words = in_capitals(amount)

    assert read_capitals(words) == amount
    assert "零零" not in words and "零元" not in words.removeprefix("零元") and words.endswith(("整", "分"))


@given(amounts, amounts)
def test_in_capitals_never_writes_two_amounts_alike(first, second):
    assert (in_capitals(first) == in_capitals(second)) == (first == second)
