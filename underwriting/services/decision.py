"""The decision: who acts at the step that is due, on the sealed report, once; and the conditions an approval asks for."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from applications.due_dates import add_months
from applications.exposure import exposure_of
from applications.models import Application, SecurityKind
from applications.parameters import FULL_AUTHORITY, SMALL_AUTHORITY
from applications.screening import open_hits
from applications.services import add_return_points, mark_stage
from applications.states import Status
from collateral.services import accept_security
from core import dates, parameters
from core.documents import require_printable
from core.errors import InvalidInput, Stale, TransitionRefused
from core.service import change, plain, record, require, service, take_version
from core.states import DocumentStatus, move
from customers.models import Customer
from customers.related import circle_of, claims_sentences
from staff.models import User
from underwriting import permissions
from underwriting.authority import Step
from underwriting.models import Condition, ConditionKind, Decision, FeasibilityReport, Outcome
from underwriting.services import investigation
from underwriting.states import ConditionStatus

LONGEST_CONDITION = 100  # years
PARAMETERS = [FULL_AUTHORITY, SMALL_AUTHORITY, "approval_months"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition as the decision form sends it."""

    kind: str
    text: str
    owner: User
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is decided on: yuan, months, a yearly rate as a fraction, a repayment method."""

    amount: Decimal
    term_months: int
    annual_rate: Decimal
    method: str


@service(says=_("{level}: {outcome}"))
def decide_application(
    *,
    application: Application,
    outcome: str,
    reason: str,
    version: int,
    report: FeasibilityReport,
    amount: Decimal | None = None,
    term_months: int | None = None,
    annual_rate: Decimal | None = None,
    method: str = "",
    conditions: Sequence[Asked] = (),
    points: Sequence[str] = (),
    by: User,
) -> Decision:
    """Record one person's act at the step that is due; at the last step it is the decision.

    Terms left out are the suggested ones; amount and term only go down. Raises `NotAllowed` for whoever has a part in
    the case, `Stale` when the case or its report changed after it was read, `TransitionRefused` when it was decided.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    _lock_group(application)
    step = permissions.step_due(application)
    require(permissions.may_act(by, application, step))
    if refusal := permissions.may_be_decided(application, step):
        raise TransitionRefused(refusal)
    report = _latest_sealed(application, report, version)
    terms = _terms(report, Terms(amount, term_months, annual_rate, method)) if _agrees(outcome) else None
    _check_act(step, outcome, reason, conditions)
    if terms is not None:
        _check_limits(application, terms, by)
    decision = _insert(application, step, outcome, reason.strip(), report, terms, conditions, by)
    _follow(application, decision, list(points), version, by)
    return decision


