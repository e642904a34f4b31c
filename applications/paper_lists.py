"""The checklists of papers the lender starts with (domain practice 1.5), as data; the administrator changes them as rows.

A line is `(code, group, need, traditional Chinese, English, {more})`; `more` may hold `days` it holds good, `dated` when
its last day is printed on it, `clear` for the compliance check by a third person, `site` for photographs that keep their
place, and `when`, the condition in both languages.
"""

from typing import Any

Line = tuple[str, str, str, str, str, dict[str, Any]]
# fmt: off
M, C, O = "mandatory", "conditional", "optional"  # noqa: E741 - the letters of the practice
BORROWERS = ("borrower", "co_borrower")
ALL_ROLES = (*BORROWERS, "guarantor", "mortgagor", "pledgor")

PERSON: list[Line] = [
    ("person_identity", "subject", M, "身分證（本人）", "Identity card", {"dated": True, "clear": True}),
    ("person_spouse_identity", "subject", C, "身分證（配偶）", "Identity card of the spouse",
     {"dated": True, "when": ("已婚", "if married")}),
    ("person_household", "subject", M, "戶口簿", "Household register", {}),
    ("person_marriage", "subject", M, "婚姻證明（結婚、離婚證或單身聲明）", "Proof of marital status", {}),
    ("person_residence", "subject", C, "居住證明", "Proof of residence",
     {"days": 90, "when": ("現住址與戶籍不同", "if living elsewhere than registered")}),
    ("person_credit_consent", "authority", M, "徵信查詢授權書", "Authorisation to query the credit bureau", {"clear": True}),
    ("person_data_consent", "authority", M, "個人資料處理同意書", "Consent to the processing of personal data", {}),
    ("person_spouse_consent", "authority", C, "配偶共同債務同意書", "Spouse's consent to joint debt",
     {"clear": True, "when": ("已婚", "if married")}),
    ("person_income", "finance", M, "收入或經營證明（近 6 至 12 個月流水）", "Proof of income or business (bank flow of 6 to 12 months)",
     {"days": 90}),
    ("person_assets", "finance", O, "資產證明", "Proof of assets", {"days": 180}),
]
PERSON_APPLICATION: list[Line] = [
    ("person_application", "purpose", M, "貸款申請表", "Application form", {}),
]
COMPANY: list[Line] = [
    ("company_licence", "subject", M, "營業執照", "Business licence", {"dated": True, "clear": True}),
    ("company_articles", "subject", M, "公司章程及修正案", "Articles of association with amendments", {}),
    ("company_representative", "subject", M, "法定代表人證明書、身分證、履歷", "Legal representative: certificate, identity card, résumé",
     {"dated": True}),
    ("company_owners_identity", "subject", M, "股東及實際控制人身分證", "Identity cards of shareholders and controller", {"dated": True}),
    ("company_account", "subject", M, "基本存款帳戶資訊或開戶許可證", "Basic account permit or letter", {}),
    ("company_seal", "authority", M, "印鑑及簽字樣本", "Specimens of seals and signatures", {}),
    ("company_credit_consent", "authority", M, "徵信查詢授權書（企業、法定代表人、實際控制人）",
     "Credit bureau authorisations (company, legal representative, controller)", {"clear": True}),
    ("company_statements", "finance", M, "近 2 至 3 年審計報表、最近一月及上年同期報表（附明細帳）",
     "Audited statements of 2 to 3 years, the latest month and the same month last year with ledgers", {"days": 120}),
    ("company_tax", "finance", M, "增值稅及所得稅申報表（12 至 24 個月）", "VAT and income-tax returns of 12 to 24 months", {"days": 120}),
    ("company_bank_flow", "finance", M, "企業及實際控制人銀行流水（6 至 12 個月）",
     "Bank flow of company and controller, 6 to 12 months", {"days": 90}),
    ("company_debts", "finance", M, "借款及對外擔保清單", "List of debts and guarantees", {"days": 90}),
]
COMPANY_BORROWER: list[Line] = [
    ("company_resolution", "authority", M, "股東會或董事會借款決議", "Shareholders' or board resolution to borrow",
     {"days": 90, "clear": True}),
    ("company_contracts", "operation", M, "主要購銷合同 3 至 5 份", "Three to five main purchase and sale contracts", {}),
    ("company_utilities", "operation", C, "水電費單據（6 個月）", "Utility bills of 6 months",
     {"days": 90, "when": ("生產型企業", "for producers")}),
    ("company_premises", "operation", M, "經營場所租約或產權證明", "Lease or title of the premises", {"dated": True}),
    ("company_permits", "operation", C, "行業許可證（衛生、安全、環保等）", "Permits (hygiene, safety, environment …)",
     {"dated": True, "when": ("行業須經許可", "where the trade needs a permit")}),
]
GUARANTOR_PERSON = [line for line in PERSON if line[0] not in {"person_residence", "person_assets"}]
GUARANTOR_COMPANY: list[Line] = [
    *COMPANY,
    ("company_guarantee_resolution", "authority", M, "同意提供擔保的股東會或董事會決議",
     "Resolution of the competent body to give the guarantee", {"days": 90, "clear": True}),
]
OWNER_PERSON = [line for line in PERSON if line[0] in {
    "person_identity", "person_spouse_identity", "person_marriage", "person_data_consent"}]
