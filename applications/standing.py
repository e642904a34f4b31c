"""What papers, checks and credit reports say of the borrower's standing, as facts for the eligibility rules.

A paper that has run out is known to be invalid; a check or a report that has run out says nothing any more.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from applications.models import Application, PartyRole
from applications.screening import people_behind
from core import dates
from customers.models import Behind, CheckState, CreditReport, Customer, IdentityPaper, Source
from customers.screening import Standing, standings

PAPERS = ("identity_valid",)
CHECKS = ("is_enforced", "is_insider")
RECORD = ("has_overdue", "late_payments", "longest_late_days")
NOT_MEANT = {CheckState.CLEAR, CheckState.FALSE_MATCH}


def of_papers(application: Application) -> dict[str, Any]:
    """Whether the licence, or the paper whose number the file carries, is valid today; a licence not withdrawn either."""
    customer = application.customer
    is_valid = _licence_valid(customer) if customer.is_company else _paper_valid(customer)
    return {"identity_valid": is_valid}


def _licence_valid(customer: Customer) -> bool | None:
    company = getattr(customer, "company", None)
    if company is None or not (company.is_licence_long_term or company.licence_until):
        return None
    if not company.is_licence_long_term and company.licence_until < dates.today():
        return False
    (registry,) = standings([(customer, [Source.REGISTRY])])
    return {CheckState.REFUSED: False, CheckState.UNDECIDED: None}.get(registry.state, True)


def _paper_valid(customer: Customer) -> bool | None:
    papers = [
        paper
        for paper in IdentityPaper.objects.standing().of(customer).filter(paper_type=customer.identity_type)
        if paper.is_long_term or paper.valid_until
    ]
    if not papers:
        return None
    return any(paper.is_long_term or paper.valid_until >= dates.today() for paper in papers)


def of_checks(application: Application) -> dict[str, Any]:
    """Court enforcement of those who borrow and who control them; whether the borrower belongs to the lender itself."""
    customer = application.customer
    controllers = [one.customer for one in people_behind(application) if one.role == Behind.CONTROLLER]
    subjects = [customer, *_co_borrowers(application), *(one for one in controllers if one)]
    wanted = [(one, [Source.ENFORCEMENT]) for one in {one.pk: one for one in subjects}.values()]
    rows = standings([*wanted, (customer, [Source.INSIDERS])])
    enforced = _is_enforced(row for row in rows if row.source == Source.ENFORCEMENT)
    insider = next(row for row in rows if row.source == Source.INSIDERS)
    # Whoever controls the borrower and cannot be looked up leaves the question open.
    is_open = enforced is False and None in controllers
    return {"is_enforced": None if is_open else enforced, "is_insider": _is_insider(customer, insider)}


def _co_borrowers(application: Application) -> list[Customer]:
    if not application.pk:
        return []
    parties = application.parties.standing().filter(role=PartyRole.CO_BORROWER).select_related("customer")
    return [party.customer for party in parties]


def _is_enforced(rows: Iterable[Standing]) -> bool | None:
    """One hit that risk refused is enough; to be clear all must have been looked up, and no hit be undecided."""
    found = list(rows)
    if any(row.state == CheckState.REFUSED for row in found):
        return True
    return False if all(row.holds for row in found) else None


def _is_insider(customer: Customer, check: Standing) -> bool | None:
    """A hit that risk accepts is one all the same: it accepts the person, not a loan without security."""
    if customer.lender_ties.standing().exists():
        return True
    if check.state in NOT_MEANT:
        return False
    return True if check.state in {CheckState.ACCEPTED, CheckState.REFUSED} else None


def of_credit(application: Application) -> dict[str, Any]:
    """What the newest credit report says, while it may be relied on."""
    report = CreditReport.objects.facts_of(application.customer)
    if report is None or not report.is_current:
        return {}
    return {
        "has_overdue": report.current_overdue > 0,
        "late_payments": report.late_payments_24,
        "longest_late_days": report.worst_days_24,
    }


def place_of_papers(application: Application) -> str:
    return reverse("customers:section", args=[application.customer.number, "identity"])


def place_of_checks(application: Application) -> str:
    if application.pk and application.number and application.product_version.screenings:
        return reverse("applications:checks", args=[application.number])
    return reverse("customers:checks", args=[application.customer.number])


def place_of_credit(application: Application) -> str:
    return reverse("customers:credit", args=[application.customer.number])
