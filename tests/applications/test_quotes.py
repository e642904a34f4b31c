"""Plans on paper: numbered, sealed, in three languages, kept with the case; what the page shows is what is printed."""

import io
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from applications.models import Application, Quote
from applications.services import issue_quote
from core import documents
from core.errors import InvalidInput, NotAllowed
from core.models import AuditEvent, IssuedNumber
from core.states import DocumentStatus
from tests.factories import application_of

pytestmark = pytest.mark.django_db
TERMS = {"amount": "18萬", "term_months": "24", "method": "level_payment", "rate": "10.8", "language": "en"}
TERMS |= {"submission_key": "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c91"}


@pytest.fixture
def case(am1, department_a):
    return Application.objects.get(pk=application_of(am1, department_a).pk)


def printed(quote: Quote) -> str:
    documents.render_due()
    quote.document.refresh_from_db()
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(documents.read(quote.document))).pages)


def page(case, name="quote", *more):
    return reverse(f"applications:{name}", args=[case.number, *more])


def test_the_plan_on_the_page_becomes_a_numbered_and_sealed_paper_C26(enter, case, am1):
    client = enter(am1)

    answer = client.post(page(case, "quote-issue"), TERMS)

    quote = Quote.objects.get()
    text = printed(quote)
    assert answer.status_code == 302
    assert (quote.amount, quote.term_months, quote.annual_rate) == (Decimal(180_000), 24, Decimal("0.108"))
    assert quote.number in text and "180,000.00" in text and "10.80%" in text and "24 months" in text
    assert (quote.document.status, len(quote.document.sha256)) == (DocumentStatus.READY, 64)
    assert IssuedNumber.objects.filter(number=quote.number, kind="Q").exists()
    assert AuditEvent.objects.filter(action="issue_quote").count() == 1


def test_a_key_that_made_the_plan_of_another_case_makes_none(case, am1, department_a):
    other = Application.objects.get(pk=application_of(am1, department_a).pk)
    made = issue_quote(application=other, by=am1, submission_key=uuid4())

    with pytest.raises(InvalidInput):
        issue_quote(application=case, by=am1, submission_key=made.uuid)

    assert Quote.objects.get() == made


@pytest.mark.parametrize("changed", [{"amount": Decimal(200_000)}, {"language": "en"}, {}])
def test_a_key_gives_the_plan_of_the_same_terms_again_and_refuses_others(case, am1, changed):
    key, terms = uuid4(), {"amount": Decimal(180_000), "language": "zh-hant"}
    made = issue_quote(application=case, by=am1, submission_key=key, **terms)

    def again():
        return issue_quote(application=case, by=am1, submission_key=key, **{**terms, **changed})

    if changed:
        with pytest.raises(InvalidInput):
            again()
    else:
        assert again() == made
    assert Quote.objects.get().amount == Decimal(180_000)


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [("zh-hant", "還款計劃", "計"), ("zh-hans", "还款计划", "计"), ("en", "Repayment plan", "Q")],
)
def test_a_plan_is_printed_in_three_languages(case, am1, language, words, number):
    quote = issue_quote(application=case, language=language, by=am1)

    text = "".join(printed(quote).split())

    assert words.replace(" ", "") in text and f"HQ{number}" in text


def test_the_page_lists_the_papers_and_opens_one_once_it_is_printed(enter, case, am1):
    client, quote = enter(am1), issue_quote(application=case, by=am1)
    waiting = client.get(page(case)).content.decode()
    documents.render_due()

    ready = client.get(page(case)).content.decode()
    polled = client.get(page(case, "quote-progress", quote.uuid)).content.decode()

    link = reverse("desk:document", args=[quote.document.uuid])
    assert link not in waiting and link in ready and link in polled
    assert client.get(link).content.startswith(b"%PDF-")


def test_terms_that_the_product_does_not_have_stay_on_the_page_with_the_reason(enter, case, am1):
    answer = enter(am1).post(page(case, "quote-issue"), {**TERMS, "rate": "99"})

    assert answer.status_code == 422 and not Quote.objects.exists()
    with pytest.raises(InvalidInput) as refusal:
        issue_quote(application=case, annual_rate=Decimal("0.9"), by=am1)
    assert refusal.value.field == "annual_rate"


def test_a_double_click_makes_one_paper(enter, case, am1):
    client = enter(am1)

    for _click in range(2):
        client.post(page(case, "quote-issue"), TERMS)

    assert Quote.objects.count() == 1


@pytest.mark.parametrize("who", ["am2", "dm1", "risk1", "finance1", "auditor", "admin"])
def test_only_the_people_of_the_case_give_plans(case, who, request):
    with pytest.raises(NotAllowed):
        issue_quote(application=case, by=request.getfixturevalue(who))


def test_a_machine_gets_the_plan_of_the_page_and_gives_it_on_paper_C26(enter, case, am1):
    client = enter(am1)
    root = f"/api/v1/applications/{case.number}"

    plan = client.get(f"{root}/quote/", {"amount": "180000", "term_months": 24, "annual_rate": "0.108"}).json()
    unknown = client.get(f"{root}/quote/", {"months": 24})
    made = client.post(f"{root}/quotes/", {"term_months": 24, "language": "en"}, "application/json")

    shown = client.get(page(case), {**TERMS}).context["plan"]
    assert [row["total"] for row in plan["rows"]] == [f"{row.total:.2f}" for row in shown.rows]
    assert Decimal(plan["cost_with_fees"]) == shown.cost_with_fees
    assert unknown.status_code == 400
    assert (made.status_code, made.json()["term_months"], made.json()["status"]) == (201, 24, "requested")
    listed = client.get(f"/api/v1/quotes/?application={case.number}").json()["results"]
    assert [row["number"] for row in listed] == [made.json()["number"]]
