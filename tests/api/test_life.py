"""A loan from the first visit to the first repayment, by machines alone."""

from datetime import timedelta

import pytest
from django.test import Client

from applications.models import Application, ChecklistItem
from contracts.models import LoanContract
from contracts.services import install_templates, mark_printed
from core import audit, dates
from servicing.services import differences
from tests.factories import ProductVersionFactory
from tests.permissions.house import seal_papers
from underwriting.services import raise_to_review

pytestmark = pytest.mark.django_db
OPINION = {
    **dict.fromkeys(("conduct", "operation", "risks", "opinion"), "核對無誤"),
    **dict.fromkeys(("is_legal", "is_compliant", "is_safe", "is_profitable"), "符合規定"),
}
TERMS = {"amount": "450000.00", "term_months": 12, "annual_rate": "0.096", "method": "level_payment"}


class Machine:
    """Somebody's program: every call has to succeed."""

    def __init__(self, user):
        self.client = Client(HTTP_ACCEPT_LANGUAGE="en")
        self.client.force_login(user)

    def get(self, path: str) -> dict:
        answer = self.client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, key: str = "", **body) -> dict:
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.client.post(f"/api/v1/{path}", body, "application/json", headers=headers)
        assert answer.status_code in {200, 201}, (path, answer.content.decode())
        return answer.json()

    def version(self, number: str) -> int:
        return self.get(f"applications/{number}/")["version"]


@pytest.fixture
def machines(am1, am2, dm1, risk1, finance1, finance2):
    people = {"am1": am1, "am2": am2, "dm1": dm1, "risk1": risk1, "finance1": finance1, "finance2": finance2}
    return {name: Machine(user) for name, user in people.items()}


@pytest.fixture
def product(db):
    install_templates()
    version = ProductVersionFactory(interest="per_period")
    ChecklistItem.objects.create(product_version=version, section="premises", position=1, code="shop", title="經營場所")
    return version.product.code


def submitted(am1: Machine, product: str) -> str:
    """A person and a complete application, handed in."""
    customer = am1.post("customers/", kind="person", name="陳麗華", identity="440301199001010039")
    case = am1.post(
        "applications/",
        customer=customer["number"],
        product_version=product,
        purpose="採購冷軋鋼板及銅材，履行年度框架合同",
        repayment_source="經營回款",
        amount="500000.00",
        term_months=12,
        method="level_payment",
        security=["guarantee"],
    )
    return am1.post(f"applications/{case['number']}/submit/", version=case["version"])["number"]


def investigated(machines, number: str) -> None:
    """Accepted, looked at, secured, written up and signed by both."""
    am1, am2 = machines["am1"], machines["am2"]
    deadline = (dates.today() + timedelta(days=10)).isoformat()
    machines["dm1"].post(
        f"applications/{number}/accept/",
        version=machines["dm1"].version(number),
        second_investigator="am2",
        deadline=deadline,
    )
    am2.post(f"applications/{number}/findings/", item="shop", result="normal", source="seen", note="開工正常")
    guarantor = am1.post("customers/", kind="person", name="周慧芳", identity="440301198505050048")
    am1.post(f"applications/{number}/guarantees/", guarantor=guarantor["number"], net_assets="900000.00")
    opinion = am1.get(f"investigations/?application={number}")["results"][0]
    am1.post(
        f"applications/{number}/opinion/", version=opinion["version"], monthly_income="60000.00", **OPINION, **TERMS
    )
    opinion = am1.get(f"investigations/?application={number}")["results"][0]
    for machine in (am1, am2):
        machine.post(f"applications/{number}/sign/", version=opinion["version"])


def approved(machines, number: str) -> None:
    """The report goes up, is sealed, decided on with a condition, and the condition is met."""
    am1, dm1 = machines["am1"], machines["dm1"]
    report = am1.post(f"applications/{number}/report/", version=am1.version(number))
    case = Application.objects.get(number=number)
    seal_papers(case)
    raise_to_review(application=case, by=case.lead_investigator)
    asked = {"kind": "precedent", "text": "保證合同簽訂", "owner": "am1", "due_on": dates.today().isoformat()}
    decision = dm1.post(
        f"applications/{number}/decide/",
        version=dm1.version(number),
        report=report["number"],
        outcome="approved",
        reason="同意",
        conditions=[asked],
    )
    condition = decision["conditions"][0]
    machines["risk1"].post(
        f"conditions/{condition['uuid']}/confirm/", version=condition["version"], evidence="保證合同 2026-1"
    )


