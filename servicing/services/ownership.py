"""What happens to running loans when their customer changes hands."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.service import record
from customers.models import Customer
from servicing.models import Loan
from staff.models import User


def follow_owner(customer: Customer, was: User, to: User) -> dict[Any, int]:
    """Running loans are watched by the new keeper from now on; the history stays. Inside a service."""
    running = Loan.objects.select_for_update().filter(customer=customer, account_manager=was).active()
    loans = list(running.order_by("pk"))
    for loan in loans:
        loan.account_manager = to
        loan.save(update_fields=["account_manager"])
        record(loan, was=was.username, to=to.username, reason="")
    return {_("Loans"): len(loans)}
