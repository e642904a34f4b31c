"""How the architecture tests read the source: which files there are, and each as a syntax tree."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "core", "staff", "customers", "applications", "collateral", "underwriting", "contracts", "servicing", "investors",
    "desk",
)  # fmt: skip

# The files an app may have, in the order in which they may import each other; `AppConfig.ready()` gathers them all.
FILES = (
    "states", "roles", "parameters", "querysets", "models", "labels", "permissions", "emails", "documents", "bulk",
    "services", "tasks", "tables", "filters", "forms", "serializers", "views", "api", "urls", "admin", "checks", "apps",
)  # fmt: skip
# What an app registers with an earlier one, or lets later ones register, from whichever file knows it.
UNORDERED = {"providers"}

Detector = Callable[[ast.Module], Iterator[tuple[int, str]]]


def modules(*apps: str) -> list[Path]:
    """The Python files of the apps (all of them when none is named), relative to the project, without migrations."""
    found = [path.relative_to(ROOT) for app in apps or APPS for path in (ROOT / app).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def subject(path: Path) -> str:
    """`contracts/services/signing.py` and `contracts/services.py` are both `services`."""
    return path.parts[1].removesuffix(".py")


def found_in(paths: list[Path], detector: Detector) -> list[str]:
    """Everything a detector sees, as `file:line what`."""
    return [f"{path}:{line} {what}" for path in paths for line, what in detector(tree(path))]


def seen_in(sample: str, detector: Detector) -> list[str]:
    """What a detector sees in a few lines of code; by this every detector is shown to be awake."""
    return [what for _line, what in detector(ast.parse(sample))]


def dotted(node: ast.AST) -> str:
    """`self.loan.save` for such an expression; calls and subscripts in between leave their place empty."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imports(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The modules imported anywhere below `node`, inside functions too; `from a import b` is given as `a.b`."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield child.lineno, name.name
        elif isinstance(child, ast.ImportFrom):
            for name in child.names:
                yield child.lineno, f"{child.module or ''}.{name.name}"
