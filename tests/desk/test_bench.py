"""The bench: how figures are held against budgets, and that pages ask the database the same for few rows and for many."""

import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.bench import measure, pages, papers, scratch
from desk.bench.measure import Measure


def test_a_budget_is_kept_up_to_its_figure_and_broken_above_it():
    kept, broken, told = (Measure("lists", "page", value, "×", budget=budget) for value, budget in
                          ((1.5, 1.5), (1.51, 1.5), (9.0, None)))  # fmt: skip

    assert [entry.is_kept for entry in (kept, broken, told)] == [True, False, True]
    lines = measure.table([kept, broken, told]).splitlines()
    assert [line.split()[0] for line in lines] == ["bench", "ok", "OVER", "lists"]


def test_the_p95_leaves_the_slowest_twentieth_out():
    assert measure.p95([1.0] * 96 + [50.0] * 4) == 1.0
    assert measure.p95([1.0] * 90 + [50.0] * 10) == 50.0


def test_a_bench_prints_figures_and_the_machine_for_programs(monkeypatch, capsys):
    monkeypatch.setattr(papers, "one_schedule", lambda: [Measure("schedule", "360 rows", 2.0, "ms", budget=3.0)])

    call_command("bench", "schedule", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["measures"][0]["is_kept"] is True
    assert set(told["machine"]) == {"processor", "cores", "memory", "system", "python", "database"}


def test_a_broken_budget_ends_the_bench_with_1(monkeypatch):
    monkeypatch.setattr(papers, "one_schedule", lambda: [Measure("schedule", "360 rows", 4.0, "ms", budget=3.0)])

    with pytest.raises(CommandError) as broken:
        call_command("bench", "schedule")

    assert broken.value.returncode == 1


def test_one_schedule_is_computed_where_django_is_absent():
    (found,) = papers.one_schedule()

    assert found.what == "360 rows"
    assert found.value > 0


@pytest.mark.bench
@pytest.mark.django_db
def test_lists_searches_and_case_pages_ask_the_database_the_same_for_few_and_for_many_rows():
    scratch.grow(customers=400, applications=400, loans=100)
    found = [page for of_bench in pages.PAGES.values() for page in of_bench()]
    few = queries_of(found)

    scratch.grow(customers=2_000, applications=2_000, loans=400)

    many = queries_of(found)
    assert many == few
    assert [page.what for page, count in many.items() if count > pages.QUERIES[page.bench]] == []


def queries_of(found: list[pages.Page]) -> Counter:
    counts = Counter()
    for page in found:
        get = pages.getter(page)
        with CaptureQueriesContext(connection) as queries:
            get()
        counts[page] = len(queries)
    return counts
