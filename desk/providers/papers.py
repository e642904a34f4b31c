"""Lines about papers to verify or to clear."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, Paper
from applications.states import PaperStatus
from desk.providers.lines import Line
from staff.roles import Role


def paper_lines(user) -> list[Line]:
    """Papers to be verified on one's own cases, by another than who received them, and those a risk officer clears."""
    lines, papers = [], Paper.objects.before_release()
    if user.has_role(Role.ACCOUNT_MANAGER):
        mine = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
        received = papers.filter(status=PaperStatus.RECEIVED, application__in=Application.objects.filter(mine))
        lines += _counted_papers(received.exclude(versions__received_by=user), _("Verify papers"))
    if user.has_role(Role.RISK_OFFICER):
        verified = papers.filter(status=PaperStatus.VERIFIED, needs_clearance=True)
        verified = verified.filter(application__in=Application.objects.visible_to(user))
        others = verified.exclude(versions__received_by=user).exclude(versions__verified_by=user)
        lines += _counted_papers(others, _("Compliance check of papers"))
    return lines


def _counted_papers(papers, what: str) -> list[Line]:
    """A line for each case, with how many of its papers wait."""
    counts = dict(papers.order_by().values_list("application").annotate(Count("pk")))
    lines = []
    for case in Application.objects.filter(pk__in=counts).with_names().order_by("pk")[:100]:
        why = ngettext("{count} paper", "{count} papers", counts[case.pk]).format(count=counts[case.pk])
        url = reverse("applications:papers", args=[case.number])
        lines.append(Line(what, case.customer.name, why, case.deadline, url, _("Open")))
    return lines
