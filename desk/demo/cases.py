"""What is said of a case of the demo: its terms, its security, what was found, and how far it comes."""

from dataclasses import dataclass
from enum import StrEnum


class Ends(StrEnum):
    """How far a case has come when the demo is loaded, and how."""

    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    INVESTIGATING = "investigating"
    WITHDRAWN = "withdrawn"
    REPORTED = "reported"
    IN_REVIEW = "in_review"
    SECOND_ROUND = "second_round"
    AT_RISK = "at_risk"
    DECLINED = "declined"
    APPROVED = "approved"
    LAPSED = "lapsed"
    CONTRACTED = "contracted"
    REQUESTED = "requested"
    CHECKED = "checked"
    DISBURSED = "disbursed"


class Repays(StrEnum):
    """How a disbursed loan is doing on the day of the demo."""

    IN_TIME = "in_time"
    LATE = "late"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something mortgaged; values in yuan, `owner` a customer's code or empty for the borrower."""

    kind: str
    description: str
    title: str
    area: int
    appraised: int
    internal: int
    appraiser: str
    finding: str
    prior: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A guarantor and what they have; monthly figures in yuan."""

    guarantor: str
    relation: str
    net_assets: int
    income: int
    living: int
    instalments: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the investigators suggest, and their words; the household's figures for a person."""

    amount: int
    rate: str
    months: int
    operation: str
    risks: str
    debt_due: int = 0
    growth: str = "0.10"
    income: int | None = None
    instalments: int = 0
    living: int = 0
    dissent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An item of the checklist that is not in order."""

    item: str
    result: str
    note: str
    source: str = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A condition of the approval: `before` the release or after it, due so many working days after the decision."""

    text: str
    before: bool = True
    days: int | None = 15
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application. `last` is how many working days ago its last step was taken.

    `days` is how long a disbursed loan has been late, or how long it is until its next instalment.
    """

    customer: str
    manager: str
    second: str
    product: str
    amount: int
    months: int
    method: str
    purpose: str
    source: str
    security: tuple[str, ...]
    ends: Ends
    last: int
    suggests: Suggestion | None = None
    things: tuple[Thing, ...] = ()
    promises: tuple[Promise, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    asked: tuple[Asked, ...] = ()
    reason: str = ""
    points: tuple[str, ...] = ()
    payee: str = ""
    repays: Repays | None = None
    days: int = 0
    approver: str = "dm1"


REGISTERED = Asked(text="放款前辦妥抵押登記，取得不動產登記證明", evidence="不動產登記證明原件已收，編號與權證核對一致")
INSURED = Asked(text="抵押物投保火災險，以本公司為第一受益人", evidence="保單原件與保費發票已收")
RESOLVED = Asked(text="提交股東會同意借款及提供擔保的決議", evidence="決議原件已收，簽名與預留樣本一致")
REPORTS = Asked(text="每月十五日前提交上月財務報表與主要帳戶流水", before=False, days=None)
COLLECTS = Asked(text="銷售回款不低於三成進入指定回款帳戶", before=False, days=None)
VOUCHERS = Asked(text="放款後三十日內提交採購發票與入庫單", before=False, days=30)
