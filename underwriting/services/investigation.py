"""The two investigators' work: findings with their papers, the lead's opinion, both signatures."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.models import Application, ChecklistItem
from applications.providers import lacks
from applications.services import mark_stage
from applications.states import Status
from core import attachments, dates
from core.attachments import Sealed, sealed_before
from core.documents import require_printable
from core.errors import InvalidInput, Missing, Stale
from core.models import Attachment
from core.service import change, record, require, service, take_version
from staff.models import User
from underwriting import permissions
from underwriting.missing import own_lacks
from underwriting.models import Finding, Investigation, Result, Source

EARLIEST, MOST_AHEAD = date(2000, 1, 1), timedelta(days=732)
SIGNATURES: dict[str, Any] = {"lead_signed_at": None, "second_signed_at": None}


@service(says=_("Investigation begun"))
def begin_investigation(*, application: Application, by: User) -> Investigation:
    """The investigation of this round, begun by the first entry; safe to call again."""
    application = _locked(application)
    require(permissions.may_investigate(by, application))
    if application.status == Status.ACCEPTED:
        mark_stage(application, Status.INVESTIGATING)
    found, is_new = Investigation.objects.get_or_create(application=application, round=application.round)
    if is_new:
        record(found, round=found.round)
    return found


def _refused(given: Mapping[str, Any]) -> Any:
    """Judged on the case as it stands: the caller's may be older, and whoever passes for refused loses the files."""
    case = given["application"] if "application" in given else given["finding"].investigation.application
    return permissions.may_investigate(given["by"], Application.objects.get(pk=case.pk))


@sealed_before("files", unless=_refused)
@service(says=_("Finding on “{item}”: {result}"))
def record_finding(
    *,
    application: Application,
    item: ChecklistItem,
    result: str,
    source: str,
    note: str = "",
    files: Sequence[Sealed] | None = None,
    version: int = 0,
    by: User,
) -> Finding:
    """Write down what was found on one item, how it is known, and the papers that show it (uploads).

    `version` is the finding's when the form was opened, 0 for the first entry. Clears both signatures if something
    changed. Raises `NotAllowed`, `Stale`, or `InvalidInput` for a doubt without a note and for files that are refused.
    """
    investigation = begin_investigation(application=application, by=by)
    note = note.strip()
    _check_finding(application, item, result, source, note)
    finding = Finding.objects.select_for_update().filter(investigation=investigation, item=item).first()
    told = {"item": item.title, "result": f"finding.{result}"}
    values = {"result": result, "source": source, "note": note}
    if finding is None:
        if version:
            raise Stale
        finding = Finding.objects.create(
            investigation=investigation, item=item, **values, updated_by=by, updated_at=dates.now()
        )
        record(finding, source=source, **told)
        changed = True
    else:
        changed = _update(finding, values, version, by)
        if changed:
            record(finding, **told)
    if _attach(finding, files or (), by) or changed:
        _clear_signatures(investigation)
    return finding


@sealed_before("upload", unless=_refused)
@service(says=_("File added to “{item}”"))
def add_finding_file(*, finding: Finding, upload: Sealed, by: User) -> Attachment | None:
    """Add a paper (an upload) to a finding; None when the same paper is there already."""
    require(permissions.may_investigate(by, _locked(finding.investigation.application)))
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    kept = _attach(finding, [upload], by)
    if not kept:
        return None
    _clear_signatures(finding.investigation)
    return kept[0]


@service(says=_("Opinion changed"))
def write_opinion(*, application: Application, version: int, by: User, **fields) -> bool:
    """Keep what the lead has written so far: `Investigation.OPINION`, any of them, empty ones too.

    `version` is the investigation's, 0 before it began. A change clears both signatures. Says whether there was one.
    Raises `NotAllowed`, `Stale`, or `InvalidInput` for terms the product or the application does not allow.
    """
    application = _locked(application)
    require(permissions.may_write_opinion(by, application))
    values = {name: value for name, value in fields.items() if name in Investigation.OPINION}
    _check_terms(application, values)
    require_printable(**{name: values[name] for name in Investigation.TEXTS if name in values})
    investigation = begin_investigation(application=application, by=by)
    differs = any(getattr(investigation, name) != value for name, value in values.items())
    # Who opened the page before anything was written read version 0, which stands for the first one.
    if differs and investigation.version != (version or 1):
        raise Stale(version=investigation.version)
    return change(investigation, **values, **(SIGNATURES if differs else {}))


