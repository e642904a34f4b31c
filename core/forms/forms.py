"""The bases of every form: plain words for what is wrong, places for the fields, all errors at once."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.utils.translation import gettext_lazy as _

from core.errors import WORDS, InvalidInput
from core.forms.fields import AmountField, DateField
from core.forms.rendering import DeskRenderer


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
    checked     names whose check answers while one types: the place of the note is there while it is empty
    notes       {"name": text} with note_tones {"name": "is-good" | "is-warn"}: what a check found
    """

    default_renderer: Any = DeskRenderer
    fields: dict[str, forms.Field]
    errors: Any
    add_error: Callable[[str | None, Any], None]
    columns: dict[str, int] = {}
    paired: tuple[str, ...] = ()
    units: dict[str, Any] = {}
    awaited: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.notes: dict[str, Any] = {}
        self.note_tones: dict[str, str] = {}

    def full_clean(self) -> None:
        # Here and not when the form is made: some forms add fields of their own after that.
        for field in self.fields.values():
            _speak_plainly(field)
        super().full_clean()  # type: ignore[misc]

    def service_problems(self) -> Iterable[InvalidInput]:
        """What the service would refuse of `cleaned_data`, in which a field that could not be read is absent."""
        return ()

    def _post_clean(self) -> None:
        """Everything wrong is said at once: rules of the service beside what could not be read, one error a field."""
        super()._post_clean()  # type: ignore[misc]
        unread = set(self.errors)
        for problem in list(self.service_problems()):
            if problem.field not in unread:
                self.add_error(problem.field if problem.field in self.fields else None, str(problem.sentence))

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
