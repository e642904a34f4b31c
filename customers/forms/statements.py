"""The form of a yearly statement."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from core.forms import AmountField, DeskForm, VersionField, plain
from customers import statements
from customers.providers import LABELS, SECTIONS
from customers.services import entry_problems

# Statements

SIGNED = {
    "retained_profit",
    "taxes_payable",
    "finance_expenses",
    "other_income",
    "investment_income",
    "impairment",
    "non_operating_net",
    "income_tax",
    "operating_cash_flow",
    "investing_cash_flow",
    "financing_cash_flow",
    "equity",
    "net_profit",
}
# Totals that may be typed from the printed statement, each after the section it closes.
TYPED_TOTALS = {
    "non_current_assets": "total_assets",
    "non_current_liabilities": "total_liabilities",
    "equity": "equity",
    "profit": "net_profit",
}
UNITS = [("yuan", _("yuan")), ("wan", _("ten thousand yuan"))]


class StatementAmountField(AmountField):
    """Yuan, in the unit the form is filled in; losses are written with a minus sign or in brackets."""

    in_wan = False

    def __init__(self, *, signed: bool, **kwargs: Any):
        self.signed = signed
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "text-end ld-num"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = plain(value) if isinstance(value, str) else value
        if not isinstance(text, str) or not text:
            return super().to_python(text or None)
        is_negative = text[0] in "-−(" and self.signed
        bare = text.strip("()").lstrip("-−").strip() if is_negative else text
        if self.in_wan and bare and bare[-1] in "0123456789.":
            bare += "萬"
        amount = super().to_python(bare)
        return -amount if is_negative and amount is not None else amount

    def note_for(self, value: Any) -> str:
        return ""


class StatementForm(DeskForm):
    """A year's statement: every item of the catalogue by its code, and four totals to hold against ours."""

    columns = {"unit": 3}
    unit = forms.ChoiceField(label=_("Amounts are typed in"), choices=UNITS, initial="yuan")
    is_audited = forms.BooleanField(label=_("Audited"), required=False)
    version = VersionField(required=False)

    def __init__(
        self, *args: Any, period_end: date, values: dict | None = None, before: dict | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.period_end = period_end
        self.before = before or {}
        for item in statements.CATALOGUE:
            self._add(item.code, LABELS[item.code], values)
        for total in TYPED_TOTALS.values():
            self._add(total, LABELS[total], None)

    def _add(self, code: str, label: Any, values: dict | None) -> None:
        field = StatementAmountField(label=label, signed=code in SIGNED, initial=(values or {}).get(code))
        field.in_wan = self.data.get("unit") == "wan"
        self.fields[code] = field

    def service_problems(self) -> list[InvalidInput]:
        """What is no statement; whether it adds up, only a form says of which everything could be read."""
        found = entry_problems(self.period_end, self.amounts)
        return [problem for problem in found if problem.field or not self.errors]

    @property
    def amounts(self) -> dict[str, Decimal | None]:
        """What was typed and can be read, in yuan."""
        codes = [*statements.ITEMS, *TYPED_TOTALS.values()]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code) is not None}

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The rows as a statement prints them, with the year before beside each."""
        sections: dict[str, dict[str, Any]] = {}
        for item in statements.CATALOGUE:
            section = sections.setdefault(
                item.section, {"code": item.section, "label": SECTIONS[item.section], "rows": []}
            )
            before = self.before.get(item.code)
            section["rows"].append({"field": self[item.code], "is_part": bool(item.parent), "before": before})
        for code, total in TYPED_TOTALS.items():
            before = statements.amount(self.before, total) if self.before else None
            sections[code]["total"] = {"field": self[total], "before": before}
        return list(sections.values())
