"""The yearly statements of a company."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import CaseRow
from customers.models.files import Customer
from customers.querysets import StatementQuerySet


class FinancialStatement(CaseRow):
    """One year's statements of a company; the amounts are its lines, the totals are computed."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="statements")
    period_end = models.DateField(_("Year ending"))
    months = models.PositiveSmallIntegerField(_("Months"), default=12)
    is_audited = models.BooleanField(_("Audited"), default=False)
    currency = models.CharField(max_length=3, default="CNY")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "period_end"], name="statement_once_a_period")]

    @property
    def case_uuid(self):
        return self.customer.uuid

    def values(self) -> dict:
        """Entered items as `{code: Decimal yuan}`, the form `customers.statements` works on."""
        return {line.code: line.amount for line in self.lines.all() if line.amount is not None}


class StatementLine(models.Model):
    """One entered item of a statement, in yuan, empty when it was taken back; codes are those of `customers.statements`."""

    statement = models.ForeignKey(FinancialStatement, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "code"], name="statement_line_once")]
