"""From the first draft to acceptance, and the ends before a decision; later apps move a case on by `mark_stage`."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import (
    Application,
    ChecklistItem,
    Party,
    PartyRole,
    Product,
    ProductVersion,
    RepaymentMethod,
    ReturnPoint,
    SecurityKind,
)
from applications.products import ALL_METHODS, PRODUCTS
from applications.rules import submission_lacks
from applications.states import Status
from core import dates, numbering
from core.documents import require_printable
from core.errors import InvalidInput, Missing, Stale, TransitionRefused
from core.money import LARGEST, to_cents
from core.numbering import Kind
from core.service import change, record, require, service
from core.states import move
from customers.models import Customer
from staff.models import User
from staff.roles import Role

LONGEST_TERM, LONGEST_TEXT, LAST_DEADLINE = 600, 1000, timedelta(days=365)
DRAFT_FIELDS = ("product_version", "amount", "term_months", "method", "purpose", "repayment_source", "security")


def mark_stage(application: Application, to: str, **details) -> None:
    """Move an application and keep since when; every app calls it inside its own service."""
    move(application, to=to, **details)
    application.status_since = dates.now()
    application.save(update_fields=["status_since"])


@service(says=_("Products installed"))
def install_products(*, by=None) -> None:
    """The first version of each product that is not there yet, with its due-diligence template."""
    for rules in PRODUCTS:
        product, is_new = Product.objects.get_or_create(code=rules["code"], defaults={"name": rules["name"]})
        if not is_new:
            continue
        limits = {name: value for name, value in rules.items() if name not in {"code", "name", "checklist"}}
        version = ProductVersion.objects.create(
            product=product,
            number=1,
            valid_from=date(2020, 1, 1),
            least_rate=Decimal("0.03"),
            most_rate=Decimal("0.24"),
            methods=ALL_METHODS,
            penalty_multiplier=Decimal("1.5"),
            **limits,
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                product_version=version,
                section=section,
                position=position,
                code=code,
                title=title,
                hint=hint,
                needs_file=needs_file,
            )
            for position, (section, code, title, hint, needs_file) in enumerate(rules["checklist"], start=1)
        )


@service(says=_("Application {number} opened"))
def open_application(
    *, customer: Customer, product_version: ProductVersion, by: User, submission_key=None, **values
) -> Application:
    """A draft with a number of its own; anything else may still be missing. `values` are those of `DRAFT_FIELDS`.

    The same `submission_key` gives the draft that its first use opened.
    """
    require(permissions.may_open(by, customer))
    if submission_key:
        User.objects.wait_for(by)
    again = Application.objects.filter(uuid=submission_key, account_manager=by).first() if submission_key else None
    if again is not None:
        return again
    _check_kind(product_version, customer)
    application = Application.objects.create(
        **({"uuid": submission_key} if submission_key else {}),
        number=numbering.issue(Kind.APPLICATION, customer.department.branch.code),
        customer=customer,
        product_version=product_version,
        department=customer.department,
        account_manager=by,
        lead_investigator=by,
        currency=product_version.currency,
        **_checked(values),
    )
    Party.objects.create(application=application, customer=customer, role=PartyRole.BORROWER)
    record(application, number=application.number)
    return application


def _check_kind(product_version: ProductVersion, customer: Customer) -> None:
    if customer.is_company and not product_version.for_companies:
        raise InvalidInput(_("This product is for persons only."), field="product_version")
    if not customer.is_company and not product_version.for_persons:
        raise InvalidInput(_("This product is for companies only."), field="product_version")


@service(says=_("Draft saved"))
def save_draft(*, application: Application, version: int | None = None, by: User, **values) -> Application:
    """Keep what has been typed so far; only the draft's own fields, and only while it is a draft."""
    application = _locked(application)
    require(permissions.may_edit_draft(by, application))
    _require_draft(application)
    if product_version := values.get("product_version"):
        _check_kind(product_version, application.customer)
    change(application, version=version, **_checked(values))
    return application


def _checked(values: dict) -> dict:
    """The draft's own fields; what no application could hold is refused, the product's limits wait for submission."""
    kept = {name: values[name] for name in DRAFT_FIELDS if name in values}
    for name in ("purpose", "repayment_source"):
        if name in kept:
            kept[name] = kept[name] or ""
            require_printable(**{name: kept[name]})
            if len(kept[name]) > LONGEST_TEXT:
                raise InvalidInput(_("This text is longer than 1,000 characters."), field=name)
    amount, term = kept.get("amount"), kept.get("term_months")
    if amount is not None and not (amount.is_finite() and 0 < amount <= LARGEST and amount == to_cents(amount)):
        raise InvalidInput(_("The amount is more than nothing, with at most two decimals."), field="amount")
    if term is not None and not 1 <= term <= LONGEST_TERM:
        raise InvalidInput(_("The term is between 1 and 600 months."), field="term_months")
    if kept.get("method", "") not in ("", *RepaymentMethod.values):
        raise InvalidInput(_("This repayment method is not known."), field="method")
    if set(kept.get("security") or []) - set(SecurityKind.values):
        raise InvalidInput(_("This kind of security is not known."), field="security")
    return kept


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


