"""A customer's request for a loan up to the form it goes to decision with."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from applications.models.products import ProductVersion, RepaymentMethod
from applications.querysets import ApplicationQuerySet, PartyQuerySet
from applications.states import TRANSITIONS, Status
from core import dates
from core.fields import MoneyField
from core.models import CaseRow


class DeclineCode(models.TextChoices):
    """Why a submitted application is not accepted (不予受理)."""

    INDUSTRY = "industry", _("Industry the lender does not serve")
    PURPOSE = "purpose", _("Purpose not allowed")
    IDENTITY = "identity", _("Identity or licence not valid")
    RECORD = "record", _("Bad repayment record")
    CAPACITY = "capacity", _("No believable source of repayment")
    AREA = "area", _("Outside the lender's area")
    OTHER = "other", pgettext_lazy("a reason", "Another reason")


class Application(CaseRow):
    """One customer's request for one loan (貸款申請)."""

    TRANSITIONS = TRANSITIONS

    number = models.CharField(_("Number"), max_length=20, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="applications")
    product_version = models.ForeignKey(ProductVersion, models.PROTECT, related_name="applications")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="applications")
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications")
    amount = MoneyField(verbose_name=_("Amount"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    term_months = models.PositiveSmallIntegerField(_("Term in months"), null=True, blank=True)
    method = models.CharField(_("Repayment method"), max_length=20, choices=RepaymentMethod, blank=True)
    purpose = models.TextField(_("Purpose"), blank=True, max_length=1000)
    repayment_source = models.TextField(_("Source of repayment"), blank=True, max_length=1000)
    security = models.JSONField(_("Security offered"), default=list, blank=True)
    status = models.CharField(_("Stage"), max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField(default=dates.now)
    round = models.PositiveSmallIntegerField(default=1)
    is_returned = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)
    is_major = models.BooleanField(_("Major project"), default=False)
    has_team = models.BooleanField(default=False)  # whether a joint team ever worked on it: spares the others a query
    lead_investigator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_investigator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    deadline = models.DateField(_("Deadline"), null=True)
    submitted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    ledger_number = models.CharField(max_length=20, unique=True, null=True)
    ledger_on = models.DateField(_("Entered in the ledger"), null=True)
    decline_code = models.CharField(_("Why it was not accepted"), max_length=20, choices=DeclineCode, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    # What the page of the case has summed up over the related group; other parts of the same page need not sum it again.
    exposure_read: Any = None

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="application_amount_positive"),
            models.CheckConstraint(
                condition=Q(second_investigator=None) | ~Q(second_investigator=models.F("lead_investigator")),
                name="application_two_investigators",
            ),
        ]
        indexes = [
            models.Index(fields=["account_manager", "status"], name="application_of_manager"),
            # With all that says which cases and customers a department sees.
            models.Index(
                fields=["department", "status"], include=["id", "customer", "is_returned"], name="application_in_sight"
            ),
            models.Index(fields=["status", "-id"], include=["customer"], name="application_by_stage"),
            # Lists are sorted by these, however many rows there are.
            models.Index(fields=["amount"], name="application_by_amount"),
            models.Index(fields=["deadline"], name="application_by_deadline"),
            models.Index(fields=["status_since"], name="application_by_since"),
            models.Index(
                fields=["-ledger_on", "-id"], condition=Q(ledger_on__isnull=False), name="application_in_ledger"
            ),
            # All that the ledger of a department asks: how many, how much, whose.
            models.Index(
                fields=["department", "account_manager"],
                include=["id", "customer", "status", "is_returned", "amount"],
                condition=Q(ledger_on__isnull=False),
                name="application_ledger_in_sight",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_uuid(self):
        return self.uuid

    @property
    def why_ended(self) -> str:
        """The reason by which refusals are counted, and what was said of it."""
        colon = pgettext("between a name and what is said of it", ": ")
        return colon.join(text for text in (str(self.get_decline_code_display()), self.end_reason) if text)

    @property
    def investigators(self) -> set[int]:
        """Ids of the two people who sign the investigation."""
        return {pk for pk in (self.lead_investigator_id, self.second_investigator_id) if pk}

    @property
    def joint_team(self) -> set[int]:
        """Ids of those who work on a major project beside the investigators, today."""
        return {member.user_id for member in self.team.all() if member.left_at is None} if self.has_team else set()

    @property
    def workers(self) -> set[int]:
        """Ids of all who have worked on this case, those who left its team included: none of them decides on it."""
        team = {member.user_id for member in self.team.all()} if self.has_team else set()
        return {self.account_manager_id, *self.investigators, *team}


class PartyRole(models.TextChoices):
    BORROWER = "borrower", _("Borrower")
    CO_BORROWER = "co_borrower", _("Co-borrower")
    GUARANTOR = "guarantor", _("Guarantor")
    MORTGAGOR = "mortgagor", _("Mortgagor")
    PLEDGOR = "pledgor", _("Pledgor")


class Party(models.Model):
    """A customer in a role on an application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="parties")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=PartyRole)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "customer", "role"], name="party_once")]
        indexes = [
            models.Index(
                fields=["customer"],
                condition=Q(removed_at=None) & ~Q(role=PartyRole.BORROWER),
                name="party_beside_borrower",
            )
        ]

    @property
    def case_uuid(self):
        return self.application.uuid


class ReturnPoint(models.Model):
    """What somebody up the line wants changed before the case goes on."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="return_points")
    round = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    @property
    def case_uuid(self):
        return self.application.uuid


class InitiationForm(models.Model):
    """The 立項審批表: filled from the finished investigation, sealed with the report, one for each round."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="initiation_forms")
    round = models.PositiveSmallIntegerField()
    content = models.JSONField()
    document = models.OneToOneField("core.Document", models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="initiation_form_once_a_round")]

    @property
    def case_uuid(self):
        return self.application.uuid
