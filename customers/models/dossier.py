"""What a file keeps in rows: papers, addresses, accounts, incomes, people, sites, permits, facts. Each may be withdrawn."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import BlindIndexField, MoneyField, SealedTextField
from core.models import CaseRow
from customers.addresses import normal
from customers.completeness import row_kinds
from customers.identity import comparable
from customers.models.files import Customer, IdentityType
from customers.querysets import FileRowQuerySet


class FileRow(CaseRow):
    """One row of a customer's file; a wrong one is withdrawn with a reason and stays.

    `KIND` is its name in addresses and in the trail, `ASKED` what may be typed, `SHOWN` what a line of it says, in order,
    `FILES` what may be handed in with it.
    """

    KIND: ClassVar[str]
    ASKED: ClassVar[tuple[str, ...]]
    # The papers that lie with it, each an attachment of the customer's.
    FILES: ClassVar[tuple[str, ...]] = ()
    # By which of its values the file counts it, besides all of them together.
    COUNTED: ClassVar[str] = ""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="%(class)s_rows")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = FileRowQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def ends_on(self) -> date | None:
        """The last day on which what the row says is valid; None where it has none."""
        return None


def _paper(label) -> models.ForeignKey:
    """A file of a row: sealed, and read by whoever may open the customer's file."""
    return models.ForeignKey(
        "core.Attachment", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=label
    )


class IdentityPaper(FileRow):
    """A paper that says who somebody is, the identity card among them."""

    KIND, COUNTED = "papers", "paper_type"
    ASKED = ("paper_type", "paper_number", "issuing_body", "valid_from", "valid_until", "is_long_term")
    FILES = ("front", "back")

    paper_type = models.CharField(_("Type of paper"), max_length=20, choices=IdentityType.of_persons())
    paper_number = SealedTextField(_("Number of the paper"))
    paper_number_index = BlindIndexField("paper_number", folded_by=comparable, db_index=True)
    issuing_body = models.CharField(_("Issuing body"), max_length=80, blank=True)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    is_long_term = models.BooleanField(_("Long term"), default=False)
    front = _paper(_("Picture of the front"))
    back = _paper(_("Picture of the back"))

    @property
    def ends_on(self) -> date | None:
        return None if self.is_long_term else self.valid_until


class Address(FileRow):
    """Where somebody is registered, lives or works."""

    class Place(models.TextChoices):
        REGISTERED = "registered", _("Registered address")
        LIVING = "living", _("Living address")
        ACTUAL = "actual", _("Actual business address")
        MAILING = "mailing", _("Address for letters")

    class Tenure(models.TextChoices):
        OWNED = "owned", pgettext_lazy("premises", "Owned")
        RENTED = "rented", pgettext_lazy("premises", "Rented")
        RELATIVES = "relatives", _("With relatives")
        EMPLOYER = "employer", _("Provided by the employer")

    KIND, COUNTED = "addresses", "place"
    ASKED = ("place", "address", "tenure", "since")

    place = models.CharField(_("Kind of address"), max_length=12, choices=Place)
    address = SealedTextField(_("Address"))
    address_index = BlindIndexField("address", folded_by=normal, db_index=True)
    tenure = models.CharField(_("Owned or rented"), max_length=12, choices=Tenure, blank=True)
    since = models.DateField(pgettext_lazy("a day", "Since"), null=True, blank=True)


