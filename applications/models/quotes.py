"""Repayment plans that were given to a customer on paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.products import RepaymentMethod
from core.fields import MoneyField
from core.models import CaseRow, Document


class Quote(CaseRow):
    """A plan as it was given (還款計劃書): its terms, what they cost, and the sealed paper; it is no promise of a loan."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="quotes")
    number = models.CharField(_("Number"), max_length=20, unique=True)
    amount = MoneyField(verbose_name=_("Amount"))
    currency = models.CharField(max_length=3, default="CNY")
    term_months = models.PositiveSmallIntegerField(_("Term in months"))
    method = models.CharField(_("Repayment method"), max_length=20, choices=RepaymentMethod)
    annual_rate = models.DecimalField(_("Yearly rate"), max_digits=8, decimal_places=6)
    cost_rate = models.DecimalField(_("Yearly cost with fees"), max_digits=10, decimal_places=6)
    language = models.CharField(max_length=10)
    made_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="quote_amount_positive")]
        indexes = [models.Index(fields=["application", "-id"], name="quote_of_application")]

    @property
    def case_uuid(self):
        return self.application.uuid
