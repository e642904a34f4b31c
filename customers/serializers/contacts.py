"""What the API says and asks about contacts, visits, marks and consultations."""

from rest_framework import serializers

from core import display
from core.api import AmountField, Chosen, StrictSerializer
from customers.models import (
    Channel,
    Consultation,
    Contact,
    ContactKind,
    Customer,
    Mark,
    MarkKind,
    NextStep,
    Offer,
    Side,
    Topic,
    Visit,
    VisitKind,
)
from customers.serializers.chosen import ChosenCustomer
from customers.serializers.files import RegisterSerializer
from customers.services import Bid, Step


class OfferSerializer(serializers.ModelSerializer):
    class Meta:
        model = Offer
        fields = ("position", "side", "amount", "currency", "annual_rate", "term_months", "note")
        read_only_fields = fields


class ContactSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    logged_by = serializers.SlugRelatedField("username", read_only=True)
    visit = serializers.SlugRelatedField("uuid", read_only=True)
    consultation = serializers.SlugRelatedField("uuid", read_only=True)
    # How far the mail of a message has come; empty for what was not sent.
    sent = serializers.CharField(source="message.mail.status", read_only=True, default="")
    participants = serializers.SerializerMethodField()
    offers = OfferSerializer(many=True, read_only=True)

    class Meta:
        model = Contact
        fields = (
            "uuid",
            "thread",
            "is_current",
            "correction",
            "customer",
            "kind",
            "happened_at",
            "place",
            "with_whom",
            "aim",
            "observation",
            "result",
            "about",
            "visit",
            "consultation",
            "sent",
            "participants",
            "offers",
            "logged_by",
            "created_at",
        )
        read_only_fields = fields

    def get_participants(self, contact) -> list[dict[str, str]]:
        return [{"name": row.name, "part": row.part} for row in contact.participants.all()]


class BidSerializer(StrictSerializer):
    side = serializers.ChoiceField(choices=Side.choices)
    amount = AmountField(required=False, allow_null=True, min_value=0)
    annual_rate = serializers.DecimalField(
        max_digits=8, decimal_places=6, required=False, allow_null=True, min_value=0, max_value=1
    )
    term_months = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=600)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class StepSerializer(StrictSerializer):
    text = serializers.CharField(max_length=160)
    due_on = serializers.DateField()


class AddStepSerializer(StepSerializer):
    submission_key = serializers.UUIDField(required=False)


class NextStepSerializer(serializers.ModelSerializer):
    """A next step, with the task that it became."""

    task = serializers.SlugRelatedField("uuid", read_only=True)
    text = serializers.CharField(source="task.title", read_only=True)
    due_on = serializers.DateField(source="task.due_on", read_only=True)

    class Meta:
        model = NextStep
        fields = ("task", "text", "due_on")
        read_only_fields = fields


class ParticipantSerializer(StrictSerializer):
    name = serializers.CharField(max_length=60)
    part = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")


class RowsOfContact(StrictSerializer):
    """Turns the rows of a contact into what the service takes."""

    participants = ParticipantSerializer(many=True, required=False)
    offers = BidSerializer(many=True, required=False)

    def validate_participants(self, rows):
        return [(row["name"], row["part"]) for row in rows]

    def validate_offers(self, rows):
        return [Bid(**row) for row in rows]


class LogContactSerializer(RowsOfContact):
    kind = serializers.ChoiceField(choices=ContactKind.choices)
    result = serializers.CharField(max_length=4000)
    happened_at = serializers.DateTimeField(required=False)
    place = serializers.CharField(required=False, allow_blank=True, max_length=120)
    with_whom = serializers.CharField(required=False, allow_blank=True, max_length=120)
    aim = serializers.CharField(required=False, allow_blank=True, max_length=200)
    observation = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    about = serializers.UUIDField(required=False, allow_null=True)
    visit = Chosen(
        lambda context: Visit.objects.planned().filter(
            customer__in=Customer.objects.visible_to(context["request"].user)
        ),
        "uuid",
        required=False,
    )
    steps = StepSerializer(many=True, required=False)
    submission_key = serializers.UUIDField(required=False)

    def validate_steps(self, rows):
        return [Step(**row) for row in rows]


