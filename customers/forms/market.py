"""What is asked about an industry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import DateField, DeskForm, SubmissionKeyField
from customers.territories import is_industry


class MarketNoteForm(DeskForm):
    """A note on an industry."""

    columns = {"industry": 2, "as_of": 2}

    submission_key = SubmissionKeyField()
    industry = forms.CharField(
        label=_("Industry"),
        max_length=4,
        help_text=_("A section (A to T), or two to four digits of GB/T 4754."),
    )
    as_of = DateField(label=_("As of"), initial=dates.today)
    text = forms.CharField(label=_("What we learned"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(label=_("Who or what says so"), max_length=120)


class IndustryFilterForm(forms.Form):
    """Which industry is looked at."""

    industry = forms.CharField(label=_("Industry"), max_length=4, required=False)

    def clean_industry(self) -> str:
        typed = self.cleaned_data["industry"].strip().upper()
        return typed if is_industry(typed) else ""
