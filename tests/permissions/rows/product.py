"""Products, what is not lent for, eligibility and the people of a draft."""

from datetime import timedelta

from applications.eligibility import HARD_RULES
from applications.labels import RULES
from applications.models import EligibilityException, Exclusion, Party
from applications.services import issue_quote
from core import dates
from tests.factories import CustomerFactory
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import DRAFT, OWN, TEAMED, Row, read, write

ADMIN = frozenset({"admin"})


def furnish(house) -> None:
    """A product to change, one that is withdrawn, a line of the list, somebody on the draft, and an exception."""
    version = house.cases["draft"].product_version
    house.things["product"] = version.product
    gone = type(version)(product=type(version.product)(code="withdrawn", name="舊產品"))
    gone.product.is_offered = False
    gone.product.save()
    for field in version._meta.concrete_fields:
        if field.name not in {"id", "product"}:
            setattr(gone, field.attname, getattr(version, field.attname))
    gone.product = gone.product
    gone.save()
    house.things["withdrawn product"] = gone.product
    house.things["coming product"] = _coming(version)
    house.things["exclusion"] = Exclusion.objects.create(
        kind="purpose", text="炒股", basis="用途管理規定", valid_from=dates.today()
    )
    own = house.people["own"]
    helper = CustomerFactory(
        kind="person", name="陳大文", account_manager=own, department=house.cases["draft"].department
    )
    house.things["helper"] = helper
    house.things["party"] = Party.objects.create(
        application=house.cases["draft"], customer=house.things["guarantor"], role="guarantor"
    )
    rules = house.cases["investigating"].product_version
    rules.eligibility = ["operating"]
    rules.save(update_fields=["eligibility"])
    customer = house.cases["investigating"].customer
    customer.company.founded_on = dates.today()
    customer.company.save(update_fields=["founded_on"])
    house.things["exception"] = EligibilityException.objects.create(
        application=house.cases["investigating"],
        round=1,
        rule="operating",
        reason="前身為同址個體戶，已核對",
        made_by=own,
    )
    house.things["quote"] = issue_quote(application=house.cases["investigating"], by=own)


def _coming(version):
    """A product whose second version begins tomorrow."""
    product = type(version.product).objects.create(code="coming", name="新產品")
    kept = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    rules = {name: value for name, value in kept.items() if name not in {"id", "product_id", "number", "valid_from"}}
    for number in (1, 2):
        begins = dates.today() + timedelta(days=number - 1)
        type(version).objects.create(product=product, number=number, valid_from=begins, **rules)
    return product


def _product(name: str = "product"):
    return lambda house: {"code": house.things[name].code}


def _party(house):
    return {"number": house.cases["draft"].number, "party": house.things["party"].pk}


def _version(house) -> dict:
    """The whole form of a new version: the fields of the last one, no fees, one question."""
    from applications.forms.products import VersionForm

    last = house.things["product"].versions.order_by("-number").first()
    first = VersionForm.first(last, last)
    form = VersionForm(last=last, initial=first)
    values = {name: form[name].field.prepare_value(value) for name, value in first.items()}
    management = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    formsets = {
        f"{prefix}-{name}": count for prefix in ("fees", "items", "papers") for name, count in management.items()
    }
    kept = {name: value for name, value in values.items() if value not in (None, False, [], "")}
    soft = [rule for rule in RULES if rule not in HARD_RULES]
    return {**kept, **formsets, "for_companies": "on", "note": "調整項目", "eligibility": soft}


NEW_PRODUCT = {"code": "bill_loan", "name": "票據貸款"}
EXCLUSION = {"kind": "purpose", "text": "比特幣", "basis": "用途管理規定"}
EXCEPTION = {"rule": "operating", "reason": "實際經營早於執照登記，已核對租約與流水"}
RULED = {"most_amount": "9000000", "eligibility": list(RULES), "note": "調整項目"}


def _like(house):
    return house.cases["draft"].product_version_id


