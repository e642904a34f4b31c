"""Receipts: divided by replay, corrected by reversal, never counted twice."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applications.providers import case_page
from core.errors import InvalidInput, NotAllowed, TransitionRefused
from core.models import AuditEvent
from servicing import services
from servicing.models import Allocation, Instalment, Posting, PostingKind, ReceiptsMark
from tests import factories
from tests.factories import actions_on
from tests.servicing.loans import lihua, loan_of, pay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-08-31 15:00+08:00", tick=False):
        yield


@pytest.fixture
def loan(people):
    opened = lihua(people)
    for row in opened.current_instalments()[:2]:
        pay(opened, row.total, row.payable_until, people.finance1, ref=f"in time {row.number}")
    return opened


def held(posting):
    """The shares of a posting as they stand, corrections included."""
    sums: dict = {}
    for row in Allocation.objects.filter(posting=posting).select_related("instalment"):
        place = (row.instalment.number, row.part)
        sums[place] = sums.get(place, Decimal(0)) + row.amount
    return {place: f"{amount:.2f}" for place, amount in sums.items() if amount}


def balance(loan):
    loan.refresh_from_db()
    return loan.balance


def test_the_balance_follows_the_postings(loan):
    assert balance(loan) == Decimal("166433.81")
    assert (loan.days_past_due, loan.overdue_amount) == (11, Decimal("8372.71"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": date(2026, 9, 1)}, "received_on"),
        ({"received_on": date(2026, 5, 19)}, "received_on"),
        ({"amount": Decimal("0")}, "amount"),
        ({"amount": Decimal("10.005")}, "amount"),
        ({"amount": Decimal("500000")}, "amount"),
        ({"client_ref": "in time 1"}, "client_ref"),
        ({"client_ref": "  "}, "client_ref"),
    ],
)
def test_a_posting_that_cannot_be_right_is_refused_and_leaves_nothing(loan, people, values, field):
    before = Posting.objects.count()
    asked = {"received_on": TODAY, "amount": Decimal("100"), "client_ref": "B1", **values}

    with pytest.raises(InvalidInput) as refusal:
        services.post_payment(loan=loan, by=people.finance1, **asked)

    assert refusal.value.field == field
    assert Posting.objects.count() == before
    assert list(services.differences()) == []


def test_more_than_everything_owed_is_refused_with_the_most_that_is(loan, people):
    most = sum(row.outstanding.total for row in loan.statement(TODAY).rows)

    with pytest.raises(InvalidInput, match=f"{most:,.2f}"):
        pay(loan, most + Decimal("0.01"), TODAY, people.finance1)

    assert pay(loan, most, TODAY, people.finance1).amount == most


def test_posting_is_refused_to_everybody_but_finance(loan, people, risk1):
    for somebody in (people.am1, people.dm1, risk1):
        with pytest.raises(NotAllowed):
            pay(loan, "100", TODAY, somebody)

    assert actions_on(loan)[-1] == "post_payment.refused"


def test_the_same_form_sent_again_gives_the_posting_it_made(loan, people):
    asked = {"received_on": TODAY, "amount": Decimal("100"), "client_ref": "B1", "key": "form-1", "by": people.finance1}

    first = services.post_payment(loan=loan, **asked)
    again = services.post_payment(loan=loan, **asked)

    assert first == again
    assert Posting.objects.filter(client_ref="B1").count() == 1


def test_the_same_form_with_other_figures_is_refused(loan, people):
    asked = {"received_on": TODAY, "amount": Decimal("100"), "client_ref": "B1", "key": "form-1", "by": people.finance1}
    services.post_payment(loan=loan, **asked)

    with pytest.raises(InvalidInput):
        services.post_payment(loan=loan, **{**asked, "amount": Decimal("200"), "client_ref": "B2"})

    assert not Posting.objects.filter(client_ref="B2").exists()


def test_a_refused_form_does_not_use_up_its_key(loan, people):
    asked = {"received_on": TODAY, "client_ref": "B1", "key": "form-1", "by": people.finance1}
    with pytest.raises(InvalidInput):
        services.post_payment(loan=loan, amount=Decimal("999999"), **asked)

    assert services.post_payment(loan=loan, amount=Decimal("100"), **asked).amount == Decimal("100")


def test_a_back_dated_payment_corrects_the_shares_of_a_later_one(loan, people):
    later = pay(loan, "3000", TODAY, people.finance1, ref="later")
    assert held(later) == {
        (3, "compound"): "7.41",
        (3, "penalty"): "34.03",
        (3, "interest"): "1497.90",
        (3, "principal"): "1460.66",
    }

    earlier = pay(loan, "3000", date(2026, 8, 26), people.finance1, ref="earlier")

    assert held(earlier) == {
        (3, "compound"): "4.04",
        (3, "penalty"): "18.56",
        (3, "interest"): "1497.90",
        (3, "principal"): "1479.50",
    }
    assert held(later) == {(3, "penalty"): "12.14", (3, "principal"): "2987.86"}
    corrections = Allocation.objects.filter(posting=later, caused_by=earlier)
    assert sum(row.amount for row in corrections) == 0 and corrections.count() == 4
    assert list(services.differences()) == []


def test_a_reversal_takes_a_second_person(loan, people):
    posting = pay(loan, "3000", TODAY, people.finance1)

    with pytest.raises(NotAllowed):
        services.reverse_payment(posting=posting, reason="錯帳", by=people.finance1)
    with pytest.raises(NotAllowed):
        services.reverse_payment(posting=posting, reason="錯帳", by=people.am1)

    assert services.reverse_payment(posting=posting, reason="錯帳", by=people.finance2).reverses == posting


def test_what_a_reversed_payment_paid_is_owed_again_and_later_money_divided_anew(loan, people):
    wrong = pay(loan, "3000", date(2026, 8, 26), people.finance1, ref="wrong")
    right = pay(loan, "3000", TODAY, people.finance1, ref="right")

    reversal = services.reverse_payment(posting=wrong, reason="不是本戶的款", by=people.finance2)

    assert {place: f"{-Decimal(amount):.2f}" for place, amount in held(reversal).items()} == held(wrong)
    assert sum(Decimal(amount) for amount in held(reversal).values()) == -3000
    assert held(right)[(3, "interest")] == "1497.90"
    assert balance(loan) == Decimal("166433.81") - Decimal("1460.66")
    assert list(services.differences()) == []


def test_a_payment_is_reversed_once_and_a_reversal_never(loan, people):
    posting = pay(loan, "3000", TODAY, people.finance1)
    reversal = services.reverse_payment(posting=posting, reason="錯帳", by=people.finance2)

    for thing in (posting, reversal):
        with pytest.raises(TransitionRefused):
            services.reverse_payment(posting=thing, reason="再一次", by=factories.person("finance3", "finance_officer"))


def test_a_reversal_of_the_last_payment_makes_the_loan_active_again(loan, people):
    rest = sum(row.outstanding.total for row in loan.statement(TODAY).rows)
    last = pay(loan, rest, TODAY, people.finance1)
    with pytest.raises(TransitionRefused):
        pay(loan, "1", TODAY, people.finance1)

    services.reverse_payment(posting=last, reason="支票退票", by=people.finance2)

    loan.refresh_from_db()
    assert (loan.status, loan.settled_on, loan.balance) == ("active", None, Decimal("166433.81"))
    assert pay(loan, rest, TODAY, people.finance1, ref="again").amount == rest
    assert list(services.differences()) == []


def test_a_case_of_two_loans_is_closed_with_the_second(people):
    from contracts.models import Drawdown

    first = loan_of(people, amount="120000", months=6, rate="0.072", method="bullet", on=date(2026, 8, 3))
    second = Drawdown.objects.get(pk=first.drawdown_id)
    second.pk, second.uuid, second.number, second._state.adding = (
        None,
        "8b6f8f0e-0000-4000-8000-000000000001",
        "HQD2026-99999",
        True,
    )
    second.save()
    other = services.open_loan(drawdown=second, by=people.finance2)

    states = []
    for loan in (first, other):
        pay(loan, sum(row.outstanding.total for row in loan.statement(TODAY).rows), TODAY, people.finance1)
        loan.application.refresh_from_db()
        states.append((loan.application.status, loan.application.contracts.get().status))

    assert states == [("disbursed", "effective"), ("closed", "closed")]


def test_a_case_is_open_again_with_a_reversal_of_its_last_payment_and_closed_with_the_next(loan, people):
    """The rail goes on from the release, not from the day of the reversal."""
    case, rest = loan.application, sum(row.outstanding.total for row in loan.statement(TODAY).rows)
    last = pay(loan, rest, TODAY, people.finance1)

    states = []
    for step in (
        lambda: services.reverse_payment(posting=last, reason="支票退票", by=people.finance2),
        lambda: pay(loan, rest, TODAY, people.finance1, ref="again"),
    ):
        step()
        case.refresh_from_db()
        states.append((case.status, case.contracts.get().status))

    told = AuditEvent.objects.filter(case=case.uuid, subject__startswith="applications.application:")
    moves = [event.details["status"] for event in told.order_by("sequence") if "status" in event.details]
    assert states == [("disbursed", "effective"), ("closed", "closed")]
    assert moves[-3:] == [["disbursed", "closed"], ["closed", "disbursed"], ["disbursed", "closed"]]


def test_the_pages_of_a_case_that_is_open_again_are_those_of_a_running_one(loan, people):
    case, rest = loan.application, sum(row.outstanding.total for row in loan.statement(TODAY).rows)
    case.refresh_from_db()
    before = case_page(people.finance1, case, "overview")
    services.reverse_payment(posting=pay(loan, rest, TODAY, people.finance1), reason="支票退票", by=people.finance2)

    case.refresh_from_db()
    after = case_page(people.finance1, case, "overview")
    assert after.steps == before.steps and after.steps[-1]["state"] == "now"
    assert (after.holder, after.holds_since, after.is_over) == (before.holder, before.holds_since, False)
    assert list(type(case).objects.running()) == [case]


def test_postings_and_shares_cannot_be_changed_in_the_database(loan):
    for table in ("servicing_posting", "servicing_allocation"):
        for statement in (f"UPDATE {table} SET amount = 1", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_check_ledger_says_nothing_differs(loan):
    out = io.StringIO()

    call_command("check_ledger", stdout=out)

    assert out.getvalue().strip() == "0 differences"


def test_check_ledger_finds_what_was_tampered_with_and_fails(loan):
    Instalment.objects.filter(schedule__loan=loan, number=1).update(principal_paid=0)
    type(loan).objects.filter(pk=loan.pk).update(principal_paid=1)
    Allocation.objects.create(
        posting=loan.postings.first(), caused_by=loan.postings.first(), part="principal", amount=Decimal("0.01"),
        instalment=loan.current_instalments()[0],
    )  # fmt: skip
    out = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("check_ledger", stdout=out)

    assert end.value.code == 1
    assert "4 differences" in out.getvalue()


class AnyPostings(TestCase):
    """Any sequence of payments, on any days, and reversals of them keeps the books."""

    @classmethod
    def setUpTestData(cls):
        from types import SimpleNamespace

        department = factories.DepartmentFactory(code="A")
        cls.people = SimpleNamespace(
            department=department,
            am1=factories.person("am1", "account_manager", department),
            dm1=factories.person("dm1", "department_manager", department),
            finance1=factories.person("finance1", "finance_officer"),
            finance2=factories.person("finance2", "finance_officer"),
        )

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        method=st.sampled_from(["level_payment", "equal_principal", "interest_only", "bullet"]),
        steps=st.lists(
            st.one_of(
                st.tuples(st.integers(0, 200), st.integers(1, 3_000_000)),
                st.tuples(st.just("reverse"), st.integers(0, 9)),
            ),
            min_size=1,
            max_size=7,
        ),
    )
    def test_any_sequence_of_payments_and_reversals_keeps_the_books(self, method, steps):
        with time_machine.travel("2026-08-31 15:00+08:00", tick=False):
            loan = loan_of(self.people, amount="20000", months=4, rate="0.108", method=method, on=date(2026, 2, 10))
            steps = [(100, 50_000), *steps]  # one that is surely taken
            taken = sum(self._take(loan, place, what, size) for place, (what, size) in enumerate(steps))
            loan.refresh_from_db()

            assert loan.postings.count() == taken > 0
            self._check(loan)

    def _take(self, loan, place, what, size) -> bool:
        """Whether the step was accepted; a refused one leaves nothing."""
        try:
            if what == "reverse":
                standing = list(loan.postings.filter(kind="payment", reversal__isnull=True).order_by("id"))
                if not standing:
                    return False
                chosen = standing[size % len(standing)]
                services.reverse_payment(posting=chosen, reason="錯帳", by=self.people.finance2)
            else:
                day = date(2026, 2, 10) + timedelta(days=what)
                loan.refresh_from_db()
                pay(loan, Decimal(size) / 100, day, self.people.finance1, ref=f"R{place}")
        except (InvalidInput, TransitionRefused):
            return False
        return True

    def _check(self, loan):
        assert list(services.differences()) == []
        paid = Decimal(0)
        for posting in loan.postings.all():
            shares = Decimal(sum(row.amount for row in posting.allocations.all()))
            assert shares == (posting.amount if posting.kind == PostingKind.PAYMENT else -posting.amount)
        for row in Allocation.objects.filter(posting__loan=loan, part="principal"):
            paid += row.amount
        assert 0 <= paid == loan.principal_paid <= loan.principal
        for row in loan.current_instalments():
            assert 0 <= row.principal_paid <= row.principal and 0 <= row.interest_paid <= row.interest


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_cannot_be_is_not_marked(finance1, day):
    with pytest.raises(InvalidInput) as refusal:
        services.mark_receipts_posted(day=day, by=finance1)

    assert refusal.value.field == "day"
    assert not ReceiptsMark.objects.exists()
