"""The lender that bulk rows belong to: its days, its people, and teams that become more as the rows do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import models

from core import dates
from core.parameters import FIRST_DAY
from desk.demo.volume.names import BRANCHES
from staff.models import Branch, Department, User
from staff.roles import Role

CASES_OF_A_TEAM = 1000
FILES_OF_A_TEAM = 667  # customers without applications, beside those that have some
DEPARTMENT_OF_EACH_THIRD = "A"


@dataclass(frozen=True)
class Seat:
    """An account manager and the department of the customers."""

    manager: User
    department_id: int


@dataclass
class Lender:
    """What every bulk row needs to know; read once for a run."""

    random: Random
    teams: dict[int, list[Seat]] = field(default_factory=dict)
    seconds: dict[int, User] = field(default_factory=dict)
    payable: dict[date, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.today, self.now, self.days = dates.today(), dates.now(), dates.lender_days()
        # A number that begins with no branch of ours is taken for somebody's own, and looked for in no list.
        Branch.objects.bulk_create([Branch(code=code, name=code) for code in BRANCHES], ignore_conflicts=True)

    @cached_property
    def people(self) -> dict[str, User]:
        return User.objects.in_bulk(field_name="username")

    def seat_of_case(self, serial: int) -> Seat:
        """Who looks after the customer of this serial and its applications."""
        return self._team(serial // CASES_OF_A_TEAM)[serial % 3]

    def seat_of_file(self, serial: int) -> Seat:
        """Who looks after a customer without applications."""
        return self._team(serial // FILES_OF_A_TEAM)[serial % 3]

    def second_of(self, manager: User) -> User:
        """The second investigator of a manager met before."""
        return self.seconds[manager.pk]

    def payable_until(self, day: date) -> date:
        """The last day to pay what is due on a day without penalty."""
        if day not in self.payable:
            self.payable[day] = dates.next_working_day(day, self.days)
        return self.payable[day]

    def _team(self, place: int) -> list[Seat]:
        """Three account managers: with every further thousand applications come three more.

        So nobody's own work grows with the lender; what a department manager, an auditor or risk sees does.
        """
        if place not in self.teams:
            people = [self.people[name] for name in ("am1", "am2", "am3")] if place == 0 else _further(place)
            seats = [user.assignments.first().department_id for user in people]
            first, second, third = people
            beside = self.people["am4"] if place == 0 else first  # the other one in the third one's department
            self.seconds |= {first.pk: second, second.pk: first, third.pk: beside}
            self.teams[place] = [Seat(user, seat) for user, seat in zip(people, seats, strict=True)]
        return self.teams[place]


def _further(place: int) -> list[User]:
    """Three more account managers, every third team in the department of `dm1`; nobody can sign in as them."""
    department = Department.objects.get(code=DEPARTMENT_OF_EACH_THIRD) if place % 3 == 0 else _department(place)
    people = []
    for letter in "abc":
        user, is_new = User.objects.get_or_create(
            username=f"v{place}{letter}", defaults={"name": f"V{place}{letter}", "password": make_password(None)}
        )
        if is_new:
            user.assignments.create(role=Role.ACCOUNT_MANAGER, department=department, valid_from=FIRST_DAY)
        people.append(user)
    return people


def _department(place: int) -> Department:
    named = {"branch": Branch.objects.earliest("pk"), "name": f"V{place}"}
    return Department.objects.get_or_create(code=f"V{place}", defaults=named)[0]


def kept(rows: Sequence[models.Model]) -> list:
    """The rows, written in bulk."""
    return type(rows[0])._base_manager.bulk_create(rows) if rows else []
