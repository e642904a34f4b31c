"""The dated figures of this app."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

define(
    Definition("file_access_days", _("Days for which a colleague may read a file"), "days", "30", "internal rule"),
    Definition("conflict_days", _("Working days to rule on an ownership conflict"), "days", "5", "internal rule"),
    Definition(
        "conflict_both_departments",
        _("An ownership conflict between two departments is ruled by both managers (1) or by the customer's (0)"),
        "flag",
        "1",
        "internal rule",
    ),
    Definition(
        "top_customer_staff_rank",
        _("Lowest staff grade that may keep customers of the top value grade"),
        "rank",
        "2",
        "internal rule",
    ),
)
