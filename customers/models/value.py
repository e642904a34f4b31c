"""What a customer is worth: graded at intervals, each computation kept with its figures and reasons."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import MoneyField
from core.models import CaseRow
from customers import valuing
from customers.models.files import Customer
from customers.querysets import ValueReviewQuerySet


class ValueGrade(models.TextChoices):
    """The grades of value, the best first; the words are those of the lender's customer policy."""

    VIP = valuing.VIP, pgettext_lazy("value grade", "VIP")
    PREFERRED = valuing.PREFERRED, pgettext_lazy("value grade", "Preferred")
    ORDINARY = valuing.ORDINARY, pgettext_lazy("value grade", "Ordinary")
    BASIC = valuing.BASIC, pgettext_lazy("value grade", "Basic")


ValueGrade.TONES = {  # type: ignore[attr-defined]
    ValueGrade.VIP: "is-good",
    ValueGrade.PREFERRED: "is-active",
    ValueGrade.ORDINARY: "is-done",
    ValueGrade.BASIC: "",
}


class ReviewCause(models.TextChoices):
    """Why a value was computed."""

    INTERVAL = "interval", _("Review at the interval")
    ASKED = "asked", _("Review asked for")
    HAND = "hand", _("Set by hand")


class ValueRun(CaseRow):
    """One run over many customers: how many were reviewed, how many changed their grade, and the hash of all results."""

    on = models.DateField()
    cause = models.CharField(max_length=10, choices=ReviewCause)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    customers = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64, blank=True)


class ValueReview(CaseRow):
    """The value of a customer on a day. `grade` is in force, `computed_grade` is what the points alone would give.

    `reasons` and `least` keep what was judged and the parameters it was held to: code, figure, weight, full, points.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="value_reviews")
    run = models.ForeignKey(ValueRun, models.PROTECT, null=True, related_name="reviews")
    on = models.DateField(_("Reviewed on"))
    cause = models.CharField(max_length=10, choices=ReviewCause)
    grade = models.CharField(_("Value grade"), max_length=10, choices=ValueGrade, default=ValueGrade.BASIC)
    computed_grade = models.CharField(max_length=10, choices=ValueGrade)
    previous_grade = models.CharField(_("Grade before"), max_length=10, choices=ValueGrade, blank=True)
    score = models.DecimalField(_("Points"), max_digits=6, decimal_places=2)
    balance = MoneyField(verbose_name=_("Balance"))
    average_balance = MoneyField(verbose_name=_("Average balance, twelve months"))
    income = MoneyField(verbose_name=_("Interest received, twelve months"))
    income_before = MoneyField(verbose_name=_("The twelve months before"))
    expected_income = MoneyField(verbose_name=_("Interest planned, next twelve months"))
    currency = models.CharField(max_length=3, default="CNY")
    reasons = models.JSONField()
    least = models.JSONField()
    why = models.CharField(_("Reason"), max_length=200, blank=True)
    # Until then a grade set by hand stands, whatever is computed.
    held_until = models.DateField(_("Stands until"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_current = models.BooleanField(default=True, editable=False)

    objects = ValueReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_current=True), name="value_current_once")
        ]
        indexes = [
            models.Index(fields=["grade", "customer"], condition=Q(is_current=True), name="value_by_grade"),
            models.Index(fields=["on"], condition=Q(is_current=True), name="value_by_day"),
            models.Index(fields=["-income", "-id"], condition=Q(is_current=True), name="value_by_income"),
            models.Index(fields=["customer", "-id"], name="value_of_customer"),
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def is_by_hand(self) -> bool:
        return self.cause == ReviewCause.HAND

    @property
    def has_changed(self) -> bool:
        """Whether the grade is another than before; a first one is no change."""
        return bool(self.previous_grade) and self.previous_grade != self.grade

    @property
    def change(self) -> Decimal:
        """Yuan by which the income of the last twelve months differs from that of the twelve before."""
        return self.income - self.income_before

    @property
    def ranked(self) -> list[dict[str, Any]]:
        """The reasons as they were kept, those that weigh most first."""
        return sorted(self.reasons, key=lambda reason: -abs(Decimal(reason["points"])))
