"""The invented lender: its branches, departments and people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A department with its branch."""

    code: str
    name: str
    branch_code: str
    branch_name: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in; `place` is the code of the department the role is held in."""

    username: str
    name: str
    role: str
    phone: str
    place: str = ""
    level: int = 0
    language: str = "zh-hant"


PLACES = (
    Place("A", "公司業務一部", "HQ", "總公司"),
    Place("B", "公司業務二部", "SD", "順德分公司"),
)
ACCOUNTS = (
    Account("am1", "林曉雯", "account_manager", "0769-0000 1211", "A"),
    Account("am2", "周敏", "account_manager", "0769-0000 1212", "A"),
    Account("am3", "何启航", "account_manager", "0757-0000 2211", "B", language="zh-hans"),
    Account("am4", "陳思遠", "account_manager", "0757-0000 2212", "B"),
    Account("dm1", "黎國棟", "department_manager", "0769-0000 1210", "A"),
    Account("dm2", "梁靜儀", "department_manager", "0757-0000 2210", "B"),
    Account("risk1", "鄧志遠", "risk_officer", "0769-0000 1301", level=1),
    Account("risk2", "蘇慧中", "risk_officer", "0769-0000 1300", level=2),
    Account("finance1", "何佩珊", "finance_officer", "0769-0000 1401"),
    Account("finance2", "譚偉明", "finance_officer", "0769-0000 1402"),
    Account("auditor", "羅文彬", "auditor", "0769-0000 1501"),
    Account("admin", "曾子軒", "administrator", "0769-0000 1601"),
)