def terms_hash(report: FeasibilityReport, outcome: str, terms: Terms | None, conditions: Sequence[Asked]) -> str:
    """SHA-256 over the canonical terms and the seal of the report they were read in."""
    body = {
        "application": report.application.number,
        "report": report.document.sha256,
        "outcome": str(outcome),
        "terms": [plain(value) for value in (terms.amount, terms.term_months, terms.annual_rate, terms.method)]
        if terms
        else None,
        "conditions": [[str(c.kind), c.text, c.owner.username, plain(c.due_on)] for c in conditions],
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lock_group(application: Application) -> None:
    """Two cases of one related group are decided one after the other, or both would count on the same free authority."""
    members = [customer.pk for customer in circle_of(application.customer).customers]
    list(Customer.objects.select_for_update().filter(pk__in=members).order_by("pk"))


def _check_limits(application: Application, terms: Terms, by: User) -> None:
    """Nothing is agreed to above the lender's limits, nor to its own people while the warning is open."""
    if breaches := exposure_of(application.customer, terms.amount, reader=by).breaches:
        raise InvalidInput(" ".join(breaches), field="amount")
    if hits := open_hits(application):
        raise InvalidInput(" ".join(hits))
    if claims := claims_sentences(application.customer):
        raise InvalidInput(" ".join(claims))
    ties = application.customer.lender_ties
    if ties.to_rule_on().exists():
        raise InvalidInput(_("A conflict warning is open on this customer. A risk officer rules on it first."))
    if ties.standing().exists() and SecurityKind.UNSECURED in application.security:
        raise InvalidInput(_("A related party of the lender gets no loan without security."))


def _agrees(outcome: str) -> bool:
    return outcome in (Outcome.APPROVED, Outcome.AGREED)


def _latest_sealed(application: Application, report: FeasibilityReport, version: int) -> FeasibilityReport:
    """The report that was read, if it is still the latest one and sealed."""
    if application.version != version:
        raise Stale
    latest = application.reports.select_related("document", "investigation").order_by("-number").first()
    if latest is None or latest.pk != report.pk or latest.document.status != DocumentStatus.READY:
        raise Stale(_("There is a newer version of the report. Read it, then decide."))
    return latest


def _terms(report: FeasibilityReport, asked: Terms) -> Terms:
    """The terms decided on: what was asked for, else what stands so far, never more or longer than that."""
    stands = terms_so_far(report)
    terms = Terms(
        stands.amount if asked.amount is None else asked.amount,
        stands.term_months if asked.term_months is None else asked.term_months,
        stands.annual_rate if asked.annual_rate is None else asked.annual_rate,
        asked.method or stands.method,
    )
    product = report.application.product_version
    if not 0 < terms.amount <= stands.amount:
        raise InvalidInput(_("The amount can be lowered from what was suggested, not raised."), field="amount")
    if not 0 < terms.term_months <= stands.term_months:
        raise InvalidInput(_("The term can be shortened from what was suggested, not extended."), field="term_months")
    if not product.least_rate <= terms.annual_rate <= product.most_rate:
        raise InvalidInput(_("The product does not allow this rate."), field="annual_rate")
    if terms.method != stands.method and terms.method not in product.methods:
        raise InvalidInput(_("The product does not allow this way of repayment."), field="method")
    return terms


def terms_so_far(report: FeasibilityReport) -> Terms:
    """What the level below agreed to on this report, else what the investigators suggested."""
    stands = report.decisions.filter(outcome=Outcome.AGREED).order_by("level").last() or report.investigation
    return Terms(stands.amount, stands.term_months, stands.annual_rate, stands.method)


def _check_act(step: Step, outcome: str, reason: str, conditions: Sequence[Asked]) -> None:
    """What each outcome needs, at this level."""
    agrees = Outcome.APPROVED if step.is_final else Outcome.AGREED
    if outcome not in (agrees, Outcome.RETURNED, Outcome.DECLINED):
        raise InvalidInput(_("This outcome does not exist at this level."), field="outcome")
    if not reason.strip():
        raise InvalidInput(_("Write the reason: it is sealed with the decision."), field="reason")
    if not _agrees(outcome) and conditions:
        raise InvalidInput(_("Only an approval carries conditions."), field="outcome")
    require_printable(reason=reason)
    for asked in conditions:
        _check_condition(asked)


def _check_condition(asked: Asked) -> None:
    if not asked.text.strip():
        raise InvalidInput(_("Say what the condition is."))
    require_printable(text=asked.text)
    if asked.kind not in ConditionKind.values:
        raise InvalidInput(_("A condition holds before or after the release."))
    if asked.kind == ConditionKind.PRECEDENT and asked.due_on is None:
        raise InvalidInput(_("A condition before release needs a date."))
    if asked.due_on is not None and asked.due_on < dates.today():
        raise InvalidInput(_("The date of a condition lies in the past."))
    if asked.due_on is not None and asked.due_on.year > dates.today().year + LONGEST_CONDITION:
        raise InvalidInput(_("The date of a condition lies too far ahead. Check the year."))


def _insert(application, step, outcome, reason, report, terms, conditions, by) -> Decision:
    """The sealed row and its conditions; the constraints say no to a second one at this level or by this person."""
    approved = outcome == Outcome.APPROVED
    limits = parameters.values(PARAMETERS)
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                application=application,
                report=report,
                round=application.round,
                level=step.level,
                is_final=step.is_final or not _agrees(outcome),
                outcome=outcome,
                amount=terms.amount if terms else None,
                currency=application.currency,
                term_months=terms.term_months if terms else None,
                annual_rate=terms.annual_rate if terms else None,
                method=terms.method if terms else "",
                reason=reason,
                terms_hash=terms_hash(report, outcome, terms, conditions),
                parameters={
                    **plain(limits),
                    "exposure": plain(step.exposure),
                    "route": step.reason,
                    "authority": step.basis,
                },
                submitted_by=report.submitted_by,
                made_by=by,
                made_at=dates.now(),
                valid_until=add_months(dates.today(), int(limits["approval_months"])) if approved else None,
            )
    except IntegrityError as error:
        raise TransitionRefused(_("Somebody else was faster: this step has already been taken.")) from error
    for asked in conditions:
        Condition.objects.create(
            decision=decision, kind=asked.kind, text=asked.text.strip(), owner=asked.owner, due_on=asked.due_on
        )
    return decision


