"""The demo's duplicates and conflicts over customers: a merge, a pair decided different, areas, an open and a ruled conflict."""

from collections.abc import Iterator
from datetime import date, datetime

from customers.models import Customer, LookAlike
from customers.services import (
    ask_merge,
    confirm_merge,
    decide_look_alike,
    delimit,
    give_evidence,
    open_conflict,
    register_customer,
    rule_conflict,
)
from desk.demo.customers import credit_code, person_number
from desk.demo.house import House, moment
from staff.services import give_grade

AREAS = (
    ("am1", "dm1", "place", "東莞市虎門鎮"),
    ("am1", "dm1", "place", "東莞市長安鎮"),
    ("am1", "dm1", "industry", "18"),
    ("am2", "dm1", "place", "惠州市"),
    ("am2", "dm1", "place", "東莞市東城街道"),
    ("am3", "dm2", "place", "佛山市三水區"),
)
GRADES = (
    ("am1", "senior", "2026 年客戶經理定級，綜合評定"),
    ("am2", "regular", "2026 年客戶經理定級，綜合評定"),
    ("am3", "junior", "2026 年客戶經理定級，入職未滿兩年"),
)


def lives(house: House) -> list[Iterator[datetime]]:
    """Every thread of this subject."""
    return [_delimited(house), _merged(house), _different(house), _ruled(house), _open(house)]


def _person(house: House, keeper: str, name: str, born: date, serial: int, phone: str, address: str, trade: str):
    return register_customer(
        kind="person",
        name=name,
        identity=person_number(born, serial),
        phone=phone,
        address=address,
        details={"employer": trade},
        by=house.people[keeper],
    )


def _pair(first: Customer, second: Customer) -> LookAlike:
    return LookAlike.objects.get(first=first, second=second)


def _delimited(house: House) -> Iterator[datetime]:
    yield moment(house.calendar.ago(60), 9, 10)
    for keeper, grade, basis in GRADES:
        give_grade(user=house.people[keeper], grade=grade, basis=basis, by=house.people["admin"])
    for keeper, manager, kind, value in AREAS:
        delimit(keeper=house.people[keeper], kind=kind, value=value, by=house.people[manager])


def _merged(house: House) -> Iterator[datetime]:
    """One customer under the old and the new number of the card, joined into one file."""
    am2, where = house.people["am2"], "東莞市東城街道育興路17號"
    yield moment(house.calendar.ago(42), 10, 5)
    first = _person(house, "am2", "馮玉蘭", date(1979, 4, 18), 64, "138 0000 0917", where, "「蘭姨」早餐店經營者")
    yield moment(house.calendar.ago(18), 11, 20)
    second = _person(house, "am2", "馮玉蘭", date(1979, 4, 18), 88, "138 0000 0917", where, "早餐店兩間")
    yield moment(house.calendar.ago(18), 11, 40)
    reason = "同一人，舊身分證號登記有誤，以派出所證明為準"
    pair = decide_look_alike(pair=_pair(first, second), verdict="same", reason=reason, by=am2)
    choices = {"employer": "merged"}
    merge = ask_merge(pair=pair, survivor=first, choices=choices, reason="重複建檔，兩檔均為本人", by=am2)
    yield moment(house.calendar.ago(17), 9, 30)
    confirm_merge(merge=merge, version=merge.version, by=house.people["dm1"])


def _different(house: House) -> Iterator[datetime]:
    """Father and son behind one telephone."""
    where = "東莞市石碣鎮崇煥路52號"
    yield moment(house.calendar.ago(30), 15, 10)
    father = _person(house, "am2", "葉永強", date(1966, 9, 2), 113, "138 0000 0926", where, "五金加工店店主")
    yield moment(house.calendar.ago(12), 16, 25)
    son = _person(house, "am2", "葉俊傑", date(1992, 6, 11), 35, "138 0000 0926", where, "五金加工店合夥人")
    reason = "父子同住一處，共用店裡電話，身分證原件已分別核對"
    decide_look_alike(pair=_pair(father, son), verdict="different", reason=reason, by=house.people["am2"])


def _ruled(house: House) -> Iterator[datetime]:
    """A customer that changed hands by a ruling."""
    am1, am2 = house.people["am1"], house.people["am2"]
    yield moment(house.calendar.ago(36), 14, 0)
    customer = register_customer(
        kind="company",
        name="東莞市恆達紙品有限公司",
        identity=credit_code("MA9HD2A1"),
        phone="138 0000 0935",
        address="東莞市高埗鎮北王路36號",
        details={"founded_on": date(2018, 3, 12), "legal_representative": "蔡恆達", "industry_code": "2231"},
        by=am2,
    )
    yield moment(house.calendar.ago(25), 10, 15)
    conflict = open_conflict(customer=customer, reason="去年四月起由我走訪，企業負責人可證實，有走訪記錄。", by=am1)
    yield moment(house.calendar.ago(24), 9, 50)
    give_evidence(conflict=conflict, text="客戶自行上門諮詢後由我建檔，此前未見走訪記錄。", by=am2)
    yield moment(house.calendar.ago(23), 16, 40)
    reason = "走訪記錄早於建檔八個月，負責人電話證實，客戶歸林曉雯維護"
    rule_conflict(conflict=conflict, winner=am1, reason=reason, version=1, by=house.people["dm1"])


def _open(house: House) -> Iterator[datetime]:
    """A customer between two departments, argued by both sides."""
    am3, am2 = house.people["am3"], house.people["am2"]
    yield moment(house.calendar.ago(20), 11, 0)
    customer = register_customer(
        kind="company",
        name="佛山市明輝鋁業有限公司",
        identity=credit_code("MA9MH3B2"),
        phone="138 0000 0944",
        address="佛山市南海區大瀝鎮鋁材市場C座8號",
        details={"founded_on": date(2015, 11, 6), "legal_representative": "梁明輝", "industry_code": "3252"},
        by=am2,
    )
    yield moment(house.calendar.ago(2), 10, 30)
    conflict = open_conflict(
        customer=customer, reason="企业在佛山，去年底已由我部上门两次，负责人愿意由顺德分公司服务。", by=am3
    )
    yield moment(house.calendar.ago(1), 15, 20)
    give_evidence(conflict=conflict, text="實際控制人在東莞另有工廠，一直由本部往來，客戶希望不換人。", by=am2)