def disbursed(machines, number: str) -> str:
    """Printed, signed, asked for, checked and released by three people; the number of the loan."""
    am1 = machines["am1"]
    contract = am1.post(f"applications/{number}/contract/", version=am1.version(number), language="zh-hant")["number"]
    case = Application.objects.get(number=number)
    seal_papers(case)
    mark_printed(contract=LoanContract.objects.get(number=contract), by=case.account_manager)
    stands = am1.get(f"contracts/{contract}/")
    stands = am1.post(f"contracts/{contract}/sign/", version=stands["version"], signed_on=dates.today().isoformat())
    asked = am1.post(
        f"contracts/{contract}/drawdowns/",
        version=stands["version"],
        amount=TERMS["amount"],
        payee="陳麗華",
        payee_account="6225880137706868",
        is_entrusted=False,
    )
    checked = machines["finance1"].post(f"drawdowns/{asked['number']}/check/", version=asked["version"])
    machines["finance2"].post(
        f"drawdowns/{asked['number']}/disburse/",
        version=checked["version"],
        disbursed_on=dates.today().isoformat(),
        bank_reference="N-1",
    )
    return am1.get(f"loans/?application={number}")["results"][0]["number"]


def test_machines_carry_a_loan_from_the_first_visit_to_a_repayment_and_its_reversal(machines, product):
    number = submitted(machines["am1"], product)
    investigated(machines, number)
    approved(machines, number)
    loan = disbursed(machines, number)
    payment = {"received_on": dates.today().isoformat(), "amount": "1000.00", "client_ref": "B-1"}
    posted = machines["finance1"].post(f"loans/{loan}/payments/", key="k-1", **payment)
    machines["finance2"].post(f"postings/{posted['id']}/reverse/", reason="金額錄錯")

    am1 = machines["am1"]
    assert am1.get(f"applications/{number}/")["status"] == "disbursed"
    assert len(am1.client.get(f"/api/v1/loans/{loan}/schedule/").json()) == 12
    assert am1.get(f"loans/{loan}/")["balance"] == "450000.00"
    assert [row["kind"] for row in am1.get(f"postings/?loan={loan}")["results"]] == ["reversal", "payment"]
    assert (list(differences()), audit.verify()) == ([], [])


def test_what_is_missing_is_listed_at_once(machines, product):
    am1 = machines["am1"]
    customer = am1.post("customers/", kind="person", name="陳麗華", identity="440301199001010039")
    case = am1.post("applications/", customer=customer["number"], product_version=product)

    answer = am1.client.post(
        f"/api/v1/applications/{case['number']}/submit/", {"version": case["version"]}, "application/json"
    )

    assert answer.status_code == 400
    assert len(answer.json()["missing"]) >= 5


def test_a_machine_opens_a_case_once_with_its_key_and_other_contents_are_refused(machines, product):
    am1 = machines["am1"]
    customer = am1.post("customers/", kind="person", name="陳麗華", identity="440301199001010039")
    asked = {"customer": customer["number"], "product_version": product, "amount": "250000.00"}
    asked |= {"submission_key": "8d1df3b8-3a31-4a9d-9a5e-2a4c3a8f7a11"}

    numbers = [am1.post("applications/", **asked)["number"] for _ in range(2)]
    other = am1.client.post("/api/v1/applications/", {**asked, "amount": "990000.00"}, "application/json")

    assert numbers[0] == numbers[1]
    assert (other.status_code, Application.objects.get().amount) == (400, 250_000)


def test_a_stale_version_is_a_conflict_and_an_act_out_of_turn_too(machines, product):
    am1 = machines["am1"]
    number = submitted(am1, product)

    again = am1.client.post(f"/api/v1/applications/{number}/submit/", {"version": 1}, "application/json")
    stale = machines["dm1"].client.post(
        f"/api/v1/applications/{number}/decline/",
        {"version": 0, "code": "purpose", "words": "用途不符"},
        "application/json",
    )

    assert (again.status_code, stale.status_code) == (409, 409)


def test_who_returns_a_case_keeps_it_in_sight_while_it_is_mended(machines, product):
    number, dm1 = submitted(machines["am1"], product), machines["dm1"]

    answer = dm1.client.post(
        f"/api/v1/applications/{number}/return/",
        {"version": dm1.version(number), "points": ["補合同"]},
        "application/json",
    )

    assert (answer.status_code, answer.json()["status"], answer.json()["is_returned"]) == (200, "draft", True)
    assert machines["am1"].get(f"applications/{number}/")["return_points"][0]["text"] == "補合同"
