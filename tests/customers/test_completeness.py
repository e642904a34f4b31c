"""The calculations behind a file: what is known of it, the size of a company, and the numbers of papers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import enterprise_size, identity
from customers.completeness import COMPANY_SECTIONS, PERSON_SECTIONS, measure

WAN = Decimal(10_000)
TODAY = date(2026, 11, 24)
SECTIONS = (*PERSON_SECTIONS, *COMPANY_SECTIONS)
ORDER = ["micro", "small", "medium", "large"]


@given(st.sampled_from(SECTIONS), st.data())
def test_what_is_done_and_what_is_missing_make_what_is_asked(section, data):
    facts = [fact for question in section.questions for fact in question.answers or (question.code,)]
    known = {fact: data.draw(st.integers(0, 3)) for fact in facts}

    found = measure(section, known)

    assert found.done + len(found.missing) == found.asked == len(section.questions)
    assert measure(section, dict.fromkeys(facts, 9)).is_complete
    assert measure(section, {}).done == 0


@pytest.mark.parametrize(
    ("code", "staff", "turnover", "size"),
    [
        ("3311", 1_000, 40_000, "large"),
        ("3311", 999, 40_000, "medium"),
        ("3311", 300, 2_000, "medium"),
        ("3311", 300, 1_999, "small"),
        ("3311", 20, 300, "small"),
        ("3311", 19, 9_000, "micro"),
        ("5191", 20, 5_000, "medium"),
        ("5191", 5, 1_000, "small"),
        ("5211", 50, 500, "medium"),
        ("5211", 10, 100, "small"),
        ("0111", 3, 500, "medium"),
        ("8030", 9, 5_000, "micro"),
    ],
)
def test_the_size_follows_the_table_of_300_of_2011(code, staff, turnover, size):
    assert enterprise_size.propose(code, staff=staff, turnover=turnover * WAN).size == size


@pytest.mark.parametrize(
    ("turnover", "assets", "size"), [(6_000, 5_000, "medium"), (6_000, 4_999, "small"), (300, 299, "micro")]
)
def test_builders_are_measured_by_turnover_and_assets(turnover, assets, size):
    assert enterprise_size.propose("4710", staff=5, turnover=turnover * WAN, assets=assets * WAN).size == size


def test_without_its_figures_no_size_is_proposed_and_they_are_named():
    found = enterprise_size.propose("3311", staff=None, turnover=WAN)

    assert (found.size, found.missing) == (None, ("staff",))


@given(
    st.integers(1, 9999).map("{:04d}".format), st.integers(0, 3000), st.integers(0, 150_000), st.integers(0, 150_000)
)
def test_nobody_becomes_smaller_by_growing(code, staff, turnover, assets):
    before = enterprise_size.propose(code, staff=staff, turnover=turnover * WAN, assets=assets * WAN)
    after = enterprise_size.propose(
        code, staff=staff + 50, turnover=(turnover + 900) * WAN, assets=(assets + 900) * WAN
    )

    assert ORDER.index(after.size) >= ORDER.index(before.size)


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("resident_id", "11010519491231002X", None),
        ("resident_id", "110105194912310021", "check"),
        ("residence_permit", "810000199408230021", None),
        ("residence_permit", "11010519491231002X", "form"),
        ("passport", "E12345678", None),
        ("passport", "E1", "form"),
        ("hk_macao_pass", "H12345678", None),
        ("hk_macao_pass", "H1234567801", None),
        ("hk_macao_pass", "A12345678", "form"),
        ("taiwan_pass", "12345678", None),
        ("taiwan_pass", "1234567", "form"),
        ("taiwan_id", "A123456789", None),
        ("taiwan_id", "A800000014", None),
        ("taiwan_id", "A123456788", "check"),
        ("taiwan_business", "04595257", None),
        ("taiwan_business", "04595258", "check"),
        ("military", "軍字第1234567號", None),
        ("military", "1234567", "form"),
        ("credit_code", "91350100M000100Y43", None),
        ("passport", "", "empty"),
    ],
)
def test_papers_are_checked_as_far_as_a_rule_exists(kind, number, code):
    flaw = identity.flaw_of(kind, number, TODAY)

    assert (flaw.code if flaw else None) == code


@given(st.integers(10**11, 10**18 - 1))
def test_one_wrong_digit_of_a_card_is_seen(body):
    digits = f"{body}"
    card = next(f"{digits}{last}" for last in range(10) if identity.is_card_number(f"{digits}{last}"))

    assert [identity.is_card_number(f"{digits}{last}") for last in range(10)].count(True) == 1
    assert not identity.is_card_number(str((int(card[0]) + 1) % 10) + card[1:])
