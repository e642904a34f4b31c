"""The eligibility of a case: what each rule says, and the exceptions that are written."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from applications import forms, permissions, services
from applications.eligibility import PASSES
from applications.facts import Judged, judge, question_of
from applications.labels import KINDS, OUTCOMES, TONES, rule_name, rule_sentence
from applications.models import Application
from applications.states import Status
from core.service import require
from core.views import errors_of, refusals_on

JUDGED_NOW = (Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED, Status.INVESTIGATING)


def mine(request, number) -> Application:
    """The case of an address, or a 404."""
    return get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)


def shown(judged: list[Judged], user, application: Application) -> list[dict[str, Any]]:
    """The rules' answers for a page: what does not pass first."""
    lines = [
        {
            "rule": answer.result.rule,
            "name": rule_name(answer.result.rule),
            "sentence": rule_sentence(answer.result),
            "outcome": OUTCOMES[answer.result.outcome],
            "tone": "is-warn" if answer.result.asks_for_exception else TONES[answer.result.outcome],
            "kind": KINDS[answer.result.kind],
            "fails": answer.result.blocks or answer.result.asks_for_exception,
            "passes": answer.result.outcome == PASSES,
            "place": answer.place_for(user, application),
            "exception": answer.exception,
            "lacks_exception": answer.lacks_exception,
        }
        for answer in judged
    ]
    return sorted(lines, key=lambda line: (not line["fails"], line["passes"]))


def eligibility_of(user, application: Application) -> dict[str, Any]:
    """What the case page shows: the rules as they stand until the report goes up, and the exceptions of this round."""
    judged = judge(application) if application.status in JUDGED_NOW else []
    open_rules, comma = _open_rules(judged), pgettext("between words of a list", ", ")
    may_write = open_rules and not permissions.may_write_exception(user, application)
    rows = application.eligibility_exceptions.standing(application).select_related("made_by")
    return {
        "question": question_of(judged),
        "unknown": comma.join(rule_name(answer.result.rule) for answer in judged if answer.is_open),
        "judged": shown(judged, user, application),
        "exceptions": [{"name": rule_name(row.rule), "row": row} for row in rows],
        "exception_form": forms.ExceptionForm(rules=open_rules) if may_write else None,
    }


def _open_rules(judged: list[Judged]) -> list[str]:
    """The rules an exception may be written for, those that fail first."""
    taking = [answer.result for answer in judged if answer.result.takes_exception]
    return [result.rule for result in sorted(taking, key=lambda result: not result.asks_for_exception)]


@login_required
@require_POST
def write_exception(request, number):
    """Keep the reason of an exception, then back to where it was written; refused, it stays as it was typed."""
    application = mine(request, number)
    require(permissions.may_write_exception(request.user, application))
    form = forms.ExceptionForm(request.POST, rules=_open_rules(judge(application)))
    if form.is_valid():
        with refusals_on(form):
            services.write_exception(application=application, by=request.user, **form.cleaned_data)
    if request.htmx and form.errors:
        context = {"application": application, "exception_form": form}
        return render(request, "applications/_exception_form.html", context, status=422)
    if form.errors:
        messages.warning(request, errors_of(form))
    else:
        messages.success(request, _("The exception is written; it travels with the case."))
    place = reverse("applications:edit" if application.status == Status.DRAFT else "desk:case", args=[number])
    return HttpResponseClientRedirect(place) if request.htmx else redirect(place)
