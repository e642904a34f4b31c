"""The two cases to live through. Days are those of the story (November 2026 is now); ISO days in texts move along."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desk.demo.cases import Asked, Case, Doubt, Ends, Promise, Suggestion, Thing
from desk.demo.customers import Company, Person

TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Something somebody had to do, and what came of it."""

    on: date
    who: str
    title: str
    why: str
    due_on: date
    done_on: date
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A case with everything on its own day; `years` are the statements in 萬元, the last one of the year before.

    `receipts` are the sums that were not what the schedule says: instalment, day, yuan (None pays what is owed).
    """

    case: Case
    customers: tuple[Company | Person, ...]
    days: dict[str, date]
    appraised_on: date | None = None
    first_due_on: date
    unpaid: int
    receipts: tuple[tuple[int, date, Decimal | None], ...]
    calls: tuple[Call, ...] = ()
    years: tuple[dict[str, int], ...] = ()
    conduct: str = ""
    answers: dict[str, str] = field(default_factory=dict)


YONGSHENG_2024 = {
    "cash": 182, "restricted_cash": 40, "notes_receivable": 60, "receivables": 640, "prepayments": 75,
    "other_receivables": 38, "inventory": 520, "other_current_assets": 15, "fixed_assets": 860,
    "intangible_assets": 190, "deferred_expenses": 20, "short_term_loans": 300, "notes_payable": 80, "payables": 460,
    "advances_received": 55, "wages_payable": 42, "taxes_payable": 28, "other_payables": 75, "long_term_debt_due": 0,
    "long_term_loans": 160, "paid_in_capital": 1000, "surplus_reserve": 60, "retained_profit": 340, "revenue": 4420,
    "cost_of_sales": 3650, "levies": 20, "selling_expenses": 130, "administrative_expenses": 302,
    "research_expenses": 135, "finance_expenses": 28, "interest_expense": 25, "other_income": 6,
    "non_operating_net": -3, "income_tax": 26,
}  # fmt: skip
YONGSHENG_2025 = {
    "cash": 215, "restricted_cash": 50, "notes_receivable": 55, "receivables": 720, "prepayments": 82,
    "other_receivables": 41, "inventory": 590, "other_current_assets": 17, "fixed_assets": 905,
    "intangible_assets": 185, "deferred_expenses": 15, "short_term_loans": 320, "notes_payable": 100, "payables": 505,
    "advances_received": 61, "wages_payable": 46, "taxes_payable": 33, "other_payables": 70, "long_term_debt_due": 60,
    "long_term_loans": 100, "paid_in_capital": 1000, "surplus_reserve": 78, "retained_profit": 452, "revenue": 4860,
    "cost_of_sales": 3985, "levies": 22, "selling_expenses": 138, "administrative_expenses": 321,
    "research_expenses": 148, "finance_expenses": 34, "interest_expense": 30, "other_income": 8,
    "non_operating_net": -5, "income_tax": 35, "depreciation": 95, "amortisation": 10, "dividends": 50,
    "operating_cash_flow": 233, "investing_cash_flow": -140, "financing_cash_flow": -60, "guarantees_given": 0,
}  # fmt: skip

YONGSHENG = Story(
    customers=(
        Company(
            code="yongsheng",
            name="永盛精密五金有限公司",
            identity="91990100MA9YR001XY",
            keeper="am1",
            founded_on=date(2014, 5, 8),
            representative="林永盛",
            industry="3399",
            capital=10_000_000,
            staff=86,
            products="車燈、廚房電器用衝壓件與車削件",
            address="東莞市長安鎮烏沙社區新工業區26號",
        ),
        Person(
            code="linyongsheng",
            name="林永盛",
            identity="990101197609140314",
            keeper="am1",
            trade="永盛精密五金有限公司法定代表人，持股70％",
            income=20_000,
            address="東莞市長安鎮長青南路118號",
        ),
        Person(
            code="zhouhuifang",
            name="周慧芳",
            identity="990101197811220246",
            keeper="am1",
            trade="永盛精密五金有限公司股東，持股20％",
            income=15_000,
            address="東莞市長安鎮長青南路118號",
        ),
    ),
    years=(YONGSHENG_2024, YONGSHENG_2025),
    days={
        "registered": date(2026, 2, 24),
        "applied": date(2026, 3, 2),
        "accepted": date(2026, 3, 3),
        "visited": date(2026, 3, 5),
        "revisited": date(2026, 3, 9),
        "written": date(2026, 3, 11),
        "reported": date(2026, 3, 12),
        "decided": date(2026, 3, 16),
        "contracted": date(2026, 3, 17),
        "signed": date(2026, 3, 18),
        "met": date(2026, 3, 24),
        "requested": date(2026, 3, 26),
        "released": date(2026, 3, 27),
    },
    appraised_on=date(2026, 2, 20),
    first_due_on=date(2026, 4, 21),
    unpaid=8,
    receipts=((5, date(2026, 9, 2), None),),
    conduct=(
        "主辦林曉雯、協辦周敏於2026-03-05及2026-03-09兩次到廠，第二次為夜班時段；訪談林永盛、周慧芳、財務主管與倉管，"
        "電話核對兩家客戶與兩家鋼材供應商。資料來源為原件、現場清點及公開查詢。未能核實之處：車燈廠框架合同的年度實際下單量。"
    ),
    answers={
        "identity_papers": "營業執照長期有效，章程、三名股東身分證原件已核對。林永盛持股70％，周慧芳20％，陳志成10％；"
        "受益所有人僅林永盛一人。",
        "products": "車燈與廚電用衝壓、車削件，新簽車燈廠框架合同二千一百萬元，期限十八個月。",
        "bank_flow": "入帳6,120萬元，剔除內部轉帳980、借款340、退款45後為4,755萬元，較申報收入4,860萬元低2.16％；"
        "近六個月淨入帳2,512萬元，折年5,024萬元。",
        "tax": "增值稅申報銷售額4,702萬元，較帳面收入低3.25％，為期末未開票發出商品。",
        "stock_count": "期初520＋本年購入4,055－營業成本3,985＝590萬元，與帳面一致；抽盤36％，帳實相符。",
        "debts": "銀行短期借款320萬元，長期借款160萬元，其中60萬元一年內到期；廠房已設第一順位抵押100萬元。無對外擔保。",
        "purpose": "採購冷軋鋼板及銅材，兩家鋼材商報價與合同齊備，金額190萬元與90萬元，收款方均無關聯。",
        "repayment": "營運資金需求測算925.19萬元，現有流動資金借款320萬元；自有資金按現金口徑165.00萬元，限額440.19萬元。",
    },
    case=Case(
        customer="yongsheng",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=3_000_000,
        months=12,
        method="interest_only",
        purpose="採購冷軋鋼板及銅材，履行與客戶簽訂的年度框架合同",
        source="第一來源為經營回款（回款專戶佔比不低於30％），第二來源為廠房抵押及實際控制人夫婦連帶責任保證",
        security=("mortgage", "guarantee"),
        ends=Ends.DISBURSED,
        last=0,
        suggests=Suggestion(
            amount=2_800_000,
            rate="0.0720",
            months=12,
            operation="公司為車燈及廚房電器廠供應衝壓、車削件，員工八十六人，最近一年收入4,860萬元，較前一年增長9.95％，淨利潤180萬元。"
            "新框架合同二千一百萬元、十八個月，需提前備料。",
            risks="現金比率0.18，略低於0.20；客戶集中於車燈廠，付款可能延遲。以回款專戶、廠房第二順位抵押及實際控制人夫婦保證應對。"
            "保證人夫婦合計能力比0.92，收入測試未通過，保證作為追加擔保。",
            debt_due=600_000,
            growth="0.20",
        ),
        things=(
            Thing(
                kind="plant",
                description="長安鎮烏沙社區新工業區26號廠房",
                title="粵（2017）東莞不動產權第0990026號",
                area=2_350,
                appraised=7_800_000,
                internal=7_400_000,
                prior=1_000_000,
                appraiser="東莞市德正信評估有限公司",
                finding="不動產權證登記人為借款人，現場自用；銀行第一順位抵押餘額一百萬元，本次登記第二順位。",
            ),
        ),
        promises=(
            Promise(
                guarantor="linyongsheng",
                relation="實際控制人",
                net_assets=2_600_000,
                income=20_000,
                living=6_000,
                instalments=8_000,
                note="與周慧芳為夫婦，兩人共同承擔連帶責任保證。",
            ),
            Promise(
                guarantor="zhouhuifang",
                relation="實際控制人配偶",
                net_assets=2_000_000,
                income=15_000,
                living=4_000,
                note="與林永盛為夫婦，兩人共同承擔連帶責任保證。",
            ),
        ),
        asked=(
            Asked(text="放款前辦妥廠房抵押登記", days=10, evidence="不動產登記證明已收，第二順位，2026-03-24登記"),
            Asked(
                text="抵押物投保火災險不低於二百八十萬元，以本公司為第一受益人",
                days=10,
                evidence="保單原件已收，保額二百八十萬元，第一受益人為本公司",
            ),
            Asked(text="每月十五日前提交上月財務報表", before=False, days=None),
            Asked(text="銷售回款不低於三成進入回款專戶", before=False, days=None),
        ),
        reason="敞口二百八十萬元，有不動產抵押並辦理登記，屬部門經理權限；風險審查意見為同意。按調查人員建議同意二百八十萬元，"
        "年利率7.20％，期限十二個月。",
        payee="佛山順聯鋼鐵貿易有限公司 1,900,000元；東莞恆信銅材有限公司 900,000元",
    ),
    calls=(
        Call(
            on=date(2026, 4, 7),
            who="am1",
            title="首次貸後檢查：永盛精密五金有限公司",
            why="放款後核實用途",
            due_on=date(2026, 4, 10),
            done_on=date(2026, 4, 8),
            result="2026-04-08到廠，鋼板與銅材入庫單、發票與兩筆受託支付一致，用途核實。",
        ),
        Call(
            on=date(2026, 8, 24),
            who="am1",
            title="聯繫永盛精密五金有限公司：第5期利息未付",
            why="車燈廠回款延遲，問明付款日",
            due_on=date(2026, 8, 25),
            done_on=date(2026, 8, 25),
            result="林永盛承諾2026-08-31前付清。",
        ),
        Call(
            on=date(2026, 9, 1),
            who="am1",
            title="承諾未兌現，再次聯繫永盛精密五金有限公司",
            why="承諾於2026-08-31付清，未到帳",
            due_on=date(2026, 9, 1),
            done_on=date(2026, 9, 2),
            result="2026-09-02到帳17,422.50元，逾期十二天；建議恢復正常類，原因為客戶回款已恢復。",
        ),
    ),
)

LIHUA = Story(
    customers=(
        Person(
            code="lihua",
            name="陳麗華",
            identity="990102198403120423",
            keeper="am2",
            trade="麗華小館（92990102MA9XK07C5G）經營者",
            income=29_400,
            address="東莞市東城街道旗峰路51號",
        ),
        Person(
            code="wujianguo",
            name="吳建國",
            identity="990102198207050173",
            keeper="am2",
            trade="公交司機",
            income=5_800,
            address="東莞市東城街道旗峰路51號",
            kin="配偶",
        ),
        Person(
            code="chenzhiqiang",
            name="陳志強",
            identity="990102198001200332",
            keeper="am2",
            trade="技術員",
            income=14_500,
            address="東莞市石碣鎮東風路8號",
            kin="兄長",
        ),
    ),
    days={
        "registered": date(2026, 4, 13),
        "applied": date(2026, 4, 15),
        "accepted": date(2026, 4, 17),
        "visited": date(2026, 4, 21),
        "revisited": date(2026, 5, 7),
        "written": date(2026, 5, 8),
        "reported": date(2026, 5, 11),
        "decided": date(2026, 5, 13),
        "contracted": date(2026, 5, 14),
        "signed": date(2026, 5, 15),
        "met": date(2026, 5, 18),
        "requested": date(2026, 5, 19),
        "released": date(2026, 5, 20),
    },
    first_due_on=date(2026, 6, 20),
    unpaid=7,
    receipts=((3, date(2026, 8, 26), Decimal("3000.00")), (3, date(2026, 8, 31), None)),
    conduct=(
        "主辦周敏、協辦林曉雯於2026-04-21到店，查看後廚、點算客流；2026-05-06分別與陳麗華、吳建國面談，2026-05-07第二次到店。"
        "收款數據一律改用銀行蓋章流水。未能核實之處：現金收入約一成，僅有自述。"
    ),
    answers={
        "identity_papers": "陳麗華、吳建國身分證與結婚證原件已核對；麗華小館執照92990102MA9XK07C5G，2019-09-16開業。",
        "premises": "店面租用210平方米，租約至2029-08-31，員工十一人。",
        "residence": "現租住，無自有住房，育有一名子女。",
        "household": "店面月盈利23,600元，配偶工資5,800元，家庭淨收入29,400元；生活費7,000元，車貸月供3,180元。",
        "purpose": "改造後廚及用餐區，裝修合同318,000元，自付18,000元；調查後只支持後廚部分。",
        "debts": "車貸一筆，月供3,180元，無其他借款。",
    },
    case=Case(
        customer="lihua",
        manager="am2",
        second="am1",
        product="business_person",
        amount=300_000,
        months=24,
        method="level_payment",
        purpose="改造麗華小館後廚與用餐區，裝修合同總價318,000元，自付18,000元",
        source="小館營業收入及配偶工資，兄長陳志強保證",
        security=("guarantee",),
        ends=Ends.DISBURSED,
        last=0,
        suggests=Suggestion(
            amount=180_000,
            rate="0.1080",
            months=24,
            operation="小館開業六年，街坊客為主。按銀行蓋章流水：月收款82,000元，食材四成32,800元，工資13,500元，租金8,000元，"
            "水電氣2,200元，其他1,900元，月盈利23,600元。",
            risks="可疑資料：收款流水與銀行蓋章流水不符，三個月金額被改動。原打印件月均126,000元，銀行82,000元，差異34.92％（限20％）。"
            "經部門經理要求調取銀行蓋章導出件並分別面談，查明打印件出自中介，借款人不知情，該中介已列入內部名單；"
            "部門經理書面同意按銀行數據繼續。申請三十萬元時月供收入比58.28％，超過五成，降為十八萬元後39.29％。",
            income=29_400,
            instalments=3_180,
            living=7_000,
        ),
        promises=(
            Promise(
                guarantor="chenzhiqiang",
                relation="兄長",
                net_assets=960_000,
                income=14_500,
                living=4_500,
                instalments=3_000,
                note="公開查詢無異常，配偶同意書已入檔。",
            ),
        ),
        doubts=(
            Doubt(
                item="bank_flow",
                result="false",
                note="收款碼打印流水月均126,000元，同一帳戶銀行蓋章流水月均82,000元，差異34.92％；三個月內有銀行沒有的入帳。"
                "打印件標為可疑資料，以銀行流水為準。",
            ),
        ),
        asked=(
            Asked(text="出示租期至2028-05以後的租約", days=5, evidence="租約原件已核對，租期至2029-08-31"),
            Asked(text="配偶吳建國以共同借款人身分簽字", days=5, evidence="吳建國已到場簽字，面簽照片入檔"),
            Asked(text="放款後三十日內提交裝修方發票", before=False, days=22),
        ),
        reason="可疑資料已查清，非借款人所為，按銀行數據測算月供收入比39.29％。同意十八萬元、二十四個月、年利率10.80％，僅用於後廚改造，"
        "受託支付予裝修方。",
        payee="東莞市莞味廚房裝修工程有限公司",
    ),
    calls=(
        Call(
            on=date(2026, 4, 27),
            who="dm1",
            title="可疑資料：陳麗華的收款流水",
            why="打印流水月均126,000元，銀行蓋章流水82,000元，三個月金額被改動",
            due_on=date(2026, 4, 28),
            done_on=date(2026, 5, 6),
            result="已取得銀行蓋章導出件，夫婦分別面談，打印件出自中介，本人不知情。按銀行數據繼續調查，事件保留在報告中。",
        ),
        Call(
            on=date(2026, 8, 21),
            who="am2",
            title="聯繫陳麗華：第3期未付",
            why="門前道路開挖，客流減少",
            due_on=date(2026, 8, 24),
            done_on=date(2026, 8, 25),
            result="先付3,000元，餘款月底前付清。",
        ),
    ),
)
STORIES = (YONGSHENG, LIHUA)
