"""The API does what the pages do, through the same services; a page that learns something new fails here first."""

import pytest

from core.service import service
from tests.api.reach import acts, not_asked, reached, services_of

# A page act that no machine needs, and why.
PEOPLE_ONLY = {
    "staff.choose_language": "how one person reads the pages; a machine asks by Accept-Language",
}
# Parameters that an API action fills otherwise than from a field of the same name, and from what.
OTHERWISE = {
    "values": "from the fields of the body, by its serializer",
    "files": "from the file of the body, by its serializer",
    "key": "the Idempotency-Key header keeps a posting from being made twice",
}
# Parameters that are not taken from a client, by service: the machine goes another way.
ANOTHER_WAY = {
    ("add_relation", "party"): "a known outside party is named again as outside, and found by its identity",
    ("log_contact", "consultation"): "set when a consultation is put into a file",
    ("register_consultation", "customer"): "the consultation is put into the file afterwards, as on the page",
    ("request_file", "customer"): "named by the identity, for the file is not open yet",
    ("open_conflict", "customer"): "named by the identity, for the file is not open yet",
    ("update_collateral", "newcomer"): "the owner is registered as a customer first",
    ("add_collateral", "newcomer"): "the owner is registered as a customer first",
    ("add_guarantee", "newcomer"): "the guarantor is registered as a customer first",
}


def is_page(route: str) -> bool:
    return not route.startswith("api:") and route != "schema"


def by_api() -> set[str]:
    return {name for route, names in reached().items() if not is_page(route) for name in names}


def test_every_service_that_a_page_can_call_can_be_called_by_a_machine():
    known = by_api() | set(PEOPLE_ONLY)

    alone = {route: names - known for route, names in reached().items() if is_page(route) and names - known}

    assert alone == {}, "give it an API action, or say in PEOPLE_ONLY why no machine needs it"


def test_what_is_said_to_be_for_people_only_is_still_on_a_page_and_not_in_the_api():
    on_pages = {name for route, names in reached().items() if is_page(route) for name in names}

    assert [name for name in PEOPLE_ONLY if name not in on_pages or name in by_api()] == []


def lacking() -> dict[tuple[str, str], str]:
    return {
        (act.service.__name__, name): route for route, act in acts() for name in not_asked(act) if name not in OTHERWISE
    }


def test_a_machine_can_say_what_a_service_listens_to():
    assert {pair: route for pair, route in lacking().items() if pair not in ANOTHER_WAY} == {}


def test_the_other_ways_are_still_needed():
    assert [pair for pair in ANOTHER_WAY if pair not in lacking()] == []


@service
def _something(*, by) -> None: ...


TABLE = {"act": _something}


def _helper(request):
    return [lambda: TABLE["act"](by=request.user)]


_helper.__module__ = "desk.views.invented"


@pytest.mark.parametrize("view", [_helper, [_helper], TABLE])
def test_a_service_behind_helpers_tables_and_closures_is_seen(view):
    assert services_of(view) == {"tests._something"}


def test_enough_is_seen_at_all():
    assert sum(bool(names) for route, names in reached().items() if is_page(route)) > 90
    assert len(by_api()) > 110
