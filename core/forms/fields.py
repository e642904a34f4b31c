"""Fields that read money, dates and rates as people here write them, and what every sent form carries unseen."""

import unicodedata
import uuid
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates, display, money
from core.forms.widgets import FilesInput
from core.service import IMPOSSIBLE_DAY

TOO_OLD = _("This page has become too old. What you typed is still here; submit it once more.")


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
    """A business date that can be meant; takes 2026-11-23, 2026/11/23, 2026.11.23, 20261123, 2026年11月23日 and full-width digits."""

    FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
    default_error_messages = {
        "required": _("Enter a date."),
        "invalid": _("This is not a date. Write it as 2026-11-23."),
        "impossible": IMPOSSIBLE_DAY,
    }

    def __init__(self, **kwargs: Any):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "ld-num", "placeholder": _("YYYY-MM-DD")})
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", self.FORMATS)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(plain(value) if isinstance(value, str) else value)
        if day is not None and not dates.is_possible(day):
            raise forms.ValidationError(self.error_messages["impossible"], code="impossible")
        return day


class MonthField(forms.DateField):
    """A month, read as its first day."""

    input_formats = ["%Y-%m"]
    widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    default_error_messages = {"invalid": _("A month is written as year and month, for example 2026-11.")}

    def to_python(self, value: Any) -> date | None:
        first = super().to_python(value)
        if first is not None and not dates.is_possible(first):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return first


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
        # Which of several files is empty, the service says by its name.
        super().__init__(allow_empty_file=True, **kwargs)

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
