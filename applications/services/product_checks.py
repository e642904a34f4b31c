"""What a product and its versions may say, and why they may not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from applications.eligibility import HARD_RULES
from applications.labels import RULES
from applications.models import (
    Application,
    AuthorityProfile,
    ChargedWhen,
    PaperGroup,
    PaperNeed,
    PartyRole,
    Product,
    ProductVersion,
    ReminderProfile,
    RepaymentMethod,
    SecurityKind,
)
from applications.services.intake import LONGEST_TERM
from applications.terms import CHOICES
from core import dates, display
from core.errors import InvalidInput
from core.text import plain_text
from customers.models import Behind, CustomerKind, Source

# What a new version may say otherwise than the one before.
RULE_FIELDS = (
    "for_persons", "for_companies", "least_amount", "most_amount", "shortest_months", "longest_months", "least_rate",
    "most_rate", "methods", "security_allowed", "security_required", "interest", "day_count", "penalty_multiplier",
    "eligibility", "screenings", "authority_profile", "reminder_profile",
)  # fmt: skip

LANGUAGES = ("zh-hant", "zh-hans", "en")
# Who can be screened, and what one line of the checklist of papers says.
SCREENED = (*PartyRole.values, *Behind.values)
PAPER_FIELDS = (
    "code", "group", "need", "roles", "customer_kind", "titles", "conditions", "days_valid", "is_dated",
    "needs_clearance", "is_site_evidence",
)  # fmt: skip
LONGEST_VALID = 3660  # days

SEVERAL_OF: dict[str, Sequence[str]] = {
    "methods": RepaymentMethod.values,
    "security_allowed": SecurityKind.values,
    "security_required": SecurityKind.values,
    "eligibility": list(RULES),
}
ONE_OF: dict[str, Iterable[str]] = {
    "day_count": CHOICES["day_count"],
    "interest": CHOICES["interest"],
    "authority_profile": AuthorityProfile.values,
    "reminder_profile": ReminderProfile.values,
}

SHORTEST_REASON = 4

# A day further off is a slip of the keyboard, and it would keep every nearer version out.
LATEST_START = timedelta(days=366)


def withdrawal_problems(last: ProductVersion, number: int, reason: str | None = None) -> Iterator[InvalidInput]:
    """Why a version of a product stays, `last` being its newest one; a reason that is None is not judged."""
    if last.number != number:
        yield InvalidInput(_("Only the newest version can be withdrawn, version {number}.").format(number=last.number))
    elif number == 1:
        yield InvalidInput(_("The first version stays; withdraw the product instead."))
    elif last.valid_from <= dates.today():
        yield InvalidInput(_("Version {number} is in force already. Make a new one.").format(number=number))
    elif Application.objects.filter(product_version=last).exists():
        yield InvalidInput(_("Applications have been opened under version {number}.").format(number=number))
    if reason is not None and len(reason) < 2:
        yield InvalidInput(_("Give the reason in a few words."), field="reason")


def product_problems(code: str | None, name: str | None) -> Iterator[InvalidInput]:
    """Why a product cannot be called so; what could not be read is None and not judged."""
    if code is not None and not 2 <= len(product_code(code)) <= 20:
        yield InvalidInput(_("A code has 2 to 20 letters, digits or lines."), field="code")
    elif code is not None and Product.objects.filter(code=product_code(code)).exists():
        yield InvalidInput(_("Another product has this code."), field="code")
    if name is not None and not 0 < len(plain_text(name)) <= 60:
        yield InvalidInput(_("Give the product a name of at most 60 characters."), field="name")
    elif name is not None and Product.objects.filter(name__iexact=plain_text(name)).exists():
        yield InvalidInput(_("Another product has this name."), field="name")


def product_code(code: str) -> str:
    return slugify(code).replace("-", "_")


def version_problems(last: ProductVersion, values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What no version after `last` may say; a rule is judged only where all that it compares could be read."""
    if values.get("valid_from"):
        yield from _day_problems(last, values["valid_from"])
    yield from _choice_problems(values)
    yield from _rule_problems(values)
    yield from _note_problems(values)
    yield from _limit_problems(values)


def _day_problems(last: ProductVersion, day: date) -> Iterator[InvalidInput]:
    sentence: Any = ""
    if day > dates.today() + LATEST_START:
        sentence = _("A version begins within a year: a rule of later years is made when it is known.")
    elif day < dates.today():
        sentence = _("A version begins today or later: the past keeps its rules.")
    elif day < last.valid_from:
        sentence = _("Version {number} begins on {day}; the next one begins not before it.").format(
            number=last.number, day=last.valid_from
        )
    elif day == dates.today() and Application.objects.filter(product_version=last).exists():
        sentence = _(
            "Applications have been opened under version {number}, so a change begins tomorrow at the earliest."
        ).format(number=last.number)
    if sentence:
        yield InvalidInput(sentence, field="valid_from")


def _choice_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    unknown = [field for field, choices in SEVERAL_OF.items() if set(values.get(field) or []) - set(choices)]
    unknown += [field for field, choices in ONE_OF.items() if field in values and values[field] not in choices]
    for field in unknown:
        yield InvalidInput(_("Choose one of those offered."), field=field)
    asked = values.get("screenings") or {}
    if set(asked) - set(SCREENED) or any(set(sources) - set(Source.values) for sources in asked.values()):
        yield InvalidInput(_("Choose one of those offered."), field="screenings")
    if "methods" in values and not values["methods"]:
        yield InvalidInput(_("A product has at least one way of repayment."), field="methods")
    allowed = values.get("security_allowed") or SecurityKind.values
    if set(values.get("security_required") or []) - set(allowed):
        yield InvalidInput(_("What is asked for has to be allowed as well."), field="security_required")


