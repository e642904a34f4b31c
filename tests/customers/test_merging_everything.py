"""A merge takes along whatever points at a customer: a row in every table that has such a column, found by the models."""

import uuid
from datetime import date

from django.contrib.auth import get_user_model
from django.db import models

from core import dates
from core.fields import BlindIndexField
from customers.models import Customer, RelatedParty, Relation
from customers.services import ask_merge, confirm_merge, merging
from staff.models import Task
from tests.customers.test_merging import decided, two_persons
from tests.factories import ApplicationFactory, CustomerFactory, ProductVersionFactory

DAY = date(2026, 1, 5)
# What a rule of the table asks beyond a value for each column that may not be empty; by the model's label.
FURTHER = {
    "customers.Consent": {"kind": "marketing"},
    "customers.Screening": {"finding": "clear"},
    "applications.Paper": {"title": "承諾書"},
    "customers.CreditReport": {"worst_24": 0, "worst_60": 0},
}
KEPT_AWAY = {
    "customers.OwnershipConflict.customer": "an open conflict keeps the files apart",
    "servicing.Loan.customer": "a loan needs its whole past; tried in test_merging",
    "servicing.Reminder.customer": "goes with its loan, as the loan does",
}


def row_of(key, customer, by, department):
    """A row of the table whose column `key` names this customer, with some value in each column that must have one."""
    model, values = key.model, {key.name: customer}
    for column in model._meta.concrete_fields:
        if column.name not in values and needs_value(column):
            values[column.name] = value_of(column, customer, by, department)
    values |= FURTHER.get(model._meta.label, {})
    row = model(**values)
    row.save(force_insert=True)
    return row


def needs_value(column) -> bool:
    return not (column.primary_key or column.null or column.has_default() or column.blank) or (
        column.name in ("asked_on", "first_planned_on")
    )


def value_of(column, customer, by, department):
    if isinstance(column, models.ForeignKey):
        return linked(column.related_model, customer, by, department)
    if column.choices:
        return column.choices[0][0]
    for kind, value in (
        (BlindIndexField, None), (models.DateTimeField, dates.now()), (models.DateField, DAY), (models.UUIDField, uuid.uuid4()),
        (models.BooleanField, False), (models.DecimalField, 1), (models.IntegerField, 0), (models.JSONField, []),
    ):  # fmt: skip
        if isinstance(column, kind):
            return value
    return uuid.uuid4().hex[: min(column.max_length or 20, 20)]


def linked(model, customer, by, department):
    """A row for another column: the person who acts, the same customer, or a row made in the same way."""
    if model is get_user_model():
        return by
    if model is Customer:
        return customer
    if model._meta.label == "staff.Department":
        return department
    if model._meta.label == "applications.ProductVersion":
        return ProductVersionFactory()
    if model._meta.label == "applications.Application":
        return ApplicationFactory(customer=CustomerFactory(account_manager=by, department=department))
    own = next((key for key in model._meta.local_fields if key.related_model is Customer), None)
    if own is not None:
        return row_of(own, customer, by, department)
    values = {
        column.name: value_of(column, customer, by, department)
        for column in model._meta.concrete_fields
        if needs_value(column)
    }
    return model._base_manager.create(**values)


def confirmed(first, second, by, manager):
    merge = ask_merge(pair=decided(first, second, by), survivor=first, choices={}, reason="重複建檔", by=by)
    return confirm_merge(merge=merge, version=1, by=manager)


def test_a_row_in_every_table_that_names_a_customer_goes_along(am1, dm1, department_a):
    first, second = two_persons(am1)
    keys = [key for key in merging.links() if merging.link_name(key) not in KEPT_AWAY]
    rows = {merging.link_name(key): row_of(key, second, am1, department_a) for key in keys if key.model is not Customer}
    referred = CustomerFactory(account_manager=am1, department=department_a, referrer=second)

    confirmed(first, second, am1, dm1)

    left = {name: row for name, row in rows.items() if getattr(reread(row), name.rsplit(".", 1)[1]) != first}
    assert left == {}
    assert reread(referred).referrer == first
    assert {"customers.Visit.customer", "customers.Screening.customer", "applications.Paper.customer"} <= set(rows)


def reread(row):
    return type(row)._base_manager.get(pk=row.pk)


def test_every_column_that_names_a_customer_by_uuid_is_known(am1, dm1):
    """A column of uuids is a link to a customer, or it is listed here with what else it names."""
    from django.apps import apps

    other = {
        "core.AuditEvent.case": "the trail is sealed; both trails are read together",
        "customers.Contact.about": "a case or contract",
        "customers.Contact.thread": "a chain of contacts",
        "customers.RelatedParty.cluster": "a circle of relations",
        "customers.Screening.on_case": "a case",
    }
    known = {f"{column.model._meta.label}.{column.name}" for column in merging.uuid_links()}

    found = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.local_fields
        if isinstance(column, models.UUIDField) and column.name != "uuid"
    }

    assert found - known == set(other)


def test_relations_of_the_merged_file_are_those_of_the_survivor_afterwards(am1, dm1, department_a):
    first, second = two_persons(am1)
    company = CustomerFactory(account_manager=am1, department=department_a)
    ends = {one: RelatedParty.objects.create(customer=one, kind=one.kind) for one in (first, second, company)}
    said = {"subject": ends[company], "valid_from": DAY, "source": "told", "recorded_by": am1}
    twice = [Relation.objects.create(kind="controller", holder=ends[one], **said) for one in (first, second)]
    moved = Relation.objects.create(kind="officer", title="董事", holder=ends[second], **said)
    itself = Relation.objects.create(kind="sibling", holder=ends[first], **said | {"subject": ends[second]})

    merge = confirmed(first, second, am1, dm1)

    assert set(Relation.objects.of(first).on()) == {twice[0], moved}
    assert not Relation.objects.of(second).on().exists()
    assert reread(itself).end_reason and reread(twice[1]).valid_to == DAY
    assert merge.moved["customers.Relation"] == 3
    assert Task.objects.count() == 0
