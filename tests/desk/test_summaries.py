"""Daily and weekly summaries: by the clock at their time, once, also after a sleep; sealed when archived."""

import io
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone, translation
from pypdf import PdfReader

from core import dates, documents
from core.errors import InvalidInput, Missing, NotAllowed, TransitionRefused
from customers.services import log_contact, plan_contact, plan_visit, register_consultation
from desk.models import DailySummary, WeeklySummary
from desk.providers import home
from desk.services import (
    archive_weekly,
    confirm_all,
    confirm_daily,
    draft_weekly,
    draft_weekly_summaries,
    gather_again,
    lines_since,
    make_dailies,
    make_daily,
    make_daily_summaries,
    return_weekly,
    save_weekly,
    submit_weekly,
    tick,
)
from desk.services.weekly import content_hash
from desk.states import DailyStatus, WeeklyStatus
from desk.week_days import days_to_summarise, week_of, weeks_to_draft
from staff.models import Task
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
WORDS = {"this_week": "走訪三戶，受理一筆", "problems": "一戶逾期", "next_week": "完成調查報告"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(day: date, hour: int, minute: int = 0):
    return dates.as_of(timezone.make_aware(datetime.combine(day, time(hour, minute))))


def asks(am, day=TUESDAY, hour=10, **values):
    with at(day, hour):
        return register_consultation(**{"name": "林先生", "need": "廠房能貸多少", "by": am, **values})


def days_made(department) -> list[tuple]:
    return list(DailySummary.objects.filter(department=department).order_by("pk").values_list("day", "revision"))


# The calendar


def test_a_week_closes_on_its_last_working_day():
    weekend = lambda day: day.weekday() >= 5  # noqa: E731
    golden = lambda day: day >= date(2026, 10, 1) or day.weekday() >= 5  # noqa: E731

    assert week_of(TUESDAY, weekend).closes_on == date(2026, 11, 27)
    assert week_of(date(2026, 9, 30), golden).closes_on == date(2026, 9, 30)
    assert week_of(date(2026, 10, 6), golden).closes_on is None
    assert [w.first_day for w in weeks_to_draft(date(2026, 9, 21), date(2026, 10, 9), golden)] == [
        date(2026, 9, 21),
        date(2026, 9, 28),
    ]


def test_a_closed_day_is_summarised_when_somebody_asked():
    weekend = lambda day: day.weekday() >= 5  # noqa: E731

    days = days_to_summarise(date(2026, 11, 27), date(2026, 11, 30), {date(2026, 11, 28)}, weekend)

    assert days == [date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)]


# The daily summary


def test_the_clock_makes_it_at_half_past_five_and_once_L1_7(am1, dm1, department_a):
    for need in ("廠房能貸多少", "利率多少", "提前還款"):
        asks(am1, need=need, answer="已答覆" if need != "利率多少" else "", difficulty="缺證明")

    with at(TUESDAY, 17, 29):
        early = make_daily_summaries(on=TUESDAY, at=time(17, 29))
    with at(TUESDAY, 17, 30):
        made = [make_daily_summaries(on=TUESDAY, at=time(17, 30)) for _clock in range(2)]

    lines = DailySummary.objects.get().lines.values_list("need", "open_difficulty")
    assert (early, made) == (0, [1, 0])
    assert list(lines) == [("廠房能貸多少", "缺證明"), ("利率多少", "缺證明"), ("提前還款", "缺證明")]


def test_a_machine_that_slept_makes_up_every_working_day(am1, department_a):
    asks(am1, day=date(2026, 11, 18))
    asks(am1, day=date(2026, 11, 21))

    with at(TUESDAY, 9):
        make_daily_summaries(on=TUESDAY, at=time(9))

    # Saturday because somebody asked, Sunday not, today not yet.
    assert [day.day for day, _revision in days_made(department_a)] == [18, 19, 20, 21, 23]


