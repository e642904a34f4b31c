"""What is gathered from all apps for one reader, one module per subject: the frame, the work list, the search box."""

from desk.providers.accounts import DEMO_MAIL, DEMO_PASSWORD
from desk.providers.frame import shell
from desk.providers.lines import Line
from desk.providers.searching import search
from desk.providers.worklist import home

__all__ = [
    "DEMO_MAIL",
    "DEMO_PASSWORD",
    "Line",
    "home",
    "search",
    "shell",
]
