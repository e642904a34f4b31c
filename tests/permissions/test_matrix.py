"""Every route × every part × GET and POST: a route without a row fails.

Each answer is held against the matrix and, while it is at hand, against what must hold of every answer.
"""

from collections import Counter

import pytest
from django.urls import reverse

from core.models import AuditEvent
from tests.permissions import answers, machine, pages
from tests.permissions.house import ANONYMOUS, EVERYBODY, House, tried
from tests.permissions.matrix import Cell, Row
from tests.permissions.walk import routes

pytestmark = pytest.mark.django_db
ROWS = [*pages.ROWS, *machine.ROWS]
OUTSIDE = {ANONYMOUS, "gone"}
tested: Counter = Counter()


# What is asked


def is_api(row: Row) -> bool:
    return row.route.startswith("api:") or row.route == "schema"


def got(house: House, row: Row, person: str):
    """The answer to reading the route; what reading keeps is undone."""
    client, url = house.client(person), row.address(house)
    return tried(lambda: client.get(url, **row.options()))


def headed(house: House, row: Row, person: str):
    client, url = house.client(person), row.address(house)
    return tried(lambda: client.head(url, **row.options()))


def posted(house: House, row: Row, person: str):
    """The answer to the row's act and the events it left; everything it did is undone."""
    client, url = house.client(person), row.address(house)
    body = row.post.body(house) if row.post else {}
    before = AuditEvent.objects.count()
    events: list = []

    def sent():
        answer = client.post(url, body, **row.options())
        events.extend(answers.events_since(before))
        return answer

    return tried(sent), events


# What is wrong with the answer


def wanted(row: Row, cell: Cell | None, person: str) -> tuple[set[int], str]:
    """The statuses this person should get, and what that means."""
    if person in OUTSIDE:
        return ({401, 403} if is_api(row) else {302}), "signs in first"
    if cell is None:
        return {405}, "has no such method"
    if person in cell.may:
        return set(cell.done), "may"
    return ({403}, "may not") if person in cell.sees else ({cell.hidden}, "does not see it")


def mistakes(row: Row, cell: Cell | None, person: str, answer) -> list[str]:
    """Another status than the matrix says, and headers that are missing."""
    statuses, meaning = wanted(row, cell, person)
    tested["cells"] += 1
    sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
    wrong = answers.faults(answer, signed_in=person not in OUTSIDE)
    if answer.status_code in statuses and sent_away == (person in OUTSIDE and not is_api(row)):
        return wrong
    tested["leaks"] += person not in (cell.may if cell else ()) and answer.status_code in {200, 201, 204, 302}
    return [f"{meaning}, but was answered {answer.status_code}", *wrong]


def read_mistakes(house: House, row: Row, person: str, known: dict, words: set[str]) -> list[str]:
    answer = got(house, row, person)
    wrong = [*mistakes(row, row.get, person, answer), *answers.unmasked(answer, words)]
    if row.get is None or person not in row.get.sees:
        return wrong
    if person == min(row.get.may):
        wrong += answers.unlike(headed(house, row, person), answer)
    return wrong + answers.out_of_sight(answer.content.decode(errors="ignore"), known[person])


def act_mistakes(house: House, row: Row, person: str, words: set[str]) -> list[str]:
    answer, events = posted(house, row, person)
    wrong = mistakes(row, row.post, person, answer)
    if row.route not in answers.REVEALS:
        wrong += answers.unmasked(answer, words)
    wrong += [f"kept {word} in the trail" for _, details in events for word in answers.found_in(details, words)]
    # What one of them did, another who may finds done, or has nothing of the kind.
    if row.post and person in {min(row.post.may), *row.post.sees - row.post.may}:
        wrong += answers.untraced(row, person, answer.status_code, {action for action, _ in events})
    return wrong


# The tests


@pytest.fixture(scope="module")
def words(house) -> set[str]:
    planted = answers.canaries()
    assert len(planted) > 20
    return planted


@pytest.fixture(scope="module")
def known(house) -> dict:
    return {person: answers.in_sight(house, person) for person in EVERYBODY}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_everybody_reads_what_the_matrix_says_and_nothing_else(house, row, known, words, listener):
    found = {person: read_mistakes(house, row, person, known, words) for person in EVERYBODY}

    assert {person: wrong for person, wrong in found.items() if wrong} == {}
    assert answers.found_in("".join(listener.lines), words) == set()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_everybody_does_what_the_matrix_says_and_leaves_a_trace(house, row, words, listener):
    found = {person: act_mistakes(house, row, person, words) for person in EVERYBODY}

    assert {person: wrong for person, wrong in found.items() if wrong} == {}
    assert answers.found_in("".join(listener.lines), words) == set()


@pytest.mark.parametrize("entry", pages.OPEN, ids=lambda entry: entry.route)
def test_open_routes_answer_everybody_and_tell_nobody_anything(house, entry):
    for method, statuses in entry.answers.items():
        for person in EVERYBODY:
            client = house.client(person)
            url = reverse(entry.route)
            answer = tried(lambda: client.post(url) if method == "POST" else client.get(url))  # noqa: B023
            tested["cells"] += 1
            assert answer.status_code in statuses, (entry.route, method, person, answer.status_code)


def test_every_route_has_a_row():
    known = {row.route for row in ROWS} | {entry.route for entry in pages.OPEN}

    assert sorted(set(routes()) - known) == []


def test_every_row_has_a_route():
    assert sorted({row.route for row in ROWS} - set(routes())) == []


def test_a_route_without_a_name_cannot_hide():
    from django.urls import path

    class Resolver:
        url_patterns = [path("back/door/", lambda request: None)]

    assert list(routes(Resolver())) == ["back/door/"]


def test_no_cell_leaks():
    print(f"\npermission matrix: {tested['cells']} cells, {tested['leaks']} leaks")

    assert tested["leaks"] == 0
