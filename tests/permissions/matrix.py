"""The permission matrix as data: route → method → who may, on a thing at a stage of its case.

Whoever sees the thing and may not is refused with 403; whoever does not see it gets a 404; who has not signed in is
sent to the sign-in page, or refused by the API.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse

from core import dates
from tests.cases.yongsheng import YEAR_2025
from tests.permissions.house import House

# Who sees a case, by its stage
DRAFT = frozenset({"own", "auditor"})
SUBMITTED = DRAFT | {"manager", "risk"}
TEAMED = SUBMITTED | {"second"}
APPROVED = TEAMED | {"maker", "finance"}
# Who may act
OWN = frozenset({"own"})
TEAM = frozenset({"own", "second"})
MANAGER = frozenset({"manager"})
FINANCE = frozenset({"maker", "finance"})
ACCOUNT_MANAGERS = frozenset({"own", "second", "peer", "stranger"})
READERS_OF_MAIL = frozenset({"auditor", "maker", "finance", "manager", "other_manager", "admin"})

DONE = frozenset({200, 201, 204, 302})


@dataclass(frozen=True)
class Cell:
    """One method of a route: `sees` are let near it, `may` may and are answered `done`; the others get `hidden`."""

    may: frozenset[str]
    sees: frozenset[str]
    body: Callable[[House], dict] = lambda house: {}
    done: frozenset[int] = DONE
    hidden: int = 404


@dataclass(frozen=True)
class Row:
    """A route with the thing it is tried on; a method without a cell does not exist (405)."""

    route: str
    at: Callable[[House], dict] = lambda house: {}
    get: Cell | None = None
    post: Cell | None = None
    query: Callable[[House], str] = lambda house: ""
    headers: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def address(self, house: House) -> str:
        return reverse(self.route, kwargs=self.at(house)) + self.query(house)

    def options(self) -> dict[str, Any]:
        """How a machine speaks to its routes; a browser says nothing of the kind."""
        is_api = self.route.startswith("api:")
        return {"content_type": "application/json", "headers": self.headers} if is_api else {}


@dataclass(frozen=True)
class Open:
    """A route that asks nobody who they are; `answers` are its statuses by method."""

    route: str
    answers: dict[str, frozenset[int]]


def read(sees: frozenset[str]) -> Cell:
    return Cell(may=sees, sees=sees)


def write(may: frozenset[str], sees: frozenset[str], body=None, done=DONE, hidden=404) -> Cell:
    return Cell(may, sees, body or (lambda house: {}), frozenset(done), hidden)


def number(stage: str):
    return lambda house: {"number": house.cases[stage].number}


def customer(stage: str):
    return lambda house: {"number": house.cases[stage].customer.number}


def uuid(name: str):
    return lambda house: {"uuid": house.things[name].uuid}


def pk(name: str):
    return lambda house: {"pk": house.things[name].pk}


def thing(name: str):
    return lambda house: {"number": house.things[name].number}


def version(stage: str, **more):
    """A body that carries the version of a case, and what else is given; a callable is asked for its value."""
    return lambda house: {"version": house.cases[stage].version, **_asked(house, more)}


def version_of(thing: str, /, **more):
    return lambda house: {"version": house.things[thing].version, **_asked(house, more)}


def body(**values):
    return lambda house: _asked(house, values)


def _asked(house: House, values: dict) -> dict[str, Any]:
    return {name: value(house) if callable(value) else value for name, value in values.items()}


def in_days(days: int):
    return lambda house: (dates.today() + timedelta(days=days)).isoformat()


today = in_days(0)
NEW_CUSTOMER = {"name": "東莞市新客戶有限公司", "identity": "91440300708461136T"}
LANGUAGE = {"language": "zh-hant"}
DRAFT_VALUES = {
    "amount": "500000",
    "term_months": "12",
    "method": "level_payment",
    "purpose": "採購冷軋鋼板及銅材，履行年度框架合同",
    "repayment_source": "經營回款",
    "security": ["unsecured"],
}
STATEMENT = {code: str(amount) for code, amount in YEAR_2025.items()}
COLLATERAL = {
    "kind": "home",
    "description": "住宅一套",
    "title_number": "粵(2020)東莞不動產權第0000001號",
    "appraised_value": "2000000",
    "appraised_on": "2026-01-05",
    "appraiser": "東信房地產評估",
    "internal_value": "1900000",
}
FIGURES = {"net_assets": "900000", "monthly_income": "10000"}
FINDING = {"result": "normal", "source": "seen", "note": "現場與資料一致，複核無誤"}
TERMS = {"amount": "2800000.00", "term_months": "12", "annual_rate": "7.2", "method": "interest_only"}
DRAWDOWN = {"amount": "100000", "payee": "某鋼材有限公司", "payee_account": "6222000000001200", "is_entrusted": "on"}
NO_CONDITIONS = {"conditions-TOTAL_FORMS": "0", "conditions-INITIAL_FORMS": "0"}


def a_number_of_guarantor(house: House) -> str:
    return house.things["guarantor"].number


def a_product(house: House) -> int:
    return house.cases["draft"].product_version_id


def a_product_code(house: House) -> str:
    return house.cases["draft"].product_version.product.code


def a_lead(house: House) -> int:
    return house.cases["submitted"].lead_investigator_id


def a_second(house: House) -> int:
    return house.people["second"].pk


def a_report(house: House) -> str:
    return str(house.things["report"].uuid)


def a_collateral(house: House) -> dict:
    return {**COLLATERAL, "title_number": house.things["collateral"].title_number}


def an_investigation_version(house: House) -> int:
    return house.cases["investigating"].investigations.get().version
