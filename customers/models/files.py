"""The customer file: persons and companies in one table, and the details of each."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import BlindIndexField, MoneyField, PartField, SealedTextField
from core.models import CaseRow
from customers.addresses import area_of, normal
from customers.identity import comparable
from customers.querysets import CustomerQuerySet


class CustomerKind(models.TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class IdentityType(models.TextChoices):
    """What a number that names a customer stands on; the codes are those of `customers.identity`."""

    RESIDENT = "resident_id", _("Resident identity card")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit for Hong Kong, Macao and Taiwan residents")
    PASSPORT = "passport", _("Passport")
    HK_MACAO_PASS = "hk_macao_pass", _("Mainland travel permit for Hong Kong and Macao residents")
    TAIWAN_PASS = "taiwan_pass", _("Mainland travel permit for Taiwan residents")
    TAIWAN_ID = "taiwan_id", _("Identity card of Taiwan")
    MILITARY = "military", _("Military officer's paper")
    CREDIT_CODE = "credit_code", _("Unified social credit code")
    TAIWAN_BUSINESS = "taiwan_business", _("Unified business number of Taiwan")

    @classmethod
    def of_companies(cls) -> list[tuple[str, Any]]:
        return [(entry.value, entry.label) for entry in (cls.CREDIT_CODE, cls.TAIWAN_BUSINESS)]

    @classmethod
    def of_persons(cls) -> list[tuple[str, Any]]:
        return [choice for choice in cls.choices if choice not in cls.of_companies()]


class RiskLevel(models.TextChoices):
    LOW = "low", pgettext_lazy("risk", "Low")
    MEDIUM = "medium", pgettext_lazy("risk", "Medium")
    HIGH = "high", pgettext_lazy("risk", "High")


class Acquaintance(models.TextChoices):
    """Where a customer comes from."""

    WALK_IN = "walk_in", _("Came by himself")
    REFERRAL = "referral", _("Referred by a customer")
    VISIT = "visit", _("Visited by us")
    CAMPAIGN = "campaign", _("Campaign")
    PARTNER = "partner", _("Partner or channel")
    FORMER = "former", _("Former customer")


class Customer(CaseRow):
    """A person or company we know (客戶): borrower, guarantor and mortgagor are roles of it on a case."""

    number = models.CharField(_("Customer number"), max_length=20, unique=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=CustomerKind)
    name = models.CharField(_("Name"), max_length=120)
    name_folded = models.CharField(max_length=120, db_index=True, editable=False)
    identity_type = models.CharField(_("Type of identity"), max_length=20, choices=IdentityType)
    identity = SealedTextField(_("Identity number or credit code"))
    identity_index = BlindIndexField("identity", folded_by=comparable, db_index=True)
    identity_tail = models.CharField(max_length=4, editable=False)
    phone = SealedTextField(_("Phone"), blank=True)
    phone_index = BlindIndexField("phone", db_index=True)
    phone_verified_on = models.DateField(_("Phone verified on"), null=True, blank=True)
    email = SealedTextField(_("E-mail"), blank=True)
    address = SealedTextField(_("Address"), blank=True)
    address_index = BlindIndexField("address", folded_by=normal, db_index=True)
    # City, district and town in clear: what a list of customers is narrowed by.
    area = PartField("address", part=area_of, max_length=30, db_index=True)
    language = models.CharField(_("Language of letters"), max_length=10, choices=settings.LANGUAGES, default="zh-hant")
    tax_residence = models.CharField(_("Tax residence (country code)"), max_length=2, blank=True)
    aml_risk = models.CharField(_("Money-laundering risk"), max_length=6, choices=RiskLevel, blank=True)
    aml_reviewed_on = models.DateField(_("Risk reviewed on"), null=True, blank=True)
    acquaintance = models.CharField(_("How we met"), max_length=10, choices=Acquaintance, blank=True)
    referrer = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="referred", verbose_name=_("Referred by")
    )
    wealth_stated_on = models.DateField(_("Debts and guarantees stated completely on"), null=True, blank=True)
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="customers")
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="customers")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged_files")
    merged_at = models.DateTimeField(null=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            # Papers of two kinds may bear one number: a passport and a pass, a pass and a business number.
            models.UniqueConstraint(fields=["identity_type", "identity_index"], name="customer_once_a_paper"),
            models.CheckConstraint(condition=~Q(identity_type=""), name="customer_paper_is_named"),
        ]
        indexes = [
            models.Index(fields=["account_manager", "name"], name="customer_of_manager"),
            # Lists are sorted by these, however many rows there are.
            models.Index(fields=["name"], name="customer_by_name"),
            models.Index(fields=["created_at"], name="customer_by_registration"),
            models.Index(fields=["identity_tail"], name="customer_by_identity_tail"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_company(self) -> bool:
        return self.kind == CustomerKind.COMPANY

    @property
    def is_top(self) -> bool:
        """Whether this is a key customer: graded VIP, or marked by hand."""
        return type(self).objects.filter(pk=self.pk).top().exists()

    def stands_for(self) -> "Customer":
        """The file that speaks for this customer: itself, or the one it was merged into."""
        return self.merged_into or self

    def numbers(self) -> list[str]:
        """Every number that names this customer: the identity, further papers, and what was merged into the file."""
        papers, gone = self.identitypaper_rows.standing(), self.merged_files.all()
        found = [self.identity, *(row.paper_number for row in papers), *(file.identity for file in gone)]
        return list(dict.fromkeys(found))

    def names(self) -> list[str]:
        """Every name under which this customer was filed: that of the file, and of those merged into it."""
        return list(dict.fromkeys([self.name, *self.merged_files.values_list("name", flat=True)]))

    @property
    def case_uuid(self):
        """Under which the trail keeps what happens to the file and to all that hangs on it."""
        return self.uuid


class PersonDetails(models.Model):
    """What is asked of a person."""

    class Sex(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")

    class Marriage(models.TextChoices):
        SINGLE = "single", pgettext_lazy("marital status", "Single")
        MARRIED = "married", _("Married")
        DIVORCED = "divorced", _("Divorced")
        WIDOWED = "widowed", _("Widowed")

    class Education(models.TextChoices):
        PRIMARY = "primary", _("Primary school")
        SECONDARY = "secondary", _("Secondary school")
        VOCATIONAL = "vocational", _("Vocational school")
        COLLEGE = "college", _("College")
        BACHELOR = "bachelor", _("Bachelor")
        MASTER = "master", _("Master or above")

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="person")
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    sex = models.CharField(_("Sex"), max_length=6, choices=Sex, blank=True)
    former_names = models.CharField(_("Former names"), max_length=120, blank=True)
    ethnic_group = models.CharField(_("Ethnic group"), max_length=20, blank=True)
    marital_status = models.CharField(_("Marital status"), max_length=8, choices=Marriage, blank=True)
    marital_proof = models.CharField(_("Proof of marital status"), max_length=80, blank=True)
    children_count = models.PositiveSmallIntegerField(_("Children"), null=True, blank=True)
    dependants_count = models.PositiveSmallIntegerField(_("Dependants"), null=True, blank=True)
    education = models.CharField(_("Education"), max_length=10, choices=Education, blank=True)
    employer = models.CharField(_("Employer or trade"), max_length=120, blank=True)
    trade = models.CharField(_("Industry of the work"), max_length=60, blank=True)
    position = models.CharField(_("Position"), max_length=60, blank=True)
    employed_since = models.DateField(_("In this work since"), null=True, blank=True)
    monthly_income = MoneyField(verbose_name=_("Net monthly income"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")


class CompanyDetails(models.Model):
    """What is asked of a company."""

    class EntityType(models.TextChoices):
        LIMITED = "limited", _("Limited company")
        JOINT_STOCK = "joint_stock", _("Joint-stock company")
        SOLE_PROPRIETORSHIP = "sole_proprietorship", _("Sole proprietorship")
        PARTNERSHIP = "partnership", _("Partnership")
        HOUSEHOLD = "household", _("Individual business")
        COOPERATIVE = "cooperative", _("Cooperative")

    class Size(models.TextChoices):
        LARGE = "large", pgettext_lazy("enterprise", "Large")
        MEDIUM = "medium", pgettext_lazy("enterprise", "Medium")
        SMALL = "small", pgettext_lazy("enterprise", "Small")
        MICRO = "micro", pgettext_lazy("enterprise", "Micro")

    class TaxGrade(models.TextChoices):
        A = "A", "A"
        B = "B", "B"
        M = "M", "M"
        C = "C", "C"
        D = "D", "D"

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="company")
    entity_type = models.CharField(_("Legal form"), max_length=20, choices=EntityType, blank=True)
    short_name = models.CharField(_("Short name"), max_length=60, blank=True)
    former_names = models.CharField(_("Former names"), max_length=200, blank=True)
    founded_on = models.DateField(_("Founded on"), null=True, blank=True)
    legal_representative = models.CharField(_("Legal representative"), max_length=60, blank=True)
    industry_code = models.CharField(_("Industry code (GB/T 4754)"), max_length=4, blank=True)
    registered_capital = MoneyField(verbose_name=_("Registered capital"), null=True, blank=True)
    paid_in_capital = MoneyField(verbose_name=_("Capital paid in"), null=True, blank=True)
    licence_from = models.DateField(_("Licence valid from"), null=True, blank=True)
    licence_until = models.DateField(_("Licence valid until"), null=True, blank=True)
    is_licence_long_term = models.BooleanField(_("Licence without end"), default=False)
    business_scope = models.CharField(_("Business scope"), max_length=600, blank=True)
    staff_count = models.PositiveIntegerField(_("Staff"), null=True, blank=True)
    main_products = models.CharField(_("Main products"), max_length=200, blank=True)
    yearly_turnover = MoneyField(verbose_name=_("Turnover of last year"), null=True, blank=True)
    total_assets = MoneyField(verbose_name=_("Total assets at last year's end"), null=True, blank=True)
    enterprise_size = models.CharField(_("Enterprise size"), max_length=8, choices=Size, blank=True)
    size_reason = models.CharField(_("Why another size than the rule's"), max_length=200, blank=True)
    is_listed = models.BooleanField(_("Listed on an exchange"), default=False)
    tax_number = models.CharField(_("Tax number"), max_length=20, blank=True)
    tax_grade = models.CharField(_("Tax credit grade"), max_length=1, choices=TaxGrade, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
