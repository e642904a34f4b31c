"""The forms of papers: files, the receipt, the checks, a paper of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Paper, PaperGroup, Party
from applications.states import OFF
from core.forms import DateField, DeskForm, FilesField, VersionField


class UploadForm(DeskForm):
    """Files for the case, or for one of its lines."""

    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields out of the class
        label=_("Drop files here, or choose them"), help_text=_("PDF, JPEG or PNG, 25 MB each at most.")
    )
    paper = forms.ModelChoiceField(Paper.objects.none(), to_field_name="uuid", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = Paper.objects.filter(application=application)


class LineChoice(forms.ModelChoiceField):
    """A line of the list by its party and its name."""

    def label_from_instance(self, obj: Paper) -> str:
        return f"{obj.customer.name}　{obj.name}"


class AssignForm(DeskForm):
    """To which line a file belongs."""

    paper = LineChoice(Paper.objects.none(), to_field_name="uuid", label=_("Paper"), empty_label=_("Choose the paper"))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        lines = Paper.objects.filter(application=application).exclude(status__in=OFF).with_names()
        self.fields["paper"].queryset = lines


class ReceiveForm(DeskForm):
    """Who hands in what: the original or a copy, in person or not, and how long it holds."""

    columns = {"issued_on": 3, "valid_until": 3}
    paired = ("issued_on", "valid_until")

    original_seen = forms.BooleanField(label=_("I have seen the original"), required=False)
    met_in_person = forms.BooleanField(label=_("I have met the party in person"), required=False)
    issued_on = DateField(label=_("Issued on"), required=False)
    valid_until = DateField(label=_("Valid until"), required=False)
    version = VersionField()

    def __init__(self, *args, paper: Paper, **kwargs):
        super().__init__(*args, initial={"version": paper.version}, **kwargs)
        line = paper.requirement
        if line is not None and line.days_valid:
            self.fields["issued_on"].help_text = _("This paper holds {days} days from its date of issue.").format(
                days=line.days_valid
            )
            self.awaited = ("issued_on",)
        if line is not None and line.is_dated:
            self.fields["valid_until"].help_text = _("As printed on it; for “long term” 2099-12-31.")
            self.awaited = ("valid_until",)


class VerifyForm(DeskForm):
    """The three questions to every paper."""

    is_true = forms.BooleanField(label=_("True: it agrees with the original and with what we know"), required=False)
    is_legal = forms.BooleanField(label=_("Legal: form, signatures and seals are in order"), required=False)
    is_valid = forms.BooleanField(  # type: ignore[assignment]  # Django takes declared fields out of the class
        label=_("Valid: neither run out nor revoked"), required=False
    )
    copy_reason = forms.CharField(
        label=_("Why it is enough all the same"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = VersionField()

    def __init__(self, *args, paper: Paper, **kwargs):
        super().__init__(*args, initial={"version": paper.version}, **kwargs)
        received = paper.versions.exclude(received_at=None).first()
        self.is_unseen = received is not None and received.is_unseen
        if not self.is_unseen:
            del self.fields["copy_reason"]


class PaperVersionForm(DeskForm):
    """Nothing but the version that was read."""

    version = VersionField()

    def __init__(self, *args, paper: Paper, **kwargs):
        super().__init__(*args, initial={"version": paper.version}, **kwargs)


class PaperReasonForm(PaperVersionForm):
    """Why a paper is rejected or waived."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class AppliesForm(PaperVersionForm):
    """Whether a conditional paper applies."""

    applies = forms.TypedChoiceField(
        label=_("Does it apply?"),
        choices=[("yes", _("It applies")), ("no", _("It does not apply"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed if it does not apply.")
    )


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Party) -> str:
        return f"{obj.customer.name}　{obj.get_role_display()}"


class AddPaperForm(DeskForm):
    """A paper of this case alone."""

    columns = {"party": 3, "group": 3, "title": 6}

    party = PartyChoice(Party.objects.none(), label=_("Of whom"), empty_label=None)
    group = forms.ChoiceField(label=_("Class"), choices=PaperGroup.choices)
    title = forms.CharField(label=_("Name of the paper"), max_length=80)
    is_mandatory = forms.BooleanField(label=_("The case is not complete without it"), required=False)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = application.parties.select_related("customer").order_by("pk")
