"""The rooms of the investigators, as each person sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, ChecklistItem
from applications.states import Status
from tests.underwriting.yongsheng import OPINION, accepted_case, investigate
from underwriting.models import Finding

SEEN = {"result": "normal", "source": "seen", "note": "與資料一致", "version": "0"}
ROOMS = ["investigation", "figures", "opinion"]


@pytest.fixture
def client():
    """A browser that asks for the language of the source."""
    return Client(HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def case(am1, am2, department_a):
    return accepted_case(am1, am2, department_a)


def open_as(client, user, room, case, *more, **data):
    client.force_login(user)
    return client.get(reverse(f"underwriting:{room}", args=[case.number, *more]), data)


def send_as(client, user, room, case, *more, data=None, **headers):
    client.force_login(user)
    return client.post(reverse(f"underwriting:{room}", args=[case.number, *more]), data or {}, **headers)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", ["am1", "am2", "dm1", "risk1", "auditor"])
def test_every_reader_of_the_case_opens_the_room(request, client, case, name, room):
    assert open_as(client, request.getfixturevalue(name), room, case).status_code == 200


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", ["am3", "dm2", "admin"])
def test_for_everybody_else_there_is_no_such_case(request, client, case, name, room):
    assert open_as(client, request.getfixturevalue(name), room, case).status_code == 404


def test_the_checklist_shows_its_sections_and_how_far_it_is(client, case, am1, am2):
    investigate(case, am1, am2)

    page = open_as(client, am1, "investigation", case)

    assert "3 / 3" in page.text
    assert "三月有一筆大額往來已說明" in page.text
    assert f'href="{reverse("underwriting:finding", args=[case.number, "site"])}"' in page.text


@pytest.mark.parametrize("name", ["dm1", "auditor"])
def test_a_reader_finds_no_button_and_no_form(request, client, case, name):
    reader = request.getfixturevalue(name)

    assert "hx-get" not in open_as(client, reader, "investigation", case).text
    assert open_as(client, reader, "finding", case, "site").status_code == 403
    assert 'name="opinion"' not in open_as(client, reader, "opinion", case).text


def test_a_finding_sent_without_script_leads_back_to_its_row(client, case, am2):
    answer = send_as(client, am2, "finding", case, "site", data=SEEN)

    assert answer.status_code == 302
    assert answer["Location"].endswith("/investigation/#item-site")
    assert Finding.objects.get().updated_by == am2


def test_a_finding_sent_by_htmx_comes_back_as_its_row_with_the_progress(client, case, am1):
    answer = send_as(client, am1, "finding", case, "site", data=SEEN, HTTP_HX_REQUEST="true")

    assert answer.text.lstrip().startswith('<li class="ld-task" id="item-site">')
    assert 'hx-swap-oob="true">1 / 3<' in answer.text
    assert "<html" not in answer.text


def test_the_form_of_an_item_comes_in_place_of_its_row_and_goes_again(client, case, am1):
    client.force_login(am1)
    url = reverse("underwriting:finding", args=[case.number, "site"])

    form = client.get(url, HTTP_HX_REQUEST="true").text
    row = client.get(url, {"close": ""}, HTTP_HX_REQUEST="true").text

    assert 'name="note"' in form and "<html" not in form
    assert 'name="note"' not in row and 'id="item-site"' in row


def test_a_refused_file_leaves_what_was_typed_on_the_form(client, case, am1):
    data = {**SEEN, "note": "抽盤三成", "files": [SimpleUploadedFile("流水.pdf", b"just text")]}

    answer = send_as(client, am1, "finding", case, "site", data=data)

    assert answer.status_code == 422
    assert "抽盤三成" in answer.text
    assert "流水.pdf" in answer.text
    assert not Finding.objects.exists()


def test_a_finding_by_hand_for_somebody_elses_case_is_403(client, case, dm1):
    assert send_as(client, dm1, "finding", case, "site", data=SEEN).status_code == 403


@pytest.mark.parametrize(("page", "place"), [("finding", ["site"]), ("opinion", [])])
def test_a_form_that_lacks_everything_is_not_drawn_anew_for_somebody_elses_case(client, case, dm1, page, place):
    assert send_as(client, dm1, page, case, *place, data={"note": ""}).status_code == 403
    assert not Finding.objects.exists()


def test_the_figures_show_formula_inputs_limit_and_verdict(client, case, am1, am2):
    investigate(case, am1, am2)

    page = open_as(client, am1, "figures", case, unit="yuan").text

    for text in ("45.84", "1.44", "0.18", "Outside the limit", "≤", "28250000.00", "440187", "1.76"):
        assert text in page.replace(",", ""), text


def test_the_figures_link_to_the_statements_and_come_back(client, case, am2):
    page = open_as(client, am2, "figures", case).text

    onward = reverse("underwriting:figures", args=[case.number])
    assert f"?next={onward}" in page


def test_the_lead_saves_a_draft_and_finds_it_again(client, case, am1):
    answer = send_as(client, am1, "opinion", case, data={"conduct": "兩次到場", "annual_rate": "7.2", "version": "0"})

    assert answer.status_code == 302
    page = open_as(client, am1, "opinion", case).text
    assert "兩次到場" in page and 'value="7.20"' in page


def test_a_term_the_product_forbids_stays_on_the_form_with_its_reason(client, case, am1):
    answer = send_as(client, am1, "opinion", case, data={"opinion": "同意", "term_months": "60", "version": "0"})

    assert answer.status_code == 422
    assert "at most 36 months" in answer.text
    assert "同意" in answer.text


def test_the_second_reads_the_opinion_and_signs_with_a_dissent(client, case, am1, am2):
    investigate(case, am1, am2)
    found = case.investigations.get()

    page = open_as(client, am2, "opinion", case).text
    answer = send_as(client, am2, "sign", case, data={"dissent": "建議減額", "version": found.version})

    assert OPINION["opinion"] in page and 'name="dissent"' in page
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.dissent, bool(found.second_signed_at)) == ("建議減額", True)


def test_a_signature_too_early_says_what_is_open(client, case, am1):
    answer = send_as(client, am1, "sign", case, data={"version": "0"})

    assert answer.status_code == 422
    assert "Sign when everything else is complete." in answer.text


@pytest.mark.parametrize("name", ["dm1", "auditor"])
def test_nobody_else_signs(request, client, case, am1, am2, name):
    investigate(case, am1, am2)

    assert send_as(client, request.getfixturevalue(name), "sign", case).status_code == 403


def test_a_draft_has_no_investigation_yet(client, case, am1):
    Application.objects.filter(pk=case.pk).update(status=Status.SUBMITTED, lead_investigator=None)

    assert open_as(client, am1, "investigation", case).status_code == 404


@pytest.mark.parametrize("room", ROOMS)
def test_a_longer_checklist_costs_no_more_queries(client, case, am1, am2, room):
    investigate(case, am1, am2)
    few = _count(client, am1, room, case)
    for position in range(10, 25):
        ChecklistItem.objects.create(
            product_version=case.product_version,
            section="finance",
            position=position,
            code=f"more{position}",
            title="追加",
        )
    investigate(case, am1, am2)

    assert _count(client, am1, room, case) == few <= 40


def _count(client, user, room, case) -> int:
    open_as(client, user, room, case)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(f"underwriting:{room}", args=[case.number]))
    return len(queries)
