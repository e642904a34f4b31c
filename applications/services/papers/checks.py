"""The second and the third person on a paper: verified, cleared, rejected, waived."""

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import Paper, PaperVersion
from applications.services.papers.list import locked
from applications.states import PaperStatus
from core import dates
from core.errors import InvalidInput, TransitionRefused
from core.service import require, service, take_version
from core.states import move
from core.text import plain_text
from staff.models import User

LEAST_REASON = 2


@service(says=_("Verified as true, legal and valid: {paper}, version {number}"))
def verify_paper(
    *,
    paper: Paper,
    is_true: bool,
    is_legal: bool,
    is_valid: bool,
    copy_reason: str = "",
    version: int | None = None,
    by: User,
) -> Paper:
    """A second person holds the paper to be true, legal and valid; whoever doubts one of them rejects it instead.

    Of a paper taken in unseen (`PaperVersion.is_unseen`) that person says why it is enough.
    """
    paper = locked(paper)
    found = _received(paper)
    require(permissions.may_verify_paper(by, paper, found))
    _expect(paper, PaperStatus.VERIFIED)
    if found is not None and not found.standing_pages:
        raise InvalidInput(_("Every file of this paper was withdrawn. Reject it, or add the right file."))
    if not (is_true and is_legal and is_valid):
        raise InvalidInput(
            _(
                "A paper is verified when it is true, legal and valid. If one of them is in doubt, reject it with the reason."
            )
        )
    reason = plain_text(copy_reason)[:300] if found.is_unseen else ""
    if found.is_unseen and len(reason) < LEAST_REASON:
        raise InvalidInput(
            _("The original was not seen, or the party not met. Say why the paper is enough, or reject it."),
            field="copy_reason",
        )
    take_version(paper, version)
    found.verified_by, found.verified_at, found.copy_reason = by, dates.now(), reason
    found.is_true = found.is_legal = found.is_valid = True
    found.save()
    unseen = {"unseen": reason} if reason else {}
    move(paper, to=PaperStatus.VERIFIED, paper=paper.name_in("zh-hant"), number=found.number, **unseen)
    return paper


@service(says=_("Passed the compliance check: {paper}, version {number}"))
def clear_paper(*, paper: Paper, version: int | None = None, by: User) -> Paper:
    """The third person, a risk officer, lets the paper pass where the product asks for it."""
    paper = locked(paper)
    found = _received(paper)
    require(permissions.may_clear_paper(by, paper, found))
    _expect(paper, PaperStatus.CLEARED)
    if not paper.needs_clearance:
        raise TransitionRefused(_("This paper needs no compliance check."))
    take_version(paper, version)
    found.cleared_by, found.cleared_at = by, dates.now()
    found.save()
    move(paper, to=PaperStatus.CLEARED, paper=paper.name_in("zh-hant"), number=found.number)
    return paper


@service(says=_("Rejected: {paper}, version {number}. {reason}"))
def reject_paper(*, paper: Paper, reason: str, version: int | None = None, by: User) -> Paper:
    """Send a paper back with the reason: it is asked for again, and what was handed in stays readable."""
    paper = locked(paper)
    found = _received(paper)
    may = permissions.may_clear_paper if paper.status == PaperStatus.VERIFIED else permissions.may_verify_paper
    require(may(by, paper, found))
    _expect(paper, PaperStatus.REJECTED)
    reason = _reason(reason)
    take_version(paper, version)
    found.rejected_by, found.rejected_at, found.rejection = by, dates.now(), reason
    found.save()
    paper.reason, paper.decided_by, paper.valid_until = reason, by, None
    paper.save(update_fields=["reason", "decided_by", "valid_until"])
    move(paper, to=PaperStatus.REJECTED, paper=paper.name_in("zh-hant"), number=found.number, reason=reason)
    return paper


@service(says=_("Waived: {paper}. {reason}"))
def waive_paper(*, paper: Paper, reason: str, version: int | None = None, by: User) -> Paper:
    """Do without a paper, with the reason; one the case needs is waived by the department manager."""
    paper = locked(paper)
    require(permissions.may_waive_paper(by, paper))
    _expect(paper, PaperStatus.WAIVED)
    reason = _reason(reason)
    take_version(paper, version)
    paper.reason, paper.decided_by, paper.valid_until = reason, by, None
    paper.save(update_fields=["reason", "decided_by", "valid_until"])
    move(paper, to=PaperStatus.WAIVED, paper=paper.name_in("zh-hant"), reason=reason)
    return paper


def _received(paper: Paper) -> PaperVersion | None:
    """The version that was received last; a newer one whose pages are still collected does not count."""
    return paper.versions.exclude(received_at=None).prefetch_related("pages__attachment").first()


def _expect(paper: Paper, to: str) -> None:
    """Refuse a step that was taken already before calling the page old."""
    if to not in paper.TRANSITIONS[PaperStatus(paper.status)]:
        raise TransitionRefused(
            _("This step is not possible: it is now “{status}”.").format(status=paper.get_status_display())
        )


def _reason(reason: str) -> str:
    reason = plain_text(reason)[:300]
    if len(reason) < LEAST_REASON:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    return reason
