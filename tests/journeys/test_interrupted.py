"""What happens to somebody who is interrupted: the session ends, a second tab was open, a button is pressed twice."""

import pytest
from django.contrib.sessions.models import Session

from customers.models import Customer
from customers.services import register_customer
from desk.providers import DEMO_PASSWORD
from staff.models import User
from tests.factories import DepartmentFactory, person

pytestmark = pytest.mark.journey
CODE = "91990100MA9YR001XY"


@pytest.fixture
def house(real_db):
    department = DepartmentFactory(code="A")
    for username in ("am1", "am2"):
        user = person(username, "account_manager", department)
        user.set_password(DEMO_PASSWORD)
        user.save()
    return department


def send_after_the_end(visitor, **values):
    """Type, let the session end, and press the button: the sign-in page answers."""
    visitor.go("/customers/new/?kind=company")
    visitor.fill(**values)
    Session.objects.all().delete()
    visitor.page.locator("main form .btn-primary:visible").first.click()
    visitor.page.wait_for_url("**/login/**")


def test_signing_in_again_leads_back_to_the_page_and_to_what_was_typed(house, people):
    am1 = people("am1")
    send_after_the_end(am1, name="永盛精密五金有限公司", identity=CODE)

    am1.sign_in()

    assert am1.page.url.endswith("/customers/new/?kind=company")
    assert am1.page.input_value("#id_name") == "永盛精密五金有限公司"
    am1.send()
    assert Customer.objects.get().name == "永盛精密五金有限公司"


def test_somebody_else_who_signs_in_there_does_not_find_it(house, people):
    am1 = people("am1")
    send_after_the_end(am1, name="永盛精密五金有限公司", identity=CODE)

    am1.username = "am2"
    am1.sign_in()

    assert am1.page.input_value("#id_name") == ""
    assert am1.page.evaluate("sessionStorage.getItem('loandesk-typed')") is None


def test_a_check_while_typing_says_that_the_session_has_ended(house, people):
    am1 = people("am1")
    am1.go("/customers/new/?kind=company")
    Session.objects.all().delete()

    am1.page.locator("#id_name").press_sequentially("永盛")

    am1.page.locator("#ld-notices [data-failure]").wait_for()
    am1.page.wait_for_timeout(300)
    assert "停留太久，你已登出" in am1.page.inner_text("#ld-notices")
    assert am1.page.input_value("#id_name") == "永盛"


def test_what_is_chosen_about_a_colleagues_file_stays_when_the_field_is_left(house, people):
    register_customer(kind="company", name="永盛精密五金有限公司", identity=CODE, by=User.objects.get(username="am2"))
    am1 = people("am1")
    am1.go("/customers/new/?kind=company")
    am1.fill(name="永盛")
    am1.page.locator("#id_identity").press_sequentially(CODE)
    transfer = am1.page.locator("#checks input[name=kind][value=transfer]")
    transfer.wait_for()

    transfer.check()
    am1.page.wait_for_timeout(1_500)

    assert transfer.is_checked()
    am1.page.locator("#id_name").press_sequentially("精密")
    am1.page.locator("#checks input[name=kind][value=access]:checked").wait_for()


def test_two_clicks_register_one_customer_and_the_back_button_none(house, people):
    am1 = people("am1")
    am1.go("/customers/new/?kind=company")
    am1.fill(name="永盛精密五金有限公司", identity=CODE)
    am1.page.locator("main form .btn-primary:visible").first.dblclick()
    am1.page.wait_for_url(lambda url: "/new/" not in url)

    am1.page.go_back()
    am1.page.locator("main form .btn-primary:visible").first.click()
    am1.page.wait_for_load_state()

    assert Customer.objects.count() == 1


def test_the_back_button_never_ends_at_a_page_the_browser_has_lost(house, people):
    am1 = people("am1")
    am1.go("/customers/new/?kind=company")
    am1.fill(name="永", identity=CODE)
    am1.page.locator("main form .btn-primary:visible").first.click()
    am1.page.locator("[aria-invalid=true]").first.wait_for()
    am1.fill(name="永盛精密五金有限公司")
    am1.page.locator("main form .btn-primary:visible").first.click()
    am1.page.wait_for_url(lambda url: "/new/" not in url)

    am1.page.go_back()

    assert am1.page.url.endswith("/customers/new/?kind=company")
    assert am1.page.locator("#id_name").is_visible()
    am1.page.reload()
    assert Customer.objects.count() == 1
