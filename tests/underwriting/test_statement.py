"""The four judgements, the four-part statement both investigators sign, and exceptions on their way to the decision."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from applications.models import EligibilityException
from applications.states import Status
from core import documents as paper
from core.errors import Missing
from core.models import Document
from tests.underwriting.test_report import submit
from tests.underwriting.yongsheng import accepted_case, signed_case
from underwriting.models import Investigation
from underwriting.services.report import submit_report

pytestmark = pytest.mark.django_db
JUDGEMENTS = Investigation.JUDGEMENTS


@pytest.fixture
def case(am1, am2, department_a):
    return signed_case(am1, am2, department_a)


def page(user, name: str, number: str) -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hant")
    client.force_login(user)
    return client.get(reverse(name, args=[number])).content.decode()


def test_the_report_and_its_page_show_the_judgements_and_who_signed_the_statement_when_L1_1(case, am1, am2):
    report = submit(case, am1)

    source, shown = (
        Document.objects.get(kind="feasibility_report").source,
        page(am1, "underwriting:report", case.number),
    )
    team = report.content["team"]
    assert all(report.content["judgements"][name] for name in JUDGEMENTS)
    for part in ("合法性", "合理性", "真實性", "完整性"):
        assert part in source
    for who in ("lead", "second"):
        assert team[who]["name"] in shown and team[who]["signed_at"] in shown and team[who]["signed_at"] in source


@translation.override("en")
def test_without_the_signed_statement_the_case_is_not_passed_on_L12_2(case, am1):
    Investigation.objects.filter(application=case).update(lead_signed_at=None)

    with pytest.raises(Missing) as refusal:
        submit_report(application=case, version=case.version, by=am1)

    case.refresh_from_db()
    assert refusal.value.points == [f"Signature of the lead investigator: {am1.name}"]
    assert case.status == Status.INVESTIGATING


@pytest.mark.parametrize("name", JUDGEMENTS)
@translation.override("en")
def test_a_judgement_that_is_empty_keeps_the_report_back_L1_1(case, am1, name):
    Investigation.objects.filter(application=case).update(**{name: ""})
    label = Investigation._meta.get_field(name).verbose_name

    with pytest.raises(Missing) as refusal:
        submit_report(application=case, version=case.version, by=am1)

    assert refusal.value.points == [f"Opinion: 1 entry open: {label}"]


def test_an_exception_stands_in_the_report_and_on_the_approval_page(case, am1, dm1):
    reason = "前身為同址個體戶，經營已滿四年"
    EligibilityException.objects.create(application=case, round=1, rule="operating", reason=reason, made_by=am1)

    report = submit(case, am1)

    assert [(entry["reason"], entry["by"]) for entry in report.content["exceptions"]] == [(reason, am1.name)]
    assert reason in Document.objects.get(kind="feasibility_report").source
    case.refresh_from_db()
    paper.render_due()
    assert reason in page(dm1, "underwriting:decide", case.number)
    home = Client(HTTP_ACCEPT_LANGUAGE="zh-hant")
    home.force_login(dm1)
    assert "例外：經營年限" in home.get("/").content.decode()


def test_a_new_investigation_shows_no_statement_to_sign_before_it_is_complete(am1, am2, department_a):
    case = accepted_case(am1, am2, department_a)

    assert "本人親自調查本筆申請" not in page(am1, "underwriting:opinion", case.number)