def test_no_summary_is_made_on_a_holiday(am1, department_a):
    holiday = date(2026, 10, 2)
    asks(am1, day=date(2026, 9, 30))

    with at(holiday, 18):
        make_daily_summaries(on=holiday, at=time(18))

    assert [day for day, _revision in days_made(department_a)] == [date(2026, 9, 30)]


def test_a_later_consultation_of_the_day_makes_a_new_version(am1, dm1, department_a):
    asks(am1)
    with at(TUESDAY, 17, 30):
        make_daily_summaries(on=TUESDAY, at=time(17, 30))
    first = DailySummary.objects.get()
    confirm_daily(summary=first, by=dm1)
    asks(am1, hour=18, need="晚間來電")

    with at(TUESDAY, 18, 5):
        make_daily_summaries(on=TUESDAY, at=time(18, 5))

    first.refresh_from_db()
    newest = DailySummary.objects.newest().get()
    assert days_made(department_a) == [(TUESDAY, 1), (TUESDAY, 2)]
    assert (first.status, newest.status, newest.lines.count()) == (DailyStatus.REPLACED, DailyStatus.MADE, 2)


def test_the_department_manager_comments_on_a_line_and_confirms_all_the_others(am1, dm1, department_a):
    asks(am1, day=date(2026, 11, 23))
    asks(am1)
    with at(TUESDAY, 18):
        make_daily_summaries(on=TUESDAY, at=time(18))
        first = DailySummary.objects.order_by("day").first()
        line = first.lines.get()
        confirm_daily(summary=first, comments={line.pk: "請回電"}, by=dm1)
        count = confirm_all(by=dm1)

    line.refresh_from_db()
    assert (line.comment, count, DailySummary.objects.to_confirm().count()) == ("請回電", 1, 0)
    with pytest.raises(TransitionRefused):
        confirm_daily(summary=first, by=dm1)


@pytest.mark.parametrize("who", ["am1", "dm2", "risk1", "auditor"])
def test_nobody_else_confirms(who, am1, department_a, dm1, request):
    asks(am1)
    with at(TUESDAY, 18):
        summary = make_daily(department=department_a, day=TUESDAY, by=dm1)

        with pytest.raises(NotAllowed):
            confirm_daily(summary=summary, by=request.getfixturevalue(who))


def test_a_summary_of_a_day_to_come_is_refused(department_a, dm1):
    with at(TUESDAY, 9), pytest.raises(InvalidInput):
        make_daily(department=department_a, day=TUESDAY + timedelta(days=1), by=dm1)


# The weekly summary


def test_the_week_is_drafted_on_friday_from_the_records_with_a_reminder_and_once_L1_9(am1, department_a):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    asks(am1)
    with at(TUESDAY, 11):
        log_contact(customer=customer, kind="call", result="已談", by=am1)
        log_contact(customer=customer, kind="visit", result="庫存相符", by=am1)
    friday = date(2026, 11, 27)
    with at(date(2026, 11, 20), 12):
        draft_weekly(account_manager=am1, day=date(2026, 11, 20), by=None)

    with at(friday, 11, 59):
        early = draft_weekly_summaries(on=friday, at=time(11, 59))
    with at(friday, 12):
        drafted = [draft_weekly_summaries(on=friday, at=time(12)) for _clock in range(2)]

    weekly = WeeklySummary.objects.latest("first_day")
    assert (early, drafted) == (0, [1, 0])
    assert {code: len(lines) for code, lines in weekly.lines.items() if lines} == {
        "consultations": 1,
        "contacts": 1,
        "visits": 1,
    }
    assert list(Task.objects.order_by("due_on").values_list("kind", "assignee__username", "due_on")) == [
        ("weekly_summary", "am1", date(2026, 11, 20)),
        ("weekly_summary", "am1", friday),
    ]


def test_a_short_week_is_drafted_on_its_last_working_day(am1):
    wednesday = date(2026, 9, 30)

    with at(wednesday, 12):
        drafted = draft_weekly_summaries(on=wednesday, at=time(12))

    assert (drafted, WeeklySummary.objects.get().first_day) == (1, date(2026, 9, 28))


