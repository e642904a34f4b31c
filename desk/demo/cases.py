"""The demo's cases, one for every stage of a loan's life, and what was thought and decided on each."""

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

CASES = (
    Case(
        customer="yongshun",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=1_200_000,
        months=12,
        method="",
        purpose="",
        source="",
        security=(),
        ends=Ends.DRAFT,
        last=1,
    ),
    Case(
        customer="hongyuan",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=1_500_000,
        months=12,
        method="interest_only",
        purpose="採購雲浮產大理石荒料，供應樓盤精裝工程",
        source="工程回款，每月與總包對帳一次",
        security=("mortgage",),
        ends=Ends.RETURNED,
        last=2,
        points=("工程總包合同只有首頁，請補全文與付款條款", "荒料供應商的名稱、單價、數量要寫明"),
    ),
    Case(
        customer="jianong",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=900_000,
        months=12,
        method="interest_only",
        purpose="向飼料廠採購春節前育肥用飼料約二百六十噸，並添置保溫設備",
        source="春節前後出欄雞的銷售收入，已與兩家配送公司簽訂供貨協議",
        security=("guarantee",),
        ends=Ends.SUBMITTED,
        last=2,
    ),
    Case(
        customer="taifeng",
        manager="am3",
        second="am1",
        product="working_capital",
        amount=600_000,
        months=12,
        method="interest_only",
        purpose="購買鱖魚苗八十萬尾及配套飼料，趕在清明前投苗",
        source="成魚銷售收入，主要客戶為水產批發市場三家檔口",
        security=("guarantee",),
        ends=Ends.SUBMITTED,
        last=1,
        approver="dm2",
    ),
    Case(
        customer="guohui",
        manager="am1",
        second="am2",
        product="business_person",
        amount=200_000,
        months=12,
        method="level_payment",
        purpose="投資親戚介紹的境外虛擬貨幣項目，稱月息百分之三",
        source="項目收益",
        security=("unsecured",),
        ends=Ends.REFUSED,
        last=6,
        reason="用途為境外虛擬貨幣投資，屬禁止投向，還款來源即該投資收益，不予受理。已當面說明並提醒防範詐騙。",
    ),
    Case(
        customer="luyuan",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=800_000,
        months=6,
        method="interest_only",
        purpose="預付果園定金及冷庫租金，收購冬季火龍果約三百噸",
        source="批發市場銷售回款，採收後四十五天內收齊",
        security=("guarantee",),
        ends=Ends.ACCEPTED,
        last=1,
    ),
    Case(
        customer="qiming",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=3_000_000,
        months=12,
        method="interest_only",
        purpose="採購白卡紙與牛皮紙，履行家電客戶年度彩盒訂單三百一十八萬元",
        source="第一來源為家電客戶回款，第二來源為廠房抵押與實際控制人保證",
        security=("mortgage", "guarantee"),
        ends=Ends.INVESTIGATING,
        last=1,
        things=(
            Thing(
                kind="plant",
                description="寮步鎮泉塘工業區三路18號廠房",
                title="粵（2019）東莞不動產權第0990117號",
                area=3_100,
                appraised=9_200_000,
                internal=8_600_000,
                prior=1_600_000,
                appraiser="佛山正衡房地產評估有限公司",
                finding="權屬清楚，現由借款人自用，已抵押予銀行一筆，餘額一百六十萬元。",
            ),
        ),
        doubts=(
            Doubt(
                item="counterparties",
                result="doubtful",
                note="前五大客戶占61％，最大一家占38％，集中度偏高；已電話核對兩家。",
            ),
            Doubt(
                item="statements",
                result="doubtful",
                note="其他應收款中股東往來約240萬元，稱為代墊設備款，待補付款憑證。",
            ),
        ),
    ),
    Case(
        customer="ruicheng",
        manager="am3",
        second="am2",
        product="working_capital",
        amount=1_800_000,
        months=12,
        method="interest_only",
        purpose="採購長石、石英原礦，為兩家陶瓷廠新簽年度供應合同備料",
        source="陶瓷廠回款，帳期六十天；保證人代償",
        security=("guarantee",),
        ends=Ends.SECOND_ROUND,
        last=2,
        suggests=Suggestion(
            amount=1_500_000,
            rate="0.0840",
            months=12,
            operation="公司為兩家陶瓷集團供應坯料，年加工能力四萬噸，近兩年開工率七成左右。新合同使銷量預計增加一成。",
            risks="陶瓷行業需求下行，客戶帳期有拉長跡象；以應收帳款月報與回款帳戶占比監控。",
            debt_due=600_000,
            growth="0.08",
        ),
        promises=(
            Promise(
                guarantor="huoruicheng",
                relation="法定代表人",
                net_assets=3_300_000,
                income=21_000,
                living=7_000,
                instalments=3_600,
                note="名下住宅一套、商鋪一間，商鋪抵押情況待補查冊結果。",
            ),
        ),
        reason="兩點未講清，退回補充後再議。",
        points=("最大客戶帳期由六十天拉長至九十天，請核實原因並重做現金計劃", "保證人名下房產的抵押情況請補查冊結果"),
        approver="dm2",
    ),
    Case(
        customer="xinda",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=1_200_000,
        months=12,
        method="interest_only",
        purpose="採購銅端子與線材，交付家電客戶線束訂單，合同金額一百五十二萬元",
        source="家電客戶六十天帳期回款",
        security=("guarantee",),
        ends=Ends.REPORTED,
        last=1,
        suggests=Suggestion(
            amount=1_000_000,
            rate="0.0792",
            months=12,
            operation="公司生產連接器與線束，為三家家電廠二級供應商，良率穩定，去年收入增長一成四。",
            risks="銅價波動侵蝕毛利，與主要客戶約定季度調價；客戶集中，約定回款帳戶。",
            debt_due=250_000,
            growth="0.12",
        ),
        promises=(
            Promise(
                guarantor="laixinda",
                relation="法定代表人",
                net_assets=2_900_000,
                income=23_000,
                living=7_500,
                instalments=5_400,
                note="名下住宅一套，按揭餘額八十二萬元，配偶已簽同意書。",
            ),
        ),
    ),
    Case(
        customer="hengtai",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=3_000_000,
        months=24,
        method="equal_principal",
        purpose="採購不鏽鋼帶材，履行汽車座椅彈片兩年期供貨合同",
        source="第一來源為供貨合同回款，第二來源為廠房抵押及法定代表人保證",
        security=("mortgage", "guarantee"),
        ends=Ends.IN_REVIEW,
        last=2,
        suggests=Suggestion(
            amount=2_800_000,
            rate="0.0696",
            months=24,
            operation="公司主營不鏽鋼衝壓件，為兩家座椅廠供貨六年，品質體系認證齊全，設備成新率七成五，訂單排至明年二季度。",
            risks="原料價格隨鎳價波動，合同有季度調價條款；座椅廠占收入三成二，約定回款進入指定帳戶。",
            debt_due=1_300_000,
            growth="0.08",
            dissent="第二筆採購合同尚為意向書，建議放款時按已簽合同分次提款。",
        ),
        things=(
            Thing(
                kind="plant",
                description="仲愷高新區平南工業區27號廠房及宿舍",
                title="粵（2016）惠州不動產權第0990245號",
                area=4_280,
                appraised=11_800_000,
                internal=11_000_000,
                prior=2_600_000,
                appraiser="惠州中誠資產評估事務所",
                finding="登記人為借款人，現場自用，已抵押予銀行一筆，餘值充足，第二順位可登記。",
            ),
        ),
        promises=(
            Promise(
                guarantor="zhongheng",
                relation="法定代表人",
                net_assets=5_200_000,
                income=32_000,
                living=9_000,
                instalments=7_800,
                note="名下住宅一套，按揭餘額一百一十萬元，配偶已簽同意書。",
            ),
        ),
        doubts=(
            Doubt(
                item="purpose",
                result="doubtful",
                note="兩份採購合同，一份已簽、一份為意向書，金額合計三百一十二萬元，收款方非關聯。",
            ),
        ),
    ),
    Case(
        customer="ruike",
        manager="am1",
        second="am2",
        product="mortgage_loan",
        amount=6_500_000,
        months=36,
        method="equal_principal",
        purpose="購置五軸加工中心兩臺及配套刀具，承接新能源汽車內飾模具訂單",
        source="第一來源為模具訂單分階段回款，第二來源為廠房抵押",
        security=("mortgage", "guarantee"),
        ends=Ends.AT_RISK,
        last=1,
        suggests=Suggestion(
            amount=6_000_000,
            rate="0.0648",
            months=36,
            operation="公司為汽車內飾模具專業廠，在手訂單四千二百萬元，客戶為四家一級供應商，模具驗收周期八至十個月。",
            risks="模具驗收周期長，應收帳款周轉偏慢；以設備分期付款與訂單回款節點匹配，並按季檢查在手訂單。",
            debt_due=2_400_000,
            growth="0.12",
        ),
        things=(
            Thing(
                kind="plant",
                description="沙井街道新橋第三工業區9棟整棟",
                title="粵（2015）深圳不動產權第0990362號",
                area=6_850,
                appraised=31_500_000,
                internal=29_000_000,
                prior=7_200_000,
                appraiser="深圳市同致誠房地產評估有限公司",
                finding="登記人為借款人，三層出租予無關聯企業，租約已書面承諾抵押在先。",
            ),
        ),
        promises=(
            Promise(
                guarantor="zhengrui",
                relation="實際控制人",
                net_assets=14_500_000,
                income=45_000,
                living=15_000,
                instalments=12_600,
                note="名下住宅兩套、寫字樓一套，按揭正常。",
            ),
        ),
        doubts=(
            Doubt(
                item="counterparties",
                result="doubtful",
                note="應收帳款中一家客戶逾約定帳期四十天，金額約一百八十萬元，對方稱模具驗收延後，已取得驗收排期。",
                source="told",
            ),
        ),
        reason="同意上報。設備購置與訂單匹配，抵押充足；請風險審查關注應收帳款周轉偏慢。",
    ),
    Case(
        customer="shunfa",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=1_000_000,
        months=12,
        method="interest_only",
        purpose="支付冷鏈車輛輪胎、燃油及司機工資，應付雙十一運量高峰",
        source="物流平臺結算款",
        security=("unsecured",),
        ends=Ends.DECLINED,
        last=24,
        suggests=Suggestion(
            amount=600_000,
            rate="0.1200",
            months=12,
            operation="公司有冷鏈車二十三輛，主要承運兩家電商平臺支線，去年運價下降，收入減少一成八並出現虧損。",
            risks="連續兩年虧損，負債率超過百分之七十，平臺結算周期由三十天延至六十天，無抵押物可提供。",
            debt_due=1_100_000,
            growth="0",
        ),
        doubts=(
            Doubt(
                item="bank_flow",
                result="doubtful",
                note="經營性入帳較帳面收入低19％，負責人稱部分運費以油卡抵付，憑證不全。",
            ),
            Doubt(
                item="debts",
                result="false",
                note="徵信顯示融資租賃兩筆，申請時只申報一筆，漏報餘額八十六萬元。",
                source="query",
            ),
        ),
        reason="連續虧損、負債率過高且漏報租賃負債，償債覆蓋率在基準情形下已不足一倍，無有效擔保，不同意。",
    ),
    Case(
        customer="cuiling",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=500_000,
        months=12,
        method="interest_only",
        purpose="收購毛竹原料，交付超市砧板訂單",
        source="超市六十天帳期回款",
        security=("guarantee",),
        ends=Ends.WITHDRAWN,
        last=11,
        reason="客戶取得當地銀行貼息貸款，來電撤回申請，並對調查人員表示感謝。",
    ),
    Case(
        customer="anju",
        manager="am3",
        second="am2",
        product="working_capital",
        amount=2_000_000,
        months=12,
        method="interest_only",
        purpose="採購白蠟木與五金配件，履行酒店固裝家具合同二百八十萬元",
        source="酒店工程進度款，保證人代償",
        security=("guarantee",),
        ends=Ends.APPROVED,
        last=3,
        suggests=Suggestion(
            amount=1_600_000,
            rate="0.0810",
            months=12,
            operation="公司兼做零售與酒店固裝，固裝合同占收入四成，毛利高於零售。現有酒店合同三份，最大一份二百八十萬元。",
            risks="工程款依進度支付，驗收延後會影響回款；約定每期進度款先進回款帳戶。",
            debt_due=400_000,
            growth="0.06",
        ),
        promises=(
            Promise(
                guarantor="zhaoyaoan",
                relation="法定代表人",
                net_assets=4_100_000,
                income=22_000,
                living=7_500,
                instalments=4_300,
                note="名下商鋪一間、住宅一套，均無抵押。",
            ),
        ),
        asked=(RESOLVED, Asked(text="取得酒店業主方對進度款支付至回款帳戶的書面確認", days=10), REPORTS),
        reason="酒店合同真實，進度款節點清楚，在部門權限內同意一百六十萬元，落實回款帳戶後放款。",
        approver="dm2",
    ),
    Case(
        customer="lanwan",
        manager="am3",
        second="am1",
        product="mortgage_loan",
        amount=2_500_000,
        months=36,
        method="equal_principal",
        purpose="購置冷凍庫設備與活魚運輸車三輛，擴大酒店配送",
        source="批發與配送日常回款，第二來源為鋪位抵押",
        security=("mortgage",),
        ends=Ends.CONTRACTED,
        last=2,
        suggests=Suggestion(
            amount=2_400_000,
            rate="0.0660",
            months=36,
            operation="公司在前山市場經營八年，酒店配送客戶四十餘家，日均出貨一點六噸，毛利薄而周轉快。",
            risks="毛利不足一成，死損率影響利潤；以鋪位抵押與日結回款覆蓋。",
            debt_due=600_000,
            growth="0.08",
        ),
        things=(
            Thing(
                kind="shop",
                description="前山海產批發市場B區21至24號鋪",
                title="粵（2018）珠海不動產權第0990488號",
                area=386,
                appraised=6_300_000,
                internal=5_900_000,
                appraiser="珠海立信行評估顧問有限公司",
                finding="登記人為借款人，自用經營，無在先抵押。",
            ),
        ),
        asked=(REGISTERED, INSURED, REPORTS),
        reason="抵押足值、現金流穩定，在部門權限內同意二百四十萬元。",
        approver="dm2",
    ),
    Case(
        customer="jieya",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=2_000_000,
        months=12,
        method="interest_only",
        purpose="採購春夏面料與輔料，履行電商平臺女裝訂單二百三十萬元",
        source="平臺每半月結算款，第二來源為鋪位抵押與法定代表人保證",
        security=("mortgage", "guarantee"),
        ends=Ends.REQUESTED,
        last=1,
        suggests=Suggestion(
            amount=1_800_000,
            rate="0.0756",
            months=12,
            operation="公司自有打版與車間，女裝針織品類複購率高，平臺店鋪評分四點八，退貨率兩成一，近兩年收入平穩增長。",
            risks="季節性強，滯銷款占壓資金；存貨每月盤點，平臺結算款進入監管帳戶。",
            debt_due=300_000,
            growth="0.10",
        ),
        things=(
            Thing(
                kind="shop",
                description="虎門鎮富民服裝城二樓2117、2118號鋪",
                title="粵（2020）東莞不動產權第0990533號",
                area=92,
                appraised=4_900_000,
                internal=4_500_000,
                appraiser="東莞市德正信評估有限公司",
                finding="登記人為法定代表人，自營檔口，無抵押，配偶同意抵押。",
                owner="wenjieya",
            ),
        ),
        promises=(
            Promise(
                guarantor="wenjieya",
                relation="法定代表人",
                net_assets=3_600_000,
                income=24_000,
                living=7_000,
                instalments=5_200,
                note="以上為扣除抵押鋪位後的淨資產。",
            ),
        ),
        asked=(REGISTERED, INSURED, COLLECTS),
        reason="訂單真實、抵押足值，在部門權限內同意一百八十萬元；抵押登記與保險落實後放款。",
        payee="紹興柯橋錦紡針織有限公司",
    ),
    Case(
        customer="kedu",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=1_500_000,
        months=12,
        method="interest_only",
        purpose="收購秋茶青葉與單叢毛茶約九噸，備春節禮盒",
        source="春節前經銷商回款，第二來源為法定代表人保證",
        security=("guarantee",),
        ends=Ends.CHECKED,
        last=1,
        suggests=Suggestion(
            amount=1_200_000,
            rate="0.0828",
            months=12,
            operation="公司有自有茶園四百二十畝、合作社茶農一百一十戶，經銷商六十三家，禮盒占全年銷售三成半。",
            risks="存貨周轉天數偏長，受茶價影響；庫存按等級盤點，毛茶入監管倉。",
            debt_due=300_000,
            growth="0.10",
        ),
        promises=(
            Promise(
                guarantor="guyinghong",
                relation="法定代表人",
                net_assets=3_900_000,
                income=19_000,
                living=6_000,
                instalments=2_600,
                note="名下梅縣住宅兩套、茶園林權證一本。",
            ),
        ),
        asked=(RESOLVED, VOUCHERS),
        reason="秋茶收購季節性需要明確，保證人能力足夠，在部門權限內同意一百二十萬元。",
        payee="梅縣雁洋茶葉專業合作社",
    ),
    Case(
        customer="liren",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=1_000_000,
        months=12,
        method="interest_only",
        purpose="採購不鏽鋼板與手柄料，趕製歐洲客戶聖誕訂單",
        source="出口收匯，信用證結算",
        security=("guarantee",),
        ends=Ends.LAPSED,
        last=5,
        suggests=Suggestion(
            amount=800_000,
            rate="0.0816",
            months=12,
            operation="公司產品八成出口，與德國、荷蘭三家進口商合作九年，結算以信用證為主。",
            risks="匯率波動影響利潤，客戶要求分批交貨；以信用證單據為放款依據。",
            debt_due=350_000,
            growth="0.05",
        ),
        promises=(
            Promise(
                guarantor="guanliren",
                relation="法定代表人",
                net_assets=2_600_000,
                income=20_500,
                living=6_400,
                instalments=2_200,
                note="名下住宅兩套，均無抵押。",
            ),
        ),
        asked=(RESOLVED,),
        reason="出口單據齊備，在部門權限內同意八十萬元。",
    ),
    Case(
        customer="jiaxin",
        manager="am1",
        second="am2",
        product="business_person",
        amount=260_000,
        months=24,
        method="level_payment",
        purpose="購置雙層電烤箱兩臺、發酵箱一臺，改造店面操作間",
        source="烘焙店營業收入，兄長保證",
        security=("guarantee",),
        ends=Ends.DISBURSED,
        last=2,
        suggests=Suggestion(
            amount=240_000,
            rate="0.0960",
            months=24,
            operation="店面開業六年，會員一千八百餘人，日均營業額四千三百元，線上團購約占三成。",
            risks="同街新開連鎖店一家；以會員複購與企業下午茶訂單穩定收入。",
            income=21_500,
            instalments=2_100,
            living=6_500,
        ),
        promises=(
            Promise(
                guarantor="huangwei",
                relation="兄長",
                net_assets=780_000,
                income=13_500,
                living=4_000,
                instalments=2_300,
                note="有住房一套，按揭餘額三十六萬元，配偶已簽同意書。",
            ),
        ),
        asked=(Asked(text="提交設備購置合同與自有資金支付憑證", evidence="合同與銀行回單已收，自有資金四萬二千元"),),
        reason="客流真實，月供收入比在限內，同意二十四萬元。",
        payee="廣州新麥食品機械設備行",
        repays=Repays.IN_TIME,
        days=12,
    ),
    Case(
        customer="haiyan",
        manager="am3",
        second="am2",
        product="business_person",
        amount=350_000,
        months=36,
        method="level_payment",
        purpose="購置四柱舉升機兩臺、烤漆房一套，擴充鈑噴業務",
        source="汽修廠營業收入，表姐保證",
        security=("guarantee",),
        ends=Ends.DISBURSED,
        last=2,
        suggests=Suggestion(
            amount=320_000,
            rate="0.1008",
            months=36,
            operation="汽修廠經營七年，與兩家保險公司有定損合作，月均接車一百六十臺，鈑噴需排隊三天以上。",
            risks="烤漆房環保要求趨嚴；已取得環評備案與危廢處置合同。",
            income=26_800,
            instalments=3_400,
            living=7_200,
        ),
        promises=(
            Promise(
                guarantor="chenxia",
                relation="表姐",
                net_assets=860_000,
                income=11_800,
                living=3_600,
                note="公辦中學教師，住房一套無按揭。",
            ),
        ),
        asked=(Asked(text="提交環評備案回執與設備合同", evidence="回執與合同原件已收"),),
        reason="業務穩定，用途明確，同意三十二萬元。",
        payee="佛山市南海鑫保汽保設備經營部",
        repays=Repays.IN_TIME,
        days=3,
        approver="dm2",
    ),
    Case(
        customer="jianping",
        manager="am2",
        second="am1",
        product="business_person",
        amount=150_000,
        months=18,
        method="level_payment",
        purpose="租入冷庫一間並預付荔枝、櫻桃批發貨款",
        source="檔口每日批發收入",
        security=("unsecured",),
        ends=Ends.DISBURSED,
        last=2,
        suggests=Suggestion(
            amount=120_000,
            rate="0.1080",
            months=18,
            operation="檔口經營十四年，批給鎮區水果店三十餘家，每日凌晨出貨，現款現貨為主。",
            risks="損耗隨天氣波動；金額小、期限短，以每日流水監控。",
            income=18_200,
            instalments=0,
            living=5_800,
        ),
        asked=(Asked(text="提交冷庫租約", evidence="租約原件已核對，租期兩年"),),
        reason="經營年限長，金額小，同意信用方式十二萬元。",
        payee="東莞市果菜批發市場經營管理處",
        repays=Repays.LATE,
        days=2,
    ),
    Case(
        customer="northbridge",
        manager="am2",
        second="am1",
        product="working_capital",
        amount=1_200_000,
        months=12,
        method="level_payment",
        purpose="Sensor chips and housings for a signed water-quality order of two county utilities, CNY 1.46 million",
        source="Payments of the two utilities within 60 days of delivery; operating income",
        security=("unsecured",),
        ends=Ends.DISBURSED,
        last=2,
        suggests=Suggestion(
            amount=1_000_000,
            rate="0.0780",
            months=12,
            operation="英資儀器公司，主營手持水分儀與水質探頭，內銷占六成，客戶為水務公司與糧庫，毛利三成以上。",
            risks="政府類客戶付款審批慢，可能短期逾期；無抵押，以分期還款降低餘額。",
            growth="0.10",
        ),
        asked=(RESOLVED, REPORTS),
        reason="財務穩健、負債率低，在部門權限內同意信用方式一百萬元，按月等額還款。",
        payee="深圳市芯源微電子有限公司",
        repays=Repays.LATE,
        days=5,
    ),
    Case(
        customer="jiahe",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=2_000_000,
        months=24,
        method="level_payment",
        purpose="採購楊木單板與環保膠，履行家具廠年度板材合同",
        source="家具廠九十天帳期回款，法定代表人保證",
        security=("guarantee",),
        ends=Ends.DISBURSED,
        last=2,
        suggests=Suggestion(
            amount=1_500_000,
            rate="0.0720",
            months=24,
            operation="公司為三家家具廠供應膠合板，去年訂單減少、毛利收窄，今年以環保板材爭取到一份年度合同。",
            risks="收入下降、負債率偏高、客戶帳期長；要求按月還本付息，並每季現場檢查庫存。",
            debt_due=1_200_000,
            growth="0",
            dissent="毛利連續兩年下降，建議金額壓至一百萬元以內。",
        ),
        promises=(
            Promise(
                guarantor="maijiahe",
                relation="法定代表人",
                net_assets=3_100_000,
                income=18_000,
                living=6_500,
                instalments=3_900,
                note="名下龍江住宅一套、車位兩個，無抵押。",
            ),
        ),
        doubts=(
            Doubt(
                item="tax",
                result="doubtful",
                note="增值稅申報銷售額較帳面收入低11％，解釋為期末未開票，已取得發出商品清單。",
            ),
        ),
        asked=(RESOLVED, VOUCHERS, REPORTS),
        reason="同意一百五十萬元，按月等額還本付息以降低敞口；已注意協辦調查人的不同意見，放款後首季加強檢查。",
        payee="江蘇邳州宏盛木業有限公司",
        repays=Repays.LATE,
        days=33,
    ),
    Case(
        customer="huitong",
        manager="am1",
        second="am2",
        product="working_capital",
        amount=600_000,
        months=3,
        method="interest_only",
        purpose="採購格拉辛底紙，交付物流標籤訂單六十八萬元",
        source="標籤客戶三十天帳期回款",
        security=("guarantee",),
        ends=Ends.DISBURSED,
        last=2,
        suggests=Suggestion(
            amount=500_000,
            rate="0.0840",
            months=3,
            operation="公司為快遞面單配套分切標籤紙，客戶五家，回款快，存貨周轉不足四十天。",
            risks="單價競爭激烈；期限短、單筆對應訂單。",
            growth="0.05",
        ),
        promises=(
            Promise(
                guarantor="yuanhuitong",
                relation="法定代表人",
                net_assets=2_200_000,
                income=20_000,
                living=6_800,
                instalments=3_100,
            ),
        ),
        asked=(RESOLVED,),
        reason="短期訂單融資，回款路徑清楚，同意五十萬元三個月。",
        payee="浙江仙鶴特種紙經營部",
        repays=Repays.SETTLED,
    ),
)
