"""Fields that take what people here type, and forms that say what to change."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import translation

from applications.models import Application
from core.forms import (
    AmountField,
    ChoiceRows,
    DateField,
    DeskForm,
    DeskModelForm,
    LongSelect,
    LongTicks,
    PercentField,
    SubmissionKeyField,
    VersionField,
)


class LoanForm(DeskForm):
    columns = {"amount": 3}
    units = {"months": "months"}

    name = forms.CharField(min_length=4, help_text="As in the licence.")
    amount = AmountField(min_value=Decimal(1000), max_value=Decimal(10_000_000))
    rate = PercentField(high=Decimal(24), required=False)
    signed_on = DateField(required=False)
    months = forms.IntegerField(max_value=36, required=False)
    outcome = forms.ChoiceField(
        choices=[("agree", "Agree"), ("decline", "Decline")], widget=ChoiceRows(hints={"decline": "A notice goes out."})
    )
    version = VersionField(initial=3)
    submission_key = SubmissionKeyField()


TYPED = {"name": "宏遠石材", "amount": "260萬", "outcome": "agree", "version": "3", "submission_key": str(uuid.uuid4())}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,600,000.00", Decimal("2600000.00")),
        ("260萬", Decimal("2600000.00")),
        ("２６０万元", Decimal("2600000.00")),
        (" 1000 ", Decimal("1000.00")),
    ],
)
def test_amount_takes_what_people_type(text, expected):
    assert AmountField().clean(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("two", "not_a_number"),
        ("1e6", "not_a_number"),
        ("NaN", "not_a_number"),
        ("-5", "negative"),
        ("1.005", "too_many_decimals"),
        ("9" * 16, "too_large"),
        ("999", "min_value"),
    ],
)
def test_amount_that_cannot_be_one_says_why(text, code):
    field = AmountField(min_value=Decimal(1000))

    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(text)

    assert refusal.value.code == code
    assert str(refusal.value.messages[0]).endswith(".")


def test_amount_keeps_what_was_typed_and_says_it_in_the_large_unit():
    form = LoanForm({**TYPED, "amount": "260萬"})

    html = form["amount"].as_field_group()

    assert 'value="260萬"' in html
    assert "2.60\u00a0million" in html


def test_amount_in_chinese_is_repeated_in_capitals():
    with translation.override("zh-hans"):
        assert LoanForm(TYPED)["amount"].note.endswith("贰佰陆拾万元整")


def test_amount_from_the_database_is_grouped():
    form = LoanForm(initial={"amount": Decimal("2600000")})

    assert 'value="2,600,000.00"' in str(form["amount"])


@pytest.mark.parametrize(
    "text", ["2026-11-23", "2026/11/23", "2026.11.23", "20261123", "２０２６－１１－２３", "2026年11月23日"]
)
def test_date_takes_every_way_people_write_one(text):
    assert DateField().clean(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["23-11-2026", "2026-13-01", "tomorrow"])
def test_date_that_is_none_says_how_to_write_it(text):
    with pytest.raises(forms.ValidationError, match="2026-11-23"):
        DateField().clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7.2", "0.072"), ("7.2%", "0.072"), ("７．２％", "0.072"), ("0", "0"), ("100", "1"), ("", None)],
)
def test_percent_becomes_a_fraction(text, expected):
    assert PercentField(required=False).clean(text) == (Decimal(expected) if expected is not None else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("seven", "invalid"),
        ("NaN", "invalid"),
        ("1e1", "invalid"),
        ("101", "range"),
        ("-1", "range"),
        ("1.23456", "places"),
    ],
)
def test_percent_that_cannot_be_one_says_why(text, code):
    with pytest.raises(forms.ValidationError) as refusal:
        PercentField().clean(text)

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("stored", "shown"), [("0.072", "7.20"), ("0.0365", "3.65"), ("0.036525", "3.6525"), ("1", "100.00")]
)
def test_percent_from_the_database_is_written_as_people_do(stored, shown):
    assert PercentField().prepare_value(Decimal(stored)) == shown


def test_field_with_an_error_is_described_by_it():
    form = LoanForm({**TYPED, "name": "宏"})

    html = form["name"].as_field_group()

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "At least 4 characters; there are 1." in html


def test_field_carries_its_class_width_unit_and_whether_it_is_optional():
    form = LoanForm()

    amount, months = form["amount"].as_field_group(), form["months"].as_field_group()

    assert 'class="form-control"' in amount and "ld-c3" in amount and "optional" not in amount
    assert "ld-amount" in months and "optional" in months


def test_choice_rows_say_their_consequence():
    html = LoanForm()["outcome"].as_field_group()

    assert html.count("ld-choice") >= 2
    assert "A notice goes out." in html


def test_say_puts_a_check_under_a_field_until_there_is_an_error():
    form = LoanForm(TYPED)
    form.say("name", "One customer has a similar name.", "is-warn")

    assert 'class="ld-field-note is-warn"' in form["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_note"' in form["name"].as_field_group()


def test_error_summary_says_why_not_then_counts_the_fields_and_links_to_them():
    form = LoanForm({**TYPED, "name": "宏", "amount": "x"})
    form.add_error(None, "The limit is used up.")

    html = Template("{% load components %}{% error_summary form %}").render(Context({"form": form}))

    assert "2 things to change. Everything else is kept." in html
    assert '<a href="#id_amount">' in html
    assert '<p class="ld-strong">The limit is used up.</p>' in html
    assert 'tabindex="-1"' in html


def test_error_summary_of_a_form_without_errors_is_empty():
    html = Template("{% load components %}{% error_summary form %}").render(Context({"form": LoanForm()}))

    assert html.strip() == ""


def test_submission_key_is_new_for_every_printed_form_and_kept_when_it_comes_back():
    first, second, returned = LoanForm(), LoanForm(), LoanForm(TYPED)

    assert str(first["submission_key"]) != str(second["submission_key"])
    assert TYPED["submission_key"] in str(returned["submission_key"])


def test_form_without_its_version_is_refused_with_a_sentence():
    form = LoanForm({key: value for key, value in TYPED.items() if key != "version"})

    assert "too old" in form.errors["version"][0]


def test_model_form_reads_money_and_dates_as_people_write_them():
    class ApplicationForm(DeskModelForm):
        class Meta:
            model = Application
            fields = ["amount"]

    assert isinstance(ApplicationForm().fields["amount"], AmountField)


def test_long_ticks_write_what_ticks_write():
    choices = [("1", "A & <b>"), ("2", "林"), ("3", '"x"')]
    attrs = {"id": "id_who", "class": "form-check-input"}

    ours, theirs = (
        kind(choices=choices).render("who", ["2", "3"], attrs) for kind in (LongTicks, forms.CheckboxSelectMultiple)
    )

    SimpleTestCase().assertHTMLEqual(ours, theirs)
    assert "<b>" not in ours


def test_a_long_select_writes_what_a_select_writes():
    choices = [("", "All <people>"), ("1", "A & B"), ("2", "林"), ("3", '"x"')]
    attrs = {"id": "id_who", "class": "form-select", "required": True}

    ours, theirs = (kind(choices=choices).render("who", "2", attrs) for kind in (LongSelect, forms.Select))

    SimpleTestCase().assertHTMLEqual(ours, theirs)
    assert "<people>" not in ours
