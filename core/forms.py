"""Forms in the clothes of the house: `{{ form.name.as_field_group }}` prints a field complete and accessible.

`DeskRenderer` is `settings.FORM_RENDERER`, so that forms of libraries (sign-in, filters) look the same.
"""

import unicodedata
import uuid
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import display, money


class DeskBoundField(forms.BoundField):
    """A field that knows its class, its width, its unit and the note under it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        classes = [widget.attrs.get("class", ""), attrs.get("class", ""), _control_class(widget)]
        if joined := " ".join(dict.fromkeys(" ".join(classes).split())):
            attrs["class"] = joined
        if self.is_money:
            # Here, not when the field is made: the word depends on the language of the page.
            attrs["data-amount"] = display.unit_name("large")
            attrs["data-amount-by"] = "10000" if display.is_chinese() else "1000000"
        return attrs

    @property
    def aria_describedby(self) -> str | None:
        ids = super().aria_describedby
        if ids is None or not self.auto_id or not self.note or self.errors:
            return ids
        return f"{ids} {self.auto_id}_note".strip()

    @property
    def span(self) -> int | None:
        """How many of the row's six columns the field takes; None for all."""
        return getattr(self.form, "columns", {}).get(self.name)

    @property
    def is_paired(self) -> bool:
        """Whether the field keeps half the row on a phone as well."""
        return self.name in getattr(self.form, "paired", ())

    @property
    def unit(self) -> str:
        """The word inside the right edge of the control: 元, 個月, %."""
        return str(getattr(self.form, "units", {}).get(self.name) or getattr(self.field, "unit", ""))

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """Whether the label says so; a tick is always optional and needs no word."""
        is_awaited = self.name in getattr(self.form, "awaited", ())
        return not (self.field.required or self.field.disabled or self.is_checkbox or is_awaited)

    @property
    def is_money(self) -> bool:
        """Whether the field holds yuan: one whose form names another unit (an area) is read alike but is no sum of money."""
        return isinstance(self.field, AmountField) and self.name not in getattr(self.form, "units", {})

    @property
    def note(self) -> str:
        """What a check found: the form's own note, else what the field says of its value."""
        notes = getattr(self.form, "notes", {})
        if self.name in notes:
            return str(notes[self.name])
        if isinstance(self.field, AmountField) and not self.is_money:
            return ""
        say = getattr(self.field, "note_for", None)
        return say(self.value()) if say and not self.is_hidden else ""

    @property
    def has_note(self) -> bool:
        """Whether a place for a note is printed: also while empty, where typing fills it."""
        return bool(self.note) or self.is_money

    @property
    def note_tone(self) -> str:
        return getattr(self.form, "note_tones", {}).get(self.name, "")


class LongSelect(forms.Select):
    """A choice among many. Its options are written in one go: a template for each takes longer than the rest of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        options = (option for _group, found, _place in widget["optgroups"] for option in found)
        lines = ((option["value"], " selected" if option["selected"] else "", option["label"]) for option in options)
        body = format_html_join("\n", '<option value="{}"{}>{}</option>', lines)
        return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], flatatt(widget["attrs"]), body)


def _control_class(widget: forms.Widget) -> str:
    if widget.is_hidden or isinstance(widget, forms.MultiWidget):
        return ""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class DeskRenderer(TemplatesSetting):
    """The project's templates, and fields that know their place."""

    bound_field_class = DeskBoundField


# Input


def plain(text: Any) -> str:
    """Full-width digits, signs and spaces as half-width ones, as a Chinese keyboard leaves them."""
    return unicodedata.normalize("NFKC", str(text)).strip() if text is not None else ""


