"""Every route × every part × GET and POST, held against the matrix; a route without a row fails."""

from collections import Counter

import pytest
from django.urls import reverse

from tests.permissions import machine, pages
from tests.permissions.house import ANONYMOUS, EVERYBODY, House, tried
from tests.permissions.matrix import Cell, Row
from tests.permissions.walk import routes

pytestmark = pytest.mark.django_db
ROWS = [*pages.ROWS, *machine.ROWS]
OUTSIDE = {ANONYMOUS, "gone"}
tested: Counter = Counter()


def send(house: House, row: Row, method: str, cell: Cell | None, person: str):
    """One request of one person, undone afterwards."""
    client = house.client(person)
    url = reverse(row.route, kwargs=row.at(house)) + row.query(house)
    body = cell.body(house) if cell else {}
    if row.route.startswith("api:"):
        options = {"content_type": "application/json", "headers": row.headers}
    else:
        options = {}
    return tried(lambda: client.post(url, body, **options) if method == "POST" else client.get(url))


def wanted(row: Row, cell: Cell | None, person: str) -> tuple[set[int], str]:
    """The statuses this person should get, and what that means."""
    if person in OUTSIDE:
        return ({401, 403} if is_api(row) else {302}), "signs in first"
    if cell is None:
        return {405}, "has no such method"
    if person in cell.may:
        return set(cell.done), "may"
    return ({403}, "may not") if person in cell.sees else ({cell.hidden}, "does not see it")


def is_api(row: Row) -> bool:
    return row.route.startswith("api:") or row.route == "schema"


def mistake(house: House, row: Row, method: str, cell: Cell | None, person: str) -> str:
    """What is wrong about one cell, as a sentence; empty if nothing is."""
    statuses, meaning = wanted(row, cell, person)
    answer = send(house, row, method, cell, person)
    tested["cells"] += 1
    sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
    right = answer.status_code in statuses and sent_away == (person in OUTSIDE and not is_api(row))
    if right:
        return ""
    tested["leaks"] += person not in (cell.may if cell else ()) and answer.status_code in {200, 201, 204, 302}
    return f"{method} {row.route} as {person}: {meaning}, but was answered {answer.status_code}"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_everybody_gets_what_the_matrix_says(house, row, method):
    cell = row.get if method == "GET" else row.post

    mistakes = [mistake(house, row, method, cell, person) for person in EVERYBODY]

    assert [sentence for sentence in mistakes if sentence] == []


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
