"""Opening and changing a customer's file, revealing what is masked, and yearly statements."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from core.errors import InvalidInput, Missing, NotAllowed, Stale
from core.models import AuditEvent, IssuedNumber
from customers.models import Customer, FinancialStatement
from customers.services import register_customer, reveal_identity, save_statement, update_customer
from tests.cases.yongsheng import YEAR_2024, YEAR_2025, wan
from tests.factories import actions_on

COMPANY = {
    "kind": "company",
    "name": "永盛精密五金有限公司",
    "identity": "91990100MA9YR001XY",
    "phone": "138 0000 0012",
    "details": {"founded_on": date(2014, 5, 8), "legal_representative": "林永盛", "industry_code": "3399"},
}
PERSON = {"kind": "person", "name": "陳麗華", "identity": "990102198403120423", "details": {}}
YEAR_END = date(2025, 12, 31)


@pytest.fixture
def yongsheng(am1):
    return register_customer(by=am1, **COMPANY)


def statement_of(customer, by, **values):
    return save_statement(
        **{
            "customer": customer,
            "period_end": YEAR_END,
            "is_audited": True,
            "values": YEAR_2025,
            "version": None,
            "by": by,
            **values,
        }
    )


def refusal(call, error=InvalidInput, **values):
    with pytest.raises(error) as caught:
        call(**values)
    return caught.value


def test_a_company_is_registered_in_the_department_of_its_account_manager(am1, department_a):
    customer = register_customer(by=am1, **COMPANY)

    customer.refresh_from_db()
    assert customer.number.startswith("HQK")
    assert (customer.department, customer.account_manager) == (department_a, am1)
    assert (customer.identity, customer.identity_tail) == ("91990100MA9YR001XY", "01XY")
    assert customer.company.legal_representative == "林永盛"
    assert actions_on(customer) == ["register_customer", "look_up_new"]


def test_a_persons_birth_date_is_read_from_the_number(am1):
    customer = register_customer(by=am1, **PERSON)

    assert customer.person.birth_date == date(1984, 3, 12)


def test_the_identity_is_kept_in_one_form_however_it_was_typed(am1):
    customer = register_customer(by=am1, **{**COMPANY, "identity": "９１９９ 0100 ma9yr001xy"})

    customer.refresh_from_db()
    assert customer.identity == "91990100MA9YR001XY"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"identity": "91990100MA9YR001XX"}, "identity", "should be Y"),
        ({"identity": "9199"}, "identity", "18 characters"),
        ({"identity": "1" * 10_000}, "identity", "18 characters"),
        ({"identity": ""}, "identity", "Enter the number"),
        ({"kind": "animal"}, "kind", "person or a company"),
        ({"name": " "}, "name", "2 to 120"),
        ({"name": "永" * 10_000}, "name", "2 to 120"),
        ({"phone": "call me"}, "phone", "not a phone"),
        ({"email": "a@b"}, "email", "not an e-mail"),
        ({"address": "x" * 10_000}, "address", "300"),
        ({"details": {"founded_on": date(2099, 1, 1)}}, "founded_on", "before today"),
        ({"details": {"industry_code": "33999"}}, "industry_code", "four digits"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(am1, changed, field, words):
    error = refusal(register_customer, by=am1, **{**COMPANY, **changed})

    assert error.field == field
    assert words in str(error)
    assert not Customer.objects.exists()
    assert not IssuedNumber.objects.exists()


def test_a_birth_date_against_the_number_is_refused(am1):
    error = refusal(register_customer, by=am1, **{**PERSON, "details": {"birth_date": date(1984, 3, 13)}})

    assert error.field == "birth_date"


def test_a_duplicate_is_refused_with_the_owners_name_also_to_who_may_not_see_the_file(yongsheng, am1, am3):
    error = refusal(register_customer, by=am3, **{**COMPANY, "name": "別的名字"})

    assert error.field == "identity"
    assert am1.name in str(error)
    assert yongsheng.name not in str(error)
    assert Customer.objects.count() == 1


def test_two_at_the_same_moment_open_one_file_and_the_other_learns_the_owner(real_db):
    from tests.factories import DepartmentFactory, person

    department = DepartmentFactory(code="A")
    people = [person(name, "account_manager", department) for name in ("am1", "am2")]
    told, barrier = [], threading.Barrier(2)

    def register(by):
        barrier.wait()
        try:
            told.append(register_customer(by=by, **COMPANY).number)
        except InvalidInput as error:
            told.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=[by]) for by in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert Customer.objects.count() == 1
    assert sorted(text.startswith("HQK") for text in told) == [False, True]
    assert sorted("am1" in text or "am2" in text for text in told) == [False, True]


def test_a_double_click_opens_one_file(am1):
    key = "0b0e6e0a-6f0e-4c7b-9a57-0b7a5f1f2a10"

    first = register_customer(by=am1, submission_key=key, **COMPANY)
    second = register_customer(by=am1, submission_key=key, **COMPANY)

    assert first.pk == second.pk
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("who", ["dm1", "risk1", "finance1", "auditor", "admin"])
def test_only_account_managers_register(request, department_a, who):
    by = request.getfixturevalue(who)

    refusal(register_customer, NotAllowed, by=by, **COMPANY)

    assert not Customer.objects.exists()


def test_a_change_keeps_names_of_fields_but_no_personal_data_in_the_trail(yongsheng, am1):
    values = {"name": "永盛精密五金股份有限公司", "phone": "139 1111 2222"}

    changed = update_customer(customer=yongsheng, version=1, values=values, details={"staff_count": 86}, by=am1)

    yongsheng.refresh_from_db()
    assert changed
    assert (yongsheng.phone, yongsheng.version, yongsheng.company.staff_count) == ("13911112222", 2, 86)
    assert list(Customer.objects.matching("13911112222")) == [yongsheng]
    event = AuditEvent.objects.get(action="update_customer")
    assert event.details["fields"] == ["name", "phone", "staff_count"]
    assert "139" not in str(event.details)


def test_a_stale_change_changes_nothing(yongsheng, am1):
    update_customer(customer=yongsheng, version=1, values={"address": "東莞"}, details={}, by=am1)

    refusal(update_customer, Stale, customer=yongsheng, version=1, values={"address": "惠州"}, details={}, by=am1)

    yongsheng.refresh_from_db()
    assert yongsheng.address == "東莞"


def test_nothing_changed_leaves_no_event(yongsheng, am1):
    assert not update_customer(customer=yongsheng, version=1, values={"name": yongsheng.name}, details={}, by=am1)

    assert actions_on(yongsheng) == ["register_customer", "look_up_new"]


def test_somebody_elses_file_is_not_changed(yongsheng, am2):
    error = refusal(update_customer, NotAllowed, customer=yongsheng, version=1, values={}, details={}, by=am2)

    assert yongsheng.account_manager.name in str(error)


@pytest.mark.parametrize("who", ["am1", "dm1"])
def test_a_reveal_gives_the_value_and_leaves_who_and_why(request, yongsheng, who):
    by = request.getfixturevalue(who)

    shown = reveal_identity(customer=yongsheng, field="identity", reason="核對營業執照", by=by)

    assert shown == "91990100MA9YR001XY"
    event = AuditEvent.objects.get(action="reveal_identity")
    assert (event.actor, event.details) == (by, {"field": "identity", "reason": "核對營業執照"})


@pytest.mark.parametrize("who", ["am2", "dm2", "risk1", "finance1", "auditor", "admin"])
def test_others_are_shown_nothing(request, yongsheng, who):
    by = request.getfixturevalue(who)

    refusal(reveal_identity, NotAllowed, customer=yongsheng, field="identity", reason="核對營業執照", by=by)

    assert AuditEvent.objects.filter(action="reveal_identity.refused", actor=by).count() == 1


@pytest.mark.parametrize(("field", "reason"), [("identity", "  "), ("password", "核對營業執照")])
def test_a_reveal_needs_a_reason_and_a_masked_field(yongsheng, am1, field, reason):
    refusal(reveal_identity, customer=yongsheng, field=field, reason=reason, by=am1)

    assert not AuditEvent.objects.filter(action="reveal_identity").exists()


def test_a_statement_is_kept_in_yuan_with_its_lines(yongsheng, am1):
    statement = statement_of(yongsheng, am1)

    assert statement.values() == YEAR_2025
    assert actions_on(statement) == ["save_statement"]


def test_a_statement_that_does_not_add_up_names_every_problem(yongsheng, am1):
    wrong = {**YEAR_2025, "cash": wan(216), "restricted_cash": wan(300), "net_profit": wan(181)}

    error = refusal(statement_of, Missing, customer=yongsheng, by=am1, values=wrong)

    assert len(error.points) == 3
    assert not FinancialStatement.objects.exists()


def test_this_year_is_held_against_the_year_before(yongsheng, am1):
    statement_of(yongsheng, am1, period_end=date(2024, 12, 31), values=YEAR_2024)

    error = refusal(
        statement_of, Missing, customer=yongsheng, by=am1, values={**YEAR_2025, "operating_cash_flow": wan(300)}
    )

    assert len(error.points) == 1
    assert "cash" in error.points[0]


def test_a_correction_keeps_old_and_new_and_a_line_taken_back(yongsheng, am1):
    statement_of(yongsheng, am1)
    values = {code: amount for code, amount in YEAR_2025.items() if code != "dividends"}
    values["depreciation"] = wan(96)

    statement = statement_of(yongsheng, am1, values=values, version=1)

    assert statement.version == 2
    assert FinancialStatement.objects.get().values() == values
    event = AuditEvent.objects.filter(action="save_statement").latest("sequence")
    assert event.details["changes"] == {"depreciation": ["950000.00", "960000"], "dividends": ["500000.00", None]}


@pytest.mark.parametrize("version", [None, 7])
def test_a_year_somebody_entered_meanwhile_is_stale(yongsheng, am1, version):
    statement_of(yongsheng, am1)

    refusal(statement_of, Stale, customer=yongsheng, by=am1, version=version)

    assert FinancialStatement.objects.get().version == 1


@pytest.mark.parametrize(
    "values",
    [{}, {"cash": Decimal("NaN")}, {"cash": Decimal("1e999")}, {"cash": Decimal("0.001")}, {"gold": Decimal(1)}],
)
def test_absurd_amounts_are_refused(yongsheng, am1, values):
    refusal(statement_of, customer=yongsheng, by=am1, values=values)

    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize("period_end", [date(1889, 12, 31), date(2999, 12, 31)])
def test_a_year_that_has_not_ended_is_refused(yongsheng, am1, period_end):
    refusal(statement_of, customer=yongsheng, by=am1, period_end=period_end)

    assert not FinancialStatement.objects.exists()


def test_a_person_has_no_statements(am1):
    person = register_customer(by=am1, **PERSON)

    refusal(statement_of, customer=person, by=am1)

    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize("who", ["am2", "dm1", "risk1", "auditor"])
def test_statements_are_entered_by_the_owner_only(request, yongsheng, who):
    refusal(statement_of, NotAllowed, customer=yongsheng, by=request.getfixturevalue(who))

    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize("name", ["永盛\nBcc: x@evil.example", "永盛\r\nX: y", "永盛\u2028甲", "  永盛   公司 "])
def test_a_name_is_one_line(am1, name):
    customer = register_customer(by=am1, **{**COMPANY, "name": name, "address": "東莞\n虎門"})

    assert len(customer.name.splitlines()) == 1 and "  " not in customer.name
    assert customer.address == "東莞 虎門"


def test_a_name_whose_signs_fold_into_many_is_kept_and_found(am1):
    customer = register_customer(by=am1, **{**COMPANY, "name": "㈱" * 60})

    assert len(customer.name_folded) <= 120
    assert list(Customer.objects.matching("㈱㈱")) == [customer]


def test_a_detail_that_would_grow_by_being_composed_is_kept_as_it_was_typed(am1):
    details = {"legal_representative": "\u0958" * 60}

    customer = register_customer(by=am1, **{**COMPANY, "details": details})

    assert customer.company.legal_representative == "\u0958" * 60


def test_a_detail_longer_than_its_place_is_refused(am1):
    details = {"legal_representative": "陳" * 121}

    with pytest.raises(InvalidInput) as refusal:
        register_customer(by=am1, **{**COMPANY, "details": details})

    assert refusal.value.field == "legal_representative"
