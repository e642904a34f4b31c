"""Fields of which a page shows only a mask: left empty they stay as they are, a tick takes away what is kept."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DeskForm


def _tick(name: str) -> str:
    return f"remove_{name}"


class MaskedForm(DeskForm):
    """A form that says of a masked field what is kept, and offers to remove it where the field may be empty."""

    kept: tuple[str, ...] = ()

    def _keep(self, name: str, shown: str) -> None:
        field, names = self.fields[name], list(self.fields)
        field.help_text = _("Kept: {value}. Leave empty to keep it.").format(value=shown)
        self.kept = (*self.kept, name)
        if field.required:
            field.required = False
            return
        label = _("Remove: {field}").format(field=field.label)
        self.fields[_tick(name)] = forms.BooleanField(label=label, required=False)
        after = names.index(name) + 1
        self.order_fields([*names[:after], _tick(name), *names[after:]])  # type: ignore[attr-defined]
        self.columns = {**self.columns, _tick(name): 3}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.kept:
            if cleaned.get(name) and cleaned.get(_tick(name)):
                self.add_error(_tick(name), _("Type something new or remove what is kept, not both."))
        return cleaned

    def _to_save(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed of the fields: a masked one that was left empty is left out, one that was ticked is emptied."""
        said = {name: value for name, value in typed.items() if value or name not in self.kept}
        ticks = {_tick(name) for name in self.kept}
        emptied = {name: "" for name in self.kept if self.cleaned_data.get(_tick(name)) and not said.get(name)}
        return {name: value for name, value in (said | emptied).items() if name not in ticks}
