"""The forms of contacts and visits."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates, display
from core.forms import AmountField, DateField, DeskForm, PercentField, SubmissionKeyField, VersionField
from customers.models import ContactKind, MarkKind, Side, VisitKind
from customers.services import Bid, Step

OFFERS = 4
KINDS = [choice for choice in ContactKind.choices if choice[0] != ContactKind.CONSULTATION]
STEPS = {ContactKind.MEETING: 3}
WITH_PEOPLE = {ContactKind.MEETING, ContactKind.NEGOTIATION}


def time_field(**kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"class": "ld-num", "placeholder": "10:30"})
    return forms.TimeField(
        required=False,
        widget=widget,
        input_formats=["%H:%M", "%H%M", "%H：%M"],
        error_messages={"invalid": _("Write the time as 10:30.")},
        **kwargs,
    )


class EntryForm(DeskForm):
    """What every entry of the time line asks; `kind` adds what belongs to it."""

    happened_on = DateField(label=_("When"), initial=dates.today)
    happened_time = time_field(label=_("Time"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    with_whom = forms.CharField(label=_("With whom"), max_length=120, required=False)
    aim = forms.CharField(label=_("Aim"), max_length=200, required=False)
    observation = forms.CharField(
        label=_("Observation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    result = forms.CharField(label=_("Result"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    about = forms.ChoiceField(label=_("About"), required=False)

    columns = {"happened_on": 2, "happened_time": 1, "with_whom": 3, "place": 3, "about": 3}
    paired = ("happened_on", "happened_time")

    def __init__(self, *args: Any, kind: str, things: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.columns = dict(self.columns)
        self.fields["about"].choices = [("", _("The customer in general"))] + [(str(t.uuid), t.label) for t in things]
        if kind in WITH_PEOPLE:
            self.fields["participants"] = forms.CharField(
                label=_("Who took part"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One person a line: name, for whom."),
            )
        if kind == ContactKind.NEGOTIATION:
            self._ask_offers()

    def _ask_offers(self) -> None:
        for place in range(1, OFFERS + 1):
            self.fields |= {
                f"side_{place}": forms.ChoiceField(
                    label=_("Offer {place}").format(place=place),
                    choices=Side.choices,
                    required=False,
                    initial=Side.OURS if place % 2 else Side.THEIRS,
                ),
                f"amount_{place}": AmountField(label=_("Amount"), required=False),
                f"rate_{place}": PercentField(label=_("Yearly rate"), required=False),
                f"term_{place}": forms.IntegerField(
                    label=_("Months"),
                    min_value=1,
                    max_value=600,
                    required=False,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                ),
            }
            self.columns |= {f"side_{place}": 2, f"amount_{place}": 2, f"rate_{place}": 1, f"term_{place}": 1}

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("place", "with_whom", "aim", "observation", "result")}

    @property
    def moment(self) -> datetime:
        """When it was; without a time, now on the same day and noon on an earlier one."""
        day, at = self.cleaned_data["happened_on"], self.cleaned_data.get("happened_time")
        if at is None and day == dates.today():
            return dates.now()
        return timezone.make_aware(datetime.combine(day, at or time(12)))

    @property
    def participants(self) -> list[tuple[str, str]]:
        """One pair a line; the first comma, of either width, parts name and place."""
        pairs = []
        for line in self.cleaned_data.get("participants", "").splitlines():
            name, _comma, part = line.replace("，", ",").partition(",")
            if name.strip():
                pairs.append((name.strip(), part.strip()))
        return pairs

    @property
    def offers(self) -> list[Bid]:
        if self.kind != ContactKind.NEGOTIATION:
            return []
        typed = self.cleaned_data
        return [
            Bid(typed[f"side_{n}"] or Side.OURS, typed[f"amount_{n}"], typed[f"rate_{n}"], typed[f"term_{n}"])
            for n in range(1, OFFERS + 1)
        ]


class ContactForm(EntryForm):
    """A new entry, with what is to be done next."""

    submission_key = SubmissionKeyField()

    def __init__(self, *args: Any, visits: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.kind == ContactKind.VISIT:
            planned = [(str(v.uuid), f"{display.iso(v.planned_on)} {v.aim}") for v in visits]
            self.fields["visit"] = forms.ChoiceField(
                label=_("Planned visit"),
                choices=[*planned, ("", _("It was not planned"))],
                required=False,
                initial=planned[0][0] if planned else "",
            )
        for place in range(1, STEPS.get(ContactKind(self.kind), 1) + 1):
            label = _("Next step") if place == 1 else _("Further step")
            self.fields[f"step_{place}"] = forms.CharField(label=label, max_length=160, required=False)
            self.fields[f"step_{place}_on"] = DateField(label=_("Until"), required=False)
            self.columns |= {f"step_{place}": 4, f"step_{place}_on": 2}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        for name in [name for name in self.fields if name.startswith("step_") and not name.endswith("_on")]:
            if typed.get(name) and not typed.get(f"{name}_on") and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", _("Enter a date."))
        return typed

    @property
    def steps(self) -> list[Step]:
        names = [name for name in self.fields if name.startswith("step_") and not name.endswith("_on")]
        typed = self.cleaned_data
        return [Step(typed[name], typed[f"{name}_on"]) for name in names if typed.get(name)]


class CorrectionForm(EntryForm):
    """A new version of an entry."""

    correction = forms.CharField(label=_("What was wrong"), max_length=200)


class CallForm(DeskForm):
    """A call, written down from a list in one line."""

    result = forms.CharField(label=_("Result"), max_length=500)
    step_1 = forms.CharField(label=_("Next step"), max_length=160, required=False)
    step_1_on = DateField(label=_("Until"), required=False)
    submission_key = SubmissionKeyField()
    columns = {"step_1": 4, "step_1_on": 2}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("step_1") and not typed.get("step_1_on") and "step_1_on" not in self.errors:
            self.add_error("step_1_on", _("Enter a date."))
        return typed

    @property
    def steps(self) -> list[Step]:
        typed = self.cleaned_data
        return [Step(typed["step_1"], typed["step_1_on"])] if typed.get("step_1") else []


class VisitForm(DeskForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=VisitKind.choices, initial=VisitKind.FIELD)
    planned_on = DateField(label=_("Planned on"))
    aim = forms.CharField(label=_("Aim"), max_length=200)
    submission_key = SubmissionKeyField()
    columns = {"kind": 3, "planned_on": 3}


class PostponeForm(DeskForm):
    planned_on = DateField(label=_("New day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
    version = VersionField()
    columns = {"planned_on": 2, "reason": 4}


class ReasonForm(DeskForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class MarkForm(DeskForm):
    kind = forms.ChoiceField(label=pgettext_lazy("of a customer", "Mark"), choices=MarkKind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    columns = {"kind": 2, "reason": 4}


class StepForm(DeskForm):
    """A further next step."""

    text = forms.CharField(label=_("Next step"), max_length=160)
    due_on = DateField(label=_("Until"))
    submission_key = SubmissionKeyField()
    columns = {"text": 4, "due_on": 2}
