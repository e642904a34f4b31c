"""Applications and running loans in bulk, to measure how lists, case pages and the end of day behave with many rows.

Nothing here passes through the services: the rows are the fewest that hang together (postings replay to what their
instalments say), their papers have no file, and one chunk after the other keeps the memory flat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from applications.models import Application, Party, PartyRole, ProductVersion
from applications.schedule import Row, Terms, schedule
from applications.states import Status
from contracts.models import ContractTemplate, Drawdown, LoanContract
from contracts.states import ContractStatus, DrawdownStatus
from core import dates
from core.models import Document
from core.parameters import FIRST_DAY
from core.states import DocumentStatus
from customers.models import CompanyDetails, Customer
from customers.names import fold
from desk.demo.customers import credit_code
from servicing.models import Allocation, Instalment, Loan, Part, Posting, PostingKind, Schedule
from servicing.services import end_of_day
from servicing.services.opening import stored
from staff.models import Branch, Department, User
from staff.roles import Role
from underwriting.models import Decision, FeasibilityReport, Investigation, Level, Outcome

CHUNK = 1000
IN_A_SERIES = 99_999
CASES_OF_A_CUSTOMER = 3
CASES_OF_A_TEAM = 1000
MONTHS = 12
RATE = Decimal("0.0720")
# What an application may be that never had a loan, as often as it stands here.
STAGES = (
    [Status.DRAFT] * 2 + [Status.SUBMITTED] + [Status.ACCEPTED] + [Status.INVESTIGATING] * 3 + [Status.IN_REVIEW]
    + [Status.DECLINED] * 6 + [Status.WITHDRAWN] * 6
)  # fmt: skip
WITH_REPORT = (Status.IN_REVIEW, Status.DISBURSED)
PLACES = [
    "東城",
    "南城",
    "石碣",
    "寮步",
    "長安",
    "大朗",
    "樂從",
    "龍江",
    "北滘",
    "三水",
    "仲愷",
    "博羅",
    "虎門",
    "厚街",
    "塘廈",
]
SIGNS = [
    "永",
    "恆",
    "泰",
    "鴻",
    "盛",
    "瑞",
    "嘉",
    "誠",
    "源",
    "華",
    "信",
    "隆",
    "宏",
    "達",
    "豐",
    "昌",
    "匯",
    "通",
    "安",
    "德",
]
TRADES = [
    "五金",
    "包裝",
    "塑膠",
    "電子",
    "家具",
    "服飾",
    "紙品",
    "模具",
    "食品",
    "燈飾",
    "陶瓷",
    "紡織",
    "印刷",
    "機械",
    "建材",
]


def add_volume(*, applications: int, loans: int, seed: int) -> None:
    """Add so many applications without and with a running loan; another call adds further ones."""
    maker = Maker(Random(seed))  # noqa: S311 - figures to measure with
    for stage_count, has_loan in ((applications, False), (loans, True)):
        for done in range(0, stage_count, CHUNK):
            with transaction.atomic():
                maker.chunk(min(CHUNK, stage_count - done), has_loan)
    if loans:
        end_of_day(on=dates.today())


@dataclass
class Maker:
    """Makes the rows of one chunk after the other; `next` counts the applications that were ever made in bulk."""

    random: Random
    payable: dict[date, date] = field(default_factory=dict)
    teams: dict[int, list[tuple[User, int, User]]] = field(default_factory=dict)
    seconds: dict[int, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.next = Application.objects.filter(number__startswith="V").count()
        self.today = dates.today()
        self.now = dates.now()
        self.days = dates.lender_days()

    @cached_property
    def people(self) -> dict[str, User]:
        return User.objects.in_bulk(field_name="username")

    def team(self, serial: int) -> list[tuple[User, int, User]]:
        """Who looks after the customer of this serial: account managers, each with department and second investigator.

        A thousand applications are what three people look after; with every further thousand come three more, in a
        department of their own, as they would in a lender that grows.
        """
        place = serial // CASES_OF_A_TEAM
        if place not in self.teams:
            people = [self.people[name] for name in ("am1", "am2", "am3")] if place == 0 else _further(place)
            seats = [user.assignments.first().department_id for user in people]
            first, second, third = people
            beside = self.people["am4"] if place == 0 else first  # the other one in the third one's department
            self.teams[place] = [(first, seats[0], second), (second, seats[1], first), (third, seats[2], beside)]
            self.seconds |= {lead.pk: other for lead, _seat, other in self.teams[place]}
        return self.teams[place]

    @cached_property
    def product(self) -> ProductVersion:
        return ProductVersion.objects.select_related("product").get(product__code="working_capital", number=1)

    @cached_property
    def template(self) -> ContractTemplate:
        return ContractTemplate.objects.filter(language="zh-hant").first()

    @cached_property
    def content(self) -> dict:
        """What a report of the demo says, without its long tables: enough for the approval page to be drawn."""
        said = FeasibilityReport.objects.exclude(content={}).earliest("pk").content
        return {name: [] if isinstance(value, list) else value for name, value in said.items()} | {"need": None}

    def chunk(self, size: int, has_loan: bool) -> None:
        """So many applications with everything that hangs on them."""
        cases = self._applications(size, has_loan)
        reported = [case for case in cases if case.status in WITH_REPORT]
        reports = self._reports(reported)
        if has_loan:
            self._loans(self._contracts(reports))

    # --- customers and applications

    def _applications(self, size: int, has_loan: bool) -> list[Application]:
        cases = []
        for customer in self._customers(-(-size // CASES_OF_A_CUSTOMER)):
            for _ in range(min(CASES_OF_A_CUSTOMER, size - len(cases))):
                cases.append(self._application(customer, has_loan))
        made = _kept(cases)
        _kept([Party(application=case, customer=case.customer, role=PartyRole.BORROWER) for case in made])
        return made

    def _customers(self, size: int) -> list[Customer]:
        rows = []
        for place in range(size):
            serial = self.next + place
            manager, department, _second = self.team(serial)[serial % 3]
            name = self._name()
            rows.append(
                Customer(
                    number=self._number("K", serial),
                    kind="company",
                    name=name,
                    name_folded=fold(name),
                    identity=(identity := credit_code(f"{serial:08d}")),
                    identity_tail=identity[-4:],
                    email=f"office@v{serial}.example",
                    department_id=department,
                    account_manager=manager,
                )
            )
        made = _kept(rows)
        _kept([CompanyDetails(customer=customer, staff_count=self.random.randrange(9, 90)) for customer in made])
        return made

    def _name(self) -> str:
        sign = "".join(self.random.sample(SIGNS, 2))
        return f"{self.random.choice(PLACES)}{sign}{self.random.choice(TRADES)}有限公司"

    def _application(self, customer: Customer, has_loan: bool) -> Application:
        status = Status.DISBURSED if has_loan else self.random.choice(STAGES)
        manager = customer.account_manager
        second = self.seconds[manager.pk]
        since = self.now - timedelta(days=self.random.randrange(1, 300))
        self.next += 1
        is_submitted, is_accepted = status != Status.DRAFT, status not in (Status.DRAFT, Status.SUBMITTED)
        return Application(
            number=self._number("A", self.next - 1),
            customer=customer,
            product_version=self.product,
            department_id=customer.department_id,
            account_manager=manager,
            lead_investigator=manager,
            second_investigator=second if is_accepted else None,
            amount=Decimal(self.random.randrange(10, 290) * 10_000),
            term_months=MONTHS,
            method="level_payment",
            purpose="採購原料，履行已簽訂的供貨合同",
            repayment_source="經營回款",
            security=["unsecured"],
            status=status,
            status_since=since,
            submitted_at=since if is_submitted else None,
            accepted_at=since if is_accepted else None,
            accepted_by=self.people["dm1"] if is_accepted else None,
            deadline=since.date() + timedelta(days=14) if is_accepted else None,
            end_reason="大量資料，無說明" if status in (Status.DECLINED, Status.WITHDRAWN) else "",
        )

    def _number(self, kind: str, serial: int) -> str:
        """Numbers of branches that do not exist (VA to VZ), back through the years."""
        series, place = divmod(serial, IN_A_SERIES)
        year, branch = divmod(series, 26)
        return f"V{chr(65 + branch)}{kind}{self.today.year - year}-{place + 1:05d}"

    # --- investigation, report, decision, contract

    def _reports(self, cases: list[Application]) -> list[FeasibilityReport]:
        signed = {"lead_signed_at": self.now, "second_signed_at": self.now}
        terms = {"term_months": MONTHS, "annual_rate": RATE, "method": "level_payment"}
        found = _kept(
            [Investigation(application=case, round=1, amount=case.amount, **terms, **signed) for case in cases]
        )
        papers = _kept([self._paper(case) for case in cases])
        return _kept(
            [
                FeasibilityReport(
                    application=case,
                    investigation=investigation,
                    number=1,
                    content=self.content if case.status == Status.IN_REVIEW else {},
                    document=paper,
                    submitted_by=case.account_manager,
                    submitted_at=case.status_since,
                )
                for case, investigation, paper in zip(cases, found, papers, strict=True)
            ]
        )

    def _paper(self, case: Application) -> Document:
        return Document(
            key=f"volume:{case.number}",
            kind="feasibility_report",
            case_uuid=case.uuid,
            title=case.number,
            language="zh-hant",
            source="",
            status=DocumentStatus.READY,
            requested_by=case.account_manager,
            requested_at=case.status_since,
            ready_at=case.status_since,
            sha256="0" * 64,
        )

    def _contracts(self, reports: list[FeasibilityReport]) -> list[LoanContract]:
        decisions = _kept([self._decision(report) for report in reports])
        return _kept(
            [
                LoanContract(
                    number=_renumbered(decision.application.number, "C"),
                    application=decision.application,
                    decision=decision,
                    template=self.template,
                    amount=decision.amount,
                    term_months=MONTHS,
                    annual_rate=RATE,
                    method="level_payment",
                    status=ContractStatus.EFFECTIVE,
                    prepared_by=decision.submitted_by,
                    signed_on=self.today,
                )
                for decision in decisions
            ]
        )

    def _decision(self, report: FeasibilityReport) -> Decision:
        return Decision(
            application=report.application,
            report=report,
            round=1,
            level=Level.DEPARTMENT,
            is_final=True,
            outcome=Outcome.APPROVED,
            amount=report.application.amount,
            term_months=MONTHS,
            annual_rate=RATE,
            method="level_payment",
            reason="大量資料，無說明",
            terms_hash="0" * 64,
            submitted_by=report.submitted_by,
            made_by=self.people["dm1"],
            made_at=report.submitted_at,
        )

    # --- loans

    def _loans(self, contracts: list[LoanContract]) -> None:
        days = [self._released_on() for _contract in contracts]
        drawdowns = _kept([self._drawdown(c, on) for c, (on, _paid) in zip(contracts, days, strict=True)])
        plans = [self._plan(drawdown) for drawdown in drawdowns]
        paid = [
            rows[0] if is_paid and rows[0].due_on <= self.today else None
            for (_terms, rows), (_on, is_paid) in zip(plans, days, strict=True)
        ]
        loans = _kept(
            [
                self._loan(drawdown, first, rows[1] if first else rows[0])
                for drawdown, first, (_terms, rows) in zip(drawdowns, paid, plans, strict=True)
            ]
        )
        schedules = _kept(
            [
                Schedule(loan=loan, number=1, terms=stored(terms), reason="release", made_at=self.now)
                for loan, (terms, _rows) in zip(loans, plans, strict=True)
            ]
        )
        instalments = _kept(
            [
                self._instalment(plan, row, first is row)
                for plan, (_terms, rows), first in zip(schedules, plans, paid, strict=True)
                for row in rows
            ]
        )
        self._postings(loans, instalments)

    def _released_on(self) -> tuple[date, bool]:
        """Most loans are young and paid in time; one in seven has never paid."""
        if self.random.random() < 0.15:
            return self.today - timedelta(days=self.random.randrange(33, 330)), False
        return self.today - timedelta(days=self.random.randrange(2, 55)), True

    def _drawdown(self, contract: LoanContract, day: date) -> Drawdown:
        return Drawdown(
            number=_renumbered(contract.number, "D"),
            contract=contract,
            amount=contract.amount,
            payee="供應商",
            payee_account="6222 0000 0000 0000",
            status=DrawdownStatus.DISBURSED,
            requested_by=contract.prepared_by,
            checked_by=self.people["finance1"],
            disbursed_by=self.people["finance2"],
            disbursed_on=day,
            bank_reference="VOLUME",
        )

    def _plan(self, drawdown: Drawdown) -> tuple[Terms, list[Row]]:
        terms = Terms(
            principal=drawdown.amount,
            annual_rate=RATE,
            instalments=MONTHS,
            disbursed_on=drawdown.disbursed_on,
            interest="per_period",
        )
        return terms, schedule(terms)

    def _loan(self, drawdown: Drawdown, first: Row | None, upcoming: Row) -> Loan:
        case = drawdown.contract.application
        return Loan(
            number=_renumbered(case.number, "L"),
            application=case,
            drawdown=drawdown,
            customer_id=case.customer_id,
            department_id=case.department_id,
            account_manager_id=case.account_manager_id,
            principal=drawdown.amount,
            annual_rate=RATE,
            penalty_multiplier=Decimal("1.5"),
            method="level_payment",
            disbursed_on=drawdown.disbursed_on,
            principal_paid=first.principal if first else Decimal(0),
            next_due_on=upcoming.due_on,
            next_payable_until=self._payable(upcoming.due_on),
        )

    def _payable(self, day: date) -> date:
        """The last day to pay what is due on a day without penalty."""
        if day not in self.payable:
            self.payable[day] = dates.next_working_day(day, self.days)
        return self.payable[day]

    def _instalment(self, plan: Schedule, row: Row, is_paid: bool) -> Instalment:
        return Instalment(
            schedule=plan,
            number=row.number,
            due_on=row.due_on,
            payable_until=self._payable(row.due_on),
            principal=row.principal,
            interest=row.interest,
            principal_paid=row.principal if is_paid else Decimal(0),
            interest_paid=row.interest if is_paid else Decimal(0),
            settled_on=row.due_on if is_paid else None,
        )

    def _postings(self, loans: list[Loan], instalments: list[Instalment]) -> None:
        """One repayment for every first instalment that is paid, divided into its two shares."""
        paid = [row for row in instalments if row.settled_on]
        loan_of = {loan.pk: loan for loan in loans}
        postings = _kept([self._posting(loan_of[row.schedule.loan_id], row) for row in paid])
        _kept(
            [
                Allocation(posting=posting, caused_by=posting, instalment=row, part=part, amount=amount)
                for posting, row in zip(postings, paid, strict=True)
                for part, amount in ((Part.INTEREST, row.interest), (Part.PRINCIPAL, row.principal))
            ]
        )

    def _posting(self, loan: Loan, row: Instalment) -> Posting:
        return Posting(
            loan=loan,
            kind=PostingKind.PAYMENT,
            received_on=row.due_on,
            amount=row.total,
            client_ref=f"{loan.number}-1",
            posted_by=self.people["finance1"],
            posted_at=self.now,
        )


def _renumbered(number: str, kind: str) -> str:
    """The number of another kind that stands in the same place of its series."""
    return f"{number[:2]}{kind}{number[3:]}"


def _kept(rows: Sequence[models.Model]) -> list:
    """The rows, written in bulk."""
    return type(rows[0])._base_manager.bulk_create(rows) if rows else []


def _further(place: int) -> list[User]:
    """Three more account managers in a department of their own; nobody can sign in as them."""
    branch = Branch.objects.earliest("pk")
    department, _new = Department.objects.get_or_create(
        code=f"V{place}", defaults={"branch": branch, "name": f"V{place}"}
    )
    people = []
    for letter in "abc":
        user, is_new = User.objects.get_or_create(
            username=f"v{place}{letter}", defaults={"name": f"V{place}{letter}", "password": make_password(None)}
        )
        if is_new:
            user.assignments.create(role=Role.ACCOUNT_MANAGER, department=department, valid_from=FIRST_DAY)
        people.append(user)
    return people
