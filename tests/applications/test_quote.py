"""The quote behind ``manage.py quote``, and the command itself."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from applications.quote import quote

CASES = json.loads((Path(__file__).parents[1] / "cases" / "schedules.json").read_text(encoding="utf-8"))
GOOD = {"id": "good", "principal": "1000", "annual_rate": "0.12", "instalments": 1, "disbursed_on": "2026-01-01"}
BAD = {"id": "bad", "principal": 10.5, "annual_rate": "0.12", "instalments": 1, "term": 3}
GOOD_ANSWER = {
    "id": "good",
    "rows": [
        {
            "number": 1,
            "due_on": "2026-02-01",
            "days": 31,
            "principal": "1000.00",
            "interest": "10.33",
            "total": "1010.33",
            "balance": "0.00",
        }
    ],
    "totals": {"principal": "1000.00", "interest": "10.33", "total": "1010.33"},
    "annual_cost_rate": "0.128629",
}


def test_quote_answers_with_rows_totals_and_cost():
    assert quote([GOOD]) == ([GOOD_ANSWER], True)


def test_quote_answers_a_bad_term_with_its_errors_and_still_gives_the_others():
    answers, all_good = quote([BAD, GOOD, 7])

    assert not all_good
    assert answers[1] == GOOD_ANSWER
    assert answers[0]["id"] == "bad"
    assert sorted(error["field"] for error in answers[0]["errors"]) == ["disbursed_on", "principal", "term"]
    assert answers[2] == {"id": None, "errors": [{"field": "", "message": "must be an object"}]}


def test_quote_prints_amounts_with_two_places_in_any_unit():
    answers, _ = quote([GOOD | {"principal": 100000, "rounding_unit": "100", "annual_rate": 0}])

    assert answers[0]["rows"][0]["principal"] == "100000.00"
    assert answers[0]["totals"] == {"principal": "100000.00", "interest": "0.00", "total": "100000.00"}
    assert answers[0]["annual_cost_rate"] == "0.000000"


def run(text, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    call_command("quote", "-", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_every_published_schedule(monkeypatch):
    answers = run(json.dumps([case["terms"] for case in CASES]), monkeypatch)

    printed = [[{k: v for k, v in row.items() if k != "days"} for row in answer["rows"]] for answer in answers]
    assert printed == [case["rows"] for case in CASES]


def test_the_command_reads_a_file(tmp_path):
    file, out = tmp_path / "terms.json", io.StringIO()
    file.write_text(json.dumps([GOOD]), encoding="utf-8")

    call_command("quote", str(file), stdout=out)

    assert json.loads(out.getvalue()) == [GOOD_ANSWER]


def test_the_command_leaves_with_2_if_any_term_is_bad_and_prints_the_good_ones(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO('[{"id": "x", "principal": 1e3}, ' + json.dumps(GOOD) + ", NaN]"))

    with pytest.raises(SystemExit) as left:
        call_command("quote", "-", stdout=out)

    answers = json.loads(out.getvalue())
    assert left.value.code == 2
    assert [answer.get("id") for answer in answers] == ["x", "good", None]
    assert answers[1] == GOOD_ANSWER


@pytest.mark.parametrize("text", ["", "{}", "[", '"a"'])
def test_the_command_refuses_what_is_no_list(text, monkeypatch):
    with pytest.raises(CommandError) as refused:
        run(text, monkeypatch)

    assert refused.value.returncode == 2
