"""What somebody learns, and does to others, who relates a customer of theirs to a file they may not open: nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.exposure import exposure_of
from applications.rules import submission_lacks
from core.errors import InvalidInput, NotAllowed
from customers.models import Relation
from customers.related import circle_of
from customers.services import Outside, add_relation, confirm_relation, end_relation
from tests.factories import ApplicationFactory, CustomerFactory, actions_on, application_of, approved

pytestmark = pytest.mark.django_db
SINCE = date(2024, 1, 1)
TOLD = {"valid_from": "2024-01-01", "source": "told"}


def relate(customer, kind, by, end="holder", **values):
    return add_relation(
        customer=customer, kind=kind, end=end, by=by, **{"valid_from": SINCE, "source": "told", **values}
    )


@pytest.fixture
def mine(am3, department_b):
    """The attacker's own customer."""
    return CustomerFactory(account_manager=am3, department=department_b, name="丙商貿有限公司")


@pytest.fixture
def theirs(am1, am2, dm1, department_a):
    """A company of another department, promised 2,800,000, with its controller, his spouse and a sister company."""
    own = {"account_manager": am1, "department": department_a}
    company = CustomerFactory(name="甲實業集團有限公司", identity="91350100M000100Y43", **own)
    application = ApplicationFactory(customer=company, status="approved", second_investigator=am2)
    approved(application, dm1, am1)
    man = CustomerFactory(kind="person", name="歐陽建國", **own)
    relate(company, "controller", am1, other=man)
    relate(company, "legal_representative", am1, other=man)
    relate(man, "spouse", am1, other=CustomerFactory(kind="person", name="諸葛小紅", **own))
    relate(CustomerFactory(name="姊妹實業有限公司", **own), "controller", am1, other=man)
    return company


@pytest.fixture
def secrets(theirs):
    return [
        theirs.name,
        theirs.number,
        "歐陽建國",
        "諸葛小紅",
        "姊妹實業有限公司",
        "2,800,000",
        "280.00",
        "2.80",
        "2800000",
    ]


def claim(mine, theirs, by):
    head = Outside("company", "隨便寫的名字", theirs.identity)
    return relate(mine, "group_member", by, end="subject", outside=head, group_reason="control")


def told(text, secrets):
    return [secret for secret in secrets if secret in text]


PAGES = ("customers:relations", "customers:detail", "customers:file", "customers:checks", "customers:value")
READS = ("api:related-group", "api:related-owners", "api:exposure-exposure", "api:customer-detail")


@pytest.mark.parametrize("route", PAGES + READS)
def test_a_claim_by_a_public_code_shows_nothing_of_the_other_file(client, am3, mine, theirs, secrets, route):
    claim(mine, theirs, am3)
    client.force_login(am3)

    answer = client.get(reverse(route, args=[mine.number]))

    assert answer.status_code == 200
    assert told(answer.content.decode(), secrets) == []


def test_the_list_of_relations_and_one_of_them_conceal_the_other_end_from_a_machine(client, am3, mine, theirs, secrets):
    made = claim(mine, theirs, am3)
    client.force_login(am3)

    listed = client.get(reverse("api:relation-list")).json()["results"]
    one = client.get(reverse("api:relation-detail", args=[made.uuid]))

    assert [row["is_claim"] for row in listed] == [True]
    assert one.json()["subject"] == {**one.json()["subject"], "name": None, "customer": None}
    assert one.json()["group"] is None
    assert told(one.content.decode(), secrets) == []


