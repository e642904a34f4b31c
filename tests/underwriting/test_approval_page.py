"""The report room and the approval page: who sees which buttons, and what the hand-made request gets."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from applications.states import Status
from core import documents as paper
from core.models import Parameter
from customers.services import Outside, add_relation, add_to_blacklist
from tests.factories import actions_on, application_of, approved
from tests.underwriting.yongsheng import accepted_case, signed_case
from underwriting.authority import always_risk, by_security, route, up_to
from underwriting.models import Decision
from underwriting.permissions import may_act, route_of
from underwriting.services.report import submit_report
from underwriting.views import approval

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(am1, am2, department_a):
    return signed_case(am1, am2, department_a)


@pytest.fixture
def case(signed, am1, monkeypatch):
    """Under review; what the papers look like is another test's business."""
    monkeypatch.setattr(paper, "render_pdf", lambda *_a, **_k: b"%PDF-1.7 test")
    monkeypatch.setattr(paper, "_page_count", lambda _pdf: 9)
    submit_report(application=signed, version=signed.version, by=am1)
    paper.render_due()
    signed.refresh_from_db()
    return signed


def page(client, user, name, application):
    client.force_login(user)
    return client.get(reverse(f"underwriting:{name}", args=[application.number]))


def sent(application, **values):
    report = application.reports.latest("number")
    rows = {"conditions-TOTAL_FORMS": "4", "conditions-INITIAL_FORMS": "0"}
    first = {
        "outcome": "approved",
        "reason": "同意",
        "has_read": "on",
        "version": application.version,
        "report": report.uuid,
    }
    return {**first, **rows, **values}


def post(client, user, application, **values):
    client.force_login(user)
    return client.post(reverse("underwriting:decide", args=[application.number]), sent(application, **values))


def test_the_department_manager_sees_the_facts_the_four_columns_and_the_form(client, dm1, case):
    response = page(client, dm1, "decide", case)

    text = response.content.decode()
    assert response.status_code == 200
    for expected in ('name="outcome"', 'name="decline"', case.customer.name):
        assert expected in text
    facts = {(row["figure"].code, str(row["raw"])) for row in response.context["facts"]}
    assert facts >= {
        ("limit_cash", "4401879.39"),
        ("debt_service_cover", "2.41"),
        ("debt_service_cover", "1.76"),
        ("debt_service_cover", "1.11"),
        ("coverage", "1.14"),
        ("debt_to_assets", "45.84"),
    }
    assert all(row["value"] in text for row in response.context["facts"])
    assert response.context["columns"][0]["rule"].startswith("280.00")


@pytest.mark.parametrize("name", ["am1", "am2", "risk1", "auditor"])
def test_whoever_may_not_decide_reads_the_same_page_without_any_button(name, client, request, case):
    response = page(client, request.getfixturevalue(name), "decide", case)

    text = response.content.decode()
    assert response.status_code == 200
    assert "440.19" in text
    for control in ('name="outcome"', 'name="decline"', 'name="record"', "<textarea"):
        assert control not in text


@pytest.mark.parametrize("name", ["dm2", "am3", "finance1", "admin"])
def test_whoever_may_not_open_the_case_finds_nothing(name, client, request, case):
    response = page(client, request.getfixturevalue(name), "decide", case)

    assert response.status_code == 404


@pytest.mark.parametrize("values", [{}, {"reason": "", "version": "x", "has_read": ""}, {"decline": "1"}])
@pytest.mark.parametrize("name", ["am1", "am2", "risk1", "auditor"])
def test_a_hand_made_request_is_a_403_and_is_recorded(name, values, client, request, case):
    response = post(client, request.getfixturevalue(name), case, **values)

    case.refresh_from_db()
    assert (response.status_code, case.status) == (403, Status.IN_REVIEW)
    assert actions_on(case)[-1] == "decide_application.refused"


def test_nothing_is_decided_beforehand_and_a_sentence_says_that_a_choice_is_missing(client, dm1, case):
    asked = page(client, dm1, "decide", case)
    answer = post(client, dm1, case, outcome="")

    case.refresh_from_db()
    assert not asked.context["form"]["outcome"].value() and b"checked" not in asked.content
    assert (answer.status_code, case.status) == (422, Status.IN_REVIEW)
    assert "：尚未選擇結論，請先選擇。" in strip_tags(answer.content.decode())


def test_the_manager_approves_with_conditions_from_the_page(client, dm1, am1, case):
    rows = {
        "conditions-0-text": "抵押登記完成",
        "conditions-0-kind": "precedent",
        "conditions-0-owner": am1.pk,
        "conditions-0-due_on": "2099-01-31",
        "conditions-2-text": "每月 15 日前交月報",
        "conditions-2-kind": "subsequent",
        "conditions-2-owner": am1.pk,
    }

    response = post(
        client, dm1, case, amount="260萬", term_months="10", annual_rate="7.2", method="interest_only", **rows
    )

    case.refresh_from_db()
    decision = Decision.objects.get()
    assert (response.status_code, case.status) == (302, Status.APPROVED)
    assert (decision.amount, decision.term_months) == (2_600_000, 10)
    assert case.collateral.get().status == "accepted"
    assert [c.text for c in decision.conditions.order_by("pk")] == ["抵押登記完成", "每月 15 日前交月報"]