def test_weeks_in_which_the_machine_slept_are_drafted_afterwards(am1):
    with at(date(2026, 11, 6), 12):
        draft_weekly_summaries(on=date(2026, 11, 6), at=time(12))
    with at(TUESDAY, 9):
        drafted = draft_weekly_summaries(on=TUESDAY, at=time(9))

    firsts = WeeklySummary.objects.order_by("first_day").values_list("first_day", flat=True)
    assert (drafted, [day.day for day in firsts]) == (2, [2, 9, 16])


@pytest.fixture
def handed_in(am1):
    with at(FRIDAY, 15):
        weekly = draft_weekly(account_manager=am1, day=FRIDAY, by=am1)
        return submit_weekly(weekly=weekly, version=weekly.version, by=am1, **WORDS)


def test_a_week_without_own_words_is_not_handed_in(am1):
    with at(FRIDAY, 15):
        weekly = draft_weekly(account_manager=am1, day=FRIDAY, by=am1)

        with pytest.raises(Missing) as caught:
            submit_weekly(weekly=weekly, version=weekly.version, by=am1, this_week="", next_week="")

    assert [str(point) for point in caught.value.points] == ["This week", "Next week"]


def test_what_was_saved_is_handed_in_where_nothing_else_is_given(am1):
    with at(FRIDAY, 15):
        weekly = draft_weekly(account_manager=am1, day=FRIDAY, by=am1)
        weekly = save_weekly(weekly=weekly, version=weekly.version, by=am1, **WORDS)

        handed_in = submit_weekly(weekly=weekly, version=weekly.version, by=am1, problems="None")

    assert {name: getattr(handed_in, name) for name in WORDS} == {**WORDS, "problems": "None"}


def test_handing_in_closes_the_reminder_and_giving_back_reminds_again(handed_in, dm1):
    open_before = Task.objects.open().count()

    with at(FRIDAY, 16):
        back = return_weekly(weekly=handed_in, version=handed_in.version, comment="補逾期說明", by=dm1)

    assert (open_before, back.status) == (0, WeeklyStatus.DRAFT)
    assert Task.objects.open().get().why == "補逾期說明"


def test_an_archived_week_is_numbered_sealed_printed_and_read_only_L1_9(handed_in, am1, dm1, enter_desk, settings):
    with at(FRIDAY, 16):
        weekly = archive_weekly(weekly=handed_in, version=handed_in.version, by=dm1)
        documents.render_due()
        weekly.document.refresh_from_db()
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(documents.read(weekly.document))).pages)
        refusals = [
            (save_weekly, {"version": weekly.version, **WORDS, "by": am1}),
            (gather_again, {"by": am1}),
            (submit_weekly, {"version": weekly.version, **WORDS, "by": am1}),
            (archive_weekly, {"version": weekly.version, "by": dm1}),
            (return_weekly, {"version": weekly.version, "comment": "再改", "by": dm1}),
        ]
        for act, values in refusals:
            with pytest.raises(NotAllowed):
                act(weekly=weekly, **values)

    weekly.refresh_from_db()
    assert (weekly.number, weekly.content_hash) == ("HQW2026-00001", content_hash(weekly))
    assert "走訪三戶，受理一筆" in text and "HQ週2026-00001" in text and am1.name in text
    assert enter_desk(dm1).get(f"/desk/weekly/{weekly.uuid}/pdf/").content[:5] == b"%PDF-"


@pytest.fixture
def enter_desk(db):
    from django.test import Client

    def sign_in(user):
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize("who", ["am1", "am2", "dm2", "auditor"])
def test_nobody_else_archives(handed_in, who, request):
    with pytest.raises(NotAllowed):
        archive_weekly(weekly=handed_in, version=handed_in.version, by=request.getfixturevalue(who))


