"""Rows for tests: each factory makes something a lender would recognise."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from core.models import AuditEvent
from staff.models import Branch, Department, RoleAssignment, User


class BranchFactory(DjangoModelFactory):
    class Meta:
        model = Branch
        django_get_or_create = ("code",)

    code = "HQ"
    name = "總行"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    branch = factory.SubFactory(BranchFactory)
    code = factory.Sequence(lambda n: f"D{n}")
    name = factory.LazyAttribute(lambda o: f"信貸{o.code}部")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("username",)

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.LazyAttribute(lambda o: f"員工{o.username}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@loandesk.example")
    language = "zh-hant"


def person(username: str, role: str, department=None, **values) -> User:
    """Somebody who has worked in a role since 2020; the same username gives the same person a further role."""
    user = UserFactory(username=username, **values)
    RoleAssignment.objects.create(user=user, role=role, department=department, valid_from=date(2020, 1, 1))
    return user


def actions_on(thing) -> list[str]:
    """What was recorded about a thing, oldest first."""
    key = f"{thing._meta.label_lower}:{thing.uuid}"
    return list(AuditEvent.objects.filter(subject=key).order_by("sequence").values_list("action", flat=True))