def test_a_refusal_keeps_what_was_typed(client, dm1, case):
    response = post(client, dm1, case, amount="9000000", reason="理由還在")

    text = response.content.decode()
    assert response.status_code == 422
    assert "9000000" in text
    assert "理由還在" in text
    assert not Decision.objects.exists()


def test_a_stale_form_keeps_what_was_typed_and_decides_nothing(client, dm1, case):
    response = post(client, dm1, case, version=case.version - 1, reason="理由還在")

    assert response.status_code == 422
    assert "理由還在" in response.content.decode()
    assert not Decision.objects.exists()


def test_a_second_click_does_nothing_twice(client, dm1, case):
    first = sent(case)
    client.force_login(dm1)
    url = reverse("underwriting:decide", args=[case.number])
    client.post(url, first)

    response = client.post(url, first)

    assert response.status_code == 302
    assert Decision.objects.count() == 1


def test_declining_needs_its_own_button_and_ends_the_case(client, dm1, case):
    post(client, dm1, case, decline="1", reason="用途不實")

    case.refresh_from_db()
    assert (case.status, case.end_reason) == (Status.DECLINED, "用途不實")


def test_a_second_click_on_an_agreement_that_goes_up_is_told_so_and_is_no_offence(client, dm1, case):
    Parameter.objects.filter(name="department_manager_authority").update(value="1")
    first = post(client, dm1, case, outcome="agreed")

    again = post(client, dm1, case, outcome="agreed")

    assert (first.status_code, again.status_code) == (302, 302)
    assert case.decisions.get().outcome == "agreed"
    assert "decide_application.refused" not in actions_on(case)


@pytest.mark.parametrize(
    ("profile", "said", "rules"),
    [
        ("standard", "在你的權限", ["以內"]),
        ("secured", "在你的權限", ["（有足額不動產擔保時的權限）"]),
        ("risk", "由風險審查員在你之後決定", ["部門經理只作審核", "都由風險審查員決定"]),
    ],
)
def test_the_page_says_by_which_rule_of_the_product_the_case_goes_its_way(client, dm1, case, profile, said, rules):
    version = case.product_version
    version.authority_profile = profile
    version.save(update_fields=["authority_profile"])
    client.force_login(dm1)

    page = client.get(reverse("underwriting:decide", args=[case.number]))

    assert said in page.context["because"]
    assert all(rule in " ".join(step["rule"] for step in page.context["route"]) for rule in rules)


def test_the_page_shows_a_hit_that_waits_for_risk_before_anything_is_typed(client, dm1, risk1, case):
    version = case.product_version
    version.screenings = {"borrower": ["blacklist"]}
    version.save(update_fields=["screenings"])
    add_to_blacklist(
        by=risk1, kind=case.customer.kind, name=case.customer.name, reason="提供虛假報表", origin="同業通報"
    )
    client.force_login(dm1)

    page = client.get(reverse("underwriting:decide", args=[case.number]))
    (hit,) = page.context["hits"]
    without_reason = post(client, dm1, case, outcome="approved", reason="")
    refused = post(client, dm1, case, outcome="approved")

    assert case.customer.name in hit
    for answer in (page, without_reason, refused):
        assert answer.content.decode().replace("&quot;", '"').count(hit) == 1


def test_every_rule_that_can_put_somebody_on_the_way_has_its_words():
    full, small = Decimal(3_000_000), Decimal(200_000)
    tables = [up_to(full), always_risk()]
    for has_real_estate, has_guarantor in product((True, False), repeat=2):
        tables.append(by_security(full, small, has_real_estate=has_real_estate, has_guarantor=has_guarantor))
    steps = [step for table in tables for exposure in (small, full + 1) for step in route(exposure, table)]

    for step in steps:
        assert (step.basis, step.reason) in approval.SAID or step.reason in approval.SAID_OTHERWISE
        assert (step.basis, step.reason) in approval.RULES or step.reason == "unlimited"


def test_whoever_has_acted_is_known_from_a_step_that_was_never_asked_about_too(client, dm1, case):
    Parameter.objects.filter(name="department_manager_authority").update(value="1")
    post(client, dm1, case, outcome="agreed")

    assert "這一輪你已經處理過" in str(may_act(dm1, case, route_of(case)[-1]))


def test_a_return_sends_the_points_back(client, dm1, case):
    post(client, dm1, case, outcome="returned", reason="補充", points="補帳齡表\n\n補合同")

    case.refresh_from_db()
    assert (case.status, case.round) == (Status.INVESTIGATING, 2)
    assert list(case.return_points.values_list("text", flat=True)) == ["補帳齡表", "補合同"]