class PhoneNumber(FileRow):
    """A further phone of a customer."""

    class Use(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        HOME = "home", pgettext_lazy("phone", "Home")
        OFFICE = "office", pgettext_lazy("phone", "Office")

    KIND = "phones"
    ASKED = ("phone_use", "phone", "note")

    phone_use = models.CharField(_("Kind of phone"), max_length=10, choices=Use)
    phone = SealedTextField(_("Phone"))
    phone_index = BlindIndexField("phone", db_index=True)
    note = models.CharField(pgettext_lazy("file row", "Note"), max_length=120, blank=True)


class ContactPerson(FileRow):
    """Somebody around a customer: emergency contacts, people to speak to, officers, and who decides."""

    class Part(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency contact")
        CONTACT = "contact", _("Contact person")
        FINANCE_HEAD = "finance_head", _("Head of finance")
        OFFICER = "officer", _("Officer of the company")
        KEY_PERSON = "key_person", _("Key person")

    class Influence(models.TextChoices):
        DECISION_MAKER = "decision_maker", _("Decision maker")
        INFLUENCER = "influencer", _("Influencer")
        USER = "user", pgettext_lazy("key person", "User")

    class Attitude(models.TextChoices):
        SUPPORTIVE = "supportive", _("Supportive")
        NEUTRAL = "neutral", _("Neutral")
        RESERVED = "reserved", _("Reserved")
        UNKNOWN = "unknown", pgettext_lazy("attitude", "Not known")

    KIND, COUNTED = "contacts", "part"
    ASKED = (
        "part",
        "person_name",
        "relation",
        "position",
        "phone",
        "email",
        "influence",
        "attitude",
        "last_contact_on",
        "note",
    )

    part = models.CharField(_("Part"), max_length=14, choices=Part)
    person_name = models.CharField(_("Name"), max_length=60)
    relation = models.CharField(_("Relation to the customer"), max_length=40, blank=True)
    position = models.CharField(_("Position"), max_length=60, blank=True)
    phone = SealedTextField(_("Phone"), blank=True)
    phone_index = BlindIndexField("phone", db_index=True)
    email = SealedTextField(_("E-mail"), blank=True)
    influence = models.CharField(_("Influence"), max_length=16, choices=Influence, blank=True)
    attitude = models.CharField(_("Attitude to us"), max_length=12, choices=Attitude, blank=True)
    last_contact_on = models.DateField(_("Last contact"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("file row", "Note"), max_length=200, blank=True)


class BankAccount(FileRow):
    """An account that repays to us or receives from us."""

    class Usage(models.TextChoices):
        REPAY = "repay", _("Repays from it")
        RECEIVE = "receive", _("Receives on it")
        BOTH = "both", _("Repays and receives")
        OTHER = "other", _("Other use")

    KIND, COUNTED = "accounts", "usage"
    ASKED = ("bank", "account_number", "is_card", "usage", "is_basic")

    bank = models.CharField(_("Bank and branch"), max_length=80)
    account_number = SealedTextField(_("Account number"))
    account_number_index = BlindIndexField("account_number", db_index=True)
    is_card = models.BooleanField(_("Bank card"), default=False)
    usage = models.CharField(_("Use of the account"), max_length=8, choices=Usage)
    is_basic = models.BooleanField(_("Basic account"), default=False)


class Income(FileRow):
    """What somebody earned in a year from one source."""

    class Source(models.TextChoices):
        SALARY = "salary", _("Salary")
        BUSINESS = "business", pgettext_lazy("income", "Business")
        RENT = "rent", pgettext_lazy("income", "Rent")
        DIVIDENDS = "dividends", pgettext_lazy("income", "Dividends")
        OTHER = "other", _("Other income")

    KIND, COUNTED = "incomes", "income_source"
    ASKED = ("year", "income_source", "amount", "evidence")

    year = models.PositiveSmallIntegerField(pgettext_lazy("calendar", "Year"))
    income_source = models.CharField(_("Source of income"), max_length=10, choices=Source)
    amount = MoneyField(verbose_name=_("Income of the year"))
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    evidence = models.CharField(_("Proved by"), max_length=120, blank=True)


class Asset(FileRow):
    """Something of value that somebody owns."""

    class Kind(models.TextChoices):
        HOUSING = "housing", _("Housing")
        VEHICLE = "vehicle", _("Vehicle")
        DEPOSIT = "deposit", _("Deposits")
        SHARES = "shares", _("Shares and holdings")
        INSURANCE = "insurance", pgettext_lazy("asset", "Insurance")
        OTHER = "other", _("Other assets")

    KIND, COUNTED = "assets", "asset_kind"
    ASKED = ("asset_kind", "description", "amount", "as_of", "is_encumbered")

    asset_kind = models.CharField(_("Kind of asset"), max_length=10, choices=Kind)
    description = models.CharField(_("Description"), max_length=160)
    amount = MoneyField(verbose_name=_("Estimated value"))
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    as_of = models.DateField(_("As of"))
    is_encumbered = models.BooleanField(_("Mortgaged or pledged"), default=False)


class Debt(FileRow):
    """What somebody owes elsewhere."""

    KIND = "debts"
    ASKED = ("lender", "balance", "monthly_payment", "security", "overdue_balance", "ends_on", "as_of")

    lender = models.CharField(_("Lender"), max_length=80)
    balance = MoneyField(verbose_name=_("Balance owed"))
    monthly_payment = MoneyField(verbose_name=_("Monthly payment"), null=True, blank=True)
    security = models.CharField(pgettext_lazy("debt", "Secured by"), max_length=120, blank=True)
    overdue_balance = MoneyField(verbose_name=_("Overdue with that lender"), default=0, blank=True)
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    as_of = models.DateField(_("As of"))


class GivenGuarantee(FileRow):
    """A debt of somebody else that this customer answers for."""

    KIND = "guarantees"
    ASKED = ("debtor", "lender", "amount", "ends_on", "as_of")

    debtor = models.CharField(_("Guaranteed for"), max_length=120)
    lender = models.CharField(_("Lender"), max_length=80)
    amount = MoneyField(verbose_name=_("Guaranteed amount"))
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    as_of = models.DateField(_("As of"))


class Site(FileRow):
    """Premises of a company."""

    class Use(models.TextChoices):
        OFFICE = "office", pgettext_lazy("premises", "Office")
        FACTORY = "factory", _("Factory")
        WAREHOUSE = "warehouse", _("Warehouse")
        SHOP = "shop", pgettext_lazy("premises", "Shop")

    KIND, COUNTED = "sites", "site_use"
    ASKED = ("site_use", "address", "tenure", "area", "monthly_rent", "lease_end")

    site_use = models.CharField(_("Used as"), max_length=10, choices=Use)
    address = SealedTextField(_("Address"))
    tenure = models.CharField(
        _("Owned or rented"),
        max_length=12,
        choices=[
            (Address.Tenure.OWNED.value, Address.Tenure.OWNED.label),
            (Address.Tenure.RENTED.value, Address.Tenure.RENTED.label),
        ],
    )
    area = models.DecimalField(_("Area in square metres"), max_digits=10, decimal_places=1, null=True, blank=True)
    monthly_rent = MoneyField(verbose_name=_("Monthly rent"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    lease_end = models.DateField(_("Lease ends on"), null=True, blank=True)


class Permit(FileRow):
    """A licence that a company needs besides its business licence."""

    class Field(models.TextChoices):
        HYGIENE = "hygiene", _("Hygiene")
        SAFETY = "safety", _("Work safety")
        ENVIRONMENT = "environment", _("Environment")
        CONSTRUCTION = "construction", _("Construction grade")
        OTHER = "other", _("Other permit")

    KIND, COUNTED = "permits", "permit_field"
    ASKED = ("permit_field", "title", "permit_number", "issuing_body", "valid_from", "valid_until", "is_long_term")

    permit_field = models.CharField(_("Field"), max_length=14, choices=Field)
    title = models.CharField(_("Name of the permit"), max_length=80)
    permit_number = models.CharField(_("Permit number"), max_length=60, blank=True)
    issuing_body = models.CharField(_("Issuing body"), max_length=80, blank=True)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    is_long_term = models.BooleanField(_("Long term"), default=False)

    @property
    def ends_on(self) -> date | None:
        return None if self.is_long_term else self.valid_until


class SealSpecimen(FileRow):
    """A seal whose print we hold (印鑑樣本)."""

    class Seal(models.TextChoices):
        OFFICIAL = "official", _("Official seal")
        FINANCE = "finance", _("Finance seal")
        REPRESENTATIVE = "representative", _("Seal of the legal representative")

    KIND, COUNTED = "seals", "seal"
    ASKED = ("seal", "taken_on", "kept_at", "note")
    FILES = ("specimen",)

    seal = models.CharField(_("Seal"), max_length=16, choices=Seal)
    taken_on = models.DateField(_("Specimen taken on"))
    kept_at = models.CharField(_("Kept at"), max_length=80)
    note = models.CharField(pgettext_lazy("file row", "Note"), max_length=200, blank=True)
    specimen = _paper(_("Picture of the print"))


class ArticlesVersion(FileRow):
    """A version of the articles of association: who may decide to borrow and to guarantee, up to what."""

    class Body(models.TextChoices):
        SHAREHOLDERS = "shareholders", _("Shareholders' meeting")
        BOARD = "board", _("Board of directors")
        DIRECTOR = "director", _("Executive director")

    KIND = "articles"
    ASKED = ("adopted_on", "borrowing_body", "borrowing_limit", "guarantee_body", "guarantee_limit", "note")
    FILES = ("document",)

    adopted_on = models.DateField(_("Articles adopted on"))
    borrowing_body = models.CharField(_("Decides on borrowing"), max_length=14, choices=Body)
    borrowing_limit = MoneyField(verbose_name=_("Limit of borrowing"), null=True, blank=True)
    guarantee_body = models.CharField(_("Decides on guaranteeing"), max_length=14, choices=Body, blank=True)
    guarantee_limit = MoneyField(verbose_name=_("Limit of guaranteeing"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    note = models.CharField(pgettext_lazy("file row", "Note"), max_length=200, blank=True)
    document = _paper(_("The articles"))


class Tag(FileRow):
    """A word that a customer is found by."""

    KIND = "tags"
    ASKED = ("word",)

    word = models.CharField(_("Tag"), max_length=30, db_index=True)


class Fact(FileRow):
    """Something we learned about a customer, with its day and its source; it ages."""

    class Subject(models.TextChoices):
        TECHNICAL = "technical", _("Technology")
        PRODUCTION = "production", _("Production")
        SALES = "sales", _("Sales")
        MANAGEMENT = "management", _("Management")
        INDUSTRY = "industry", _("Industry")
        KEY_PERSONS = "key_persons", _("Key persons")
        PRODUCT_MARKET = "product_market", _("Product market")

    class Source(models.TextChoices):
        DOCUMENT = "document", _("Document")
        SEEN = "seen", _("Seen on site")
        TOLD = "told", _("Told by somebody")
        PUBLIC = "public", _("Public query")

    KIND, COUNTED = "facts", "subject"
    ASKED = ("subject", "text", "source_kind", "source", "as_of")

    subject = models.CharField(_("Subject"), max_length=16, choices=Subject)
    text = models.CharField(_("What we learned"), max_length=600)
    source_kind = models.CharField(_("Kind of source"), max_length=10, choices=Source)
    source = models.CharField(_("Who or what says so"), max_length=120)
    as_of = models.DateField(_("As of"))

    class Meta:
        indexes = [models.Index(fields=["customer", "subject", "-as_of"], name="fact_of_customer")]


class Need(FileRow):
    """Something a customer will want of us: how likely, how much, from when, and when to speak about it next."""

    KIND = "needs"
    ASKED = ("need", "amount", "probability", "expected_on", "remind_on")

    need = models.CharField(pgettext_lazy("of a customer", "Need"), max_length=160)
    amount = MoneyField(verbose_name=_("Amount"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY", editable=False)
    probability = models.PositiveSmallIntegerField(
        _("Probability (%)"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    expected_on = models.DateField(_("Expected on"))
    remind_on = models.DateField(_("Remind me to speak about it on"), null=True, blank=True)


ROWS: dict[str, type[FileRow]] = {
    model.KIND: model
    for model in (
        IdentityPaper,
        Address,
        PhoneNumber,
        ContactPerson,
        BankAccount,
        Income,
        Asset,
        Debt,
        GivenGuarantee,
        Site,
        Permit,
        SealSpecimen,
        ArticlesVersion,
        Tag,
        Fact,
        Need,
    )
}


def sealed_fields(model: type[FileRow]) -> tuple[str, ...]:
    """The fields of a row that are masked everywhere and revealed one by one."""
    return tuple(field.name for field in model._meta.fields if isinstance(field, SealedTextField))


def rows_of(customer: Customer) -> dict[str, list[FileRow]]:
    """Every row of a file that stands, by kind, newest first: one query for each kind that such a customer has."""
    return {kind: list(ROWS[kind].objects.standing().of(customer)) for kind in row_kinds(customer.kind)}
