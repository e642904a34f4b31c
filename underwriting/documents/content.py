"""What a report says, as plain JSON: kept with the report, printed from, and read again by whoever decides.

Amounts are strings of yuan, rates fractions, dates ISO text; figures keep their formula, inputs, limit and verdict.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from applications.day_counts import year_days
from applications.exposure import Exposure, exposure_of
from applications.facts import exceptions_of
from applications.labels import rule_name
from applications.models import Application, EligibilityException
from collateral.security import Item, Promise, Security
from core.figures import Figure
from core.service import plain
from customers.models import Customer
from customers.statements import totals
from underwriting.analysis import Analysis, analyse
from underwriting.models import Finding, Investigation


def gather(application: Application, investigation: Investigation, *, number: int, at: datetime) -> dict[str, Any]:
    """Everything the report and the initiation form print."""
    analysis = analyse(application)
    exposure = exposure_of(application.customer, investigation.amount, reader=application.account_manager)
    return {
        "number": application.number,
        "ledger_number": application.ledger_number,
        "version": number,
        "round": application.round,
        "date": timezone.localdate(at).isoformat(),
        "language": get_language(),
        "lender": settings.LENDER["name"],
        "department": str(application.department),
        "branch": str(application.department.branch),
        "product": str(application.product_version),
        "year_days": year_days(application.product_version.day_count),
        "borrower": _borrower(application.customer),
        "applied": _applied(application),
        "suggested": _suggested(investigation),
        "team": _team(application, investigation),
        "texts": {name: getattr(investigation, name) for name in (*Investigation.TEXTS, "dissent")},
        "judgements": {name: getattr(investigation, name) for name in Investigation.JUDGEMENTS},
        "exposure": _exposure(exposure),
        "exceptions": [_exception(entry) for entry in exceptions_of(application).values()],
        "findings": [_finding(finding) for finding in _findings(investigation)],
        "returned": [_point(point) for point in application.return_points.order_by("round", "pk")],
        **_figures(analysis),
        **_security(analysis.security),
        "parameters": [_parameter(used) for used in analysis.parameters],
    }


def figure_row(figure: Figure) -> dict[str, Any]:
    """A figure as JSON; `figure_of` is the way back."""
    return {
        "code": figure.code,
        "value": plain(figure.value),
        "unit": figure.unit,
        "formula": figure.formula,
        "inputs": [[code, plain(value)] for code, value in figure.inputs],
        "limit": plain(figure.limit),
        "limit_kind": figure.limit_kind,
        "verdict": figure.verdict,
    }


def figure_of(row: dict[str, Any] | None) -> Figure | None:
    """The figure that a report was sealed with."""
    if row is None:
        return None
    numbers = {name: None if row[name] is None else Decimal(row[name]) for name in ("value", "limit")}
    inputs = tuple((code, Decimal(value)) for code, value in row["inputs"])
    return Figure(**{**row, **numbers, "inputs": inputs})


def _exposure(exposure: Exposure) -> dict[str, Any]:
    """The group's exposure, its members with their parts and reasons, and the limits it was held to."""
    return {
        "before": plain(exposure.before),
        "after": plain(exposure.after),
        "members": [
            {"name": part.customer.name, "amount": plain(part.amount), "because": part.because}
            for part in exposure.shown
        ],
        "members_hidden": exposure.hidden,
        "limits": [
            {"code": check.code, "after": plain(check.after), "most": plain(check.most)} for check in exposure.checks
        ],
    }


# What of the file the report tells and keeps for good; the rest of it is nobody's business there.
BORROWER = {
    "company": (
        "founded_on",
        "legal_representative",
        "industry_code",
        "registered_capital",
        "staff_count",
        "main_products",
    ),
    "person": ("employer", "monthly_income"),
}


def _borrower(customer: Customer) -> dict[str, Any]:
    details = getattr(customer, "company" if customer.is_company else "person", None)
    return {
        "name": customer.name,
        "number": customer.number,
        "is_company": customer.is_company,
        "identity_tail": customer.identity_tail,
        "details": {
            name: plain(value)
            for name in BORROWER[customer.kind]
            if (value := getattr(details, name, None)) not in (None, "")
        },
    }


