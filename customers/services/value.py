"""What changes about the value of customers: computed at intervals and on demand, or set by hand with a reason."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates, parameters
from core.errors import InvalidInput
from core.service import plain, record, require, service
from core.text import plain_text
from core.workdays import add_months
from customers import permissions, providers, valuing
from customers.models import Customer, ReviewCause, ValueGrade, ValueReview, ValueRun
from customers.parameters import INTERVAL, VALUE_GRADES, VALUE_NAMES
from staff.models import User
from staff.roles import Role

BATCH, MOST_IN_A_RUN = 500, 5_000


@service(says=_("Value reviewed: {grade}, {score} points"))
def review_value(*, customer: Customer, by: User) -> ValueReview:
    """Compute the value of one customer today; nothing is added where it says what the last one of the day says."""
    customer = _locked(customer)
    require(permissions.may_review_value(by, customer))
    today = dates.today()
    last = customer.value_reviews.filter(is_current=True).first()
    new = _judged([customer.pk], today, ReviewCause.ASKED, by)[0]
    if last is not None and last.on == today and (last.grade, last.reasons) == (new.grade, new.reasons):
        new = last
    else:
        _keep([new])
    record(new, grade=f"value_{new.grade}", score=new.score, was=new.previous_grade)
    return new


@service(says=_("Value grade set by hand: {grade}. {reason}"))
def set_value_grade(*, customer: Customer, grade: str, reason: str, by: User) -> ValueReview:
    """Let another grade than the computed one stand, for as long as reviews lie apart; the figures are kept beside it."""
    customer = _locked(customer)
    require(permissions.may_set_value_grade(by, customer))
    if grade not in ValueGrade.values:
        raise InvalidInput(_("Choose one of those offered."), field="grade")
    why = " ".join(plain_text(reason).split())
    if not 2 <= len(why) <= 200:
        raise InvalidInput(_("Say why in 2 to 200 characters."), field="reason")
    today = dates.today()
    new = _judged([customer.pk], today, ReviewCause.HAND, by)[0]
    new.grade, new.why = grade, why
    new.held_until = add_months(today, int(parameters.value(INTERVAL, today)))
    _keep([new])
    record(new, grade=f"value_{grade}", reason=why, was=new.previous_grade)
    return new


@service(says=_("Value of {customers} customers reviewed, {changed} changed their grade"))
def review_values(*, by: User) -> ValueRun:
    """Review every customer that `by` keeps or manages and that was not reviewed today."""
    require(permissions.may_run_review(by))
    today = dates.today()
    near = Q(account_manager=by) if by.has_role(Role.ACCOUNT_MANAGER) else Q(pk=None)
    near |= Q(department__in=by.departments(Role.DEPARTMENT_MANAGER))
    waiting = _not_reviewed(Customer.objects.current().filter(near), since=today)
    return _run(waiting.values_list("pk", flat=True), today, ReviewCause.ASKED, by)


@service(says=_("Value of {customers} customers reviewed, {changed} changed their grade"))
def review_values_due(*, on: date, by=None) -> int:
    """Review those whose last review, or else registration, lies an interval back; returns how many, 5,000 at most.

    A second run, or a second clock, finds nothing to do: each customer is locked and asked about once more.
    """
    limit = add_months(on, -int(parameters.value(INTERVAL, on)))
    due = _due(limit).order_by("pk").values_list("pk", flat=True)[:MOST_IN_A_RUN]
    pks = list(due)
    if not pks:
        return 0
    return _run(pks, on, ReviewCause.INTERVAL, by, limit).customers


def review_all_values_due(*, on: date) -> int:
    """Every value that is due, a run of its own for each few thousand, so that no transaction grows with the house."""
    total = 0
    while done := review_values_due(on=on):
        total += done
    return total


def notices_of_value(customer: Customer, user: User) -> list[dict]:
    """On every page of a key customer's file: that who keeps it has not the grade for it (L13.1.2)."""
    if not customer.is_top or not (refusal := permissions.may_own(customer.account_manager, customer)):
        return []
    return [{"tone": "is-warn", "title": _("The department manager assigns another account manager"), "text": refusal}]


