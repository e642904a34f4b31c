"""Figures: what is shown as the formula is what was computed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.figures import Sheet, evaluate, input_codes

INPUTS = {"a": Decimal("10"), "b": Decimal("4"), "zero": Decimal(0), "none": None, "last.a": Decimal("8")}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a / b", Fraction(5, 2)),
        ("(a + last.a) / 2 - b * 3", Fraction(-3)),
        ("min(a, b, 7) + max(a - 20, 0)", Fraction(4)),
        ("1 / 3 * 3", Fraction(1)),
        ("a / zero", None),
        ("a / (b - 4)", None),
        ("a + none", None),
        ("a + unknown", None),
    ],
)
def test_evaluate_is_exact_and_gives_nothing_for_what_has_no_value(formula, expected):
    assert evaluate(formula, INPUTS.get) == expected


@pytest.mark.parametrize("formula", ["a ** b", "open(a)", "a.b.c", "self.a", "1.5 * a", "a if b else a", "'a'", "-a"])
def test_evaluate_refuses_what_is_no_formula(formula):
    with pytest.raises(ValueError, match=r"formula|code"):
        evaluate(formula, INPUTS.get)


def test_input_codes_are_named_once_in_order():
    assert input_codes("min(b, last.a) * a / (b + 360)") == ("b", "last.a", "a")


@pytest.mark.parametrize(
    ("kind", "limit", "verdict"),
    [
        ("max", "250", "ok"),
        ("max", "249.99", "warn"),
        ("min", "250", "ok"),
        ("min", "250.01", "warn"),
        ("within", "250", "ok"),
        ("within", "249", "warn"),
    ],
)
def test_a_figure_is_judged_by_its_limit(kind, limit, verdict):
    sheet = Sheet(INPUTS, {"share": Decimal(limit)})

    figure = sheet.add("share", "a / b", "percent", kind)

    assert (figure.value, figure.limit, figure.verdict) == (Decimal("250.00"), Decimal(limit), verdict)
    assert figure.inputs == (("a", Decimal(10)), ("b", Decimal(4)))


def test_the_verdict_looks_at_the_exact_value_not_at_the_rounded_one():
    sheet = Sheet({"a": Decimal("0.1999"), "b": Decimal(1)}, {"ratio": Decimal("0.20")})

    figure = sheet.add("ratio", "a / b", "times", "min")

    assert (figure.value, figure.verdict) == (Decimal("0.20"), "warn")


def test_a_figure_without_a_value_says_what_is_missing():
    figure = Sheet(INPUTS, {"x": Decimal(1)}).add("x", "a / none", "times", "max")

    assert (figure.value, figure.verdict, figure.missing) == (None, "na", ("none",))
    assert figure.inputs == (("a", Decimal(10)),)


def test_a_later_figure_uses_an_earlier_one_unrounded():
    sheet = Sheet({"a": Decimal(1)})

    sheet.add("third", "a / 3", "times")
    whole = sheet.add("whole", "third * 3", "times")

    assert whole.value == Decimal("1.00")
    assert whole.inputs == (("third", Decimal("0.333333")),)
    assert sheet.exact("third") == Fraction(1, 3)
