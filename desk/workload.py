"""What each account manager has in hand: customers, open applications, running loans and what is overdue of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from applications.models import Application
from applications.states import ENDED, Status
from core import dates
from customers.models import Customer
from servicing.models import Loan
from staff.models import GradeAssignment, RoleAssignment, User
from staff.roles import Grade, Role, Scope


@dataclass(frozen=True)
class Load:
    """One account manager's work in hand; balances in yuan."""

    person: Any
    department: str
    grade: str
    customers: int
    applications: int
    loans: int
    balance: Decimal
    overdue: int
    overdue_balance: Decimal


def by_account_manager(user: User) -> list[Load]:
    """A row for each account manager of the departments this person manages, or of all for an auditor.

    Counted by the database in as many queries as there are kinds of work, however many people and loans there are.
    """
    posts = _posts(user)
    people = {post.user_id for post in posts}
    customers = _counted(Customer.objects.current().filter(account_manager__in=people))
    open_cases = Application.objects.exclude(status__in=[*ENDED, Status.DISBURSED])
    cases = _counted(open_cases.filter(account_manager__in=people))
    loans = _loans(Loan.objects.active().filter(account_manager__in=people))
    grades = dict(
        GradeAssignment.objects.filter(user__in=people, valid_from__lte=dates.today())
        .order_by("valid_from", "pk")
        .values_list("user", "grade")
    )
    rows = {}
    for post in posts:
        own = loans.get(post.user_id, {})
        rows[post.user_id] = Load(
            person=post.user,
            department=post.department.name,
            grade=str(Grade(grades.get(post.user_id, Grade.REGULAR)).label),
            customers=customers.get(post.user_id, 0),
            applications=cases.get(post.user_id, 0),
            loans=own.get("count", 0),
            balance=own.get("balance") or Decimal(0),
            overdue=own.get("overdue", 0),
            overdue_balance=own.get("overdue_balance") or Decimal(0),
        )
    return list(rows.values())


def total(rows: list[Load]) -> dict[str, Any]:
    """The sums over all rows."""
    names = ("customers", "applications", "loans", "balance", "overdue", "overdue_balance")
    return {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in names}


def _posts(user: User) -> list[RoleAssignment]:
    posts = RoleAssignment.objects.in_force().filter(role=Role.ACCOUNT_MANAGER, user__is_active=True)
    if Scope.ALL not in user.scopes():
        posts = posts.filter(department__in=user.departments(Role.DEPARTMENT_MANAGER))
    return list(posts.select_related("user", "department").order_by("department__code", "user__username"))


def _counted(rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("account_manager").annotate(Count("pk")))


def _loans(rows: QuerySet) -> dict[int, dict]:
    late, owed = Q(next_payable_until__lt=dates.today()), F("principal") - F("principal_paid")
    grouped = rows.order_by().values("account_manager")
    summed = grouped.annotate(
        count=Count("pk"),
        balance=Sum(owed),
        overdue=Count("pk", filter=late),
        overdue_balance=Sum(owed, filter=late),
    )
    return {row["account_manager"]: row for row in summed}
