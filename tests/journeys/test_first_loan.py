"""One loan from the first visit to the last repayment, lived in the browser by the people of the house."""

import email
import io
import re
from datetime import datetime, timedelta
from email import policy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pypdf import PdfReader

from applications.models import Application, Paper, ProductVersion
from applications.screening import screening_lacks
from applications.services import (
    add_files,
    clear_paper,
    decide_paper,
    install_products,
    receive_paper,
    verify_paper,
)
from contracts.services import install_templates
from core import audit, dates, documents
from core.models import AuditEvent, Document, OutgoingMail
from desk.providers import DEMO_PASSWORD
from servicing.models import Loan, Posting
from staff.models import Task, User
from tests.cases.yongsheng import YEAR_2024, YEAR_2025
from tests.factories import SPOTLESS_REPORT, DepartmentFactory, person
from tests.journeys.conftest import SHANGHAI
from tests.security.pictures import png

pytestmark = pytest.mark.journey
CODE = "91990100MA9YR001XY"
NAME = "永盛精密五金有限公司"
CONTRACT_WORDS = {"zh-hant": "借款合同", "zh-hans": "借款合同", "en": "Loan contract"}
CAPITALS = {"zh-hant": "貳拾捌萬元整", "zh-hans": "贰拾捌万元整", "en": "貳拾捌萬元整"}


@pytest.fixture
def house(real_db, clock):
    """The lender's people, products and wordings before the first customer comes in."""
    department = DepartmentFactory(code="A")
    install_products()
    install_templates()
    for username, role in [
        ("am1", "account_manager"),
        ("am2", "account_manager"),
        ("dm1", "department_manager"),
        ("risk1", "risk_officer"),
        ("finance1", "finance_officer"),
        ("finance2", "finance_officer"),
        ("auditor", "auditor"),
    ]:
        place = department if role in {"account_manager", "department_manager"} else None
        user = person(username, role, place)
        user.set_password(DEMO_PASSWORD)
        user.save()
    return department


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_a_loan_from_the_first_visit_to_the_last_repayment(
    house, people, postbox, background, clock, language, tmp_path
):
    User.objects.update(language=language)
    journey = Journey(people, postbox, clock, language, tmp_path)

    journey.register_and_apply()
    journey.accept()
    journey.investigate()
    journey.secure()
    journey.papers()
    journey.report()
    journey.decide()
    journey.contract()
    journey.release()
    journey.remind()
    journey.repay()
    journey.look_back()

    assert audit.verify() == []
    call_command("check_ledger")
    journey.check_mails()


