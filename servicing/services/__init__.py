"""What changes about a loan after its release."""

from servicing.services.daily import end_of_day
from servicing.services.digests import send_digests
from servicing.services.ledger import Preview, is_used, mark_receipts_posted, post_payment, preview, reverse_payment
from servicing.services.opening import open_loan, terms_of
from servicing.services.reconciliation import differences
from servicing.services.reminders import due_reminders, scan_reminders

__all__ = [
    "Preview",
    "differences",
    "due_reminders",
    "end_of_day",
    "is_used",
    "mark_receipts_posted",
    "open_loan",
    "post_payment",
    "preview",
    "reverse_payment",
    "scan_reminders",
    "send_digests",
    "terms_of",
]
