"""The demo's customers, all invented: the region digits of their codes belong to no place, the check digits are right."""

from dataclasses import dataclass, field
from datetime import date

from stdnum.cn import ric, uscc

from desk.demo.figures import Business


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company's file; `business` gives its statements."""

    code: str
    name: str
    identity: str
    keeper: str
    founded_on: date
    representative: str
    industry: str
    capital: int
    staff: int
    products: str
    address: str
    language: str = "zh-hant"
    has_mail: bool = True
    business: Business | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person's file: borrower, guarantor or owner of what is mortgaged."""

    code: str
    name: str
    identity: str
    keeper: str
    trade: str
    income: int
    address: str
    language: str = "zh-hant"
    has_mail: bool = True
    kin: str = field(default="")


def credit_code(serial: str, kind: str = "91") -> str:
    """A credit code in a region that does not exist: `kind`, 990100, the organisation's eight characters, two checks."""
    body = f"{kind}990100{serial}{_organisation_check(serial)}"
    return body + uscc.calc_check_digit(body)


def person_number(born: date, serial: int) -> str:
    """An identity number of region 990103; an odd serial is a man's."""
    body = f"990103{born:%Y%m%d}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def _organisation_check(serial: str) -> str:
    """GB 11714: weights 3 7 9 10 5 8 4 2 modulo 11."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(serial, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]


def phone(place: int) -> str:
    """A mobile number that nobody has: its fourth to seventh digits are zeros."""
    return f"138 0000 {1100 + place * 37 % 8900:04d}"


PERSONS = (
    Person(
        code="jiaxin",
        name="黃嘉欣",
        identity=person_number(date(1988, 7, 16), 24),
        keeper="am1",
        trade="「麥時」烘焙店經營者",
        income=29_500,
        address="東莞市莞城街道東門路66號",
    ),
    Person(
        code="haiyan",
        name="刘海燕",
        identity=person_number(date(1985, 2, 3), 46),
        keeper="am3",
        trade="海燕汽修厂经营者",
        income=30_600,
        address="佛山市顺德区大良街道凤翔路91号",
        language="zh-hans",
    ),
    Person(
        code="jianping",
        name="張建平",
        identity=person_number(date(1974, 12, 9), 115),
        keeper="am2",
        trade="水果批發檔檔主",
        income=18_200,
        address="東莞市東城街道果菜批發市場A座37檔",
        has_mail=False,
    ),
    Person(
        code="guohui",
        name="吳國輝",
        identity=person_number(date(1991, 5, 27), 273),
        keeper="am1",
        trade="自由職業",
        income=9_000,
        address="東莞市南城街道石竹路3號",
    ),
    # Guarantors and owners of what is mortgaged
    Person(
        code="zhongheng",
        name="鍾恆泰",
        identity=person_number(date(1972, 4, 18), 331),
        keeper="am2",
        trade="惠州市恆泰精密五金有限公司法定代表人",
        income=32_000,
        address="惠州市惠城區江北雲山西路12號",
    ),
    Person(
        code="zhengrui",
        name="鄭銳",
        identity=person_number(date(1975, 8, 22), 359),
        keeper="am1",
        trade="深圳市寶安銳科模具有限公司法定代表人",
        income=45_000,
        address="深圳市寶安區新安街道寶民一路28號",
    ),
    Person(
        code="wenjieya",
        name="溫潔雅",
        identity=person_number(date(1983, 1, 30), 368),
        keeper="am1",
        trade="東莞市虎門潔雅服飾有限公司法定代表人",
        income=24_000,
        address="東莞市虎門鎮太安路210號",
    ),
    Person(
        code="maijiahe",
        name="麥嘉禾",
        identity=person_number(date(1970, 3, 11), 397),
        keeper="am1",
        trade="佛山市順德區嘉禾木業有限公司法定代表人",
        income=18_000,
        address="佛山市順德區龍江鎮東華路5號",
    ),
    Person(
        code="yuanhuitong",
        name="袁匯通",
        identity=person_number(date(1979, 10, 5), 411),
        keeper="am1",
        trade="東莞市石龍匯通紙品有限公司法定代表人",
        income=20_000,
        address="東莞市石龍鎮方正東路18號",
    ),
    Person(
        code="zhaoyaoan",
        name="招耀安",
        identity=person_number(date(1976, 6, 14), 433),
        keeper="am3",
        trade="佛山市順德區樂從安居家具有限公司法定代表人",
        income=22_000,
        address="佛山市順德區樂從鎮新馬路9號",
    ),
    Person(
        code="guyinghong",
        name="古映紅",
        identity=person_number(date(1981, 9, 19), 448),
        keeper="am2",
        trade="梅州市客都茶業有限公司法定代表人",
        income=19_000,
        address="梅州市梅縣區新縣城府前大道15號",
    ),
    Person(
        code="huangwei",
        name="黃偉文",
        identity=person_number(date(1984, 11, 8), 457),
        keeper="am1",
        trade="物流公司主管",
        income=13_500,
        address="東莞市莞城街道東門路66號",
        kin="兄長",
    ),
    Person(
        code="chenxia",
        name="陈霞",
        identity=person_number(date(1987, 3, 25), 484),
        keeper="am3",
        trade="中学教师",
        income=11_800,
        address="佛山市顺德区大良街道凤翔路91号",
        language="zh-hans",
        kin="表姐",
    ),
    Person(
        code="huoruicheng",
        name="霍瑞成",
        identity=person_number(date(1973, 2, 21), 511),
        keeper="am3",
        trade="佛山市瑞成陶瓷原料有限公司法定代表人",
        income=21_000,
        address="佛山市三水區西南街道健力寶南路16號",
        language="zh-hans",
    ),
    Person(
        code="laixinda",
        name="賴欣達",
        identity=person_number(date(1982, 8, 13), 533),
        keeper="am1",
        trade="廣州市白雲欣達電子有限公司法定代表人",
        income=23_000,
        address="廣州市白雲區同和街道握山南街7號",
    ),
    Person(
        code="guanliren",
        name="關立仁",
        identity=person_number(date(1971, 5, 6), 557),
        keeper="am2",
        trade="陽江市陽東利刃刀剪有限公司法定代表人",
        income=20_500,
        address="陽江市江城區東風三路88號",
    ),
)
