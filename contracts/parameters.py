"""The lender's settings for contracts and release."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

define(
    Definition(
        "signing_days",
        _("Working days to have a printed contract signed"),
        "days",
        "10",
        "lender's rule on contracts, section 4",
    ),
)
