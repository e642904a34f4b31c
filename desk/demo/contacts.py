"""The demo's calls, visits, consultations and summaries of the last weeks, in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from core import dates
from customers.models import Consultation, Customer, Visit
from customers.services import (
    Bid,
    Step,
    answer_consultation,
    correct_contact,
    log_contact,
    plan_visit,
    register_consultation,
    set_mark,
)
from desk.demo.house import House, moment
from desk.models import DailySummary, WeeklySummary
from desk.services import (
    archive_weekly,
    confirm_daily,
    draft_weekly_summaries,
    make_daily_summaries,
    return_weekly,
    submit_weekly,
)
from staff.models import Department

WEEKS = 4
MANAGERS = ("am1", "am2", "am3")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of somebody without a file; `days` working days ago."""

    days: int
    keeper: str
    name: str
    need: str
    answer: str = ""
    difficulty: str = ""
    channel: str = "phone"
    amount: int | None = None
    topic: str = "financing"
    later: int = 0


ASKED = (
    Asked(17, "am1", "葉先生", "小型五金廠想添兩臺車床，問設備抵押能否貸款", "可以，設備按評估值五成", amount=800_000),
    Asked(15, "am3", "郭女士", "想了解理財專案的期限與收益", "已寄專案簡介，約下週面談", topic="investment"),
    Asked(
        12, "am2", "彭老闆", "水果批發旺季備貨，問隨借隨還", "可申請經營貸款，需近一年流水", amount=500_000, later=35
    ),
    Asked(
        9,
        "am1",
        "麥太太",
        "麵包店裝修款不足，問手續",
        "已說明所需資料",
        "租約只剩十一個月，房東未答應續租",
        "walk_in",
        300_000,
    ),
    Asked(6, "am3", "盧先生", "問提前還款是否收費", "合同約定不收，提前五日書面通知", topic="service"),
    Asked(
        4, "am2", "姚小姐", "夫妻共有房產抵押，丈夫在外地如何簽字", "可公證委託", "丈夫證件已過期", "online", 1_200_000
    ),
    Asked(
        2, "am1", "方先生", "出口訂單收款前需要資金周轉", "可憑訂單申請，先看合同", channel="referral", amount=2_000_000
    ),
    Asked(1, "am2", "石先生", "展會上看到宣傳單，問利率", "", channel="activity", later=0),
    Asked(1, "am1", "余女士", "想把他行貸款轉過來，問能否展期", "", channel="phone", amount=1_500_000),
)
CALLS = (
    ("電話確認月底前補交增值稅申報表", "送申報表清單"),
    ("對方稱訂單排到年後，暫不增加額度", ""),
    ("提醒下月付息日，客戶已備款", ""),
    ("詢問新廠房搬遷進度，預計年前完成", "約時間看新廠房"),
    ("客戶問利率調整，已說明按合同執行", ""),
)
VISITS = (
    ("看機器開工情況", "主要設備在運轉，成品庫比上月少一成", "開工正常，回款按約"),
    ("核對庫存與應收", "抽盤三項，帳實相符", "應收集中在兩家，均在帳期內"),
    ("了解新訂單", "看過兩份新合同原件", "訂單增加，暫無資金缺口"),
)


def live(house: House) -> Iterator[datetime]:
    """Contacts and questions on their days, summaries on their evenings; what follows waits for the managers."""
    first = house.calendar.ago(WEEKS * 5)
    day, end = first, house.calendar.today
    while day < end:
        if day == house.calendar.ago(6):
            yield moment(day, 10)
            _plan_missed(house)
        if house.calendar.is_open(day):
            yield moment(day, 11)
            for entry, asked in _talk(house, day, (day - first).days):
                yield moment(day, 11, asked.later)
                _answer(house, entry, asked)
        if day == house.calendar.ago(1):
            yield moment(day, 15)
            _negotiate(house)
        if house.calendar.is_open(day):
            yield moment(day, 17, 40)
            _evening(house, day)
        day += timedelta(days=1)
    yield moment(end, 9)
    _today(house)


def _kept(keeper: str, place: int) -> Customer | None:
    rows = list(Customer.objects.filter(account_manager__username=keeper).order_by("pk")[:12])
    return rows[place % len(rows)] if rows else None


def _talk(house: House, day: date, place: int) -> list[tuple[Consultation, Asked]]:
    """What is said and asked at eleven; the questions that are answered later that day, in the order of their answers."""
    today = [(_ask(house, asked), asked) for asked in ASKED if house.calendar.ago(asked.days) == day]
    for turn, keeper in enumerate(MANAGERS):
        customer = _kept(keeper, place + turn)
        if customer is None:
            continue
        if (place + turn) % 3 == 0:
            _call(house, keeper, customer, place)
        elif (place + turn) % 7 == 1:
            aim, seen, result = VISITS[(place + turn) % len(VISITS)]
            log_contact(
                customer=customer, kind="visit", aim=aim, observation=seen, result=result, by=house.people[keeper]
            )
    return sorted((row for row in today if row[1].later), key=lambda row: row[1].later)


