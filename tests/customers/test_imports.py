"""Customers from spreadsheets: every cell is looked at before anything is saved, and all rows are saved or none."""

import io
import zipfile
from datetime import datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import Workbook, load_workbook
from stdnum.cn import ric

from core import dates, sheets
from core.models import AuditEvent, ImportRun
from customers.forms.imports import COLUMNS
from customers.models import Customer, LookAlike, PersonDetails, RelatedParty, Screening
from customers.services import add_row, delimit, register_customer
from tests.factories import actions_on

pytestmark = pytest.mark.django_db
HEADS = ["種類", "name", "identity", "phone", "registered_capital", "founded_on"]
GOOD = ["公司", "東莞市甲五金有限公司", "91440300708461136T", "0769-22223333", "500萬", "2016-05-01"]
PERSON = ["個人", "王小明", "11010519491231002X", "13800000000", "", ""]


def hand_in(client, rows, heads=HEADS):
    content = sheets.workbook("客戶", heads, rows)
    return client.post("/customers/import/", {"file": SimpleUploadedFile("客戶.xlsx", content)})


@pytest.fixture
def desk(client, am1):
    client.force_login(am1)
    return client


def test_a_sheet_is_looked_through_first_and_saved_only_when_told(desk, am1):
    answer = hand_in(desk, [GOOD, PERSON])
    assert not Customer.objects.exists()

    desk.post(answer.url, {"act": "save"})

    saved = {customer.name: customer for customer in Customer.objects.filter(account_manager=am1)}
    assert set(saved) == {"東莞市甲五金有限公司", "王小明"}
    assert saved["東莞市甲五金有限公司"].company.registered_capital == 5_000_000
    assert str(saved["王小明"].person.birth_date) == "1949-12-31"
    assert AuditEvent.objects.filter(action="import_customers").exists()


def test_every_problem_is_named_by_row_and_column_at_once(desk):
    wrong = ["公司", "乙", "91440300708461136X", "12", "-5", "昨天"]
    unfit = ["公司", "戊五金有限公司", "91350100M000100Y43", "12", "1", "2999-01-01"]
    twice = [GOOD[0], "東莞市丙五金有限公司", *GOOD[2:]]
    answer = hand_in(desk, [wrong, ["工廠", "丁", "", "12", "", "昨天"], GOOD, twice, unfit])

    run = ImportRun.objects.get()
    page = desk.get(answer.url).content.decode()

    found = {(problem["row"], problem["column"]) for problem in run.problems}
    assert found == {
        *((2, column) for column in ("名稱", "身分證號或信用代碼", "電話", "註冊資本", "成立日期")),
        *((6, column) for column in ("電話", "成立日期")),
        *((3, column) for column in ("種類", "名稱", "身分證號或信用代碼", "電話", "成立日期")),
        (5, "身分證號或信用代碼"),
    }
    assert "全部匯入" not in page and not Customer.objects.exists()


@pytest.mark.parametrize(
    ("cells", "blamed"),
    [
        ({"identity": "91350100M000100Y43"}, set()),
        ({"identity": "91350100M000100Y44"}, {"identity"}),
        ({"identity": "11010519491231002X", "monthly_income": "9000"}, set()),
        ({"identity": "91350100M000100Y43", "employer": "自營"}, {"employer"}),
        ({"identity": "110105194912310021", "founded_on": "2016-05-01"}, {"identity", "founded_on"}),
        ({"identity": "123", "founded_on": "2016-05-01", "staff_count": "8", "employer": "自營"}, {"identity"}),
    ],
)
def test_a_row_of_unknown_kind_is_judged_by_its_number_first_and_blames_columns_only_then(desk, cells, blamed):
    row = {"kind": "未知", "name": "永盛精密五金", **cells}

    hand_in(desk, [list(row.values())], heads=list(row))

    with translation.override("zh-hant"):
        labels = {column.code: str(column.label) for column in COLUMNS}
    found = {problem["column"] for problem in ImportRun.objects.get().problems}
    assert found == {labels[code] for code in {"kind"} | blamed}


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("简体中文", "zh-hans"),
        ("繁體中文", "zh-hant"),
        ("英文", "en"),
        ("English", "en"),
        ("zh-hans", "zh-hans"),
        ("ZH-HANS", "zh-hans"),
        ("", "zh-hant"),
    ],
)
def test_the_language_of_letters_is_said_by_its_name_or_its_code(desk, said, language):
    row = {"kind": GOOD[0], "name": GOOD[1], "identity": GOOD[2], "phone": "13800138000", "language": said}

    answer = hand_in(desk, [list(row.values())], heads=list(row))
    desk.post(answer.url, {"act": "save"})

    assert Customer.objects.get().language == language


