"""Two files that may be of one customer, and the merging of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import CaseRow
from customers.models.files import Customer
from customers.querysets.duplicates import FileMergeQuerySet, LookAlikeQuerySet
from customers.states import LOOK_ALIKE_TRANSITIONS, MERGE_TRANSITIONS, LookAlikeStatus, MergeStatus


class LookAlikeGround(models.TextChoices):
    """Why two files look alike."""

    PHONE = "phone", _("Same phone")
    NAME_AND_BIRTH = "name_and_birth", _("Same name and date of birth")
    NAME = "name", _("Same company name")
    ADDRESS = "address", _("Same address and surname")
    NUMBER = "number", _("Same number of a paper")
    PAPER = "paper", _("Same identity paper")


class LookAlike(CaseRow):
    """A pair of files asked about once: the same customer, or different ones; `first` is the older file.

    `papers` are those that both claimed, each as its kind and the blind index of its number.
    """

    TRANSITIONS = LOOK_ALIKE_TRANSITIONS

    first = models.ForeignKey(Customer, models.PROTECT, related_name="look_alikes_first")
    second = models.ForeignKey(Customer, models.PROTECT, related_name="look_alikes_second")
    grounds = models.JSONField(default=list)
    papers = models.JSONField(default=list, editable=False)
    status = models.CharField(max_length=20, choices=LookAlikeStatus, default=LookAlikeStatus.OPEN)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = LookAlikeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="look_alike_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="look_alike_in_order"),
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="look_alike_open")]

    @property
    def case_uuid(self):
        return self.first.uuid

    @property
    def ground_names(self) -> list[str]:
        return [str(LookAlikeGround(ground).label) for ground in self.grounds]

    @property
    def is_of_one_paper(self) -> bool:
        """Whether both files claim the same paper, which is somebody's alone."""
        return LookAlikeGround.PAPER in self.grounds

    def other(self, customer: Customer) -> Customer:
        """The file on the other side of the pair."""
        return self.second if customer.pk == self.first_id else self.first


class FileMerge(CaseRow):
    """The joining of `merged` into `survivor`, with which file's value stays of each field; it cannot be undone."""

    TRANSITIONS = MERGE_TRANSITIONS

    survivor = models.ForeignKey(Customer, models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="merges_given_up")
    choices = models.JSONField(default=dict)  # field: "survivor" or "merged"; never what the field says
    survivor_version = models.PositiveIntegerField()
    merged_version = models.PositiveIntegerField()
    reason = models.CharField(_("Reason"), max_length=300)
    status = models.CharField(max_length=20, choices=MergeStatus, default=MergeStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    moved = models.JSONField(default=dict)  # table: rows that went to the survivor
    stayed = models.JSONField(default=dict)  # table: rows that both files had, kept with the merged one

    objects = FileMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(status=MergeStatus.ASKED), name="merge_asked_once_of_a_file"
            ),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merge_of_two_files"),
        ]

    @property
    def case_uuid(self):
        return self.survivor.uuid

    @property
    def is_done(self) -> bool:
        """Whether the two files are one by now."""
        return self.merged.merged_into_id == self.survivor_id
