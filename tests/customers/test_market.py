"""What is known of an industry stands in every file of it; a need to come is spoken about on its day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core import dates
from core.errors import InvalidInput, NotAllowed
from customers.models import MarketNote, Need
from customers.services import (
    add_row,
    change_row,
    fill_section,
    market_notes_for,
    note_market,
    register_customer,
    withdraw_market_note,
    withdraw_row,
)
from staff.models import Task
from tests.customers.test_services import COMPANY
from tests.factories import actions_on

NOTE = {"text": "鋁價上漲一成", "source": "行業協會"}


@pytest.fixture
def yongsheng(am1):
    customer = register_customer(by=am1, **COMPANY)
    fill_section(
        customer=customer, section="business", version=customer.version, values={"industry_code": "3399"}, by=am1
    )
    return type(customer).objects.get(pk=customer.pk)


def noted(by, industry: str, **values) -> MarketNote:
    return note_market(industry=industry, as_of=dates.today(), by=by, **{**NOTE, **values})


@pytest.mark.parametrize(
    ("industry", "stands"), [("C", True), ("33", True), ("3399", True), ("34", False), ("F", False)]
)
def test_a_market_note_stands_with_every_customer_of_its_industry_L11_4_4(
    client, am1, am3, yongsheng, industry, stands
):
    note = noted(am3, industry)

    client.force_login(am1)
    page = client.get(reverse("customers:file", args=[yongsheng.number])).content.decode()

    assert (note in market_notes_for(yongsheng)) == stands
    assert (NOTE["text"] in page) == stands


def test_a_note_withdrawn_stands_nowhere_and_stays_with_its_reason(am1, am2, dm1, yongsheng):
    note = noted(am1, "C")

    with pytest.raises(NotAllowed):
        withdraw_market_note(note=note, version=1, reason="來源有誤", by=am2)
    withdraw_market_note(note=note, version=1, reason="來源有誤", by=dm1)

    assert market_notes_for(yongsheng) == []
    assert MarketNote.objects.get().withdrawn_reason == "來源有誤"
    assert actions_on(note) == ["note_market", "withdraw_market_note.refused", "withdraw_market_note"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"industry": "X"}, "industry"),
        ({"industry": "339900"}, "industry"),
        ({"industry": "C", "text": " "}, "text"),
        ({"industry": "C", "text": "長" * 601}, "text"),
        ({"industry": "C", "source": ""}, "source"),
    ],
)
def test_a_note_that_says_nothing_is_refused_at_its_field(am1, values, field):
    with pytest.raises(InvalidInput) as caught:
        noted(am1, **values)

    assert caught.value.field == field
    assert not MarketNote.objects.exists()


def test_those_who_read_only_note_nothing(auditor, finance1):
    for person in (auditor, finance1):
        with pytest.raises(NotAllowed):
            noted(person, "C")


def test_the_page_filters_by_industry_and_its_parts(client, am1):
    noted(am1, "C", text="製造業用電緊張")
    noted(am1, "3399", text="鋁製品訂單回升")
    noted(am1, "51", text="批發業庫存偏高")
    client.force_login(am1)

    page = client.get(reverse("customers:market"), {"industry": "c"}).content.decode()

    assert "製造業用電緊張" in page and "鋁製品訂單回升" in page and "批發業庫存偏高" not in page


# Needs


def need(customer, by, **values) -> Need:
    asked = {"need": "明年擴建二車間", "probability": 60, "expected_on": dates.today() + timedelta(days=200)}
    return add_row(customer=customer, kind="needs", values={**asked, **values}, by=by)


def reminders() -> list[tuple[str, str]]:
    return list(Task.objects.filter(key__startswith="need/").order_by("pk").values_list("status", "assignee__username"))


def test_a_latent_need_is_kept_with_probability_and_date_L13_2_6(client, am1, yongsheng):
    need(yongsheng, am1, amount=Decimal("3000000"))

    client.force_login(am1)
    page = client.get(reverse("customers:file", args=[yongsheng.number])).content.decode()

    assert "明年擴建二車間" in page and "60" in page and reminders() == []


@pytest.mark.parametrize("probability", [0, 101])
def test_a_probability_is_a_share_of_a_hundred(am1, yongsheng, probability):
    with pytest.raises(InvalidInput) as caught:
        need(yongsheng, am1, probability=probability)

    assert caught.value.field == "probability"


def test_a_need_reminds_of_the_next_contact_and_follows_its_day_L9_2a(am1, yongsheng):
    row = need(yongsheng, am1, remind_on=dates.today() + timedelta(days=20))
    assert reminders() == [("open", "am1")]

    later = dates.today() + timedelta(days=40)
    row = change_row(customer=yongsheng, kind="needs", uuid=row.uuid, version=1, values={"remind_on": later}, by=am1)
    assert reminders() == [("dropped", "am1"), ("open", "am1")]
    assert Task.objects.get(status="open").due_on == later

    withdraw_row(customer=yongsheng, kind="needs", uuid=row.uuid, version=2, reason="已另行融資", by=am1)
    assert reminders() == [("dropped", "am1"), ("dropped", "am1")]


def test_a_reminder_after_the_expected_day_is_refused(am1, yongsheng):
    with pytest.raises(InvalidInput) as caught:
        need(yongsheng, am1, remind_on=dates.today() + timedelta(days=300))

    assert caught.value.field == "remind_on"


def test_a_note_of_a_day_to_come_says_so(am1):
    with pytest.raises(InvalidInput, match="has not come yet"):
        note_market(industry="C", as_of=dates.today() + timedelta(days=1), by=am1, **NOTE)