def test_a_template_of_another_language_or_of_an_older_version_holds_no_customer(desk):
    codes = [column.code for column in COLUMNS]
    with translation.override("en"):
        heads, hints = [str(column.label) for column in COLUMNS], [str(column.hint) for column in COLUMNS]
    hints[codes.index("language")] = "zh-hant, zh-hans, en"
    good = {"kind": GOOD[0], "name": GOOD[1], "identity": GOOD[2], "phone": "13800138000"}

    hand_in(desk, [hints, [good.get(code, "") for code in codes]], heads=heads)

    run = ImportRun.objects.get()
    assert (run.problems, run.rows) == ([], 1)


def test_a_language_that_no_letter_is_written_in_is_named_by_its_column(desk):
    row = {"kind": GOOD[0], "name": GOOD[1], "identity": GOOD[2], "phone": "13800138000", "language": "法文"}

    hand_in(desk, [list(row.values())], heads=list(row))

    (problem,) = ImportRun.objects.get().problems
    assert problem["column"] == "信函語言"


def sheet_of(*lines):
    """An XLSX whose lines after the heads are written as they are given."""
    content = io.BytesIO(sheets.workbook("客戶", HEADS, []))
    parts = zipfile.ZipFile(content)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name in parts.namelist():
            body = parts.read(name)
            if name.startswith("xl/worksheets/sheet"):
                body = body.replace(b"</sheetData>", "".join(lines).encode() + b"</sheetData>")
            package.writestr(name, body)
    return written.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        '<row r="2"><c r="C2"><v>99010119760914031X</v></c></row>',
        '<row r="abc"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="d"><v>gestern</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>999999</v></c></row>',
        '<row r="2"><c r="A2"><v>1e999</v></c></row>',
        f'<row r="2"><c r="A2"><v>{"9" * 5000}</v></c></row>',
        '<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
)
def test_a_broken_or_endless_sheet_is_refused_in_a_sentence_and_quoted_nowhere(desk, line, caplog):
    upload = SimpleUploadedFile("客戶.xlsx", sheet_of(line))

    answer = desk.post("/customers/import/", {"file": upload})

    assert answer.status_code in (302, 422)
    assert not Customer.objects.exists()
    assert "99010119760914031X" not in caplog.text


def test_a_sheet_with_problems_cannot_be_saved_by_hand(desk):
    answer = hand_in(desk, [["公司", "乙方公司", "91440300708461136X", "", "", ""]])

    refused = desk.post(answer.url, {"act": "save"})

    assert refused.status_code == 422 and not Customer.objects.exists()
    assert ImportRun.objects.get().status == "checked"


def test_what_was_registered_meanwhile_undoes_the_whole_sheet(desk):
    first, second = hand_in(desk, [GOOD, PERSON]), hand_in(desk, [GOOD])
    desk.post(second.url, {"act": "save"})

    refused = desk.post(first.url, {"act": "save"})

    assert refused.status_code == 422
    assert [customer.name for customer in Customer.objects.all()] == [GOOD[1]]


def test_a_sheet_is_taken_over_once_and_one_put_aside_never(desk):
    taken, aside = hand_in(desk, [GOOD]), hand_in(desk, [PERSON])
    desk.post(taken.url, {"act": "save"})
    desk.post(aside.url, {"act": "drop"})

    again = [desk.post(answer.url, {"act": "save"}).status_code for answer in (taken, aside)]

    assert again == [422, 422] and Customer.objects.count() == 1


