"""The customer file: persons and companies in one table, and the details of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField, MoneyField, SealedTextField
from core.models import CaseRow
from customers.addresses import normal
from customers.querysets import CustomerQuerySet


class CustomerKind(models.TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class Customer(CaseRow):
    """A person or company we know (客戶): borrower, guarantor and mortgagor are roles of it on a case."""

    number = models.CharField(_("Customer number"), max_length=20, unique=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=CustomerKind)
    name = models.CharField(_("Name"), max_length=120)
    name_folded = models.CharField(max_length=120, db_index=True, editable=False)
    identity = SealedTextField(_("Identity number or credit code"))
    identity_index = BlindIndexField("identity", unique=True)
    identity_tail = models.CharField(max_length=4, editable=False)
    phone = SealedTextField(_("Phone"), blank=True)
    phone_index = BlindIndexField("phone", db_index=True)
    email = SealedTextField(_("E-mail"), blank=True)
    address = SealedTextField(_("Address"), blank=True)
    address_index = BlindIndexField("address", folded_by=normal, db_index=True)
    language = models.CharField(_("Language of letters"), max_length=10, choices=settings.LANGUAGES, default="zh-hant")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="customers")
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="customers")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged_files")
    merged_at = models.DateTimeField(null=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account_manager", "name"], name="customer_of_manager"),
            # Lists are sorted by these, however many rows there are.
            models.Index(fields=["name"], name="customer_by_name"),
            models.Index(fields=["created_at"], name="customer_by_registration"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_company(self) -> bool:
        return self.kind == CustomerKind.COMPANY

    def stands_for(self) -> "Customer":
        """The file that speaks for this customer: itself, or the one it was merged into."""
        return self.merged_into or self

    @property
    def case_uuid(self):
        """Under which the trail keeps what happens to the file and to all that hangs on it."""
        return self.uuid


class PersonDetails(models.Model):
    """What is asked of a person."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="person")
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    employer = models.CharField(_("Employer or trade"), max_length=120, blank=True)
    monthly_income = MoneyField(verbose_name=_("Net monthly income"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")


class CompanyDetails(models.Model):
    """What is asked of a company."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="company")
    founded_on = models.DateField(_("Founded on"), null=True, blank=True)
    legal_representative = models.CharField(_("Legal representative"), max_length=60, blank=True)
    industry_code = models.CharField(_("Industry code (GB/T 4754)"), max_length=4, blank=True)
    registered_capital = MoneyField(verbose_name=_("Registered capital"), null=True, blank=True)
    staff_count = models.PositiveIntegerField(_("Staff"), null=True, blank=True)
    main_products = models.CharField(_("Main products"), max_length=200, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