class Journey:
    """The steps of section 1, one method each, in order."""

    def __init__(self, people, postbox, clock, language, folder):
        self.people, self.postbox, self.clock, self.language = people, postbox, clock, language
        self.photo = folder / "場地.jpg"
        _draw_photo(self.photo)

    def by(self, username):
        return self.people(username, self.language)

    @property
    def case(self) -> Application:
        return Application.objects.get(customer__name=NAME)

    # 1

    def register_and_apply(self):
        am1 = self.by("am1")
        am1.go("/customers/new/")
        am1.fill(name=NAME, identity="91990100MA9YR001X8", founded_on="2014-05-08", legal_representative="林永盛")
        am1.fill(industry_code="3360", phone="13800001200", email="yongsheng@customer.example", language=self.language)
        am1.send()
        assert "Y" in am1.page.locator("main").inner_text() and am1.page.locator("[name=name]").input_value() == NAME
        am1.fill(identity=CODE)
        am1.send()

        am2 = self.by("am2")
        am2.go("/customers/new/")
        am2.fill(name="永盛五金", identity=CODE)
        am2.send()
        assert User.objects.get(username="am1").name in am2.page.locator("main").inner_text()

        am1.go("/applications/new/")
        am1.page.locator("main .ld-task a").first.click()
        am1.page.wait_for_url("**customer=*")
        product = ProductVersion.objects.get(product__code="working_capital")
        am1.fill(product_version=str(product.pk), amount="30萬", term_months="3", method="equal_principal")
        am1.page.wait_for_url("**/edit/")  # the draft saves itself and takes an address of its own
        am1.send("button[name=save]")
        number = self.case.number
        am1.go("/")
        assert NAME in am1.page.locator("main").inner_text()
        self.stand()
        self.check()
        am1.go(f"/applications/{number}/edit/")
        am1.send("button[name=submit]")
        assert self.case.status == "draft"
        am1.fill(
            purpose="向華南鋼材採購冷軋鋼板，履行燈具廠年度框架合同",
            repayment_source="銷售回款",
            security=["mortgage", "guarantee"],
        )
        am1.send("button[name=submit]")
        assert self.case.status == "submitted"

    def stand(self):
        """The licence is seen, the consent signed, and the bureau's report typed."""
        am1, customer, today = self.by("am1"), self.case.customer, dates.today()
        am1.go(f"/customers/{customer.number}/file/identity/")
        am1.fill(is_licence_long_term=True)
        am1.send()
        am1.go(f"/customers/{customer.number}/consents/new/")
        am1.fill(kind="bureau", signed_on=str(today), valid_to=str(today + timedelta(days=365)))
        am1.fill(scope="本次貸款審批與貸後管理", file=str(self.photo))
        am1.send()
        am1.go(f"/customers/{customer.number}/credit/")
        am1.fill(reason="loan_approval")
        am1.send("form[action$='/credit/query/'] button")
        query = customer.credit_queries.get()
        am1.go(f"/customers/{customer.number}/credit/{query.uuid}/")
        am1.fill(report_number="2026-0001", reported_on=str(today), **SPOTLESS_REPORT)
        am1.send()
        assert customer.credit_reports.count() == 1

    def check(self):
        """Every party against every source that the product asks: by hand with one paper, the own lists by the program."""
        am1, path = self.by("am1"), f"/applications/{self.case.number}/checks/"
        am1.go(path)
        am1.page.evaluate("document.querySelectorAll('main [name=chosen]').forEach(box => { box.checked = true })")
        am1.fill(finding="clear", note="查無記錄", file=str(self.photo))
        am1.send()
        am1.go(path)
        am1.send("button[name=own]")
        assert screening_lacks(self.case) == []

    # 2

    def accept(self):
        dm1 = self.by("dm1")
        dm1.go(f"/cases/{self.case.number}/")
        dm1.send("#acceptance form[action$='/accept/'] .btn-primary")
        assert self.case.status == "accepted" and self.case.second_investigator.username == "am2"

    # 3

    def investigate(self):
        am2, number = self.by("am2"), self.case.number
        for position, item in enumerate(self.case.product_version.checklist.all()):
            am2.go(f"/underwriting/{number}/findings/{item.code}/")
            am2.fill(
                result="doubtful" if item.code == "counterparties" else "normal",
                source="seen",
                note=f"已核對：{item.title}",
            )
            if item.needs_file:
                am2.fill(files=str(self.photo))
            am2.send()
            if position == 0:
                assert self.case.status == "investigating"
        am1 = self.by("am1")
        for year, values in ((2024, YEAR_2024), (2025, YEAR_2025)):
            am1.go(f"/customers/{self.case.customer.number}/statements/{year}/")
            am1.fill(unit="wan", **{code: value / 10_000 for code, value in values.items()})
            am1.send("#statement-form .btn-primary")
        am1.go(f"/underwriting/{number}/figures/")
        shown = am1.page.locator("main").inner_text()
        assert "45.84" in shown and "1.44" in shown

    # 4

    def secure(self):
        am1, number = self.by("am1"), self.case.number
        am1.go(f"/collateral/{number}/security/collateral/")
        am1.fill(
            kind="plant", description="廠房二千三百五十平方米", title_number="不動產權第0001號", appraised_value="780萬"
        )
        am1.fill(
            appraised_on="2026-02-20", appraiser="正衡評估", internal_value="740萬", prior_claims="100萬", owner=CODE
        )
        am1.send()
        am1.go(f"/collateral/{number}/security/guarantees/")
        am1.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        am1.fill(new_kind="person", new_name="林永盛", new_identity="990101197609140314", relation="實際控制人")
        am1.fill(net_assets="460萬", monthly_income="35000", living_cost="10000", own_instalments="8000")
        am1.send()
        am1.go(f"/collateral/{number}/security/")
        assert "3,440,000" in am1.page.locator("main").inner_text().replace("344.00", "3,440,000").replace(
            "3.44", "3,440,000"
        )

    def papers(self):
        """What the product asks for, from the borrower and the guarantors: three people on each."""
        who = {user.username: user for user in User.objects.filter(username__in=["am1", "am2", "risk1"])}
        for paper in Paper.objects.on_the_list().filter(application=self.case).with_names():
            if paper.need == "conditional":
                decide_paper(paper=paper, applies=False, reason="經核實不適用", by=who["am1"])
            elif paper.need == "mandatory":
                upload = SimpleUploadedFile("scan.png", png(), "image/png")
                add_files(application=paper.application, paper=paper, files=[upload], by=who["am1"])
                days = {"issued_on": dates.today(), "valid_until": dates.today() + timedelta(days=365)}
                receive_paper(paper=paper, original_seen=True, met_in_person=True, by=who["am1"], **days)
                verify_paper(paper=paper, is_true=True, is_legal=True, is_valid=True, by=who["am2"])
                if paper.needs_clearance:
                    clear_paper(paper=paper, by=who["risk1"])
        text = self.by("am1").go(f"/applications/{self.case.number}/papers/").locator("main").inner_text()
        assert "100%" in text

    # 5

    def report(self):
        am1, number = self.by("am1"), self.case.number
        am1.go(f"/underwriting/{number}/report/")
        assert am1.page.locator("form[action$='/report/submit/'] button:not([aria-disabled])").count() == 0
        am1.go(f"/underwriting/{number}/opinion/")
        am1.fill(
            amount="28萬",
            term_months="3",
            annual_rate="7.2",
            method="equal_principal",
            debt_due="60萬",
            revenue_growth="20",
        )
        am1.fill(is_legal="用途合法", is_compliant="資料齊備", is_safe="廠房抵押足值", is_profitable="利率覆蓋成本")
        am1.fill(
            conduct="兩次到場，訪談財務與倉管",
            operation="車燈五金件，前五大客戶穩定",
            risks="應收帳款上升",
            opinion="建議同意二十八萬元",
        )
        am1.send()
        am1.go(f"/underwriting/{number}/opinion/")
        am1.send("form[action$='/sign/'] .btn")
        am2 = self.by("am2")
        am2.go(f"/underwriting/{number}/opinion/")
        am2.send("form[action$='/sign/'] .btn")
        am1.go(f"/underwriting/{number}/report/")
        assert am1.page.locator("#missing .ld-task").all_inner_texts() == []
        am1.page.locator("[data-dialog='submit-report'] > summary").click()
        am1.send("form[action$='/report/submit/'] .btn-primary")
        am1.page.wait_for_selector("a[href^='/desk/documents/']", timeout=60_000)
        self._wait(lambda: self.case.status == "in_review")
        report = Document.objects.get(kind="feasibility_report")
        text = _text(documents.read(report))
        assert NAME in text and "建議同意二十八萬元" in text and self.case.ledger_number
        assert report.sha256 in am1.go(f"/underwriting/{number}/report/").locator("main").inner_text()

    # 6

    def decide(self):
        number = self.case.number
        am1 = self.by("am1")
        am1.go(f"/underwriting/{number}/decision/")
        assert am1.page.locator("main form [name=outcome]").count() == 0
        assert am1.act(f"/underwriting/{number}/decision/") == 403
        assert am1.act(f"/api/v1/applications/{number}/decide/") in {400, 403, 415}
        assert AuditEvent.objects.filter(action="decide_application.refused", actor__username="am1").exists()

        dm1 = self.by("dm1")
        dm1.go("/")
        dm1.go(f"/underwriting/{number}/decision/")
        dm1.fill(outcome="approved", reason="主業清楚，抵押足值，同意減額", has_read=True)
        dm1.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        dm1.page.locator("[name$='-text']:visible").first.fill("抵押登記完成，權證入庫")
        dm1.page.locator("[name$='-due_on']:visible").first.fill("2026-03-20")
        dm1.send("main form .btn-primary")
        assert self.case.status == "approved"
        decision = self.case.decisions.get()
        assert decision.made_by.username == "dm1" and decision.conditions.count() == 1

    # 7

    def contract(self):
        am1, number = self.by("am1"), self.case.number
        am1.go(f"/contracts/{number}/room/")
        am1.fill(language=self.language)
        am1.send("form[action$='/prepare/'] .btn-primary")
        self._wait(lambda: self.case.contracts.get().status == "printed")
        contract = self.case.contracts.get()
        text = _text(documents.read(contract.document))
        assert CONTRACT_WORDS[self.language].replace(" ", "") in text and CAPITALS[self.language] in text
        assert "280,000.00" in text and CODE in text
        am1.go(f"/contracts/{number}/room/")
        am1.send("form[action$='/sign/'] .btn-primary")
        assert self.case.status == "contracted"

    # 8

    def release(self):
        am1, number = self.by("am1"), self.case.number
        assert any("林永盛" in sentence for sentence in screening_lacks(self.case))  # the guarantor came later
        self.check()
        am1.go(f"/contracts/{number}/room/")
        am1.fill(payee="華南鋼材有限公司", payee_account="6222 0000 0000 1200")
        am1.send("form[action$='/drawdown/'] .btn-primary")
        drawdown = self.case.contracts.get().drawdowns.get()
        finance1, finance2 = self.by("finance1"), self.by("finance2")
        path = f"/contracts/drawdowns/{drawdown.number}/"
        finance1.go(path)
        finance1.send("button[value=check]")
        assert "抵押登記完成" in finance1.page.locator("main [role=alert]").inner_text()

        risk1 = self.by("risk1")
        risk1.go(f"/underwriting/{number}/decision/")
        risk1.page.locator("[data-dialog^='confirm-'] > summary").click()
        risk1.fill(evidence="他項權證 0001 號已入庫")
        risk1.send("form[action$='/confirm/'] .btn-primary")

        finance1.go(path)
        finance1.send("button[value=check]")
        finance1.go(path)
        assert finance1.page.locator("button[value=disburse]").count() == 0
        finance2.go(path)
        finance2.fill(bank_reference="轉帳 0302-01")
        finance2.send("button[value=disburse]")
        assert self.case.status == "disbursed" and Loan.objects.get().status == "active"

    # 9

    def remind(self):
        self._at(2026, 3, 30, 10, 45)
        self._wait(lambda: self.postbox.to("yongsheng@customer.example"))
        self._at(2026, 4, 3, 10, 45)
        self._wait(lambda: len(self.postbox.to("yongsheng@customer.example")) == 2)
        self._at(2026, 4, 9, 10, 45)
        self._wait(lambda: len(self.postbox.to("yongsheng@customer.example")) == 3)
        call_command("tick")
        call_command("tick")
        assert len(self.postbox.to("yongsheng@customer.example")) == 3
        for member in ("am1@loandesk.example", "dm1@loandesk.example"):
            assert any(Loan.objects.get().number[-5:] in _body(letter) for letter in self.postbox.to(member))
        # The guarantor gave no address: the account manager has a call to make instead.
        assert Task.objects.filter(kind__contains="call", assignee__username="am1").exists()

    # 9, the money

    def repay(self):
        finance1, loan = self.by("finance1"), Loan.objects.get()
        owed = loan.schedules.get().instalments.first()
        self._post(finance1, loan, str(owed.total + 200), "0409-01")
        owed.refresh_from_db()
        assert owed.settled_on and Posting.objects.count() == 1
        before = len(self.postbox.to("yongsheng@customer.example"))
        self._at(2026, 4, 16, 10, 45)
        assert len(self.postbox.to("yongsheng@customer.example")) == before
        rest = sum(row.open_amount for row in loan.schedules.get().instalments.all())
        self._post(finance1, loan, str(rest), "0416-01")
        loan.refresh_from_db()
        assert (loan.status, loan.balance, self.case.status) == ("settled", 0, "closed")

    def _post(self, visitor, loan, amount, reference):
        visitor.go(f"/servicing/{loan.number}/post/")
        visitor.fill(amount=amount, client_ref=reference)
        visitor.send()
        if not Posting.objects.filter(client_ref=reference).exists():
            visitor.send()
        assert Posting.objects.filter(client_ref=reference).count() == 1

    # 10

    def look_back(self):
        auditor, number = self.by("auditor"), self.case.number
        page = auditor.go(f"/cases/{number}/")
        assert page.locator(".ld-rail li.is-done").count() >= 7
        assert page.locator("main form[method=post]").count() == 0
        assert CODE not in page.content()
        for path in (
            f"/underwriting/{number}/investigation/",
            f"/underwriting/{number}/figures/",
            f"/cases/{number}/history/",
        ):
            assert auditor.go(path).locator("main form[method=post]").count() == 0
        refused = [auditor.act(f"/underwriting/{number}/decision/"), auditor.act(f"/applications/{number}/withdraw/")]
        assert set(refused) <= {403, 422}

    def check_mails(self):
        assert OutgoingMail.objects.exclude(status__in=["sent", "cancelled"]).count() == 0
        ids = [email.message_from_bytes(letter.content)["Message-ID"] for letter in self.postbox.letters]
        assert len(ids) == len(set(ids))
        for letter in self.postbox.to("yongsheng@customer.example"):
            body = _body(letter)
            assert CODE not in body and "13800001200" not in body

    # The clock

    def _at(self, *moment):
        self.clock.move_to(datetime(*moment, tzinfo=SHANGHAI))
        call_command("tick")

    def _wait(self, holds, seconds: int = 60):
        for _ in range(seconds * 5):
            if holds():
                return
            self.by("am1").page.wait_for_timeout(200)
        raise AssertionError("it did not happen within a minute")


def _text(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def _body(letter) -> str:
    message = email.message_from_bytes(letter.content, policy=policy.default)
    return message.get_body(("plain",)).get_content()


def _draw_photo(path):
    from PIL import Image

    Image.new("RGB", (320, 240), "#c5cfd5").save(path, "JPEG")