@service(says=_("Signed by {role}"))
def sign_investigation(*, application: Application, dissent: str = "", version: int | None = None, by: User) -> bool:
    """Sign for oneself that the investigation was done as written; the second investigator may add a dissent.

    `version` is the investigation's as it was read. False when this person has signed already. Raises `Missing` with
    all that is open, `Stale` when the opinion changed meanwhile.
    """
    application = _locked(application)
    require(permissions.may_sign(by, application))
    investigation = Investigation.objects.filter(application=application, round=application.round).first()
    points = own_lacks(application, signatures=False)
    if investigation is None or points:
        raise Missing(_("Sign when everything else is complete."), [_point(lack) for lack in points])
    if version is not None and version != investigation.version:
        raise Stale
    is_lead = by.pk == application.lead_investigator_id
    dissent = dissent.strip()
    if is_lead and dissent:
        raise InvalidInput(_("Only the second investigator dissents; the lead writes the opinion."), field="dissent")
    require_printable(dissent=dissent)
    name = "lead_signed_at" if is_lead else "second_signed_at"
    if getattr(investigation, name):
        return False
    values = {name: dates.now()} if is_lead else {name: dates.now(), "dissent": dissent}
    # Not through `change`: a signature is no new version of what the other one is reading.
    Investigation.objects.filter(pk=investigation.pk).update(**values)
    record(investigation, role="lead_investigator" if is_lead else "second_investigator", dissents=bool(dissent))
    return True


@service(says=_("Investigation of round {round} opened with the findings of the last one"))
def reopen_investigation(*, application: Application, by: User) -> Investigation:
    """After a return: the new round begins with a copy of all that was found, without signatures.

    Called by the decision, which has raised the round and moved the case back. Safe to call twice.
    """
    last = application.investigations.filter(round__lt=application.round).order_by("-round").first()
    kept = {name: getattr(last, name) for name in Investigation.OPINION} if last else {}
    opened, is_new = Investigation.objects.get_or_create(
        application=application, round=application.round, defaults=kept
    )
    if not is_new:
        return opened
    if last:
        _copy_findings(last, opened)
    record(opened, round=opened.round)
    return opened


def _copy_findings(last: Investigation, opened: Investigation) -> None:
    found = list(last.findings.all())
    copies = Finding.objects.bulk_create(
        Finding(
            investigation=opened,
            item_id=finding.item_id,
            result=finding.result,
            source=finding.source,
            note=finding.note,
            updated_by_id=finding.updated_by_id,
            updated_at=finding.updated_at,
        )
        for finding in found
    )
    copy_of = {finding.pk: copy.pk for finding, copy in zip(found, copies, strict=True)}
    links = Finding.attachments.through
    links.objects.bulk_create(
        links(finding_id=copy_of[link.finding_id], attachment_id=link.attachment_id)
        for link in links.objects.filter(finding__in=found).order_by("pk")
    )


def report_lacks(application: Application) -> list[str]:
    """Everything that keeps the report from going up, as sentences; an empty list is a finished investigation."""
    return [_point(lack) for lack in lacks(application)]


def clear_signatures(*, application: Application, by: User) -> None:
    """What both signed has changed under them (security, for one); called inside the service that changed it."""
    for investigation in Investigation.objects.filter(application=application, round=application.round):
        _clear_signatures(investigation)


def _point(lack) -> str:
    return f"{lack.what}: {lack.why}" if lack.why else str(lack.what)


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).select_related("product_version").get(pk=application.pk)