class AmountField(forms.Field):
    """Yuan as `Decimal` with two places; takes 2,600,000.00, 260萬, 260 万元 and full-width digits."""

    unit = pgettext_lazy("unit of an amount", "yuan")
    default_error_messages = {
        "required": _("Enter an amount."),
        "empty": _("Enter an amount."),
        "not_a_number": _("This is not an amount. Write digits, for example 2,600,000."),
        "negative": _("An amount is never negative. Leave out the minus sign."),
        "too_many_decimals": _("An amount has at most two decimals: fen are the smallest unit."),
        "too_large": _("This amount is too large to be right. Check the number of zeros."),
        "min_value": _("At least %(limit)s."),
        "max_value": _("At most %(limit)s."),
    }

    def __init__(self, *, min_value: Decimal | None = None, max_value: Decimal | None = None, **kwargs: Any):
        self.min_value, self.max_value = min_value, max_value
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return money.parse_amount(text)
        except money.AmountError as error:
            raise forms.ValidationError(self.error_messages[error.code], code=error.code) from error

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            limit = display.in_words(self.min_value, "yuan")
            raise forms.ValidationError(self.error_messages["min_value"], code="min_value", params={"limit": limit})
        if self.max_value is not None and value > self.max_value:
            limit = display.in_words(self.max_value, "yuan")
            raise forms.ValidationError(self.error_messages["max_value"], code="max_value", params={"limit": limit})

    def prepare_value(self, value: Any) -> Any:
        return display.grouped(value) if isinstance(value, Decimal | int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True

    def note_for(self, value: Any) -> str:
        """The amount in the large unit and, on Chinese pages, in capitals; nothing while it cannot be read."""
        try:
            value = self.to_python(value)
        except forms.ValidationError:
            return ""
        if not value:
            return ""
        words = display.in_words(value, "large")
        return f"{words}，{display.capitals(value)}" if display.is_chinese() else words


class DateField(forms.DateField):
    """A business date; takes 2026-11-23, 2026/11/23, 2026.11.23, 20261123, 2026年11月23日 and full-width digits."""

    FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
    default_error_messages = {
        "required": _("Enter a date."),
        "invalid": _("This is not a date. Write it as 2026-11-23."),
    }

    def __init__(self, **kwargs: Any):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "ld-num", "placeholder": _("YYYY-MM-DD")})
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", self.FORMATS)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(plain(value) if isinstance(value, str) else value)


class MonthField(forms.DateField):
    """A month, read as its first day."""

    input_formats = ["%Y-%m"]
    widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    default_error_messages = {"invalid": _("A month is written as year and month, for example 2026-11.")}


