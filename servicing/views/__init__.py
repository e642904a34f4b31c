"""Loans in repayment: the list, the page of a loan, receipts and their corrections."""

from servicing.views.lists import list_loans, room
from servicing.views.loan import loan
from servicing.views.receipts import post_payment, receipts, reverse_payment

__all__ = ["list_loans", "loan", "post_payment", "receipts", "reverse_payment", "room"]
