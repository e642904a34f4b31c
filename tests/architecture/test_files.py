"""Apps stand in the order of a loan's life, and inside an app the files stand in one order."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.reading import APPS, FILES, ROOT, UNORDERED, imports, modules, subject, tree

# What two or more apps need and no other file name says; the list is closed (design 3).
CORE = {
    "attachments", "audit", "charts", "children", "dates", "display", "errors", "fields", "figures", "memory", "money", "numbering",
    "outbox", "pdf", "pdf_child", "protect", "sealing", "service", "sheets", "smtp", "svg", "text", "upload_child",
    "workdays",
}  # fmt: skip


# Files that read rows for a subject of their own, and write none; the demo is the lender's invented history.
NAMED = {
    "applications/papers.py": "what the papers of a case are and still lack",
    "applications/facts.py": "hands the rows of a case to the eligibility rules",
    "applications/standing.py": "what papers, checks and credit reports say of the borrower for the eligibility rules",
    "applications/plans.py": "the repayment plan of terms under a product's rules, with its fees",
    "applications/rules.py": "what keeps a draft from being submitted",
    "applications/exposure.py": "what is owed and promised over a related group, held to the lender's limits",
    "collateral/security.py": "hands the rows of a case's security to the calculations",
    "customers/calls.py": "whom an account manager has to call, by due date",
    "customers/related.py": "hands the relations of a customer to the calculations",
    "applications/screening.py": "which checks of its parties a case asks, and how they stand",
    "customers/screening.py": "who answers the sources of a screening, and how the checks of a customer stand",
    "desk/bench": "the budgets, measured on rows made for it in a database of its own",
    "desk/agenda.py": "what the week of a reader holds",
    "desk/demo": "invented people, cases and figures, lived through the services",
    "desk/showcase.py": "invented rows for the page of components",
    "desk/workload.py": "counts the work in hand of account managers over all apps",
    "underwriting/analysis.py": "hands the rows of an investigation to the calculations",
    "underwriting/missing.py": "what an investigation still lacks",
    "underwriting/pages.py": "what the rooms of the investigation show",
}


ALLOWED = {*FILES, *UNORDERED, "management", "templatetags", "__init__"}


# These import each other, as modules.
SAME_PLACE = {"tasks": "services"}


def import_rank(name: str) -> int:
    return FILES.index(SAME_PLACE.get(name, name))


def has_place(app: str, name: str) -> bool:
    """In `core`, states and parameters are the machinery the other apps' files of that name rest on."""
    return name in FILES and not (app == "core" and name in {"states", "parameters"})


def is_later(app: str, name: str, target: str) -> str:
    """Why a module `name` of `app` may not import `target`; empty if it may."""
    first, _, rest = target.partition(".")
    second = rest.partition(".")[0]
    if first == "config":
        return "config stands above the apps"
    if first in APPS and APPS.index(first) > APPS.index(app):
        return f"{first} comes later than {app}"
    is_own = first == app and has_place(app, name) and has_place(app, second)
    return f"{second} comes later than {name}" if is_own and import_rank(second) > import_rank(name) else ""


def reversed_imports(app: str, name: str, code: ast.AST) -> list[str]:
    """Imports of a later app, or of a later file of the same app."""
    return [f"{line} imports {target}: {why}" for line, target in imports(code) if (why := is_later(app, name, target))]


def is_calculation(code: ast.AST) -> bool:
    return not any(target.split(".")[0] in {"django", "rest_framework", "celery"} for _line, target in imports(code))


def is_named(path: Path) -> bool:
    return str(path) in NAMED or "/".join(path.parts[:2]) in NAMED


def calculations() -> list[str]:
    """Modules outside `core` named by their subject: they import no Django."""
    return [
        ".".join(path.with_suffix("").parts)
        for path in modules(*APPS[1:])
        if subject(path) not in ALLOWED and not is_named(path)
    ]


def test_no_file_imports_a_later_app_or_a_later_file_of_its_app():
    wrong = [
        f"{path}:{sentence}"
        for path in modules()
        for sentence in reversed_imports(path.parts[0], subject(path), tree(path))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("app", "name", "code"),
    [
        ("customers", "services", "from servicing.models import Loan"),
        ("customers", "services", "def late():\n    import servicing.models"),
        ("contracts", "models", "from contracts import services"),
        ("contracts", "querysets", "from contracts.models import LoanContract"),
        ("core", "dates", "from config import env"),
    ],
)
def test_an_import_against_the_order_is_seen(app, name, code):
    assert len(reversed_imports(app, name, ast.parse(code))) == 1


@pytest.mark.parametrize(
    ("app", "name", "code"),
    [
        ("servicing", "services", "from customers.models import Customer"),
        ("contracts", "services", "from contracts import tasks"),
        ("contracts", "tasks", "from contracts import services"),
        ("contracts", "views", "from contracts.forms import SigningForm"),
    ],
)
def test_an_import_along_the_order_is_left_alone(app, name, code):
    assert reversed_imports(app, name, ast.parse(code)) == []


def test_every_file_of_an_app_has_one_of_the_agreed_names_or_is_a_calculation():
    odd = [str(path) for path in modules("core") if subject(path) not in ALLOWED | CORE]
    odd += [
        str(path)
        for path in modules(*APPS[1:])
        if subject(path) not in ALLOWED and not is_named(path) and not is_calculation(tree(path))
    ]

    assert odd == [], "give it an agreed name, or take Django out of it"


def test_the_named_files_exist():
    assert [path for path in NAMED if not (ROOT / path).exists()] == []
    assert [name for name in CORE if not list((ROOT / "core").glob(f"{name}*"))] == []


def run_without_django(code: str) -> subprocess.CompletedProcess:
    guard = "import sys; sys.modules['django'] = None\n"
    return subprocess.run([sys.executable, "-c", guard + code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_calculations_run_where_django_is_absent():
    pure = [*calculations(), "core.money", "core.text", "core.workdays"]
    lines = "\n".join(f"import {name}" for name in pure)

    run = run_without_django(lines)

    assert run.returncode == 0, run.stderr


def test_django_would_be_missed_by_a_calculation_that_uses_it():
    run = run_without_django("import core.dates")

    assert "ModuleNotFoundError" in run.stderr
