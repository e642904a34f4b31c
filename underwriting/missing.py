"""What the investigation still lacks, all of it at once: items, papers, statements, opinion, signatures.

The sentences are made when they are asked for, in the reader's language.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.labels import SECTIONS
from applications.models import Application, ChecklistItem
from applications.providers import Lack
from applications.states import Status
from core import display, parameters
from customers.permissions import may_enter_statement
from underwriting import permissions
from underwriting.analysis import current_investigation, household_income
from underwriting.models import Finding, Investigation, Result
from underwriting.parameters import STATEMENT_YEARS

REQUIRED = (*Investigation.TEXTS, *Investigation.TERMS, *Investigation.JUDGEMENTS)


@dataclass(frozen=True)
class OwnLack(Lack):
    """A lack of the investigation itself; a signature waits for all the others."""

    is_signature: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the checklist with what was found on it; no finding yet is an open item."""

    item: ChecklistItem
    finding: Finding | None

    @property
    def files(self) -> list[Any]:
        return list(self.finding.attachments.all()) if self.finding else []

    @property
    def lacks_file(self) -> bool:
        if self.finding is None or self.finding.result == Result.NOT_APPLICABLE:
            return False
        return self.item.needs_file and not self.files


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the checklist; `done` counts its items with a finding."""

    code: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return str(SECTIONS.get(self.code, self.code))

    @property
    def done(self) -> int:
        return sum(1 for line in self.lines if line.finding)


def checklist(application: Application, investigation: Investigation | None) -> list[Section]:
    """The checklist of the product version with this round's findings, in three queries at most."""
    items = application.product_version.checklist.all()
    found = {}
    if investigation is not None:
        rows = investigation.findings.select_related("updated_by").prefetch_related("attachments")
        found = {row.item_id: row for row in rows}
    lines = [Line(item, found.get(item.pk)) for item in items]
    return [Section(code, tuple(group)) for code, group in groupby(lines, key=lambda line: line.item.section)]


def own_lacks(application: Application, signatures: bool = True) -> list[Lack]:
    """What is missing of the investigation itself while it runs; empty at any other stage."""
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return []
    found = current_investigation(application)
    lacks = _checklist_lacks(application, checklist(application, found))
    lacks += _figure_lacks(application, found)
    lacks += _opinion_lacks(application, found)
    return lacks + (_signature_lacks(application, found) if signatures else [])


def opinion_lacks(found: Investigation | None) -> list[str]:
    """The entries of the opinion that are still empty."""
    return [name for name in REQUIRED if found is None or getattr(found, name) in (None, "")]


def _lack(
    application: Application, room: str, what: str, why: Any, act: str, anchor: str = "", may: Any = None
) -> Lack:
    url = reverse(f"underwriting:{room}", args=[application.number]) + anchor
    may = may or (permissions.may_investigate if room == "investigation" else permissions.may_write_opinion)
    return OwnLack(what, why, application.deadline, url, act, may, is_signature=anchor == "#signatures")


def _checklist_lacks(application: Application, sections: list[Section]) -> list[Lack]:
    both = _names(application.lead_investigator, application.second_investigator)
    lacks = []
    for number, section in enumerate(sections, start=1):
        anchor = f"#section-{number}"
        if section.done < len(section.lines):
            what = _("{section}: {open} of {total} items open").format(
                section=section.name, open=len(section.lines) - section.done, total=len(section.lines)
            )
            lacks.append(_lack(application, "investigation", what, both, _("Fill in"), anchor))
        without = [line.item.shown_title for line in section.lines if line.lacks_file]
        if without:
            what = ngettext("{count} paper is missing", "{count} papers are missing", len(without))
            what = what.format(count=len(without))
            lacks.append(_lack(application, "investigation", what, display.joined(without), _("Upload"), anchor))
    return lacks


def _figure_lacks(application: Application, found: Investigation | None) -> list[Lack]:
    if application.customer.is_company:
        asked = int(parameters.value(STATEMENT_YEARS))
        there = application.customer.statements.filter(months=12).count()
        if there >= asked:
            return []
        what = _("Yearly statements: {there} of {asked}").format(there=there, asked=asked)
        why = _("Ratios and the need are computed from them")
        return [_lack(application, "figures", what, why, _("Enter"), may=_may_enter)]
    if household_income(application, found) is not None:
        return []
    why = _("Repayment ability is computed from it")
    return [_lack(application, "opinion", _("Monthly income of the household"), why, _("Enter"), "#id_monthly_income")]


def _may_enter(user: Any, application: Application) -> Any:
    return may_enter_statement(user, application.customer)


def _opinion_lacks(application: Application, found: Investigation | None) -> list[Lack]:
    empty = opinion_lacks(found)
    if not empty:
        return []
    what = ngettext("Opinion: {count} entry open", "Opinion: {count} entries open", len(empty)).format(count=len(empty))
    if len(empty) == len(REQUIRED):
        lead = _names(application.lead_investigator)
        return [_lack(application, "opinion", _("Opinion of the lead investigator"), lead, _("Write"))]
    names = {field.name: field.verbose_name for field in Investigation._meta.fields}
    words = [capfirst(str(names[name])) for name in empty]
    return [_lack(application, "opinion", what, display.joined(words), _("Write"), f"#id_{empty[0]}")]


def _signature_lacks(application: Application, found: Investigation | None) -> list[Lack]:
    signed = (found.lead_signed_at, found.second_signed_at) if found else (None, None)
    people = (application.lead_investigator, application.second_investigator)
    words = (_("Signature of the lead investigator"), _("Signature of the second investigator"))
    return [
        _lack(application, "opinion", what, _names(person), _("Sign"), "#signatures", permissions.may_sign)
        for what, person, at in zip(words, people, signed, strict=True)
        if person and not at
    ]


def _names(*people: Any) -> str:
    return display.joined(person.name for person in people if person)