class MonthFilter(django_filters.Filter):
    """Rows whose date lies in a month."""

    field_class = MonthField

    def filter(self, qs: Any, value: date | None) -> Any:
        if value is None:
            return qs
        following = date(value.year + value.month // 12, value.month % 12 + 1, 1)
        return qs.filter(**{f"{self.field_name}__gte": value, f"{self.field_name}__lt": following})


class PercentField(forms.Field):
    """A rate as a fraction: 7.2 and 7.2% give `Decimal("0.072")`. `places` are the decimals of the percentage."""

    unit = "%"
    default_error_messages = {
        "required": _("Enter a percentage."),
        "invalid": _("This is not a percentage. Write 7.2 for 7.2%."),
        "places": _("At most %(places)d decimals."),
        "range": _("Between %(low)s%% and %(high)s%%."),
    }

    def __init__(self, *, low: Decimal = Decimal(0), high: Decimal = Decimal(100), places: int = 4, **kwargs: Any):
        self.low, self.high, self.places = Decimal(low), Decimal(high), places
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        text = plain(value).removesuffix("%").strip()
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not number.is_finite() or "e" in text.lower() or "_" in text:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.places:
            raise forms.ValidationError(self.error_messages["places"], code="places", params={"places": self.places})
        return number / 100

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and not self.low <= value * 100 <= self.high:
            params = {"low": f"{self.low.normalize():f}", "high": f"{self.high.normalize():f}"}
            raise forms.ValidationError(self.error_messages["range"], code="range", params=params)

    def prepare_value(self, value: Any) -> Any:
        """A stored fraction as people write it: at least two decimals, no further zeros."""
        if not isinstance(value, Decimal):
            return value
        text = f"{(value * 100).normalize():f}"
        whole, _point, decimals = text.partition(".")
        return f"{whole}.{decimals.ljust(2, '0')}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class ChoiceRows(forms.RadioSelect):
    """Radio buttons as rows that say their consequence: `ChoiceRows(hints={"decline": _("A notice goes out.")})`.

    `span` of six columns sets two (3) or three (2) beside each other on a desk.
    """

    template_name = "components/choice.html"

    def __init__(self, *args: Any, hints: dict[str, Any] | None = None, span: int | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.hints, self.span = hints or {}, span

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["span"] = self.span
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


TOO_OLD = _("This page has become too old. What you typed is still here; submit it once more.")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what each of them is, the service finds out."""

    MOST = 20
    ACCEPTED = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
    default_error_messages = {
        "required": _("Choose at least one file."),
        "too_many": _("At most %(most)d files at a time."),
    }

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", FilesInput(attrs={"accept": self.ACCEPTED}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list:
        uploads = [upload for upload in (data or []) if upload] if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(upload, initial) for upload in uploads or [None]]
        if len(cleaned) > self.MOST:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.MOST})
        return [upload for upload in cleaned if upload]


class SubmissionKeyField(forms.UUIDField):
    """One key per printed form: the service that finds it used already answers with what it did the first time."""

    default_error_messages = {"required": TOO_OLD, "invalid": TOO_OLD}

    def __init__(self, **kwargs: Any):
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4, **kwargs)


class VersionField(forms.IntegerField):
    """The version the reader saw; the service compares it under lock and answers a stale one with 409."""

    default_error_messages = {"required": TOO_OLD, "invalid": TOO_OLD}

    def __init__(self, **kwargs: Any):
        super().__init__(widget=forms.HiddenInput, min_value=0, **kwargs)


# Forms


WORDS = {
    "min_value": _("At least %(limit_value)s."),
    "max_value": _("At most %(limit_value)s."),
    "min_length": _("At least %(limit_value)d characters; there are %(show_value)d."),
    "max_length": _("At most %(limit_value)d characters; there are %(show_value)d."),
}


def _speak_plainly(field: forms.Field) -> None:
    """Say what to do where the framework would state a rule; words that a field brings itself stay."""
    for code, words in WORDS.items():
        field.error_messages.setdefault(code, words)
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        if isinstance(field, forms.BooleanField):
            field.error_messages["required"] = _("Tick this to go on.")
        elif isinstance(field, forms.ChoiceField):
            field.error_messages["required"] = _("Choose one.")
        else:
            field.error_messages["required"] = _("Fill this in.")
    if field.error_messages.get("invalid") == forms.IntegerField.default_error_messages["invalid"]:
        field.error_messages["invalid"] = _("Write a whole number, for example 12.")
    elif "invalid_choice" in field.error_messages:
        field.error_messages["invalid_choice"] = _("Choose one of those offered.")


class DeskFormMixin:
    """Places and words of a form's fields; all are optional and may be changed in `__init__`.

    columns     {"name": 4}: columns of six; a field not named takes the row
    paired      names that share a row on a phone too
    units       {"months": _("months")}: a word inside the control
    awaited     names that may be empty for now but will be needed: they are not called optional
    notes       {"name": text} with note_tones {"name": "is-good" | "is-warn"}: what a check found
    """

    default_renderer: Any = DeskRenderer
    fields: dict[str, forms.Field]
    columns: dict[str, int] = {}
    paired: tuple[str, ...] = ()
    units: dict[str, Any] = {}
    awaited: tuple[str, ...] = ()
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)
        self.notes: dict[str, Any] = {}
        self.note_tones: dict[str, str] = {}

    def say(self, name: str, text: Any, tone: str = "") -> None:
        """Put the result of a check under a field; an error of the field is shown instead of it."""
        self.notes[name] = text
        self.note_tones[name] = tone


class DeskForm(DeskFormMixin, forms.Form):
    """The base of every form that is not about one row."""


def desk_formfield(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: money and dates as people here write them."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs.setdefault("form_class", DateField)
    elif isinstance(field, models.DecimalField) and field.decimal_places == 2:
        return _amount_of(field, kwargs)
    return field.formfield(**kwargs)


def _amount_of(field: models.DecimalField, kwargs: dict[str, Any]) -> forms.Field:
    """`AmountField` without what `DecimalField.formfield` would add (digits), which it does not know."""
    kwargs = {key: value for key, value in kwargs.items() if key not in {"widget", "localize"}}
    words: dict[str, Any] = {
        "label": field.verbose_name.capitalize() if field.verbose_name else None,
        "help_text": field.help_text,
    }
    words |= {"required": not field.blank, "initial": field.default if field.has_default() else None}
    return AmountField(**{**words, **kwargs})


class SheetForm(DeskForm):
    """A spreadsheet to be taken over."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("XLSX. It is looked through first; nothing is saved before you say so."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class DeskModelFormMetaclass(ModelFormMetaclass):
    """Gives every `Meta` our form fields without each form having to say so."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]):
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(desk_formfield)
        return super().__new__(mcs, name, bases, attrs)


class DeskModelForm(DeskFormMixin, forms.ModelForm, metaclass=DeskModelFormMetaclass):
    """The base of every form about one row. It is never saved: its `cleaned_data` goes to a service."""
