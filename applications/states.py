"""The life of an application and of its papers (design section 2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for acceptance")
    ACCEPTED = "accepted", _("Accepted")
    INVESTIGATING = "investigating", _("Under investigation")
    REPORTED = "reported", _("Report submitted")
    IN_REVIEW = "in_review", _("Under review")
    APPROVED = "approved", _("Approved")
    CONTRACTED = "contracted", _("Contract signed")
    DISBURSED = "disbursed", _("Disbursed")
    CLOSED = "closed", _("Settled")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by the customer")
    LAPSED = "lapsed", _("Approval lapsed")


TRANSITIONS = {
    Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
    Status.SUBMITTED: {Status.ACCEPTED, Status.DRAFT, Status.DECLINED, Status.WITHDRAWN},
    Status.ACCEPTED: {Status.INVESTIGATING, Status.WITHDRAWN},
    Status.INVESTIGATING: {Status.REPORTED, Status.WITHDRAWN},
    Status.REPORTED: {Status.IN_REVIEW, Status.WITHDRAWN},
    Status.IN_REVIEW: {Status.APPROVED, Status.INVESTIGATING, Status.DECLINED, Status.WITHDRAWN},
    Status.APPROVED: {Status.CONTRACTED, Status.LAPSED, Status.WITHDRAWN},
    Status.CONTRACTED: {Status.DISBURSED, Status.LAPSED},
    Status.DISBURSED: {Status.CLOSED},
    Status.CLOSED: {Status.DISBURSED},
    Status.DECLINED: set(),
    Status.WITHDRAWN: set(),
    Status.LAPSED: set(),
}
AFTER_SUBMISSION = [s for s in Status if s != Status.DRAFT]
AFTER_APPROVAL = [Status.APPROVED, Status.CONTRACTED, Status.DISBURSED, Status.CLOSED]
BEFORE_APPROVAL = [
    Status.DRAFT,
    Status.SUBMITTED,
    Status.ACCEPTED,
    Status.INVESTIGATING,
    Status.REPORTED,
    Status.IN_REVIEW,
]
ENDED = [Status.CLOSED, Status.DECLINED, Status.WITHDRAWN, Status.LAPSED]
Status.TONES = {  # type: ignore[attr-defined]
    Status.DRAFT: "",
    Status.APPROVED: "is-good",
    Status.CLOSED: "is-good",
    Status.DECLINED: "is-late",
    Status.WITHDRAWN: "is-stopped",
    Status.LAPSED: "is-stopped",
    Status.SUBMITTED: "is-active",
    Status.ACCEPTED: "is-active",
    Status.INVESTIGATING: "is-active",
    Status.REPORTED: "is-active",
    Status.IN_REVIEW: "is-active",
    Status.CONTRACTED: "is-active",
    Status.DISBURSED: "is-active",
}


class PaperStatus(models.TextChoices):
    """A line of the papers of a case (domain practice 1.5)."""

    REQUIRED = "required", pgettext_lazy("a paper", "To be handed in")
    RECEIVED = "received", pgettext_lazy("a paper", "Received, to be verified")
    VERIFIED = "verified", pgettext_lazy("a paper", "Verified")
    CLEARED = "cleared", pgettext_lazy("a paper", "Passed the compliance check")
    REJECTED = "rejected", pgettext_lazy("a paper", "Rejected")
    WAIVED = "waived", pgettext_lazy("a paper", "Waived")
    EXPIRED = "expired", pgettext_lazy("a paper", "Expired")
    NOT_NEEDED = "not_needed", pgettext_lazy("a paper", "Does not apply")
    DROPPED = "dropped", pgettext_lazy("a paper", "No longer asked for")


OFF = {PaperStatus.NOT_NEEDED, PaperStatus.DROPPED}
PAPER_TRANSITIONS = {
    PaperStatus.REQUIRED: {PaperStatus.RECEIVED, PaperStatus.WAIVED, *OFF},
    PaperStatus.RECEIVED: {PaperStatus.VERIFIED, PaperStatus.REJECTED, PaperStatus.EXPIRED, *OFF},
    PaperStatus.VERIFIED: {
        PaperStatus.CLEARED,
        PaperStatus.REJECTED,
        PaperStatus.EXPIRED,
        PaperStatus.RECEIVED,
        PaperStatus.DROPPED,
    },
    PaperStatus.CLEARED: {PaperStatus.EXPIRED, PaperStatus.RECEIVED, PaperStatus.DROPPED},
    PaperStatus.REJECTED: {PaperStatus.RECEIVED, PaperStatus.WAIVED, *OFF},
    PaperStatus.EXPIRED: {PaperStatus.RECEIVED, PaperStatus.WAIVED, *OFF},
    PaperStatus.WAIVED: {PaperStatus.RECEIVED, PaperStatus.DROPPED},
    PaperStatus.NOT_NEEDED: {PaperStatus.REQUIRED, PaperStatus.DROPPED},
    PaperStatus.DROPPED: {PaperStatus.REQUIRED},
}
WITH_PAPER = [PaperStatus.RECEIVED, PaperStatus.VERIFIED, PaperStatus.CLEARED]
PaperStatus.TONES = {  # type: ignore[attr-defined]
    PaperStatus.REQUIRED: "",
    PaperStatus.RECEIVED: "is-active",
    PaperStatus.VERIFIED: "is-good",
    PaperStatus.CLEARED: "is-good",
    PaperStatus.REJECTED: "is-late",
    PaperStatus.WAIVED: "is-stopped",
    PaperStatus.EXPIRED: "is-late",
    PaperStatus.NOT_NEEDED: "is-stopped",
    PaperStatus.DROPPED: "is-stopped",
}
