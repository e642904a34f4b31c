"""What a complete application is: the product's limits and the lender's intake rules."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext

from applications.exposure import Exposure, exposure_of
from applications.facts import Judged, is_vague, judge
from applications.labels import rule_name, rule_sentence
from applications.models import Application, PartyRole, SecurityKind
from applications.screening import screening_lacks
from applications.states import Status
from core import display
from customers.related import claims_sentences

BEFORE_REPORT = {Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED, Status.INVESTIGATING}
GUARANTOR_UNNAMED = _("A guarantee is offered and no guarantor is named yet.")


def submission_lacks(application: Application, judged: list[Judged] | None = None) -> list[tuple[str, object]]:
    """Everything that keeps a draft from being submitted, as `(field, sentence)`; an empty list is a complete draft.

    `judged` are the answers of the eligibility rules, for a caller who has them already.
    """
    if not application.product_version_id:
        return [("product_version", _("The product")), *_blanks(application)]
    rules = application.product_version
    lacks: list[tuple[str, object]] = []
    lacks += _amount_lacks(application)
    lacks += _term_lacks(application)
    if application.method not in rules.methods:
        lacks.append(("method", _("The repayment method")))
    lacks += _purpose_lacks(application)
    if not application.repayment_source.strip():
        lacks.append(("repayment_source", _("The source of repayment")))
    lacks += _security_lacks(application)
    lacks += _limit_lacks(application)
    if application.pk:  # what is only being typed has no parties yet
        lacks += [("checks", sentence) for sentence in screening_lacks(application)]
    return lacks + eligibility_lacks(judge(application) if judged is None else judged)


def is_guarantor_unnamed(application: Application) -> bool:
    """Whether a guarantee is offered and nobody is named who gives it.

    It keeps no case from going up, but their checks and papers begin only when they are named. Once the report has gone
    up it is asked no more.
    """
    if application.status not in BEFORE_REPORT or SecurityKind.GUARANTEE not in (application.security or []):
        return False
    return not any(
        party.role == PartyRole.GUARANTOR and party.removed_at is None for party in application.parties.all()
    )


def warnings_of(application: Application) -> list[str]:
    """What does not keep a case back and should be seen to all the same."""
    return [str(GUARANTOR_UNNAMED)] if is_guarantor_unnamed(application) else []


def _blanks(application: Application) -> list[tuple[str, object]]:
    """What every product asks for and nobody has filled in yet; what it has to be, the product says."""
    blanks: dict[str, object] = {
        "amount": _("The amount"),
        "term_months": _("The term"),
        "method": _("The repayment method"),
        "purpose": _("The purpose: what is bought, from whom, why now"),
        "repayment_source": _("The source of repayment"),
        "security": _("The security offered, or “unsecured”"),
    }
    return [(name, sentence) for name, sentence in blanks.items() if not getattr(application, name)]


def _amount_lacks(application: Application) -> list[tuple[str, object]]:
    rules = application.product_version
    if application.amount is None:
        return [("amount", _("The amount"))]
    if rules.least_amount <= application.amount <= rules.most_amount:
        return []
    least, most = (display.in_words(amount, "large") for amount in (rules.least_amount, rules.most_amount))
    return [("amount", _("The amount: this product goes from {least} to {most}").format(least=least, most=most))]


def _term_lacks(application: Application) -> list[tuple[str, object]]:
    rules = application.product_version
    if not application.term_months:
        return [("term_months", _("The term"))]
    if application.term_months > rules.longest_months:
        most = ngettext_lazy(
            "The term: {count} month at most for this product",
            "The term: {count} months at most for this product",
            rules.longest_months,
        )
        return [("term_months", most.format(count=rules.longest_months))]
    if application.term_months < rules.shortest_months:
        least = ngettext_lazy(
            "The term: {count} month at least for this product",
            "The term: {count} months at least for this product",
            rules.shortest_months,
        )
        return [("term_months", least.format(count=rules.shortest_months))]
    return []


def _security_lacks(application: Application) -> list[tuple[str, object]]:
    """The product may allow some kinds of security only, and ask for some."""
    rules, offered = application.product_version, set(application.security) & set(SecurityKind.values)
    if not offered:
        return [("security", _("The security offered, or “unsecured”"))]
    lacks: list[tuple[str, object]] = []
    if refused := offered - set(rules.security_allowed or offered):
        lacks.append(("security", _("The security: this product does not take {kinds}").format(kinds=_kinds(refused))))
    if wanting := set(rules.security_required) - offered:
        lacks.append(("security", _("The security: this product asks for {kinds}").format(kinds=_kinds(wanting))))
    return lacks


def _kinds(kinds: set[str]) -> str:
    comma = pgettext("between words of a list", ", ")
    return comma.join(str(kind.label) for kind in SecurityKind if kind in kinds)


def eligibility_lacks(judged: list[Judged]) -> list[tuple[str, object]]:
    """What blocks, and what asks for an exception; a rule whose facts are not known yet keeps no draft back."""
    lacks: list[tuple[str, object]] = []
    for answer in judged:
        words = {"rule": rule_name(answer.result.rule), "sentence": rule_sentence(answer.result)}
        if answer.result.blocks:
            lacks.append(("eligibility", _("{rule}: {sentence}").format(**words)))
        elif answer.lacks_exception:
            lacks.append(("eligibility", _("{rule}: {sentence} Write the exception, or change it.").format(**words)))
    return lacks


def _limit_lacks(application: Application) -> list[tuple[str, object]]:
    """What the lender may not lend at all: above its limits, or without security to somebody of its own."""
    lacks: list[tuple[str, object]] = []
    if application.amount is not None:
        exposure = _exposure(application, application.amount)
        lacks += [("amount", sentence) for sentence in exposure.breaches]
    # Before they are answered nobody knows the group that the limits are held to.
    lacks += [("amount", sentence) for sentence in claims_sentences(application.customer)]
    # A product that asks the rule on related parties says it there.
    is_asked = "insider" not in application.product_version.eligibility
    is_unsecured = is_asked and SecurityKind.UNSECURED in application.security
    if is_unsecured and application.customer.lender_ties.standing().exists():
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


def _exposure(application: Application, amount: Decimal) -> Exposure:
    """As the reader of the page may read it, else the account manager: a draft is theirs alone."""
    if application.exposure_read is not None:
        return application.exposure_read.asking(amount)
    return exposure_of(application.customer, amount, reader=application.account_manager)


def _purpose_lacks(application: Application) -> list[tuple[str, object]]:
    if not application.purpose.strip():
        return [("purpose", _("The purpose: what is bought, from whom, why now"))]
    if is_vague(application.purpose):
        return [("purpose", _("The purpose is too general: say what is bought, from whom, and why now"))]
    return []


def unanswered(application: Application) -> list[str]:
    """The returned points that nobody has answered, the oldest first: with one of them a case does not go up again."""
    return list(application.return_points.filter(answered_at=None).order_by("pk").values_list("text", flat=True))
