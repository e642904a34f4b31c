"""The lender's figures for keeping in touch with customers."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

VISITS = "lender's rule on return visits"

define(
    Definition("return_visit_months", _("Months between return visits to a borrower"), "months", "3", VISITS),
    Definition("watch_visit_months", _("Months between return visits on the watch list"), "months", "1", VISITS),
    Definition("key_customer_call_days", _("Days after which a key customer is called again"), "days", "30", VISITS),
)
