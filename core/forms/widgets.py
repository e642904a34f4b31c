"""Widgets that Django has no word for."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


class LongSelect(forms.Select):
    """A choice among many, without groups. Its options are written in one go.

    With a context and a template for each, those of a large house take longer than the rest of a page.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen, kept = set(self.format_value(value)), flatatt(self.build_attrs(self.attrs, attrs))
        lines = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        body = format_html_join("\n", '<option value="{}"{}>{}</option>', lines)
        return format_html('<select name="{}"{}>\n{}\n</select>', name, kept, body)


class LongTicks(forms.CheckboxSelectMultiple):
    """Boxes to tick among many, without groups, written in one go like the options of a `LongSelect`."""

    def render(self, name, value, attrs=None, renderer=None):
        given = self.build_attrs(self.attrs, attrs)
        chosen, own, kept = set(self.format_value(value)), given.pop("id", ""), flatatt(given)
        lines = (
            (own, place, name, key, kept, own, place, " checked" if str(key) in chosen else "", label)
            for place, (key, label) in enumerate(self.choices)
        )
        line = (
            '<label class="form-check" for="{}_{}"><input type="checkbox" name="{}" value="{}"{} id="{}_{}"{}>'
            "<span>{}</span></label>"
        )
        return format_html('<div class="ld-options" id="{}">{}</div>', own, format_html_join("\n", line, lines))


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


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
