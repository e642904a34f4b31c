"""The products the lender starts with and their due-diligence templates (domain practice 1.5 and 2.2), as data.

The words are the lender's own and are entered in Chinese; the administrator changes them as rows.
"""

from decimal import Decimal
from typing import Any

ALL_METHODS = ["level_payment", "equal_principal", "interest_only", "bullet"]

# section code, item code, title, hint, needs a file
COMPANY_CHECKLIST = [
    ("identity", "identity_papers", "身分與證照", "營業執照、章程、法定代表人身分證原件核對", True),
    ("identity", "character", "品行與信用", "徵信查詢次數、逾期記錄、鄰里與夥伴口碑", False),
    ("identity", "legal_status", "法律狀況", "股權變更、訴訟、執行、行政處罰、欠稅", False),
    ("premises", "premises", "經營場所", "地址與執照是否一致，自有或租賃，面積與租期", True),
    ("premises", "operation_seen", "開工情況", "設備運轉、在崗人數、水電用量，必要時夜間二次到場", True),
    ("market", "products", "產品與銷售", "主要產品、售價、毛利、淡旺季", False),
    ("market", "counterparties", "上下游", "前五大供應商與客戶占比、帳期，電話核對兩家", False),
    ("finance", "statements", "財務報表", "銀行、稅務、內帳三套核對，異常科目說明", True),
    ("finance", "bank_flow", "銀行流水", "剔除往來與借款後的經營性入帳", True),
    ("finance", "tax", "納稅情況", "增值稅申報銷售額與帳面收入比較", False),
    ("stock", "stock_count", "存貨盤點", "抽盤價值三成以上，帳實差異、庫齡、權屬", True),
    ("purpose", "purpose", "借款用途", "合同或訂單、收款人是否關聯、價格是否正常", True),
    ("purpose", "repayment", "還款來源", "第一、第二還款來源與按月現金計劃", False),
    ("debts", "debts", "負債與對外保證", "借款明細與徵信核對，民間借貸當面詢問", False),
    ("debts", "group", "集團與關聯交易", "關聯企業、互保、資金占用", False),
]
PERSON_CHECKLIST = [
    ("identity", "identity_papers", "身分與婚姻", "本人與配偶身分證原件核對，婚姻證明", True),
    ("identity", "character", "品行與信用", "徵信、習慣、家庭、鄰里口碑", False),
    ("premises", "premises", "經營場所", "地址、租約、面積、到期日，現場照片", True),
    ("premises", "residence", "居住情況", "自有或租住，居住年限，家訪", False),
    ("market", "products", "經營項目", "經營年限、客流、價格、淡旺季", False),
    ("market", "counterparties", "進貨與銷售", "主要供應商、收款方式，電話核對", False),
    ("finance", "bank_flow", "收款流水", "銀行蓋章流水與收款碼流水核對", True),
    ("finance", "household", "家庭收支", "家庭收入、生活費、月供，現金計劃", False),
    ("stock", "stock_count", "存貨與設備", "現場清點，設備發票", False),
    ("purpose", "purpose", "借款用途", "合同、報價、自有資金", True),
    ("purpose", "repayment", "還款來源", "第一、第二還款來源", False),
    ("debts", "debts", "負債與對外保證", "徵信核對，民間借貸當面詢問", False),
]
MORTGAGE_ITEMS = [
    ("security", "title", "抵押物權屬", "權證原件、查冊、共有人與租賃情況", True),
    ("security", "mortgage_value", "抵押物價值", "評估報告、周邊成交價、現場照片", True),
    ("security", "enforceable", "可處置性", "位置、用途、唯一住房、占用人", False),
]
PLEDGE_ITEMS = [
    ("security", "pledge_title", "質物權屬", "存單、倉單、票據或股權的權屬與查詢結果", True),
    ("security", "pledge_control", "質物控制", "止付、凍結、監管或登記安排", True),
    ("security", "receivable_debtor", "應收帳款債務人", "合同、發票、交付憑證與確權，無抵銷聲明", False),
]
GUARANTEE_ITEMS = [
    ("security", "guarantor_standing", "保證人資格", "證照、決議機構、徵信與對外保證", True),
    ("security", "guarantor_capacity", "保證人代償能力", "淨資產、收入、已保證金額，實地走訪", True),
    ("security", "joint_liability", "連帶責任告知", "保證人當面確認連帶責任的範圍與期間", False),
]
PROJECT_ITEMS = [
    ("project", "approvals", "項目批文", "立項備案、用地、規劃、施工與環評", True),
    ("project", "own_capital", "項目資本金", "到位比例與來源，不低於總投資兩成", True),
    ("project", "budget", "概算與合同", "設備、工程合同與概算核對", True),
    ("project", "progress", "工程進度", "現場形象進度與付款進度對照", False),
]
# The titles of these templates in English; what the administrator adds is shown as it was typed.
# fmt: off
CHECKLIST_ENGLISH = {
    "身分與證照": "Identity and licences",
    "品行與信用": "Character and credit",
    "法律狀況": "Legal standing",
    "經營場所": "Premises",
    "開工情況": "Operation as seen",
    "產品與銷售": "Products and sales",
    "上下游": "Suppliers and buyers",
    "財務報表": "Financial statements",
    "銀行流水": "Bank flow",
    "納稅情況": "Taxes",
    "存貨盤點": "Stock count",
    "借款用途": "Purpose of the loan",
    "還款來源": "Sources of repayment",
    "負債與對外保證": "Debts and guarantees given",
    "集團與關聯交易": "Group and related parties",
    "身分與婚姻": "Identity and marriage",
    "居住情況": "Residence",
    "經營項目": "Line of business",
    "進貨與銷售": "Purchases and sales",
    "收款流水": "Receipts",
    "家庭收支": "Household income and costs",
    "存貨與設備": "Stock and equipment",
    "抵押物權屬": "Title to the mortgaged property",
    "抵押物價值": "Value of the mortgaged property",
    "可處置性": "Whether it can be sold",
    "質物權屬": "Title to the pledge",
    "質物控制": "Control of the pledge",
    "應收帳款債務人": "Debtor of the receivables",
    "保證人資格": "Standing of the guarantor",
    "保證人代償能力": "Capacity of the guarantor",
    "連帶責任告知": "Joint liability explained",
    "項目批文": "Approvals of the project",
    "項目資本金": "Own capital of the project",
    "概算與合同": "Budget and contracts",
    "工程進度": "Progress of the works",
}
# fmt: on
RULES = [
    "identity",
    "purpose",
    "operating",
    "record",
    "enforcement",
    "industry",
    "debt_ratio",
    "repayment_to_income",
    "adult",
    "age_at_end",
    "insider",
]  # fmt: skip
STAMP_DUTY: dict[str, Any] = {
    "name": "印花稅",
    "names": {"zh-hant": "印花稅", "zh-hans": "印花税", "en": "Stamp duty"},
    "rate": Decimal("0.00005"),
    "charged": "release",
}
REGISTRATION: dict[str, Any] = {
    "name": "不動產抵押登記費",
    "names": {"zh-hant": "不動產抵押登記費", "zh-hans": "不动产抵押登记费", "en": "Mortgage registration"},
    "amount": Decimal(550),
    "charged": "release",
}
SECURED = ["mortgage", "pledge", "guarantee"]

