"""From the contract to the last repayment: the second half of a life, and the clock that reminds."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q

from applications.due_dates import add_months
from contracts.services import check_drawdown, disburse_drawdown, mark_signed, prepare_contract, request_drawdown
from core import documents, outbox
from desk.demo import checks
from desk.demo.cases import Case, Ends, Repays
from desk.demo.house import House, moment
from desk.demo.lives import BEFORE_CONTRACT, Life, timeline
from desk.demo.stories import Call, Story
from servicing.models import Instalment, Loan, Reminder
from servicing.services import mark_receipts_posted, post_payment, scan_reminders, send_digests
from staff.services import close_task, open_task
from underwriting.services.lapse import lapse_approvals

DAY = timedelta(days=1)
RECENT = 5


def life_of(house: House, case: Case) -> Life:
    """The life of an ordinary case with its days counted back from how it ends."""
    if case.ends == Ends.LAPSED:
        decided = add_months(house.calendar.ago(case.last), -6) - DAY
        return Life(house, case, timeline(house, case, house.calendar.working(decided, 0)))
    if case.ends != Ends.DISBURSED:
        return Life(house, case, timeline(house, case))
    return Life(house, case, timeline(house, case, _released_on(house, case)))


def life_of_story(house: House, story: Story) -> Life:
    """The life of a story with its own days, moved to now."""
    days = {name: house.calendar.shifted(day) for name, day in story.days.items()}
    return Life(house, story.case, days, story)


def _released_on(house: House, case: Case) -> date:
    today = house.calendar.today
    if case.repays == Repays.SETTLED:
        return house.calendar.working(today - timedelta(days=118), 0)
    if case.repays == Repays.LATE:
        return house.calendar.released_for(house.calendar.late_due_date(case.days), range(3, 8))
    return house.calendar.released_for(today + timedelta(days=case.days), range(3, 9))


def live(life: Life) -> Iterator[datetime]:
    """A whole life, one moment after the other."""
    yield from life.live()
    if life.case.ends == Ends.LAPSED:
        yield moment(life.house.calendar.ago(life.case.last), 7)
        lapse_approvals(on=life.house.calendar.ago(life.case.last))
    if life.case.ends not in BEFORE_CONTRACT:
        yield from _release(life)
    if life.case.ends == Ends.DISBURSED:
        yield from _repay(life)


def _release(life: Life) -> Iterator[datetime]:
    """Contract, signatures, conditions, and the money through three people."""
    case = life.case
    yield life.at("contracted", 10)
    contract = prepare_contract(application=life.fresh(), language=life.customer.language, by=life.lead)
    documents.render_due()
    yield life.at("signed", 15)
    contract.refresh_from_db()
    mark_signed(contract=contract, signed_on=life.days["signed"], by=life.lead)
    if case.ends != Ends.REQUESTED:
        yield life.at("met", 11)
        life.meet_conditions(but=1 if case.ends == Ends.CONTRACTED else 0)
    if case.ends == Ends.CONTRACTED:
        return
    yield life.at("requested", 13)
    checks.repeat(life)
    yield life.at("requested", 14)
    contract.refresh_from_db()
    drawdown = request_drawdown(
        contract=contract,
        amount=contract.amount,
        payee=life.text(case.payee),
        payee_account=f"6222 0000 {life.random.randrange(1000, 9999)} {life.random.randrange(1000, 9999)}",
        is_entrusted=True,
        by=life.lead,
    )
    if case.ends == Ends.REQUESTED:
        return
    yield life.at("requested", 16)
    check_drawdown(drawdown=drawdown, by=life.house.people["finance1"])
    if case.ends == Ends.CHECKED:
        return
    yield life.at("released", 10)
    drawdown.refresh_from_db()
    disburse_drawdown(
        drawdown=drawdown,
        disbursed_on=life.days["released"],
        bank_reference=f"FK{life.days['released']:%Y%m%d}{life.random.randrange(1000, 9999)}",
        by=life.house.people["finance2"],
    )


def _repay(life: Life) -> Iterator[datetime]:
    """Repayments as the customer makes them, each on its day."""
    loan = Loan.objects.get(application=life.application)
    for number, day, amount in sorted(_receipts(life, loan), key=lambda receipt: receipt[1]):
        yield moment(day, 15, life.random.randrange(0, 50))
        loan.refresh_from_db()
        post_payment(
            loan=loan,
            received_on=day,
            amount=amount or loan.statement(day).owed_now,
            client_ref=f"HK{day:%Y%m%d}{loan.pk:04d}{number:02d}",
            by=life.house.people["finance1"],
        )


def _receipts(life: Life, loan: Loan) -> Iterator[tuple[int, date, Decimal | None]]:
    """Number, day and sum (None pays what is owed that day) of every repayment, those to come included."""
    own = life.story.receipts if life.story else ()
    late = None
    if life.case.repays == Repays.LATE:
        late = life.house.calendar.late_due_date(life.case.days)
    for row in loan.current_instalments():
        is_unpaid = (life.story and row.number >= life.story.unpaid) or (late and row.due_on >= late)
        if not is_unpaid and row.number not in {number for number, _day, _amount in own}:
            yield row.number, row.payable_until, row.total
    for number, day, amount in own:
        yield number, life.house.calendar.shifted(day), amount


def answer_call(house: House, call: Call) -> Iterator[datetime]:
    """A task of a story, given and done on its days."""
    who, move = house.people[call.who], house.calendar.shifted
    yield moment(move(call.on), 9, 20)
    task = open_task(
        assignee=who, kind="call", title=house.moved(call.title), why=house.moved(call.why), due_on=move(call.due_on)
    )
    yield moment(move(call.done_on), 17, 10)
    close_task(task=task, result=house.moved(call.result), by=who)


def run_clock(house: House, since: date) -> Iterator[datetime]:
    """Every morning on which somebody has to be told: reminders, digests, mails; of late also what finance marks."""
    for age in range((house.calendar.today - since).days, 0, -1):
        day = house.calendar.today - age * DAY
        yield moment(day, 8, 30)
        if age > RECENT and not _has_news(day):
            continue
        scan_reminders(on=day, at=time(8, 30))
        if age <= RECENT or Reminder.objects.filter(person__isnull=False, mail=None).exists():
            send_digests(on=day)
        outbox.send_due()
        yield moment(day, 10, 30)
        scan_reminders(on=day)
        outbox.send_due()
        if age <= RECENT and house.calendar.is_open(day):
            yield moment(day, 17, 30)
            mark_receipts_posted(day=day, by=house.people["finance1"])


def _has_news(day: date) -> bool:
    """Whether an instalment stands three days before its date or is late: the only days on which a step can begin."""
    begins = Q(due_on=day + 3 * DAY) | Q(payable_until__lt=day, due_on__gte=day - 12 * DAY)
    return Instalment.objects.open().filter(begins).exists()
