"""The rules of eligibility and of a product in words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from applications.eligibility import FAILS, HARD, HARD_RULES, QUESTION, UNKNOWN, Result
from applications.models import (
    ChargedWhen,
    ChecklistItem,
    PaperRequirement,
    PartyRole,
    ProductFee,
    ProductVersion,
    RepaymentMethod,
    SecurityKind,
)
from applications.parameters import FULL_AUTHORITY, SMALL_AUTHORITY
from core import display, parameters
from customers.models import Behind, Source

# rule: name, sentence when it passes, sentence when it fails
RULES: dict[str, tuple[Any, Any, Any]] = {
    "identity": (_("Identity or licence"), _("Valid."), _("Not valid, cancelled or abnormal.")),
    "purpose": (
        _("Purpose"),
        _("Nothing in it that is not lent for."),
        _(
            "It names what is not lent for: {found}. If the loan is for something else, explain it in writing; "
            "the department manager decides."
        ),
    ),
    "operating": (
        _("Time in business"),
        _("{operating_months} months, at least {eligible_operating_months}."),
        _("{operating_months} months only; at least {eligible_operating_months} are asked."),
    ),
    "record": (
        _("Repayment record"),
        _("Nothing overdue; at most {eligible_late_payments} late payments, none of {eligible_late_days} days."),
        _(
            "Overdue now, or more than {eligible_late_payments} late payments in 24 months, or one of"
            " {eligible_late_days} days or more."
        ),
    ),
    "enforcement": (
        _("Enforcement list"),
        _("On no list of enforcement or dishonesty."),
        _("On a list of enforcement or dishonesty, or in a criminal case."),
    ),
    "industry": (
        _("Industry"),
        _("Served by the lender."),
        _("The lender does not lend to this industry ({found})."),
    ),
    "debt_ratio": (
        _("Debt ratio"),
        _("{debt_ratio}, at most {limit}."),
        _("{debt_ratio}; at most {limit} is allowed."),
    ),
    "repayment_to_income": (
        _("Repayment to income"),
        _("{repayment_to_income} of the income, at most {limit}."),
        _("{repayment_to_income} of the income; at most {limit} is allowed."),
    ),
    "adult": (
        _("Age now"),
        _("{age} years, at least {eligible_youngest}."),
        _("{age} years; a borrower is at least {eligible_youngest}."),
    ),
    "age_at_end": (
        _("Age at the end of the term"),
        _("{age_at_end} years, at most {limit}."),
        _("{age_at_end} years; at most {limit} without an exception."),
    ),
    "insider": (
        _("Employees and related parties"),
        _("No unsecured credit to an employee or a related party."),
        _("An employee, a near relative or a related party gets no unsecured credit."),
    ),
}
RULE_CHOICES = [(rule, words[0]) for rule, words in RULES.items()]
FACTS = {
    "identity_valid": _("whether the identity or licence is valid"),
    "purpose": _("the purpose"),
    "is_specific": _("what exactly is bought, and from whom"),
    "industry": _("the industry code"),
    "operating_months": _("since when the business runs"),
    "has_overdue": _("what is overdue elsewhere"),
    "late_payments": _("late payments in 24 months"),
    "longest_late_days": _("the longest delay"),
    "is_enforced": _("the enforcement lists"),
    "liabilities": _("the liabilities"),
    "assets": _("the assets"),
    "monthly_repayment": _("the amount and the term"),
    "monthly_income": _("the monthly income"),
    "age": _("the date of birth"),
    "term_months": _("the term"),
    "is_insider": _("whether the borrower is an employee or a related party"),
    "is_unsecured": _("the security offered"),
}
# The sections of a due-diligence template
SECTIONS = {
    "identity": _("Identity and standing"),
    "premises": _("Premises and operation"),
    "market": _("Products and market"),
    "finance": _("Figures and accounts"),
    "stock": _("Stock and equipment"),
    "purpose": _("Purpose and repayment"),
    "debts": _("Debts and related parties"),
    "project": _("Project"),
    "security": _("Security"),
}
# By the codes of `applications.terms`; they read within a sentence too.
DAY_COUNTS = {
    "actual/360": _("actual days over 360"),
    "actual/364": _("actual days over 364"),
    "actual/365F": _("actual days over 365"),
    "actual/actual": _("actual days over the actual days of the year"),
    "30/360": _("months of 30 days over 360"),
    "30E/360": _("months of 30 days over 360, European"),
}
KINDS = {HARD: _("Blocks"), "soft": _("Exception possible"), QUESTION: _("To be explained")}
OUTCOMES = {"passes": _("Passes"), FAILS: _("Fails"), UNKNOWN: pgettext_lazy("a rule", "Not known yet")}
TONES = {"passes": "is-good", FAILS: "is-late", UNKNOWN: ""}
FRACTIONS = {"debt_ratio", "repayment_to_income"}
FRACTION_LIMITS = ("eligible_debt_ratio", "eligible_repayment")


def rule_name(rule: str) -> str:
    return str(RULES[rule][0]) if rule in RULES else rule


def in_rule_words(name: str, value: Decimal) -> str:
    """A figure or limit of a rule with its unit: a fraction as a percentage, else the number."""
    if name in FRACTIONS or name.startswith(FRACTION_LIMITS):
        return display.percent(value)
    return f"{value.normalize():f}"


def rule_sentence(result: Result) -> str:
    """What a rule says of a case, with its figures and limits."""
    comma = pgettext("between words of a list", ", ")
    if result.outcome == UNKNOWN:
        lacks = comma.join(str(FACTS.get(name, name)) for name in result.lacks)
        return _now("Not known yet: {what}.").format(what=lacks)
    given = {name: in_rule_words(name, value) for name, value in (*result.limits, *result.figures)}
    limit = in_rule_words(*result.limits[0]) if result.limits else ""
    if not result.figures and "{" in str(RULES[result.rule][1]) and result.outcome == FAILS and not result.found:
        missing = dict.fromkeys(("debt_ratio", "repayment_to_income", "age_at_end", "operating_months", "age"), "–")
        given = {**missing, **given}
    words = RULES[result.rule][2 if result.outcome == FAILS else 1]
    return str(words).format(**given, limit=limit, found=comma.join(result.found))


# A product version in words


def version_facts(version: ProductVersion) -> list[dict[str, Any]]:
    """Everything a version says, as `{code, label, value}` in the order of its form."""
    kinds = [
        *([_now("Persons")] if version.for_persons else []),
        *([_now("Companies")] if version.for_companies else []),
    ]
    least, most = (display.in_words(amount, "large") for amount in (version.least_amount, version.most_amount))
    rates = {"low": display.percent(version.least_rate), "high": display.percent(version.most_rate)}
    terms = {"least": display.months(version.shortest_months), "most": display.months(version.longest_months)}
    anything = _now("any")
    rows = [
        ("for", _now("For"), _listed(kinds)),
        ("amount", _now("Amount"), _now("{least} to {most}").format(least=least, most=most)),
        ("term", _now("Term"), _now("{least} to {most}").format(**terms)),
        ("rate", _now("Yearly rate"), _now("{low} to {high}").format(**rates)),
        ("methods", _now("Repayment methods"), _chosen(RepaymentMethod, version.methods)),
        ("security", _now("Security allowed"), _chosen(SecurityKind, version.security_allowed) or anything),
        ("required", _now("Security asked for"), _chosen(SecurityKind, version.security_required) or "–"),
        ("interest", _now("Interest"), _now("By the day") if version.interest == "daily" else _now("By the period")),
        ("day_count", _now("Day count"), DAY_COUNTS[version.day_count]),
        ("penalty", _now("Rate on what is late, times the rate"), display.factor(version.penalty_multiplier)),
        ("fees", _now("Fees"), _listed([fee_words(fee) for fee in version.fees.all()]) or "–"),
        (
            "eligibility",
            _now("Rules of eligibility"),
            _listed([rule_name(rule) for rule in version.eligibility]) or "–",
        ),
        ("authority", _now("Who decides"), version.get_authority_profile_display()),
        ("reminders", _now("How borrowers are reminded"), version.get_reminder_profile_display()),
        ("papers", _now("Papers"), _listed([paper_words(row) for row in version.paper_requirements.all()])),
        ("screenings", _now("Checks"), _listed([_told(*row) for row in screenings_in_words(version)]) or "–"),
        ("checklist", _now("Due-diligence template"), _listed([item_words(item) for item in version.checklist.all()])),
    ]
    return [{"code": code, "label": label, "value": value} for code, label, value in rows]


def authority_limits() -> str:
    """The two limits that the profiles of authority name, as they are today."""
    full, small = parameters.value(FULL_AUTHORITY), parameters.value(SMALL_AUTHORITY)
    return _now("Full authority: {full}; small authority: {small}. Both are parameters.").format(
        full=display.in_words(full, "large"), small=display.in_words(small, "large")
    )


def hard_rules() -> str:
    """The rules that no version gives up, by name."""
    return _now("These rules hold for every product: {rules}.").format(
        rules=display.joined([str(RULES[rule][0]) for rule in HARD_RULES])
    )


def version_changes(old: ProductVersion, new: ProductVersion) -> list[dict[str, Any]]:
    """What a version says otherwise than the one before: `{label, before, after}`; of lists only what differs."""
    changes = []
    for before, after in zip(version_facts(old), version_facts(new), strict=True):
        if before["value"] == after["value"]:
            continue
        pair = (before["value"], after["value"])
        if before["code"] in LISTS_IN_WORDS:
            in_words = LISTS_IN_WORDS[before["code"]]
            pair = _only_changed(in_words(old), in_words(new))
        changes.append({"label": after["label"], "before": pair[0], "after": pair[1]})
    return changes


LISTS_IN_WORDS: dict[str, Callable[[ProductVersion], list[str]]] = {
    "checklist": lambda version: [item_words(item) for item in version.checklist.all()],
    "papers": lambda version: [paper_words(row) for row in version.paper_requirements.all()],
    "screenings": lambda version: [_told(*row) for row in screenings_in_words(version)],
}


def _told(name: Any, words: Any) -> str:
    return _now("{name}: {words}").format(name=name, words=words)


def screenings_in_words(version: ProductVersion) -> list[tuple[str, str]]:
    """Whose checks a version asks for, and where each is looked up."""
    sources = version.screenings
    return [
        (str(label), _chosen(Source, sources[role]))
        for role, label in (*PartyRole.choices, *Behind.choices)
        if sources.get(role)
    ]


def paper_words(row: PaperRequirement) -> str:
    """A paper of the checklist in one line: its name, and what is asked of it."""
    parts = [row.get_need_display(), row.condition, row.roles_in_words, row.holds_good, row.checked_by]
    asked = _listed([str(part) for part in parts if part])
    return _now("{name} ({words})").format(name=row.title, words=asked)


def _only_changed(before: list[str], after: list[str]) -> tuple[str, str]:
    gone = _listed([text for text in before if text not in after]) or "–"
    come = _listed([text for text in after if text not in before]) or _now("the same in another order")
    return gone, come


def fee_words(fee: ProductFee) -> str:
    """A fee in one line: its name, how much, and when it is charged."""
    much = display.percent(fee.rate, 3) if fee.rate is not None else display.in_words(fee.amount, "yuan")
    return _now("{name} {much} ({when})").format(name=fee.shown_name, much=much, when=ChargedWhen(fee.charged).label)


def item_words(item: ChecklistItem) -> str:
    return _now("{title} (with file)").format(title=item.title) if item.needs_file else item.title


def _chosen(choices, values) -> str:
    return _listed([str(choice.label) for choice in choices if choice.value in values])


def _listed(words: list[str]) -> str:
    return pgettext("between words of a list", ", ").join(words)