# Party role, or as what somebody stands behind the borrower → the sources each is screened against; a source that does
# not know persons, or companies, falls away.
BEHIND = ["enforcement", "blacklist", "sanctions", "insiders"]
EVERYBODY = ["identity", "enforcement", "registry", "judgments", "blacklist", "sanctions", "insiders"]
SCREENINGS = {
    "borrower": [*EVERYBODY, "tax", "fines", "media"],
    "co_borrower": EVERYBODY,
    "guarantor": EVERYBODY,
    "pledgor": ["identity", "enforcement", "blacklist", "sanctions", "mortgages", "insiders"],
    "mortgagor": ["identity", "enforcement", "blacklist", "sanctions", "mortgages", "insiders"],
    "beneficial_owner": BEHIND,
    "controller": BEHIND,
    "legal_representative": BEHIND,
    "spouse": ["enforcement", "blacklist", "insiders"],
}
EVERY_PRODUCT: dict[str, Any] = {
    "least_rate": Decimal("0.03"),
    "most_rate": Decimal("0.24"),
    "methods": ALL_METHODS,
    "penalty_multiplier": Decimal("1.5"),
    "eligibility": RULES,
    "screenings": SCREENINGS,
    "fees": [STAMP_DUTY],
    "interest": "daily",
    "authority_profile": "secured",
}


