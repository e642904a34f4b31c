"""The daily figures of all loans in two statements, however many there are; rows that stay as they are stay untouched.

The two databases differ in how they count days and in nothing else. Amounts are rounded to the cent where SQLite adds
them as floating numbers, so that an unchanged sum compares equal.
"""

from datetime import date

from django.db import connection

# $days stands for the days from a date to the run's; the statements are fixed text, values are always bound.
_LATE = """
UPDATE servicing_loan
SET days_past_due = late.days, overdue_amount = late.amount, as_of = %(on)s
FROM (
    SELECT plan.loan_id AS loan_id,
           MAX($days) AS days,
           ROUND(SUM(part.principal + part.interest - part.principal_paid - part.interest_paid), 2) AS amount
    FROM servicing_instalment part
    JOIN servicing_schedule plan ON plan.id = part.schedule_id
    JOIN servicing_loan owner ON owner.id = plan.loan_id
    WHERE part.settled_on IS NULL AND part.due_on < %(on)s AND part.payable_until < %(on)s
      AND plan.is_current AND owner.status = 'active'
    GROUP BY plan.loan_id
) late
WHERE servicing_loan.id = late.loan_id
  AND (servicing_loan.days_past_due <> late.days OR servicing_loan.overdue_amount <> late.amount)
"""
_CLEAR = """
UPDATE servicing_loan
SET days_past_due = 0, overdue_amount = 0, as_of = %(on)s
WHERE (days_past_due <> 0 OR overdue_amount <> 0)
  AND NOT (status = 'active' AND EXISTS (
    SELECT 1 FROM servicing_instalment part
    JOIN servicing_schedule plan ON plan.id = part.schedule_id
    WHERE plan.loan_id = servicing_loan.id AND plan.is_current
      AND part.settled_on IS NULL AND part.payable_until < %(on)s
  ))
"""
_DAYS = {
    "postgresql": "CAST(%(on)s AS date) - part.due_on",
    "sqlite": "CAST(JULIANDAY(%(on)s) - JULIANDAY(part.due_on) AS INTEGER)",
}


def bring_up_to_date(on: date) -> int:
    """Set days past due and the overdue principal and interest of every loan; returns how many rows changed.

    `as_of` is the day on which a row's figures last changed.
    """
    # SQLite keeps a date as text; PostgreSQL's driver would send this text as a date all the same.
    values = {"on": on.isoformat()} if connection.vendor == "sqlite" else {"on": on}
    late = _LATE.replace("$days", _DAYS[connection.vendor])
    changed = 0
    with connection.cursor() as cursor:
        for statement in (late, _CLEAR):
            cursor.execute(statement, values)
            changed += cursor.rowcount
    return changed
