"""Rows for tests: each factory makes something a lender would recognise."""

from datetime import date

import factory
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from factory.django import DjangoModelFactory

from core import dates
from core.models import AuditEvent, Document
from customers.names import fold
from customers.services.credit import AMOUNTS, COUNTS, WORST
from staff.models import Branch, Department, RoleAssignment, User
from underwriting.models import Decision, FeasibilityReport, Investigation

# The summary of a credit report that knows of no debts, every line of it typed.
SPOTLESS_REPORT = dict.fromkeys((*AMOUNTS, *COUNTS, *WORST), 0)


class BranchFactory(DjangoModelFactory):
    class Meta:
        model = Branch
        django_get_or_create = ("code",)

    code = "HQ"
    name = "總行"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    branch = factory.SubFactory(BranchFactory)
    code = factory.Sequence(lambda n: f"D{n}")
    name = factory.LazyAttribute(lambda o: f"信貸{o.code}部")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("username",)

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.LazyAttribute(lambda o: f"員工{o.username}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@loandesk.example")
    language = "zh-hant"


def person(username: str, role: str, department=None, **values) -> User:
    """Somebody who has worked in a role since 2020; the same username gives the same person a further role."""
    user = UserFactory(username=username, **values)
    RoleAssignment.objects.create(user=user, role=role, department=department, valid_from=date(2020, 1, 1))
    return user


def actions_on(thing) -> list[str]:
    """What was recorded about a thing, oldest first."""
    key = f"{thing._meta.label_lower}:{thing.uuid}"
    return list(AuditEvent.objects.filter(subject=key).order_by("sequence").values_list("action", flat=True))


class CustomerFactory(DjangoModelFactory):
    """A company with an account manager; pass `kind="person"` for a person."""

    class Meta:
        model = "customers.Customer"

    number = factory.Sequence(lambda n: f"HQK2026-{n + 50_000:05d}")
    kind = "company"
    name = factory.Sequence(lambda n: f"永盛精密五金{n}有限公司")
    name_folded = factory.LazyAttribute(lambda o: fold(o.name))
    identity_type = factory.LazyAttribute(lambda o: "credit_code" if o.kind == "company" else "resident_id")
    identity = factory.Sequence(lambda n: f"91990100MA{n:07d}X")
    identity_tail = factory.LazyAttribute(lambda o: o.identity[-4:])
    phone = "13800001200"
    email = factory.Sequence(lambda n: f"borrower{n}@customer.example")
    account_manager = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)


class ProductVersionFactory(DjangoModelFactory):
    """A working-capital product that offers every method."""

    class Meta:
        model = "applications.ProductVersion"

    product = factory.SubFactory("tests.factories.ProductFactory")
    number = 1
    valid_from = date(2020, 1, 1)
    least_amount = 100_000
    most_amount = 10_000_000
    longest_months = 36
    least_rate = "0.03"
    most_rate = "0.24"
    methods = ["level_payment", "equal_principal", "interest_only", "bullet"]


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = "applications.Product"

    code = factory.Sequence(lambda n: f"product{n}")
    name = "流動資金貸款"


class ApplicationFactory(DjangoModelFactory):
    """An application in any status, of its customer's account manager and department."""

    class Meta:
        model = "applications.Application"

    number = factory.Sequence(lambda n: f"HQA2026-{n + 50_000:05d}")
    customer = factory.SubFactory(CustomerFactory)
    product_version = factory.SubFactory(ProductVersionFactory)
    department = factory.LazyAttribute(lambda o: o.customer.department)
    account_manager = factory.LazyAttribute(lambda o: o.customer.account_manager)
    lead_investigator = factory.LazyAttribute(lambda o: o.account_manager)
    amount = 2_800_000
    term_months = 12
    method = "level_payment"
    purpose = "採購冷軋鋼板及銅材，履行年度框架合同"
    repayment_source = "經營回款"


def application_of(account_manager, department, **values):
    """An application whose customer belongs to this account manager."""
    customer = CustomerFactory(account_manager=account_manager, department=department)
    return ApplicationFactory(customer=customer, **values)


def approved(application, by, submitted_by, conditions=(), **terms):
    """The sealed report of an application and the final approval on it, as the decision service leaves them."""
    now = dates.now()
    investigation = Investigation.objects.create(application=application, round=application.round)
    document = Document.objects.create(
        key=f"report:{application.uuid}:1",
        kind="feasibility_report",
        case_uuid=application.uuid,
        title="可行性報告",
        language="zh-hant",
        source="<p></p>",
        status="ready",
        sha256="0" * 64,
        requested_by=submitted_by,
        requested_at=now,
    )
    report = FeasibilityReport.objects.create(
        application=application,
        investigation=investigation,
        number=1,
        content={},
        document=document,
        submitted_by=submitted_by,
        submitted_at=now,
    )
    decision = Decision.objects.create(
        application=application,
        report=report,
        round=application.round,
        level=1,
        is_final=True,
        outcome="approved",
        reason="同意",
        terms_hash="0" * 64,
        submitted_by=submitted_by,
        made_by=by,
        made_at=now,
        **{
            "amount": application.amount,
            "term_months": application.term_months,
            "annual_rate": "0.072",
            "method": application.method,
            **terms,
        },
    )
    for text in conditions:
        decision.conditions.create(kind="precedent", text=text, owner=submitted_by)
    return decision


def sealed_files() -> list[str]:
    """What lies in the store of sealed files."""
    if not default_storage.exists(""):
        return []
    folders = default_storage.listdir("")[0]
    return [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]]


class WatchedUpload(SimpleUploadedFile):
    """An upload that remembers how deep in transactions it was read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.depths: list[int] = []

    def read(self, *args):
        self.depths.append(len(connection.savepoint_ids))
        return super().read(*args)
