"""Who is related to whom in the demo: a family with its companies, a group over its limit, a referral, a warning."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from core.models import Parameter
from customers.services import Outside, add_relation, raise_lender_tie
from desk.demo.customers import person_number
from desk.demo.house import House, moment

BROTHER = Outside("person", "林永強", person_number(date(1979, 5, 8), 137))
# customer, kind, end of the other, other (a customer's code or somebody outside), percent, since, more
FAMILY = (
    ("linyongsheng", "spouse", "holder", "zhouhuifang", None, date(2001, 10, 1), {"source_note": "結婚證原件"}),
    ("linyongsheng", "sibling", "holder", BROTHER, None, date(1979, 5, 8), {"source_note": "戶口簿"}),
    ("yongsheng", "shareholder", "holder", "linyongsheng", "70", date(2009, 3, 2), {"paid": Decimal(7_000_000)}),
    ("yongsheng", "shareholder", "holder", "zhouhuifang", "20", date(2009, 3, 2), {"paid": Decimal(2_000_000)}),
    ("yongsheng", "shareholder", "holder", BROTHER, "10", date(2015, 7, 1), {"paid": Decimal(1_000_000)}),
    ("yongsheng", "legal_representative", "holder", "linyongsheng", None, date(2009, 3, 2), {}),
    ("yongsheng", "controller", "holder", "linyongsheng", None, date(2009, 3, 2), {}),
    (
        "yongsheng",
        "officer",
        "holder",
        "zhouhuifang",
        None,
        date(2012, 1, 1),
        {"title": "財務負責人", "influence": "influences"},
    ),
    ("jiaxin", "sibling", "holder", "huangwei", None, date(1988, 7, 16), {"source_note": "戶口簿"}),
    ("jiaxin", "referral", "holder", "wenjieya", None, date(2026, 1, 5), {"source": "told"}),
)
# Found only after the application had been submitted: with it the group is over its limit.
FOUND_LATE = (
    ("huiyong", "shareholder", "holder", "zhouhuifang", "55", date(2021, 4, 12), {"paid": Decimal(3_300_000)}),
    ("huiyong", "shareholder", "holder", "yongsheng", "45", date(2021, 4, 12), {"paid": Decimal(2_700_000)}),
    ("huiyong", "legal_representative", "holder", "zhouhuifang", None, date(2021, 4, 12), {}),
    (
        "huiyong",
        "group_member",
        "subject",
        "yongsheng",
        None,
        date(2021, 4, 12),
        {"group_name": "永盛集團", "group_reason": "control"},
    ),
)


def set_limits(house: House) -> None:
    """The lender's own figures: audited net assets, and a group limit its board set below the supervisor's."""
    since = date(house.calendar.today.year, 1, 1)
    rows = (
        ("lender_net_assets", "65000000", "yuan", "上年度審計報告"),
        ("group_limit_small_loan", "0.13", "fraction", "董事會決議，嚴於監管上限百分之十五"),
    )
    for name, value, unit, basis in rows:
        Parameter.objects.create(name=name, value=value, unit=unit, valid_from=since, basis=basis)


def live(house: House) -> Iterator[datetime]:
    """The relations in the order in which the account managers learned of them."""
    yield moment(house.calendar.ago(3), 16, 5)
    for entry in FAMILY:
        _record(house, *entry)
    yield moment(house.calendar.ago(2), 17, 20)
    customer = house.customer("yongshun")
    raise_lender_tie(
        customer=customer,
        kind="relative",
        colleague="何佩珊",
        note="法定代表人自述與財務部何佩珊為表兄妹，待風險部核實",
        by=customer.account_manager,
    )
    yield moment(house.calendar.ago(1), 17, 10)
    for entry in FOUND_LATE:
        _record(house, *entry)


def _record(house: House, code, kind, end, other, percent, since, more) -> None:
    customer = house.customer(code)
    found = {"outside": other} if isinstance(other, Outside) else {"other": house.customer(other)}
    facts = {"share": Decimal(percent) / 100, "payment": "cash"} if percent else {}
    if "paid" in more:
        facts["subscribed"] = more["paid"]
    values = {"source": "register" if percent else "paper", **found, **facts, **more}
    add_relation(
        customer=customer,
        kind=kind,
        end=end,
        valid_from=min(since, house.calendar.today),
        by=customer.account_manager,
        **values,
    )
