"""The forms of the credit bureau: why it is asked, and its report in the order in which it is printed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput
from core.forms import AmountField, DateField, DeskForm, SubmissionKeyField
from customers.forms.consents import paper_field
from customers.models import CreditQuery, CreditReport, DebtKind, QueryReason, RecordKind, WorstStatus
from customers.models.credit import figure_label
from customers.services.credit import AMOUNTS, COUNTS, MOST_COUNTED, TYPED, WORST, report_problems

MOST_DEBTS, MOST_RECORDS, ROWS_AT_ONCE = 60, 30, 6


class QueryForm(DeskForm):
    reason = forms.ChoiceField(label=_("Why is the bureau asked?"), choices=QueryReason.choices)
    submission_key = SubmissionKeyField()


class ReportForm(DeskForm):
    """The summary of a report; each figure is typed, 0 included: an empty one would make a clean report of a missed line."""

    SECTIONS = (
        (_("Report"), ("report_number", "reported_on")),
        (
            _("Accounts"),
            ("open_accounts", "loan_balance", "card_limit", "card_used", "current_overdue", "guarantees_given"),
        ),
        (_("Late payments"), ("overdue_24", "worst_24", "overdue_60", "worst_60")),
        (_("Queries and public records"), ("queries_2", "queries_6", "public_records")),
    )
    columns = {
        "report_number": 3,
        "reported_on": 3,
        **dict.fromkeys((*AMOUNTS, "open_accounts", "queries_2", "queries_6", "public_records"), 2),
        **dict.fromkeys(("overdue_24", "worst_24", "overdue_60", "worst_60"), 3),
    }

    report_number = forms.CharField(label=_("Report number"), max_length=40)
    reported_on = DateField(label=_("Date of the report"))
    file = paper_field(_("The report as a file"))

    def __init__(self, *args: Any, query: CreditQuery, corrects: CreditReport | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.query, self.corrects = query, corrects
        for name in AMOUNTS:
            self.fields[name] = AmountField(label=figure_label(name), error_messages={"required": TYPED})
        for name in COUNTS:
            self.fields[name] = forms.IntegerField(
                label=figure_label(name),
                error_messages={"required": TYPED},
                min_value=0,
                max_value=MOST_COUNTED,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        for name in WORST:
            self.fields[name] = forms.TypedChoiceField(
                label=figure_label(name), choices=[("", ""), *WorstStatus.choices], coerce=int
            )

    def service_problems(self) -> Iterable[InvalidInput]:
        return report_problems(self.query, self.corrects, **self.cleaned_data)

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [{"label": label, "fields": [self[name] for name in names]} for label, names in self.SECTIONS]

    @property
    def figures(self) -> dict[str, Any]:
        """The summary as the service takes it."""
        return {name: self.cleaned_data.get(name) for name in (*AMOUNTS, *COUNTS, *WORST)}


class CorrectReportForm(ReportForm):
    """A report typed anew, as it was entered to begin with, and what was wrong about it."""

    correction = forms.CharField(label=_("What was wrong"), max_length=200)


def report_form(*args: Any, query: CreditQuery, corrects: CreditReport | None) -> ReportForm:
    """The form that enters the report of a query, or that of a version to be corrected."""
    if corrects is None:
        return ReportForm(*args, query=query, initial={"reported_on": dates.today()})
    names = ("report_number", "reported_on", *AMOUNTS, *COUNTS, *WORST)
    initial = {name: getattr(corrects, name) for name in names}
    return CorrectReportForm(*args, query=query, corrects=corrects, initial=initial)


class DebtForm(DeskForm):
    """One account that is not settled; a row without a lender is empty."""

    columns = {"kind": 2, "lender": 4, "limit": 2, "balance": 2, "overdue": 2}

    kind = forms.ChoiceField(label=_("Kind"), choices=DebtKind.choices, required=False)
    lender = forms.CharField(label=_("Lender"), max_length=80, required=False)
    limit = AmountField(label=_("Sum or limit"), required=False)
    balance = AmountField(label=_("Balance or used"), required=False)
    overdue = AmountField(label=_("Overdue"), required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("lender") and any(cleaned.get(name) for name in ("limit", "balance", "overdue")):
            self.add_error("lender", _("Which lender is it?"))
        return cleaned


class RecordForm(DeskForm):
    """One bad record; a row without words is empty."""

    columns = {"kind": 2, "what": 2, "ended_on": 2}

    kind = forms.ChoiceField(label=_("Kind"), choices=RecordKind.choices, required=False)
    what = forms.CharField(label=_("What happened"), max_length=200, required=False)
    ended_on = DateField(label=_("Ended on"), required=False)


def rows_of(formset: Any, name: str) -> list[dict[str, Any]]:
    """The rows that say something, as the service takes them."""
    return [form.cleaned_data for form in formset.forms if form.cleaned_data.get(name)]


DebtFormSet = formset_factory(DebtForm, extra=ROWS_AT_ONCE, max_num=MOST_DEBTS, absolute_max=MOST_DEBTS)
RecordFormSet = formset_factory(RecordForm, extra=2, max_num=MOST_RECORDS, absolute_max=MOST_RECORDS)
