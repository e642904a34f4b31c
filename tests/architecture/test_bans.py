"""What the rules of security ban from the code (S1, S6, S26, S35)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, Detector, dotted, found_in, imports, modules, seen_in

TRUSTING = {"mark_safe", "SafeString", "SafeText", "unsafe_load"}
EVALUATING = {"eval", "exec", "compile", "__import__", "yaml.load"}
SQL_MODULES = {"bulk", "protect"}


def every_module() -> list[Path]:
    config = [path.relative_to(ROOT) for path in (ROOT / "config").rglob("*.py")]
    return [*modules(), *sorted(config)]


def unsafe(code: ast.Module) -> Iterator[tuple[int, str]]:
    """Markup or code trusted without escaping."""
    for line, target in imports(code):
        if target.split(".")[0] in {"pickle", "cPickle", "dill", "shelve", "marshal"}:
            yield line, target
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in EVALUATING or name.rpartition(".")[2] in TRUSTING:
                yield node.lineno, f"{name}()"


def raw_sql(code: ast.Module) -> Iterator[tuple[int, str]]:
    """SQL written by hand."""
    for node in ast.walk(code):
        if not isinstance(node, ast.Call):
            continue
        owner, _, last = dotted(node.func).rpartition(".")
        named = {keyword.arg for keyword in node.keywords}
        if (
            last in {"RawSQL", "executemany", "executescript"}
            or (last == "execute" and "cursor" in owner)
            or (last == "cursor" and "connection" in owner)
            or (last == "raw" and "objects" in owner)
            or (last == "extra" and named & {"where", "select"})
        ):
            yield node.lineno, f"{owner}.{last}()"


def built_sql(code: ast.Module) -> Iterator[tuple[int, str]]:
    """A statement put together from values: an f-string, `%` or `format` handed to a cursor."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and "cursor.execute" in dotted(node.func) and node.args:
            statement = node.args[0]
            is_format = isinstance(statement, ast.Call) and dotted(statement.func).endswith("format")
            if isinstance(statement, ast.JoinedStr | ast.BinOp) or is_format:
                yield node.lineno, "a statement put together from values"


def own_clocks(code: ast.Module) -> Iterator[tuple[int, str]]:
    """A second clock: `core.dates` is the only one, so that tests and the lender's time zone rule everywhere."""
    for node in ast.walk(code):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        is_python = re.search(r"(^|\.)(datetime|date)\.(now|today|utcnow|fromtimestamp)$", name)
        # With an argument these two translate a moment and read no clock.
        is_django = re.search(r"(^|\.)timezone\.now$", name) or (
            re.search(r"(^|\.)timezone\.(localdate|localtime)$", name) and not node.args
        )
        if is_python or is_django:
            yield node.lineno, f"{name}()"


def no_atomic_requests(code: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and node.value == "ATOMIC_REQUESTS":
            yield node.lineno, "ATOMIC_REQUESTS makes every reader wait for writers"


def marked_up_cells(code: ast.Module) -> Iterator[tuple[int, str]]:
    """A cell that a table marks up without its plain value beside it: a file would hold the page's markup."""
    for table in (node for node in ast.walk(code) if isinstance(node, ast.ClassDef)):
        methods = {node.name: node for node in table.body if isinstance(node, ast.FunctionDef)}
        for name, method in methods.items():
            calls = {dotted(node.func) for node in ast.walk(method) if isinstance(node, ast.Call)}
            marks_up = "format_html" in calls or any(call.endswith("column.render") for call in calls)
            if name.startswith("render_") and marks_up and name.replace("render_", "value_", 1) not in methods:
                yield method.lineno, f"{table.name}.{name} has no plain value"


RULES = [
    (unsafe, every_module, "mark_safe(text)"),
    (unsafe, every_module, "import pickle"),
    (unsafe, every_module, "from django.utils.safestring import mark_safe as ok\nSafeString(text)"),
    (unsafe, every_module, "eval(text)"),
    (unsafe, every_module, "yaml.load(text)"),
    (raw_sql, lambda: [path for path in every_module() if path.stem not in SQL_MODULES], "cursor.execute('SELECT 1')"),
    (
        raw_sql,
        lambda: [path for path in every_module() if path.stem not in SQL_MODULES],
        "Loan.objects.raw('SELECT 1')",
    ),
    (
        raw_sql,
        lambda: [path for path in every_module() if path.stem not in SQL_MODULES],
        "rows.annotate(a=RawSQL('1', []))",
    ),
    (raw_sql, lambda: [path for path in every_module() if path.stem not in SQL_MODULES], "rows.extra(where=['1'])"),
    (raw_sql, lambda: [path for path in every_module() if path.stem not in SQL_MODULES], "connection.cursor()"),
    (built_sql, every_module, "cursor.execute(f'SELECT {name}')"),
    (built_sql, every_module, "cursor.execute('SELECT %s' % name)"),
    (built_sql, every_module, "cursor.execute('SELECT {}'.format(name))"),
    (own_clocks, lambda: [path for path in modules() if path != Path("core/dates.py")], "datetime.now()"),
    (own_clocks, lambda: [path for path in modules() if path != Path("core/dates.py")], "datetime.date.today()"),
    (own_clocks, lambda: [path for path in modules() if path != Path("core/dates.py")], "timezone.now()"),
    (no_atomic_requests, every_module, "DATABASES = {'ATOMIC_REQUESTS': True}"),
    (
        marked_up_cells,
        every_module,
        "class T:\n    def render_day(self, value, column):\n        return column.render(value)",
    ),
]


@pytest.mark.parametrize(
    ("detector", "paths", "_sample"), [r for i, r in enumerate(RULES) if r[0] not in [q[0] for q in RULES[:i]]]
)
def test_the_code_keeps_the_ban(detector: Detector, paths, _sample):
    assert found_in(paths(), detector) == []


@pytest.mark.parametrize(("detector", "_paths", "sample"), RULES, ids=[rule[2] for rule in RULES])
def test_a_broken_ban_is_seen(detector: Detector, _paths, sample):
    assert len(seen_in(sample, detector)) == 1


def test_a_bound_parameter_is_left_alone():
    assert seen_in("cursor.execute('SELECT %s', [name])", built_sql) == []


ADDRESS = "://"


def test_the_locked_requirements_name_no_address():
    named = [path.name for path in (ROOT / "requirements").glob("*.txt") if ADDRESS in path.read_text(encoding="utf-8")]

    assert named == []


def pins(text: str) -> set[str]:
    return {line.split(" ")[0] for line in text.splitlines() if "==" in line.split(" ")[0]}


def test_the_tools_are_locked_to_the_same_libraries_as_the_application():
    base, dev = (pins((ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")) for name in ("base", "dev"))

    assert base and base - dev == set()


def test_every_locked_library_has_a_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []
