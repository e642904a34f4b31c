"""What the case page gathers from the apps that come later: each registers its own in `AppConfig.ready()`.

The case page and every room extend `cases/base.html` with the context of `case_page`.
"""

from applications.providers.ledger import (
    LEDGER_COLUMNS,
    LEDGER_TOTALS,
    LedgerColumn,
    ledger_totals,
    with_ledger_columns,
)
from applications.providers.own import register_own
from applications.providers.page import STEPS, CasePage, case_page, times
from applications.providers.parts import (
    ACTIONS,
    FACTS,
    HOLDERS,
    LACKS,
    NOTICES,
    RELEASE_LACKS,
    ROOMS,
    Action,
    Lack,
    lacks,
)
from applications.providers.request import request_of
from customers.providers import Room

__all__ = [
    "ACTIONS",
    "FACTS",
    "HOLDERS",
    "LACKS",
    "LEDGER_COLUMNS",
    "LEDGER_TOTALS",
    "NOTICES",
    "RELEASE_LACKS",
    "ROOMS",
    "STEPS",
    "Action",
    "CasePage",
    "Lack",
    "LedgerColumn",
    "Room",
    "case_page",
    "lacks",
    "ledger_totals",
    "register_own",
    "request_of",
    "times",
    "with_ledger_columns",
]
