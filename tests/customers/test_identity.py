"""The arithmetic of identity numbers (vectors of the domain page and of the two stories)."""

from datetime import date

import pytest

from customers.identity import Flaw, age, birth_date, compact, comparable, flaw_of_credit_code, flaw_of_person_number

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91990100MA9YR001XY", "92990102MA9XK07C5G"])
def test_a_right_credit_code_has_no_flaw(code):
    assert flaw_of_credit_code(code) is None


@pytest.mark.parametrize(
    ("code", "flaw"),
    [
        ("", Flaw("empty")),
        ("91990100MA9YR001X", Flaw("length", length=17)),
        ("91990100MA9YR001XYY", Flaw("length", length=19)),
        ("9199010OMA9YR001XY", Flaw("characters")),
        ("91990100MI9YR001XY", Flaw("characters")),
        ("91990100MA9YR001XX", Flaw("check", "Y")),
        ("91990100MA9YR0O1XY", Flaw("characters")),
        ("91990100MA9RY001XY", Flaw("check", "Q")),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(code, flaw):
    assert flaw_of_credit_code(code) == flaw


@pytest.mark.parametrize("number", ["11010519491231002X", "990101197609140314", "990102198403120423"])
def test_a_right_identity_number_has_no_flaw(number):
    assert flaw_of_person_number(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("", Flaw("empty")),
        ("99010119760914031", Flaw("length", length=17)),
        ("9901011976O9140314", Flaw("characters")),
        ("99010119760914031X", Flaw("check", "4")),
        ("990101197602300314", Flaw("birth_date")),
        ("990101189901010314", Flaw("birth_date")),
        ("990101202611240314", Flaw("birth_date")),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(number, flaw):
    assert flaw_of_person_number(number, TODAY) == flaw


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 91990100ma9yr001xy ", "91990100MA9YR001XY"),
        ("９１９９０１００ＭＡ９ＹＲ００１ＸＹ", "91990100MA9YR001XY"),
        ("9199 0100 MA9Y R001 XY", "91990100MA9YR001XY"),
        ("919901-00MA9YR001XY", "91990100MA9YR001XY"),
    ],
)
def test_a_number_is_kept_in_one_form(typed, kept):
    assert compact(typed) == kept


def test_the_birth_date_stands_in_the_number():
    assert birth_date("990101197609140314") == date(1976, 9, 14)
    assert age(date(1976, 9, 14), TODAY) == 50
    assert age(date(1976, 11, 24), TODAY) == 49


@pytest.mark.parametrize(
    ("spellings", "form"),
    [
        (["军字第1234567号", "軍字第1234567號", "军字1234567", "軍字 第1234567"], "军字1234567"),
        (["H12345678", "H1234567801", "h12345678 02"], "H12345678"),
        (["12345678", "1234567801"], "12345678"),
        (["E12345678"], "E12345678"),
        (["11010519491231002X"], "11010519491231002X"),
        ([""], ""),
    ],
)
def test_every_spelling_and_renewal_of_a_paper_has_one_form_to_be_compared_by(spellings, form):
    assert {comparable(number) for number in spellings} == {form}
