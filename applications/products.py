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
# Party role → the sources each is screened against; a source that does not know persons, or companies, falls away.
EVERYBODY = ["identity", "enforcement", "registry", "judgments", "blacklist", "sanctions", "insiders"]
SCREENINGS = {
    "borrower": [*EVERYBODY, "tax", "fines", "media"],
    "co_borrower": EVERYBODY,
    "guarantor": EVERYBODY,
    "mortgagor": ["identity", "enforcement", "blacklist", "sanctions", "mortgages", "insiders"],
}
PRODUCTS: list[dict[str, Any]] = [
    {
        "code": "working_capital",
        "name": "流動資金貸款",
        "for_persons": False,
        "for_companies": True,
        "least_amount": Decimal(100_000),
        "most_amount": Decimal(10_000_000),
        "longest_months": 36,
        "interest": "daily",
        "screenings": SCREENINGS,
        "checklist": COMPANY_CHECKLIST,
    },
    {
        "code": "business_person",
        "name": "個人經營貸款",
        "for_persons": True,
        "for_companies": False,
        "least_amount": Decimal(10_000),
        "most_amount": Decimal(3_000_000),
        "longest_months": 36,
        "interest": "per_period",
        "screenings": SCREENINGS,
        "checklist": PERSON_CHECKLIST,
    },
    {
        "code": "mortgage_loan",
        "name": "抵押貸款",
        "for_persons": True,
        "for_companies": True,
        "least_amount": Decimal(100_000),
        "most_amount": Decimal(20_000_000),
        "longest_months": 60,
        "interest": "daily",
        "screenings": SCREENINGS,
        "checklist": COMPANY_CHECKLIST,
    },
]
