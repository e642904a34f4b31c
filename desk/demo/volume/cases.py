"""Applications in bulk, with what hangs on them up to the contract."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from applications.models import Application, Party, PartyRole, ProductVersion
from applications.states import Status
from contracts.models import ContractTemplate, LoanContract
from contracts.states import ContractStatus
from core.models import Document
from core.states import DocumentStatus
from customers.models import Customer
from desk.demo.volume import files, names
from desk.demo.volume.lender import Lender, kept
from underwriting.models import Decision, FeasibilityReport, Investigation, Level, Outcome

CASES_OF_A_CUSTOMER = 3
MONTHS = 12
RATE = Decimal("0.0720")
TERMS = {"term_months": MONTHS, "annual_rate": RATE, "method": "level_payment"}
SAID = "大量資料，無說明"
# What an application may be that never had a loan, as often as it stands here.
STAGES = (
    [Status.DRAFT] * 2 + [Status.SUBMITTED] + [Status.ACCEPTED] + [Status.INVESTIGATING] * 3 + [Status.IN_REVIEW]
    + [Status.DECLINED] * 6 + [Status.WITHDRAWN] * 6
)  # fmt: skip
WITH_REPORT = (Status.IN_REVIEW, Status.DISBURSED)


@dataclass
class Cases:
    """Makes applications; `next` counts those that were ever made in bulk."""

    lender: Lender

    def __post_init__(self) -> None:
        self.next = Application.objects.filter(number__startswith=names.WITH_CASES).count()

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

    def reported(self, size: int, *, has_loan: bool) -> list[FeasibilityReport]:
        """So many applications; the reports of those that have one."""
        made: list[Application] = []
        for customer in files.of_cases(self.lender, self.next, -(-size // CASES_OF_A_CUSTOMER)):
            for _ in range(min(CASES_OF_A_CUSTOMER, size - len(made))):
                made.append(self._application(customer, has_loan))
        kept(made)
        kept([Party(application=case, customer=case.customer, role=PartyRole.BORROWER) for case in made])
        return self._reports([case for case in made if case.status in WITH_REPORT])

    def _application(self, customer: Customer, has_loan: bool) -> Application:
        status = Status.DISBURSED if has_loan else self.lender.random.choice(STAGES)
        since = self.lender.now - timedelta(days=self.lender.random.randrange(1, 300))
        number = names.number("A", self.next, self.lender.today)
        self.next += 1
        return Application(
            number=number,
            customer=customer,
            product_version=self.product,
            department_id=customer.department_id,
            account_manager=customer.account_manager,
            lead_investigator=customer.account_manager,
            amount=Decimal(self.lender.random.randrange(10, 290) * 10_000),
            term_months=MONTHS,
            method="level_payment",
            purpose="採購原料，履行已簽訂的供貨合同",
            repayment_source="經營回款",
            security=["unsecured"],
            status=status,
            status_since=since,
            submitted_at=None if status == Status.DRAFT else since,
            end_reason=SAID if status in (Status.DECLINED, Status.WITHDRAWN) else "",
            **self._accepted(customer, status, since),
            **(
                {"ledger_on": since.date(), "ledger_number": names.renumbered(number, "T")}
                if status in WITH_REPORT
                else {}
            ),
        )

    def _accepted(self, customer: Customer, status: str, since) -> dict:
        if status in (Status.DRAFT, Status.SUBMITTED):
            return {}
        return {
            "second_investigator": self.lender.second_of(customer.account_manager),
            "accepted_at": since,
            "accepted_by": self.lender.people["dm1"],
            "deadline": since.date() + timedelta(days=14),
        }

    def _reports(self, cases: list[Application]) -> list[FeasibilityReport]:
        signed = {"lead_signed_at": self.lender.now, "second_signed_at": self.lender.now}
        found = kept(
            [Investigation(application=case, round=1, amount=case.amount, **TERMS, **signed) for case in cases]
        )
        papers = kept([_paper(case) for case in cases])
        return kept(
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

    def contracts(self, reports: list[FeasibilityReport]) -> list[LoanContract]:
        """What was decided on these reports, and the contracts in force."""
        return kept([self._contract(decision) for decision in kept([self._decision(report) for report in reports])])

    def _decision(self, report: FeasibilityReport) -> Decision:
        return Decision(
            application=report.application,
            report=report,
            round=1,
            level=Level.DEPARTMENT,
            is_final=True,
            outcome=Outcome.APPROVED,
            amount=report.application.amount,
            **TERMS,
            reason=SAID,
            terms_hash="0" * 64,
            submitted_by=report.submitted_by,
            made_by=self.lender.people["dm1"],
            made_at=report.submitted_at,
        )

    def _contract(self, decision: Decision) -> LoanContract:
        return LoanContract(
            number=names.renumbered(decision.application.number, "C"),
            application=decision.application,
            decision=decision,
            template=self.template,
            amount=decision.amount,
            **TERMS,
            status=ContractStatus.EFFECTIVE,
            prepared_by=decision.submitted_by,
            signed_on=self.lender.today,
        )


def _paper(case: Application) -> Document:
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
