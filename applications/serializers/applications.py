"""What the API says and asks about applications."""

from django.conf import settings
from rest_framework import serializers

from applications.labels import RULE_CHOICES, SECTIONS
from applications.models import (
    Application,
    AuthorityProfile,
    ChargedWhen,
    ChecklistItem,
    DeclineCode,
    EligibilityException,
    Exclusion,
    ExclusionKind,
    PaperGroup,
    PaperNeed,
    PaperRequirement,
    Party,
    PartyRole,
    Product,
    ProductFee,
    ProductVersion,
    ReminderProfile,
    RepaymentMethod,
    ReturnPoint,
    SecurityKind,
)
from applications.rules import warnings_of
from applications.services import ADDED, RULE_FIELDS
from applications.services.acceptance import LONGEST_ANSWER, LONGEST_POINT
from applications.services.product_checks import LONGEST_VALID, PAPER_FIELDS
from applications.terms import CHOICES
from core.api import AmountField, Chosen, StrictSerializer, VersionSerializer
from customers.models import CustomerKind, Source
from customers.serializers.chosen import ChosenCustomer
from staff.models import User
from staff.roles import Role


class ReturnPointSerializer(serializers.ModelSerializer):
    made_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = ReturnPoint
        fields = ("id", "round", "text", "made_by", "made_at", "answer", "answered_at")
        read_only_fields = fields


class ApplicationSerializer(serializers.ModelSerializer):
    """A case as everybody who may open it reads it."""

    customer = serializers.SlugRelatedField("number", read_only=True)
    customer_name = serializers.CharField(source="customer.name", read_only=True)
    product = serializers.CharField(source="product_version.product.code", read_only=True)
    product_version_number = serializers.IntegerField(source="product_version.number", read_only=True)
    department = serializers.SlugRelatedField("code", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    lead_investigator = serializers.SlugRelatedField("username", read_only=True)
    second_investigator = serializers.SlugRelatedField("username", read_only=True)
    return_points = ReturnPointSerializer(many=True, read_only=True)
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields = (
            "number",
            "uuid",
            "version",
            "customer",
            "customer_name",
            "product",
            "product_version_number",
            "department",
            "account_manager",
            "lead_investigator",
            "second_investigator",
            "amount",
            "currency",
            "term_months",
            "method",
            "purpose",
            "repayment_source",
            "security",
            "status",
            "status_since",
            "round",
            "is_returned",
            "is_suspended",
            "deadline",
            "submitted_at",
            "accepted_at",
            "ledger_number",
            "ledger_on",
            "is_major",
            "decline_code",
            "end_reason",
            "created_at",
            "return_points",
            "warnings",
        )
        read_only_fields = fields

    def get_warnings(self, application) -> list[str]:
        return warnings_of(application)


class PartySerializer(serializers.ModelSerializer):
    """Somebody who takes part in a case."""

    customer = serializers.SlugRelatedField("number", read_only=True)
    customer_name = serializers.CharField(source="customer.name", read_only=True)
    application = serializers.SlugRelatedField("number", read_only=True)

    class Meta:
        model = Party
        fields = ("id", "application", "customer", "customer_name", "role", "removed_at")
        read_only_fields = fields


class AddPartySerializer(StrictSerializer):
    customer = ChosenCustomer()
    role = serializers.ChoiceField(choices=[(role.value, role.label) for role in ADDED])


class ExceptionSerializer(serializers.ModelSerializer):
    """A written exception from a soft rule."""

    made_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = EligibilityException
        fields = ("id", "round", "rule", "reason", "made_by", "made_at")
        read_only_fields = fields


class WriteExceptionSerializer(StrictSerializer):
    rule = serializers.ChoiceField(choices=RULE_CHOICES)
    reason = serializers.CharField(max_length=500)


class JudgedSerializer(serializers.Serializer):
    """What one rule of eligibility says of a case, with figures and limits."""

    rule = serializers.CharField()
    kind = serializers.CharField()
    outcome = serializers.CharField()
    sentence = serializers.CharField()
    figures = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    limits = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    lacks = serializers.ListField(child=serializers.CharField())
    found = serializers.ListField(child=serializers.CharField())
    exception = serializers.CharField()


class FeeSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProductFee
        fields = ("name", "names", "rate", "amount", "currency", "charged")
        read_only_fields = fields


class ItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = ChecklistItem
        fields = ("section", "code", "title", "hint", "needs_file")
        read_only_fields = fields


class PaperRequirementSerializer(serializers.ModelSerializer):
    """A line of the checklist of papers."""

    class Meta:
        model = PaperRequirement
        fields = PAPER_FIELDS
        read_only_fields = fields


class ProductVersionSerializer(serializers.ModelSerializer):
    """What a product says from a day on."""

    fees = FeeSerializer(many=True, read_only=True)
    checklist = ItemSerializer(many=True, read_only=True)
    papers = PaperRequirementSerializer(source="paper_requirements", many=True, read_only=True)

    class Meta:
        model = ProductVersion
        fields = (
            "number",
            "valid_from",
            "withdrawn_on",
            "currency",
            *RULE_FIELDS,
            "note",
            "fees",
            "checklist",
            "papers",
        )
        read_only_fields = fields


class ProductSerializer(serializers.ModelSerializer):
    """A product with all its versions, the newest first."""

    versions = ProductVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Product
        fields = ("code", "name", "names", "is_offered", "withdrawn_on", "versions")
        read_only_fields = fields


class NamesSerializer(StrictSerializer):
    def get_fields(self):
        return {code: serializers.CharField(required=False, max_length=60) for code, _name in settings.LANGUAGES}


class NewFeeSerializer(StrictSerializer):
    name = serializers.CharField(max_length=60)
    names = NamesSerializer(required=False)
    rate = serializers.DecimalField(8, 6, required=False, allow_null=True)
    amount = AmountField(required=False, allow_null=True)
    charged = serializers.ChoiceField(choices=ChargedWhen.choices)


class NewItemSerializer(StrictSerializer):
    section = serializers.ChoiceField(choices=list(SECTIONS.items()))
    code = serializers.CharField(max_length=40, required=False)
    title = serializers.CharField(max_length=80)
    hint = serializers.CharField(max_length=200, required=False, allow_blank=True)
    needs_file = serializers.BooleanField(required=False)


class PaperNamesSerializer(StrictSerializer):
    def get_fields(self):
        return {
            code: serializers.CharField(required=False, allow_blank=True, max_length=120)
            for code, _name in settings.LANGUAGES
        }


class NewPaperSerializer(StrictSerializer):
    code = serializers.CharField(max_length=40, required=False)
    group = serializers.ChoiceField(choices=PaperGroup.choices)
    need = serializers.ChoiceField(choices=PaperNeed.choices)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=PartyRole.choices), min_length=1)
    customer_kind = serializers.ChoiceField(choices=CustomerKind.choices, required=False, allow_blank=True)
    titles = PaperNamesSerializer()
    conditions = PaperNamesSerializer(required=False)
    days_valid = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=LONGEST_VALID)
    is_dated = serializers.BooleanField(required=False)
    needs_clearance = serializers.BooleanField(required=False)
    is_site_evidence = serializers.BooleanField(required=False)


