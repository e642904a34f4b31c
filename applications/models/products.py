"""What the lender offers: products and the dated versions of their rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications.products import CHECKLIST_ENGLISH
from applications.querysets import ProductVersionQuerySet
from applications.terms import Terms
from core import dates, parameters
from core.fields import MoneyField
from customers.names import in_simplified


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


def shown_in(names: Mapping[str, str], otherwise: str) -> str:
    """Text in the reader's language among those kept by language."""
    return names.get(get_language() or "") or otherwise


class AuthorityProfile(models.TextChoices):
    """Which table of authority decides on a product's applications."""

    STANDARD = "standard", _("The department manager up to the full authority, a risk officer above it")
    SECURED = (
        "secured",
        _(
            "The department manager up to the full authority on real estate, up to the small one on a guarantor, else a risk officer"
        ),
    )
    RISK = "risk", _("Always a risk officer, after the department manager's review")


class ReminderProfile(models.TextChoices):
    """How borrowers of a product are reminded."""

    STANDARD = "standard", _("By mail 3 days before, then 1 and 7 days overdue")
    CLOSE = "close", _("By mail 7, 3 and 1 days before, then 1 and 7 days overdue")
    CALL = "call", _("By call instead of mail, 3 days before, then 1 and 7 days overdue")


class Product(models.Model):
    """What the lender offers; its rules are its dated versions."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    names = models.JSONField(default=dict, blank=True)
    is_offered = models.BooleanField(default=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language; a language the administrator left out is shown the first name."""
        return shown_in(self.names, self.name)


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
    shortest_months = models.PositiveSmallIntegerField(default=1)
    longest_months = models.PositiveSmallIntegerField()
    least_rate = models.DecimalField(max_digits=8, decimal_places=6)
    most_rate = models.DecimalField(max_digits=8, decimal_places=6)
    methods = models.JSONField(default=list)
    interest = models.CharField(max_length=12, default="daily")
    day_count = models.CharField(max_length=14, default="actual/360")
    penalty_multiplier = models.DecimalField(max_digits=4, decimal_places=2, default="1.5")
    # The sources of `customers.models.Source` that each party is checked against: {party role: [source, …]}. The roles of
    # `customers.models.Behind` are asked of who stands behind the borrower.
    screenings = models.JSONField(default=dict, blank=True)
    security_allowed = models.JSONField(default=list, blank=True)
    security_required = models.JSONField(default=list, blank=True)
    eligibility = models.JSONField(default=list, blank=True)
    authority_profile = models.CharField(max_length=20, choices=AuthorityProfile, default=AuthorityProfile.STANDARD)
    reminder_profile = models.CharField(max_length=20, choices=ReminderProfile, default=ReminderProfile.STANDARD)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=dates.now)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ProductVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="product_version_once"),
            models.CheckConstraint(
                condition=Q(least_amount__gt=0, most_amount__gte=models.F("least_amount")),
                name="product_amounts_ordered",
            ),
            models.CheckConstraint(
                condition=Q(shortest_months__gte=1, longest_months__gte=models.F("shortest_months")),
                name="product_months_ordered",
            ),
            models.CheckConstraint(
                condition=Q(least_rate__gte=0, most_rate__gte=models.F("least_rate")), name="product_rates_ordered"
            ),
        ]

    def __str__(self) -> str:
        return self.product.shown_name

    @property
    def told(self) -> str:
        """The product with the number of this version, as a case names it."""
        return _now("{product}, version {number}").format(product=self.product.shown_name, number=self.number)

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


def checklist_words(text: str) -> str:
    """Words of a checklist in the reader's language: what the lender wrote in another is shown as it was written."""
    language = get_language() or ""
    if language == "en":
        return CHECKLIST_ENGLISH.get(text, text)
    return in_simplified(text) if language == "zh-hans" else text


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

    @property
    def shown_title(self) -> str:
        return checklist_words(self.title)

    @property
    def shown_hint(self) -> str:
        return checklist_words(self.hint)


class ChargedWhen(models.TextChoices):
    RELEASE = "release", _("When the money is released")
    INSTALMENT = "instalment", _("With every instalment")
    END = "end", _("With the last instalment")


class ProductFee(models.Model):
    """A fee of a product version: a fraction of the principal, or a fixed sum of yuan; never both."""

    product_version = models.ForeignKey(ProductVersion, models.PROTECT, related_name="fees")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Fee"), max_length=60)
    names = models.JSONField(default=dict, blank=True)
    rate = models.DecimalField(_("Percent of the amount"), max_digits=8, decimal_places=6, null=True, blank=True)
    amount = MoneyField(verbose_name=_("Fixed amount"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    charged = models.CharField(_("Charged"), max_length=12, choices=ChargedWhen, default=ChargedWhen.RELEASE)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__isnull=True, amount__gt=0) | Q(amount__isnull=True, rate__gt=0),
                name="product_fee_rate_or_amount",
            )
        ]

    @property
    def shown_name(self) -> str:
        return shown_in(self.names, self.name)
