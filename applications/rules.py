"""What a complete application is: the product's limits and the lender's intake rules."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from applications.exposure import exposure_of
from applications.models import Application, SecurityKind
from applications.screening import screening_lacks
from core import display, parameters
from customers.names import fold

# Words that say nothing by themselves (folded); what is left of a purpose without them has to say something.
EMPTY_WORDS = (
    "资金周转", "资金週转", "流动资金", "补充", "周转", "週转", "经营", "资金", "日常", "生意", "企业", "公司", "用于", "需要",
    "贷款", "借款", "用途", "生产", "急用", "和", "的", "working", "capital", "cash", "flow", "business", "general", "purposes", "purpose",
)  # fmt: skip
LEAST_SAID = 6


def submission_lacks(application: Application) -> list[tuple[str, object]]:
    """Everything that keeps a draft from being submitted, as `(field, sentence)`; an empty list is a complete draft."""
    rules = application.product_version
    lacks: list[tuple[str, object]] = []
    if application.amount is None:
        lacks.append(("amount", _("The amount")))
    elif not rules.least_amount <= application.amount <= rules.most_amount:
        lacks.append(
            (
                "amount",
                _("The amount: this product goes from {least} to {most}").format(
                    least=display.in_words(rules.least_amount, "large"),
                    most=display.in_words(rules.most_amount, "large"),
                ),
            )
        )
    if not application.term_months:
        lacks.append(("term_months", _("The term")))
    elif application.term_months > rules.longest_months:
        most = ngettext_lazy(
            "The term: {count} month at most for this product",
            "The term: {count} months at most for this product",
            rules.longest_months,
        )
        lacks.append(("term_months", most.format(count=rules.longest_months)))
    if application.method not in rules.methods:
        lacks.append(("method", _("The repayment method")))
    lacks += _purpose_lacks(application)
    if not application.repayment_source.strip():
        lacks.append(("repayment_source", _("The source of repayment")))
    if not set(application.security) & set(SecurityKind.values):
        lacks.append(("security", _("The security offered, or “unsecured”")))
    lacks += _limit_lacks(application)
    if application.pk:  # what is only being typed has no parties yet
        lacks += [("checks", sentence) for sentence in screening_lacks(application)]
    return lacks


def _limit_lacks(application: Application) -> list[tuple[str, object]]:
    """What the lender may not lend at all: above its limits, or without security to somebody of its own."""
    lacks: list[tuple[str, object]] = []
    if application.amount is not None:
        lacks += [("amount", sentence) for sentence in exposure_of(application.customer, application.amount).breaches]
    if SecurityKind.UNSECURED in application.security and application.customer.lender_ties.standing().exists():
        lacks.append(
            (
                "security",
                _(
                    "A related party of the lender gets no loan without security. Offer security, or let a risk officer "
                    "clear the conflict warning."
                ),
            )
        )
    return lacks


def _purpose_lacks(application: Application) -> list[tuple[str, object]]:
    purpose = "".join(application.purpose.split())
    if not purpose:
        return [("purpose", _("The purpose: what is bought, from whom, why now"))]
    if len(purpose) < int(parameters.value("shortest_purpose")) or is_empty_phrase(purpose):
        return [("purpose", _("The purpose is too general: say what is bought, from whom, and why now"))]
    return []


def unanswered(application: Application) -> list[str]:
    """The returned points that nobody has answered, the oldest first: with one of them a case does not go up again."""
    return list(application.return_points.filter(answered_at=None).order_by("pk").values_list("text", flat=True))


def is_empty_phrase(purpose: str) -> bool:
    """Whether a purpose is made of words like 資金周轉 only, however they are put together."""
    said = fold(purpose)
    for word in EMPTY_WORDS:
        said = said.replace(word, "")
    return sum(character.isalnum() for character in said) < LEAST_SAID
