"""The list of papers of a case: from its product and parties, kept in step with both, and what is added by hand."""

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import (
    Application,
    Paper,
    PaperGroup,
    PaperNeed,
    PaperRequirement,
    Party,
    PartyRole,
    ProductVersion,
)
from applications.paper_lists import LISTS, lines_of
from applications.states import OFF, PaperStatus
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service, take_version
from core.states import move
from core.text import plain_text
from customers.names import fold, in_simplified
from staff.models import User


@service(says=_("Checklists of papers installed"))
def install_paper_lists(*, by=None) -> None:
    """The checklist of the first version of each product we know, if it has none; later ones are the administrator's."""
    without = ProductVersion.objects.filter(number=1, product__code__in=list(LISTS), paper_requirements=None)
    for version in without.select_related("product"):
        PaperRequirement.objects.bulk_create(
            PaperRequirement(
                product_version=version,
                code=code,
                position=position,
                group=group,
                need=need,
                roles=list(roles),
                customer_kind=kind,
                titles=_in_languages(hant, english),
                conditions=_in_languages(*more["when"]) if "when" in more else {},
                days_valid=more.get("days"),
                is_dated=more.get("dated", False),
                needs_clearance=more.get("clear", False),
                is_site_evidence=more.get("site", False),
            )
            for position, ((code, group, need, hant, english, more), roles, kind) in enumerate(
                lines_of(version.product.code), start=1
            )
        )


def _in_languages(hant: str, english: str) -> dict[str, str]:
    return {"zh-hant": hant, "zh-hans": in_simplified(hant), "en": english}


def expected_lines(application: Application) -> dict[tuple[int, str, int], PaperRequirement]:
    """What product and parties ask for now, as (customer, role, requirement): requirement."""
    requirements = list(PaperRequirement.objects.filter(product_version=application.product_version_id))
    if not requirements:
        return {}
    parties = list(Party.objects.filter(application=application).select_related("customer").order_by("pk"))
    return {
        (party.customer_id, party.role, requirement.pk): requirement
        for party in parties
        for requirement in requirements
        if requirement.asks(party.role, party.customer.kind) and not _is_others(requirement, party, parties)
    }


def _is_others(requirement: PaperRequirement, party: Party, parties: list[Party]) -> bool:
    """Whether a paper about the security is not the borrower's, because somebody else on the case gives it."""
    if party.role != PartyRole.BORROWER or requirement.group != PaperGroup.SECURITY:
        return False
    return any(other.role != PartyRole.BORROWER and other.role in requirement.roles for other in parties)


@service(says=_("List of papers brought up to date: {added} added, {dropped} no longer asked for"))
def reconcile_papers(*, application: Application, by: User | None = None) -> int:
    """Bring the list in step with product and parties; returns how many lines changed, 0 when run again.

    Lines of parties that have left are dropped with all that was handed in, and come back when the party does.
    """
    expected = expected_lines(application)
    known = {
        (paper.customer_id, paper.role, paper.requirement_id): paper
        for paper in Paper.objects.select_for_update().filter(application=application).exclude(requirement=None)
    }
    missing = [key for key in expected if key not in known]
    Paper.objects.bulk_create(
        [
            Paper(
                application=application,
                customer_id=customer,
                role=role,
                requirement=(line := expected[customer, role, pk]),
                group=line.group,
                need=line.need,
                needs_clearance=line.needs_clearance,
                position=line.position,
            )
            for customer, role, pk in missing
        ],
        ignore_conflicts=True,
    )
    gone = [paper for key, paper in known.items() if key not in expected and paper.status != PaperStatus.DROPPED]
    back = [paper for key, paper in known.items() if key in expected and paper.status == PaperStatus.DROPPED]
    for paper in gone:
        move(paper, to=PaperStatus.DROPPED)
    for paper in back:
        move(paper, to=PaperStatus.REQUIRED)
    # The first list is part of the application's opening and has no line of its own in its story.
    if known and (missing or gone or back):
        record(application, added=len(missing) + len(back), dropped=len(gone))
    return len(missing) + len(gone) + len(back)


