"""The lender's settings for loans in repayment."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

define(
    Definition(
        "overdue_mail_hour",
        _("Hour at which overdue mails leave although receipts are not marked as posted"),
        "hour",
        "10.5",
        "lender's rule on reminders",
    ),
    Definition("digest_hour", _("Hour of the daily digest to staff"), "hour", "8.5", "lender's rule on reminders"),
    Definition(
        "reminder_window",
        _("Days after the due date within which a missed reminder is still sent"),
        "days",
        "30",
        "lender's rule on reminders",
    ),
    Definition(
        "prepayment_notice",
        _("Days before its due date from which paying an instalment counts as early repayment"),
        "days",
        "10",
        "loan contract, article 10; Civil Code art. 677",
    ),
)
