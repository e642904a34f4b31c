"""How figures, dates, states and personal data read on a page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import models
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from applications.models import Application
from core import dates, display
from core.figures import Sheet
from desk import showcase

MONDAY = date(2026, 11, 23)


class Stage(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"


Stage.TONES = {"approved": "is-good"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(dates, "today", lambda: MONDAY)


def shown(source, **context):
    """What a template prints that has both libraries loaded."""
    return Template("{% load display components %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal("0.072345"), "7.2345%"), (Decimal("0.072000"), "7.20%"), (Decimal("0.0725"), "7.25%"), (None, "")],
)
def test_exact_percent_keeps_every_decimal_of_a_rate(value, expected):
    with translation.override("en"):
        assert display.exact_percent(value) == expected


@pytest.mark.parametrize(("value", "expected"), [("1.50", "1.5"), ("1.25", "1.25"), ("2.00", "2"), ("10.00", "10")])
def test_a_factor_has_the_decimals_it_needs(value, expected):
    assert display.factor(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1234.5"), "1,234.50"),
        (0, "0.00"),
        (Decimal("-1234567.891"), "-1,234,567.89"),
        (Decimal("0.005"), "0.01"),
        (None, ""),
        ("", ""),
    ],
)
def test_money_groups_thousands_and_keeps_two_decimals(value, expected):
    assert shown("{{ value|money }}", value=value) == expected


@pytest.mark.parametrize(("language", "expected"), [("zh-hant", "300.00"), ("zh-hans", "300.00"), ("en", "3.00")])
def test_wan_counts_in_ten_thousands_in_chinese_and_in_millions_in_english(language, expected):
    with translation.override(language):
        assert shown("{{ value|wan }}", value=Decimal("3000000")) == expected


@pytest.mark.parametrize(
    ("query", "expected"), [("", "300.00"), ("unit=yuan", "3,000,000.00"), ("unit=dollar", "300.00")]
)
def test_figure_follows_the_switch_in_the_address_and_nothing_else(query, expected):
    request = RequestFactory().get(f"/?{query}")

    with translation.override("zh-hant"):
        assert shown("{% figure value %}", value=Decimal("3000000"), request=request) == expected


def test_unit_switch_keeps_the_filters_of_the_list():
    request = RequestFactory().get("/?stage=draft&page=2")

    html = shown("{% unit_switch %}", request=request)

    assert "?stage=draft&amp;page=2&amp;unit=yuan" in html


@pytest.mark.parametrize(("language", "expected"), [("zh-hant", "7.20\u00a0%"), ("en", "7.20%")])
def test_percent_writes_a_fraction_as_a_percentage(language, expected):
    with translation.override(language):
        assert display.percent(Decimal("0.072")) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hant", "11-26 週四"), ("zh-hans", "11-26 周四"), ("en", "Thu 26 Nov")]
)
def test_day_reads_as_the_language_writes_it(language, expected):
    with translation.override(language):
        assert shown("{{ value|day }}", value=date(2026, 11, 26)) == expected


def test_day_of_another_year_reads_in_full():
    assert display.day(date(2027, 3, 26), MONDAY) == "2027-03-26"


@pytest.mark.parametrize(
    ("value", "words", "tone"),
    [
        (date(2026, 11, 26), "3 days left", ""),
        (date(2026, 11, 24), "1 day left", ""),
        (MONDAY, "Today", "ld-warning"),
        (date(2026, 11, 21), "2 days late", "ld-danger"),
        (None, "", ""),
    ],
)
def test_days_left_says_how_far_off_a_date_is_and_colours_what_is_late(value, words, tone):
    with translation.override("en"):
        assert (display.days_left(value, MONDAY), display.due_tone(value, MONDAY)) == (words, tone)


@pytest.mark.parametrize(
    ("mask", "value", "expected"),
    [
        (display.mask_identity, "440301199001011025", "4403 ●●●● ●●●● 1025"),
        (display.mask_identity, "A123456789", "●●●● 789"),
        (display.mask_identity, "123", "●●●●"),
        (display.mask_phone, "13800000012", "138 ●●●● 0012"),
        (display.mask_phone, "5550012", "●●●● 12"),
        (display.mask_email, "lin@example.com", "l●●●●@example.com"),
        (display.mask_email, "nonsense", "●●●●"),
        (display.mask_account, "6222000011116208", "●●●● 6208"),
        (display.mask_name, "林曉盛", "林○盛"),
        (display.mask_name, "何儀", "何○"),
        (display.mask_name, "歐陽曉盛", "歐○○盛"),
        (display.mask_name, "Zhou Min", "Z○ M○"),
    ],
)
def test_mask_leaves_only_the_ends(mask, value, expected):
    assert mask(value) == expected


@pytest.mark.parametrize("mask", [display.mask_identity, display.mask_phone, display.mask_email, display.mask_name])
@pytest.mark.parametrize("value", [None, ""])
def test_mask_of_nothing_is_nothing(mask, value):
    assert mask(value) == ""


@pytest.mark.parametrize(("language", "expected"), [("zh-hant", "參佰萬元整"), ("zh-hans", "叁佰万元整")])
def test_capitals_follow_the_script_of_the_page(language, expected):
    with translation.override(language):
        assert shown("{{ value|capitals }}", value=Decimal("3000000")) == expected


def test_status_of_a_member_carries_its_word_and_its_tone():
    assert shown("{% status value %}", value=Stage.APPROVED) == '<span class="ld-status is-good">Approved</span>'
    assert shown("{% pill value %}", value=Stage.DRAFT) == '<span class="ld-status ld-pill">Draft</span>'


def test_status_of_a_row_takes_the_words_of_its_field():
    application = Application(status="submitted")

    html = shown("{% status value %}", value=application)

    assert application.get_status_display() in html


def test_status_escapes_what_it_is_given():
    assert shown("{% status value %}", value="<b>") == '<span class="ld-status">&lt;b&gt;</span>'


def test_icon_draws_shapes_and_is_hidden_from_screen_readers():
    html = shown('{% icon "home" size="sm" %}')

    assert html.startswith('<svg class="ld-icon ld-icon-sm" viewBox="0 0 20 20" aria-hidden="true"><path d="')


def test_icon_that_does_not_exist_stops_the_page():
    with pytest.raises(TemplateSyntaxError, match="no icon named"):
        shown('{% icon "unicorn" %}')


def test_explain_shows_formula_inputs_and_limit_of_a_figure():
    sheet = Sheet({"liabilities": Decimal("60"), "assets": Decimal("100")}, {"debt_to_assets": Decimal("70")})
    figure = sheet.add("debt_to_assets", "liabilities / assets", "percent", "max")

    with translation.override("en"):
        html = shown("{% explain figure %}", figure=figure)

    assert "liabilities ÷ assets" in html
    assert "at most 70.00%" in html
    assert "60.00%" in html


def test_explain_names_what_is_missing():
    figure = Sheet({"assets": Decimal("100")}).add("debt_to_assets", "liabilities / assets", "percent", "max")

    with translation.override("en"):
        html = shown("{% explain figure %}", figure=figure)

    assert "cannot be computed" in html
    assert "Missing: liabilities" in html


def test_register_labels_refuses_two_words_for_one_code():
    display.register_labels({"test_code_of_display": "Cash"})

    with pytest.raises(ValueError, match="already has the label"):
        display.register_labels({"test_code_of_display": "Money"})

    assert display.label_for("test_code_of_display") == "Cash"
    assert display.label_for("never_registered") == "never registered"


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "409", "429", "500"])
def test_error_page_works_without_any_context(page):
    html = render_to_string(f"{page}.html")

    assert "<h1>" in html
    assert 'href="/"' in html


@pytest.mark.parametrize(("language", "lang"), [("zh-hant", "zh-Hant"), ("zh-hans", "zh-Hans"), ("en", "en")])
def test_every_component_renders_in_every_language_without_inline_style_or_script(language, lang):
    with translation.override(language):
        html = render_to_string("desk/components.html", showcase.context(), request=RequestFactory().get("/"))

    assert " style=" not in html
    assert "<script>" not in html
    assert " onclick=" not in html
    assert f'<html lang="{lang}">' in html


def test_the_day_of_a_moment_is_the_lenders_not_that_of_greenwich():
    moment = datetime(2026, 11, 29, 20, 21, tzinfo=UTC)

    assert display.iso(moment) == "2026-11-30"
    with translation.override("zh-hant"):
        assert display.day(moment, today=date(2026, 11, 30)).startswith("11-30")
