"""The house of the permission tests: thirteen people around cases of one account manager at every stage.

`own` is account manager and lead investigator, `second` the second investigator, `peer` another account manager of the
same department, `stranger` one of another; `maker` and `finance` are the two finance officers of a release.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from applications.models import Party, ReturnPoint
from applications.services import submit_application
from collateral.models import Guarantee
from contracts import services as contracting
from contracts.models import LoanContract
from core import attachments, dates, sealing
from core.models import Document, NumberSequence
from customers.models import Customer
from servicing.models import Reminder
from servicing.services import post_payment
from staff.services import open_task
from tests import factories
from tests.security.pictures import png
from tests.underwriting.yongsheng import accepted_case, investigate, signed_case
from underwriting.services import decide_application, raise_to_review, submit_report
from underwriting.services.decision import Asked

ROLES = {
    "own": ("account_manager", "A"),
    "second": ("account_manager", "A"),
    "peer": ("account_manager", "A"),
    "stranger": ("account_manager", "B"),
    "manager": ("department_manager", "A"),
    "other_manager": ("department_manager", "B"),
    "risk": ("risk_officer", None),
    "maker": ("finance_officer", None),
    "finance": ("finance_officer", None),
    "auditor": ("auditor", None),
    "admin": ("administrator", None),
    "gone": ("department_manager", "A"),
}
ANONYMOUS = "anonymous"
STAFF = frozenset(ROLES) - {"gone"}
EVERYBODY = (*ROLES, ANONYMOUS)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"

# What must never leave unmasked, besides the identities and addresses the factories give
ACCOUNT = "6225880137706868"
PHONE = "13911112468"
ADDRESS = "廣東省東莞市長安鎮振安路金絲雀一號"


@dataclass
class House:
    """People by part, their session cookies, and one thing of each kind by the stage of its case."""

    people: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    cases: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    # One for all browsers: it loads the middleware at its first request.
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def client(self, person: str, **options) -> Client:
        """A browser in which this person has signed in."""
        client = Client(raise_request_exception=False, **options)
        if not options:
            client.handler = self.handler
        if person != ANONYMOUS:
            client.cookies["sessionid"] = self.sessions[person]
        return client

    def fresh(self, thing):
        return type(thing)._base_manager.get(pk=thing.pk)


def build() -> House:
    """Everything by the services of the house, only that papers are sealed without being printed."""
    house = House()
    departments = {code: factories.DepartmentFactory(code=code) for code in "AB"}
    for name, (role, code) in ROLES.items():
        house.people[name] = factories.person(name, role, departments.get(code))
    contracting.install_templates()
    year = dates.today().year
    for letter in "AK":  # the factories give numbers of their own from zero
        NumberSequence.objects.create(name=f"HQ{letter}{year}", last=90_000)
    _intake(house, departments["A"])
    _investigation(house, departments["A"])
    _decision(house, departments["A"])
    _release(house, departments["A"])
    _things(house)
    from tests.permissions import rows  # its modules import what stands above

    rows.furnish(house)
    for promise in Guarantee.objects.all():  # as the service that takes a guarantor does
        Party.objects.create(application=promise.application, customer=promise.guarantor, role="guarantor")
    for name, user in house.people.items():
        client = Client()
        client.force_login(user)
        house.sessions[name] = client.cookies["sessionid"].value
    type(house.people["gone"]).objects.filter(username="gone").update(is_active=False)
    return house


def _intake(house: House, department) -> None:
    own, second = house.people["own"], house.people["second"]
    values = {"repayment_source": "經營回款", "security": ["unsecured"]}
    house.cases["draft"] = factories.application_of(own, department, **values)
    submitted = factories.application_of(own, department, **values)
    submit_application(application=submitted, by=own)
    house.cases["submitted"] = house.fresh(submitted)
    house.cases["accepted"] = accepted_case(own, second, department)


def _investigation(house: House, department) -> None:
    own, second = house.people["own"], house.people["second"]
    case = accepted_case(own, second, department)
    investigate(case, own, second)
    house.cases["investigating"] = house.fresh(case)
    house.things["point"] = ReturnPoint.objects.create(
        application=case, round=1, text="補帳齡表", made_by=house.people["manager"], made_at=dates.now()
    )
    house.cases["signed"] = signed_case(own, second, department)
    house.cases["reported"] = _reported(house, department)
    Document.objects.filter(case_uuid=house.cases["reported"].uuid).update(status="failed")


def _reported(house: House, department):
    own = house.people["own"]
    case = signed_case(own, house.people["second"], department)
    submit_report(application=case, version=case.version, by=own)
    return house.fresh(case)


def seal_papers(case) -> None:
    """Every paper of a case stands finished."""
    for document in Document.objects.filter(case_uuid=case.uuid):
        path = sealing.store_file(PDF, document.bound_to())
        digest = hashlib.sha256(PDF).hexdigest()
        Document.objects.filter(pk=document.pk).update(
            status="ready", sha256=digest, path=path, size=len(PDF), ready_at=dates.now()
        )


def _in_review(house: House, department):
    case = _reported(house, department)
    seal_papers(case)
    raise_to_review(application=case, by=house.people["own"])
    return house.fresh(case)


def _decision(house: House, department) -> None:
    house.cases["review"] = _in_review(house, department)
    house.things["report"] = house.cases["review"].reports.get()
    asked = Asked("precedent", "抵押登記完成", house.people["own"], dates.today() + timedelta(days=30))
    house.cases["approved"] = _approved(house, department, conditions=[asked])
    house.things["condition"] = house.cases["approved"].decisions.get().conditions.get()


def _approved(house: House, department, conditions=()):
    case = _in_review(house, department)
    decide_application(
        application=case,
        outcome="approved",
        reason="同意",
        version=case.version,
        report=case.reports.get(),
        conditions=conditions,
        by=house.people["manager"],
    )
    return house.fresh(case)


def _release(house: House, department) -> None:
    own = house.people["own"]
    for stage in ("printed", "effective", "checked", "repaying"):
        case = _approved(house, department)
        contract = contracting.prepare_contract(application=case, language="zh-hant", by=own)
        seal_papers(case)
        contracting.mark_printed(contract=contract, by=own)
        house.cases[stage], house.things[f"contract {stage}"] = case, contract
        if stage != "printed":
            contracting.mark_signed(contract=contract, signed_on=dates.today(), by=own)
            _drawn(house, stage, house.fresh(contract))
        house.cases[stage] = house.fresh(case)
        house.things[f"contract {stage}"] = house.fresh(contract)
    loan = house.cases["repaying"].loans.get()
    house.things["loan"] = loan
    house.things["posting"] = post_payment(
        loan=loan, received_on=dates.today(), amount=Decimal("1000"), client_ref="B-1", by=house.people["maker"]
    )


def _drawn(house: House, stage: str, contract: LoanContract) -> None:
    people = house.people
    drawdown = contracting.request_drawdown(
        contract=contract,
        amount=Decimal("2000000"),
        payee="某鋼材有限公司",
        payee_account=ACCOUNT,
        is_entrusted=True,
        by=people["own"],
    )
    if stage in {"checked", "repaying"}:
        contracting.check_drawdown(drawdown=drawdown, by=people["maker"])
    if stage == "repaying":
        contracting.disburse_drawdown(
            drawdown=drawdown, disbursed_on=dates.today(), bank_reference="N-1", by=people["finance"]
        )
    house.things[f"drawdown {stage}"] = house.fresh(drawdown)


def _things(house: House) -> None:
    case, own = house.cases["investigating"], house.people["own"]
    house.things["collateral"] = case.collateral.get()
    house.things["guarantee"] = case.guarantees.first()
    house.things["finding"] = case.investigations.get().findings.first()
    upload = SimpleUploadedFile("photo.png", png())
    house.things["attachment"] = attachments.accept(upload, by=own, case_uuid=house.cases["review"].uuid)
    house.things["task"] = open_task(
        assignee=own, kind="call", title="電話聯繫", due_on=dates.today(), case_uuid=case.uuid
    )
    house.things["guarantor"] = factories.CustomerFactory(
        kind="person", name="王小明", account_manager=own, department=case.department
    )
    for customer in Customer.objects.all():
        customer.phone, customer.address = PHONE, ADDRESS
        customer.save(update_fields=["phone", "phone_index", "address"])
    instalment = house.things["loan"].current_instalments()[0]
    house.things["reminder"] = Reminder.objects.create(
        instalment=instalment,
        kind="before_3",
        recipient="borrower",
        customer=house.cases["repaying"].customer,
        business_date=dates.today(),
        made_at=dates.now(),
    )


class Undone(Exception):
    """Raised to roll a try back."""


def tried(send):
    """The answer to a request whose effects are rolled back."""
    answer = None
    try:
        with transaction.atomic():
            answer = send()
            raise Undone
    except Undone:
        return answer
