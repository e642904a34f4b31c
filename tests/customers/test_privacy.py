"""What may stand in an address: a number of the house, never one of somebody (S32)."""

import pytest

from customers.services.privacy import is_private, is_running_number
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db
PASSPORTS = ("EB7654321", "ea1234567", "Ｅ Ｂ7654321")


@pytest.fixture
def branch():
    return BranchFactory(code="HQ")


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("永盛五金", False),
        ("HQK2026-00012", False),
        ("HQ客2026-00012", False),
        ("HQA2026", False),
        ("hq申2026", False),
        ("HQ客 2026－00012", False),
        ("ＨＱ计2026", False),
        ("HQ", False),
        ("0012", False),
        ("7-11 便利店 2026", False),
        ("13800001200", True),
        ("138 0000 1200", True),
        ("１３８００００１２００", True),
        ("王小明 13800001200", True),
        ("11010519491231002X", True),
        ("91350100M000100Y43", True),
        ("E12345678", True),
        ("EB7654321", True),
        ("ea1234567", True),
        ("HQ7654321", True),
        ("EBK2026-00012", True),
        ("name@example.com", True),
    ],
)
def test_what_may_be_somebodys_number_is_told_from_names_and_running_numbers(branch, text, private):
    assert is_private(text) is private


@pytest.mark.parametrize("text", ["EB", "EB76543", "永盛", "HQ1", "HQX2026", "HQA2026-000123"])
def test_only_the_letters_of_a_branch_and_a_kind_begin_a_number_of_ours(branch, text):
    assert not is_running_number(text)


@pytest.mark.parametrize("address", ["/customers/", "/customers/consultations/", "/applications/"])
@pytest.mark.parametrize("passport", PASSPORTS)
def test_a_passport_typed_into_the_filter_of_a_list_stands_in_no_address(enter, am1, branch, address, passport):
    client = enter(am1)

    sent = client.post("/customers/narrow/", {"q": passport, "next": address})
    by_hand = client.get(address, {"q": passport})

    assert (sent.headers["Location"], by_hand.headers["Location"]) == (f"{address}?", f"{address}?")
    assert "7654321" not in str(dict(client.session)) and "1234567" not in str(dict(client.session))


@pytest.mark.parametrize("address", ["/customers/", "/customers/consultations/", "/applications/"])
def test_a_number_of_ours_stays_in_the_address_of_a_list(enter, am1, branch, address):
    sent = enter(am1).post("/customers/narrow/", {"q": "HQA2026-00012", "next": address})

    assert sent.headers["Location"] == f"{address}?q=HQA2026-00012"


@pytest.mark.parametrize("passport", PASSPORTS)
def test_the_filter_of_customers_answers_a_passport_without_an_address(enter, am1, branch, passport):
    answer = enter(am1).post("/customers/", {"q": passport})

    assert (answer.status_code, answer.headers.get("Location")) == (200, None)
