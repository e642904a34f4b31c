"""Typed text loses what nobody sees, and nothing else."""

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.service import service
from core.text import plain_text, plain_values
from staff.services import open_account
from staff.states import TaskStatus


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("付款\u202e人\u200f甲\x07乙\u2066丙\ufeff", "付款人甲乙丙"),
        ("甲\r\n乙\r丙\u2028丁\u2029戊\x0b己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("甲\t乙", "甲 乙"),
        ("甲\x00乙\ud800", "甲乙"),
        ("  甲 乙  ", "甲 乙"),
        ("\u3164\u3164\u2800\u115f", ""),
        ("e\u0301", "é"),
        ("\u0958", "\u0958"),
        ("𠀀㈱〓", "𠀀㈱〓"),
    ],
)
def test_hidden_signs_go_and_line_ends_and_words_stay(typed, kept):
    assert plain_text(typed) == kept


@given(st.text())
def test_a_plain_text_is_never_longer_stays_as_it_is_and_hides_nothing(typed):
    once = plain_text(typed)

    assert len(once) <= len(typed)
    assert plain_text(once) == once
    assert {unicodedata.category(sign) for sign in once if sign != "\n"}.isdisjoint({"Cc", "Cf", "Cs"})


@dataclass(frozen=True)
class Point:
    text: str
    days: int


def test_texts_are_found_in_lists_mappings_and_dataclasses_and_nothing_else_is_touched():
    sent = {
        "points": ["甲\u202e", ("乙\u200b",)],
        "asked": Point("丙\x07", 3),
        "status": TaskStatus.OPEN,
        "file": b"\x07",
    }

    kept = plain_values(sent)

    assert kept == {"points": ["甲", ("乙",)], "asked": Point("丙", 3), "status": TaskStatus.OPEN, "file": b"\x07"}
    assert kept["status"] is TaskStatus.OPEN


@service
def echo(*, text, points, by=None):
    return [text, *points]


@pytest.mark.django_db
def test_every_text_that_a_service_is_given_arrives_plain():
    assert echo(text="理\u202e由", points=["一\u2067", "二\x1b"]) == ["理由", "一", "二"]


@pytest.mark.django_db
def test_a_password_stays_as_it_was_typed():
    user = open_account(username="lin", name="林\u202e一", password=" 口令\u200b ")

    assert user.check_password(" 口令\u200b ")
    assert user.name == "林一"