def _check_finding(application: Application, item: ChecklistItem, result: str, source: str, note: str) -> None:
    if item.product_version_id != application.product_version_id:
        raise InvalidInput(_("This item is not on the checklist of this product."))
    if result not in Result.values:
        raise InvalidInput(_("Choose what was found."), field="result")
    if source not in Source.values:
        raise InvalidInput(_("Say how the fact is known."), field="source")
    if result == Result.NOT_APPLICABLE and not note:
        raise InvalidInput(_("Say why this does not apply."), field="note")
    if result in (Result.DOUBTFUL, Result.FALSE) and not note:
        raise InvalidInput(_("Describe what does not fit: it goes into the report's risk section."), field="note")
    require_printable(note=note)


def _update(finding: Finding, values: dict, version: int, by: User) -> bool:
    """Change an entry that stands; the same entry sent twice changes nothing."""
    if all(getattr(finding, name) == value for name, value in values.items()):
        return False
    if version != finding.version:
        raise Stale(version=finding.version)
    take_version(finding, version)
    for name, value in {**values, "updated_by": by, "updated_at": dates.now()}.items():
        setattr(finding, name, value)
    finding.save(update_fields=[*values, "updated_by", "updated_at"])
    return True


def _attach(finding: Finding, files: Sequence[Sealed], by: User) -> list[Attachment]:
    """Keep papers with a finding, without those that are there already; those that are new."""
    there = set(finding.attachments.values_list("sha256", flat=True)) if files else set()
    new = {file.sha256: file for file in files if file.sha256 not in there}
    if not new:
        return []
    kept = attachments.keep_all(list(new.values()), by=by, case_uuid=finding.case_uuid)
    finding.attachments.add(*kept)
    for paper in kept:
        record(finding, file=str(paper.uuid), item=finding.item.title)
    return kept


def _clear_signatures(investigation: Investigation) -> None:
    investigation.refresh_from_db(fields=["lead_signed_at", "second_signed_at", "version"])
    if investigation.lead_signed_at or investigation.second_signed_at:
        change(investigation, **SIGNATURES)


def _check_terms(application: Application, values: dict) -> None:
    """Every suggested term on its own; what is empty is a draft and passes."""
    version = application.product_version
    amount, months, rate = values.get("amount"), values.get("term_months"), values.get("annual_rate")
    if amount is not None and not Decimal(0) < amount <= (application.amount or version.most_amount):
        raise InvalidInput(_("Suggest an amount above zero and not above what was applied for."), field="amount")
    if months is not None and not 1 <= months <= version.longest_months:
        raise InvalidInput(
            _("The product allows at most {months} months.").format(months=version.longest_months), field="term_months"
        )
    if rate is not None and not version.least_rate <= rate <= version.most_rate:
        raise InvalidInput(_("The product does not allow this rate."), field="annual_rate")
    if values.get("method") and values["method"] not in version.methods:
        raise InvalidInput(_("The product does not allow this way of repayment."), field="method")
    _check_days(values.get("release_on"), values.get("first_due_on"))


def _check_days(release_on: date | None, first_due_on: date | None) -> None:
    """Days that a plan can be computed for; a slip in the year would reach beyond the calendar."""
    if release_on and not EARLIEST <= release_on <= dates.today() + MOST_AHEAD:
        raise InvalidInput(_("The planned release lies within the next two years. Check the year."), field="release_on")
    if first_due_on and (not release_on or first_due_on <= release_on):
        raise InvalidInput(_("The first instalment is due after the planned release."), field="first_due_on")
    if release_on and first_due_on and first_due_on > release_on + MOST_AHEAD / 2:
        raise InvalidInput(
            _("The first instalment is due within a year of the release. Check the year."), field="first_due_on"
        )


__all__: Sequence[str] = (
    "add_finding_file",
    "begin_investigation",
    "clear_signatures",
    "record_finding",
    "reopen_investigation",
    "report_lacks",
    "sign_investigation",
    "write_opinion",
)
