"""The value of the demo's customers: two reviews, a grade set by hand, and lists that were saved."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core import dates
from customers.models import Customer
from customers.services import (
    fill_section,
    plan_contacts,
    review_values,
    save_segment,
    set_value_grade,
    size_proposed,
)
from customers.statements import totals
from desk.demo.house import House, moment

FIRST_REVIEW = 90
MANAGERS = ("dm1", "dm2")


def live(house: House) -> Iterator[datetime]:
    """The first review, months ago, so that grades have moved since."""
    yield moment(house.calendar.ago(FIRST_REVIEW), 9, 30)
    _review(house)


def _review(house: House) -> None:
    for manager in MANAGERS:
        review_values(by=house.people[manager])


def save_lists(house: House) -> None:
    """Sizes of companies as their statements give them, today's review, one grade by hand, and two saved lists."""
    for customer in Customer.objects.filter(kind="company").select_related("company", "account_manager").order_by("pk"):
        _fill_size(customer)
    _review(house)
    am1, dm1 = house.people["am1"], house.people["dm1"]
    chosen = Customer.objects.filter(account_manager=am1, kind="person").graded("basic").order_by("pk").first()
    if chosen is not None:
        set_value_grade(customer=chosen, grade="preferred", reason="家族企業正在準備申請，擬作為主要結算行", by=dm1)
    makers = save_segment(
        name="小型製造業，待提升",
        criteria={"industry": "C", "size": "small", "grade": "basic"},
        sort="last_contact",
        by=am1,
    )
    save_segment(
        name="重點客戶，兩週未聯繫",
        criteria={"grade": "top", "silent_days": "14"},
        sort="last_contact",
        is_shared=True,
        by=dm1,
    )
    kept = Customer.objects.filter(account_manager=am1).in_industry("C").graded("basic").order_by("pk")[:2]
    if kept:
        plan_contacts(
            segment=makers,
            customers=[customer.pk for customer in kept],
            due_on=dates.today() + timedelta(days=4),
            aim="了解明年用款計劃，介紹設備貸款",
            by=am1,
        )


def _fill_size(customer: Customer) -> None:
    """Turnover and assets of the newest statement, and the size that follows from them."""
    statement = customer.statements.order_by("-period_end").first()
    if statement is None or customer.company.enterprise_size:
        return
    figures = statement.values()
    values = {"yearly_turnover": figures.get("revenue"), "total_assets": totals(figures).get("total_assets")}
    for name, value in values.items():
        setattr(customer.company, name, value)
    values["enterprise_size"] = size_proposed(customer.company).size or ""
    version = Customer.objects.values_list("version", flat=True).get(pk=customer.pk)
    fill_section(customer=customer, section="business", version=version, values=values, by=customer.account_manager)
