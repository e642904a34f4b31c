"""What investigators write on the items of the checklists, in several voices; `{…}` takes a figure of the case."""

from random import Random

# item code: notes, each with how the fact is known
COMPANY = {
    "identity_papers": [
        ("document", "營業執照、章程、法定代表人身分證原件已核對，複印件加蓋與原件相符章。"),
        ("document", "執照與章程原件核對無誤，近一年股東及法定代表人無變更，公司印鑑與預留樣本一致。"),
    ],
    "character": [
        ("query", "企業及法定代表人徵信無逾期，近六個月被查詢{queries}次。兩家夥伴電話訪談，均稱付款守信。"),
        ("told", "走訪相鄰廠家兩戶，均稱老闆務實、少應酬。徵信近二十四個月無逾期，查詢{queries}次。"),
    ],
    "legal_status": [
        ("query", "裁判文書、執行資訊、行政處罰、欠稅公告逐項查詢，均無記錄。股權近十二個月未變更，未出質。"),
        ("query", "工商、司法、稅務公開查詢無異常，實繳資本與章程一致。"),
    ],
    "premises": [
        ("seen", "現場地址與執照一致，廠房{area}平方米，門牌、招牌相符，租約餘下{lease}年。"),
        ("seen", "廠區{area}平方米，生產、倉儲、辦公分區清楚，與執照地址一致，無其他公司掛牌。"),
    ],
    "operation_seen": [
        ("seen", "到場時主要設備{machines}臺在運轉，在崗{workers}人；夜間二次到場，夜班開機正常。"),
        ("seen", "{machines}臺設備開機，在崗{workers}人，與工資表相符；近六個月用電量平穩，無大幅起落。"),
    ],
    "products": [
        ("document", "主導產品占收入約{top}％，售價近一年變動不超過百分之五，旺季在三至五月與九至十一月。"),
        ("told", "產品以訂單生產為主，毛利與抽取的五份價格單相符，淡季在春節前後約一個半月。"),
    ],
    "counterparties": [
        ("told", "前五大客戶占{share}％，最大一家{top}％，帳期四十五至九十天；電話核對兩家，數量與付款一致。"),
        ("document", "抽查購銷合同五份，前五大客戶占{share}％，供應商帳期三十至六十天，與往來帳相符。"),
    ],
    "statements": [
        ("document", "銀行報送、稅務申報、內部帳三套核對，差異在百分之三以內，已逐項說明。"),
        ("document", "報表與總帳、明細帳核對一致，其他應收款無股東占款，異常科目已取得說明。"),
    ],
    "bank_flow": [
        ("document", "主要結算戶近十二個月經營性入帳（剔除往來及借款）約為帳面收入的{flow}％，節奏與銷售相符。"),
        ("document", "三個帳戶流水合併後，經營性回款占帳面收入{flow}％，未見月末大額進出。"),
    ],
    "tax": [
        ("document", "增值稅申報銷售額與帳面收入相差{tax}％，納稅信用B級，無欠稅。"),
        ("query", "電子稅務局現場登入核對，申報銷售額與帳面相差{tax}％，屬出口及期末未開票所致。"),
    ],
    "stock_count": [
        ("seen", "抽盤價值{counted}％，帳實差異{gap}％，庫齡超過一年者不足百分之五，無質押標識。"),
        ("seen", "原料倉與成品倉抽盤{counted}％，差異{gap}％；倉庫為自用，貨物權屬有進倉單佐證。"),
    ],
    "purpose": [
        ("document", "採購合同與報價單齊備，收款方經公開查詢與借款人無關聯，單價與市場價相近。"),
        ("document", "訂單、合同與測算的資金需求相符，約定受託支付，收款方帳戶已核對。"),
    ],
    "repayment": [
        ("document", "第一來源為經營回款，按月現金計劃最低餘額仍為正數；第二來源為擔保措施。"),
        ("document", "已編制十二個月現金計劃，還款月前兩個月有對應回款；回款約定進入指定帳戶。"),
    ],
    "debts": [
        ("query", "借款明細與徵信一致，無對外擔保；當面詢問，負責人稱無民間借貸，流水亦未見規律性大額支出。"),
        ("query", "現有借款兩家，與徵信核對一致，均正常還息；未發現未披露負債。"),
    ],
    "group": [
        ("query", "實際控制人名下無其他經營企業，未見關聯交易與資金占用。"),
        ("query", "關聯企業一家，近兩年無業務往來，亦無互保。"),
    ],
    "title": [
        ("document", "權證原件已核對，查冊結果與申報一致，無共有人，無查封與異議登記。"),
        ("query", "登記人與權證相符，查冊所見他項權利與申報一致；租約已取得，承租人出具抵押在先的聲明。"),
    ],
    "mortgage_value": [
        ("document", "評估報告在有效期內，取周邊三宗成交案例比較，內部認定價低於評估價，現場照片已留存。"),
        ("seen", "現場查看面積、成新與評估報告一致，周邊同類物業近半年成交價平穩。"),
    ],
    "enforceable": [
        ("seen", "位置臨主幹道，用途為工業，非唯一住房，無占用糾紛，處置週期估計十二個月以內。"),
        ("told", "走訪兩家中介，同類物業掛牌三至六個月可成交，處置無政策限制。"),
    ],
}
PERSON = {
    "identity_papers": [
        ("document", "本人及配偶身分證、結婚證原件已核對，面談同時拍照留存。"),
        ("document", "身分證與戶口簿原件核對一致，本人到場簽署徵信授權書。"),
    ],
    "character": [
        ("query", "徵信近二十四個月無逾期，查詢{queries}次，信用卡使用率不高；左右鋪位均稱為人踏實。"),
        ("told", "走訪房東與鄰鋪，均稱按時交租、家庭和睦；徵信無逾期，近六個月查詢{queries}次。"),
    ],
    "premises": [
        ("seen", "店面與執照地址一致，約{area}平方米，租約餘下{lease}年，租金收據齊全。"),
        ("seen", "經營場所面積{area}平方米，位置臨街，租約餘下{lease}年，現場照片已留存。"),
    ],
    "residence": [
        ("seen", "家訪，現居住處為自有住房，居住六年以上，家中陳設與收入水平相稱。"),
        ("seen", "租住於經營場所附近，居住三年以上，與房東電話核實無誤。"),
    ],
    "products": [
        ("seen", "經營{years}年，蹲點半日清點客流，與收款筆數相符，節假日為旺季。"),
        ("seen", "經營{years}年，熟客為主，價格與同區同業相近，無明顯淡季。"),
    ],
    "counterparties": [
        ("told", "主要供應商三家，電話核對兩家，月結或現結，與進貨單一致。"),
        ("document", "進貨單抽查三個月，供應商穩定，掃碼收款約占八成，現金兩成。"),
    ],
    "bank_flow": [
        ("document", "銀行蓋章流水與收款碼流水逐月核對，差異{tax}％，月均入帳平穩。"),
        ("document", "蓋章流水近十二個月，剔除親友往來後與自述營業額相差{tax}％。"),
    ],
    "household": [
        ("document", "家庭月收入、生活費與現有月供逐項列出，扣除後仍有餘額。"),
        ("told", "夫妻分別面談，收支說法一致；子女教育費與房貸已計入現金計劃。"),
    ],
    "stock_count": [
        ("seen", "設備與存貨現場清點，主要設備發票齊全，無抵押。"),
        ("seen", "存貨周轉快，現場清點與進貨單相符，設備狀況良好。"),
    ],
    "purpose": [
        ("document", "報價單、合同已取得，收款方為設備商或供應商，自有資金已先行支付。"),
        ("document", "用途合同與店面實際需要相符，價格經兩家比價，約定受託支付。"),
    ],
    "repayment": [
        ("document", "第一來源為店面經營收入，第二來源為保證人代償。"),
        ("document", "第一來源為日常營業收入，第二來源為家庭其他收入及保證人。"),
    ],
    "debts": [
        ("query", "徵信僅有車貸與信用卡，當面詢問稱無民間借貸，流水亦無跡象。"),
        ("query", "無經營性借款，信用卡兩張，使用額度不足三成，無對外保證。"),
    ],
}


