"""What we learn about whole industries, and what is read with every customer in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import CaseRow
from customers.querysets import MarketNoteQuerySet


class MarketNote(CaseRow):
    """A note on an industry (a section, or two to four digits of GB/T 4754); a wrong one is withdrawn and stays."""

    industry = models.CharField(_("Industry"), max_length=4, db_index=True)
    text = models.CharField(_("What we learned"), max_length=600)
    source = models.CharField(_("Who or what says so"), max_length=120)
    as_of = models.DateField(_("As of"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = MarketNoteQuerySet.as_manager()