def _applied(application: Application) -> dict[str, Any]:
    return {
        "amount": plain(application.amount),
        "term_months": application.term_months,
        "method": application.method,
        "purpose": application.purpose,
        "repayment_source": application.repayment_source,
        "security": list(application.security),
    }


def _suggested(investigation: Investigation) -> dict[str, Any]:
    return {
        "amount": plain(investigation.amount),
        "term_months": investigation.term_months,
        "annual_rate": plain(investigation.annual_rate),
        "method": investigation.method,
    }


def _team(application: Application, investigation: Investigation) -> dict[str, Any]:
    def signed(person, at):
        return {"name": person.name, "signed_at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""}

    return {
        "lead": signed(application.lead_investigator, investigation.lead_signed_at),
        "second": signed(application.second_investigator, investigation.second_signed_at),
        "account_manager": application.account_manager.name,
    }


def _findings(investigation: Investigation):
    found = investigation.findings.select_related("item").prefetch_related("attachments")
    return found.order_by("item__position")


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "section": finding.item.section,
        "title": finding.item.title,
        "result": finding.result,
        "source": finding.source,
        "note": finding.note,
        "files": len(finding.attachments.all()),
    }


def _point(point) -> dict[str, Any]:
    return {"round": point.round, "text": point.text, "answer": point.answer}


def _exception(entry: EligibilityException) -> dict[str, Any]:
    """Why a rule of eligibility was left aside, by whom and when."""
    at = timezone.localtime(entry.made_at).strftime("%Y-%m-%d %H:%M")
    return {"rule": rule_name(entry.rule), "reason": entry.reason, "by": entry.made_by.name, "at": at}


def _parameter(used) -> list[str | None]:
    return [used.name, used.value, used.unit, plain(used.valid_from), used.basis]


def _statement(statement, values: dict) -> dict[str, Any]:
    return {
        "period_end": statement.period_end.isoformat(),
        "is_audited": statement.is_audited,
        "values": {code: plain(value) for code, value in {**values, **totals(values)}.items() if value is not None},
    }


def _figures(analysis: Analysis) -> dict[str, Any]:
    need = analysis.need
    return {
        "statements": [_statement(statement, statement.values()) for statement in analysis.statements],
        "ratios": [figure_row(figure) for figure in analysis.ratios],
        "need": {"used": need.used, "figures": [figure_row(figure) for figure in need.figures]} if need else None,
        "covers": [
            {
                "shock": plain(cover.shock),
                "numerator": figure_row(cover.numerator),
                "planned": figure_row(cover.planned),
                "all_debt": figure_row(cover.all_debt),
            }
            for cover in analysis.covers
        ],
        "household": [figure_row(figure) for figure in analysis.household],
    }


def _security(security: Security) -> dict[str, Any]:
    return {
        "collateral": [_item(item) for item in security.items],
        "guarantees": [_promise(promise) for promise in security.promises],
        "together": [figure_row(figure) for figure in security.together.figures] if security.together else [],
        "guaranteed_sum": plain(security.guaranteed_sum),
        "lendable": plain(security.lendable),
        "coverage": figure_row(security.coverage) if security.coverage and security.items else None,
    }


def _item(item: Item) -> dict[str, Any]:
    thing = item.collateral
    return {
        "kind": thing.kind,
        "description": thing.description,
        "owner": thing.owner.name,
        "title_number": thing.title_number,
        "area": plain(thing.area),
        "appraised_value": plain(thing.appraised_value),
        "appraised_on": plain(thing.appraised_on),
        "appraiser": thing.appraiser,
        "internal_value": plain(thing.internal_value),
        "loan_to_value": plain(thing.loan_to_value),
        "prior_claims": plain(thing.prior_claims),
        "lendable": figure_row(item.lendable),
        "finding": thing.finding,
        "elsewhere": item.elsewhere,
        "is_appraisal_old": item.is_appraisal_old,
    }


def _promise(promise: Promise) -> dict[str, Any]:
    carried = promise.capacity
    return {
        "name": promise.guarantee.guarantor.name,
        "relation": promise.guarantee.relation,
        "net_assets": plain(promise.guarantee.net_assets),
        "note": promise.guarantee.note,
        "figures": [figure_row(figure) for figure in carried.figures] if carried else [],
        "is_qualified": carried.is_qualified if carried else None,
        "passes_income_test": carried.passes_income_test if carried else None,
    }
