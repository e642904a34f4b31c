"""What the API says and asks about relations and ties to the lender."""

from rest_framework import serializers

from core.api import AmountField, StrictSerializer, VersionSerializer
from core.api.files import sent_file
from customers.models import (
    Customer,
    CustomerKind,
    IdentityType,
    LenderTie,
    RelatedParty,
    Relation,
    RelationKind,
    RelationSource,
    TieKind,
)
from customers.models.relations import GroupReason, Influence, Payment
from customers.serializers.chosen import ChosenCustomer
from customers.services import Outside
from customers.states import LenderTieStatus


def openable(parties, user) -> set[int]:
    """Ids of the customers among these parties whose files somebody may open."""
    ids = {party.customer_id for party in parties if party.customer_id}
    return set(Customer.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


class RelatedPartySerializer(serializers.ModelSerializer):
    """One end of a relation; the number only of a customer whose file this person may open."""

    name = serializers.CharField(read_only=True)
    customer = serializers.SerializerMethodField()

    class Meta:
        model = RelatedParty
        fields = ("uuid", "kind", "name", "customer")
        read_only_fields = fields

    def get_customer(self, party) -> str | None:
        if party.customer_id is None:
            return None
        opens = self.context.get("opens")
        if opens is None:  # one answer; a list brings what its rows need
            opens = openable([party], self.context["request"].user)
        return party.customer.number if party.customer_id in opens else None


class RelationSerializer(serializers.ModelSerializer):
    """A relation with both its ends: the holder is the kind of the subject."""

    holder = RelatedPartySerializer(read_only=True)
    subject = RelatedPartySerializer(read_only=True)
    group = serializers.SlugRelatedField("name", read_only=True)
    evidence = serializers.SlugRelatedField("uuid", read_only=True)
    recorded_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Relation
        fields = (
            "uuid",
            "version",
            "kind",
            "holder",
            "subject",
            "group",
            "share",
            "subscribed",
            "paid",
            "currency",
            "payment",
            "title",
            "influence",
            "valid_from",
            "valid_to",
            "source",
            "source_note",
            "evidence",
            "recorded_by",
            "end_reason",
        )
        read_only_fields = fields


class OutsideSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=CustomerKind.choices)
    name = serializers.CharField(max_length=120)
    identity_type = serializers.ChoiceField(
        choices=IdentityType.choices,
        required=False,
        help_text="without it: an identity card, of a company a credit code",
    )
    identity = serializers.CharField(required=False, allow_blank=True, max_length=40)

    def validate(self, attrs) -> Outside:
        return Outside(**attrs)


class AddRelationSerializer(StrictSerializer):
    """What stands at the other `end`: a customer this person may see by number, or somebody outside."""

    kind = serializers.ChoiceField(choices=RelationKind.choices)
    end = serializers.ChoiceField(choices=["holder", "subject"])
    other = ChosenCustomer(required=False)
    outside = OutsideSerializer(required=False)
    share = serializers.DecimalField(max_digits=7, decimal_places=6, required=False)
    subscribed = AmountField(required=False)
    paid = AmountField(required=False)
    payment = serializers.ChoiceField(choices=Payment.choices, required=False)
    title = serializers.CharField(max_length=60, required=False)
    influence = serializers.ChoiceField(choices=Influence.choices, required=False)
    group_name = serializers.CharField(max_length=120, required=False)
    group_reason = serializers.ChoiceField(choices=GroupReason.choices, required=False)
    valid_from = serializers.DateField()
    source = serializers.ChoiceField(choices=RelationSource.choices)
    source_note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    evidence = sent_file()


class EndRelationSerializer(VersionSerializer):
    ended_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class LenderTieSerializer(serializers.ModelSerializer):
    """A warning that a customer may belong to the lender's own people, with the ruling on it."""

    customer = serializers.SlugRelatedField("number", read_only=True)
    raised_by = serializers.SlugRelatedField("username", read_only=True)
    ruled_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = LenderTie
        fields = (
            "uuid",
            "version",
            "customer",
            "kind",
            "colleague",
            "note",
            "status",
            "raised_by",
            "ruled_by",
            "ruled_at",
            "ruling",
        )
        read_only_fields = fields


class RaiseTieSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=TieKind.choices)
    colleague = serializers.CharField(max_length=60)
    note = serializers.CharField(max_length=300)


class RuleTieSerializer(VersionSerializer):
    outcome = serializers.ChoiceField(choices=LenderTieStatus.choices)
    reason = serializers.CharField(max_length=300)