def _rule_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """A hard rule is not given up at all."""
    rules = set(values.get("eligibility") or [])
    if missing := [RULES[rule][0] for rule in HARD_RULES if rule not in rules]:
        sentence = _("These rules hold for every product: {rules}.")
        yield InvalidInput(sentence.format(rules=display.joined(missing)), field="eligibility")


def _note_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """Whatever a version says otherwise, it says why."""
    note = plain_text(values.get("note") or "")
    if sum(sign.isalnum() for sign in note) < SHORTEST_REASON:
        words = _("Say why it changes in at least {count} letters or signs.")
        yield InvalidInput(words.format(count=SHORTEST_REASON), field="note")


def _limit_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    if not (values.get("for_persons") or values.get("for_companies")):
        yield InvalidInput(_("Say for whom the product is."), field="for_persons")
    if _all_in(values, "least_amount", "most_amount") and not 0 < values["least_amount"] <= values["most_amount"]:
        words = _("The highest amount is not below the lowest, and both are more than nothing.")
        yield InvalidInput(words, field="most_amount")
    if _all_in(values, "shortest_months", "longest_months") and not (
        1 <= values["shortest_months"] <= values["longest_months"] <= LONGEST_TERM
    ):
        words = _("The longest term is not below the shortest, and at most 600 months.")
        yield InvalidInput(words, field="longest_months")
    yield from _rate_problems(values)
    if _all_in(values, "penalty_multiplier") and not 1 <= values["penalty_multiplier"] <= 2:
        words = _("The rate on what is late is between one and two times the rate of the loan.")
        yield InvalidInput(words, field="penalty_multiplier")


def _rate_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    unlikely = [name for name in ("least_rate", "most_rate") if _all_in(values, name) and not 0 <= values[name] < 1]
    for name in unlikely:
        words = _(
            "A yearly rate lies between 0% and 100%; this is {rate}. In the API a rate is a fraction: 0.24 for 24%."
        )
        yield InvalidInput(words.format(rate=display.percent(values[name])), field=name)
    if not unlikely and _all_in(values, "least_rate", "most_rate") and values["least_rate"] > values["most_rate"]:
        words = _("The highest rate is not below the lowest, which is {rate}.")
        yield InvalidInput(words.format(rate=display.percent(values["least_rate"])), field="most_rate")


def _all_in(values: Mapping[str, Any], *names: str) -> bool:
    return all(values.get(name) is not None for name in names)


def fee_problems(fees: Sequence[Mapping[str, Any]]) -> Iterator[InvalidInput]:
    """What is wrong with the fees of a version."""
    for fee in fees:
        name, rate, amount = fee_values(fee)
        if not name or (rate is None) == (amount is None):
            yield InvalidInput(_("A fee has a name, and either a percentage or a fixed amount."), field="fees")
        elif (rate is not None and not 0 < rate < 1) or (amount is not None and amount <= 0):
            yield InvalidInput(_("The fee “{name}” is more than nothing.").format(name=name), field="fees")
        if fee.get("charged", ChargedWhen.RELEASE) not in ChargedWhen.values:
            yield InvalidInput(_("Say when the fee “{name}” is charged.").format(name=name), field="fees")


def fee_values(fee: Mapping[str, Any]) -> tuple[str, Decimal | None, Decimal | None]:
    return plain_text(fee.get("name", ""))[:60], fee.get("rate") or None, fee.get("amount") or None


def checklist_problems(items: Sequence[Mapping[str, Any]]) -> Iterator[InvalidInput]:
    if not all(plain_text(item.get("title", "")) and item.get("section") for item in items):
        yield InvalidInput(_("Every question of the checklist has a section and a title."), field="checklist")
    codes = Counter(item["code"] for item in items if item.get("code"))
    for code in [code for code, times in codes.items() if times > 1]:
        yield InvalidInput(_("Two questions of the checklist have the code {code}.").format(code=code))


def paper_problems(papers: Sequence[Mapping[str, Any]]) -> Iterator[InvalidInput]:
    """What is wrong with the checklist of papers of a version."""
    for paper in papers:
        for _name, sentence in paper_row_problems(paper):
            yield InvalidInput(sentence, field="papers")
    codes = Counter(paper["code"] for paper in papers if paper.get("code"))
    for code in [code for code, times in codes.items() if times > 1]:
        yield InvalidInput(_("Two papers have the code {code}.").format(code=code), field="papers")


def paper_row_problems(paper: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is wrong with one line of a checklist of papers, as (field, sentence)."""
    title = plain_text((paper.get("titles") or {}).get("zh-hant", ""))
    condition = plain_text((paper.get("conditions") or {}).get("zh-hant", ""))
    if not title:
        yield "title", _("Every paper has a name in Traditional Chinese.")
    if not paper.get("roles") or set(paper["roles"]) - set(PartyRole.values):
        yield "roles", _("Say of whom the paper “{name}” is asked.").format(name=title)
    if paper.get("group") not in PaperGroup.values or paper.get("customer_kind", "") not in ("", *CustomerKind.values):
        yield "group", _("Choose one of those offered.")
    if paper.get("need") not in PaperNeed.values:
        yield "need", _("Choose one of those offered.")
    elif (paper["need"] == PaperNeed.CONDITIONAL) != bool(condition):
        yield "condition", _("A paper has a condition when it is asked for only if it applies, and only then.")
    if paper.get("days_valid") is not None and not 1 <= paper["days_valid"] <= LONGEST_VALID:
        yield "days_valid", _("A paper holds good for 1 to {most} days.").format(most=f"{LONGEST_VALID:,}")
