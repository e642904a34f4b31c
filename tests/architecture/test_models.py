"""What every table keeps: nothing is deleted along a key, apps point backwards only, money names its currency."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from core.fields import MoneyField
from tests.architecture.reading import APPS

OWN = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS]
# Amounts whose row belongs to one that names the currency, and is never read without it.
CURRENCY_ELSEWHERE = {
    "StatementLine": "a line of a company's statements, which name the currency",
}


def relations(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def deletes(model: type[models.Model]) -> list[str]:
    """Foreign keys along which a row could be deleted or emptied."""
    return [
        f"{model.__name__}.{field.name}"
        for field in relations(model)
        if field.remote_field.on_delete is not models.PROTECT and not model._meta.auto_created
    ]


def points_forward(model: type[models.Model]) -> list[str]:
    """Foreign keys to a later app. Everybody may point at the person who acted."""
    rank = APPS.index(model._meta.app_label)
    return [
        f"{model.__name__}.{field.name}"
        for field in relations(model)
        if (label := field.related_model._meta.label) != "staff.User"
        and label.split(".")[0] in APPS
        and APPS.index(label.split(".")[0]) > rank
    ]


def lacks_currency(model: type[models.Model]) -> bool:
    names = {field.name for field in model._meta.fields}
    has_money = any(
        isinstance(field, MoneyField) or (isinstance(field, models.DecimalField) and "amount" in field.name)
        for field in model._meta.fields
    )
    return has_money and "currency" not in names


def test_every_foreign_key_protects():
    assert [name for model in OWN for name in deletes(model)] == []


def test_no_table_points_to_a_later_app():
    assert [name for model in OWN for name in points_forward(model)] == []


def test_every_amount_names_its_currency():
    lacking = {model.__name__ for model in OWN if lacks_currency(model)}

    assert lacking - set(CURRENCY_ELSEWHERE) == set()


def test_every_person_and_case_row_has_a_uuid_and_a_version():
    stateful = [model for model in OWN if hasattr(model, "TRANSITIONS") and model._meta.app_label != "core"]
    names = {model.__name__: {field.name for field in model._meta.fields} for model in stateful}

    assert [name for name, fields in names.items() if "uuid" not in fields] == []


def test_a_status_has_a_table_and_only_values_of_that_table():
    with_status = [model for model in OWN if any(field.name == "status" for field in model._meta.fields)]
    values = {
        model.__name__: {value for value, _label in model._meta.get_field("status").choices} for model in with_status
    }

    assert [model.__name__ for model in with_status if not hasattr(model, "TRANSITIONS")] == []
    assert [m.__name__ for m in with_status if set(m.TRANSITIONS) != values[m.__name__]] == []


@pytest.fixture
def sample_model():
    class Sample(models.Model):
        amount = MoneyField(default=Decimal(0))
        loan = models.ForeignKey("servicing.Loan", models.CASCADE, related_name="+")

        class Meta:
            app_label = "staff"

    yield Sample
    del apps.all_models["staff"]["sample"]
    apps.clear_cache()


def test_a_model_that_breaks_each_rule_is_seen(sample_model):
    assert deletes(sample_model) == ["Sample.loan"]
    assert points_forward(sample_model) == ["Sample.loan"]
    assert lacks_currency(sample_model)