@service(says=_("List of papers looked through"))
def refresh_papers(*, application: Application, version: int | None = None, by: User) -> int:
    """Bring the list in step by hand; whoever takes papers in may ask for it at any time."""
    require(permissions.may_handle_papers(by, application))
    changed = reconcile_papers(application=application, by=by)
    record(application, lines=changed)
    return changed


@service(says=_("Paper added to the list: {paper}"))
def add_paper(
    *, application: Application, party: Party, group: str, title: str, is_mandatory: bool = False, by: User
) -> Paper:
    """A paper of this case alone, which no product asks for; one name stands once on the list of a party."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    require(permissions.may_handle_papers(by, application))
    title = plain_text(title)
    if len(title) < 2:
        raise InvalidInput(_("Give the paper a name."), field="title")
    if len(title) > 80:
        raise InvalidInput(_("This name is longer than 80 characters."), field="title")
    if group not in PaperGroup.values:
        raise InvalidInput(_("Choose the class it is kept under."), field="group")
    if party.application_id != application.pk:
        raise InvalidInput(_("Choose one of the parties of this case."), field="party")
    _refuse_second_line(party, title)
    last = (
        Paper.objects.filter(application=application).order_by("-position").values_list("position", flat=True).first()
    )
    paper = Paper.objects.create(
        application=application,
        customer=party.customer,
        role=party.role,
        group=group,
        title=title,
        need=PaperNeed.MANDATORY if is_mandatory else PaperNeed.OPTIONAL,
        position=(last or 0) + 1,
    )
    record(paper, paper=title)
    return paper


def _as_said(title: str) -> str:
    """A name in either script, without spaces and signs."""
    return "".join(sign for sign in fold(title) if sign.isalnum())


def _refuse_second_line(party: Party, title: str) -> None:
    lines = Paper.objects.filter(application=party.application_id, customer=party.customer_id, role=party.role)
    for line in lines.exclude(status__in=OFF).select_related("requirement"):
        names = line.requirement.titles.values() if line.requirement else [line.title]
        if _as_said(title) in {_as_said(name) for name in names}:
            raise InvalidInput(
                _(
                    "A paper of this name is on the list of this party already. Hand it in there, or name this one otherwise."
                ),
                field="title",
            )


@service(says=_("Whether “{paper}” applies: {applies}. {reason}"))
def decide_paper(*, paper: Paper, applies: bool, reason: str = "", version: int | None = None, by: User) -> Paper:
    """Say whether a conditional paper applies to this party; that it does not needs a reason."""
    paper = locked(paper)
    require(permissions.may_handle_papers(by, paper.application))
    if paper.need != PaperNeed.CONDITIONAL:
        raise InvalidInput(_("Only a paper with a condition can apply or not."))
    reason = plain_text(reason)[:300]
    if not applies and len(reason) < 2:
        raise InvalidInput(_("Say why it does not apply."), field="reason")
    is_off = paper.status in OFF
    if not applies and PaperStatus.NOT_NEEDED not in Paper.TRANSITIONS[PaperStatus(paper.status)]:
        raise TransitionRefused(
            _("This step is not possible: it is now “{status}”.").format(status=paper.get_status_display())
        )
    take_version(paper, version)
    paper.applies, paper.reason, paper.decided_by = applies, reason, by
    paper.save(update_fields=["applies", "reason", "decided_by"])
    if not applies:
        move(paper, to=PaperStatus.NOT_NEEDED)
    elif is_off:
        move(paper, to=PaperStatus.REQUIRED)
    record(paper, paper=paper.name_in("zh-hant"), applies="yes" if applies else "no", reason=reason)
    return paper


def locked(paper: Paper) -> Paper:
    """The paper under a lock, with its case."""
    return (
        Paper.objects.select_for_update(of=("self",))
        .select_related("application", "requirement", "customer")
        .get(pk=paper.pk)
    )
