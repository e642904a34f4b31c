"""The loan contract as a printed document."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from applications.labels import DAY_COUNTS
from applications.schedule import Terms, schedule
from contracts.models import ContractTemplate, LoanContract
from core import dates, display
from core.errors import InvalidInput
from core.money import Script, in_capitals
from core.numbering import shown

PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def terms_of(contract: LoanContract, disbursed_on=None) -> Terms:
    """The contract's terms for the schedule engine, as if released on a day (today by default)."""
    return contract.application.product_version.loan_terms(
        principal=contract.amount,
        annual_rate=contract.annual_rate,
        months=contract.term_months,
        method=contract.method,
        disbursed_on=disbursed_on or dates.today(),
    )


def contract_html(contract: LoanContract) -> str:
    """The contract's text, fixed at the moment of printing, in the template's language."""
    with translation.override(contract.template.language):
        context = {
            "contract": contract,
            "number": shown(contract.number),
            "body": _laid_out(contract.template, _places(contract)),
            "rows": schedule(terms_of(contract)),
            "lender": settings.LENDER["name"],
            "language": contract.template.language,
            "borrower": contract.application.customer.name,
        }
        return render_to_string("contracts/contract.html", context)


def _places(contract: LoanContract) -> dict[str, str]:
    """What the template's places take, as text."""
    application, customer = contract.application, contract.application.customer
    script: Script = "hans" if contract.template.language == "zh-hans" else "hant"
    return {
        "lender": settings.LENDER["name"],
        "borrower": customer.name,
        "identity_name": _("Unified social credit code") if customer.is_company else _("Identity number"),
        "identity": customer.identity,
        "product": application.product_version.product.shown_name,
        "currency": _("RMB") if contract.currency == "CNY" else contract.currency,
        "amount": display.grouped(contract.amount),
        "capitals": in_capitals(contract.amount, script),
        "purpose": application.purpose.strip().rstrip("。."),
        "months": str(contract.term_months),
        "rate": display.exact_percent(contract.annual_rate),
        "day_count": str(DAY_COUNTS[application.product_version.day_count]),
        "method": contract.get_method_display(),
        "source": application.repayment_source.strip().rstrip("。."),
        "multiplier": display.factor(application.product_version.penalty_multiplier),
        "security": _security(application),
    }


def _security(application) -> str:
    """The security by name and number, so that the contracts refer to each other."""
    lines = [
        _("Mortgage: {what}, title {title}, owner {owner}.").format(
            what=item.description, title=item.title_number, owner=item.owner.name
        )
        for item in application.collateral.offered().select_related("owner")
    ]
    lines += [
        _("Joint and several guarantee of {who}.").format(who=guarantee.guarantor.name)
        for guarantee in application.guarantees.offered().select_related("guarantor")
    ]
    return ("" if display.is_chinese() else " ").join(lines) or _("Unsecured.")


def _laid_out(template: ContractTemplate, places: dict[str, str]):
    """The wording as HTML; a place that no term fills is an error, never a gap in a contract."""

    def fill(match: re.Match) -> str:
        if match[1] not in places:
            raise InvalidInput(
                _("The contract template asks for “{name}”, which does not exist.").format(name=match[1])
            )
        return places[match[1]]

    blocks = []
    for line in template.body.splitlines():
        text = PLACE.sub(fill, line.strip())
        if text.startswith("## "):
            blocks.append(("h3", text[3:]))
        elif text and not text.startswith("# "):
            blocks.append(("p", text))
    return format_html("{}", format_html_join("\n", "<{0}>{1}</{0}>", ((tag, text) for tag, text in blocks)))


def title_of(template: ContractTemplate) -> str:
    """The `# ` line of the wording."""
    first = next((line for line in template.body.splitlines() if line.startswith("# ")), "# ")
    return first[2:].strip()
