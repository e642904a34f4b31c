"""Who counts as one risk with a customer."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from customers.grouping import Fact, Rule, related_group

KINDS = frozenset({"controller", "shareholder", "spouse", "group_member", "legal_representative"})
RULE = Rule(KINDS, Decimal("0.25"))
COMPANY, SISTER, THIRD, WANG, WIFE = 1, 2, 3, 11, 12


def members(start, *facts, rule=RULE):
    return {member.party for member in related_group(start, facts, rule)}


def test_two_companies_of_one_controller_are_one_group_because_of_that_controller():
    facts = (Fact("controller", WANG, COMPANY), Fact("controller", WANG, SISTER))

    found = {member.party: member for member in related_group(COMPANY, facts, RULE)}

    assert set(found) == {COMPANY, WANG, SISTER}
    assert [link.fact for link in found[SISTER].way] == list(facts)
    assert found[COMPANY].way == ()


def test_a_share_counts_from_the_threshold_on():
    below = Fact("shareholder", WANG, COMPANY, Decimal("0.2499"))
    at = Fact("shareholder", WANG, COMPANY, Decimal("0.25"))

    assert members(COMPANY, below) == {COMPANY}
    assert members(COMPANY, at) == {COMPANY, WANG}


def test_small_shares_that_add_up_to_the_threshold_along_their_paths_count():
    facts = (
        Fact("shareholder", WANG, COMPANY, Decimal("0.15")),
        Fact("shareholder", WANG, THIRD, Decimal("0.60")),
        Fact("shareholder", THIRD, COMPANY, Decimal("0.20")),
    )

    found = {member.party: member for member in related_group(COMPANY, facts, RULE)}

    assert set(found) == {COMPANY, WANG, THIRD}
    assert found[WANG].way[0].fact == Fact("shareholder", WANG, COMPANY, Decimal("0.27"))


def test_kinds_that_do_not_count_bind_nobody():
    assert members(COMPANY, Fact("referral", WANG, COMPANY), Fact("officer", WIFE, COMPANY)) == {COMPANY}


def test_a_spouse_of_the_controller_belongs_to_the_group():
    facts = (Fact("controller", WANG, COMPANY), Fact("spouse", WIFE, WANG))

    assert members(COMPANY, *facts) == {COMPANY, WANG, WIFE}


facts = st.builds(
    Fact,
    st.sampled_from([*sorted(KINDS - {"shareholder"}), "referral"]),
    st.integers(0, 8),
    st.integers(0, 8),
)


@given(st.lists(facts, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_neither_members_nor_reasons(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)

    assert related_group(0, shuffled, RULE) == related_group(0, found, RULE)


@given(st.lists(facts, max_size=15), st.integers(0, 8))
def test_a_group_is_the_same_seen_from_each_of_its_members(found, other):
    mine = members(0, *found)

    assert (other in mine) is (0 in members(other, *found))


@given(st.lists(facts, max_size=15))
def test_every_way_leads_from_the_customer_to_the_member_without_a_gap(found):
    for member in related_group(0, found, RULE):
        places = [0, *(link.target for link in member.way)]

        assert [link.source for link in member.way] == places[:-1]
        assert places[-1] == member.party
