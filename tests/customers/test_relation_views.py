"""The room of relations: what is shown, typed, refused, and found while typing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from collateral.models import Guarantee
from customers.models import Relation
from customers.services import Outside, add_relation, confirm_relation
from tests.factories import ApplicationFactory, CustomerFactory

pytestmark = pytest.mark.django_db
ADDED = {"valid_from": "2024-01-01", "source": "register"}


@pytest.fixture
def company(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, name="甲實業有限公司")


@pytest.fixture
def theirs(am3, department_b):
    return CustomerFactory(account_manager=am3, department=department_b, name="乙貿易有限公司")


def page(name, customer):
    return reverse(f"customers:{name}", args=[customer.number])


def text_of(answer):
    return answer.content.decode()


def test_an_empty_room_says_what_to_do_first(client, am1, company):
    client.force_login(am1)

    text = text_of(client.get(page("relations", company)))

    assert "ld-empty" in text
    assert page("relation-add", company) in text


def test_a_shareholder_is_recorded_through_the_form_and_drawn(client, am1, company):
    client.force_login(am1)

    answer = client.post(
        page("relation-add", company),
        {"as": "shareholder-holder", "new_kind": "person", "new_name": "王建國", "share": "62.5", **ADDED},
    )

    assert answer.status_code == 302
    assert str(Relation.objects.get().share) == "0.625000"
    text = text_of(client.get(page("relations", company)))
    assert text.count("<svg") >= 2 and 'role="img"' in text
    assert "62.50" in text


def test_beneficial_owners_stand_apart_from_other_shareholders(client, am1, company):
    for name, share in (("王建國", "0.7"), ("李小紅", "0.2")):
        add_relation(
            customer=company,
            kind="shareholder",
            end="holder",
            outside=Outside("person", name),
            share=Decimal(share),
            valid_from=date(2024, 1, 1),
            source="register",
            by=am1,
        )
    client.force_login(am1)

    text = text_of(client.get(page("relations", company))).partition('id="beneficial-owners"')[2]
    owners, _mark, others = text.partition('id="other-shareholders"')

    assert ("王建國" in owners, "李小紅" in owners) == (True, False)
    assert ("王建國" in others.partition("</section>")[0], "李小紅" in others) == (False, True)


def test_a_share_just_below_the_threshold_is_not_shown_as_the_threshold(client, am1, company):
    outside = Outside("person", "王建國")
    add_relation(
        customer=company,
        kind="shareholder",
        end="holder",
        outside=outside,
        share=Decimal("0.24995"),
        valid_from=date(2024, 1, 1),
        source="register",
        by=am1,
    )
    client.force_login(am1)

    text = text_of(client.get(page("relations", company)))

    others = text.partition('id="other-shareholders"')[2]
    assert "24.995" in others and others.count("25.00") == 0
    picture = text.partition('aria-labelledby="relation-map"')[2].partition("</section>")[0]
    assert "24.995" in picture and "25.00" not in picture


def test_what_was_typed_stays_when_the_shares_are_too_many(client, am1, company):
    client.force_login(am1)
    typed = {"as": "shareholder-holder", "new_kind": "person", "new_name": "王建國", "share": "80", **ADDED}
    client.post(page("relation-add", company), typed)

    answer = client.post(page("relation-add", company), typed | {"new_name": "李四", "share": "30"})

    assert answer.status_code == 422
    assert "李四" in text_of(answer) and "110.00" in text_of(answer)
    assert Relation.objects.count() == 1


@pytest.mark.parametrize("chosen", ["spouse-holder", "shareholder-side", "cousin-holder", "x"])
def test_a_relation_that_a_company_cannot_have_is_not_there(client, am1, company, chosen):
    client.force_login(am1)

    assert client.get(page("relation-add", company), {"as": chosen}).status_code == 404


def test_searching_finds_whom_one_may_see_and_a_full_identity_finds_anybody(client, am1, company, theirs):
    client.force_login(am1)
    own = CustomerFactory(account_manager=am1, department=company.department, name="乙農業有限公司")

    by_name = text_of(client.post(page("relation-search", company), {"who": "乙"}))
    longer = text_of(client.post(page("relation-search", company), {"who": "有限公司"}))
    by_identity = text_of(client.post(page("relation-search", company), {"who": theirs.identity}))

    assert own.name not in by_name  # one letter is too little to search for
    assert (own.name in longer, theirs.name in longer, company.name in longer) == (True, False, False)
    assert theirs.name not in by_identity and theirs.account_manager.name in by_identity


def test_somebody_elses_customer_is_named_once_confirmed_but_neither_linked_nor_numbered(
    client, am1, am3, company, theirs
):
    made = add_relation(
        customer=company,
        kind="controller",
        end="holder",
        other=theirs,
        valid_from=date(2024, 1, 1),
        source="register",
        by=am1,
    )
    client.force_login(am1)
    assert theirs.name not in text_of(client.get(page("relations", company)))
    confirm_relation(relation=made, version=made.version, by=am3)

    text = text_of(client.get(page("relations", company)))

    assert theirs.name in text
    assert theirs.number not in text and theirs.identity not in text


def test_the_guarantees_of_running_cases_are_lines_of_the_map(client, am1, company):
    case = ApplicationFactory(customer=company)
    guarantor = CustomerFactory(kind="person", account_manager=am1, department=company.department, name="王建國")
    Guarantee.objects.create(application=case, guarantor=guarantor, net_assets=1)
    client.force_login(am1)

    text = text_of(client.get(page("relations", company)))

    assert "王建國" in text
    assert "stroke-dasharray" in text


def test_the_room_costs_the_same_for_two_relations_and_for_thirty(
    client, am1, company, department_a, django_assert_max_num_queries
):
    def related(count):
        for _place in range(count):
            add_relation(
                customer=company,
                kind="controller",
                end="holder",
                other=CustomerFactory(account_manager=am1, department=department_a, kind="person"),
                valid_from=date(2024, 1, 1),
                source="register",
                by=am1,
            )

    client.force_login(am1)
    related(2)
    with django_assert_max_num_queries(40) as few:
        client.get(page("relations", company))
    related(28)

    with django_assert_max_num_queries(len(few)):
        assert client.get(page("relations", company)).status_code == 200


def test_more_than_twenty_five_are_cut_with_a_sentence(client, am1, company):
    for place in range(30):
        add_relation(
            customer=company,
            kind="controller",
            end="holder",
            outside=Outside("person", f"股東{place}"),
            valid_from=date(2024, 1, 1),
            source="register",
            by=am1,
        )
    client.force_login(am1)

    text = text_of(client.get(page("relations", company)))

    assert "25" in text and "6" in text
    assert text.count("<rect") < 4 * 40


def test_a_foreign_shareholder_is_recorded_under_the_passport(client, am1, company):
    client.force_login(am1)
    typed = {"as": "shareholder-holder", "new_kind": "person", "new_name": "Smith", "new_identity": "E1234 5678"}
    typed |= {"share": "10", **ADDED}

    refused = client.post(page("relation-add", company), typed)
    answer = client.post(page("relation-add", company), typed | {"new_identity_type": "passport"})

    assert list(refused.context["form"].errors) == ["new_identity"]
    assert answer.status_code == 302
    assert Relation.objects.get().holder.identity == "E12345678"
