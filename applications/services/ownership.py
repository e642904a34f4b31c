"""What happens to open cases when their customer changes hands."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.states import ENDED, Status
from core.service import record, take_version
from customers.models import Customer
from customers.services.following import TASKS, pass_on
from staff.models import Task, User

# Before acceptance nobody investigates yet: the case goes to the new keeper whole.
UNASSIGNED = {Status.DRAFT, Status.SUBMITTED}


def follow_owner(customer: Customer, was: User, to: User) -> dict[Any, int]:
    """Open cases go to the new keeper, drafts with their department; who investigates one goes on. Inside a service."""
    own = Application.objects.select_for_update().filter(customer=customer, account_manager=was)
    cases = list(own.exclude(status__in=[*ENDED, Status.DISBURSED]).order_by("pk"))
    for case in cases:
        case.account_manager = to
        if case.status in UNASSIGNED and case.lead_investigator_id == was.pk:
            case.lead_investigator = to
        if case.status == Status.DRAFT:
            case.department = customer.department
        take_version(case, None)
        case.save(update_fields=["account_manager", "lead_investigator", "department"])
        record(case, was=was.username, to=to.username, reason="")
    running_out = Task.objects.filter(kind="paper", case_uuid__in=[case.uuid for case in cases])
    return {_("Applications"): len(cases), TASKS: pass_on(running_out, was, to)}