def _expect(application: Application, to: str, version: int | None) -> None:
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
    application = _locked(application)
    require(permissions.may_submit(by, application))
    _expect(application, Status.SUBMITTED, version)
    if points := submission_lacks(application):
        raise Missing(_("Not yet. Still missing:"), [sentence for _field, sentence in points])
    mark_stage(application, Status.SUBMITTED)
    application.submitted_at, application.is_returned = dates.now(), False
    application.save(update_fields=["submitted_at", "is_returned"])
    return application


@service(says=_("Accepted. Second investigator: {second}, until {deadline}"))
def accept_application(
    *, application: Application, second_investigator: User, deadline: date, version: int | None = None, by: User
) -> Application:
    """受理派工: assign the lead, the second investigator and a deadline in one act."""
    application = _locked(application)
    require(permissions.may_accept(by, application))
    _expect(application, Status.ACCEPTED, version)
    if second_investigator.pk == application.lead_investigator_id:
        raise InvalidInput(
            _("The second investigator must be another person than the lead."), field="second_investigator"
        )
    if not User.objects.with_role(Role.ACCOUNT_MANAGER, application.department).contains(second_investigator):
        raise InvalidInput(
            _("The second investigator must be an active account manager of the case's department."),
            field="second_investigator",
        )
    if deadline <= dates.today():
        raise InvalidInput(_("The deadline must lie in the future."), field="deadline")
    if deadline > dates.today() + LAST_DEADLINE:
        raise InvalidInput(_("The deadline lies more than a year ahead. Check the year."), field="deadline")
    mark_stage(application, Status.ACCEPTED, second=second_investigator.name, deadline=deadline)
    application.second_investigator, application.deadline = second_investigator, deadline
    application.accepted_by, application.accepted_at = by, dates.now()
    application.save(update_fields=["second_investigator", "deadline", "accepted_by", "accepted_at"])
    return application


@service(says=_("Returned: {reason}"))
def return_application(
    *, application: Application, points: list[str], version: int | None = None, by: User
) -> Application:
    """Send a submitted application back to its account manager with what has to change."""
    application = _locked(application)
    require(permissions.may_accept(by, application))
    _expect(application, Status.DRAFT, version)
    add_return_points(application, points, by)
    mark_stage(application, Status.DRAFT, reason="；".join(point.strip() for point in points if point.strip())[:500])
    application.is_returned = True
    application.save(update_fields=["is_returned"])
    return application


def add_return_points(application: Application, points: list[str], by: User) -> None:
    """Keep what has to change; every return names at least one point."""
    written = [point.strip()[:300] for point in points if point.strip()]
    if not written:
        raise InvalidInput(_("Name at least one point that has to change."), field="points")
    require_printable(points="".join(written))
    ReturnPoint.objects.bulk_create(
        ReturnPoint(application=application, round=application.round, text=text, made_by=by, made_at=dates.now())
        for text in written
    )


@service(says=_("Answered: {answer}"))
def answer_point(*, point: ReturnPoint, answer: str, by: User) -> None:
    """The account manager's or investigator's answer to a returned point."""
    require(permissions.may_answer(by, _locked(point.application)))
    answer = answer[:300]
    if not answer:
        raise InvalidInput(_("Write what has changed."), field="answer")
    require_printable(answer=answer)
    point.answer, point.answered_at = answer, dates.now()
    point.save(update_fields=["answer", "answered_at"])
    record(point, answer=answer)


@service(says=_("Not accepted: {reason}"))
def decline_intake(*, application: Application, reason: str, version: int | None = None, by: User) -> Application:
    """不予受理: refuse a submitted application without an investigation."""
    application = _locked(application)
    require(permissions.may_accept(by, application))
    if application.status != Status.SUBMITTED:
        raise TransitionRefused(_("Only an application that waits for acceptance can be refused here."))
    _expect(application, Status.DECLINED, version)
    _end(application, Status.DECLINED, reason)
    return application


@service(says=_("Withdrawn by the customer: {reason}"))
def withdraw_application(*, application: Application, reason: str, version: int | None = None, by: User) -> Application:
    """Record that the customer no longer wants the loan; possible until the contract is signed."""
    application = _locked(application)
    require(permissions.may_withdraw(by, application))
    _expect(application, Status.WITHDRAWN, version)
    _end(application, Status.WITHDRAWN, reason)
    return application


def _end(application: Application, to: str, reason: str) -> None:
    if len(reason) < 2:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    require_printable(reason=reason)
    mark_stage(application, to, reason=reason)
    application.end_reason = reason[:300]
    application.save(update_fields=["end_reason"])
