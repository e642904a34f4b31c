"""Widgets that Django has no word for."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


class LongSelect(forms.Select):
    """A choice among many. Its options are written in one go: a template for each takes longer than the rest of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        options = (option for _group, found, _place in widget["optgroups"] for option in found)
        lines = ((option["value"], " selected" if option["selected"] else "", option["label"]) for option in options)
        body = format_html_join("\n", '<option value="{}"{}>{}</option>', lines)
        return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], flatatt(widget["attrs"]), body)


class LongTicks(forms.CheckboxSelectMultiple):
    """Boxes to tick among many, written in one go like the options of a `LongSelect`."""

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        options = (option for _group, found, _place in widget["optgroups"] for option in found)
        lines = (
            (option["attrs"].get("id", ""), name, option["value"], flatatt(option["attrs"]), option["label"])
            for option in options
        )
        line = (
            '<label class="form-check" for="{}"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>'
        )
        body = format_html_join("\n", line, lines)
        return format_html('<div class="ld-options" id="{}">{}</div>', widget["attrs"].get("id", ""), body)


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