def test_the_template_filled_in_is_read_back(desk):
    template = load_workbook(io.BytesIO(desk.get("/customers/import/template/").content))
    sheet = template.active
    place = {str(cell.value): cell.column for cell in sheet[1]}
    for head, value in {"種類": "公司", "名稱": GOOD[1], "身分證號或信用代碼": GOOD[2]}.items():
        sheet.cell(row=3, column=place[head], value=value)
    out = io.BytesIO()
    template.save(out)

    answer = desk.post("/customers/import/", {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})

    assert answer.status_code == 302
    assert ImportRun.objects.get().problems == [] and ImportRun.objects.get().rows == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"name,identity\n", b"PK\x03\x04 broken", b"%PDF-1.4", b"\x00" * 100],
    ids=["empty", "csv", "broken zip", "pdf", "zeros"],
)
def test_what_is_no_sheet_gets_one_sentence(desk, content):
    answer = desk.post("/customers/import/", {"file": SimpleUploadedFile("a.xlsx", content)})

    assert answer.status_code == 422 and not ImportRun.objects.exists()


def test_a_sheet_that_unpacks_to_more_than_it_may_is_refused(desk, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)

    answer = desk.post("/customers/import/", {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})

    assert answer.status_code == 422 and "解開後過大" in answer.content.decode()


def test_an_unknown_head_is_named(desk):
    answer = hand_in(desk, [["x", "y"]], heads=["name", "薪水"])

    assert answer.status_code == 422 and "薪水" in answer.content.decode()


def test_the_list_leaves_as_a_file_with_masked_identities(desk):
    desk.post(hand_in(desk, [GOOD]).url, {"act": "save"})

    content = desk.get("/customers/?export=xlsx").content

    cells = [str(cell) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
    assert GOOD[1] in cells and GOOD[2] not in cells and "136T" in cells
    assert not any("<" in cell for cell in cells) and str(datetime.combine(dates.today(), time())) in cells


def test_a_machine_takes_the_same_file_filtered_and_the_trail_keeps_it(desk):
    desk.post(hand_in(desk, [GOOD]).url, {"act": "save"})

    answers = [desk.get(f"/api/v1/customers/export/?kind={kind}") for kind in ("company", "person")]
    unknown = desk.get("/api/v1/customers/export/?shoe_size=40")

    cells = [
        [
            str(cell)
            for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
            for cell in row
        ]
        for answer in answers
    ]
    assert sorted(GOOD[1] in found for found in cells) == [False, True]
    assert GOOD[2] not in cells[0] + cells[1] and unknown.status_code == 400
    assert AuditEvent.objects.filter(action="list_exported").count() == 2


def written(rows, heads=HEADS) -> bytes:
    """A sheet as a program writes it that never calculates: its formulas have no result."""
    book = Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def problems_of(client, content: bytes) -> list[tuple]:
    client.post("/customers/import/", {"file": SimpleUploadedFile("客戶.xlsx", content)})
    return [(told["row"], told["column"]) for told in ImportRun.objects.latest("id").problems]


def test_an_identity_on_file_is_named_beside_whatever_else_is_wrong_with_its_row(desk):
    desk.post(hand_in(desk, [GOOD]).url, {"act": "save"})

    hand_in(desk, [[*GOOD[:3], "12", *GOOD[4:]]])

    assert {told["column"] for told in ImportRun.objects.latest("id").problems} == {"電話", "身分證號或信用代碼"}


def test_a_formula_without_a_result_is_a_problem_of_its_cell_alone(desk):
    rows = [[*GOOD[:4], "=SUM(1,2)", GOOD[5]], [PERSON[0], '="王"&"小明"', *PERSON[2:]], ["=1"] * 6]

    found = problems_of(desk, written(rows))

    assert [place for place in found if place[0] < 4] == [(2, "註冊資本"), (3, "名稱")]
    assert {row for row, _column in found} == {2, 3, 4} and ImportRun.objects.get().rows == 3


def test_text_that_only_looks_like_a_formula_is_read(desk):
    content = sheets.workbook("客戶", HEADS, [[GOOD[0], "=甲五金有限公司", *GOOD[2:]]])

    assert problems_of(desk, content) == []


def test_a_customer_in_a_colleagues_field_is_named_before_anything_is_saved(desk, am2, dm1):
    delimit(keeper=am2, kind="place", value="東莞市虎門鎮", by=dm1)

    answer = hand_in(desk, [[*GOOD, "廣東省東莞市虎門鎮連升路 8 號"], [*PERSON, ""]], heads=[*HEADS, "address"])

    assert [(told["row"], told["column"]) for told in ImportRun.objects.get().problems] == [(2, "地址")]
    assert desk.post(answer.url, {"act": "save"}).status_code == 422 and not Customer.objects.exists()


def people(count: int) -> list[list[str]]:
    """Persons of whom every third has a phone, and every fourth an address and surname, in common with others."""
    rows = []
    for place in range(count):
        base = f"440106{1960 + place % 30}0{1 + place % 9}1{place % 10}{place:03d}"
        number, phone = base + ric.calc_check_digit(f"{base}0"), f"138{place % 3 or place:08d}"
        rows.append(["個人", f"陳{chr(0x5000 + place % 5)}", number, phone, "", "", f"東莞市虎門鎮連升路{place % 4}號"])
    return rows


def test_a_sheet_is_saved_by_the_same_number_of_statements_whatever_its_length(desk, django_assert_max_num_queries):
    few, many = (hand_in(desk, people(40)[part], heads=[*HEADS, "address"]) for part in (slice(0, 3), slice(3, 40)))
    with CaptureQueriesContext(connection) as of_few:
        desk.post(few.url, {"act": "save"})

    with django_assert_max_num_queries(len(of_few) + 5):
        desk.post(many.url, {"act": "save"})

    assert Customer.objects.count() == 40


def test_files_opened_together_form_the_pairs_that_they_form_one_after_the_other(desk, am1):
    rows = people(30)
    for row in rows:
        register_customer(kind="person", name=row[1], identity=row[2], phone=row[3], address=row[6], by=am1)
    alone = set(pairs_by_identity())
    LookAlike.objects.all().delete()
    Screening.objects.all().delete()
    PersonDetails.objects.all().delete()
    Customer.objects.all().delete()

    desk.post(hand_in(desk, rows, heads=[*HEADS, "address"]).url, {"act": "save"})

    assert len(alone) > 30 and set(pairs_by_identity()) == alone
    numbers = sorted(customer.number[-5:] for customer in Customer.objects.all())
    assert numbers == [f"{place:05d}" for place in range(31, 61)]
    assert all(actions_on(customer) == ["register_customers", "look_up_new"] for customer in Customer.objects.all())


def pairs_by_identity():
    for pair in LookAlike.objects.select_related("first", "second"):
        yield pair.first.identity, pair.second.identity, tuple(pair.grounds)


def test_an_outside_party_taken_over_from_a_sheet_keeps_its_relations(desk, am1):
    party = RelatedParty.objects.create(
        kind="person", outside_name=PERSON[1], identity_type="resident_id", identity=PERSON[2]
    )

    desk.post(hand_in(desk, [GOOD, PERSON]).url, {"act": "save"})

    party.refresh_from_db()
    assert party.customer == Customer.objects.get(name=PERSON[1]) and not party.identity


def test_a_sheet_is_held_against_further_mobiles_and_addresses_too(desk, am1):
    other = register_customer(kind="person", name="王大明", identity="990102198403120423", by=am1)
    place = "廣東省東莞市虎門鎮連升路 88 號"
    add_row(customer=other, kind="phones", values={"phone_use": "mobile", "phone": PERSON[3]}, by=am1)
    add_row(customer=other, kind="addresses", values={"place": "living", "address": place}, by=am1)

    rows = [[*PERSON, "东莞市虎门镇连升路88号"]]
    desk.post(hand_in(desk, rows, heads=[*HEADS, "address"]).url, {"act": "save"})

    pair = LookAlike.objects.get()
    assert (pair.first, pair.second.name, pair.grounds) == (other, PERSON[1], ["phone", "address"])
