"""Acts that used to be the pages' alone: sheets taken over, sealed values shown, files as evidence, askers made customers."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from core import sheets
from core.models import AuditEvent, ImportRun
from customers.models import Consultation, Customer, OwnershipConflict, Relation
from customers.services import open_conflict, register_consultation
from tests.factories import CustomerFactory, actions_on

pytestmark = pytest.mark.django_db
HEADS = ["kind", "name", "identity", "phone"]
GOOD = ["company", "東莞市甲五金有限公司", "91440300708461136T", "0769-22223333"]


def a_page() -> bytes:
    """A PDF of one empty page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


PDF = a_page()


@pytest.fixture
def enter(db):
    def sign_in(user) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, phone="13900001357")


def post(client, path: str, **body):
    return client.post(f"/api/v1/{path}", body, "application/json")


def sent(content: bytes, name: str = "paper.pdf") -> dict:
    return {"name": name, "content": base64.b64encode(content).decode()}


def book(*rows, heads=HEADS) -> bytes:
    return sheets.workbook("客戶", heads, rows)


# Sheets


def test_a_machine_hands_a_sheet_in_reads_every_problem_and_takes_it_over(enter, am1):
    client = enter(am1)
    wrong = post(client, "customer-imports/", sheet=sent(book(["company", "乙", "1", "12"]), "rows.xlsx")).json()
    right = post(client, "customer-imports/", sheet=sent(book(GOOD), "rows.xlsx"))
    before = Customer.objects.count()

    refused = post(client, f"customer-imports/{wrong['uuid']}/take-over/")
    taken = post(client, f"customer-imports/{right.json()['uuid']}/take-over/")
    again = post(client, f"customer-imports/{right.json()['uuid']}/take-over/")

    assert {(cell["row"], cell["column"]) for cell in wrong["problems"]} == {
        (2, column) for column in ("Name", "Phone", "Identity number or credit code")
    }
    assert (right.status_code, right.json()["problems"], before) == (201, [], 0)
    assert refused.status_code == 400 and len(refused.json()["missing"]) == len(wrong["problems"])
    assert (taken.status_code, taken.json()["status"], again.status_code) == (200, "saved", 409)
    assert Customer.objects.get().name == GOOD[1]


def test_a_sheet_comes_as_part_of_a_form_too_and_is_put_aside(enter, am1):
    client = enter(am1)
    run = client.post("/api/v1/customer-imports/", {"file": SimpleUploadedFile("rows.xlsx", book(GOOD))}).json()

    dropped = post(client, f"customer-imports/{run['uuid']}/drop/")
    listed = client.get("/api/v1/customer-imports/").json()["results"]

    assert dropped.json()["status"] == "dropped" and [row["uuid"] for row in listed] == [run["uuid"]]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("content", [b"name,identity\r\n", PDF, b"PK\x03\x04 no book"])
def test_what_is_no_sheet_is_refused_with_a_sentence(enter, am1, content):
    answer = post(enter(am1), "customer-imports/", sheet=sent(content, "rows.xlsx"))

    assert answer.status_code == 400 and "XLSX" in answer.json()["detail"]
    assert not ImportRun.objects.exists()


def test_whoever_may_not_take_over_is_refused_and_the_refusal_stays_in_the_trail(enter, dm1, am1, customer):
    heads = ["number", "customer", "entered_on", "amount", "state"]
    ledger = book(["舊2019-001", customer.number, "2019-05-06", "100000", "settled"], heads=heads)

    answers = [
        post(enter(dm1), "customer-imports/", sheet=sent(book(GOOD), "rows.xlsx")),
        post(enter(am1), "old-ledger-imports/", sheet=sent(ledger, "rows.xlsx")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert AuditEvent.objects.filter(action__in=["check_customers.refused", "check_old_ledger.refused"]).count() == 2


# Sealed values


def test_a_sealed_value_is_shown_for_a_reason_recorded_and_kept_in_no_cache_S32(enter, am1, customer):
    client = enter(am1)

    silent = post(client, f"customers/{customer.number}/reveal/", field="phone")
    shown = post(client, f"customers/{customer.number}/reveal/", field="phone", reason="call back")

    assert silent.status_code == 400
    assert (shown.status_code, shown.json()) == (200, {"value": "13900001357"})
    assert shown.headers["Cache-Control"] == "no-store"
    assert actions_on(customer) == ["reveal_identity"]
    assert "13900001357" not in str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "13900001357" not in client.get(f"/api/v1/customers/{customer.number}/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("dm1", 200), ("auditor", 403), ("am2", 404), ("risk1", 404)])
def test_a_sealed_value_is_for_the_keeper_and_the_manager_only_S32(enter, customer, who, status, request):
    client = enter(request.getfixturevalue(who))

    assert post(client, f"customers/{customer.number}/reveal/", field="phone", reason="call").status_code == status


def test_the_phone_of_a_consultation_is_shown_the_same_way(enter, am1):
    asked = register_consultation(name="林先生", phone="13900001357", need="能貸多少", by=am1)

    shown = post(enter(am1), f"consultations/{asked.uuid}/reveal/", reason="call back")

    assert shown.json() == {"value": "13900001357"} and actions_on(asked)[-1] == "reveal_consultation_phone"


# Askers, steps, evidence


def test_whoever_asked_becomes_a_customer_without_typing_anything_twice_C12(enter, am1):
    asked = register_consultation(name="林先生", phone="13900001357", need="能貸多少", by=am1)
    body = {"kind": "company", "name": "東莞市甲五金有限公司", "identity": "91440300708461136T"}

    made = post(enter(am1), f"consultations/{asked.uuid}/customer/", **body)

    customer = Customer.objects.get(number=made.json()["number"])
    assert made.status_code == 201 and customer.phone == "13900001357"
    assert Consultation.objects.get().customer == customer and customer.contacts.get().consultation == asked


def test_a_relation_and_a_conflict_take_a_paper_as_evidence_C07(enter, am1, am3, customer):
    body = {"kind": "shareholder", "end": "holder", "share": "0.4", "valid_from": "2020-01-01", "source": "told"}
    body |= {"outside": {"kind": "person", "name": "林永盛"}, "evidence": sent(PDF)}
    related = post(enter(am1), f"customers/{customer.number}/relations/", **body)
    conflict = open_conflict(customer=customer, reason="we spoke first", by=am3)

    told = post(enter(am1), f"conflicts/{conflict.uuid}/evidence/", text="my visits", file=sent(PDF))
    claimed = post(enter(am1), f"conflicts/{conflict.uuid}/evidence/", text="a script", file=sent(b"<html>"))

    assert related.status_code == 201, related.content
    assert related.json()["evidence"] == str(Relation.objects.get().evidence.uuid)
    assert told.json()["evidence"][-1]["paper"] and claimed.status_code == 400
    assert OwnershipConflict.objects.get().evidence.count() == 2


def test_everything_wrong_with_a_new_customer_is_answered_at_once(enter, am1):
    answer = post(
        enter(am1), "customers/", kind="company", name="東莞市甲五金有限公司", identity="9144", phone="12", address=""
    )

    assert answer.status_code == 400
    assert {problem["field"] for problem in answer.json()["invalid"]} == {"identity", "phone"}
