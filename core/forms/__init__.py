"""Forms in the clothes of the house: `{{ form.name.as_field_group }}` prints a field complete and accessible.

`DeskRenderer` is `settings.FORM_RENDERER`, so that forms of libraries (sign-in, filters) look the same.
"""

from core.forms.fields import (
    TOO_OLD,
    AmountField,
    DateField,
    FilesField,
    MonthField,
    MonthFilter,
    PercentField,
    SubmissionKeyField,
    VersionField,
    plain,
)
from core.forms.forms import DeskForm, DeskFormMixin, DeskModelForm, SheetForm, desk_formfield
from core.forms.rendering import DeskBoundField, DeskRenderer
from core.forms.widgets import ChoiceRows, FilesInput, LongSelect, LongTicks

__all__ = [
    "TOO_OLD",
    "AmountField",
    "ChoiceRows",
    "DateField",
    "DeskBoundField",
    "DeskForm",
    "DeskFormMixin",
    "DeskModelForm",
    "DeskRenderer",
    "FilesField",
    "FilesInput",
    "LongSelect",
    "LongTicks",
    "MonthField",
    "MonthFilter",
    "PercentField",
    "SheetForm",
    "SubmissionKeyField",
    "VersionField",
    "desk_formfield",
    "plain",
]
