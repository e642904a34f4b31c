"""No money leaves while the check of a party is missing, has run out, or carries a hit."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts import services
from core import dates, documents
from core.errors import Missing
from customers.services import check_customer, decide_hit
from tests.factories import ProductVersionFactory, application_of, approved
from tests.security.pictures import png

pytestmark = pytest.mark.django_db


def checked(customer, by, finding="clear"):
    file = SimpleUploadedFile("answer.png", png())
    return check_customer(customer=customer, sources=["enforcement"], finding=finding, note="結果", file=file, by=by)


@pytest.fixture
def drawdown(am1, dm1, department_a):
    services.install_templates()
    product = ProductVersionFactory(screenings={"borrower": ["enforcement"]})
    application = application_of(am1, department_a, status="approved", product_version=product)
    approved(application, dm1, am1)
    contract = services.prepare_contract(application=application, language="zh-hant", by=am1)
    documents.render_due()
    services.mark_signed(contract=contract, signed_on=dates.today(), by=am1)
    return services.request_drawdown(
        contract=contract,
        amount=Decimal(1_000_000),
        payee="某鋼材有限公司",
        payee_account="6222000000001200",
        is_entrusted=True,
        by=am1,
    )


def test_finance_neither_checks_nor_pays_without_the_checks(drawdown, am1, finance1, finance2):
    customer = drawdown.contract.application.customer
    with pytest.raises(Missing) as refusal:
        services.check_drawdown(drawdown=drawdown, by=finance1)
    assert "未核查" in refusal.value.points[0] and customer.name in refusal.value.points[0]

    checked(customer, am1)
    services.check_drawdown(drawdown=drawdown, by=finance1)

    later = datetime.combine(dates.today() + timedelta(days=31), time(4), UTC)
    with dates.as_of(later), pytest.raises(Missing):
        services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=finance2)
    services.disburse_drawdown(drawdown=drawdown, disbursed_on=dates.today(), bank_reference="B1", by=finance2)


def test_a_hit_holds_the_money_back_until_risk_accepts_it(drawdown, am1, finance1, risk1):
    (hit,) = checked(drawdown.contract.application.customer, am1, finding="hit")
    with pytest.raises(Missing):
        services.check_drawdown(drawdown=drawdown, by=finance1)
    decide_hit(check=hit, decision="refuse", reason="失信被執行人", version=1, by=risk1)
    with pytest.raises(Missing):
        services.check_drawdown(drawdown=drawdown, by=finance1)

    decide_hit(check=hit, decision="acceptable", reason="已履行完畢", version=2, by=risk1)

    services.check_drawdown(drawdown=drawdown, by=finance1)


def test_the_page_of_the_drawdown_names_what_is_missing(drawdown, finance1, client):
    client.force_login(finance1)

    page = client.get(f"/contracts/drawdowns/{drawdown.number}/").content.decode()

    assert "當事人的核查未齊備" in page and "法院執行與失信名單" in page
