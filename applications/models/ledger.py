"""Projects of the time before this house: rows of an old ledger, taken over to be read, never to be gone on with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.querysets import OldProjectQuerySet
from core.fields import MoneyField
from core.models import CaseRow


class OldProjectState(models.TextChoices):
    RUNNING = "running", _("Loan running")
    SETTLED = "settled", _("Loan repaid")
    DECLINED = "declined", _("Declined or withdrawn")


class OldProject(CaseRow):
    """One row of an old ledger; what is still owed of it counts in the customer's exposure."""

    number = models.CharField(_("Old ledger number"), max_length=40, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="old_projects")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    entered_on = models.DateField(_("Entered on"))
    product_name = models.CharField(_("Product"), max_length=60, blank=True)
    amount = MoneyField(verbose_name=_("Applied for"))
    disbursed_amount = MoneyField(verbose_name=_("Disbursed"), null=True, blank=True)
    balance = MoneyField(verbose_name=_("Balance"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    state = models.CharField(_("Stage"), max_length=10, choices=OldProjectState)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    taken_over_in = models.ForeignKey("core.ImportRun", models.PROTECT, related_name="+")
    taken_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OldProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="old_project_amount_positive"),
            models.CheckConstraint(
                condition=Q(balance=None) | Q(balance__gte=0, balance__lte=models.F("disbursed_amount")),
                name="old_project_balance_within",
            ),
        ]
        indexes = [models.Index(fields=["-entered_on", "-id"], name="old_project_by_entry")]

    @property
    def case_uuid(self):
        return self.customer.uuid
