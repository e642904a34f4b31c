"""From the first draft to submission, and the withdrawal."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import Application, Party, PartyRole, ProductVersion, RepaymentMethod, SecurityKind
from applications.rules import submission_lacks, unanswered
from applications.screening import party_checks
from applications.services.judging import keep_eligibility
from applications.services.papers import reconcile_papers
from applications.states import Status
from core import dates, numbering
from core.documents import printing_problems, require_printable
from core.errors import InvalidInput, Missing, Stale, TransitionRefused, refuse_invalid
from core.money import LARGEST, to_cents
from core.numbering import Kind
from core.service import change, made_with, record, require, service
from core.states import move
from customers.models import Customer
from customers.services import ask_own_lists
from staff.models import User

LONGEST_TERM, LONGEST_TEXT = 600, 1000
TEXTS = ("purpose", "repayment_source")
DRAFT_FIELDS = ("product_version", "amount", "term_months", "method", "purpose", "repayment_source", "security")


def mark_stage(application: Application, to: str, **details) -> None:
    """Move an application and keep since when; every app calls it inside its own service."""
    move(application, to=to, **details)
    application.status_since = dates.now()
    application.save(update_fields=["status_since"])


@service(says=_("Application {number} opened"))
def open_application(
    *, customer: Customer, product_version: ProductVersion, by: User, submission_key=None, **values
) -> Application:
    """A draft with a number of its own; anything else may still be missing. `values` are those of `DRAFT_FIELDS`.

    The same `submission_key` gives the draft that its first use opened; it is refused for other contents.
    """
    require(permissions.may_open(by, customer))
    asked = Application(product_version=product_version, **_kept_fields(values))
    said = {name: getattr(asked, name) for name in DRAFT_FIELDS} | {"customer": customer, "account_manager": by}
    if (again := made_with(Application, submission_key, by, **said)) is not None:
        return again
    refuse_invalid(draft_problems(customer, {**values, "product_version": product_version}))
    application = Application.objects.create(
        **({"uuid": submission_key} if submission_key else {}),
        number=numbering.issue(Kind.APPLICATION, customer.department.branch.code),
        customer=customer,
        product_version=product_version,
        department=customer.department,
        account_manager=by,
        lead_investigator=by,
        currency=product_version.currency,
        **_kept_fields(values),
    )
    Party.objects.create(application=application, customer=customer, role=PartyRole.BORROWER)
    record(application, number=application.number)
    look_up_parties(application, by)
    reconcile_papers(application=application, by=by)
    return application


def look_up_parties(application: Application, by: User) -> None:
    """Ask the lender's own lists about the parties that have no valid answer, so that a conflict is seen at once."""
    parties = party_checks(application)
    pairs = [
        (standing.customer, standing.source)
        for party in parties
        for standing in party.standings
        if standing.is_automatic and not standing.holds
    ]
    if pairs:
        roles = {party.customer.pk: party.roles[0] for party in parties}
        ask_own_lists(wanted=pairs, on_case=application.uuid, roles=roles, by=by)


def draft_problems(customer: Customer, values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What no application of this customer could hold; the product's limits wait for submission."""
    product_version, amount, term = (values.get(name) for name in ("product_version", "amount", "term_months"))
    if product_version and customer.is_company and not product_version.for_companies:
        yield InvalidInput(_("This product is for persons only."), field="product_version")
    if product_version and not customer.is_company and not product_version.for_persons:
        yield InvalidInput(_("This product is for companies only."), field="product_version")
    for name in TEXTS:
        text = values.get(name) or ""
        yield from printing_problems(**{name: text})
        if len(text) > LONGEST_TEXT:
            yield InvalidInput(_("This text is longer than 1,000 characters."), field=name)
    if amount is not None and not (amount.is_finite() and 0 < amount <= LARGEST and amount == to_cents(amount)):
        yield InvalidInput(_("The amount is more than nothing, with at most two decimals."), field="amount")
    if term is not None and not 1 <= term <= LONGEST_TERM:
        yield InvalidInput(_("The term is between 1 and 600 months."), field="term_months")
    if values.get("method", "") not in ("", *RepaymentMethod.values):
        yield InvalidInput(_("This repayment method is not known."), field="method")
    if set(values.get("security") or []) - set(SecurityKind.values):
        yield InvalidInput(_("This kind of security is not known."), field="security")


@service(says=_("Draft saved"))
def save_draft(*, application: Application, version: int | None = None, by: User, **values) -> Application:
    """Keep what has been typed so far; only the draft's own fields, and only while it is a draft."""
    application = locked(application)
    require(permissions.may_edit_draft(by, application))
    _require_draft(application)
    refuse_invalid(draft_problems(application.customer, values))
    if change(application, version=version, **_kept_fields(_under_its_version(application, values))):
        reconcile_papers(application=application, by=by)
    return application


def _under_its_version(application: Application, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same product chosen again is no change of its version: an application keeps the one it was opened under."""
    chosen = values.get("product_version")
    if chosen is None or chosen.product_id != application.product_version.product_id:
        return values
    return {**values, "product_version": application.product_version}


def _kept_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The draft's own fields; a text that is missing is empty."""
    kept = {name: values[name] for name in DRAFT_FIELDS if name in values}
    return {name: "" if value is None and name in TEXTS else value for name, value in kept.items()}


def locked(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


def expect_step(application: Application, to: str, version: int | None) -> None:
    """Refuse a step that was taken already before calling the page old: so a double click is told what happened."""
    if to not in application.TRANSITIONS[Status(application.status)]:
        raise TransitionRefused(
            _("This step is not possible: it is now “{status}”.").format(status=application.get_status_display())
        )
    if version is not None and version != application.version:
        raise Stale


def _require_draft(application: Application) -> None:
    if application.status != Status.DRAFT:
        raise InvalidInput(
            _("The application has been submitted. Ask the department manager to return it for changes.")
        )


@service(says=_("Application submitted"))
def submit_application(*, application: Application, version: int | None = None, by: User) -> Application:
    """Hand a complete draft to the department manager. Raises `Missing` with every point at once."""
    application = locked(application)
    require(permissions.may_submit(by, application))
    expect_step(application, Status.SUBMITTED, version)
    points = [sentence for _field, sentence in submission_lacks(application)]
    points += [_("Answer to what was returned: {point}").format(point=point) for point in unanswered(application)]
    if points:
        raise Missing(_("Not yet. Still missing:"), points)
    keep_eligibility(application, by)
    reconcile_papers(application=application, by=by)
    mark_stage(application, Status.SUBMITTED)
    application.submitted_at, application.is_returned = dates.now(), False
    application.save(update_fields=["submitted_at", "is_returned"])
    return application


@service(says=_("Withdrawn by the customer: {reason}"))
def withdraw_application(*, application: Application, reason: str, version: int | None = None, by: User) -> Application:
    """Record that the customer no longer wants the loan; possible until the contract is signed."""
    application = locked(application)
    require(permissions.may_withdraw(by, application))
    expect_step(application, Status.WITHDRAWN, version)
    end_case(application, Status.WITHDRAWN, reason)
    return application


def end_case(application: Application, to: str, reason: str) -> None:
    if len(reason) < 2:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    require_printable(reason=reason)
    mark_stage(application, to, reason=reason)
    application.end_reason = reason[:300]
    application.save(update_fields=["end_reason"])
