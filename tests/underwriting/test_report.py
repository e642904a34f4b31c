"""The report and the initiation form: sealed, numbered, printed as entered, raised once both stand."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from applications.models import InitiationForm
from applications.services import answer_point
from applications.states import Status
from core import documents as paper
from core import pdf
from core.errors import Missing, NotAllowed, Stale, TransitionRefused
from core.models import Document, IssuedNumber
from customers.models import Customer, PersonDetails
from tests.factories import CustomerFactory, actions_on
from tests.underwriting.yongsheng import OPINION, accepted_case, signed_case
from underwriting import providers
from underwriting.documents.content import _borrower
from underwriting.models import FeasibilityReport
from underwriting.services import report as services
from underwriting.services.decision import decide_application
from underwriting.services.investigation import sign_investigation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(am1, am2, department_a):
    return signed_case(am1, am2, department_a, dissent="應收帳款周轉偏慢，建議按月核對帳齡。")


def submit(application, by):
    return services.submit_report(application=application, version=application.version, by=by)


def text_of(document) -> str:
    pages = PdfReader(io.BytesIO(paper.read(document))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_submitting_gives_the_ledger_number_and_asks_for_both_papers(case, am1):
    report = submit(case, am1)

    case.refresh_from_db()
    assert (case.status, report.number) == (Status.REPORTED, 1)
    assert case.ledger_number == IssuedNumber.objects.get(kind="T").number
    assert set(Document.objects.values_list("kind", "status")) == {
        ("feasibility_report", "requested"),
        ("initiation_form", "requested"),
    }


def test_once_both_papers_are_sealed_the_case_is_under_review_and_a_second_run_does_nothing(case, am1):
    submit(case, am1)

    first, second = paper.render_due(), paper.render_due()

    case.refresh_from_db()
    assert (first, second, case.status) == (2, 0, Status.IN_REVIEW)
    assert actions_on(case)[-2:] == ["submit_report", "raise_to_review"]


def test_one_paper_alone_does_not_raise_the_case(case, am1):
    submit(case, am1)

    paper.render_due(limit=1)

    case.refresh_from_db()
    assert case.status == Status.REPORTED


def test_raising_twice_moves_once(case, am1):
    submit(case, am1)
    paper.render_due()
    case.refresh_from_db()

    again = services.raise_to_review(application=case, by=am1)

    assert again is False
    assert actions_on(case).count("raise_to_review") == 1


def test_a_case_whose_papers_became_ready_while_nobody_listened_is_raised_by_the_clock(case, am1, monkeypatch):
    submit(case, am1)
    monkeypatch.setattr(paper, "_when_ready", {})
    paper.render_due()

    raised = services.raise_ready_reports()

    case.refresh_from_db()
    assert (raised, services.raise_ready_reports(), case.status) == (1, 0, Status.IN_REVIEW)


def test_what_was_entered_stands_in_the_pdf_and_the_seal_is_the_hash_of_its_bytes(case, am1):
    report = submit(case, am1)
    paper.render_due()

    report.document.refresh_from_db()
    text = text_of(report.document)
    for entered in (
        case.customer.name,
        OPINION["opinion"],
        OPINION["conduct"],
        OPINION["risks"],
        "三月有一筆大額往來已說明",
    ):
        assert "".join(entered.split()) in text
    assert "應收帳款周轉偏慢，建議按月核對帳齡。" in text
    assert hashlib.sha256(paper.read(report.document)).hexdigest() == report.document.sha256
    assert report.document.size < 600_000


def test_the_figures_of_the_story_stand_in_the_pdf(case, am1):
    report = submit(case, am1)
    paper.render_due()

    text = text_of(Document.objects.get(pk=report.document_id))
    for figure in ("2.41", "1.76", "1.11", "1.14", "440.19", "925.19", "45.84", "344.00", "0.92", "12.29"):
        assert figure in text


def test_the_page_that_stands_alone_names_what_secures_the_loan(case, am1):
    report = submit(case, am1)
    paper.render_due()

    pages = PdfReader(io.BytesIO(paper.read(Document.objects.get(pk=report.document_id)))).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    summary = texts[1]
    thing = case.collateral.get()
    assert "".join(thing.description.split())[:20] in summary and "可擔保344.00萬" in summary
    assert all(promise.guarantor.name in summary for promise in case.guarantees.all())
    assert "押品覆蓋率1.14" in summary and "代償能力與擔保本息之比0.92" in summary


def test_the_initiation_form_is_one_page_with_the_four_judgements(case, am1):
    submit(case, am1)
    paper.render_due()

    document = InitiationForm.objects.get().document
    text = text_of(document)
    assert document.pages == 1
    for name in ("is_legal", "is_compliant", "is_safe", "is_profitable"):
        assert "".join(OPINION[name].split()) in text


def test_no_identity_code_and_no_phone_reaches_the_papers(case, am1):
    report = submit(case, am1)

    source = report.document.source + InitiationForm.objects.get().document.source
    for secret in (case.customer.identity, case.customer.phone, case.customer.email):
        assert secret not in source


def test_the_report_keeps_of_the_file_only_what_it_tells():
    person = CustomerFactory(kind="person")
    PersonDetails.objects.update_or_create(
        customer=person,
        defaults={"employer": "長安五金廠", "ethnic_group": "壯族", "former_names": "李四", "marital_proof": "結婚證"},
    )

    kept = _borrower(Customer.objects.get(pk=person.pk))

    assert kept["details"] == {"employer": "長安五金廠"}


def test_the_report_is_written_in_the_language_of_who_submits_it(case, am1):
    type(am1).objects.filter(pk=am1.pk).update(language="en")
    am1.refresh_from_db()

    report = submit(case, am1)

    assert report.document.language == "en"
    assert '<html lang="en">' in report.document.source
    assert "Summary and suggestion" in report.document.source


def test_everything_that_is_missing_is_named_at_once(am1, am2, department_a):
    application = accepted_case(am1, am2, department_a, status=Status.INVESTIGATING)

    with pytest.raises(Missing) as refused:
        submit(application, am1)

    assert len(refused.value.points) >= 4
    assert not FeasibilityReport.objects.exists()
    assert not IssuedNumber.objects.filter(kind="T").exists()


@pytest.mark.parametrize("name", ["am2", "am3", "dm1", "risk1", "finance1", "auditor", "admin"])
def test_only_the_lead_investigator_submits(name, request, case):
    with pytest.raises(NotAllowed):
        submit(case, request.getfixturevalue(name))

    assert actions_on(case)[-1] == "submit_report.refused"


def test_a_stale_page_submits_nothing(case, am1):
    with pytest.raises(Stale):
        services.submit_report(application=case, version=case.version + 1, by=am1)


def test_a_report_goes_up_once(case, am1):
    submit(case, am1)
    case.refresh_from_db()

    with pytest.raises(TransitionRefused):
        submit(case, am1)

    assert FeasibilityReport.objects.count() == 1


def test_after_a_return_a_second_version_keeps_the_first_and_the_ledger_number(case, am1, am2, dm1):
    first = submit(case, am1)
    paper.render_due()
    case.refresh_from_db()
    seal = Document.objects.get(pk=first.document_id).sha256
    decide_application(
        application=case,
        outcome="returned",
        reason="補充",
        version=case.version,
        report=first,
        points=["補帳齡表"],
        by=dm1,
    )
    case.refresh_from_db()
    sign_investigation(application=case, by=am1)
    sign_investigation(application=case, by=am2)
    case.refresh_from_db()
    with pytest.raises(Missing) as refused:
        submit(case, am1)
    answer_point(point=case.return_points.get(), answer="已補", by=am1)
    case.refresh_from_db()
    ledger = case.ledger_number

    second = submit(case, am1)
    paper.render_due()

    case.refresh_from_db()
    assert [point.rpartition(": ")[2] for point in refused.value.points] == ["補帳齡表"]
    assert (first.number, second.number, case.ledger_number, case.is_returned) == (1, 2, ledger, False)
    assert Document.objects.get(pk=first.document_id).sha256 == seal
    assert case.status == Status.IN_REVIEW


def test_a_paper_that_fails_is_seen_and_asked_for_again(case, am1, monkeypatch):
    def fail(*_args, **_kwargs):
        raise pdf.PdfRefused("no")

    submit(case, am1)
    monkeypatch.setattr(paper, "render_pdf", fail)
    paper.render_due()
    monkeypatch.undo()
    statuses = {document.status for document in services.papers_of(case)}
    case.refresh_from_db()
    lacking, holder = providers.paper_lacks(case), providers.decision_holder(case)

    services.retry_report(application=case, by=am1)
    paper.render_due()

    case.refresh_from_db()
    assert (statuses, case.status) == ({"failed"}, Status.IN_REVIEW)
    assert (len(lacking), providers.paper_lacks(case)) == (2, [])
    assert holder and am1.name in holder


def test_nothing_is_asked_for_again_while_nothing_failed(case, am1):
    submit(case, am1)

    with pytest.raises(TransitionRefused):
        services.retry_report(application=case, by=am1)
