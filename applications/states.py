"""The life of an application (design section 2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
