"""The drawn lives of things are those of the tables."""

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from core.management.commands import states_doc


class Step(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"


def test_the_drawing_in_the_documentation_is_up_to_date():
    call_command("states_doc", "--check")


def test_a_changed_table_is_seen(monkeypatch):
    monkeypatch.setattr(states_doc, "tables", lambda: iter([("core", "TRANSITIONS", {Step.OPEN: {Step.DONE}})]))

    with pytest.raises(CommandError, match="states_doc"):
        call_command("states_doc", "--check")


def test_a_table_is_drawn_with_its_beginning_its_steps_and_its_end():
    drawn = states_doc.section("core", "step", {Step.OPEN: {Step.DONE}, Step.DONE: set()})

    assert [line.strip() for line in drawn.splitlines()[4:-1]] == [
        "open: Open",
        "done: Done",
        "[*] --> open",
        "open --> done",
        "done --> [*]",
    ]
