"""A customer from the first question to an accepted application, lived in the browser and partly on a phone."""

import io
import time
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from pypdf import PdfReader

from applications.models import Application, Paper, ProductVersion
from applications.screening import screening_lacks
from core import audit, dates, documents, sheets
from core.models import AuditEvent, Document
from customers.models import Consultation, CreditReport, Customer, FileRequest, Screening
from desk.models import DailySummary, WeeklySummary
from tests.customers.test_services import PERSON
from tests.factories import SPOTLESS_REPORT
from tests.journeys.conftest import SHANGHAI
from tests.journeys.test_first_loan import house  # noqa: F401
from tests.security.pictures import png

pytestmark = pytest.mark.journey
NAME = "國興金屬製品有限公司"
CODE = "91990100MA9YR001XY"
PHONE = "13800001255"
OWNER, OWNERS_CARD = "林國興", PERSON["identity"]


def test_a_customer_from_the_first_question_to_an_accepted_application(house, people, background, clock, tmp_path):  # noqa: F811
    intake = Intake(people, clock, tmp_path)

    intake.question()
    intake.stranger_becomes_a_customer()
    intake.colleague_asks_for_the_file()
    intake.file()
    intake.relations()
    intake.credit()
    intake.checks()
    intake.application()
    intake.papers()
    intake.acceptance()
    intake.spreadsheet()
    intake.summaries()

    assert audit.verify() == []


