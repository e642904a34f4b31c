"""What the approval page shows: the sealed report's figures, who acts in which order, and why."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.models import Application, RepaymentMethod, SecurityKind, checklist_words
from applications.screening import open_hits
from applications.states import Status
from core import display
from core.figures import Figure
from underwriting import documents
from underwriting.authority import Step
from underwriting.documents.pages import shown
from underwriting.models import Level, Result, Source
from underwriting.permissions import deciders, group_exposure, may_act, may_be_decided, route_of, step_due
from underwriting.proposal import Proposal, propose

OLD_YEAR = 360  # what reports were reckoned with before they said so
# What a limit rests on, and on which side of it the exposure lies.
RULES = {
    ("house", "within"): gettext_lazy("Exposure {exposure} is within {limit}."),
    ("house", "above"): gettext_lazy("Exposure {exposure} is above {limit}."),
    ("real_estate", "within"): gettext_lazy(
        "Exposure {exposure} is within {limit}, the limit on real estate that carries the sum."
    ),
    ("real_estate", "above"): gettext_lazy(
        "Exposure {exposure} is above {limit}, the limit on real estate that carries the sum."
    ),
    ("small", "within"): gettext_lazy("Exposure {exposure} is within {limit}, the limit on a guarantor alone."),
    ("small", "above"): gettext_lazy(
        "Exposure {exposure} is above {limit}: without real estate that carries the sum the department manager decides "
        "no more, and that on a guarantor."
    ),
    ("unsecured", "never"): gettext_lazy(
        "Neither real estate that carries the sum nor a guarantor: the department manager reviews."
    ),
    ("unsecured", "unlimited"): gettext_lazy(
        "Neither real estate that carries the sum nor a guarantor: a risk officer decides."
    ),
    ("product", "never"): gettext_lazy("With this product the department manager reviews, at any exposure."),
    ("product", "unlimited"): gettext_lazy("Every case of this product is decided by a risk officer."),
}
# The same, said to whoever acts at the step.
SAID = {
    ("product", "unlimited"): gettext_lazy(
        "You decide as a risk officer, as in every case of this product; exposure is {exposure}."
    ),
    ("product", "never"): gettext_lazy(
        "You review as manager of {department}: a risk officer decides every case of this product after you. "
        "Exposure is {exposure}."
    ),
    ("unsecured", "unlimited"): gettext_lazy(
        "You decide as a risk officer: the case has neither real estate that carries the sum nor a guarantor; "
        "exposure is {exposure}."
    ),
    ("unsecured", "never"): gettext_lazy(
        "You review as manager of {department}: the case has neither real estate that carries the sum nor a "
        "guarantor, so a risk officer decides after you. Exposure is {exposure}."
    ),
    ("small", "above"): gettext_lazy(
        "You review as manager of {department}: exposure is {exposure}, and without real estate that carries the sum "
        "you decide {limit} at most, on a guarantor. A risk officer decides after you."
    ),
}
SAID_OTHERWISE = {
    "within": gettext_lazy(
        "You decide as manager of {department}: exposure {exposure} is within your authority of {limit}."
    ),
    "above": gettext_lazy(
        "You review as manager of {department}: exposure {exposure} is above your authority of {limit}. "
        "A risk officer decides after you."
    ),
    "unlimited": gettext_lazy(
        "You decide as a risk officer: exposure {exposure} is above the department manager's authority."
    ),
}
ABOVE = gettext_lazy("Above the department manager's authority a risk officer decides.")
BOUNDS = {
    "suggestion": gettext_lazy("the suggestion holds"),
    "need": gettext_lazy("held down by the need"),
    "coverage": gettext_lazy("held down by the security"),
}


def page(user, application: Application) -> dict[str, Any]:
    """The context of approval.html for one reader."""
    report = application.reports.select_related("document", "submitted_by").order_by("-number").first()
    content = report.content
    exposure = group_exposure(application, user)
    steps = route_of(application, exposure)
    step = step_due(application, steps)
    refusal = may_act(user, application, step) or may_be_decided(application, step)
    return {
        "application": application,
        "report": report,
        "content": content,
        "step": step,
        "refusal": refusal,
        "because": "" if refusal or step is None else because(application, step),
        "exposure": exposure,
        "hits": open_hits(application) if application.status == Status.IN_REVIEW else [],
        "columns": columns(content),
        "facts": facts(content),
        "warnings": _warnings(content),
        "doubts": _doubts(content),
        "route": route(application, steps),
        "agreed": application.decisions.filter(round=application.round).select_related("made_by").first(),
    }


def because(application: Application, step: Step) -> str:
    """Why this reader may act here, in one sentence."""
    words = {
        "department": application.department,
        "exposure": display.in_words(step.exposure, "large"),
        "limit": display.in_words(step.limit, "large") if step.limit is not None else "",
    }
    return (SAID.get((step.basis, step.reason)) or SAID_OTHERWISE[step.reason]).format(**words)


def proposal(content: dict) -> Proposal:
    """What the rules would lend, from the sealed figures."""
    need = content["need"]
    found = {row["code"]: documents.figure_of(row).value for row in need["figures"]} if need else {}
    return propose(
        Decimal(content["suggested"]["amount"]),
        found.get(f"limit_{need['used']}") if need else None,
        Decimal(content["lendable"]) if content["collateral"] else None,
        Decimal(content["suggested"]["annual_rate"]),
        content.get("year_days", OLD_YEAR),
    )


def columns(content: dict) -> list[dict[str, Any]]:
    """Applied, suggested, proposed by the rules; the fourth column is the form's field of that name."""
    applied, suggested, rule = content["applied"], content["suggested"], proposal(content)
    methods = dict(RepaymentMethod.choices)
    return [
        {
            "label": _("Amount"),
            "field": "amount",
            "applied": display.in_words(applied["amount"], "large"),
            "suggested": display.in_words(suggested["amount"], "large"),
            "rule": display.in_words(rule.amount, "large"),
            "note": BOUNDS[rule.bound],
        },
        {
            "label": _("Term"),
            "field": "term_months",
            "applied": display.months(applied["term_months"]),
            "suggested": display.months(suggested["term_months"]),
        },
        {
            "label": _("Yearly rate"),
            "field": "annual_rate",
            "applied": "",
            "suggested": display.exact_percent(suggested["annual_rate"]),
        },
        {
            "label": _("Repayment"),
            "field": "method",
            "is_text": True,
            "applied": methods.get(applied["method"], ""),
            "suggested": methods.get(suggested["method"], ""),
        },
        {
            "label": _("Security"),
            "field": "",
            "is_text": True,
            "applied": display.joined(dict(SecurityKind.choices).get(code, code) for code in applied["security"]),
            "suggested": _security(content),
        },
    ]


