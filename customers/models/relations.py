"""Who is related to whom: dated facts between customers and outside parties, groups, ties to the lender itself."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import BlindIndexField, MoneyField, SealedTextField
from core.models import CaseRow
from customers.identity import comparable
from customers.models.files import Customer, CustomerKind, IdentityType
from customers.querysets.relations import LenderTieQuerySet, RelationQuerySet
from customers.states import LENDER_TIE_TRANSITIONS, LenderTieStatus


class RelationKind(models.TextChoices):
    """What the holder is to the subject: the spouse of, the parent of, a shareholder of."""

    SPOUSE = "spouse", _("Spouse")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Sibling")
    SHAREHOLDER = "shareholder", _("Shareholder")
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    CONTROLLER = "controller", _("Actual controller")
    OFFICER = "officer", _("Officer or key person")
    GROUP_MEMBER = "group_member", _("Group member")
    REFERRAL = "referral", _("Referrer")


class Behind(models.TextChoices):
    """As what somebody stands behind a customer and may have to be screened with it."""

    BENEFICIAL_OWNER = "beneficial_owner", _("Beneficial owner")
    CONTROLLER = "controller", _("Actual controller")
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    SPOUSE = "spouse", _("Spouse")


class Payment(models.TextChoices):
    """How a share was paid in (出資方式)."""

    CASH = "cash", _("Money")
    KIND = "kind", _("Things")
    RIGHTS = "rights", _("Intellectual property")
    LAND = "land", _("Land-use right")
    EQUITY = "equity", pgettext_lazy("way of paying in a share", "Equity")
    OTHER = "other", _("Other")


class Influence(models.TextChoices):
    """The part a key person has in what the company decides."""

    DECIDES = "decides", _("decides")
    INFLUENCES = "influences", _("influences")
    USES = "uses", _("uses what is bought")


class RelationSource(models.TextChoices):
    REGISTER = "register", _("Public register")
    PAPER = "paper", _("Certificate, articles or other paper")
    TOLD = "told", _("Told by the customer")
    SEEN = "seen", _("Seen on site")


class GroupReason(models.TextChoices):
    CONTROL = "control", _("Under one control")
    DEPENDENCE = "dependence", _("Economically dependent on each other")


class RelatedParty(CaseRow):
    """One end of relations (關聯方): a customer of ours, or an outside party with its name and, sealed, its identity.

    `cluster` is shared by everybody between whom any relation that could make a group was ever recorded; it narrows what
    has to be read for one customer, and says nothing by itself.
    """

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="related_party", null=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=CustomerKind)
    outside_name = models.CharField(_("Name"), max_length=120, blank=True)
    identity_type = models.CharField(_("Type of identity"), max_length=20, choices=IdentityType, blank=True)
    identity = SealedTextField(_("Identity number or credit code"), blank=True)
    identity_index = BlindIndexField("identity", folded_by=comparable, db_index=True, null=True)
    cluster = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity_type", "identity_index"], name="related_party_once_a_paper"),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | ~Q(outside_name=""), name="related_party_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The customer's name as its file says it, else the name it was recorded under."""
        return self.customer.name if self.customer else self.outside_name

    @property
    def is_person(self) -> bool:
        return self.kind == CustomerKind.PERSON

    @property
    def case_uuid(self):
        return self.customer.uuid if self.customer else None


class CustomerGroup(CaseRow):
    """Companies that count as one borrower (集團客戶) under a head, and why."""

    head = models.ForeignKey(RelatedParty, models.PROTECT, related_name="groups")
    name = models.CharField(_("Name of the group"), max_length=120)
    reason = models.CharField(_("Reason"), max_length=20, choices=GroupReason)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head"], name="customer_group_once_a_head")]

    @property
    def case_uuid(self):
        return self.head.case_uuid


