"""An old ledger from a spreadsheet: read-only rows, counted in the exposure."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from applications.exposure import exposure_of
from applications.models import OldProject
from core import sheets
from core.models import AuditEvent, ImportRun
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
HEADS = ["number", "customer", "entered_on", "product_name", "amount", "disbursed_amount", "balance", "state", "note"]


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a)


def hand_in(client, *rows):
    content = sheets.workbook("舊臺帳", HEADS, rows)
    return client.post("/applications/ledger/before/import/", {"file": SimpleUploadedFile("舊.xlsx", content)})


def row(who, **values):
    cells = {
        "number": "舊2019-001",
        "customer": who.number,
        "entered_on": "2019-05-06",
        "product_name": "流動資金貸款",
        "amount": "300萬",
        "disbursed_amount": "3000000",
        "balance": "1,200,000.50",
        "state": "貸款存續",
        **values,
    }
    return [cells.get(head, "") for head in HEADS]


def test_an_old_ledger_is_taken_over_whole_and_counts_in_the_exposure(client, dm1, am1, customer):
    client.force_login(dm1)
    answer = hand_in(client, row(customer), row(customer, number="舊2020-007", balance="", state="settled"))
    assert not OldProject.objects.exists()

    client.post(answer.url, {"act": "save"})

    assert OldProject.objects.count() == 2
    assert exposure_of(customer).before == Decimal("1200000.50")
    client.force_login(am1)
    assert "舊2019-001" in client.get("/applications/ledger/before/").content.decode()
    assert "舊2019-001" in client.get(f"/customers/{customer.number}/").content.decode()


def test_what_was_noted_is_shown_and_the_columns_are_added_up_on_page_and_file(client, dm1, customer):
    client.force_login(dm1)
    rows = [row(customer, note="抵押物已解押"), row(customer, number="舊2020-007", balance="", state="settled")]
    client.post(hand_in(client, *rows).url, {"act": "save"})

    page = client.get("/applications/ledger/before/").content.decode()
    file = client.get("/applications/ledger/before/?export=xlsx")
    sheet = load_workbook(io.BytesIO(file.getvalue())).active
    found = client.get("/api/v1/old-projects/?state=settled").json()["results"]

    assert "抵押物已解押" in page and "600.00" in page
    assert [cell.value for cell in list(sheet)[-1]][4:7] == [6_000_000, 6_000_000, 1_200_000.5]
    assert "抵押物已解押" in [cell.value for line in sheet for cell in line]
    assert [entry["number"] for entry in found] == ["舊2020-007"]


def test_a_machine_reads_the_sums_and_the_file_of_the_old_ledger_by_its_filter(client, dm1, am2, customer):
    client.force_login(dm1)
    rows = [row(customer), row(customer, number="舊2020-007", balance="", state="settled")]
    client.post(hand_in(client, *rows).url, {"act": "save"})

    sums = client.get("/api/v1/old-projects/totals/").json()
    settled = client.get("/api/v1/old-projects/totals/?state=settled").json()
    file = client.get("/api/v1/old-projects/file/?state=settled")
    sheet = load_workbook(io.BytesIO(file.getvalue())).active

    assert sums == {
        "count": 2,
        "is_capped": False,
        "amount": "6000000.00",
        "disbursed_amount": "6000000.00",
        "balance": "1200000.50",
    }
    assert (settled["count"], settled["balance"]) == (1, "0.00")
    assert [cell.value for cell in list(sheet)[-1]][4:7] == [3_000_000, 3_000_000, 0]
    assert AuditEvent.objects.get(action="list_exported").details == {"name": "old-ledger", "rows": 1}
    client.force_login(am2)
    assert client.get("/api/v1/old-projects/totals/").json()["count"] == 0
    for path in ("totals", "file"):
        assert client.get(f"/api/v1/old-projects/{path}/?q=x").status_code == 400


def test_a_row_under_the_identity_or_number_of_a_merged_file_counts_for_the_file_that_stays(
    client, dm1, am1, customer, department_a
):
    merged = CustomerFactory(account_manager=am1, department=department_a, merged_into=customer)
    client.force_login(dm1)
    rows = [row(merged), row(merged, number="舊2020-007", customer=merged.identity)]

    client.post(hand_in(client, *rows).url, {"act": "save"})

    assert set(OldProject.objects.values_list("customer", flat=True)) == {customer.pk}
    assert OldProject.objects.count() == 2


def test_an_identity_that_two_customers_bear_on_different_papers_is_not_guessed(client, dm1, am1, department_a):
    for paper in ("passport", "hk_macao_pass"):
        kept = {"kind": "person", "account_manager": am1, "department": department_a}
        shared = CustomerFactory(**kept, identity="H12345678", identity_type=paper)
    client.force_login(dm1)

    hand_in(client, row(shared, customer="H12345678"))

    (problem,) = ImportRun.objects.get().problems
    assert problem["sentence"].startswith("Several customers") or "客戶" in problem["sentence"]


def test_every_wrong_cell_is_named_and_nothing_is_saved(client, dm1, customer):
    client.force_login(dm1)

    answer = hand_in(
        client,
        row(customer, balance="9999999"),
        row(customer, number="舊2", entered_on="2999-01-01", amount="1e9"),
        row(customer, number="舊3", customer="HQK2026-99999"),
        row(customer, number="舊4", state="在還"),
    )

    found = [(problem["row"], problem["column"]) for problem in ImportRun.objects.get().problems]
    assert found == [
        (2, "餘額"),
        (3, "登記日期"),
        (3, "申請"),
        (4, "客戶編號、統一社會信用代碼或身分證號"),
        (5, "階段"),
    ]
    assert client.post(answer.url, {"act": "save"}).status_code == 422 and not OldProject.objects.exists()


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("已結清", "settled"),
        ("已结清", "settled"),
        ("Settled", "settled"),
        ("settled", "settled"),
        ("Loan repaid", "settled"),
        ("贷款存续", "running"),
        ("已放款", "running"),
        ("客戶撤回", "declined"),
    ],
)
def test_the_stage_is_read_in_the_words_of_every_language(client, dm1, customer, said, state):
    client.force_login(dm1)
    balance = "1000" if state == "running" else ""

    client.post(hand_in(client, row(customer, state=said, balance=balance)).url, {"act": "save"})

    assert OldProject.objects.get().state == state


def test_a_year_of_long_ago_is_told_as_such_and_empty_numbers_are_not_the_same_number(client, dm1, customer):
    client.force_login(dm1)

    hand_in(client, row(customer, entered_on="1066-05-06"), row(customer, number=""), row(customer, number=""))

    problems = ImportRun.objects.get().problems
    assert [(told["row"], told["column"]) for told in problems] == [
        (2, "登記日期"),
        (3, "舊臺帳編號"),
        (4, "舊臺帳編號"),
    ]
    assert "年份" in problems[0]["sentence"] and "相同" not in problems[2]["sentence"]


def test_a_number_that_stands_twice_in_a_sheet_is_named(client, dm1, customer):
    client.force_login(dm1)

    hand_in(client, row(customer), row(customer))

    assert [(problem["row"], problem["column"]) for problem in ImportRun.objects.get().problems] == [(3, "舊臺帳編號")]


def test_a_number_taken_over_before_and_customers_of_others_are_refused(client, dm1, dm2, customer):
    client.force_login(dm1)
    client.post(hand_in(client, row(customer)).url, {"act": "save"})
    hand_in(client, row(customer))
    client.force_login(dm2)
    hand_in(client, row(customer, number="舊9"))

    problems = [run.problems for run in ImportRun.objects.order_by("id")]

    assert [len(found) for found in problems] == [0, 1, 1]


def test_a_row_of_formulas_without_results_is_named_and_not_passed_over(client, dm1, customer):
    client.force_login(dm1)
    book = Workbook()
    for line in (HEADS, row(customer), ["=A2"] * len(HEADS)):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)

    client.post("/applications/ledger/before/import/", {"file": SimpleUploadedFile("舊.xlsx", out.getvalue())})

    run = ImportRun.objects.get()
    assert run.rows == 2 and {told["row"] for told in run.problems} == {3}
    assert len(run.problems) == len(HEADS)
