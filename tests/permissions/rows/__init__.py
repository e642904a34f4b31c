"""The matrix by subject: each module here has `PAGES` and `MACHINE` (rows) and may `furnish(house)` with what they need."""

from importlib import import_module
from pathlib import Path

SUBJECTS = [
    import_module(f"tests.permissions.rows.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("*.py"))
    if path.stem != "__init__"
]
PAGES = [row for subject in SUBJECTS for row in subject.PAGES]
MACHINE = [row for subject in SUBJECTS for row in subject.MACHINE]


def furnish(house) -> None:
    """Put the things of every subject into the house."""
    for subject in SUBJECTS:
        if hasattr(subject, "furnish"):
            subject.furnish(house)