def note(code: str, is_company: bool, random: Random) -> tuple[str, str]:
    """How the fact is known, and what was written on an item that is in order."""
    source, text = random.choice((COMPANY if is_company else PERSON)[code])
    return source, text.format(
        queries=random.randrange(1, 4),
        area=random.randrange(12, 48) * (50 if is_company else 5),
        lease=random.randrange(2, 6),
        machines=random.randrange(6, 19),
        workers=random.randrange(18, 60),
        top=random.randrange(16, 34),
        share=random.randrange(42, 60),
        flow=random.randrange(88, 102),
        tax=random.randrange(12, 68) / 10,
        counted=random.randrange(31, 46),
        gap=random.randrange(6, 32) / 10,
        years=random.randrange(4, 11),
    )


SCANS = {
    "identity_papers": "證照核對記錄",
    "premises": "現場照片",
    "operation_seen": "現場照片",
    "statements": "財務報表（蓋章）",
    "bank_flow": "銀行流水（蓋章）",
    "stock_count": "存貨抽盤表",
    "purpose": "購銷合同",
    "title": "權證與查冊結果",
    "mortgage_value": "評估報告",
}
PHOTOGRAPHS = frozenset({"premises", "operation_seen"})


def conduct(lead: str, second: str, first: str, again: str, random: Random) -> str:
    """How the investigation was done, with what could not be verified."""
    open_point = random.choice(
        [
            "未能核實之處：部分現金銷售僅有自述。",
            "未能核實之處：一家主要客戶的實際庫存未能查看。",
            "未能核實之處：一份採購合同的預付款憑證待補。",
            "未能核實之處：負責人家庭其他資產僅有自述。",
        ]
    )
    return (
        f"主辦{lead}、協辦{second}於{first}與{again}兩次到場，與負責人、財務及現場員工分別訪談，電話核對上下游；"
        f"各項證照、合同、報表均核對原件，公開渠道逐項查詢。{open_point}"
    )


def opinion(amount: str, months: int, rate: str, is_lower: bool) -> str:
    """What the investigators suggest, in a sentence."""
    lower = "較申請金額調低，與測算的需求及還款能力相符。" if is_lower else "金額與測算的需求相符。"
    return f"建議給予{amount}萬元，期限{months}個月，年利率{rate}％，受託支付。{lower}"


JUDGEMENTS = {
    "is_legal": "主體合法，用途及投向合法，決策程序齊備。",
    "is_compliant": "符合產品准入與內部授信規定，資料齊全。",
    "is_safe": "第一還款來源可靠，擔保措施可行，風險可控。",
    "is_profitable": "扣除資金與運營成本後收益為正。",
}
