"""The weekly summary: drafted by the clock, completed and handed in by its account manager, archived and sealed."""

import hashlib
import json
from datetime import date, time, timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import dates, documents, parameters
from core.errors import InvalidInput, Missing
from core.numbering import Kind, issue, shown
from core.service import record, require, service, take_version
from core.states import move
from core.text import plain_text
from desk import documents as papers
from desk import permissions
from desk.models import WeeklySummary
from desk.services.daily import NOBODY_WORKED, check_period, closed_days, first_worked, last_due
from desk.states import WeeklyStatus
from desk.week_days import Week, period_of, week_of, weeks_to_draft
from staff.models import Department, RoleAssignment, Task, User
from staff.providers import SUMMARY_LINES
from staff.roles import Role
from staff.services import drop_tasks, open_task

TEXTS = ("this_week", "problems", "next_week")
TEXT_LIMIT = 4000


def draft_weekly_summaries(*, on: date, at: time | None = None) -> int:
    """Draft every account manager's week on its last working day, and weeks in which the machine slept; returns how many."""
    last = last_due(on, at, "weekly_draft_at")
    earliest = on - timedelta(days=int(parameters.value("summary_catch_up_days", on)))
    held = RoleAssignment.objects.in_force(on).filter(role=Role.ACCOUNT_MANAGER, user__is_active=True)
    firsts: dict[int, list[date]] = {}
    whole = WeeklySummary.objects.filter(first_day__gte=earliest).whole_weeks()
    for pk, day in whole.values_list("account_manager", "first_day"):
        firsts.setdefault(pk, []).append(day)
    is_closed = closed_days()
    drafted = 0
    for assignment in held.select_related("user").order_by("user", "pk"):
        kept = firsts.get(assignment.user_id, [])
        due = weeks_to_draft(min(kept, default=last - timedelta(days=6)), last, is_closed)
        # Whoever has none yet begins with the latest week: there is nothing to make up for.
        for week in due if kept else due[-1:]:
            if week.first_day not in kept and week.last_day >= assignment.valid_from:
                draft_weekly(account_manager=assignment.user, day=week.first_day, by=None)
                kept.append(week.first_day)
                drafted += 1
    return drafted


@service(says=_("Weekly summary drafted from {day} on"))
def draft_weekly(*, account_manager: User, day: date, by: User | None, last_day: date | None = None) -> WeeklySummary:
    """The draft of the week in which `day` lies, or of the period from it to `last_day`.

    One that is there already is given back as it is.
    """
    if by is not None:
        require(permissions.may_draft_weekly(by))
        if by.pk != account_manager.pk:
            raise InvalidInput(_("Everybody drafts their own week."))
    check_period(day, last_day or day)
    week = week_of(day, closed_days()) if last_day is None else period_of(day, last_day, closed_days())
    if week.first_day > dates.today():
        raise InvalidInput(_("This week has not come yet."), field="day")
    if week.last_day < first_worked(user=account_manager):
        raise InvalidInput(NOBODY_WORKED, field="day")
    User.objects.wait_for(account_manager)
    kept = account_manager.weekly_summaries.filter(first_day=week.first_day, last_day=week.last_day).first()
    if kept is not None:
        return kept
    department = Department.objects.get(pk=min(account_manager.departments(Role.ACCOUNT_MANAGER)))
    weekly = WeeklySummary.objects.create(
        account_manager=account_manager,
        department=department,
        first_day=week.first_day,
        last_day=week.last_day,
        lines=gather(account_manager, week.first_day, week.last_day),
        gathered_at=dates.now(),
    )
    record(weekly, day=week.first_day)
    _remind(weekly, week)
    return weekly


def gather(person: User, first: date, last: date) -> dict[str, list[dict]]:
    """What the records say of a person's week, by section, in the person's language."""
    with translation.override(person.language):
        sections = sorted(SUMMARY_LINES, key=lambda section: section.position)
        return {section.code: section.gather(person, first, last) for section in sections}


@service(says=_("Weekly summary saved"))
def save_weekly(
    *,
    weekly: WeeklySummary,
    version: int,
    by: User,
    this_week: str | None = None,
    problems: str | None = None,
    next_week: str | None = None,
) -> WeeklySummary:
    """Keep one's own words without handing them in; what is not given stays as it was."""
    weekly = _own(weekly, by)
    _write(weekly, version, this_week=this_week, problems=problems, next_week=next_week)
    record(weekly)
    return weekly


@service(says=_("Weekly summary gathered again"))
def gather_again(*, weekly: WeeklySummary, by: User) -> WeeklySummary:
    """Take in what has been recorded since the draft was made."""
    weekly = _own(weekly, by)
    _gather_into(weekly)
    record(weekly, lines=sum(map(len, weekly.lines.values())))
    return weekly


@service(says=_("Weekly summary handed in"))
def submit_weekly(
    *,
    weekly: WeeklySummary,
    version: int,
    by: User,
    this_week: str | None = None,
    next_week: str | None = None,
    problems: str | None = None,
) -> WeeklySummary:
    """Hand the week in: its lines are gathered once more and stay from now on as they are.

    Refused before its last working day: what is still done in it would stand in no summary. Words that are not given
    are those that were saved.
    """
    weekly = _own(weekly, by)
    _refuse_unfinished(weekly)
    _write(weekly, version, this_week=this_week, problems=problems, next_week=next_week)
    asked = {"this_week": _("This week"), "next_week": _("Next week")}
    lacking = [label for name, label in asked.items() if not getattr(weekly, name)]
    if lacking:
        raise Missing(_("Not yet: write these in your own words."), lacking)
    _gather_into(weekly)
    weekly.submitted_at = dates.now()
    weekly.save(update_fields=["submitted_at"])
    move(weekly, to=WeeklyStatus.SUBMITTED)
    drop_tasks(keys=_open_reminders(weekly), reason=_("Handed in"))
    return weekly


