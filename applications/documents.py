"""The letter about missing papers and the repayment plan, as HTML for the press."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from applications.models import Application, Paper, PaperGroup, Party, Quote
from applications.plans import Plan
from applications.states import PaperStatus
from core import dates, display
from core.numbering import shown

TO_BRING = {PaperStatus.REQUIRED, PaperStatus.REJECTED, PaperStatus.EXPIRED}


def to_bring(papers: list[Paper]) -> list[Paper]:
    """What a party still has to hand in: all that is asked for or may apply, in the order of the file."""
    order = list(PaperGroup)
    missing = [paper for paper in papers if paper.is_open and paper.status in TO_BRING]
    return sorted(missing, key=lambda paper: (order.index(PaperGroup(paper.group)), paper.position))


def letter_html(application: Application, party: Party, missing: list[Paper], language: str) -> str:
    """The letter in the language in force: masked name, no identity, no address."""
    manager = application.account_manager
    context = {
        "lender": settings.LENDER["name"],
        "lender_phone": settings.LENDER["phone"],
        "name": display.mask_name(party.customer.name) if not party.customer.is_company else party.customer.name,
        "number": shown(application.number),
        "product": application.product_version.product.shown_name,
        "rows": [{"paper": paper, "why": _why(paper)} for paper in missing],
        "today": dates.today(),
        "manager": manager.name,
        "manager_phone": manager.phone,
        "language": language,
    }
    return render_to_string("applications/papers_letter.html", context)


def _why(paper: Paper) -> str:
    if paper.status == PaperStatus.REJECTED:
        return _("What was handed in could not be taken: {reason}").format(reason=paper.reason)
    if paper.status == PaperStatus.EXPIRED:
        return _("What was handed in has run out; a newer one is needed.")
    if paper.is_undecided:
        return _("Only {condition}").format(condition=paper.condition)
    if paper.requirement_id and paper.requirement.days_valid:
        return _("Not older than {days} days").format(days=paper.requirement.days_valid)
    return ""


def quote_html(quote: Quote, plan: Plan) -> str:
    """The plan in the language in force, for the customer: full name, no identity, no address."""
    manager = quote.application.account_manager
    context = {
        "lender": settings.LENDER["name"],
        "lender_phone": settings.LENDER["phone"],
        "number": shown(quote.number),
        "application": shown(quote.application.number),
        "name": quote.application.customer.name,
        "product": quote.application.product_version.product.shown_name,
        "plan": plan,
        "manager": manager.name,
        "manager_phone": manager.phone or settings.LENDER["phone"],
    }
    return render_to_string("applications/quote_paper.html", context)