OWNER_COMPANY: list[Line] = [
    *(line for line in COMPANY if line[0] in {"company_licence", "company_articles", "company_representative"}),
    ("company_security_resolution", "authority", M, "同意提供押品的股東會或董事會決議",
     "Resolution of the competent body to give the security", {"days": 90, "clear": True}),
]
BUSINESS_PERSON: list[Line] = [
    ("business_licence", "subject", M, "經營實體營業執照（滿一年）", "Licence of the business (a year old at least)", {"dated": True}),
    ("business_share", "subject", M, "持股或經營者證明", "Proof of the share in the business", {}),
    ("business_spouse_licence", "subject", C, "配偶經營實體執照", "Licence of the spouse's business",
     {"dated": True, "when": ("配偶另有經營實體", "if the spouse has a business")}),
    ("business_flow", "finance", M, "經營流水（含收款碼）", "Business flow including payment codes", {"days": 90}),
    ("business_purpose", "purpose", M, "用途合同或訂單", "Contract or order for the purpose", {"clear": True}),
    ("business_lease", "operation", M, "經營場所租約", "Lease of the premises", {"dated": True}),
]
WORKING_CAPITAL: list[Line] = [
    ("capital_need", "purpose", M, "流動資金需求測算表", "Computation of the working-capital need", {}),
    ("capital_purpose", "purpose", M, "用途採購合同或訂單", "Purchase contract or order for the purpose", {"clear": True}),
    ("capital_ageing", "finance", M, "應收帳款及存貨帳齡表", "Ageing of receivables and stock", {"days": 90}),
    ("capital_plan", "finance", M, "現金流量計劃", "Plan of cash flow", {"days": 90}),
    ("capital_partners", "operation", M, "主要客戶與供應商名單", "List of main customers and suppliers", {}),
]
FIXED_ASSET: list[Line] = [
    ("asset_approval", "purpose", M, "項目核准或備案文件", "Approval or filing of the project", {"clear": True}),
    ("asset_permits", "purpose", M, "用地、規劃、施工許可證", "Land, planning and construction permits", {"clear": True}),
    ("asset_environment", "purpose", C, "環評及節能批文", "Environmental and energy approvals",
     {"when": ("項目須環評或節能審查", "where the project needs them")}),
    ("asset_study", "purpose", M, "項目可行性研究報告", "Feasibility study of the project", {}),
    ("asset_own_capital", "finance", M, "項目資本金證明（不低於 20％，按行業比例）",
     "Proof of own capital (20% at least, by sector)", {"clear": True}),
    ("asset_budget", "finance", M, "項目預算及合同", "Budget and contracts", {}),
    ("asset_progress", "operation", M, "進度與監理計劃", "Plan of progress and supervision", {}),
    ("asset_insurance", "security", C, "工程保險單", "Insurance of the works",
     {"dated": True, "when": ("工程依約須投保", "where the contract asks for it")}),
]
# Of whoever offers the thing: the borrower too, if nobody else does.
MORTGAGE: list[Line] = [
    ("mortgage_title", "security", M, "抵押物權屬證書", "Title certificate of the property", {"clear": True}),
    ("mortgage_consent", "security", M, "所有權人及共有人同意抵押聲明", "Consent of the owner and co-owners", {"clear": True}),
    ("mortgage_valuation", "security", M, "評估報告（12 個月內）", "Valuation (not older than 12 months)", {"days": 365}),
    ("mortgage_search", "security", M, "登記查詢結果（7 日內）",
     "Search of the register (not older than 7 days)", {"days": 7, "clear": True}),
    ("mortgage_lease", "security", M, "租賃情況聲明", "Statement on leases", {}),
    ("mortgage_insurance", "security", C, "財產保險單", "Insurance of the property",
     {"dated": True, "when": ("建物、設備或車輛", "for buildings, equipment and vehicles")}),
    ("mortgage_photos", "security", M, "抵押物現場照片", "Photographs of the property", {"site": True}),
    ("mortgage_only_home", "security", C, "非唯一住房聲明", "Statement that it is not the only home",
     {"when": ("抵押物為住房", "if the property is a home")}),
]
PLEDGE: list[Line] = [
    ("pledge_certificate", "security", M, "質物憑證（存單、債券、票據、倉單、股權證）及登記查詢",
     "Pledged paper (deposit slip, bond, bill, warehouse receipt, share certificate) with the register search", {"clear": True}),
    ("pledge_consent", "security", M, "公司或持有人同意出質書", "Consent of the company or holder", {"clear": True}),
    ("pledge_freeze", "security", M, "止付或凍結回執", "Receipt of the freeze", {}),
    ("pledge_receivables", "security", C, "應收帳款合同、發票、交貨證明、債務人確認、不抵銷聲明",
     "Receivables: contract, invoice, proof of delivery, debtor's confirmation, no-set-off statement",
     {"clear": True, "when": ("質物為應收帳款", "if receivables are pledged")}),
]
GUARANTEE: list[Line] = [
    ("guarantee_visit", "security", M, "保證人實地走訪記錄", "Record of the visit to the guarantor", {"site": True}),
    ("guarantee_wording", "security", M, "連帶責任保證確認書", "Acknowledgement of joint and several liability", {"clear": True}),
]

