"""What a product asks for, and the papers of a case with their versions, pages and checks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application, PartyRole
from applications.models.products import ProductVersion
from applications.querysets import PaperQuerySet
from applications.states import PAPER_TRANSITIONS, PaperStatus
from core.models import CaseRow
from customers.models import CustomerKind


class PaperNeed(models.TextChoices):
    MANDATORY = "mandatory", _("Mandatory")
    CONDITIONAL = "conditional", _("If it applies")
    OPTIONAL = "optional", _("Optional")


class PaperGroup(models.TextChoices):
    """The class (分類) under which a paper is kept; the order is that of the file."""

    SUBJECT = "subject", pgettext_lazy("papers", "Standing of the party")
    AUTHORITY = "authority", pgettext_lazy("papers", "Authority and consents")
    PURPOSE = "purpose", pgettext_lazy("papers", "Purpose of the loan")
    FINANCE = "finance", pgettext_lazy("papers", "Finances")
    OPERATION = "operation", pgettext_lazy("papers", "Operation")
    SECURITY = "security", pgettext_lazy("papers", "Security")
    OTHER = "other", pgettext_lazy("papers", "Other papers")


def in_language(texts: dict[str, str], language: str = "") -> str:
    """The text of a language such as "zh-hant", in the reader's own by default."""
    language = (language or get_language() or "zh-hant").lower()
    return texts.get(language) or texts.get("zh-hant") or next(iter(texts.values()), "")


class PaperRequirement(models.Model):
    """One line of a product version's checklist: which paper, of which party, how long it holds."""

    product_version = models.ForeignKey(ProductVersion, models.PROTECT, related_name="paper_requirements")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=12, choices=PaperGroup)
    roles = models.JSONField(default=list)  # of PartyRole
    customer_kind = models.CharField(max_length=10, blank=True)  # a CustomerKind, or empty for both
    titles = models.JSONField(default=dict)  # language code: words
    conditions = models.JSONField(default=dict, blank=True)  # the same: when a conditional paper applies
    need = models.CharField(max_length=12, choices=PaperNeed)
    days_valid = models.PositiveSmallIntegerField(null=True, blank=True)
    is_dated = models.BooleanField(default=False)  # its last day is printed on it
    needs_clearance = models.BooleanField(default=False)
    is_site_evidence = models.BooleanField(default=False)  # its photographs keep place and time

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["product_version", "code"], name="paper_requirement_once"),
            models.CheckConstraint(
                condition=Q(need=PaperNeed.CONDITIONAL) | Q(conditions={}), name="paper_condition_only_if_conditional"
            ),
        ]

    @property
    def title(self) -> str:
        """What the paper is called, in the reader's language."""
        return in_language(self.titles)

    @property
    def condition(self) -> str:
        return in_language(self.conditions)

    @property
    def roles_in_words(self) -> str:
        """Of whom it is asked, and whether of persons or companies only."""
        comma = pgettext("between words of a list", ", ")
        roles = comma.join(str(PartyRole(role).label) for role in self.roles)
        kind = str(CustomerKind(self.customer_kind).label) if self.customer_kind else ""
        return gettext("{roles} ({kind})").format(roles=roles, kind=kind) if kind else roles

    @property
    def holds_good(self) -> str:
        """How long it is good; empty where it does not run out."""
        if self.is_dated:
            return gettext("until the day printed on it")
        days = self.days_valid
        return ngettext("{days} day", "{days} days", days).format(days=days) if days else ""

    @property
    def checked_by(self) -> str:
        """How many people look at it: who receives it, who verifies it, and compliance where the product asks."""
        return gettext("three people") if self.needs_clearance else gettext("two people")

    def asks(self, role: str, customer_kind: str) -> bool:
        """Whether a party in this role has to hand the paper in."""
        return role in self.roles and self.customer_kind in ("", customer_kind)


