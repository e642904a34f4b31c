"""Relations between customers and outside parties: what can be recorded, ended, seen, and what follows from it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import dates
from core.errors import InvalidInput, NotAllowed, Stale, TransitionRefused
from customers.models import CustomerGroup, LenderTie, RelatedParty, Relation
from customers.related import circle_of
from customers.services import (
    Outside,
    add_relation,
    check_customer,
    decide_hit,
    end_relation,
    join_relations,
    raise_lender_tie,
    register_customer,
    rule_on_lender_tie,
)
from customers.views.relation_map import drawn
from tests.factories import ApplicationFactory, CustomerFactory, actions_on, person
from tests.security.pictures import png

pytestmark = pytest.mark.django_db

SINCE = date(2024, 1, 1)
WANG = Outside("person", "王建國", "11010519491231002X")


@pytest.fixture
def company(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, name="甲實業有限公司")


@pytest.fixture
def sister(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, name="乙貿易有限公司")


@pytest.fixture
def man(am1, department_a):
    return CustomerFactory(kind="person", account_manager=am1, department=department_a, name="王建國")


def relate(customer, kind, by, end="holder", **values):
    return add_relation(
        customer=customer, kind=kind, end=end, by=by, **{"valid_from": SINCE, "source": "register", **values}
    )


def share_of(customer, percent, by, **values):
    return relate(customer, "shareholder", by, share=Decimal(percent) / 100, **values)


# Recording


def test_both_ends_see_a_relation_and_each_time_line_tells_of_it(company, man, am1):
    relation = share_of(company, 60, am1, other=man)

    assert list(Relation.objects.of(company)) == [relation]
    assert list(Relation.objects.of(man)) == [relation]
    assert actions_on(relation) == ["add_relation"]
    assert actions_on(man.related_party) == ["add_relation"]


def test_shares_of_more_than_the_whole_are_refused_by_how_much(company, man, am1):
    share_of(company, 70, am1, other=man)

    with pytest.raises(InvalidInput) as refusal:
        share_of(company, "35.5", am1, outside=Outside("person", "李四"))

    assert refusal.value.field == "share"
    assert "105.50" in str(refusal.value) and "5.50" in str(refusal.value)
    assert Relation.objects.count() == 1


def test_a_share_that_ended_makes_room_from_that_day_on(company, man, am1):
    old = share_of(company, 70, am1, other=man)
    end_relation(relation=old, ended_on=date(2025, 6, 1), reason="股權轉讓", version=1, by=am1)

    share_of(company, 100, am1, outside=Outside("person", "李四"), valid_from=date(2025, 6, 1))
    with pytest.raises(InvalidInput):
        share_of(company, 50, am1, outside=Outside("person", "趙六"), valid_from=date(2025, 5, 31))


def test_the_same_identity_is_the_same_outside_party_wherever_it_is_typed(company, sister, am1):
    relate(company, "controller", am1, outside=WANG)
    relate(sister, "controller", am1, outside=WANG)

    assert RelatedParty.objects.filter(customer=None).count() == 1
    assert [customer.name for customer in circle_of(company).customers] == [company.name, sister.name]


def test_an_outside_party_of_a_customers_identity_is_that_customer(company, am1, department_a):
    known = CustomerFactory(kind="person", account_manager=am1, department=department_a, identity=WANG.identity)

    relation = relate(company, "controller", am1, outside=WANG)

    assert relation.holder.customer == known


def test_an_outside_party_who_becomes_a_customer_brings_the_relations_along(company, am1):
    relation = relate(company, "controller", am1, outside=WANG)

    customer = register_customer(kind="person", name="王建國", identity=WANG.identity, by=am1)

    assert list(Relation.objects.of(customer)) == [relation]
    assert customer.related_party.identity == ""


@pytest.mark.parametrize(
    ("outside", "number"),
    [
        (Outside("person", "Smith", "e1234 5678", "passport"), "E12345678"),
        (Outside("company", "台灣精密有限公司", "12345675", "taiwan_business"), "12345675"),
    ],
)
def test_an_outside_party_is_named_by_any_paper_and_becomes_the_customer_of_it(company, sister, am1, outside, number):
    relations = [share_of(subject, 30, am1, outside=outside) for subject in (sister, company)]
    assert {(row.holder.identity_type, row.holder.identity) for row in relations} == {(outside.identity_type, number)}
    assert relations[0].holder == relations[1].holder

    customer = register_customer(
        kind=outside.kind, name=outside.name, identity=number, identity_type=outside.identity_type, by=am1
    )

    assert set(Relation.objects.of(customer)) == set(relations)


def test_an_outside_party_with_a_pass_is_nobody_with_a_passport_of_the_same_number(company, am1):
    relation = share_of(company, 30, am1, outside=Outside("person", "陳大文", "H12345678", "hk_macao_pass"))

    customer = register_customer(kind="person", name="Smith", identity="H12345678", identity_type="passport", by=am1)

    assert not Relation.objects.of(customer).exists()
    assert Relation.objects.get() == relation and relation.holder.customer is None


@pytest.mark.parametrize(
    ("outside", "field"),
    [
        (Outside("person", "Smith", "!", "passport"), "new_identity"),
        (Outside("company", "台灣精密有限公司", "12345674", "taiwan_business"), "new_identity"),
        (Outside("company", "Smith Ltd.", "E12345678", "passport"), "new_identity_type"),
        (Outside("person", "Smith", "E12345678"), "new_identity"),
    ],
)
def test_the_number_of_an_outside_party_is_held_against_its_paper(company, am1, outside, field):
    with pytest.raises(InvalidInput) as refusal:
        share_of(company, 30, am1, outside=outside)

    assert refusal.value.field == field


def test_an_identity_is_sealed_in_the_database(company, am1):
    relate(company, "controller", am1, outside=WANG)

    stored = RelatedParty.objects.filter(customer=None).values_list("identity", flat=True)

    assert WANG.identity not in str(list(stored))
    assert RelatedParty.objects.get(customer=None).identity == WANG.identity


@pytest.mark.parametrize(
    ("kind", "end", "other"),
    [
        ("spouse", "holder", Outside("person", "李四")),
        ("legal_representative", "holder", Outside("company", "丙有限公司")),
        ("shareholder", "subject", Outside("person", "李四")),
        ("cousin", "holder", Outside("person", "李四")),
    ],
)
def test_what_cannot_be_is_refused(company, am1, kind, end, other):
    with pytest.raises(InvalidInput):
        relate(company, kind, am1, end, outside=other, share=Decimal("0.5"))

    assert not Relation.objects.exists()


@pytest.mark.parametrize("share", [None, Decimal(0), Decimal("1.000001"), Decimal("NaN"), Decimal("0.0000001")])
def test_a_share_is_a_part_of_the_whole(company, am1, share):
    with pytest.raises(InvalidInput) as refusal:
        relate(company, "shareholder", am1, outside=WANG, share=share)

    assert refusal.value.field == "share"


def test_a_relation_that_has_not_begun_or_has_no_source_is_refused(company, am1):
    for values in ({"valid_from": dates.today() + timedelta(days=1)}, {"source": "rumour"}):
        with pytest.raises(InvalidInput):
            relate(company, "controller", am1, outside=WANG, **values)


def test_a_second_marriage_and_a_second_legal_representative_are_refused(company, man, am1):
    relate(man, "spouse", am1, outside=Outside("person", "陳秀英"))
    relate(company, "legal_representative", am1, other=man)

    with pytest.raises(InvalidInput):
        relate(man, "spouse", am1, outside=Outside("person", "林美玲"))
    with pytest.raises(InvalidInput) as refusal:
        relate(company, "legal_representative", am1, outside=Outside("person", "林美玲"))
    assert "王建國" in str(refusal.value)


def test_the_same_relation_is_recorded_once_also_from_the_other_side(man, am1, department_a):
    wife = CustomerFactory(kind="person", account_manager=am1, department=department_a)
    relate(man, "spouse", am1, other=wife)

    with pytest.raises(InvalidInput):
        relate(wife, "spouse", am1, other=man)


def test_somebody_elses_file_is_not_related(company, man, am2):
    with pytest.raises(NotAllowed):
        share_of(company, 10, am2, other=man)


def test_the_first_member_founds_the_group_and_the_second_joins_it(company, sister, man, am1):
    relate(company, "group_member", am1, "subject", other=man, group_name="王氏集團", group_reason="control")
    relate(sister, "group_member", am1, "subject", other=man)

    group = CustomerGroup.objects.get()
    assert (group.name, group.members.count()) == ("王氏集團", 2)


def test_a_group_without_a_reason_is_refused(company, man, am1):
    with pytest.raises(InvalidInput) as refusal:
        relate(company, "group_member", am1, "subject", other=man)

    assert refusal.value.field == "group_reason"


# Ending


def test_an_ended_relation_stays_with_day_and_reason_and_counts_no_more(company, man, am1):
    relation = relate(company, "controller", am1, other=man)

    end_relation(relation=relation, ended_on=dates.today(), reason="股權已轉讓", version=1, by=am1)

    relation.refresh_from_db()
    assert (relation.valid_to, relation.end_reason, relation.ended_by) == (dates.today(), "股權已轉讓", am1)
    assert circle_of(company).customers == [company]
    assert len(circle_of(company, dates.today() - timedelta(days=1)).customers) == 2


def test_a_relation_is_ended_once_with_a_reason_in_its_time_and_by_whoever_may(company, man, am1, am2):
    relation = relate(company, "controller", am1, other=man)
    asked = {"relation": relation, "ended_on": dates.today(), "reason": "股權已轉讓", "version": 1, "by": am1}

    with pytest.raises(NotAllowed):
        end_relation(**asked | {"by": am2})
    with pytest.raises(Stale):
        end_relation(**asked | {"version": 7})
    for wrong in ({"reason": " "}, {"ended_on": date(2023, 12, 31)}, {"ended_on": dates.today() + timedelta(days=1)}):
        with pytest.raises(InvalidInput):
            end_relation(**asked | wrong)
    end_relation(**asked)
    with pytest.raises(InvalidInput):
        end_relation(**asked | {"version": 2})


# What follows


def test_companies_that_hold_each_other_are_drawn_with_an_arrow_each_way(company, sister, am1):
    share_of(company, 60, am1, other=sister)
    share_of(sister, 20, am1, other=company)

    picture = drawn(circle_of(company))["picture"]

    wide = picture.split("</svg>")[0]
    assert wide.count("<polygon") == 2
    assert [words for words in ("60", "20") if f">{words}" not in wide] == []


def test_the_beneficial_owner_is_found_through_a_company_that_is_no_customer(company, am1, man):
    share_of(company, 80, am1, outside=Outside("company", "王氏控股有限公司"))
    between = RelatedParty.objects.get(outside_name="王氏控股有限公司")
    relate(man, "shareholder", am1, "subject", party=between, share=Decimal("0.9"))

    found = circle_of(company).ownership()

    assert [(owner.party, owner.share) for owner in found.owners] == [(man.related_party.pk, Decimal("0.720000"))]
    lines = circle_of(company).owner_in_words(found.owners[0])
    assert lines == ["王建國 90.00% → 王氏控股有限公司 80.00% → 甲實業有限公司 = 72.00%"]


def test_a_group_says_why_each_member_belongs_to_it(company, sister, man, am1):
    relate(company, "controller", am1, other=man)
    relate(sister, "controller", am1, other=man)
    circle = circle_of(company)

    said = {circle.parties[member.party].name: circle.because(member) for member in circle.group}

    assert said[sister.name] == "王建國 controls both"
    assert said[company.name] == ""


def test_a_referral_and_an_officer_make_no_group_and_read_nobody_elses_relations(company, sister, man, am1):
    relate(company, "referral", am1, other=man)
    relate(sister, "referral", am1, other=man)
    relate(sister, "officer", am1, other=man, title="財務負責人", influence="decides")

    circle = circle_of(company)

    assert circle.customers == [company]
    assert len(circle.relations) == 1


def test_who_referred_whom_is_seen_from_both_sides_L11_3_4(company, man, am1):
    relate(company, "referral", am1, other=man)

    assert [(row.holder.name, row.subject.name) for row in Relation.objects.of(man)] == [("王建國", company.name)]


def test_reading_a_circle_costs_the_same_for_two_and_for_forty(company, am1, department_a, django_assert_num_queries):
    share_of(company, 1, am1, outside=Outside("person", "股東零"))
    with django_assert_num_queries(2):
        circle_of(company)
    for _place in range(40):
        share_of(company, 1, am1, other=CustomerFactory(account_manager=am1, department=department_a, kind="person"))

    with django_assert_num_queries(2):
        circle = circle_of(company)
        assert len(circle.parties) == 42


def test_two_files_that_are_merged_keep_every_relation_once(company, man, am1, department_a):
    double = CustomerFactory(kind="person", account_manager=am1, department=department_a)
    kept = relate(company, "controller", am1, other=man)
    twice = relate(company, "controller", am1, other=double)
    moved = relate(company, "officer", am1, other=double, title="董事")

    join_relations(kept=man, gone=double, by=am1)

    assert set(Relation.objects.of(man)) == {kept, twice, moved}
    assert set(Relation.objects.of(man).on()) == {kept, moved}
    assert not Relation.objects.of(double).exists()


# Ties to the lender


def warned(customer, by):
    return raise_lender_tie(customer=customer, kind="relative", colleague="林曉雯", note="客戶經理的兄長", by=by)


def test_an_employee_related_borrower_raises_a_warning_that_only_risk_can_clear_L3_4(company, am1, dm1, risk1):
    tie = warned(company, am1)
    ruling = {"tie": tie, "outcome": "cleared", "reason": "同名同姓，已核對", "version": 1}

    for somebody in (am1, dm1):
        with pytest.raises(NotAllowed):
            rule_on_lender_tie(**ruling, by=somebody)
    rule_on_lender_tie(**ruling, by=risk1)

    tie.refresh_from_db()
    assert (tie.status, tie.ruled_by) == ("cleared", risk1)
    with pytest.raises(TransitionRefused):
        rule_on_lender_tie(**ruling | {"version": tie.version}, by=risk1)


def test_whoever_raised_a_warning_does_not_rule_on_it(company, risk1):
    tie = warned(company, risk1)

    with pytest.raises(NotAllowed):
        rule_on_lender_tie(tie=tie, outcome="cleared", reason="已核對", version=1, by=risk1)


def test_who_is_on_the_joint_team_of_a_case_rules_on_no_tie_and_decides_no_hit_of_its_borrower(company, am1, risk1):
    risk2 = person("risk2", "risk_officer")
    case = ApplicationFactory(customer=company, status="investigating", has_team=True)
    case.team.create(user=risk2, added_by=am1, joined_at=dates.now(), left_at=dates.now())
    ruling = {"tie": warned(company, am1), "outcome": "cleared", "reason": "同名同姓，已核對", "version": 1}
    paper = SimpleUploadedFile("報導.png", png(), content_type="image/png")
    (hit,) = check_customer(
        customer=company, sources=["enforcement"], finding="hit", note="負面報導", file=paper, by=am1
    )

    with pytest.raises(NotAllowed, match="work on a case"):
        rule_on_lender_tie(**ruling, by=risk2)
    with pytest.raises(NotAllowed, match="work on a case"):
        decide_hit(check=hit, decision="false_match", reason="另有其人", version=1, by=risk2)
    rule_on_lender_tie(**ruling, by=risk1)


def test_a_risk_officer_sees_the_file_of_a_warning_and_nobody_else_does(company, am1, am2, risk1):
    files = type(company).objects
    before = files.visible_to(risk1).filter(pk=company.pk).exists()
    warned(company, am1)

    assert (before, files.visible_to(risk1).filter(pk=company.pk).exists()) == (False, True)
    assert not files.visible_to(am2).filter(pk=company.pk).exists()


def test_the_same_warning_is_raised_once(company, am1):
    warned(company, am1)

    with pytest.raises(InvalidInput):
        warned(company, am1)
    assert LenderTie.objects.count() == 1


def test_a_warning_that_names_a_sign_in_name_shows_whose_it_is(company, am1, am2):
    tie = raise_lender_tie(customer=company, kind="relative", colleague="am2", note="兄長", by=am1)

    assert tie.colleague == am2.name != "am2"
