"""What a customer agreed to, in writing: the query of the credit bureau, the processing of personal data, marketing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, CaseRow
from customers.models.files import Customer
from customers.querysets import ConsentQuerySet


class ConsentKind(models.TextChoices):
    BUREAU = "bureau", _("Query of the credit bureau")
    PERSONAL_DATA = "personal_data", _("Processing of personal data")
    MARKETING = "marketing", _("Marketing")


class Consent(CaseRow):
    """A written consent (授權書) with the use that was agreed; it ends by its day or by withdrawal, never by deletion.

    A query of the bureau needs the agreed use and the signed paper (征信業管理條例 art. 18).
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    kind = models.CharField(_("Kind"), max_length=20, choices=ConsentKind)
    scope = models.CharField(_("Agreed use"), max_length=300)
    signed_on = models.DateField(_("Signed on"))
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_how = models.CharField(max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ConsentKind.BUREAU) | Q(file__isnull=False, valid_to__isnull=False),
                name="consent_bureau_has_file_and_end",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="consent_days_ordered"
            ),
        ]
        indexes = [models.Index(fields=["customer", "kind", "valid_to"], name="consent_of_customer")]

    @property
    def case_uuid(self):
        return self.customer.uuid
