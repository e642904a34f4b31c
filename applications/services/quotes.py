"""Repayment plans on paper: numbered, sealed, in the customer's language or another one."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications import documents, permissions
from applications.models import Application, ProductVersion, Quote, RepaymentMethod
from applications.plans import Plan, asked_for, plan_of
from core import dates, display
from core import documents as paper_press
from core.errors import InvalidInput
from core.models import Document
from core.numbering import Kind, issue, shown
from core.service import made_with, record, require, service
from staff.models import User

KIND = "quote"
MOST_MONTHS = 600


@service(says=_("Repayment plan {number} given: {amount} yuan, {term_months} months, {rate}"))
def issue_quote(
    *,
    application: Application,
    by: User,
    amount: Decimal | None = None,
    term_months: int | None = None,
    method: str = "",
    annual_rate: Decimal | None = None,
    language: str = "",
    submission_key: UUID | None = None,
) -> Quote:
    """Number a plan and ask for its paper; what is left out of the terms is what the application asks for.

    Nothing of the application changes. The same `submission_key` gives the plan that its first use made; it is refused
    for other terms. Raises `InvalidInput` for terms that the product does not know or a plan cannot be computed for.
    """
    require(permissions.may_quote(by, application))
    terms = _terms(application, amount=amount, term_months=term_months, method=method, annual_rate=annual_rate)
    language = language or application.customer.language
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput(_("Choose one of those offered."), field="language")
    said = {"application": application, "made_by": by, "language": language, **terms}
    if (again := made_with(Quote, submission_key, by, **said)) is not None:
        return again
    plan = plan_of(application.product_version, on=dates.today(), **terms)
    quote = Quote(
        uuid=submission_key or uuid4(),
        number=issue(Kind.QUOTE, application.department.branch.code),
        cost_rate=plan.cost_with_fees,
        made_on=plan.on,
        **said,
    )
    quote.document = _paper(quote, plan, by)
    quote.save(force_insert=True)
    record(
        quote,
        number=quote.number,
        amount=display.grouped(quote.amount),
        term_months=quote.term_months,
        rate=display.exact_percent(quote.annual_rate),
    )
    return quote


def _terms(application: Application, **typed: Any) -> dict[str, Any]:
    """What was typed over what the application asks for, as the product knows it."""
    terms = asked_for(application) | {name: value for name, value in typed.items() if value not in (None, "")}
    check_terms(application.product_version, **terms)
    return terms


def _paper(quote: Quote, plan: Plan, by: User) -> Document:
    """The plan set in the language of the quote, to be printed and sealed."""
    with translation.override(quote.language):
        html = documents.quote_html(quote, plan)
        title = _now("Repayment plan {number}").format(number=shown(quote.number))
    return paper_press.ask(
        key=f"quote:{quote.uuid}",
        kind=KIND,
        title=title,
        html=html,
        language=quote.language,
        by=by,
        case_uuid=quote.application.uuid,
    )


def check_terms(rules: ProductVersion, *, amount: Any, term_months: Any, method: str, annual_rate: Decimal) -> None:
    """Refuse terms that are not complete, or a rate that the product does not have."""
    if amount is None or amount < 1:
        raise InvalidInput(_("Enter the amount of the plan."), field="amount")
    if term_months is None or not 1 <= term_months <= MOST_MONTHS:
        raise InvalidInput(_("A plan has 1 to {most} months.").format(most=MOST_MONTHS), field="term_months")
    if method not in RepaymentMethod.values:
        raise InvalidInput(_("Choose a repayment method."), field="method")
    if not rules.least_rate <= annual_rate <= rules.most_rate:
        words = _("The product has yearly rates from {least} to {most}.")
        raise InvalidInput(
            words.format(least=display.percent(rules.least_rate), most=display.percent(rules.most_rate)),
            field="annual_rate",
        )