def test_the_answer_to_recording_it_says_no_more(client, am3, mine, theirs, secrets):
    client.force_login(am3)
    typed = {"as": "group_member-subject", "who": theirs.identity, "group_reason": "control", **TOLD}

    page = client.post(reverse("customers:relation-add", args=[mine.number]), typed, follow=True)
    machine = client.post(
        reverse("api:customer-add-relation", args=[mine.number]),
        {
            "kind": "shareholder",
            "end": "holder",
            "share": "0.3",
            "outside": {"kind": "company", "name": "隨便", "identity": theirs.identity},
            **TOLD,
        },
        content_type="application/json",
    )

    assert (page.status_code, machine.status_code) == (200, 201)
    assert told(page.content.decode() + machine.content.decode(), secrets) == []
    assert Relation.objects.claims().count() == 2


@pytest.mark.parametrize("kind", ["legal_representative", "controller", "shareholder"])
def test_what_the_other_file_says_already_is_no_answer_to_a_claim(am3, department_b, theirs, kind):
    man = CustomerFactory(kind="person", account_manager=am3, department=department_b)
    facts = {"share": Decimal(1)} if kind == "shareholder" else {}

    made = relate(man, kind, am3, end="subject", other=theirs, **facts)

    assert made.is_claim


def test_searching_by_the_full_identity_says_who_keeps_the_file_and_no_name(client, am3, mine, theirs, secrets):
    client.force_login(am3)

    answer = client.post(reverse("customers:relation-search", args=[mine.number]), {"who": theirs.identity})

    assert told(answer.content.decode(), secrets) == []
    assert theirs.account_manager.name in answer.content.decode()


def test_the_others_group_limit_and_map_stay_as_they_were(am1, am3, mine, theirs):
    before = (circle_of(theirs).group, exposure_of(theirs).before)

    claim(mine, theirs, am3)

    assert (circle_of(theirs).group, exposure_of(theirs).before) == before
    assert circle_of(mine).customers == [mine]


def test_a_claim_gives_the_others_group_no_name(am1, am3, mine, theirs):
    head = Outside("company", "隨便", theirs.identity)
    relate(mine, "group_member", am3, end="subject", outside=head, group_reason="control", group_name="惡名集團")

    made = relate(theirs, "group_member", am1, outside=Outside("company", "子公司"), group_reason="dependence")

    assert (made.group.name, made.group.reason) == (theirs.name, "dependence")


# Its answer


def test_nobody_confirms_it_but_those_of_the_file_it_is_about(am2, am3, dm2, risk1, mine, theirs):
    made = claim(mine, theirs, am3)

    for person in (am2, am3, dm2, risk1):
        with pytest.raises(NotAllowed):
            confirm_relation(relation=made, version=made.version, by=person)


@pytest.mark.parametrize("who", ["am1", "dm1"])
def test_confirmed_it_binds_both_and_the_sum_counts_everybody_while_names_stay_masked(
    client, request, am3, mine, theirs, secrets, who
):
    made = claim(mine, theirs, am3)

    confirm_relation(relation=made, version=made.version, by=request.getfixturevalue(who))

    exposure = exposure_of(mine, reader=am3)
    assert (exposure.before, exposure.hidden, len(exposure.shown)) == (Decimal(2_800_000), len(exposure.parts) - 1, 1)
    assert exposure_of(theirs).before == 2_800_000 and mine in circle_of(theirs).customers
    client.force_login(am3)
    page = client.get(reverse("customers:relations", args=[mine.number])).content.decode()
    # The name of the other end is a fact of this file now; nothing behind it is.
    assert theirs.name in page
    assert told(page, ["歐陽建國", "諸葛小紅", "姊妹實業有限公司", theirs.number]) == []
    assert actions_on(made) == ["add_relation", "confirm_relation"]


@pytest.mark.parametrize("route", READS)
def test_behind_a_confirmed_relation_a_machine_learns_a_number_and_the_total(client, am1, am3, mine, theirs, route):
    confirm_relation(relation=(made := claim(mine, theirs, am3)), version=made.version, by=am1)
    client.force_login(am3)

    answer = client.get(reverse(route, args=[mine.number]))

    assert told(answer.content.decode(), ["歐陽建國", "諸葛小紅", "姊妹實業有限公司", theirs.number]) == []
    assert answer.json().get("hidden") in {None, 2, 3, 4}