class Intake:
    """The steps of the day, one method each, in order."""

    def __init__(self, people, clock, folder):
        self.people, self.clock, self.folder = people, clock, folder

    def by(self, username):
        return self.people(username)

    @property
    def customer(self) -> Customer:
        return Customer.objects.get(name=NAME)

    @property
    def case(self) -> Application:
        return Application.objects.get(customer=self.customer)

    def at(self, path: str = "") -> str:
        return f"/customers/{self.customer.number}/{path}"

    def paper(self, name: str) -> str:
        """A scan as the phone gives it."""
        place = self.folder / name
        place.write_bytes(png())
        return str(place)

    def text(self, visitor) -> str:
        return visitor.page.locator("main").inner_text()

    # C12: twenty seconds at the phone

    def question(self):
        am1 = self.by("am1")
        am1.page.set_viewport_size({"width": 390, "height": 844})
        am1.go("/customers/consultations/new/")
        am1.fill(name=NAME, phone=PHONE, need="想借周轉資金買鋼材", amount="30萬")
        am1.page.locator("main [name=need]").press("Enter")
        am1.page.wait_for_url("**/consultations/new/**")
        assert NAME in self.text(am1)
        assert Consultation.objects.get().amount == 300_000
        width = am1.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
        am1.page.set_viewport_size({"width": 1440, "height": 900})

    # C01, C02: without retyping, and nobody twice

    def stranger_becomes_a_customer(self):
        am1 = self.by("am1")
        am1.go(f"/customers/consultations/{Consultation.objects.get().uuid}/")
        am1.page.locator("main a[href*='kind=company']").first.click()
        am1.page.wait_for_url("**/customers/new/**")
        assert am1.page.locator("main [name=name]").input_value() == NAME
        assert PHONE not in am1.page.url
        am1.fill(identity=CODE, founded_on="2014-05-08", legal_representative="林國興", industry_code="3360")
        am1.send()
        assert self.customer.phone == PHONE

    def colleague_asks_for_the_file(self):
        am2 = self.by("am2")
        am2.go("/customers/new/")
        am2.fill(name="國興金屬", identity=CODE)
        am2.send()
        assert str(self.customer.account_manager.name) in self.text(am2)
        form = am2.page.locator("form[action$='/customers/ask/']").first
        form.locator("[name=reason]").fill("客戶向我諮詢擔保業務")
        with am2.page.expect_navigation():
            form.locator(".btn-primary").click()
        assert FileRequest.objects.get().asked_by.username == "am2"

    # C01, C05: the file in sections, masked, found in both scripts

    def file(self):
        am1 = self.by("am1")
        am1.go(self.at("file/identity/"))
        am1.fill(is_licence_long_term=True)
        am1.send()
        am1.go(self.at("file/business/"))
        am1.fill(main_products="五金配件", staff_count="58", yearly_turnover="3,200萬")
        am1.send()
        am1.go(self.at("file/accounts/add/"))
        am1.fill(bank="建設銀行長安支行", account_number="6222021234567890128", usage="both")
        am1.send()
        assert "6222021234567890128" not in am1.page.content()
        am1.go(self.at())
        mask = am1.page.locator(".ld-mask").filter(has=am1.page.locator("[id='mask-phone-reason']"))
        mask.locator("summary").click()
        mask.locator("[name=reason]").fill("電話核對")
        mask.locator("button").click()
        am1.page.locator(f"text={PHONE}").wait_for()
        assert AuditEvent.objects.filter(action="reveal_identity").count() == 1
        am1.go("/customers/?q=国兴金属")
        assert NAME in self.text(am1)

    # C04: who stands behind the company

    def relations(self):
        am1 = self.by("am1")
        am1.go("/customers/new/?kind=person")
        am1.fill(name=OWNER, identity=OWNERS_CARD, phone="13800001266")
        am1.send()
        owner = Customer.objects.get(name=OWNER)
        am1.go(self.at("relations/add/?as=shareholder-holder"))
        am1.fill(who=owner.number, share="60", source="register")
        am1.send()
        picture = am1.page.locator("section[aria-labelledby='relation-map'] svg.ld-chart-wide")
        assert OWNER in picture.text_content() and "60" in picture.text_content()

    # C06: no report without a consent

    def credit(self):
        am1 = self.by("am1")
        am1.go(self.at("credit/"))
        assert am1.page.locator("[aria-disabled=true]").count() == 1
        am1.go(self.at("consents/new/"))
        am1.fill(scope="貸前審查與貸後管理")
        am1.fill(
            kind="bureau", signed_on=dates.today().isoformat(), valid_to=self.day(90), file=self.paper("授權書.png")
        )
        am1.send()
        am1.go(self.at("credit/"))
        am1.send(f"form[action$='{self.at('credit/query/')}'] .btn-primary")
        am1.fill(report_number="R-2026-0001", reported_on=dates.today().isoformat(), file=self.paper("報告.png"))
        am1.fill(**SPOTLESS_REPORT | {"loan_balance": "120萬", "open_accounts": "1"})
        am1.fill(**{"debts-0-kind": "loan", "debts-0-lender": "建設銀行", "debts-0-balance": "120萬"})
        am1.send()
        assert CreditReport.objects.get().loan_balance == 1_200_000

    def day(self, days: int) -> str:
        return (dates.today() + timedelta(days=days)).isoformat()

    # C03: a hit is risk's to decide

    def checks(self):
        am1, risk1 = self.by("am1"), self.by("risk1")
        am1.go(self.at("checks/"))
        am1.page.locator("main [name=chosen]").first.check()
        am1.fill(finding="hit", note="有一宗執行案件", file=self.paper("查詢.png"))
        am1.send()
        hit = Screening.objects.get(finding="hit")
        assert am1.act(self.at(f"checks/{hit.uuid}/")) in {302, 403}
        assert Screening.objects.get(pk=hit.pk).decided_by is None
        risk1.go(self.at(f"checks/{hit.uuid}/"))
        risk1.fill(decision="acceptable")
        risk1.fill(reason="案件已結清，見裁定書")
        risk1.send()
        hit.refresh_from_db()
        assert hit.decided_by.username == "risk1"

    # C26: the form follows the talk; the rules answer; a quote is one click away

    def application(self):
        am1 = self.by("am1")
        am1.go(f"/applications/new/?customer={self.customer.number}")
        product = ProductVersion.objects.get(product__code="working_capital")
        am1.fill(product_version=str(product.pk), amount="30萬", term_months="3", method="equal_principal")
        am1.page.wait_for_url("**/edit/")  # the draft saves itself and takes an address of its own
        am1.send("button[name=save]")
        number = self.case.number
        am1.go(f"/applications/{number}/edit/")
        with am1.page.expect_response(lambda answer: "security=guarantee" in (answer.request.post_data or "")):
            am1.fill(
                purpose="向華南鋼材採購冷軋鋼板，履行燈具廠年度框架合同",
                repayment_source="銷售回款",
                security=["guarantee"],
            )
        am1.page.locator("#draft-saved:not(:empty)").wait_for()
        assert self.case.purpose == "向華南鋼材採購冷軋鋼板，履行燈具廠年度框架合同"
        am1.go(f"/applications/{number}/quote/")
        assert "300,000.00" in self.text(am1)
        am1.go(f"/applications/{number}/edit/")
        am1.send("button[name=submit]")
        assert self.case.status == "draft" and OWNER in self.text(am1)
        self.everybody_is_checked(am1, number)
        am1.go(f"/applications/{number}/edit/")
        am1.send("button[name=submit]")
        assert self.case.status == "submitted", self.text(am1)

    def everybody_is_checked(self, am1, number: str):
        """The borrower and who owns it, by hand with one paper; the lender's own lists by the program."""
        path = f"/applications/{number}/checks/"
        am1.go(path)
        assert OWNER in self.text(am1)
        for box in am1.page.locator("main [name=chosen]").all():
            box.check()
        am1.fill(finding="clear", note="查無記錄", file=self.paper("查詢二.png"))
        am1.send()
        am1.go(path)
        am1.send("button[name=own]")
        assert screening_lacks(self.case) == []

    # C27: several files at once, seen in the page, verified by somebody else

    def papers(self):
        am1 = self.by("am1")
        am1.go(f"/applications/{self.case.number}/papers/")
        files = [self.paper("營業執照.png"), self.paper("章程.png")]
        self.upload(am1, files)
        assert "營業執照.png" in self.text(am1) and "章程.png" in self.text(am1)
        paper = Paper.objects.filter(application=self.case, status="required", need="mandatory").first()
        am1.go(f"/applications/papers/{paper.uuid}/")
        self.upload(am1, [self.paper("掃描件.png")])
        am1.go(f"/applications/papers/{paper.uuid}/")
        am1.page.locator(".ld-paper-sheet img").first.wait_for()
        am1.fill(original_seen=True, met_in_person=True)
        if am1.page.locator("main [name=valid_until]").count():
            am1.fill(valid_until=self.day(400), issued_on=self.day(-5))
        am1.send(f"form[action$='/{paper.uuid}/receive/'] .btn-primary")
        assert Paper.objects.get(pk=paper.pk).status == "received"
        assert am1.act(f"/applications/papers/{paper.uuid}/verify/") in {302, 403}
        assert Paper.objects.get(pk=paper.pk).status == "received"

    def upload(self, visitor, files: list[str]) -> None:
        form = visitor.page.locator("form[data-paper-upload]").first
        form.locator("input[type=file]").first.set_input_files(files)
        with visitor.page.expect_navigation():
            form.locator("button", has_text="上傳").first.click()

    # Acceptance in one click, from the work list; the list leaves as a spreadsheet

    def acceptance(self):
        dm1 = self.by("dm1")
        dm1.go("/")
        assert NAME in self.text(dm1)
        dm1.go(f"/cases/{self.case.number}/")
        dm1.send("#acceptance form[action$='/accept/'] .btn-primary")
        assert self.case.status == "accepted"
        self.second_person_verifies()
        dm1.go("/applications/?view=all")
        with dm1.page.expect_download() as download:
            dm1.page.locator("a[href*='export=xlsx']").first.click()
        book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
        assert any(NAME in str(cell.value) for row in book.active.iter_rows() for cell in row)

    def second_person_verifies(self):
        am2, paper = self.by("am2"), Paper.objects.get(application=self.case, status="received")
        am2.go(f"/applications/papers/{paper.uuid}/")
        am2.fill(is_true=True, is_legal=True, is_valid=True)
        am2.send(f"form[action$='/{paper.uuid}/verify/'] .btn-primary")
        paper.refresh_from_db()
        assert paper.status in {"verified", "cleared"} and paper.versions.get().verified_by.username == "am2"

    # Customers from a spreadsheet: every fault told by row and column, then all of them

    def spreadsheet(self):
        am1 = self.by("am1")
        heads = ["kind", "name", "identity", "phone"]
        wrong = [["公司", "東莞市恆通塑膠有限公司", "91440300708461136X", "13800001277"]]
        right = [["公司", "東莞市恆通塑膠有限公司", "91440300708461136T", "13800001277"]]
        for rows, count in ((wrong, 1), (right, 2)):
            place = self.folder / f"{count}.xlsx"
            place.write_bytes(sheets.workbook("客戶", heads, rows))
            am1.go("/customers/import/")
            am1.page.locator("main input[type=file]").set_input_files(str(place))
            am1.send()
            assert Customer.objects.count() == 2
        am1.send("button[value=save]")
        assert Customer.objects.filter(name="東莞市恆通塑膠有限公司").count() == 1

    # C12, C13: the day's summary at half past five, the week's on Friday, sealed as a PDF

    def summaries(self):
        am1, dm1 = self.by("am1"), self.by("dm1")
        self.clock.move_to(datetime(2026, 3, 2, 17, 31, tzinfo=SHANGHAI))
        call_command("tick")
        daily = DailySummary.objects.get()
        dm1.go(f"/desk/daily/{daily.uuid}/")
        assert NAME in self.text(dm1)
        dm1.send()
        self.clock.move_to(datetime(2026, 3, 6, 17, 31, tzinfo=SHANGHAI))
        call_command("tick")
        weekly = WeeklySummary.objects.filter(account_manager__username="am1").latest("first_day")
        am1.go(f"/desk/weekly/{weekly.uuid}/")
        am1.fill(this_week="受理國興一筆", problems="無", next_week="完成調查")
        am1.send("button[name=submit]")
        dm1.go(f"/desk/weekly/{weekly.uuid}/")
        dm1.send("button[name=archive]")
        weekly.refresh_from_db()
        pages = PdfReader(io.BytesIO(documents.read(self.printed(weekly.document)))).pages
        printed = "".join("".join(page.extract_text() for page in pages).split())
        assert "受理國興一筆" in printed and weekly.number[-5:] in printed

    def printed(self, document: Document) -> Document:
        """The paper once the side process has set it."""
        for _second in range(60):
            document.refresh_from_db()
            if document.status == "ready":
                return document
            time.sleep(1)
        raise AssertionError(f"{document.kind} is {document.status}")