def test_the_department_manager_sees_who_has_not_handed_in(am1, am2, dm1):
    with at(date(2026, 11, 27), 12):
        draft_weekly_summaries(on=date(2026, 11, 27), at=time(12))
        mine = WeeklySummary.objects.get(account_manager=am1)
        submit_weekly(weekly=mine, version=mine.version, by=am1, **WORDS)
    with at(date(2026, 11, 30), 9):
        lines = [(t["what"], t["who"]) for group in home(dm1)["groups"] for t in group["tasks"]]

    assert sorted(lines) == [("Archive a weekly summary", am1.name), ("Weekly summary not handed in", am2.name)]


# The clock


def test_two_ticks_at_the_same_moment_make_everything_once(am1, department_a):
    asks(am1, day=date(2026, 11, 27))

    with time_machine.travel("2026-11-27 17:31+08:00", tick=False):
        failed = [tick(), tick()]

    assert failed == [[], []]
    assert (DailySummary.objects.count(), WeeklySummary.objects.count()) == (1, 1)


def test_a_day_to_come_is_run_without_a_summary_of_it(am1, department_a):
    asks(am1, day=TUESDAY)

    with at(TUESDAY, 18):
        failed = tick(on=TUESDAY + timedelta(days=40))

    assert failed == []
    assert set(DailySummary.objects.values_list("day", flat=True)) <= {TUESDAY}


def test_the_week_view_shows_planned_visits_and_due_tasks_L11_2_5(am1, department_a, enter_desk):
    from customers.services import Step, plan_visit

    customer = CustomerFactory(account_manager=am1, department=department_a)
    with at(TUESDAY, 9):
        plan_visit(customer=customer, planned_on=date(2026, 11, 26), aim="看倉庫", by=am1)
        log_contact(customer=customer, kind="call", result="已談", steps=[Step("回電", date(2026, 11, 25))], by=am1)
        page = enter_desk(am1).get("/desk/week/").content.decode()

    assert "看倉庫" in page and "回電" in page


def test_a_week_is_handed_in_on_its_last_working_day_or_later(am1):
    with at(TUESDAY, 15):
        weekly = draft_weekly(account_manager=am1, day=TUESDAY, by=am1)
        with pytest.raises(InvalidInput, match="2026-11-27"):
            submit_weekly(weekly=weekly, version=weekly.version, by=am1, **WORDS)
        shorter = draft_weekly(account_manager=am1, day=date(2026, 11, 23), last_day=TUESDAY, by=am1)
        shorter = submit_weekly(weekly=shorter, version=shorter.version, by=am1, **WORDS)
    with at(FRIDAY, 15):
        weekly = submit_weekly(weekly=weekly, version=weekly.version, by=am1, **WORDS)

    assert (shorter.status, weekly.status) == (WeeklyStatus.SUBMITTED, WeeklyStatus.SUBMITTED)


def test_only_visits_whose_day_is_over_are_told_as_missed(am1, department_a):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    with at(date(2026, 11, 23), 9):
        for day in (23, 24, 27, 28):
            plan_visit(customer=customer, planned_on=date(2026, 11, day), aim=f"看倉庫{day}", by=am1)

    with at(TUESDAY, 15):
        lines = draft_weekly(account_manager=am1, day=TUESDAY, by=am1).lines["missed"]

    assert [line["what"] for line in lines] == ["看倉庫23"]


def test_what_is_recorded_after_handing_in_is_not_lost_silently(handed_in, am1, dm1, department_a, enter_desk):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    before = enter_desk(dm1).get(f"/desk/weekly/{handed_in.uuid}/").content.decode()
    with at(FRIDAY, 17):
        log_contact(customer=customer, kind="call", result="下班前來電", by=am1)

    after = enter_desk(dm1).get(f"/desk/weekly/{handed_in.uuid}/").content.decode()

    assert "since it was handed in" not in before and "1 line has been recorded" in after
    with at(FRIDAY, 17, 30):
        back = return_weekly(weekly=handed_in, version=handed_in.version, comment="補週五下午", by=dm1)
        again = submit_weekly(weekly=back, version=back.version, by=am1)
    assert len(again.lines["contacts"]) == 1 and lines_since(again) == 0


