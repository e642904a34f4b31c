"""The ledgers: running numbers, months, sums that reconcile with the rows, and files without live formulas."""

import io
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from openpyxl import load_workbook

from applications.models import Application
from core import sheets
from core.models import AuditEvent
from tests.factories import ApplicationFactory, CustomerFactory, application_of

pytestmark = pytest.mark.django_db


def entered(am1, department, number: int, on: date, amount: int) -> Application:
    application = application_of(am1, department, amount=Decimal(amount))
    Application.objects.filter(pk=application.pk).update(
        ledger_number=f"HQT{on.year}-{number:05d}", ledger_on=on, status="in_review"
    )
    return application


def rows_of(answer) -> list[tuple]:
    book = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    return list(book.active.iter_rows(values_only=True))


@pytest.fixture
def projects(am1, department_a):
    return [
        entered(am1, department_a, 1, date(2026, 9, 30), 1_000_000),
        entered(am1, department_a, 2, date(2026, 10, 1), 2_500_000),
        entered(am1, department_a, 3, date(2026, 10, 31), 300_000),
    ]


def test_the_ledger_of_a_month_adds_up_to_its_rows(projects, am1, client):
    client.force_login(am1)

    answer = client.get("/applications/ledger/?month=2026-10&unit=yuan&sort=ledger_on")

    table = answer.context["table"]
    assert [row.record.ledger_number for row in table.rows] == ["HQT2026-00002", "HQT2026-00003"]
    assert table.totals["amount"] == Decimal(2_800_000)
    assert "2,800,000.00" in answer.content.decode()


def test_the_file_of_the_ledger_has_the_same_rows_and_the_sum_as_a_value(projects, am1, client):
    client.force_login(am1)

    rows = rows_of(client.get("/applications/ledger/?month=2026-10&export=xlsx"))

    place = [str(head) for head in rows[0]].index("申請")
    assert len(rows) == 4
    assert sum(row[place] for row in rows[1:-1]) == rows[-1][place] == 2_800_000
    event = AuditEvent.objects.get(action="list_exported")
    assert event.actor == am1 and event.details == {"name": "project-ledger", "rows": 2}


def test_a_month_that_is_none_narrows_nothing_and_breaks_nothing(projects, am1, client):
    client.force_login(am1)

    answer = client.get("/applications/ledger/?month=2026-13&status=draft")
    page = answer.content.decode()
    assert answer.status_code == 200 and "月份請寫成年和月" in page
    assert page.count('class="ld-chip"') == 1
    assert client.get("/applications/ledger/?month=no&sort=nonsense&page=x").status_code == 200


def test_the_ledger_shows_only_what_one_may_see(projects, am2, client):
    client.force_login(am2)

    rows = rows_of(client.get("/applications/ledger/?export=xlsx"))

    assert len(rows) == 2 and rows[-1][0] == "合計"


def test_no_cell_of_a_file_is_a_formula(am1, department_a, client):
    for place, name in enumerate(("=1+1", "+852", "-1", "@SUM(A1)", "＝1", "\t=2")):
        customer = CustomerFactory(account_manager=am1, department=department_a, name=f"{name}商行")
        entered_one = ApplicationFactory(customer=customer)
        Application.objects.filter(pk=entered_one.pk).update(
            ledger_number=f"HQT2026-{place:05d}", ledger_on=date(2026, 10, 1), status="in_review"
        )
    client.force_login(am1)

    answer = client.get("/applications/ledger/?export=xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(sheets.LIVE)]


def test_more_rows_than_a_file_takes_are_refused_with_a_sentence(projects, am1, client, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    client.force_login(am1)

    answer = client.get("/applications/ledger/?export=xlsx")

    assert answer.status_code == 400 and not AuditEvent.objects.filter(action="list_exported").exists()


def test_a_ledger_too_long_to_add_up_says_so_and_shows_no_sum(projects, am1, client, monkeypatch):
    monkeypatch.setattr(import_module("applications.views.ledger"), "MOST_SUMMED", 1)
    client.force_login(am1)

    table = client.get("/applications/ledger/").context["table"]

    assert table.totals == {"count": 2, "is_capped": True}
    assert table.columns["amount"].footer == ""


def test_a_machine_reads_the_ledger_its_sums_and_its_file_by_the_same_filter(projects, am1, client):
    client.force_login(am1)

    rows = client.get("/api/v1/ledger/?month=2026-10&ordering=ledger_on").json()["results"]
    sums = client.get("/api/v1/ledger/totals/?month=2026-10").json()
    file = rows_of(client.get("/api/v1/ledger/file/?month=2026-10"))

    assert [row["ledger_number"] for row in rows] == ["HQT2026-00002", "HQT2026-00003"]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(sums["amount"]) == 2_800_000
    assert (sums["count"], sums["is_capped"], Decimal(sums["approved_amount"])) == (2, False, 0)
    place = [str(head) for head in file[0]].index("申請")
    assert [row[place] for row in file[1:]] == [300_000, 2_500_000, 2_800_000]
    assert AuditEvent.objects.get(action="list_exported").details["rows"] == 2


def test_a_month_that_nobody_can_mean_is_refused_and_ends_nothing(projects, am1, client):
    client.force_login(am1)

    assert client.get("/applications/ledger/?month=9999-12").status_code == 200
    assert client.get("/api/v1/ledger/?month=9999-12").status_code == 400


def test_a_machine_finds_rows_that_are_equal_in_its_order_in_one_order(projects, am1, client):
    client.force_login(am1)
    Application.objects.update(amount=300_000)

    rows = client.get("/api/v1/ledger/?ordering=amount").json()["results"]

    newest_first = Application.objects.in_ledger().order_by("-id").values_list("ledger_number", flat=True)
    assert [row["ledger_number"] for row in rows] == list(newest_first) and len(rows) > 1


def test_a_machine_takes_the_list_of_applications_as_a_file_by_product(projects, am1, client):
    client.force_login(am1)
    product = projects[0].product_version.product.code

    file = rows_of(client.get(f"/api/v1/applications/file/?product={product}"))
    none = rows_of(client.get("/api/v1/applications/file/?product=other"))

    assert len(file) == len(none) + Application.objects.filter(product_version__product__code=product).count() > 1
    assert client.get("/api/v1/applications/file/?q=x").status_code == 400


def test_a_machine_sees_no_ledger_of_others_and_an_unknown_filter_is_refused(projects, am2, client):
    client.force_login(am2)

    assert client.get("/api/v1/ledger/").json()["count"] == 0
    assert client.get("/api/v1/ledger/totals/").json()["count"] == 0
    assert client.get("/api/v1/ledger/HQT2026-00001/").status_code == 404
    for path in ("", "totals/", "file/"):
        assert client.get(f"/api/v1/ledger/{path}?q=x").status_code == 400