def _product(code: str, hant: str, hans: str, en: str, **rules: Any) -> dict[str, Any]:
    return {"code": code, "name": hant, "names": {"zh-hant": hant, "zh-hans": hans, "en": en}, **EVERY_PRODUCT, **rules}


PRODUCTS: list[dict[str, Any]] = [
    _product(
        "working_capital",
        "流動資金貸款",
        "流动资金贷款",
        "Working-capital loan",
        for_persons=False,
        for_companies=True,
        least_amount=Decimal(100_000),
        most_amount=Decimal(10_000_000),
        longest_months=36,
        checklist=COMPANY_CHECKLIST,
    ),
    _product(
        "business_person",
        "個人經營貸款",
        "个人经营贷款",
        "Personal business loan",
        for_persons=True,
        for_companies=False,
        least_amount=Decimal(10_000),
        most_amount=Decimal(3_000_000),
        longest_months=36,
        interest="per_period",
        checklist=PERSON_CHECKLIST,
    ),
    _product(
        "mortgage_loan",
        "抵押貸款",
        "抵押贷款",
        "Mortgage loan",
        for_persons=True,
        for_companies=True,
        least_amount=Decimal(100_000),
        most_amount=Decimal(20_000_000),
        longest_months=60,
        security_allowed=SECURED,
        security_required=["mortgage"],
        fees=[STAMP_DUTY, REGISTRATION],
        checklist=[*COMPANY_CHECKLIST, *MORTGAGE_ITEMS],
    ),
    _product(
        "fixed_asset",
        "固定資產貸款",
        "固定资产贷款",
        "Fixed-asset loan",
        for_persons=False,
        for_companies=True,
        least_amount=Decimal(500_000),
        most_amount=Decimal(30_000_000),
        shortest_months=12,
        longest_months=120,
        methods=["level_payment", "equal_principal"],
        security_allowed=SECURED,
        authority_profile="risk",
        fees=[STAMP_DUTY, REGISTRATION],
        checklist=[*COMPANY_CHECKLIST, *PROJECT_ITEMS],
    ),
    _product(
        "pledge_loan",
        "質押貸款",
        "质押贷款",
        "Pledge loan",
        for_persons=True,
        for_companies=True,
        least_amount=Decimal(50_000),
        most_amount=Decimal(10_000_000),
        longest_months=24,
        security_allowed=SECURED,
        security_required=["pledge"],
        checklist=[*COMPANY_CHECKLIST, *PLEDGE_ITEMS],
    ),
    _product(
        "guarantee_loan",
        "保證貸款",
        "保证贷款",
        "Guaranteed loan",
        for_persons=True,
        for_companies=True,
        least_amount=Decimal(50_000),
        most_amount=Decimal(5_000_000),
        longest_months=24,
        security_allowed=SECURED,
        security_required=["guarantee"],
        checklist=[*COMPANY_CHECKLIST, *GUARANTEE_ITEMS],
    ),
]

# kind, word (either script is found) or beginning of an industry code, basis
EXCLUSIONS = [
    *(
        ("purpose", word, "貸款用途管理規定：不得用於證券、股權投資、房地產投機、賭博、轉貸與金融資產")
        for word in (
            "股票", "炒股", "期貨", "證券投資", "股權投資", "增資入股", "炒房", "賭博", "博彩", "轉貸", "轉借他人", "放貸",
            "理財產品", "虛擬貨幣", "比特幣", "分紅", "金融資產投資", "賭廳", "賭場", "籌碼", "炒鋪", "待升值", "升值後轉手",
            "升值轉手", "等升值", "入股", "增資", "購房", "買房", "購買房", "購買住宅", "買住宅", "二套房", "二套住宅", "置換房貸",
            "買樓", "炒樓", "樓花", "賺差價", "賭債", "賭資", "買基金", "申購基金", "借給", "借予", "shares", "stocks",
            "stock trading", "stock market", "stock exchange", "securities", "gambling", "casino", "bitcoin", "cryptocurrency", "relending",
        )
    ),
    ("industry", "2671", "本機構行業投向指引：炸藥及火工產品製造"),
    ("industry", "2672", "本機構行業投向指引：煙花爆竹製造"),
]  # fmt: skip