def test_an_account_manager_reads_the_own_lines_and_the_manager_all_L1_7(
    am1, am2, dm1, department_a, enter_desk, auditor
):
    asks(am1, name="林先生")
    with at(TUESDAY, 15):
        first = make_daily(department=department_a, day=TUESDAY, by=dm1)
        asks(am2, name="王女士", hour=14)
        summary = make_daily(department=department_a, day=TUESDAY, by=dm1)

    def names(user):
        page = enter_desk(user).get(f"/desk/daily/{summary.uuid}/").content.decode()
        rows = enter_desk(user).get(f"/api/v1/daily-summaries/{summary.uuid}/").json()["lines"]
        told = {row["name"] for row in rows}
        assert {name for name in ("林先生", "王女士") if name in page} == told
        return told

    assert names(am1) == {"林先生"} and names(am2) == {"王女士"}
    assert names(dm1) == names(auditor) == {"林先生", "王女士"}
    assert enter_desk(am2).get(f"/desk/daily/{first.uuid}/").status_code == 404


def test_what_was_said_waits_with_the_next_version_and_what_came_late_says_so(am1, dm1, department_a, enter_desk):
    with at(TUESDAY, 9):
        asks(am1, name="林先生", hour=9)
        first = make_daily(department=department_a, day=TUESDAY, by=dm1)
        confirm_daily(summary=first, comments={first.lines.get().pk: "請回電"}, by=dm1)
    with at(date(2026, 11, 25), 9):
        moment = timezone.make_aware(datetime.combine(TUESDAY, time(16)))
        register_consultation(name="王女士", need="能貸多少", asked_at=moment, by=am1)
        make_daily_summaries(on=date(2026, 11, 25), at=time(9))
    second = DailySummary.objects.get(revision=2)

    page = enter_desk(dm1).get(f"/desk/daily/{second.uuid}/").content.decode()
    comments = dict(second.lines.values_list("name", "comment"))
    waiting = second.status
    confirm_daily(summary=second, comments={second.lines.get(name="王女士").pk: "已知"}, by=dm1)

    assert (comments, waiting) == ({"林先生": "請回電", "王女士": ""}, DailyStatus.MADE)
    assert page.count("after version 1 was confirmed") == 1 and page.count("From version 1") == 1
    assert dict(second.lines.values_list("name", "comment")) == {"林先生": "請回電", "王女士": "已知"}


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1990, 1, 1), date(9999, 12, 31)])
def test_a_day_on_which_nobody_worked_here_is_refused_and_stays_typed(am1, dm1, enter_desk, day):
    with at(TUESDAY, 15):
        with pytest.raises(InvalidInput):
            draft_weekly(account_manager=am1, day=day, by=am1)
        with pytest.raises(InvalidInput):
            make_dailies(day=day, by=dm1)
        pages = [
            enter_desk(who).post(address, {"day": day.isoformat(), "last_day": ""})
            for who, address in ((dm1, "/desk/daily/"), (am1, "/desk/weekly/"))
        ]
        told = enter_desk(am1).post("/api/v1/weekly-summaries/", {"day": day.isoformat()}, "application/json")

    assert [(page.status_code, day.isoformat() in page.content.decode()) for page in pages] == [(422, True)] * 2
    assert told.status_code == 400 and not WeeklySummary.objects.exists()


def test_contacts_that_are_due_stand_in_the_week(am1, department_a, enter_desk):
    customer = CustomerFactory(account_manager=am1, department=department_a, name="永盛精密五金")
    with at(TUESDAY, 9):
        plan_contact(customer=customer, due_on=date(2026, 11, 26), aim="送報價", by=am1)
        page = enter_desk(am1).get("/desk/week/").content.decode()

    assert "送報價" in page and page.count("Nothing is planned.") == 6


# By hand, for any period