class Paper(CaseRow):
    """One paper of one party of a case; the facts of each handing in stand in its versions."""

    TRANSITIONS = PAPER_TRANSITIONS

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="papers")
    role = models.CharField(max_length=20, choices=PartyRole)
    requirement = models.ForeignKey(PaperRequirement, models.PROTECT, null=True, related_name="papers")
    title = models.CharField(_("Name of the paper"), max_length=80, blank=True)  # of a free paper
    group = models.CharField(_("Class"), max_length=12, choices=PaperGroup)
    need = models.CharField(_("Need"), max_length=12, choices=PaperNeed)
    needs_clearance = models.BooleanField(_("Needs the compliance check"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    applies = models.BooleanField(null=True)  # of a conditional paper: not decided yet, yes, no
    status = models.CharField(max_length=12, choices=PaperStatus, default=PaperStatus.REQUIRED)
    reason = models.CharField(
        max_length=300, blank=True
    )  # of the last rejection, waiver or decision whether it applies
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    valid_until = models.DateField(null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "customer", "role", "requirement"], name="paper_line_once"),
            models.CheckConstraint(condition=~Q(requirement=None) | ~Q(title=""), name="paper_has_a_name"),
            models.CheckConstraint(
                condition=~Q(status=PaperStatus.WAIVED) | ~Q(reason=""), name="paper_waiver_reasoned"
            ),
        ]
        indexes = [
            models.Index(fields=["application", "status"], name="paper_of_case"),
            models.Index(
                fields=["valid_until"],
                condition=Q(status__in=[PaperStatus.RECEIVED, PaperStatus.VERIFIED, PaperStatus.CLEARED]),
                name="paper_running_out",
            ),
        ]

    @property
    def case_uuid(self):
        return self.application.uuid

    def name_in(self, language: str) -> str:
        return in_language(self.requirement.titles, language) if self.requirement else self.title

    @property
    def name(self) -> str:
        """What the paper is called, in the reader's language."""
        return self.name_in("")

    @property
    def condition(self) -> str:
        return in_language(self.requirement.conditions) if self.requirement else ""

    @property
    def is_site_evidence(self) -> bool:
        return bool(self.requirement and self.requirement.is_site_evidence)

    @property
    def is_asked(self) -> bool:
        """Whether the case is not complete without it."""
        return self.need == PaperNeed.MANDATORY or (self.need == PaperNeed.CONDITIONAL and self.applies is True)

    @property
    def is_undecided(self) -> bool:
        """A conditional paper of which nobody has said yet whether it applies."""
        return self.need == PaperNeed.CONDITIONAL and self.applies is None and self.status == PaperStatus.REQUIRED

    @property
    def is_done(self) -> bool:
        passed = {PaperStatus.CLEARED, PaperStatus.WAIVED}
        return self.status in (passed if self.needs_clearance else passed | {PaperStatus.VERIFIED})

    @property
    def is_open(self) -> bool:
        """Whether it still keeps the report from going up."""
        return self.is_undecided or (self.is_asked and not self.is_done)


class PaperVersion(models.Model):
    """One handing in of a paper: who received, verified and cleared it; older ones stay readable."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)  # empty while its pages are being collected
    original_seen = models.BooleanField(_("Original seen"), default=False)
    met_in_person = models.BooleanField(_("Met in person"), default=False)
    issued_on = models.DateField(_("Issued on"), null=True)
    valid_until = models.DateField(_("Valid until"), null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    copy_reason = models.CharField(_("Why it was verified unseen"), max_length=300, blank=True)
    is_true = models.BooleanField(_("True"), null=True)
    is_legal = models.BooleanField(_("Legal"), null=True)
    is_valid = models.BooleanField(_("Valid"), null=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rejected_at = models.DateTimeField(null=True)
    rejection = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | (~Q(received_by=None) & ~Q(verified_by=F("received_by"))),
                name="paper_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by=None)
                | (~Q(verified_by=None) & ~Q(cleared_by=F("received_by")) & ~Q(cleared_by=F("verified_by"))),
                name="paper_cleared_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None) | Q(is_true=True, is_legal=True, is_valid=True),
                name="paper_verified_on_all_three",
            ),
        ]

    @property
    def standing_pages(self) -> list["PaperPage"]:
        """Its files but those that were withdrawn."""
        return [page for page in self.pages.all() if page.withdrawn_at is None]

    @property
    def is_unseen(self) -> bool:
        """Whether nobody saw the original, or of a paper that shows who a person is, nobody met the person (L8.2)."""
        shows_person = self.paper.group == PaperGroup.SUBJECT and not self.paper.customer.is_company
        return not self.original_seen or (shows_person and not self.met_in_person)

    @property
    def hands(self) -> set[int]:
        """Whoever received it or uploaded a file of it: the first person, who takes no part in the checks."""
        uploaders = {page.attachment.uploaded_by_id for page in self.standing_pages}
        return uploaders | ({self.received_by_id} if self.received_by_id else set())


class PaperPage(models.Model):
    """An uploaded file as a page of a paper, or still waiting on the case for a line."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="paper_pages")
    version = models.ForeignKey(PaperVersion, models.PROTECT, null=True, related_name="pages")
    attachment = models.ForeignKey("core.Attachment", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=300, blank=True)  # why

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (~Q(withdrawn_by=None) & ~Q(withdrawal="")),
                name="paper_page_withdrawal_reasoned",
            )
        ]
        indexes = [models.Index(fields=["application"], condition=Q(version=None), name="paper_page_waiting")]

    @property
    def case_uuid(self):
        return self.application.uuid

    @property
    def is_settled(self) -> bool:
        """Whether its paper has been checked, or handed in anew, so that it stays as it is."""
        if self.version is None or self.version.received_at is None:
            return False
        last = self.version.paper.versions.exclude(received_at=None).first()
        return self.version.paper.status != PaperStatus.RECEIVED or last != self.version
