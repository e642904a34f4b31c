"""The papers of a case: its list, their handing in, their checks, the clock and the letter, one module each."""

from applications.services.papers.checks import clear_paper, reject_paper, verify_paper, waive_paper
from applications.services.papers.clock import watch_papers
from applications.services.papers.handing_in import (
    add_files,
    assign_page,
    move_page,
    receive_paper,
    withdraw_page,
)
from applications.services.papers.letter import write_letter
from applications.services.papers.list import (
    add_paper,
    decide_paper,
    install_paper_lists,
    reconcile_papers,
    refresh_papers,
)

__all__ = [
    "add_files",
    "add_paper",
    "assign_page",
    "clear_paper",
    "decide_paper",
    "install_paper_lists",
    "move_page",
    "receive_paper",
    "reconcile_papers",
    "refresh_papers",
    "reject_paper",
    "verify_paper",
    "waive_paper",
    "watch_papers",
    "withdraw_page",
    "write_letter",
]