def _security(content: dict) -> str:
    words = []
    if things := len(content["collateral"]):
        lendable = display.in_words(content["lendable"], "large")
        said = ngettext("{count} thing, lendable {lendable}", "{count} things, lendable {lendable}", things)
        words.append(said.format(count=things, lendable=lendable))
    if people := len(content["guarantees"]):
        words.append(ngettext("{count} guarantor", "{count} guarantors", people).format(count=people))
    return display.joined(words) or _("Unsecured")


# The five facts


def facts(content: dict) -> list[dict[str, Any]]:
    """What the decision rests on: need, repayment with stress, coverage, guarantors, debt; each explained."""
    rows = [_need_fact(content), *_cover_facts(content)]
    rows += [_explained(figure) for row in content["household"] if (figure := documents.figure_of(row))]
    rows.append(_explained(documents.figure_of(content["coverage"])))
    carried = content["together"] or [row for promise in content["guarantees"] for row in promise["figures"]]
    ratio = next((row for row in carried if row["code"] == "guarantee_ratio"), None)
    rows.append(_explained(documents.figure_of(ratio)))
    debt = next((row for row in content["ratios"] if row["code"] == "debt_to_assets"), None)
    rows.append(_explained(documents.figure_of(debt)))
    return [row for row in rows if row]


def _explained(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    tones = {"ok": "is-good", "warn": "is-warn"}
    judged = {
        **shown(figure),
        "figure": figure,
        "tone": tones.get(figure.verdict, "") if figure.limit is not None else "",
    }
    return {
        **judged,
        "verdict": {"is-good": _("Within the limit"), "is-warn": _("Outside the limit")}.get(judged["tone"], ""),
    }


def _warnings(content: dict) -> list[dict[str, Any]]:
    names = documents.cover_names(content)
    rows = [(figure, _explained(figure)) for figure in documents.warnings_of(content)]
    return [{**row, "name": names.get(figure) or row["name"]} for figure, row in rows if row]


def _need_fact(content: dict) -> dict[str, Any] | None:
    """The need allows as much, against what is suggested."""
    need = content["need"]
    row = next((row for row in need["figures"] if row["code"] == f"limit_{need['used']}"), None) if need else None
    fact = _explained(documents.figure_of(row))
    if fact is None or fact["raw"] is None:
        return fact
    fits = Decimal(content["suggested"]["amount"]) <= fact["raw"]
    word = _("The suggestion fits") if fits else _("The suggestion is above it")
    return {**fact, "name": _("Loan the need allows"), "tone": "is-good" if fits else "is-warn", "verdict": word}


def _cover_facts(content: dict) -> list[dict[str, Any]]:
    names = documents.cover_names(content)
    rows = [(name, _explained(figure)) for figure, name in names.items()]
    return [{**row, "name": name} for name, row in rows if row]


def _doubts(content: dict) -> list[dict[str, Any]]:
    tones = {str(Result.DOUBTFUL): "is-warn", str(Result.FALSE): "is-late"}
    return [
        {
            **row,
            "title": checklist_words(row["title"]),
            "tone": tones[row["result"]],
            "result": Result(row["result"]).label,
            "source": Source(row["source"]).label,
        }
        for row in content["findings"]
        if row["result"] in tones
    ]


# The route


def route(application: Application, steps: list[Step]) -> list[dict[str, Any]]:
    """Who acts in which order, with names, and the rule that put each of them there."""
    acted = {
        entry.level: entry for entry in application.decisions.filter(round=application.round).select_related("made_by")
    }
    rows, is_now = [], False
    for step in steps:
        done = acted.get(step.level)
        state = "done" if done else "" if is_now else "now"
        is_now = is_now or state == "now"
        rows.append(
            {
                "name": _("{role} decides") if step.is_final else _("{role} reviews"),
                "note": done.made_by.name
                if done
                else display.joined(person.name for person in deciders(application, step)),
                "when": timezone.localtime(done.made_at).strftime("%m-%d %H:%M") if done else "",
                "state": state,
                "rule": _rule(step),
            }
        )
        rows[-1]["name"] = rows[-1]["name"].format(role=Level(step.level).label)
    return rows


def _rule(step: Step) -> str:
    limit = display.in_words(step.limit, "large") if step.limit is not None else ""
    words = RULES.get((step.basis, step.reason), ABOVE)
    return words.format(exposure=display.in_words(step.exposure, "large"), limit=limit)
