"""Services are the only place that writes, and `core.states` the only one that assigns a status."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import APPS, dotted, found_in, modules, seen_in, subject

MANAGER_WRITES = {
    "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "aupdate", "adelete",
    "asave",
}  # fmt: skip
# `demo` is the invented history of the demo lender, `bench` measures on rows it makes.
WRITING_FILES = {"services", "bulk", "management", "migrations", "demo", "bench"}
# Machinery that keeps its own rows (jobs, numbers, sealed papers) or writes for a service that called it.
WRITING_CORE = {
    "attachments": "the row of an upload, written with its file",
    "audit": "the chain of events",
    "documents": "the row is the job",
    "numbering": "numbers given and voided",
    "outbox": "the row is the job",
    "parameters": "first values after a migration",
    "sheets": "the row of a spreadsheet handed in, written with its file",
    "service": "fields changed by a service, with old and new in its event",
    "states": "the status, and nothing else",
    "api": "replies kept under an idempotency key",
    "tasks": "the heartbeat of a loop",
}


def writes(code: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls that write rows. A form's or picture's `save(target)` and a dict's `update({…})` are none."""
    for call in (node for node in ast.walk(code) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute):
            continue
        name, named = call.func.attr, {keyword.arg for keyword in call.keywords}
        if (
            name in MANAGER_WRITES
            or (name == "save" and not call.args and (not named or named & {"update_fields", "force_insert", "using"}))
            or (name == "update" and not call.args and named)
            or (name in {"delete", "_raw_delete"} and not call.args)
        ):
            yield call.lineno, f"{dotted(call.func)}() writes outside a service"


def status_assignments(code: ast.Module) -> Iterator[tuple[int, str]]:
    """`x.status = …`, `setattr(x, "status", …)`, `update(status=…)` and a status among the fields of `bulk_update`."""
    for node in ast.walk(code):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "status" and dotted(target.value) != "self":
                    yield node.lineno, f"{dotted(target)} is assigned"
        elif isinstance(node, ast.Call):
            name = dotted(node.func).rpartition(".")[2]
            words = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if name in {"update", "aupdate"} and "status" in {keyword.arg for keyword in node.keywords}:
                yield node.lineno, "update(status=…)"
            elif name in {"setattr", "bulk_update"} and "status" in words:
                yield node.lineno, f"{name}(… 'status' …)"


def may_write(path: Path) -> bool:
    return subject(path) in WRITING_FILES or (path.parts[0] == "core" and subject(path) in WRITING_CORE)


def test_only_services_write():
    elsewhere = [path for path in modules() if not may_write(path)]

    assert found_in(elsewhere, writes) == []


@pytest.mark.parametrize(
    "line",
    [
        "Loan.objects.create(number='1')",
        "Loan.objects.filter(pk=1).update(days=3)",
        "Loan.objects.get_or_create(number='1')",
        "loan.save()",
        "loan.save(update_fields=['days'])",
        "loan.delete()",
        "Loan.objects.bulk_create(rows)",
    ],
)
def test_a_write_is_seen(line):
    assert len(seen_in(line, writes)) == 1


@pytest.mark.parametrize(
    "line", ["picture.save(file, 'PNG')", "digest.update(content)", "cells.update({'a': 1})", "cache.delete(key)"]
)
def test_what_writes_no_row_is_left_alone(line):
    assert seen_in(line, writes) == []


def test_only_states_assigns_a_status():
    elsewhere = [path for path in modules() if path != Path("core/states.py")]

    assert found_in(elsewhere, status_assignments) == []


@pytest.mark.parametrize(
    "line",
    [
        "application.status = Status.APPROVED",
        "self.application.status = Status.APPROVED",
        "Application.objects.filter(pk=1).update(status='approved')",
        "setattr(application, 'status', 'approved')",
        "Application.objects.bulk_update(rows, ['amount', 'status'])",
    ],
)
def test_an_assigned_status_is_seen(line):
    assert len(seen_in(line, status_assignments)) == 1


def test_a_status_may_be_read_and_compared():
    assert seen_in("if loan.status == 'settled':\n    rows.filter(status='settled')", status_assignments) == []


def model_methods(code: ast.Module) -> Iterator[tuple[int, str]]:
    """A model that overrides how it is saved hides a change from whoever reads the service."""
    for node in ast.walk(code):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "full_clean"}:
                    yield method.lineno, f"{node.name}.{method.name} is overridden"


def test_no_model_overrides_save():
    paths = [path for path in modules() if subject(path) in {"models", "querysets"}]

    assert found_in(paths, model_methods) == []
    assert seen_in("class Loan(Model):\n    def save(self): ...", model_methods) == ["Loan.save is overridden"]


def signals(code: ast.Module) -> Iterator[tuple[int, str]]:
    """Signals change rows at a distance; what follows every migration has no other place."""
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""):
            for name in node.names:
                if name.name != "post_migrate":
                    yield node.lineno, f"{node.module}.{name.name}"
        elif isinstance(node, ast.Name | ast.Attribute) and dotted(node).rpartition(".")[2] == "receiver":
            yield node.lineno, "receiver"


def test_no_signals():
    assert found_in(modules(), signals) == []
    assert seen_in("from django.db.models.signals import post_save", signals) == ["django.db.models.signals.post_save"]
    assert seen_in("@receiver(x)\ndef f(): ...", signals) == ["receiver"]


def test_every_app_is_read():
    assert {path.parts[0] for path in modules()} == set(APPS)
