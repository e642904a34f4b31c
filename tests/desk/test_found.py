"""A new production database: products, wordings, departments and accounts from a file."""

import json

import pytest
from django.core.management import CommandError, call_command

from applications.models import ProductVersion
from contracts.models import ContractTemplate
from staff.models import Department, User

pytestmark = pytest.mark.django_db
PLAN = {
    "departments": [{"branch": "HQ", "branch_name": "總行", "code": "A", "name": "公司業務一部"}],
    "accounts": [
        {"username": "lin", "name": "林曉雯", "role": "account_manager", "department": "A"},
        {"username": "root", "name": "管理員", "role": "administrator"},
    ],
}


@pytest.fixture
def plan(tmp_path):
    def write(content):
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def test_an_empty_house_gets_products_wordings_departments_and_people_who_can_sign_in(plan, capsys, client):
    call_command("found", plan(PLAN))

    username, password = capsys.readouterr().out.splitlines()[-3].split()
    assert ProductVersion.objects.count() == 6 and ContractTemplate.objects.count() == 3
    assert User.objects.get(username="lin").departments("account_manager") == {Department.objects.get().pk}
    assert client.post("/login/", {"login": username, "password": password}).url == "/"


def test_founding_twice_changes_nothing_and_prints_no_password(plan, capsys):
    call_command("found", plan(PLAN))
    before = User.objects.get(username="lin").password
    capsys.readouterr()

    call_command("found", plan(PLAN))

    assert capsys.readouterr().out.startswith("0 accounts opened")
    assert (User.objects.count(), ProductVersion.objects.count()) == (2, 6)
    assert User.objects.get(username="lin").password == before


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {"departments": [], "accounts": [{"username": "x"}]},
        {"departments": [], "accounts": [{**PLAN["accounts"][1], "password": "known"}]},
        {"departments": [], "accounts": [{**PLAN["accounts"][1], "role": "king"}]},
        {"departments": [], "accounts": [PLAN["accounts"][0]]},
        {"departments": [{**PLAN["departments"][0], "branch": "head"}], "accounts": []},
        {**PLAN, "accounts": [PLAN["accounts"][1], {"username": "y", "name": "乙", "role": "account_manager"}]},
    ],
)
def test_a_wrong_plan_gets_one_sentence_and_leaves_nothing(plan, broken):
    with pytest.raises(CommandError):
        call_command("found", plan(broken))

    assert not User.objects.exists() and not ProductVersion.objects.exists()
