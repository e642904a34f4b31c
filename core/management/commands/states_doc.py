"""`manage.py states_doc`: draw every table of states into docs/states.md, so that no drawing lags behind the code."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

HEAD = """# The lives of things

Drawn by `manage.py states_doc` from the tables in each app's `states.py`; change those, then run it again.
`core.states.move()` is the only code that takes such a step, and it leaves an audit event each time.
"""


class Command(BaseCommand):
    help = "Draw every table of states into docs/states.md."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the drawing is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "states.md"
        drawn = drawing()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != drawn:
                raise CommandError("docs/states.md lags behind the tables; run: manage.py states_doc")
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")


def drawing() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        parts = [section(app, title(name), table) for app, name, table in tables()]
    return "\n".join([HEAD, *parts])


def tables() -> Iterator[tuple[str, str, Mapping]]:
    """(app, name, table) of every `…TRANSITIONS` that an app's own `states.py` defines, in the order of the apps."""
    for config in apps.get_app_configs():
        if Path(config.path).parent != Path(settings.BASE_DIR) or find_spec(f"{config.name}.states") is None:
            continue
        states = import_module(f"{config.name}.states")
        for name, table in vars(states).items():
            if name.endswith("TRANSITIONS") and isinstance(table, Mapping) and is_of(states.__name__, table):
                yield config.label, name, table


def is_of(module: str, table: Mapping) -> bool:
    """Not a table imported from another app."""
    return bool(table) and type(next(iter(table))).__module__ == module


def title(name: str) -> str:
    """`COLLATERAL_TRANSITIONS` is the life of a collateral; a bare `TRANSITIONS` that of the app's own thing."""
    return name.removesuffix("TRANSITIONS").rstrip("_").replace("_", " ").lower()


def section(app: str, thing: str, table: Mapping) -> str:
    """One table as a heading and a mermaid diagram; next states come in the order of the table's own states."""
    values = list(next(iter(table)).__class__)
    lines = [f"## {app}: {thing}" if thing else f"## {app}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {value.value}: {value.label}" for value in values]
    lines.append(f"    [*] --> {values[0].value}")
    for was in values:
        following = [to for to in values if to in table.get(was, ())]
        lines += [f"    {was.value} --> {to.value}" for to in following]
        if not following:
            lines.append(f"    {was.value} --> [*]")
    return "\n".join([*lines, "```", ""])
