"""How complete a file is, and what of it runs out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import dates, parameters
from core.workdays import add_months
from customers import enterprise_size
from customers.completeness import SECTIONS, Measure, measure
from customers.models import ROWS, CompanyDetails, Customer, IdentityPaper, Permit, RiskLevel, Site, rows_of
from customers.services.files import details_of


def known_of(customer: Customer, rows: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """The facts of a file as `customers.completeness` counts them; an old fact and an expired identity count no longer."""
    details = details_of(customer)
    known: dict[str, int] = {}
    for section in SECTIONS[customer.kind]:
        for name in section.fields:
            value = getattr(customer, name) if hasattr(customer, name) else getattr(details, name, None)
            known[name] = int(value is not None and value is not False and value != "")
    if isinstance(details, CompanyDetails) and _is_over(details.licence_until):
        known["licence_until"] = 0
    last = fresh_since()
    for kind, entries in rows.items():
        standing = [entry for entry in entries if kind != "facts" or entry.as_of >= last]
        if kind == IdentityPaper.KIND:
            standing = [paper for paper in standing if not _is_over(paper.ends_on)]
        known[f"rows.{kind}"] = len(standing)
        for entry in standing:
            if ROWS[kind].COUNTED:
                fact = f"rows.{kind}.{getattr(entry, ROWS[kind].COUNTED)}"
                known[fact] = known.get(fact, 0) + 1
            if getattr(entry, "is_basic", False):
                known[f"rows.{kind}.is_basic"] = 1
    return known


def measures_of(customer: Customer, rows: Mapping[str, Sequence[Any]] | None = None) -> dict[str, Measure]:
    """How far each section of a file is."""
    known = known_of(customer, rows_of(customer) if rows is None else rows)
    return {section.code: measure(section, known) for section in SECTIONS[customer.kind]}


def _is_over(last: date | None) -> bool:
    return last is not None and last < dates.today()


def noticed_until() -> date:
    """Up to which day the end of a paper is told beforehand."""
    return dates.today() + timedelta(days=int(parameters.value("paper_notice_days")))


def fresh_since(today: date | None = None) -> date:
    """Facts from before this day are old."""
    return add_months(today or dates.today(), -int(parameters.value("fact_fresh_months")))


def size_proposed(details: CompanyDetails) -> enterprise_size.Proposal:
    """The size that staff, turnover and assets of a file ask for."""
    return enterprise_size.propose(
        details.industry_code,
        staff=details.staff_count,
        turnover=details.yearly_turnover,
        assets=details.total_assets,
    )


def review_due_on(customer: Customer) -> date | None:
    """By when the money-laundering risk is to be looked at again; None before the first review."""
    if not customer.aml_risk or customer.aml_reviewed_on is None:
        return None
    months = int(parameters.value(f"aml_review_months_{customer.aml_risk}"))
    return add_months(customer.aml_reviewed_on, months)


def reviews_due(user: Any) -> list[tuple[Customer, date]]:
    """Files of this account manager whose money-laundering risk is to be looked at again soon, or was, by day."""
    months = {risk: int(parameters.value(f"aml_review_months_{risk}")) for risk in RiskLevel.values}
    soon = noticed_until()
    due = Q(pk=None)
    for risk, turn in months.items():
        # Months end on different days: a few days more here, the exact day is held against each file below.
        due |= Q(aml_risk=risk, aml_reviewed_on__lte=add_months(soon, -turn) + timedelta(days=3))
    files = Customer.objects.current().filter(due, account_manager=user)
    ends = [(customer, add_months(customer.aml_reviewed_on, months[customer.aml_risk])) for customer in files]
    return sorted(((file, day) for file, day in ends if day <= soon), key=lambda entry: (entry[1], entry[0].pk))


def notices(customer: Customer, user: Any) -> list[dict]:
    """What of the file has ended or ends soon, as at most one notice of each tone."""
    today, soon = dates.today(), noticed_until()
    ends = sorted((day, words) for day, words in _ends(customer) if day <= soon)
    found = []
    for tone, title, chosen in (
        ("is-late", _("Has ended:"), [entry for entry in ends if entry[0] < today]),
        ("is-warn", _("Ends soon:"), [entry for entry in ends if entry[0] >= today]),
    ):
        if chosen:
            words = [_("{what} ({day})").format(what=what, day=day.isoformat()) for day, what in chosen]
            found.append({"tone": tone, "title": title, "text": pgettext("between words of a list", ", ").join(words)})
    return found


def _ends(customer: Customer) -> list[tuple[date, str]]:
    """Every day on which something of the file ends, and what that is."""
    ends: list[tuple[date | None, str]] = [(review_due_on(customer), _("Review of the money-laundering risk"))]
    if customer.is_company:
        details = details_of(customer)
        if details is not None and not details.is_licence_long_term:
            ends.append((details.licence_until, _("Business licence")))
        ends += [(permit.ends_on, permit.title) for permit in Permit.objects.standing().of(customer)]
        leases = Site.objects.standing().of(customer).exclude(lease_end=None).filter(tenure="rented")
        ends += [(site.lease_end, _("Lease of the {use}").format(use=site.get_site_use_display())) for site in leases]
    else:
        papers = IdentityPaper.objects.standing().of(customer)
        ends += [(paper.ends_on, str(paper.get_paper_type_display())) for paper in papers]
    return [(day, words) for day, words in ends if day is not None]
