"""The rules' answers, kept at the steps that rest on them."""

from applications.facts import Judged, judge
from applications.models import Application, EligibilityCheck
from core.service import plain
from staff.models import User


def keep_eligibility(application: Application, by: User) -> EligibilityCheck | None:
    """The rules' answers of this moment with figures and parameters; called inside the service that moves the case."""
    judged = judge(application)
    if not judged:
        return None
    return EligibilityCheck.objects.create(
        application=application, round=application.round, results=[kept(answer) for answer in judged], made_by=by
    )


def kept(answer: Judged) -> dict:
    """An answer as JSON, amounts and ratios as text."""
    result = answer.result
    return {
        "rule": result.rule,
        "kind": result.kind,
        "outcome": result.outcome,
        "figures": [[name, plain(value)] for name, value in result.figures],
        "limits": [[name, plain(value)] for name, value in result.limits],
        "lacks": list(result.lacks),
        "found": list(result.found),
        "exception": answer.exception.reason if answer.exception else "",
    }