def _call(house: House, keeper: str, customer: Customer, place: int) -> None:
    result, step = CALLS[place % len(CALLS)]
    due = house.calendar.working(house.calendar.today, 1 + place % 4)
    entry = log_contact(
        customer=customer,
        kind="call",
        with_whom="財務",
        result=result,
        steps=[Step(step, due)] if step and place > 18 else [],
        by=house.people[keeper],
    )
    if place == 9:
        correct_contact(
            contact=entry, correction="月份記錯", values={"result": f"{result}（十二月）"}, by=entry.logged_by
        )


def _ask(house: House, asked: Asked) -> Consultation:
    by = house.people[asked.keeper]
    return register_consultation(
        name=asked.name,
        phone="138 0000 2468",
        need=asked.need,
        channel=asked.channel,
        topic=asked.topic,
        amount=Decimal(asked.amount) if asked.amount else None,
        answer="" if asked.later else asked.answer,
        difficulty=asked.difficulty,
        by=by,
    )


def _answer(house: House, entry: Consultation, asked: Asked) -> None:
    by = house.people[asked.keeper]
    answer_consultation(consultation=entry, version=entry.version, answer=asked.answer, by=by)


def _evening(house: House, day: date) -> None:
    """What the clock makes, and what people did with what it made before."""
    at = dates.local_time().time()
    make_daily_summaries(on=day, at=at)
    draft_weekly_summaries(on=day, at=at)
    age = (house.calendar.today - day).days
    if age > 3:
        for summary in DailySummary.objects.to_confirm():
            _confirm(house, summary)
    for weekly in WeeklySummary.objects.filter(status="draft", comment="").order_by("first_day", "pk"):
        _finish(house, weekly, age)


def _dm(house: House, department: Department):
    return house.people["dm1" if department.code == house.people["dm1"].held[0].department.code else "dm2"]


def _confirm(house: House, summary: DailySummary) -> None:
    line = summary.lines.exclude(open_difficulty="").first()
    comments = {line.pk: "三天內回覆客戶，並告知結果"} if line is not None else {}
    confirm_daily(summary=summary, comments=comments, by=_dm(house, summary.department))


def _finish(house: House, weekly: WeeklySummary, age: int) -> None:
    """Two weeks ago archived, last week handed in by one, given back to another, not handed in by the third."""
    person = weekly.account_manager
    if person.username not in MANAGERS or (age < 7 and person.username == "am2"):
        return
    words = {
        "this_week": "走訪與電話聯繫按計劃完成，諮詢均已登記，重點跟進待補資料的客戶。",
        "problems": "一戶資料補齊較慢，已約定最遲日期。",
        "next_week": "完成在手案件的調查，回訪到期借款人。",
    }
    weekly = submit_weekly(weekly=weekly, version=weekly.version, by=person, **words)
    manager = _dm(house, weekly.department)
    if age >= 7:
        archive_weekly(weekly=weekly, version=weekly.version, comment="收悉，按計劃推進。", by=manager)
    elif person.username == "am3":
        return_weekly(weekly=weekly, version=weekly.version, comment="請補充逾期客戶的處理情況。", by=manager)


def _today(house: House) -> None:
    """Marks, visits missed and coming, a meeting and a negotiation."""
    for keeper in MANAGERS:
        person = house.people[keeper]
        first, second, third = (_kept(keeper, place) for place in (0, 1, 2))
        if first is None or second is None or third is None:
            continue
        set_mark(customer=first, kind="key", reason="存量餘額居前，往來五年以上", by=person)
        set_mark(customer=second, kind="watch", reason="近兩個月回款放慢", by=person)
        _plan(house, keeper, second, house.calendar.working(house.calendar.today, 1), "看倉庫與開工情況")
        _plan(house, keeper, third, house.calendar.working(house.calendar.today, 2), "送還款計劃並確認回款帳戶")


def _plan_missed(house: House) -> None:
    """Visits that nobody will have paid by today."""
    for keeper in MANAGERS:
        first = _kept(keeper, 0)
        if first is not None:
            _plan(house, keeper, first, house.calendar.ago(3), "了解年末資金安排")


def _plan(house: House, keeper: str, customer: Customer, day: date, aim: str) -> Visit:
    return plan_visit(customer=customer, planned_on=day, aim=aim, by=house.people[keeper])


def _negotiate(house: House) -> None:
    customer = _kept("am1", 3)
    if customer is None:
        return
    by = house.people["am1"]
    log_contact(
        customer=customer,
        kind="negotiation",
        place="客戶會議室",
        result="客戶接受利率，期限再議",
        participants=[("林經理", "客戶財務經理"), (by.name, "我方客戶經理")],
        offers=[
            Bid("ours", Decimal("2000000.00"), Decimal("0.072"), 12),
            Bid("theirs", Decimal("2500000.00"), Decimal("0.066"), 24),
            Bid("ours", Decimal("2200000.00"), Decimal("0.070"), 18),
        ],
        steps=[Step("送修改後的還款計劃", house.calendar.working(house.calendar.today, 1))],
        by=by,
    )
    log_contact(
        customer=customer,
        kind="meeting",
        place="總行三樓會議室",
        result="明確抵押登記的分工與時間",
        participants=[("周小姐", "登記代辦"), (by.name, "客戶經理")],
        by=by,
    )
