"""The first story up to its signatures: statements, plant, guarantors, findings and an opinion, by the services."""

from datetime import date
from decimal import Decimal

from applications.models import ChecklistItem
from applications.states import Status
from collateral.models import Collateral, Guarantee
from customers.models import CompanyDetails, FinancialStatement, StatementLine
from tests.cases.yongsheng import YEAR_2024, YEAR_2025
from tests.factories import ApplicationFactory, CustomerFactory
from underwriting.services.investigation import record_finding, sign_investigation, write_opinion

ITEMS = [
    ("business", "site", "經營場所實地查看"),
    ("business", "orders", "訂單與合同核對"),
    ("finance", "flow", "銀行流水核對"),
]
OPINION = {
    "conduct": "2026-03-05 與 03-09 兩次到場，主辦與協辦同行，查看廠房、設備與庫存，電話核對前五名客戶。",
    "operation": "主營車燈與廚電沖壓件、車件，前五名客戶佔營收六成，合作均逾四年。",
    "risks": "現金比率偏低，以回款專戶與月度報表監測；最大客戶佔比較高，已電話核對。",
    "opinion": "經營穩定、用途真實、第一還款來源可靠，建議同意二百八十萬元，十二個月。",
    "amount": Decimal(2_800_000),
    "term_months": 12,
    "annual_rate": Decimal("0.072"),
    "method": "interest_only",
    "is_legal": "主體合法，用途合法",
    "is_compliant": "符合授信政策",
    "is_safe": "抵押加保證，覆蓋 1.14 倍",
    "is_profitable": "年利息二十萬元，收益可覆蓋成本",
    "revenue_growth": Decimal("0.20"),
    "debt_due": Decimal(600_000),
    "release_on": date(2026, 3, 27),
    "first_due_on": date(2026, 4, 21),
}


def accepted_case(lead, second, department, **values):
    """永盛精密五金 wants 3,000,000 yuan; accepted, with statements and security in the file."""
    customer = CustomerFactory(name="永盛精密五金有限公司", account_manager=lead, department=department)
    CompanyDetails.objects.create(
        customer=customer,
        founded_on=date(2014, 5, 8),
        legal_representative="林永盛",
        industry_code="3399",
        registered_capital=Decimal(10_000_000),
        staff_count=86,
        main_products="車燈與廚電沖壓件、車件",
    )
    for year, lines in ((2024, YEAR_2024), (2025, YEAR_2025)):
        statement = FinancialStatement.objects.create(
            customer=customer, period_end=date(year, 12, 31), is_audited=year == 2025, entered_by=lead
        )
        StatementLine.objects.bulk_create(
            StatementLine(statement=statement, code=code, amount=amount) for code, amount in lines.items()
        )
    values = {"amount": Decimal(3_000_000), "status": Status.ACCEPTED, "method": "interest_only", **values}
    application = ApplicationFactory(
        customer=customer,
        lead_investigator=lead,
        second_investigator=second,
        security=["mortgage", "guarantee"],
        **values,
    )
    _secure(application, customer, lead, department)
    version = application.product_version
    for position, (section, code, title) in enumerate(ITEMS):
        ChecklistItem.objects.create(
            product_version=version, section=section, position=position, code=code, title=title
        )
    return application


def _secure(application, owner, lead, department):
    Collateral.objects.create(
        application=application,
        owner=owner,
        kind="plant",
        description="沖壓車間",
        title_number="粵(2016)東莞不動產權第0046718號",
        area=Decimal(2350),
        appraised_value=Decimal(7_800_000),
        appraised_on=date(2026, 2, 20),
        appraiser="東信房地產評估",
        internal_value=Decimal(7_400_000),
        loan_to_value=Decimal("0.60"),
        prior_claims=Decimal(1_000_000),
        finding="權屬清晰，第二順位",
        status="appraised",
    )
    for name, assets in (("林永盛", 3_000_000), ("周慧芳", 1_600_000)):
        guarantor = CustomerFactory(kind="person", name=name, account_manager=lead, department=department)
        Guarantee.objects.create(
            application=application,
            guarantor=guarantor,
            relation="實際控制人夫婦",
            net_assets=Decimal(assets),
            monthly_income=Decimal(17_500),
            living_cost=Decimal(5_000),
            own_instalments=Decimal(4_000),
        )


def investigate(application, lead, second, **opinion):
    """Every item answered, one of them with a doubt, the opinion written."""
    for item in application.product_version.checklist.all():
        is_flow = item.code == "flow"
        record_finding(
            application=application,
            item=item,
            result="doubtful" if is_flow else "normal",
            source="document" if is_flow else "seen",
            note="三月有一筆大額往來已說明" if is_flow else "現場與資料一致",
            by=lead,
        )
    write_opinion(application=application, version=0, by=lead, **{**OPINION, **opinion})


def signed_case(lead, second, department, dissent="", **values):
    """The same, investigated and signed by both: ready to go up."""
    application = accepted_case(lead, second, department, **values)
    investigate(application, lead, second)
    sign_investigation(application=application, by=lead)
    sign_investigation(application=application, dissent=dissent, by=second)
    application.refresh_from_db()
    return application