def _follow(application: Application, decision: Decision, points: list[str], version: int, by: User) -> None:
    """What the act means for the case; an agreement that goes up leaves its status, one version on."""
    told: dict[str, Any] = {
        "level": f"level.{decision.level}",
        "outcome": f"outcome.{decision.outcome}",
        "terms_hash": decision.terms_hash,
    }
    if decision.outcome == Outcome.AGREED:
        take_version(application, version)
        record(application, **told)
    elif decision.outcome == Outcome.APPROVED:
        accept_security(application=application, by=by)
        mark_stage(application, Status.APPROVED, **told)
    elif decision.outcome == Outcome.DECLINED:
        application.end_reason = decision.reason[:300]
        application.save(update_fields=["end_reason"])
        mark_stage(application, Status.DECLINED, **told)
    else:
        add_return_points(application, points, by)
        mark_stage(application, Status.INVESTIGATING, **told)
        open_next_round(application=application, by=by)


@service(says=_("A new round begins"))
def open_next_round(*, application: Application, by: User) -> None:
    """The investigators go on from where they were; the old report and its decisions stay as they are."""
    change(application, round=application.round + 1, is_returned=True)
    investigation.reopen_investigation(application=application, by=by)


@service(says=_("Condition met: {text}"))
def confirm_condition(*, condition: Condition, evidence: str, version: int, by: User) -> None:
    """Say that a condition is met, and by what it is seen."""
    condition = _locked(condition, version)
    require(permissions.may_confirm_condition(by, condition))
    if not evidence.strip():
        raise InvalidInput(_("Say by what it is seen: a certificate number, a file, a date."), field="evidence")
    condition.evidence = evidence.strip()
    condition.save(update_fields=["evidence"])
    move(condition, to=ConditionStatus.MET, text=condition.text)


@service(says=_("Condition waived: {text}"))
def waive_condition(*, condition: Condition, reason: str, by: User) -> None:
    """Do without a condition; only who set it can."""
    condition = _locked(condition, None)
    require(permissions.may_waive_condition(by, condition))
    if not reason.strip():
        raise InvalidInput(_("Write why this condition can be dropped."), field="reason")
    condition.evidence = reason.strip()
    condition.save(update_fields=["evidence"])
    move(condition, to=ConditionStatus.WAIVED, text=condition.text)


def _locked(condition: Condition, version: int | None) -> Condition:
    condition = (
        Condition.objects.select_for_update(of=("self",)).select_related("decision__application").get(pk=condition.pk)
    )
    if version is not None and condition.version != version:
        raise Stale
    if condition.status != ConditionStatus.OPEN:
        raise TransitionRefused(_("This condition is no longer open."))
    if condition.decision.application.status not in (Status.APPROVED, Status.CONTRACTED, Status.DISBURSED):
        raise TransitionRefused(_("Conditions are confirmed once the application has been approved."))
    return condition