def test_both_managers_read_their_own_group_in_full(client, am1, theirs):
    client.force_login(am1)

    page = client.get(reverse("customers:relations", args=[theirs.number])).content.decode()
    machine = client.get(reverse("api:exposure-exposure", args=[theirs.number])).json()

    assert "歐陽建國" in page and "姊妹實業有限公司" in page
    assert (machine["total"], machine["hidden"]) == ("2800000.00", 0)
    assert len(machine["parts"]) == 4


def test_a_refused_claim_ends_and_shows_nothing_ever_after(client, am1, am3, mine, theirs, secrets):
    made = claim(mine, theirs, am3)

    end_relation(relation=made, ended_on=SINCE, reason="查無此關係", version=made.version, by=am1)

    client.force_login(am3)
    page = client.get(reverse("customers:relations", args=[mine.number])).content.decode()
    assert "查無此關係" in page and told(page, secrets) == []


def test_the_department_manager_of_the_other_file_refuses_too(am3, dm1, mine, theirs):
    made = claim(mine, theirs, am3)

    end_relation(relation=made, ended_on=SINCE, reason="查無此關係", version=made.version, by=dm1)

    made.refresh_from_db()
    assert made.is_ended


def test_what_contradicts_the_file_is_refused_when_it_is_confirmed(am1, am3, department_b, theirs):
    man = CustomerFactory(kind="person", account_manager=am3, department=department_b)
    made = relate(man, "legal_representative", am3, end="subject", other=theirs)

    with pytest.raises(InvalidInput):
        confirm_relation(relation=made, version=made.version, by=am1)


def test_it_is_confirmed_on_the_page_and_waits_in_the_work_list(client, am1, dm1, am3, mine, theirs):
    made = claim(mine, theirs, am3)
    room = reverse("customers:relations", args=[theirs.number])
    for person in (dm1, am1):
        client.force_login(person)
        assert room in client.get(reverse("desk:home")).content.decode()
    confirm = reverse("customers:relation-confirm", args=[theirs.number, made.uuid])
    assert confirm in client.get(room).content.decode()

    answer = client.post(confirm, {"version": made.version})

    made.refresh_from_db()
    assert (answer.status_code, made.confirmed_by, made.is_claim) == (302, am1, False)
    assert room not in client.get(reverse("desk:home")).content.decode()


def test_no_case_goes_up_before_the_claim_is_answered(am1, am3, department_b, theirs):
    draft = application_of(am3, department_b)
    assert [field for field, _said in submission_lacks(draft) if field == "amount"] == []
    made = claim(draft.customer, theirs, am3)

    (said,) = [str(sentence) for field, sentence in submission_lacks(draft) if field == "amount"]
    confirm_relation(relation=made, version=made.version, by=am1)

    assert theirs.account_manager.name in said and theirs.name not in said
    assert [field for field, _said in submission_lacks(draft) if field == "amount"] == []


def test_the_limit_says_the_sum_and_how_many_and_nobodys_name(
    client, am1, am3, department_b, theirs, secrets, settings
):
    from core.models import Parameter

    Parameter.objects.create(
        name="lender_net_assets", value="30000000", unit="yuan", valid_from=date(2021, 1, 1), basis="測試"
    )
    draft = application_of(am3, department_b)
    made = claim(draft.customer, theirs, am3)
    confirm_relation(relation=made, version=made.version, by=am1)
    client.force_login(am3)

    said = [str(sentence) for field, sentence in submission_lacks(draft) if field == "amount"]
    pages = [
        client.get(reverse(route, args=[draft.number])).content.decode() for route in ("applications:edit", "desk:case")
    ]

    assert len(said) == 1
    for text in (*said, *pages):
        assert told(text, ["歐陽建國", "諸葛小紅", "姊妹實業有限公司", theirs.number]) == []