def test_a_period_is_drafted_by_hand_beside_the_weeks_and_once_C13(am1, dm1):
    with at(TUESDAY, 15):
        whole = draft_weekly(account_manager=am1, day=TUESDAY, by=am1)
        period = [
            draft_weekly(account_manager=am1, day=date(2026, 11, 1), last_day=TUESDAY, by=am1) for _click in range(2)
        ]
        same = draft_weekly(account_manager=am1, day=date(2026, 11, 23), last_day=date(2026, 11, 29), by=am1)
        handed_in = submit_weekly(weekly=period[0], version=period[0].version, by=am1, **WORDS)
        archived = archive_weekly(weekly=handed_in, version=handed_in.version, by=dm1)

    assert (period[0].pk, same.pk) == (period[1].pk, whole.pk)
    assert (archived.first_day, archived.last_day) == (date(2026, 11, 1), TUESDAY)
    assert WeeklySummary.objects.count() == 2


def test_a_period_by_hand_does_not_keep_the_clock_from_its_weeks(am1):
    with at(date(2026, 11, 6), 12):
        draft_weekly_summaries(on=date(2026, 11, 6), at=time(12))
        draft_weekly(account_manager=am1, day=date(2026, 11, 6), last_day=date(2026, 11, 16), by=am1)
        draft_weekly(account_manager=am1, day=date(2026, 11, 2), last_day=date(2026, 11, 5), by=am1)
    with at(TUESDAY, 9):
        drafted = draft_weekly_summaries(on=TUESDAY, at=time(9))

    assert (drafted, WeeklySummary.objects.whole_weeks().count()) == (2, 3)


@pytest.mark.parametrize("last", [date(2026, 11, 23), date(2027, 12, 1)])
def test_days_in_the_wrong_order_or_more_than_a_year_are_refused(am1, dm1, last):
    with at(TUESDAY, 15):
        with pytest.raises(InvalidInput):
            draft_weekly(account_manager=am1, day=TUESDAY, last_day=last, by=am1)
        with pytest.raises(InvalidInput):
            make_dailies(day=TUESDAY, last_day=last, by=dm1)


def test_daily_summaries_of_a_period_are_made_by_hand_and_only_what_is_new_C12(am1, dm1, department_a):
    asks(am1, day=date(2026, 11, 18))
    asks(am1, day=date(2026, 11, 21))
    with at(TUESDAY, 15):
        made = [make_dailies(day=date(2026, 11, 18), last_day=TUESDAY, by=dm1) for _click in range(2)]

    # Saturday because somebody asked, Sunday not.
    assert [summary.day.day for summary in made[0]] == [18, 19, 20, 21, 23, 24] and made[1] == []


def test_both_are_made_by_hand_on_the_page_and_by_a_machine_C12_C13(am1, dm1, enter_desk):
    asks(am1)
    with at(TUESDAY, 15):
        enter_desk(dm1).post("/desk/daily/", {"day": "2026-11-20", "last_day": "2026-11-24"})
        enter_desk(am1).post("/desk/weekly/", {"day": "2026-11-01", "last_day": "2026-11-15"})
        daily = enter_desk(dm1).post("/api/v1/daily-summaries/", {"day": "2026-11-19"}, "application/json")
        weekly = enter_desk(am1).post(
            "/api/v1/weekly-summaries/", {"day": "2026-11-02", "last_day": "2026-11-13"}, "application/json"
        )
        newest = DailySummary.objects.get(day=TUESDAY)
        comment = {"consultation": str(newest.lines.get().consultation.uuid), "comment": "請回電"}
        confirmed = enter_desk(dm1).post(
            f"/api/v1/daily-summaries/{newest.uuid}/confirm/", {"comments": [comment]}, "application/json"
        )
        rest = enter_desk(dm1).post("/api/v1/daily-summaries/confirm-all/", {}, "application/json")

    assert [row["day"] for row in daily.json()["made"]] == ["2026-11-19"]
    assert weekly.json()["last_day"] == "2026-11-13" and WeeklySummary.objects.count() == 2
    assert confirmed.json()["lines"][0]["comment"] == "請回電"
    assert (rest.status_code, rest.json()) == (200, {"confirmed": 3})
