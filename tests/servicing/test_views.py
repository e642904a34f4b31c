"""The pages of loans: what they show, to whom, and at what cost."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from applications.exposure import exposure_of
from applications.providers import lacks
from core.money import to_cents
from servicing import services
from servicing.models import Posting, ReceiptsMark
from tests.servicing.loans import lihua, loan_of, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    with time_machine.travel("2026-08-26 10:00+08:00", tick=False):
        yield


def small(people, on=date(2026, 8, 3), **values):
    return loan_of(people, amount="120000", months=6, rate="0.072", method="equal_principal", on=on, **values)


@pytest.fixture
def opened(people, now):
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        loan = lihua(people)
    for row in loan.current_instalments()[:2]:
        pay(loan, row.total, row.payable_until, people.finance1, ref=f"in time {row.number}")
    return loan


def page(client, who, name, *args, query="", language="en"):
    client.force_login(who)
    client.cookies["django_language"] = language
    return client.get(reverse(f"servicing:{name}", args=args) + query)


def words(response) -> str:
    inline = re.sub(r'<span class="ld-nb">([^<]*)</span>', r"\1", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def test_the_loan_page_says_what_is_owed_today_and_where_every_line_comes_from(client, people, opened):
    shown = words(page(client, people.am1, "loan", opened.number))

    assert "8,395.31" in shown
    assert "6,874.81 × 16.20% ÷ 360 × 6 days, since 2026-08-20" in shown
    assert "1,497.90 due on 2026-08-20, 166,433.81 × 10.80% ÷ 12" in shown
    assert "6 days late" in shown


def test_penalty_counts_over_the_year_of_the_contract_and_the_page_says_so(client, people, now):
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        loan = small(people, on=date(2026, 5, 20), day_count="actual/365F")

    statement = loan.statement(date(2026, 7, 20))
    row = statement.rows[0]
    late_days = (date(2026, 7, 20) - row.due_on).days
    assert row.due.penalty == to_cents(row.due.principal * Decimal("0.072") * Decimal("1.5") * late_days / 365)

    shown = words(page(client, people.am1, "loan", loan.number))
    assert "20,000.00 × 10.80% ÷ 365 ×" in shown
    assert "÷ 360" not in shown


def test_the_loan_page_costs_the_same_for_few_postings_and_many(client, people, opened, django_assert_max_num_queries):
    page(client, people.finance2, "loan", opened.number)
    for back in range(8):
        pay(opened, "100", date(2026, 8, 26), people.finance1, ref=f"small {back}")

    with django_assert_max_num_queries(24):
        page(client, people.finance2, "loan", opened.number)


def test_a_loan_of_another_department_is_not_found(client, am3, opened):
    assert page(client, am3, "loan", opened.number).status_code == 404


def test_the_list_adds_up_every_row_on_the_page_or_not(client, people, now):
    loans = [small(people) for _more in range(27)]
    pay(loans[0], "20000", date(2026, 8, 26), people.finance1)

    response = page(client, people.dm1, "list", query="?unit=yuan")
    balances = [row.outstanding for number in (1, 2) for row in _rows(client, people, number)]

    assert len(balances) == 27
    totals = response.context["table"].totals
    assert (totals["count"], totals["is_capped"]) == (27, False)
    assert (totals["principal"], totals["outstanding"]) == (Decimal(3_240_000), sum(balances))
    assert f"{sum(balances):,.2f}" in words(response)


def test_a_list_too_long_to_sort_by_its_keys_has_the_same_rows(client, people, now, monkeypatch):
    for _more in range(4):
        small(people)
    rows = _rows(client, people, 1)

    monkeypatch.setattr("core.tables.MOST_SORTED", 2)

    assert len(rows) == 4 and _rows(client, people, 1) == rows


def test_loans_due_on_one_day_stand_on_one_page_each_the_newest_first(client, people, now):
    loans = [small(people) for _more in range(27)]

    assert [*_rows(client, people, 1), *_rows(client, people, 2)] == loans[::-1]


def test_a_list_too_long_to_add_up_says_so(client, people, now, monkeypatch):
    monkeypatch.setattr("servicing.views.lists.MOST_SUMMED", 2)
    for _more in range(4):
        small(people)

    shown = words(page(client, people.dm1, "list"))

    assert "2+ loans" in shown


def _rows(client, people, number):
    table = page(client, people.dm1, "list", query=f"?page={number}").context["table"]
    return [row.record for row in table.page.object_list]


@pytest.mark.parametrize(("state", "expected"), [("active", 2), ("overdue", 1), ("due", 1), ("settled", 1), ("all", 3)])
def test_the_tabs_hold_the_loans_they_name(client, people, opened, state, expected):
    small(people)
    settled = small(people)
    rest = sum(row.outstanding.total for row in settled.statement(date(2026, 8, 26)).rows)
    pay(settled, rest, date(2026, 8, 26), people.finance1)

    table = page(client, people.dm1, "list", query=f"?state={state}").context["table"]

    assert table.totals["count"] == expected


def test_the_list_costs_the_same_number_of_queries_for_3_loans_as_for_20(
    client, people, now, django_assert_num_queries
):
    for _more in range(3):
        small(people)
    page(client, people.dm1, "list")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, people.dm1, "list")
    for _more in range(17):
        small(people)
    with CaptureQueriesContext(connection) as many:
        page(client, people.dm1, "list")

    assert len(few) == len(many) <= 14


def test_the_list_is_searched_by_customer_in_either_script_and_by_number(client, people, opened):
    small(people)

    by_name = page(client, people.dm1, "list", query="?q=陈丽华").context["table"].totals["count"]
    by_number = page(client, people.dm1, "list", query=f"?q={opened.number}").context["table"].totals["count"]

    assert (by_name, by_number) == (1, 1)


@pytest.fixture
def form(client, people, opened):
    """Posts the form; `act` is preview or post."""
    shown = page(client, people.finance1, "post-payment", opened.number)
    key = shown.context["form"]["submission_key"].value()

    def send(act, previewed="", **values):
        filled = {"received_on": "2026-08-26", "amount": "3,000", "client_ref": "B1", "submission_key": key}
        return client.post(
            reverse("servicing:post-payment", args=[opened.number]),
            {**filled, "act": act, "previewed": previewed, **values},
            follow=act == "preview",
        )

    return send


def test_the_division_is_shown_before_anything_is_posted(form):
    response = form("preview")

    shown = words(response)
    assert response.status_code == 200
    assert "4.04" in shown and "18.56" in shown and "1,497.90" in shown and "1,479.50" in shown
    assert not Posting.objects.filter(client_ref="B1").exists()


def test_what_was_seen_is_posted_once_even_by_a_double_click(form, opened):
    seen = form("preview").context["figures"]

    first, second = form("post", previewed=seen), form("post", previewed=seen)

    assert first.status_code == second.status_code == 302
    assert Posting.objects.get(client_ref="B1").amount == Decimal("3000.00")


def test_the_way_back_to_a_division_works_before_and_after_the_posting(client, form, opened):
    looked = form("preview")
    address = looked.redirect_chain[-1][0]

    again = client.get(address)
    form("post", previewed=looked.context["figures"])
    after = client.get(address)
    lost = client.get(address.partition("=")[0] + "=gone")

    assert again.status_code == 200 and again.context["figures"] == looked.context["figures"]
    assert after.url == reverse("servicing:loan", args=[opened.number])
    assert lost.url == reverse("servicing:post-payment", args=[opened.number])


def test_figures_changed_after_the_division_was_shown_are_shown_again_first(client, form):
    seen = form("preview").context["figures"]

    response = form("post", previewed=seen, amount="0.4萬")

    shown = client.get(response.url)
    assert shown.status_code == 200
    assert shown.context["figures"] != seen
    assert not Posting.objects.filter(client_ref="B1").exists()


def test_more_than_is_owed_is_refused_on_the_form_with_the_figure_and_nothing_is_lost(form, opened):
    response = form("preview", amount="200萬")

    assert response.status_code == 422
    assert "200萬" in response.content.decode() and "B1" in response.content.decode()
    assert "is owed" in words(response)


def test_a_bank_reference_is_taken_once(form, client, people, opened):
    pay(opened, "100", date(2026, 8, 26), people.finance1, ref="B1")
    seen = form("preview").context["figures"]

    response = form("post", previewed=seen)

    assert response.status_code == 422
    assert "already" in words(response)


def test_posting_is_finances_alone(client, people, opened):
    assert page(client, people.am1, "post-payment", opened.number).status_code == 403


def test_who_posted_cannot_reverse_and_the_second_person_can(client, people, opened):
    posting = pay(opened, "100", date(2026, 8, 26), people.finance1)
    address = reverse("servicing:reverse", args=[opened.number, posting.pk])

    own = page(client, people.finance1, "reverse", opened.number, posting.pk)
    client.force_login(people.finance2)
    other = client.post(address, {"reason": "錯帳"})

    assert own.status_code == 403
    assert other.status_code == 302
    assert Posting.objects.get(kind="reversal").reverses == posting


def test_finance_marks_a_day_and_the_future_is_refused(client, people, now):
    page(client, people.finance1, "receipts")

    good = client.post(reverse("servicing:receipts"), {"day": "2026-08-25"})
    bad = client.post(reverse("servicing:receipts"), {"day": "2026-08-27"})

    assert (good.status_code, bad.status_code) == (302, 422)
    assert list(ReceiptsMark.objects.values_list("day", flat=True)) == [date(2026, 8, 25)]


def test_receipts_are_nobody_elses_page(client, people, now):
    assert page(client, people.am1, "receipts").status_code == 403


def test_the_repayment_room_shows_the_loans_of_a_case(client, people, opened):
    response = page(client, people.am1, "room", opened.application.number)

    assert response.status_code == 200
    assert opened.number in words(response) and "8,395.31" in words(response)


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_every_page_opens_in_every_language(client, people, opened, language):
    posting = pay(opened, "100", date(2026, 8, 26), people.finance1)
    pages = [("list",), ("loan", opened.number), ("post-payment", opened.number), ("receipts",)]
    pages += [("reverse", opened.number, posting.pk)]

    for name, *args in pages:
        assert page(client, people.finance2, name, *args, language=language).status_code == 200, name


def test_the_case_says_what_is_late_and_counts_the_balance_as_exposure(client, people, opened):
    opened.application.refresh_from_db()
    opened.refresh_from_db()

    found = lacks(opened.application)

    assert [lack.due_on for lack in found] == [date(2026, 8, 20)]
    assert exposure_of(opened.customer).before == opened.balance


def test_paying_off_early_shows_how_much_of_it_is_interest_not_yet_due(people, now):
    loan = small(people)
    rows = loan.current_instalments()

    next_one = services.preview(loan=loan, received_on=date(2026, 8, 26), amount=rows[0].total)
    all_of_it = services.preview(loan=loan, received_on=date(2026, 8, 26), amount=sum(row.total for row in rows))

    assert next_one.interest_ahead == 0
    assert all_of_it.interest_ahead == sum(row.interest for row in rows[1:]) > 0


def test_the_page_warns_before_interest_that_is_not_due_is_collected(form, opened):
    rest = sum(row.total for row in opened.current_instalments()[2:])

    shown = words(form("preview", amount=str(rest)))

    assert "interest that has not fallen due" in shown


def test_the_loan_ledger_of_a_month_sums_to_the_balances_of_its_loans_L3_3(people, client):
    terms = {"months": 12, "rate": Decimal("0.072"), "method": "level_payment"}
    loan_of(people, amount=1_000_000, on=date(2026, 9, 30), **terms)
    october = [loan_of(people, amount=amount, on=date(2026, 10, 1), **terms) for amount in (500_000, 250_000)]
    client.force_login(people.am1)

    shown = client.get("/servicing/?state=all&month=2026-10&unit=yuan")
    answer = client.get("/servicing/?state=all&month=2026-10&export=xlsx")

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    place = list(rows[0]).index("餘額")
    balances = sum(loan.principal - loan.principal_paid for loan in october)
    assert shown.context["table"].totals["outstanding"] == balances
    assert sum(row[place] for row in rows[1:-1]) == rows[-1][place] == balances