def _several(choices, **options) -> serializers.ListField:
    return serializers.ListField(required=False, child=serializers.ChoiceField(choices=choices), **options)


class NewVersionSerializer(StrictSerializer):
    """What changes with the next version; what is left out stays."""

    version = serializers.IntegerField(min_value=1)
    valid_from = serializers.DateField(required=False)
    note = serializers.CharField(max_length=300)
    for_persons = serializers.BooleanField(required=False)
    for_companies = serializers.BooleanField(required=False)
    least_amount = AmountField(required=False)
    most_amount = AmountField(required=False)
    shortest_months = serializers.IntegerField(required=False, min_value=1, max_value=600)
    longest_months = serializers.IntegerField(required=False, min_value=1, max_value=600)
    least_rate = serializers.DecimalField(8, 6, required=False)
    most_rate = serializers.DecimalField(8, 6, required=False)
    methods = _several(RepaymentMethod.choices, min_length=1)
    security_allowed = _several(SecurityKind.choices)
    security_required = _several(SecurityKind.choices)
    interest = serializers.ChoiceField(required=False, choices=CHOICES["interest"])
    day_count = serializers.ChoiceField(required=False, choices=CHOICES["day_count"])
    penalty_multiplier = serializers.DecimalField(4, 2, required=False)
    eligibility = _several(RULE_CHOICES)
    authority_profile = serializers.ChoiceField(required=False, choices=AuthorityProfile.choices)
    reminder_profile = serializers.ChoiceField(required=False, choices=ReminderProfile.choices)
    fees = NewFeeSerializer(many=True, required=False)
    checklist = NewItemSerializer(many=True, required=False)
    papers = NewPaperSerializer(many=True, required=False)
    screenings = serializers.DictField(
        required=False, child=serializers.ListField(child=serializers.ChoiceField(choices=Source.choices))
    )


class WithdrawVersionSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300)


class NewProductSerializer(StrictSerializer):
    code = serializers.SlugField(max_length=20)
    name = serializers.CharField(max_length=60)
    names = NamesSerializer(required=False)
    like = Chosen(lambda context: ProductVersion.objects.in_force(), "product__code")


class ExclusionSerializer(serializers.ModelSerializer):
    """A word or an industry that is not lent for."""

    class Meta:
        model = Exclusion
        fields = ("id", "kind", "text", "basis", "valid_from", "valid_to")
        read_only_fields = fields


class NewExclusionSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=ExclusionKind.choices)
    text = serializers.CharField(max_length=40)
    basis = serializers.CharField(max_length=200)
    valid_from = serializers.DateField(required=False, allow_null=True)


class DraftSerializer(StrictSerializer):
    """What a draft may hold; what is left out stays."""

    version = serializers.IntegerField(min_value=1)
    product_version = Chosen(lambda context: ProductVersion.objects.in_force(), "product__code", required=False)
    amount = AmountField(required=False, allow_null=True)
    term_months = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=600)
    method = serializers.ChoiceField(required=False, allow_blank=True, choices=RepaymentMethod.choices)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    repayment_source = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    security = serializers.ListField(
        required=False, max_length=4, child=serializers.ChoiceField(choices=SecurityKind.choices)
    )


class OpenSerializer(DraftSerializer):
    version = None  # type: ignore[assignment]
    customer = ChosenCustomer()
    product_version = Chosen(lambda context: ProductVersion.objects.in_force(), "product__code")
    submission_key = serializers.UUIDField(required=False)


class DeclineSerializer(VersionSerializer):
    code = serializers.ChoiceField(choices=DeclineCode.choices)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AcceptSerializer(VersionSerializer):
    purpose_agreed = serializers.BooleanField(required=False)
    lead = Chosen(lambda context: User.objects.with_role(Role.ACCOUNT_MANAGER), "username", required=False)
    second_investigator = Chosen(lambda context: User.objects.with_role(Role.ACCOUNT_MANAGER), "username")
    deadline = serializers.DateField()


class ReturnSerializer(VersionSerializer):
    points = serializers.ListField(child=serializers.CharField(max_length=LONGEST_POINT), min_length=1)


class AnswerSerializer(StrictSerializer):
    answer = serializers.CharField(max_length=LONGEST_ANSWER)
