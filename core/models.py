"""What two or more apps keep: audit events, parameters, numbers, attachments, documents and outgoing mail."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import dates, numbering
from core.fields import SealedTextField
from core.states import (
    DOCUMENT_TRANSITIONS,
    IMPORT_TRANSITIONS,
    MAIL_TRANSITIONS,
    DocumentStatus,
    ImportStatus,
    MailStatus,
)


class CaseRow(models.Model):
    """A row with a life of its own: never deleted, changed under its version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        abstract = True


class AuditEvent(models.Model):
    """One link of the audit chain; see `core.audit`."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    case = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-sequence"], name="audit_of_case"),
            models.Index(fields=["subject", "-sequence"], name="audit_of_subject"),
        ]


class Parameter(models.Model):
    """A policy figure from a day on; the newest row not later than a day is in force on it."""

    name = models.CharField(max_length=80)
    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    valid_from = models.DateField()
    basis = models.CharField(max_length=200)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "valid_from"], name="parameter_once_a_day")]


class CalendarDay(models.Model):
    """A day on which the lender, against the public calendar, is open or closed."""

    day = models.DateField(unique=True)
    is_open = models.BooleanField()
    reason = models.CharField(max_length=80)


class NumberSequence(models.Model):
    """The last number given under a name such as `HQA2026`."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)


class IssuedNumber(models.Model):
    """Every number ever given; voided ones stay, with the reason."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=1, choices=numbering.Kind)
    issued_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)


class Attachment(models.Model):
    """An uploaded paper, sealed on disk.

    `case_uuid` or `customer_uuid` says whose right decides who may see it; with neither, the row that names it does.
    `shows_identity` stays with a picture of an identity paper, also when a newer one takes its place.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_uuid = models.UUIDField(null=True, db_index=True)
    customer_uuid = models.UUIDField(null=True, db_index=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=100)
    pages = models.PositiveSmallIntegerField(default=1)
    shows_identity = models.BooleanField(default=False, editable=False)
    place = SealedTextField(blank=True)  # JSON {latitude, longitude, taken_at}, of site evidence only
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    def bound_to(self) -> str:
        return f"core.attachment:{self.uuid}"


class ImportRun(CaseRow):
    """A spreadsheet handed in to be taken over, sealed as it came, with every problem found in it.

    `problems` is a list of `{row, column, sentence}`: rows as the sheet counts them, no value of a cell.
    """

    TRANSITIONS = IMPORT_TRANSITIONS

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    status = models.CharField(max_length=20, choices=ImportStatus, default=ImportStatus.CHECKED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["made_by", "kind", "-id"], name="import_of_person")]

    def bound_to(self) -> str:
        return f"core.importrun:{self.uuid}"


class Document(models.Model):
    """A paper we produced: its text is fixed when it is asked for, its PDF is hashed and never overwritten."""

    TRANSITIONS = DOCUMENT_TRANSITIONS

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    case_uuid = models.UUIDField(null=True, db_index=True)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=10)
    source = SealedTextField()
    status = models.CharField(max_length=20, choices=DocumentStatus, default=DocumentStatus.REQUESTED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    lease = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    ready_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.READY) | ~Q(sha256=""), name="document_ready_is_hashed"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=[DocumentStatus.REQUESTED, DocumentStatus.RENDERING]),
                name="document_open",
            )
        ]

    def bound_to(self) -> str:
        return f"core.document:{self.uuid}"


class OutgoingMail(models.Model):
    """One mail to one recipient, at most once by its `key`; what it says is put together when it is sent."""

    TRANSITIONS = MAIL_TRANSITIONS

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    case_uuid = models.UUIDField(null=True, db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recipient = SealedTextField()
    language = models.CharField(max_length=10)
    about = models.CharField(max_length=80)
    business_date = models.DateField()
    subject = SealedTextField(blank=True)
    text = SealedTextField(blank=True)
    html = SealedTextField(blank=True)
    status = models.CharField(max_length=20, choices=MailStatus, default=MailStatus.QUEUED)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=[MailStatus.QUEUED, MailStatus.CLAIMED, MailStatus.IN_FLIGHT]),
                name="mail_open",
            )
        ]

    @property
    def message_id(self) -> str:
        return f"<{self.uuid}@{settings.MAIL_DOMAIN}>"


class Heartbeat(models.Model):
    """When a loop last ran; `/healthz` tells its age."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()


class IdempotencyRecord(models.Model):
    """A key that a client sent with a posting, what it asked for, and what it was told (security rule S14)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    reply = models.JSONField(null=True)
    created_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]
