"""How a field is printed: its class, its width, its unit and the note under it."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from core import display
from core.forms.fields import AmountField


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
    def shown_note(self) -> str:
        """The note, or nothing where an error of the field says what is wrong."""
        return "" if self.errors else self.note

    @property
    def has_note(self) -> bool:
        """Whether a place for a note is printed: also while empty, where typing fills it."""
        return bool(self.note) or self.is_money or self.is_checked

    @property
    def is_checked(self) -> bool:
        """Whether a check puts its answer under the field while one types."""
        return self.name in getattr(self.form, "checked", ())

    @property
    def note_tone(self) -> str:
        return getattr(self.form, "note_tones", {}).get(self.name, "")


def _control_class(widget: forms.Widget) -> str:
    if widget.is_hidden or isinstance(widget, forms.MultiWidget):
        return ""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class DeskRenderer(TemplatesSetting):
    """The project's templates, and fields that know their place."""

    bound_field_class = DeskBoundField
