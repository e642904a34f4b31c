"""Papers in a browser: what is kept appears at once, also beside what is refused, and a wrong file is taken back."""

import pytest

from applications import services
from applications.models import PaperPage, Party
from desk.providers import DEMO_PASSWORD
from tests import factories
from tests.security.pictures import png

pytestmark = pytest.mark.journey

GOOD = {"name": "照片.png", "mimeType": "image/png", "buffer": png()}
BAD = {"name": "說明.png", "mimeType": "image/png", "buffer": b"no picture"}


@pytest.fixture
def case(real_db):
    department = factories.DepartmentFactory(code="A")
    am1 = factories.person("am1", "account_manager", department)
    am1.set_password(DEMO_PASSWORD)
    am1.save()
    version = factories.ProductVersionFactory(product=factories.ProductFactory(code="mortgage_loan", name="抵押貸款"))
    services.install_paper_lists()
    case = factories.application_of(am1, department, product_version=version, status="investigating")
    Party.objects.create(application=case, customer=case.customer, role="borrower")
    services.reconcile_papers(application=case, by=am1)
    return case


def test_a_refused_file_keeps_nobody_from_seeing_the_kept_one_and_a_wrong_one_is_withdrawn(case, people):
    page = people("am1").go(f"/applications/{case.number}/papers/")
    good, bad = GOOD, BAD

    page.set_input_files("#id_files", [bad, good])
    page.click("[data-paper-zone] button")

    waiting = page.locator("#waiting-box li")
    waiting.wait_for()
    assert waiting.count() == 1 and "照片.png" in waiting.inner_text()
    assert "說明.png" in page.locator("[data-paper-progress] .ld-danger").inner_text()
    waiting.locator("summary").click()
    waiting.locator("[name=reason]").fill("拍錯了")
    waiting.locator(".ld-paper-withdraw button").click()
    page.wait_for_url("**/papers/")
    page.locator("#waiting-box").wait_for(state="attached")
    assert page.locator("#waiting-box li").count() == 0
    assert PaperPage.objects.get().withdrawal == "拍錯了"


def test_after_a_refused_or_lost_file_the_next_one_is_sent_from_the_same_page(case, people):
    page = people("am1").go(f"/applications/{case.number}/papers/")
    said = page.locator("[data-paper-progress] .ld-danger")

    page.set_input_files("#id_files", BAD)
    page.click("[data-paper-zone] button")
    said.first.wait_for()
    page.route("**/papers/files/", lambda route: route.abort())
    page.set_input_files("#id_files", GOOD)
    page.click("[data-paper-zone] button")
    said.nth(1).wait_for()
    page.unroute("**/papers/files/")
    page.set_input_files("#id_files", GOOD)
    page.click("[data-paper-zone] button")

    page.locator("#waiting-box li").wait_for()
    assert PaperPage.objects.count() == 1
