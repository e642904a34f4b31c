"""Products, and a customer's request for a loan up to the form it goes to decision with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.querysets import ApplicationQuerySet, ProductVersionQuerySet
from applications.states import TRANSITIONS, Status
from applications.terms import Terms
from core import dates, parameters
from core.fields import MoneyField
from core.models import CaseRow


class RepaymentMethod(models.TextChoices):
    LEVEL_PAYMENT = "level_payment", _("Level payment")
    EQUAL_PRINCIPAL = "equal_principal", _("Equal principal")
    INTEREST_ONLY = "interest_only", _("Interest monthly, principal at the end")
    BULLET = "bullet", _("Principal and interest at the end")


class SecurityKind(models.TextChoices):
    MORTGAGE = "mortgage", _("Mortgage")
    PLEDGE = "pledge", _("Pledge")
    GUARANTEE = "guarantee", _("Guarantee")
    UNSECURED = "unsecured", _("Unsecured")


class Product(models.Model):
    """What the lender offers; its rules are its dated versions."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class ProductVersion(models.Model):
    """The rules of a product from a day on; an application keeps the version it was opened under."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    for_persons = models.BooleanField(default=True)
    for_companies = models.BooleanField(default=True)
    least_amount = MoneyField()
    most_amount = MoneyField()
    currency = models.CharField(max_length=3, default="CNY")
    longest_months = models.PositiveSmallIntegerField()
    least_rate = models.DecimalField(max_digits=8, decimal_places=6)
    most_rate = models.DecimalField(max_digits=8, decimal_places=6)
    methods = models.JSONField(default=list)
    interest = models.CharField(max_length=12, default="daily")
    day_count = models.CharField(max_length=14, default="actual/360")
    penalty_multiplier = models.DecimalField(max_digits=4, decimal_places=2, default="1.5")

    objects = ProductVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="product_version_once"),
            models.CheckConstraint(
                condition=Q(least_amount__gt=0, most_amount__gte=models.F("least_amount")),
                name="product_amounts_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.product.name

    def loan_terms(
        self,
        *,
        principal: Decimal,
        annual_rate: Decimal,
        months: int,
        method: str,
        disbursed_on: date,
        first_due_on=None,
    ) -> Terms:
        """The schedule engine's terms of a loan under these rules; the quote, the contract and the loan all ask here.

        Interest that is settled monthly by the day falls due the day after the interest day (結息日次日); every other
        method counts its months from the disbursement. A bullet is one instalment at the end, its interest by days.
        """
        terms = Terms(
            principal=principal,
            annual_rate=annual_rate,
            instalments=months,
            disbursed_on=disbursed_on,
            first_due_on=first_due_on,
            method=method,
            interest=self.interest,
            day_count=self.day_count,
        )
        if method == RepaymentMethod.BULLET:
            return replace(terms, instalments=1, every=months, interest="daily", first_due_on=None)
        if method == RepaymentMethod.INTEREST_ONLY and self.interest == "daily" and first_due_on is None:
            return replace(terms, interest_day=int(parameters.value("interest_day", disbursed_on)))
        return terms


class ChecklistItem(models.Model):
    """One question of a product version's due-diligence template."""

    product_version = models.ForeignKey(ProductVersion, models.PROTECT, related_name="checklist")
    section = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    hint = models.CharField(max_length=200, blank=True)
    needs_file = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["product_version", "code"], name="checklist_item_once")]


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
    lead_investigator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_investigator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    deadline = models.DateField(_("Deadline"), null=True)
    submitted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    ledger_number = models.CharField(max_length=20, unique=True, null=True)
    end_reason = models.CharField(max_length=300, blank=True)

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
            models.Index(fields=["department", "status"], name="application_of_department"),
            models.Index(fields=["status", "-id"], name="application_by_status"),
            # Lists are sorted by these, however many rows there are.
            models.Index(fields=["amount"], name="application_by_amount"),
            models.Index(fields=["deadline"], name="application_by_deadline"),
            models.Index(fields=["status_since"], name="application_by_since"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_uuid(self):
        return self.uuid

    @property
    def investigators(self) -> set[int]:
        """Ids of the people who investigate this case."""
        return {pk for pk in (self.lead_investigator_id, self.second_investigator_id) if pk}


class PartyRole(models.TextChoices):
    BORROWER = "borrower", _("Borrower")
    CO_BORROWER = "co_borrower", _("Co-borrower")
    GUARANTOR = "guarantor", _("Guarantor")
    MORTGAGOR = "mortgagor", _("Mortgagor")


class Party(models.Model):
    """A customer in a role on an application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="parties")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=PartyRole)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "customer", "role"], name="party_once")]


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
