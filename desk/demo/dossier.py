"""The customer files of the demo: one person and one company asked everything, others as far as a first visit goes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from customers.models import Customer
from customers.services import add_row, fill_section, note_market
from desk.demo.house import House

Rows = tuple[tuple[str, dict[str, Any]], ...]
Sections = dict[str, dict[str, Any]]


def fill_files(house: House) -> None:
    """Fill the files through the services, each by its keeper."""
    today = house.calendar.today
    for code, (sections, rows) in {
        "jiaxin": _baker(today),
        "qiming": _packaging(today),
        "guohui": _freelancer(today),
        "hengtai": _hardware(today),
    }.items():
        if code in house.customers:
            _fill(house.customers[code], sections, rows)
    _look_ahead(house, today)


NOTES = (
    ("am1", "33", "鋁錠與冷軋板價格一季內上漲約一成，小型五金廠毛利收窄。", "東莞市五金行業協會季報", 12),
    ("am1", "C", "第四季度部分鎮街實行錯峰用電，開工率須以電費單核實。", "供電部門通知", 20),
    ("dm1", "51", "批發客戶庫存周轉放慢，賒銷帳期普遍延長半個月。", "部門走訪彙總", 35),
)


def _look_ahead(house: House, today: date) -> None:
    """Notes on industries, and what two customers will need next."""
    for writer, industry, text, source, days in NOTES:
        note_market(industry=industry, text=text, source=source, as_of=_ago(today, days), by=house.people[writer])
    for code, need, amount, probability, days in (
        ("qiming", "明年三月增购一台模切机", 1_800_000, 60, 100),
        ("hengtai", "擴建二車間，需固定資產貸款", 3_000_000, 40, 180),
    ):
        if code in house.customers:
            expected = today + timedelta(days=days)
            values = {"need": need, "amount": Decimal(amount), "probability": probability, "expected_on": expected}
            values["remind_on"] = expected - timedelta(days=60)
            customer = house.customers[code]
            add_row(customer=customer, kind="needs", values=values, by=customer.account_manager)


def _fill(customer: Customer, sections: Sections, rows: Rows) -> None:
    keeper = customer.account_manager
    for section, values in sections.items():
        version = Customer.objects.values_list("version", flat=True).get(pk=customer.pk)
        fill_section(customer=customer, section=section, version=version, values=values, by=keeper)
    for kind, values in rows:
        add_row(customer=customer, kind=kind, values=values, by=keeper)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _fact(subject: str, text: str, kind: str, source: str, as_of: date) -> tuple[str, dict[str, Any]]:
    return "facts", {"subject": subject, "text": text, "source_kind": kind, "source": source, "as_of": as_of}


def _baker(today: date) -> tuple[Sections, Rows]:
    """黃嘉欣, whose identity card ends soon."""
    year, stated = today.year - 1, _ago(today, 40)
    sections: Sections = {
        "identity": {"former_names": "黃小欣", "ethnic_group": "漢"},
        "contact": {"phone_verified_on": stated},
        "family": {
            "marital_status": "married",
            "marital_proof": "結婚證原件",
            "children_count": 1,
            "dependants_count": 2,
        },
        "work": {
            "education": "college",
            "trade": "糕點零售",
            "position": "店主",
            "employed_since": date(year - 8, 3, 1),
        },
        "wealth": {"wealth_stated_on": stated},
        "standing": {
            "tax_residence": "CN",
            "aml_risk": "low",
            "aml_reviewed_on": stated,
            "acquaintance": "walk_in",
        },
    }
    return sections, (
        (
            "papers",
            {
                "paper_type": "passport",
                "paper_number": "E00000186",
                "issuing_body": "國家移民管理局",
                "valid_from": _ago(today, 3630),
                "valid_until": today + timedelta(days=21),
            },
        ),
        ("addresses", {"place": "registered", "address": "東莞市莞城街道東門路66號"}),
        (
            "addresses",
            {
                "place": "living",
                "address": "東莞市南城街道元美路18號3座1204",
                "tenure": "owned",
                "since": date(year - 5, 6, 1),
            },
        ),
        ("phones", {"phone_use": "office", "phone": "0769-0000 6618", "note": "烘焙店"}),
        (
            "incomes",
            {
                "year": year,
                "income_source": "business",
                "amount": Decimal(342_000),
                "evidence": "店鋪收款流水十二個月",
            },
        ),
        (
            "incomes",
            {"year": year, "income_source": "rent", "amount": Decimal(26_400), "evidence": "租賃合同與收款記錄"},
        ),
        (
            "assets",
            {
                "asset_kind": "housing",
                "description": "南城街道元美路住宅一套，96平方米",
                "amount": Decimal(1_920_000),
                "as_of": stated,
                "is_encumbered": True,
            },
        ),
        (
            "assets",
            {
                "asset_kind": "deposit",
                "description": "活期及定期存款",
                "amount": Decimal(186_000),
                "as_of": stated,
            },
        ),
        (
            "debts",
            {
                "lender": "東莞農商銀行",
                "balance": Decimal(642_000),
                "monthly_payment": Decimal("4860.00"),
                "security": "元美路住宅抵押",
                "ends_on": date(today.year + 14, 6, 1),
                "as_of": stated,
            },
        ),
        (
            "accounts",
            {
                "bank": "建設銀行東莞東門支行",
                "account_number": "6222000000000000004",
                "is_card": False,
                "usage": "both",
            },
        ),
        (
            "contacts",
            {
                "part": "emergency",
                "person_name": "黃偉文",
                "relation": "兄長",
                "phone": "138 0000 9011",
            },
        ),
        (
            "contacts",
            {
                "part": "emergency",
                "person_name": "陳美玲",
                "relation": "店員",
                "phone": "138 0000 9012",
            },
        ),
        ("tags", {"word": "連鎖經營意向"}),
        _fact("sales", "週末營業額約占全週四成，外送占三成。", "seen", "收銀系統報表", _ago(today, 40)),
        _fact(
            "product_market", "東門路半徑一公里內有同類店鋪六家，兩家今年停業。", "seen", "實地走訪", _ago(today, 33)
        ),
    )


def _packaging(today: date) -> tuple[Sections, Rows]:
    """东莞市启明包装材料有限公司: seven kinds of facts, two of them old, and a permit that has ended."""
    year, seen = today.year - 1, _ago(today, 26)
    sections: Sections = {
        "identity": {
            "entity_type": "limited",
            "short_name": "启明包装",
            "former_names": "东莞市启明彩印厂",
            "paid_in_capital": Decimal(5_000_000),
            "licence_from": date(2012, 6, 18),
            "is_licence_long_term": True,
            "business_scope": "包装装潢印刷品印刷；纸制品制造、销售；货物进出口。",
        },
        "contact": {"phone_verified_on": seen},
        "business": {
            "yearly_turnover": Decimal(34_800_000),
            "total_assets": Decimal(26_400_000),
            "enterprise_size": "",
        },
        "tax": {"tax_number": "91990100MA9QM01A", "tax_grade": "A"},
        "wealth": {"wealth_stated_on": seen},
        "standing": {
            "tax_residence": "CN",
            "aml_risk": "medium",
            "aml_reviewed_on": seen,
            "acquaintance": "visit",
        },
    }
    rows: Rows = (
        ("addresses", {"place": "registered", "address": "东莞市寮步镇泉塘工业区三路18号"}),
        ("addresses", {"place": "actual", "address": "东莞市寮步镇泉塘工业区三路18号", "tenure": "rented"}),
        ("contacts", {"part": "contact", "person_name": "罗文静", "position": "行政主管", "phone": "138 0000 9021"}),
        (
            "contacts",
            {"part": "finance_head", "person_name": "邓秀兰", "position": "财务经理", "phone": "138 0000 9022"},
        ),
        ("contacts", {"part": "officer", "person_name": "何启明", "position": "执行董事兼总经理"}),
        _key_person("何启明", "总经理", "decision_maker", "supportive", _ago(today, 9)),
        _key_person("邓秀兰", "财务经理", "influencer", "neutral", _ago(today, 26)),
        _key_person("罗文静", "行政主管", "user", "supportive", _ago(today, 15)),
        (
            "sites",
            {
                "site_use": "factory",
                "address": "东莞市寮步镇泉塘工业区三路18号",
                "tenure": "rented",
                "area": Decimal("6200.0"),
                "monthly_rent": Decimal(105_400),
                "lease_end": today + timedelta(days=820),
            },
        ),
        (
            "accounts",
            {"bank": "农业银行东莞寮步支行", "account_number": "44000000000002231", "usage": "repay", "is_basic": True},
        ),
        ("accounts", {"bank": "建设银行东莞寮步支行", "account_number": "44000000000002249", "usage": "receive"}),
        (
            "permits",
            {
                "permit_field": "environment",
                "title": "排污许可证",
                "permit_number": "ZZ-2231-0018",
                "issuing_body": "东莞市生态环境局",
                "valid_from": _ago(today, 1100),
                "valid_until": _ago(today, 5),
            },
        ),
        (
            "debts",
            {"lender": "东莞银行寮步支行", "balance": Decimal(5_200_000), "security": "厂房设备抵押", "as_of": seen},
        ),
        (
            "articles",
            {
                "adopted_on": date(year - 2, 5, 20),
                "borrowing_body": "shareholders",
                "borrowing_limit": Decimal(10_000_000),
                "guarantee_body": "shareholders",
            },
        ),
        *(
            ("seals", {"seal": seal, "taken_on": seen, "kept_at": "总公司档案室印鉴册"})
            for seal in ("official", "finance", "representative")
        ),
        ("tags", {"word": "包装行业"}),
    )
    return sections, (*rows, *_packaging_facts(today))


def _packaging_facts(today: date) -> Rows:
    return (
        _fact(
            "technical",
            "去年购入海德堡五色胶印机一台，套印精度达零点零五毫米。",
            "document",
            "设备采购合同",
            _ago(today, 60),
        ),
        _fact(
            "production",
            "两班生产，月产能约四百二十万只彩盒，旺季外发一成。",
            "seen",
            "生产日报与现场",
            _ago(today, 26),
        ),
        _fact("sales", "前五大客户占收入五成八，账期六十天。", "document", "销售明细账", _ago(today, 26)),
        _fact("sales", "最大客户为一家小家电厂，占收入三成。", "told", "何启明", _ago(today, 610)),
        _fact("management", "采购、生产、财务分人负责，每周一开例会。", "seen", "会议记录", _ago(today, 45)),
        _fact("industry", "原纸价格较上年同期回落约百分之八。", "public", "纸业协会月报", _ago(today, 20)),
        _fact("key_persons", "总经理从业二十年，儿子已进公司学习业务。", "told", "罗文静", _ago(today, 15)),
        _fact("product_market", "出口彩盒订单占比由两成升至三成。", "document", "报关单汇总", _ago(today, 480)),
    )


def _key_person(name: str, position: str, influence: str, attitude: str, met: date) -> tuple[str, dict[str, Any]]:
    values = {"part": "key_person", "person_name": name, "position": position, "influence": influence}
    return "contacts", {**values, "attitude": attitude, "last_contact_on": met}


def _freelancer(today: date) -> tuple[Sections, Rows]:
    """吳國輝, of whom little is known yet."""
    return {"family": {"marital_status": "single", "children_count": 0}}, (
        (
            "contacts",
            {
                "part": "emergency",
                "person_name": "吳桂蘭",
                "relation": "母親",
                "phone": "138 0000 9031",
            },
        ),
    )


def _hardware(today: date) -> tuple[Sections, Rows]:
    """惠州市恆泰精密五金有限公司 after the first visit; its risk is due for another look."""
    sections: Sections = {
        "identity": {"entity_type": "limited", "paid_in_capital": Decimal(6_000_000)},
        "standing": {
            "tax_residence": "CN",
            "aml_risk": "high",
            "aml_reviewed_on": _ago(today, 380),
            "acquaintance": "partner",
        },
    }
    return sections, (
        ("accounts", {"bank": "中國銀行惠州仲愷支行", "account_number": "75000000000003311", "usage": "repay"}),
        _fact("production", "衝床三十二臺，自動送料的占一半。", "seen", "現場清點", _ago(today, 120)),
    )