class Relation(CaseRow):
    """`holder` is the `kind` of `subject` from a day on; ended with a day and a reason, never deleted.

    `share` is a fraction of the whole. `valid_to` is the first day on which it no longer holds. Parent: the holder is
    the parent. Group member: the subject is the head of `group`. Referrer: the holder referred the subject to us.

    `claimed_end` is the end whose file the one who recorded it may not open ("" where there is none). Until somebody of
    that file confirms, the relation binds nobody to a group and shows nothing of that file.
    """

    kind = models.CharField(_("Relation"), max_length=24, choices=RelationKind)
    holder = models.ForeignKey(RelatedParty, models.PROTECT, related_name="held")
    subject = models.ForeignKey(RelatedParty, models.PROTECT, related_name="holders")
    group = models.ForeignKey(CustomerGroup, models.PROTECT, related_name="members", null=True)
    share = models.DecimalField(_("Share"), max_digits=7, decimal_places=6, null=True, blank=True)
    subscribed = MoneyField(verbose_name=_("Subscribed"), null=True, blank=True)
    paid = MoneyField(verbose_name=_("Paid in"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    payment = models.CharField(_("Paid in as"), max_length=10, choices=Payment, blank=True)
    title = models.CharField(_("Position"), max_length=60, blank=True)
    influence = models.CharField(_("Part in decisions"), max_length=12, choices=Influence, blank=True)
    valid_from = models.DateField(_("Since"))
    valid_to = models.DateField(_("Ended on"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=10, choices=RelationSource)
    source_note = models.CharField(_("Where it is written, who said it"), max_length=200, blank=True)
    evidence = models.ForeignKey("core.Attachment", models.PROTECT, related_name="+", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_end = models.CharField(max_length=7, blank=True, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(holder=F("subject")), name="relation_between_two"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1), name="relation_share_a_fraction"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="relation_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["kind", "holder", "subject"], condition=Q(valid_to=None), name="relation_open_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(claimed_end="")),
                name="relation_confirmed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["subject", "kind"], name="relation_of_subject")]

    @property
    def case_uuid(self):
        """The file whose time line tells of it: the subject's, else the holder's."""
        return self.subject.case_uuid or self.holder.case_uuid

    def other(self, customer: Customer) -> RelatedParty:
        """The end at which this customer does not stand."""
        return self.subject if self.holder.customer_id == customer.pk else self.holder

    @property
    def is_ended(self) -> bool:
        return self.valid_to is not None

    @property
    def is_claim(self) -> bool:
        """Said from one side, of a file kept by somebody else who has not confirmed it."""
        return bool(self.claimed_end) and self.confirmed_at is None

    @property
    def claimed(self) -> RelatedParty | None:
        """The party a claim is about; None where nothing waits to be confirmed."""
        return getattr(self, self.claimed_end) if self.is_claim else None

    def conceals(self, party: RelatedParty, opens: Collection[int]) -> bool:
        """Whether a claim shows nothing of this end to a reader who may open the files of the customers in `opens`."""
        return self.is_claim and party == self.claimed and party.customer_id not in opens


class TieKind(models.TextChoices):
    EMPLOYEE = "employee", _("Works for the lender")
    RELATIVE = "relative", _("Near relative of somebody who works for the lender")
    OWNER = "owner", _("Shareholder or director of the lender, or their company")


class LenderTie(CaseRow):
    """A customer who is, or may be, a related party of the lender itself; only a risk officer rules on it (L3.4)."""

    TRANSITIONS = LENDER_TIE_TRANSITIONS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="lender_ties")
    kind = models.CharField(_("Tie to the lender"), max_length=10, choices=TieKind)
    colleague = models.CharField(_("Who at the lender"), max_length=60)
    note = models.CharField(_("What is known"), max_length=300)
    status = models.CharField(max_length=12, choices=LenderTieStatus, default=LenderTieStatus.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ruled_at = models.DateTimeField(null=True)
    ruling = models.CharField(max_length=300, blank=True)

    objects = LenderTieQuerySet.as_manager()

    @property
    def case_uuid(self):
        return self.customer.uuid