class ContactTextsSerializer(StrictSerializer):
    """What a correction may put right; what is left out stays."""

    happened_at = serializers.DateTimeField(required=False)
    place = serializers.CharField(required=False, allow_blank=True, max_length=120)
    with_whom = serializers.CharField(required=False, allow_blank=True, max_length=120)
    aim = serializers.CharField(required=False, allow_blank=True, max_length=200)
    observation = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    result = serializers.CharField(required=False, max_length=4000)
    about = serializers.UUIDField(required=False, allow_null=True)


class CorrectContactSerializer(RowsOfContact):
    correction = serializers.CharField(max_length=200)
    values = ContactTextsSerializer()


class VisitSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    is_missed = serializers.BooleanField(read_only=True)

    class Meta:
        model = Visit
        fields = (
            "uuid",
            "version",
            "customer",
            "account_manager",
            "kind",
            "planned_on",
            "first_planned_on",
            "aim",
            "rule",
            "status",
            "is_missed",
            "reason",
            "created_at",
        )
        read_only_fields = fields


class PlanVisitSerializer(StrictSerializer):
    planned_on = serializers.DateField()
    aim = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=VisitKind.choices, required=False)
    submission_key = serializers.UUIDField(required=False)


class PostponeVisitSerializer(StrictSerializer):
    planned_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class MarkSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    set_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Mark
        fields = ("uuid", "customer", "kind", "reason", "set_by", "created_at", "lifted_at", "lifted_reason")
        read_only_fields = fields


class SetMarkSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=MarkKind.choices)
    reason = serializers.CharField(max_length=200)


class ConsultationSerializer(serializers.ModelSerializer):
    phone = serializers.SerializerMethodField()
    customer = serializers.SlugRelatedField("number", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    department = serializers.SlugRelatedField("code", read_only=True)
    answer_minutes = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Consultation
        fields = (
            "uuid",
            "version",
            "name",
            "phone",
            "channel",
            "topic",
            "need",
            "amount",
            "currency",
            "product",
            "answer",
            "difficulty",
            "resolution",
            "asked_at",
            "answered_at",
            "answer_minutes",
            "resolved_at",
            "follow_up_on",
            "status",
            "customer",
            "account_manager",
            "department",
        )
        read_only_fields = fields

    def get_phone(self, consultation) -> str:
        return display.mask_phone(consultation.phone)


class RegisterConsultationSerializer(StrictSerializer):
    name = serializers.CharField(max_length=60)
    need = serializers.CharField(max_length=2000)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=30)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    topic = serializers.ChoiceField(choices=Topic.choices, required=False)
    amount = AmountField(required=False, allow_null=True, min_value=0)
    product = serializers.CharField(required=False, allow_blank=True, max_length=40)
    answer = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    difficulty = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    follow_up_on = serializers.DateField(required=False, allow_null=True)
    asked_at = serializers.DateTimeField(required=False)
    submission_key = serializers.UUIDField(required=False)


class AnswerConsultationSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    answer = serializers.CharField(max_length=2000)
    difficulty = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ResolveSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    resolution = serializers.CharField(max_length=2000)


class LinkSerializer(StrictSerializer):
    customer = ChosenCustomer()


class RegisterAskerSerializer(RegisterSerializer):
    """The file of whoever asked; a phone that is left out is the one of the consultation."""

    def validate(self, values):
        return {"values": super().validate(values)}


class WhyShownSerializer(StrictSerializer):
    """Why something masked is wanted in full."""

    reason = serializers.CharField(max_length=200)


class FollowUpSerializer(StrictSerializer):
    """The day on which an open consultation is taken up again."""

    follow_up_on = serializers.DateField()
