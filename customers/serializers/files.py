"""What the API says and asks about the customer file."""

from django.conf import settings
from rest_framework import serializers

from core import display
from core.api import AmountField, StrictSerializer
from customers.models import CompanyDetails, Customer, CustomerKind, IdentityType, PersonDetails
from customers.providers import FIELDS
from customers.services.look_alikes import DIFFERENT, LATER, Verdict


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = PersonDetails
        fields = ("employer", "monthly_income", "currency")
        read_only_fields = fields


class CompanySerializer(serializers.ModelSerializer):
    class Meta:
        model = CompanyDetails
        fields = (
            "founded_on",
            "legal_representative",
            "industry_code",
            "registered_capital",
            "staff_count",
            "main_products",
            "currency",
        )
        read_only_fields = fields


class CustomerSerializer(serializers.ModelSerializer):
    """A file as everybody who may open it reads it."""

    identity = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()
    email = serializers.SerializerMethodField()
    department = serializers.SlugRelatedField("code", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    person = PersonSerializer(read_only=True, allow_null=True)
    company = CompanySerializer(read_only=True, allow_null=True)

    class Meta:
        model = Customer
        fields = (
            "number",
            "uuid",
            "version",
            "kind",
            "name",
            "identity_type",
            "identity",
            "phone",
            "email",
            "language",
            "department",
            "account_manager",
            "created_at",
            "person",
            "company",
        )
        read_only_fields = fields

    def get_identity(self, customer) -> str:
        return display.mask_identity(customer.identity)

    def get_phone(self, customer) -> str:
        return display.mask_phone(customer.phone)

    def get_email(self, customer) -> str:
        return display.mask_email(customer.email)


class DetailsSerializer(StrictSerializer):
    """What is asked of a person or of a company; what belongs to the other kind is left out by the service."""

    birth_date = serializers.DateField(required=False, allow_null=True)
    employer = serializers.CharField(required=False, allow_blank=True, max_length=120)
    monthly_income = AmountField(required=False, allow_null=True, min_value=0)
    founded_on = serializers.DateField(required=False, allow_null=True)
    legal_representative = serializers.CharField(required=False, allow_blank=True, max_length=60)
    industry_code = serializers.CharField(required=False, allow_blank=True, max_length=4)
    registered_capital = AmountField(required=False, allow_null=True, min_value=0)
    staff_count = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=10_000_000)
    main_products = serializers.CharField(required=False, allow_blank=True, max_length=200)


class AnybodySerializer(StrictSerializer):
    """What may be changed about anybody; what is left out stays."""

    name = serializers.CharField(required=False, max_length=120)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=30)
    email = serializers.CharField(required=False, allow_blank=True, max_length=120)
    address = serializers.CharField(required=False, allow_blank=True, max_length=300)
    language = serializers.ChoiceField(required=False, choices=settings.LANGUAGES)


class VerdictSerializer(StrictSerializer):
    """What is said of a file that looks like the customer: a different one, with the reason, or to be decided later."""

    file = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=[LATER, DIFFERENT])
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class RegisterSerializer(AnybodySerializer):
    kind = serializers.ChoiceField(choices=CustomerKind.choices)
    name = serializers.CharField(max_length=120)
    identity_type = serializers.ChoiceField(required=False, choices=IdentityType.choices)
    identity = serializers.CharField(max_length=30)
    details = DetailsSerializer(required=False)
    verdicts = VerdictSerializer(many=True, required=False, default=list)
    decide_later = serializers.BooleanField(required=False, default=False)
    claim = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)
    submission_key = serializers.UUIDField(required=False)

    def validate(self, values):
        """Verdicts by the uuid of the file that looks alike, as the service takes them; None leaves all pairs open."""
        said = {str(entry["file"]): Verdict(entry["verdict"], entry["reason"]) for entry in values["verdicts"]}
        is_later = values.pop("decide_later")
        return {**values, "verdicts": None if is_later else said}


class RevealSerializer(StrictSerializer):
    """Which masked field is wanted in full, and why."""

    field = serializers.ChoiceField(choices=sorted(FIELDS))
    reason = serializers.CharField(max_length=200)


class ChangeSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    values = AnybodySerializer()
    details = DetailsSerializer(required=False, default=dict)
