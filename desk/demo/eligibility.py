"""Exceptions that the demo's account managers write, and two drafts that show what the rules do."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from applications.facts import judge
from applications.models import Application
from applications.services import open_application, write_exception
from desk.demo.house import FILES, House, moment
from staff.models import User

REASONS = {
    "debt_ratio": "負債率超限係年底備貨所致，應付帳款占比高，銀行借款餘額平穩；追加實際控制人保證，按季監控負債率。",
    "repayment_to_income": "家庭另有租金收入未計入，且有抵押或保證；月供占比超限部分以租金覆蓋，按月監控流水。",
    "operating": "實際經營早於執照登記，前身為同址個體戶，已核對租約與近兩年流水。",
    "age_at_end": "子女共同經營並願作共同借款人，期限內由子女接手還款。",
    "record": "逾期為年費扣款失敗，當月已還清，已取得銀行說明。",
}
NOT_FOUND_OUT = "暫無可核實的數據，已以租約、銀行流水與上門走訪佐證，兩名調查人意見一致。"


def write_exceptions(
    application: Application, by: User, said: Callable[[str], str], also_unknown: bool = False
) -> None:
    """An exception for every soft rule that fails and has none yet; before the report for what nobody could find out too."""
    application.refresh_from_db()
    for answer in judge(application):
        is_unknown = also_unknown and answer.is_open and answer.result.takes_exception
        if answer.lacks_exception or is_unknown:
            reason = said(NOT_FOUND_OUT if is_unknown else REASONS[answer.result.rule])
            write_exception(application=application, rule=answer.result.rule, reason=reason, by=by)


def show_drafts(house: House) -> Iterator[datetime]:
    """A draft that a word of its purpose stops, and one that goes on with a written exception."""
    yield moment(house.calendar.ago(1), 15, 20)
    _draft(
        house,
        "jianong",
        amount=Decimal(300_000),
        purpose="認購城郊新盤商鋪並將餘款用於炒股，待升值後轉手",
        repayment_source="商鋪轉手所得",
        security=["guarantee"],
    )
    yield moment(house.calendar.ago(1), 16, 5)
    excepted = _draft(
        house,
        "shunfa",
        amount=Decimal(300_000),
        purpose="購置冷鏈車用輪胎與製冷機組備件，供十二輛在途車輛春節前更換",
        repayment_source="物流平臺結算款，兩家平臺按月結清",
        security=["guarantee"],
    )
    write_exceptions(excepted, excepted.account_manager, str)


def _draft(house: House, code: str, **values) -> Application:
    customer = house.customer(code)
    keeper = house.people[FILES[code].keeper]
    product = house.products["working_capital"]
    return open_application(
        customer=customer, product_version=product, by=keeper, term_months=12, method="interest_only", **values
    )
