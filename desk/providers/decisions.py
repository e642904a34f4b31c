"""Lines for those who decide: acceptance, review, examination, conditions, hits and ties."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from applications.labels import rule_name
from applications.models import Application
from applications.screening import hits_to_decide
from core import dates, display, parameters
from customers.models import LenderTie, Screening
from desk.providers.lines import Line, case_url
from staff.roles import Role
from underwriting.models import Condition, Level

TIE_DAYS = 2


def department_lines(user) -> list[Line]:
    """Acceptance and decisions that wait for a department manager."""
    own = Application.objects.filter(department__in=user.departments(Role.DEPARTMENT_MANAGER)).exclude(
        account_manager=user
    )
    lines, days = [], int(parameters.value("acceptance_days"))
    for case in own.awaiting_acceptance().with_names()[:100]:
        why = _("{who} submitted, {amount}").format(
            who=case.account_manager.name, amount=display.in_words(case.amount, "large")
        )
        due = dates.add_working_days(timezone.localdate(case.submitted_at), days) if case.submitted_at else None
        lines.append(Line(_("Accept and assign"), case.customer.name, why, due, case_url(case), _("Open")))
    waiting = own.awaiting_decision().exclude(lead_investigator=user).exclude(second_investigator=user).with_names()
    for case in waiting.prefetch_related("decisions", "eligibility_exceptions")[:100]:
        if any(entry.round == case.round for entry in case.decisions.all()):
            continue
        lines.append(_decision_line(case, _("Review and decide"), pgettext("button", "Review")))
    return lines


def _decision_line(case: Application, what: str, act: str) -> Line:
    days = (dates.now() - case.status_since).days
    why = ngettext("{amount}, waiting for {days} day", "{amount}, waiting for {days} days", days)
    why = why.format(amount=display.in_words(case.amount, "large"), days=days)
    excepted = {entry.rule for entry in case.eligibility_exceptions.all() if entry.round == case.round}
    if excepted:
        comma = pgettext("between words of a list", ", ")
        why += comma + _("exception: {rules}").format(rules=comma.join(rule_name(rule) for rule in sorted(excepted)))
    return Line(
        what,
        case.customer.name,
        why,
        dates.add_working_days(timezone.localdate(case.status_since), 3),
        reverse("underwriting:decide", args=[case.number]),
        act,
    )


def risk_lines(user) -> list[Line]:
    """Decisions above the department's authority, conditions to confirm, ties to the lender to rule on."""
    above = Application.objects.awaiting_decision().filter(decisions__level=Level.DEPARTMENT).with_names().distinct()
    lines = [
        _decision_line(case, _("Examine and decide"), pgettext("button", "Examine"))
        for case in above.prefetch_related("decisions", "team", "eligibility_exceptions")[:100]
        if [entry.level for entry in case.decisions.all() if entry.round == case.round] == [Level.DEPARTMENT]
        and user.pk not in case.workers
    ]
    ties = LenderTie.objects.to_rule_on().exclude(raised_by=user).select_related("customer", "raised_by")
    lines += [_tie_line(tie) for tie in ties[:100]]
    lines += [_hit_line(hit) for hit in hits_to_decide(user)]
    part = Q(decision__application__account_manager=user) | Q(decision__application__lead_investigator=user)
    part |= Q(decision__application__second_investigator=user)
    return lines + [condition_line(_("Confirm a condition"), entry) for entry in conditions().exclude(part)[:100]]


def _hit_line(check: Screening) -> Line:
    url = reverse("customers:hit", args=[check.customer.number, check.uuid])
    since = timezone.localdate(check.asked_at)
    return Line(_("Decide a hit"), check.customer.name, check.get_source_display(), since, url, _("Open"), True)


def _tie_line(tie: LenderTie) -> Line:
    return Line(
        _("Rule on a conflict warning"),
        tie.customer.name,
        f"{tie.get_kind_display()} ({tie.colleague})",
        dates.add_working_days(timezone.localdate(tie.created_at), TIE_DAYS),
        reverse("customers:relations", args=[tie.customer.number]),
        pgettext("button", "Examine"),
    )


def conditions():
    """Conditions that are still to be met by a day, the first due first; a covenant without one stands in its case."""
    return (
        Condition.objects.waiting()
        .exclude(due_on=None)
        .select_related("decision__application__customer")
        .order_by("due_on", "pk")
    )


def condition_line(what: str, condition: Condition) -> Line:
    case = condition.decision.application
    url = reverse("underwriting:decide", args=[case.number])
    return Line(what, case.customer.name, condition.text, condition.due_on, url, _("Open"))