def rules_on(day: date) -> valuing.Rules:
    """The weights and thresholds in force on a day."""
    found = parameters.values(VALUE_NAMES, day)
    marks = {
        code: valuing.Mark(found[f"value_weight_{code}"], found[f"value_full_{code}"])
        for code in (*valuing.CRITERIA, valuing.OVERDUE)
    }
    return valuing.Rules(marks, {grade: found[f"value_least_{grade}"] for grade in VALUE_GRADES})


def _locked(customer: Customer) -> Customer:
    return Customer.objects.select_for_update(of=("self",)).with_owner().get(pk=customer.pk)


def _due(limit: date):
    """Customers known since before the limit, without a review after it."""
    night = timezone.make_aware(datetime.combine(limit + timedelta(days=1), time()))
    return _not_reviewed(Customer.objects.current().filter(created_at__lt=night), since=limit + timedelta(days=1))


def _not_reviewed(customers, since: date):
    later = ValueReview.objects.filter(customer=OuterRef("pk"), is_current=True, on__gte=since)
    return customers.filter(~Exists(later))


def _run(customers: Iterable[int], on: date, cause: str, by: User | None, limit: date | None = None) -> ValueRun:
    """One run over many, in batches; with a `limit` only those that are still due once their rows are locked."""
    run = ValueRun.objects.create(on=on, cause=cause, made_by=by)
    digest, pks = hashlib.sha256(), sorted(customers)
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        list(Customer.objects.select_for_update().filter(pk__in=batch).order_by("pk").values_list("pk"))
        again = _due(limit) if limit else _not_reviewed(Customer.objects.current(), since=on)
        rows = _judged(list(again.filter(pk__in=batch).order_by("pk").values_list("pk", flat=True)), on, cause, by)
        for row in rows:
            row.run = run
            digest.update(f"{row.customer_id} {row.grade} {row.score}\n".encode())
        _keep(rows)
        run.customers += len(rows)
        run.changed += sum(row.has_changed for row in rows)
    run.content_hash = digest.hexdigest()
    run.save(update_fields=["customers", "changed", "content_hash"])
    record(run, on=on, customers=run.customers, changed=run.changed, hash=run.content_hash)
    return run


def _judged(customers: Sequence[int], on: date, cause: str, by: User | None) -> list[ValueReview]:
    """A new review for each customer, not yet kept; a grade set by hand stands until its day."""
    rules, volumes = rules_on(on), providers.volumes_of(customers, on)
    current = ValueReview.objects.filter(customer__in=customers, is_current=True)
    before = {row.customer_id: row for row in current}
    return [_row(pk, volumes[pk], rules, on, before.get(pk), cause, by) for pk in customers]


def _row(
    customer: int,
    volume: valuing.Volume,
    rules: valuing.Rules,
    on: date,
    before: ValueReview | None,
    cause: str,
    by: User | None,
) -> ValueReview:
    value = valuing.value_of(volume, rules, on)
    row = ValueReview(
        customer_id=customer,
        on=on,
        cause=cause,
        grade=value.grade,
        computed_grade=value.grade,
        previous_grade=before.grade if before else "",
        score=value.score,
        balance=volume.balance,
        average_balance=volume.average_balance,
        income=volume.income,
        income_before=volume.income_before,
        expected_income=volume.expected_income,
        reasons=[
            {name: plain(getattr(reason, name)) for name in ("code", "figure", "weight", "full", "points")}
            for reason in value.reasons
        ],
        least=plain(dict(rules.least)),
        made_by=by,
    )
    if before is not None and before.held_until is not None and before.held_until > on:
        row.grade, row.why, row.held_until = before.grade, before.why, before.held_until
    return row


def _keep(rows: Sequence[ValueReview]) -> None:
    """The new reviews take the place of the old ones, which stay readable."""
    customers = [row.customer_id for row in rows]
    ValueReview.objects.filter(customer__in=customers, is_current=True).update(is_current=False)
    ValueReview.objects.bulk_create(rows)