@service(says=_("Weekly summary given back: {comment}"))
def return_weekly(*, weekly: WeeklySummary, version: int, comment: str, by: User) -> WeeklySummary:
    """Give a summary back with what is to be changed; its account manager is reminded by a task."""
    weekly = _judged(weekly, version, by)
    weekly.comment = plain_text(comment)[:300]
    if len(weekly.comment) < 2:
        raise InvalidInput(_("Say what is to be changed, in a few words."), field="comment")
    weekly.save(update_fields=["comment"])
    move(weekly, to=WeeklyStatus.DRAFT, comment=weekly.comment)
    _remind(weekly, period_of(weekly.first_day, weekly.last_day, closed_days()), why=weekly.comment)
    return weekly


@service(says=_("Weekly summary archived: {number}"))
def archive_weekly(*, weekly: WeeklySummary, version: int, by: User, comment: str = "") -> WeeklySummary:
    """Give the summary its number, seal it and ask for its PDF; nothing in it changes afterwards."""
    weekly = _judged(weekly, version, by)
    weekly.number = issue(Kind.WEEKLY, weekly.department.branch.code)
    weekly.comment = plain_text(comment)[:300]
    weekly.archived_at, weekly.archived_by = dates.now(), by
    weekly.content_hash = content_hash(weekly)
    language = weekly.account_manager.language
    weekly.document = documents.ask(
        key=f"weekly:{weekly.uuid}",
        kind="weekly_summary",
        title=shown(weekly.number, language),
        html=papers.weekly_html(weekly),
        language=language,
        by=by,
    )
    fields = ["number", "comment", "archived_at", "archived_by", "content_hash", "document"]
    weekly.save(update_fields=fields)
    move(weekly, to=WeeklyStatus.ARCHIVED, number=weekly.number, hash=weekly.content_hash)
    return weekly


def lines_since(weekly: WeeklySummary) -> int:
    """How many lines the records have now, of what was done in the period, beyond those that were handed in.

    What was missed is not among them: the next week tells it.
    """
    now = gather(weekly.account_manager, weekly.first_day, weekly.last_day)
    kept = {code: len(lines) for code, lines in weekly.lines.items()}
    return sum(max(len(lines) - kept.get(code, 0), 0) for code, lines in now.items() if code != "missed")


def _refuse_unfinished(weekly: WeeklySummary) -> None:
    week = period_of(weekly.first_day, weekly.last_day, closed_days())
    ends = week.closes_on or week.last_day
    if dates.today() < ends:
        raise InvalidInput(
            _(
                "Work goes on until {day}: hand it in on that day or later. Who is away draws up a shorter period."
            ).format(day=ends)
        )


def content_hash(weekly: WeeklySummary) -> str:
    """The seal of what the summary says: SHA-256 over its number, days, lines and words."""
    body = [weekly.number, str(weekly.first_day), weekly.lines, *(getattr(weekly, name) for name in TEXTS)]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _own(weekly: WeeklySummary, by: User) -> WeeklySummary:
    weekly = WeeklySummary.objects.select_for_update().get(pk=weekly.pk)
    require(permissions.may_write(by, weekly))
    return weekly


def _judged(weekly: WeeklySummary, version: int, by: User) -> WeeklySummary:
    weekly = WeeklySummary.objects.select_for_update().get(pk=weekly.pk)
    require(permissions.may_archive(by, weekly))
    if weekly.status != WeeklyStatus.SUBMITTED:
        raise InvalidInput(_("This summary has not been handed in."))
    take_version(weekly, version)
    return weekly


def _write(weekly: WeeklySummary, version: int, **given: str | None) -> None:
    take_version(weekly, version)
    texts = {name: text for name, text in given.items() if text is not None}
    for name, text in texts.items():
        cleaned = plain_text(text)
        if len(cleaned) > TEXT_LIMIT:
            raise InvalidInput(_("At most {count} characters.").format(count=TEXT_LIMIT), field=name)
        setattr(weekly, name, cleaned)
    weekly.save(update_fields=[*texts])


def _gather_into(weekly: WeeklySummary) -> None:
    weekly.lines = gather(weekly.account_manager, weekly.first_day, weekly.last_day)
    weekly.gathered_at = dates.now()
    weekly.save(update_fields=["lines", "gathered_at"])


def _open_reminders(weekly: WeeklySummary) -> list[str]:
    """The keys of the tasks that remind of this week: one for each time that it was given to be written."""
    return list(Task.objects.open().filter(key__startswith=f"weekly:{weekly.uuid}:").values_list("key", flat=True))


def _remind(weekly: WeeklySummary, week: Week, why: str = "") -> None:
    """A task of the account manager until the week is handed in."""
    person = weekly.account_manager
    open_task(
        assignee=person,
        kind="weekly_summary",
        title=_("Hand in the weekly summary"),
        why=why or f"{weekly.first_day} – {weekly.last_day}",
        due_on=max(week.closes_on or week.last_day, dates.today()) if why else week.closes_on or week.last_day,
        url=reverse("desk:weekly", args=[weekly.uuid]),
        key=f"weekly:{weekly.uuid}:{weekly.version}",
        by=None,
    )
