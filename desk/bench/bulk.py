"""SQL by hand: what the services are held against, and what a database does at night."""

from datetime import date

from django.db import connection

# The same rows with the same values as `servicing.services.end_of_day`, written by hand.
END_OF_DAY = """
UPDATE servicing_loan
SET days_past_due = late.days, overdue_amount = late.amount, as_of = %(on)s
FROM (
    SELECT plan.loan_id,
           MAX($days) AS days,
           ROUND(SUM(part.principal + part.interest - part.principal_paid - part.interest_paid), 2) AS amount
    FROM servicing_instalment part JOIN servicing_schedule plan ON plan.id = part.schedule_id
    WHERE part.settled_on IS NULL AND part.payable_until < %(on)s AND plan.is_current
    GROUP BY plan.loan_id
) late
WHERE servicing_loan.id = late.loan_id AND servicing_loan.status = 'active'
"""
DAYS = {
    "postgresql": "CAST(%(on)s AS date) - part.due_on",
    "sqlite": "CAST(JULIANDAY(%(on)s) - JULIANDAY(part.due_on) AS INTEGER)",
}


def end_of_day(on: date) -> int:
    """Set days past due and overdue amounts; returns how many loans were written."""
    values = {"on": on.isoformat() if connection.vendor == "sqlite" else on}
    statement = END_OF_DAY.replace("$days", DAYS[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def analyse() -> None:
    """Fresh statistics for the planner, and pages marked as settled, as a night's vacuum leaves them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
