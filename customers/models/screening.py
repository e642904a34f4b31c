"""Screening: dated checks of a customer against lists, and the two lists the lender keeps itself (domain practice 1.4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField, SealedTextField
from core.models import Attachment, CaseRow
from customers.identity import comparable
from customers.models.files import Customer, CustomerKind, IdentityType
from customers.querysets import ListEntryQuerySet, ScreeningQuerySet


class Source(models.TextChoices):
    """Where somebody is looked up."""

    IDENTITY = "identity", _("Identity check")
    ENFORCEMENT = "enforcement", _("Court enforcement and dishonest debtors")
    REGISTRY = "registry", _("Abnormal list of the business registry")
    JUDGMENTS = "judgments", _("Judgments and lawsuits")
    TAX = "tax", _("Tax arrears list")
    FINES = "fines", _("Environmental and safety fines")
    BLACKLIST = "blacklist", _("Own blacklist")
    SANCTIONS = "sanctions", _("Sanctions and anti-money-laundering lists")
    MEDIA = "media", _("Media")
    MORTGAGES = "mortgages", _("Mortgage registries")
    INSIDERS = "insiders", _("Staff and related parties")


class Finding(models.TextChoices):
    """What a source answered."""

    CLEAR = "clear", _("Nothing found")
    HIT = "hit", _("Hit")
    NOT_DONE = "not_done", _("Could not be asked")


class HitDecision(models.TextChoices):
    """What risk says of a hit."""

    FALSE_MATCH = "false_match", _("Somebody else: false match")
    ACCEPTABLE = "acceptable", _("Acceptable, for the reason given")
    REFUSE = "refuse", _("Not acceptable: refuse")


class CheckState(models.TextChoices):
    """How a check stands on a day."""

    MISSING = "missing", _("Not checked")
    EXPIRED = "expired", _("Check expired")
    UNDECIDED = "undecided", _("Hit, waits for risk")
    REFUSED = "refused", _("Hit, refused")
    CLEAR = "clear", _("Nothing found")
    FALSE_MATCH = "false_match", _("False match")
    ACCEPTED = "accepted", _("Accepted by risk")


CheckState.TONES = {  # type: ignore[attr-defined]
    CheckState.MISSING: "",
    CheckState.EXPIRED: "is-warn",
    CheckState.UNDECIDED: "is-late",
    CheckState.REFUSED: "is-late",
    CheckState.CLEAR: "is-good",
    CheckState.FALSE_MATCH: "is-good",
    CheckState.ACCEPTED: "is-good",
}
DECIDED = {
    HitDecision.FALSE_MATCH: CheckState.FALSE_MATCH,
    HitDecision.ACCEPTABLE: CheckState.ACCEPTED,
    HitDecision.REFUSE: CheckState.REFUSED,
}
# Of several checks that count after a merge the first of these says how the source stands.
WORST_FIRST = (
    CheckState.UNDECIDED,
    CheckState.REFUSED,
    CheckState.MISSING,
    CheckState.EXPIRED,
    CheckState.ACCEPTED,
    CheckState.FALSE_MATCH,
    CheckState.CLEAR,
)
STANDS = frozenset({CheckState.CLEAR, CheckState.FALSE_MATCH, CheckState.ACCEPTED})


class Screening(CaseRow):
    """One source asked about one customer on a day; the newest of a source counts, older ones are its history.

    `on_case` and `party_role` say for which case it was made; a check holds for every case of the customer.
    `matched` are the uuids of what fits: entries of our own lists, and relations to whom these name. `outlives` is the
    newest check of the source when this one was set to count beside it (two files were merged, risk refused an older
    hit, an entry was added): only what was asked after it takes the place of this one.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="screenings")
    source = models.CharField(_("Source"), max_length=20, choices=Source)
    finding = models.CharField(_("Result"), max_length=10, choices=Finding)
    asked_at = models.DateTimeField()
    valid_to = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_automatic = models.BooleanField(default=False)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    on_case = models.UUIDField(null=True, db_index=True)
    party_role = models.CharField(max_length=20, blank=True)
    matched = models.JSONField(default=list)
    outlives = models.BigIntegerField(null=True, editable=False)
    decision = models.CharField(max_length=20, choices=HitDecision, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(finding=Finding.HIT), name="screening_only_hits_decided"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(decided_by__isnull=False) & ~Q(decision_reason="")),
                name="screening_decision_has_person_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "source", "-id"], name="screening_newest"),
            models.Index(fields=["id"], condition=Q(finding=Finding.HIT, decision=""), name="screening_hits_undecided"),
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    def state(self, on) -> CheckState:
        """How the check stands on a day; a hit that risk refused stays one, however old."""
        if self.finding == Finding.NOT_DONE:
            return CheckState.MISSING
        if self.finding == Finding.HIT and not self.decision:
            return CheckState.UNDECIDED
        if self.decision == HitDecision.REFUSE:
            return CheckState.REFUSED
        if self.valid_to < on:
            return CheckState.EXPIRED
        return DECIDED[HitDecision(self.decision)] if self.decision else CheckState.CLEAR


class ListEntry(CaseRow):
    """Somebody on a list of our own; kept after it was lifted. Found by identity, or by name and day of birth."""

    kind = models.CharField(_("Kind"), max_length=10, choices=CustomerKind)
    name = models.CharField(_("Name"), max_length=120)
    name_folded = models.CharField(max_length=120, db_index=True, editable=False)
    identity_type = models.CharField(_("Type of identity"), max_length=20, choices=IdentityType, blank=True)
    identity = SealedTextField(_("Identity number or credit code"), blank=True)
    identity_index = BlindIndexField("identity", folded_by=comparable, db_index=True)
    identity_tail = models.CharField(max_length=4, blank=True, editable=False)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300)
    valid_to = models.DateField(_("Until"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lift_reason = models.CharField(max_length=300, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_lifted(self) -> bool:
        return self.lifted_on is not None


class BlacklistEntry(ListEntry):
    """Somebody we do not lend to (黑名單), kept by risk; `origin` is where it is known from."""

    origin = models.CharField(_("Where it is known from"), max_length=200)


class InsiderRelation(models.TextChoices):
    EMPLOYEE = "employee", _("Employee")
    RELATIVE = "relative", _("Near relative of an employee")
    SHAREHOLDER = "shareholder", _("Shareholder")
    OFFICER = "officer", _("Director or senior manager")
    COMPANY = "company", _("Company of such a person")


class InsiderEntry(ListEntry):
    """An employee, a relative or a related party of the lender (Commercial Bank Law art. 40)."""

    relation = models.CharField(_("Relation"), max_length=20, choices=InsiderRelation)