def test_after_the_approval_the_room_shows_the_decision_and_lets_risk_confirm(client, dm1, am1, risk1, case):
    rows = {"conditions-0-text": "抵押登記完成", "conditions-0-kind": "precedent", "conditions-0-owner": am1.pk}
    post(client, dm1, case, **rows, **{"conditions-0-due_on": "2099-01-31"})
    condition = Decision.objects.get().conditions.get()

    seen_by_manager = page(client, am1, "decide", case).content.decode()
    seen_by_risk = page(client, risk1, "decide", case).content.decode()
    url = reverse("underwriting:condition-confirm", args=[condition.uuid])
    client.post(url, {"evidence": "登記證明 118", "version": condition.version})

    condition.refresh_from_db()
    assert url not in seen_by_manager
    assert url in seen_by_risk
    assert condition.status == "met"


def test_a_refused_confirmation_stands_on_its_form_with_what_was_typed(client, dm1, am1, risk1, case):
    rows = {"conditions-0-text": "抵押登記完成", "conditions-0-kind": "precedent", "conditions-0-owner": am1.pk}
    post(client, dm1, case, **rows, **{"conditions-0-due_on": "2099-01-31"})
    condition = Decision.objects.get().conditions.get()
    client.force_login(risk1)
    url = reverse("underwriting:condition-confirm", args=[condition.uuid])

    stale = client.post(url, {"evidence": "登記證明 118", "version": condition.version + 7})
    empty = client.post(url, {"evidence": "", "version": condition.version})

    condition.refresh_from_db()
    assert (stale.status_code, empty.status_code, condition.status) == (422, 422, "open")
    assert 'value="登記證明 118"' in stale.content.decode()
    assert empty.context["conditions"][0]["confirm"].errors.keys() == {"evidence"}


def test_an_account_manager_cannot_confirm_by_a_hand_made_request(client, dm1, am1, case):
    rows = {"conditions-0-text": "登記", "conditions-0-kind": "precedent", "conditions-0-owner": am1.pk}
    post(client, dm1, case, **rows, **{"conditions-0-due_on": "2099-01-31"})
    condition = Decision.objects.get().conditions.get()
    client.force_login(am1)

    response = client.post(
        reverse("underwriting:condition-confirm", args=[condition.uuid]), {"evidence": "有", "version": 1}
    )

    assert response.status_code == 403


def test_the_report_room_offers_the_report_to_the_lead_alone(client, signed, am1, am2, dm1):
    offered = {
        user.username: "report/submit/" in page(client, user, "report", signed).content.decode()
        for user in (am1, am2, dm1)
    }

    assert offered == {"am1": True, "am2": False, "dm1": False}


def test_an_unfinished_investigation_shows_all_that_is_missing_and_no_form(client, am1, am2, department_a):
    application = accepted_case(am1, am2, department_a, status=Status.INVESTIGATING)

    response = page(client, am1, "report", application)

    assert "report/submit/" not in response.content.decode()
    assert len(response.context["case"].lacks) >= 4


def test_submitting_from_the_room_shows_the_progress_until_both_are_sealed(client, signed, am1, monkeypatch):
    client.force_login(am1)
    url = reverse("underwriting:report", args=[signed.number])
    response = client.post(f"{url}submit/", {"version": signed.version}, follow=True)
    waiting = response.content.decode()
    monkeypatch.setattr(paper, "render_pdf", lambda *_a, **_k: b"%PDF-1.7 test")
    monkeypatch.setattr(paper, "_page_count", lambda _pdf: 9)
    paper.render_due()

    done = client.get(f"{url}progress/", headers={"HX-Request": "true"})

    assert 'hx-trigger="every 1s"' in waiting
    assert "every 1s" not in done.content.decode()
    assert done.headers["HX-Refresh"] == "true"


def test_the_sealed_version_stands_in_the_room_with_its_hash(client, dm1, case):
    response = page(client, dm1, "report", case)

    document = case.reports.get().document
    assert document.sha256 in response.content.decode()
    assert reverse("desk:document", args=[document.uuid]) in response.content.decode()


def test_the_approval_page_costs_at_most_thirty_queries(client, dm1, case, django_assert_max_num_queries):
    client.force_login(dm1)
    url = reverse("underwriting:decide", args=[case.number])
    client.get(url)

    with django_assert_max_num_queries(30):
        client.get(url)


def test_the_page_shows_what_the_group_owes_before_and_after_and_what_is_over_the_limit(client, dm1, am1, am2, case):
    sister = application_of(am1, case.department, status=Status.APPROVED, second_investigator=am2)
    approved(sister, dm1, am1)
    wang = Outside("person", "王建國", "11010519491231002X")
    for customer in (case.customer, sister.customer):
        add_relation(
            customer=customer,
            kind="controller",
            end="holder",
            outside=wang,
            valid_from=date(2024, 1, 1),
            source="register",
            by=am1,
        )
    Parameter.objects.create(
        name="lender_net_assets", value="30000000", unit="yuan", valid_from=date(2021, 1, 1), basis="測試"
    )

    text = page(client, dm1, "decide", case).content.decode()

    assert sister.customer.name in text
    assert "ld-notice is-late" in text
