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
    """One end of a relation; the number only of a customer whose file this person may op

    Of the file that a claim is about there is no name before it is confirmed.
    """

    name = serializers.CharField(read_only=True, allow_null=True)
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
    confirmed_by = serializers.SlugRelatedField("username", read_only=True)
    is_claim = serializers.BooleanField(read_only=True)

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
            "is_claim",
            "confirmed_by",
            "confirmed_at",
            "end_reason",
        )
        read_only_fields = fields

    def to_representation(self, instance):
        shown, claimed = super().to_representation(instance), instance.claimed
        if claimed is None:
            return shown
        opens = self.context.get("opens")
        if opens is None:
            opens = openable([claimed], self.context["request"].user)
        if instance.conceals(claimed, opens):
            shown |= {"group": None, instance.claimed_end: {**shown[instance.claimed_end], "name": None}}
        return shown


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


class MemberSerializer(serializers.Serializer):
    """One of the related group whom the reader may know, and why they belong to it."""

    party = RelatedPartySerializer()
    because = serializers.CharField()


class GroupSerializer(serializers.Serializer):
    """Who counts as one risk with a customer; `hidden` are so many more outside the reader's permission."""

    members = MemberSerializer(many=True)
    hidden = serializers.IntegerField()


class OwnerSerializer(serializers.Serializer):
    """Somebody who stands behind a company; the share a fraction, with a line for each path that may be told."""

    party = RelatedPartySerializer()
    share = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    paths = serializers.ListField(child=serializers.CharField())


class OwnershipSerializer(serializers.Serializer):
    """The beneficial owners of a company by `basis` from the threshold on, and who else holds of it (fractions)."""

    threshold = serializers.DecimalField(max_digits=9, decimal_places=6)
    basis = serializers.ChoiceField(choices=["share", "control", "management"], allow_null=True)
    owners = OwnerSerializer(many=True)
    owners_hidden = serializers.IntegerField()
    holders = OwnerSerializer(many=True)
    holders_hidden = serializers.IntegerField()
    unknown = serializers.DecimalField(max_digits=9, decimal_places=6)


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
