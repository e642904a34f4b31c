"""Printing, signing and releasing: three people, one contract, no release behind an open condition."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from applications.models import Application
from applications.providers import case_page
from applications.states import Status
from contracts import services
from contracts.models import Drawdown, LoanContract
from contracts.states import ContractStatus, DrawdownStatus
from core import dates, documents
from core.errors import DomainError, InvalidInput, Missing, NotAllowed, Stale, TransitionRefused
from core.models import IssuedNumber
from tests.factories import CustomerFactory, actions_on, application_of, approved, person
from underwriting.models import Decision
from underwriting.services import lapse_approvals

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(am1, dm1, department_a):
    services.install_templates()
    found = application_of(am1, department_a, status="approved")
    approved(found, dm1, am1)
    return found


@pytest.fixture
def printed(application, am1):
    contract = services.prepare_contract(application=application, language="zh-hant", by=am1)
    documents.render_due()
    return LoanContract.objects.get(pk=contract.pk)


@pytest.fixture
def signed(printed, am1):
    services.mark_signed(contract=printed, signed_on=dates.today(), by=am1)
    return LoanContract.objects.get(pk=printed.pk)


def ask(contract, by, amount="2800000"):
    return services.request_drawdown(
        contract=contract,
        amount=Decimal(amount),
        payee="某鋼材有限公司",
        payee_account="6222000000001200",
        is_entrusted=True,
        by=by,
    )


def test_the_contract_carries_number_parties_and_the_amount_in_figures_and_capitals(printed):
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(documents.read(printed.document))).pages)
    text = "".join(text.split())

    assert printed.status == ContractStatus.PRINTED
    assert "2,800,000.00" in text and "貳佰捌拾萬元整" in text
    assert printed.application.customer.name in text and printed.application.customer.identity in text
    assert f"HQ借{printed.number[3:]}" in text


@pytest.mark.parametrize(("language", "capitals"), [("zh-hans", "贰佰捌拾万元整"), ("en", "貳佰捌拾萬元整")])
def test_the_contract_is_printed_in_the_language_chosen(application, am1, language, capitals):
    contract = services.prepare_contract(application=application, language=language, by=am1)
    documents.render_due()

    contract.document.refresh_from_db()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(documents.read(contract.document))).pages)
    assert capitals in "".join(text.split())


def test_the_contract_prints_the_rate_and_the_multiplier_to_their_last_decimal(am1, dm1, department_a):
    services.install_templates()
    application = application_of(am1, department_a, status="approved", product_version__penalty_multiplier="1.25")
    approved(application, dm1, am1, annual_rate=Decimal("0.072345"))

    contract = services.prepare_contract(application=application, language="en", by=am1)

    contract.document.refresh_from_db()
    assert "The yearly rate is 7.2345%, counted" in contract.document.source
    assert "penalty interest at 1.25 times the contract rate" in contract.document.source


def test_a_second_contract_is_refused_while_one_is_alive(printed, am1):
    with pytest.raises(TransitionRefused):
        services.prepare_contract(application=printed.application, language="zh-hant", by=am1)

    assert LoanContract.objects.count() == 1


def test_a_void_contract_keeps_its_number_and_makes_room_for_another(printed, am1):
    services.void_contract(contract=printed, reason="借款人更名", by=am1)
    second = services.prepare_contract(application=printed.application, language="zh-hant", by=am1)

    assert IssuedNumber.objects.get(number=printed.number).reason == "借款人更名"
    assert second.number != printed.number


def test_a_long_reason_fits_the_list_of_void_numbers(printed, am1):
    services.void_contract(contract=printed, reason="借" * 300, by=am1)

    printed.refresh_from_db()
    assert (len(printed.void_reason), len(IssuedNumber.objects.get(number=printed.number).reason)) == (300, 200)


def test_signing_before_the_printing_is_refused(application, am1):
    contract = services.prepare_contract(application=application, language="zh-hant", by=am1)

    with pytest.raises(TransitionRefused):
        services.mark_signed(contract=contract, signed_on=dates.today(), by=am1)


@pytest.mark.parametrize("days", [1, -1])
def test_a_day_of_signing_outside_printing_and_today_is_refused(printed, am1, days):
    with pytest.raises(InvalidInput):
        services.mark_signed(contract=printed, signed_on=dates.today() + timedelta(days=days), by=am1)


def test_a_stale_version_changes_nothing(printed, am1):
    with pytest.raises(Stale):
        services.mark_signed(contract=printed, signed_on=dates.today(), version=printed.version - 1, by=am1)

    printed.refresh_from_db()
    assert printed.status == ContractStatus.PRINTED


def test_three_people_release_the_money_and_the_case_is_disbursed(signed, am1, finance1, finance2):
    drawdown = ask(signed, am1)
    services.check_drawdown(drawdown=drawdown, by=finance1)
    services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=finance2)

    drawdown.refresh_from_db()
    assert drawdown.status == DrawdownStatus.DISBURSED
    assert drawdown.contract.application.status == "disbursed"
    assert actions_on(drawdown) == ["request_drawdown", "check_drawdown", "disburse_drawdown"]


def test_the_person_who_checked_cannot_disburse(signed, am1, finance1):
    drawdown = ask(signed, am1)
    services.check_drawdown(drawdown=drawdown, by=finance1)

    with pytest.raises(NotAllowed):
        services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=finance1)

    assert actions_on(drawdown)[-1] == "disburse_drawdown.refused"


def test_an_account_manager_cannot_check_or_disburse(signed, am1, am2):
    drawdown = ask(signed, am1)

    for manager in (am1, am2):
        with pytest.raises(NotAllowed):
            services.check_drawdown(drawdown=drawdown, by=manager)
        with pytest.raises(NotAllowed):
            services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=manager)


def test_the_approver_cannot_release_even_with_a_finance_role(signed, am1, dm1):
    person("dm1", "finance_officer")
    drawdown = ask(signed, am1)

    with pytest.raises(NotAllowed):
        services.check_drawdown(drawdown=drawdown, by=type(dm1).objects.get(pk=dm1.pk))


def test_nothing_is_checked_or_released_behind_an_open_condition(am1, dm1, finance1, department_a):
    services.install_templates()
    application = application_of(am1, department_a, status="approved")
    approved(application, dm1, am1, conditions=["抵押登記完成"])
    contract = services.prepare_contract(application=application, language="zh-hant", by=am1)
    documents.render_due()
    services.mark_signed(contract=contract, signed_on=dates.today(), by=am1)
    drawdown = ask(contract, am1)

    with pytest.raises(Missing) as refusal:
        services.check_drawdown(drawdown=drawdown, by=finance1)

    assert refusal.value.points == ["抵押登記完成"]


def test_a_condition_that_the_level_below_set_keeps_the_door_shut_as_well(signed, am1, dm1, finance1):
    final = signed.decision
    agreed = Decision.objects.create(
        application=final.application,
        report=final.report,
        round=final.round,
        level=2,
        is_final=False,
        outcome="agreed",
        reason="同意上報",
        terms_hash="0" * 64,
        submitted_by=am1,
        made_by=finance1,
        made_at=dates.now(),
    )
    agreed.conditions.create(kind="precedent", text="補簽保證合同", owner=am1)
    drawdown = ask(signed, am1)

    with pytest.raises(Missing) as refusal:
        services.check_drawdown(drawdown=drawdown, by=person("finance3", "finance_officer"))

    assert refusal.value.points == ["補簽保證合同"]


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "1e999"])
def test_a_drawdown_of_no_real_amount_is_refused(signed, am1, amount):
    with pytest.raises(InvalidInput) as refusal:
        ask(signed, am1, amount)

    assert refusal.value.field == "amount"
    assert not Drawdown.objects.exists()


def test_a_guarantor_who_was_withdrawn_is_not_in_the_contract(application, am1):
    for name, status in (("陳國華", "verified"), ("鄭少強", "rejected")):
        guarantor = CustomerFactory(kind="person", name=name, account_manager=am1, department=application.department)
        application.guarantees.create(guarantor=guarantor, net_assets=1_000_000, status=status)

    contract = services.prepare_contract(application=application, language="zh-hant", by=am1)

    assert "陳國華" in contract.document.source
    assert "鄭少強" not in contract.document.source


def test_drawdowns_never_exceed_the_contract(signed, am1, finance1):
    ask(signed, am1, "2000000")

    with pytest.raises(InvalidInput) as refusal:
        ask(signed, am1, "800000.01")

    assert refusal.value.field == "amount" and "800,000.00" in str(refusal.value)


def test_a_refused_drawdown_frees_its_amount(signed, am1, finance1):
    services.refuse_drawdown(drawdown=ask(signed, am1), reason="帳號不符", by=finance1)

    assert services.undrawn(signed) == Decimal("2800000.00")


def test_the_database_itself_refuses_one_person_in_two_parts(signed, am1, finance1):
    drawdown = ask(signed, am1)

    for values in ({"checked_by": am1}, {"checked_by": finance1, "disbursed_by": finance1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Drawdown.objects.filter(pk=drawdown.pk).update(**values)


def test_an_expired_approval_gets_no_contract(am1, dm1, department_a):
    services.install_templates()
    application = application_of(am1, department_a, status="approved")
    approved(application, dm1, am1, valid_until=date(2020, 1, 1))

    with pytest.raises(DomainError):
        services.prepare_contract(application=application, language="zh-hant", by=am1)

    assert not LoanContract.objects.exists()


@pytest.fixture
def last_day(am1, dm1, department_a):
    """A printed contract on the last day of its approval."""
    services.install_templates()
    case = application_of(am1, department_a, status="approved")
    approved(case, dm1, am1, valid_until=dates.today())
    contract = services.prepare_contract(application=case, language="zh-hant", by=am1)
    documents.render_due()
    return LoanContract.objects.get(pk=contract.pk)


@pytest.fixture
def signed_in_time(last_day, am1):
    services.mark_signed(contract=last_day, signed_on=dates.today(), by=am1)
    return LoanContract.objects.get(pk=last_day.pk)


def the_day_after():
    return dates.as_of(dates.now() + timedelta(days=1))


def test_nobody_signs_after_the_last_day_of_the_approval(last_day, am1):
    with the_day_after(), pytest.raises(InvalidInput) as refusal:
        services.mark_signed(contract=last_day, signed_on=dates.today(), by=am1)

    last_day.refresh_from_db()
    assert (refusal.value.field, last_day.status) == ("signed_on", ContractStatus.PRINTED)


def test_a_signature_of_the_last_day_may_be_recorded_later(last_day, am1):
    today = dates.today()

    with the_day_after():
        services.mark_signed(contract=last_day, signed_on=today, by=am1)

    last_day.refresh_from_db()
    assert last_day.status == ContractStatus.EFFECTIVE


def test_the_first_money_does_not_leave_on_an_approval_that_has_run_out(signed_in_time, am1, finance1, finance2):
    drawdown = ask(signed_in_time, am1)
    services.check_drawdown(drawdown=drawdown, by=finance1)

    with the_day_after(), pytest.raises(Missing) as refusal:
        services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=finance2)

    drawdown.refresh_from_db()
    assert (len(refusal.value.points), drawdown.status) == (1, DrawdownStatus.CHECKED)


def test_finance_does_not_check_a_first_drawdown_on_an_approval_that_has_run_out(signed_in_time, am1, finance1):
    drawdown = ask(signed_in_time, am1)

    with the_day_after(), pytest.raises(Missing):
        services.check_drawdown(drawdown=drawdown, by=finance1)


def test_a_later_part_of_the_money_needs_no_valid_approval(signed_in_time, am1, finance1, finance2):
    first, second = ask(signed_in_time, am1, "1000000"), ask(signed_in_time, am1, "1000000")
    services.check_drawdown(drawdown=first, by=finance1)
    services.disburse_drawdown(drawdown=first, disbursed_on=dates.today(), bank_reference="B1", by=finance2)

    with the_day_after():
        services.check_drawdown(drawdown=second, by=finance1)
        services.disburse_drawdown(drawdown=second, disbursed_on=dates.today(), bank_reference="B2", by=finance2)

    second.refresh_from_db()
    assert second.status == DrawdownStatus.DISBURSED


# An approval that ran out before any money left


def test_a_signed_contract_is_void_with_its_case_once_the_approval_has_run_out(signed_in_time, am1, finance1):
    drawdown = ask(signed_in_time, am1)

    with the_day_after():
        ended = lapse_approvals(on=dates.today()), lapse_approvals(on=dates.today())

    for row in (signed_in_time, drawdown):
        row.refresh_from_db()
    assert ended == (1, 0)
    assert (signed_in_time.status, drawdown.status) == (ContractStatus.VOID, DrawdownStatus.REFUSED)
    assert signed_in_time.application.status == Status.LAPSED
    assert signed_in_time.void_reason == drawdown.refusal != ""
    assert IssuedNumber.objects.get(number=signed_in_time.number).voided_at
    assert actions_on(signed_in_time)[-1] == "end_contract" and actions_on(drawdown)[-1] == "drop_drawdown"
    assert actions_on(signed_in_time.application)[-1] == "lapse_approvals"


def test_what_finance_has_checked_is_recorded_or_refused_before_the_case_lapses(signed_in_time, am1, finance1):
    drawdown = ask(signed_in_time, am1)
    services.check_drawdown(drawdown=drawdown, by=finance1)

    with the_day_after():
        waited = lapse_approvals(on=dates.today())
        with pytest.raises(TransitionRefused):
            services.void_contract(contract=signed_in_time, reason="核准已逾期", by=am1)
        services.refuse_drawdown(drawdown=drawdown, reason="核准已逾期", by=finance1)
        ended = lapse_approvals(on=dates.today())

    signed_in_time.application.refresh_from_db()
    assert (waited, ended, signed_in_time.application.status) == (0, 1, Status.LAPSED)


def test_money_of_the_last_day_may_be_recorded_later(signed_in_time, am1, finance1, finance2):
    drawdown, today = ask(signed_in_time, am1), dates.today()
    services.check_drawdown(drawdown=drawdown, by=finance1)

    with the_day_after():
        lapse_approvals(on=dates.today())
        services.disburse_drawdown(drawdown=drawdown, disbursed_on=today, bank_reference="B1", by=finance2)
        ended = lapse_approvals(on=dates.today())

    signed_in_time.application.refresh_from_db()
    assert (ended, signed_in_time.application.status) == (0, Status.DISBURSED)


def test_the_account_manager_voids_a_signed_contract_after_the_last_day_and_the_case_lapses(signed_in_time, am1, am2):
    ask(signed_in_time, am1)
    with pytest.raises(TransitionRefused):
        services.void_contract(contract=signed_in_time, reason="客戶不借", by=am1)

    with the_day_after():
        with pytest.raises(NotAllowed):
            services.void_contract(contract=signed_in_time, reason="核准已逾期", by=am2)
        services.void_contract(contract=signed_in_time, reason="核准已逾期", by=am1)

    signed_in_time.refresh_from_db()
    assert (signed_in_time.status, signed_in_time.void_reason) == (ContractStatus.VOID, "核准已逾期")
    assert signed_in_time.application.status == Status.LAPSED
    assert not signed_in_time.drawdowns.open().exists()


def test_a_contract_that_paid_out_is_not_voided_nor_lapsed(signed_in_time, am1, finance1, finance2):
    drawdown = ask(signed_in_time, am1, "1000000")
    services.check_drawdown(drawdown=drawdown, by=finance1)
    services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=finance2)

    with the_day_after():
        ended = lapse_approvals(on=dates.today())
        with pytest.raises(TransitionRefused):
            services.void_contract(contract=signed_in_time, reason="核准已逾期", by=am1)

    signed_in_time.refresh_from_db()
    assert (ended, signed_in_time.status) == (0, ContractStatus.EFFECTIVE)


def test_no_first_drawdown_is_requested_on_an_approval_that_has_run_out(signed_in_time, am1):
    with the_day_after(), pytest.raises(TransitionRefused):
        ask(signed_in_time, am1)

    assert not Drawdown.objects.exists()


@pytest.mark.parametrize("contract", ["last_day", "signed_in_time"])
def test_after_the_last_day_the_next_step_is_to_void_the_contract_and_the_page_says_why(request, contract, am1):
    case = Application.objects.get(pk=request.getfixturevalue(contract).application_id)

    with translation.override("en"):
        before = case_page(am1, case, "overview").action
        with the_day_after():
            page = case_page(am1, case, "overview")
        told = (str(before.label), str(page.action.label), page.action.refusal, page.action.note)

    assert told[0] in {"Record the signing", "Request the drawdown"}
    assert told[1:3] == ("Void this contract", "") and "was valid until" in told[3]
    assert [lack.what for lack in page.lacks] == ["A valid approval"]


@pytest.mark.parametrize("contract", ["last_day", "signed_in_time"])
def test_the_room_offers_only_the_voiding_after_the_last_day(request, client, contract, am1):
    contract = request.getfixturevalue(contract)
    room = reverse("contracts:room", args=[contract.application.number])
    with the_day_after():
        client.force_login(am1)
        shown = client.get(room)
        client.post(
            reverse("contracts:void", args=[contract.application.number]),
            {"version": contract.version, "reason": "核准已逾期"},
        )
        lapse_approvals(on=dates.today())
        later = client.get(room)

    contract.refresh_from_db()
    assert "void_form" in shown.context and not {"signing_form", "drawdown_form"} & shown.context.keys()
    assert (contract.status, contract.application.status) == (ContractStatus.VOID, Status.LAPSED)
    assert contract.number in [row.number for row in later.context["voided"]]
    assert "contract" in [entry.code for entry in later.context["case"].rooms]
