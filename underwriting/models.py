"""From the investigation to the decision."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import RepaymentMethod
from core.fields import MoneyField
from core.models import CaseRow
from underwriting.querysets import ConditionQuerySet, DecisionQuerySet
from underwriting.states import CONDITION_TRANSITIONS, ConditionStatus


class Result(models.TextChoices):
    """What the investigators found on one item."""

    NORMAL = "normal", _("In order")
    DOUBTFUL = "doubtful", _("Doubts remain")
    FALSE = "false", _("Not as stated")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Source(models.TextChoices):
    """How a fact is known (domain practice 2.1: hearsay must be visible)."""

    DOCUMENT = "document", _("Document")
    SEEN = "seen", _("Seen on site")
    TOLD = "told", _("Told by someone")
    QUERY = "query", _("Public query")


class Investigation(CaseRow):
    """The work of the two investigators on one round of an application, ending in their opinion."""

    TEXTS = ("conduct", "operation", "risks", "opinion")
    TERMS = ("amount", "term_months", "annual_rate", "method")
    JUDGEMENTS = ("is_legal", "is_compliant", "is_safe", "is_profitable")
    FIGURES = ("revenue_growth", "debt_due", "monthly_income", "own_instalments", "living_cost")
    DAYS = ("release_on", "first_due_on")
    OPINION = (*TEXTS, *TERMS, *JUDGEMENTS, *FIGURES, *DAYS)

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="investigations")
    round = models.PositiveSmallIntegerField()
    conduct = models.TextField(_("How the investigation was done"), blank=True, max_length=3000)
    operation = models.TextField(_("Operation and market"), blank=True, max_length=3000)
    risks = models.TextField(_("Risks and what answers them"), blank=True, max_length=3000)
    opinion = models.TextField(_("Opinion"), blank=True, max_length=3000)
    amount = MoneyField(verbose_name=_("Suggested amount"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    term_months = models.PositiveSmallIntegerField(_("Suggested term in months"), null=True, blank=True)
    annual_rate = models.DecimalField(_("Suggested yearly rate"), max_digits=8, decimal_places=6, null=True, blank=True)
    method = models.CharField(_("Suggested repayment"), max_length=20, choices=RepaymentMethod, blank=True)
    is_legal = models.CharField(_("Legality"), max_length=200, blank=True)
    is_compliant = models.CharField(_("Compliance"), max_length=200, blank=True)
    is_safe = models.CharField(_("Safety"), max_length=200, blank=True)
    is_profitable = models.CharField(_("Profitability"), max_length=200, blank=True)
    revenue_growth = models.DecimalField(_("Expected revenue growth"), max_digits=6, decimal_places=4, default=0)
    debt_due = MoneyField(verbose_name=_("Instalment principal due within 12 months"), default=0)
    monthly_income = MoneyField(verbose_name=_("Net monthly income of the household"), null=True, blank=True)
    own_instalments = MoneyField(verbose_name=_("Monthly instalments of existing debts"), default=0)
    living_cost = MoneyField(verbose_name=_("Monthly living cost"), default=0)
    release_on = models.DateField(_("Planned release"), null=True, blank=True)
    first_due_on = models.DateField(_("First instalment due"), null=True, blank=True)
    dissent = models.CharField(_("Dissent of the second investigator"), max_length=500, blank=True)
    lead_signed_at = models.DateTimeField(null=True)
    second_signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="investigation_once_a_round")]

    @property
    def case_uuid(self):
        return self.application.uuid

    @property
    def is_signed(self) -> bool:
        return bool(self.lead_signed_at and self.second_signed_at)


class Finding(CaseRow):
    """What was found on one item of the checklist: result, source of the fact, note, files."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="findings")
    item = models.ForeignKey("applications.ChecklistItem", models.PROTECT, related_name="+")
    result = models.CharField(_("Finding"), max_length=20, choices=Result)
    source = models.CharField(_("Source of the fact"), max_length=20, choices=Source)
    note = models.TextField(_("Note"), blank=True, max_length=1000)
    attachments = models.ManyToManyField("core.Attachment", related_name="+")
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["investigation", "item"], name="finding_once_an_item")]

    @property
    def case_uuid(self):
        return self.investigation.application.uuid


class FeasibilityReport(CaseRow):
    """The sealed 可行性報告 of a round: what was known and suggested when it went up."""

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="reports")
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    document = models.OneToOneField("core.Document", models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="report_number_once")]

    @property
    def case_uuid(self):
        return self.application.uuid


class Outcome(models.TextChoices):
    APPROVED = "approved", _("Approved")
    AGREED = "agreed", _("Agreed, goes up")
    RETURNED = "returned", _("Returned")
    DECLINED = "declined", _("Declined")


Outcome.TONES = {  # type: ignore[attr-defined]
    Outcome.APPROVED: "is-good",
    Outcome.AGREED: "is-done",
    Outcome.RETURNED: "is-warn",
    Outcome.DECLINED: "is-late",
}


class Level(models.IntegerChoices):
    """Who acts, in order; where the authority ends at a level, its act is the decision."""

    DEPARTMENT = 1, _("Department manager")
    RISK = 2, _("Risk officer")


class Decision(models.Model):
    """One person's act on one round at one level; written once, never changed."""

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="decisions")
    report = models.ForeignKey(FeasibilityReport, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level)
    is_final = models.BooleanField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    amount = MoneyField(null=True)
    currency = models.CharField(max_length=3, default="CNY")
    term_months = models.PositiveSmallIntegerField(null=True)
    annual_rate = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    method = models.CharField(max_length=20, choices=RepaymentMethod, blank=True)
    reason = models.TextField(max_length=2000)
    terms_hash = models.CharField(max_length=64)
    parameters = models.JSONField(default=dict)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    valid_until = models.DateField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "round", "level"], name="decision_once_a_level"),
            models.UniqueConstraint(fields=["application", "round", "made_by"], name="decision_nobody_twice"),
            models.CheckConstraint(condition=~Q(made_by=models.F("submitted_by")), name="decision_not_by_submitter"),
        ]

    def is_valid_on(self, day: date) -> bool:
        """Whether a contract may be signed, and the first money leave, on a day."""
        return self.valid_until is None or day <= self.valid_until

    @property
    def tone(self) -> str:
        return Outcome(self.outcome).TONES[self.outcome]  # type: ignore[attr-defined]

    @property
    def case_uuid(self):
        return self.application.uuid


class ConditionKind(models.TextChoices):
    PRECEDENT = "precedent", pgettext_lazy("condition", "Before release")
    SUBSEQUENT = "subsequent", pgettext_lazy("condition", "After release")


class Condition(CaseRow):
    """What an approval asks for, by whom and until when; a precedent one blocks the release while open."""

    TRANSITIONS = CONDITION_TRANSITIONS

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    kind = models.CharField(max_length=20, choices=ConditionKind)
    text = models.CharField(_("Condition"), max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("Due"), null=True)
    status = models.CharField(max_length=20, choices=ConditionStatus, default=ConditionStatus.OPEN)
    evidence = models.CharField(_("Evidence"), max_length=300, blank=True)

    objects = ConditionQuerySet.as_manager()

    @property
    def case_uuid(self):
        return self.decision.application.uuid