Part = tuple[tuple[str, ...], str, list[Line]]  # roles, kind of customer ("" for both), lines
COMMON: list[Part] = [
    (BORROWERS, "person", [*PERSON, *PERSON_APPLICATION]),
    (BORROWERS, "company", [*COMPANY, *COMPANY_BORROWER]),
    (("guarantor",), "person", GUARANTOR_PERSON),
    (("guarantor",), "company", GUARANTOR_COMPANY),
    (("mortgagor", "pledgor"), "person", OWNER_PERSON),
    (("mortgagor", "pledgor"), "company", OWNER_COMPANY),
]
LISTS: dict[str, list[Part]] = {
    "business_person": [*COMMON, (("borrower",), "", BUSINESS_PERSON)],
    "working_capital": [*COMMON, (("borrower",), "", WORKING_CAPITAL)],
    "fixed_asset": [*COMMON, (("borrower",), "", FIXED_ASSET)],
    "mortgage_loan": [*COMMON, (("borrower",), "company", WORKING_CAPITAL[1:2]), (("borrower",), "person", BUSINESS_PERSON[4:5]),
                      (("borrower", "mortgagor"), "", MORTGAGE)],
    "pledge_loan": [*COMMON, (("borrower", "pledgor"), "", PLEDGE)],
    "guarantee_loan": [*COMMON, (("guarantor",), "", GUARANTEE)],
}
# fmt: on


def lines_of(product: str) -> list[tuple[Line, tuple[str, ...], str]]:
    """The lines of a product with the roles and the kind of customer each is asked of; a line stands once, with all its roles."""
    merged: dict[str, tuple[Line, list[str], str]] = {}
    for roles, kind, lines in LISTS.get(product, []):
        for line in lines:
            known = merged.setdefault(line[0], (line, [], kind))
            known[1].extend(role for role in roles if role not in known[1])
    return [(line, tuple(roles), kind) for line, roles, kind in merged.values()]