QUOTE = {"amount": "500000", "term_months": "6", "method": "level_payment", "rate": "7.2", "language": "en"}
QUOTE |= {"submission_key": "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c91"}
PAGES = [
    Row("applications:products", get=read(STAFF)),
    Row("applications:product", _product(), get=read(STAFF)),
    Row(
        "applications:product-new",
        get=m.Cell(ADMIN, STAFF),
        post=write(ADMIN, STAFF, m.body(**NEW_PRODUCT, like=_like)),
    ),
    Row("applications:product-version", _product(), get=m.Cell(ADMIN, STAFF), post=write(ADMIN, STAFF, _version)),
    Row("applications:product-withdraw", _product(), post=write(ADMIN, STAFF, m.body(reason="停辦"))),
    Row(
        "applications:product-version-withdraw",
        lambda house: {"code": house.things["coming product"].code, "number": 2},
        post=write(ADMIN, STAFF, m.body(reason="日期有誤")),
    ),
    Row("applications:product-offer", _product("withdrawn product"), post=write(ADMIN, STAFF)),
    Row("applications:exclusions", get=read(STAFF)),
    Row("applications:exclusion-add", post=write(ADMIN, STAFF, m.body(**EXCLUSION))),
    Row("applications:exclusion-end", m.pk("exclusion"), post=write(ADMIN, STAFF)),
    Row(
        "applications:keep",
        m.number("draft"),
        post=write(OWN, DRAFT, m.version("draft", product_version=m.a_product, **m.DRAFT_VALUES)),
    ),
    Row("applications:exception", m.number("investigating"), post=write(m.TEAM, TEAMED, m.body(**EXCEPTION))),
    Row("applications:parties", m.number("draft"), post=read(DRAFT)),
    Row(
        "applications:party-add",
        m.number("draft"),
        post=write(OWN, DRAFT, m.body(customer=lambda house: house.things["helper"].number, role="guarantor")),
    ),
    Row("applications:party-remove", _party, post=write(OWN, DRAFT)),
    Row("applications:quote-print", m.number("draft"), get=read(DRAFT)),
    Row("applications:quote-issue", m.number("investigating"), post=write(m.TEAM, TEAMED, m.body(**QUOTE))),
    Row(
        "applications:quote-progress",
        lambda house: {"number": house.cases["investigating"].number, "uuid": house.things["quote"].uuid},
        get=read(TEAMED),
    ),
]
MACHINE = [
    Row("api:application-quote", m.number("draft"), get=read(DRAFT), query=lambda house: "?term_months=6"),
    Row(
        "api:application-issue-quote",
        m.number("investigating"),
        post=write(m.TEAM, TEAMED, m.body(term_months=6, language="en")),
    ),
    Row("api:quote-list", get=read(STAFF)),
    Row("api:quote-detail", m.uuid("quote"), get=read(TEAMED)),
    Row("api:product-list", get=read(STAFF), post=write(ADMIN, STAFF, m.body(**NEW_PRODUCT, like=m.a_product_code))),
    Row("api:product-detail", _product(), get=read(STAFF)),
    Row("api:product-new-version", _product(), post=write(ADMIN, STAFF, m.body(version=1, **RULED))),
    Row("api:product-withdraw", _product(), post=write(ADMIN, STAFF, m.body(reason="停辦"))),
    Row(
        "api:product-withdraw-version",
        _product("coming product"),
        post=write(ADMIN, STAFF, m.body(version=2, reason="日期有誤")),
    ),
    Row("api:product-offer", _product("withdrawn product"), post=write(ADMIN, STAFF)),
    Row("api:exclusion-list", get=read(STAFF), post=write(ADMIN, STAFF, m.body(**EXCLUSION))),
    Row("api:exclusion-detail", m.pk("exclusion"), get=read(STAFF)),
    Row("api:exclusion-end", m.pk("exclusion"), post=write(ADMIN, STAFF)),
    Row("api:party-list", get=read(STAFF)),
    Row("api:party-detail", m.pk("party"), get=read(DRAFT)),
    Row("api:party-remove", m.pk("party"), post=write(OWN, DRAFT)),
    Row(
        "api:application-add-party",
        m.number("draft"),
        post=write(OWN, DRAFT, m.body(customer=lambda house: house.things["helper"].number, role="guarantor")),
    ),
    Row("api:application-eligibility", m.number("investigating"), get=read(TEAMED)),
    Row("api:application-write-exception", m.number("investigating"), post=write(m.TEAM, TEAMED, m.body(**EXCEPTION))),
    Row("api:eligibility-exception-list", get=read(STAFF)),
    Row("api:eligibility-exception-detail", m.pk("exception"), get=read(TEAMED)),
]
