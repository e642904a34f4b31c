"""An address is found as a whole, however it is written; two flats are never taken for one."""

import pytest

from core.errors import InvalidInput
from customers.addresses import area_of, may_be_address, normal, tells_house
from customers.models import Address, Customer
from customers.services import add_row, save_segment, withdraw_row
from customers.services.privacy import is_private
from tests.factories import CustomerFactory

HOME = "廣東省東莞市虎門鎮連升路 88 號 3棟 502室"
FURTHER = "苏州市昆山市玉山镇前进路 12 号"


@pytest.mark.parametrize(
    "text",
    [
        "东莞市虎门镇连升路88号3栋502",
        "東莞虎門鎮連升路88號3幢502室",
        "中国广东省东莞市虎门镇连升路８８号３号楼５０２房",
        "东莞市虎门镇连升路88号，3栋，502",
        "广东东莞市虎门镇连升路88号3栋502",
        "中国广东东莞市虎门镇连升路88号3栋502",
    ],
)
def test_ways_of_writing_one_address_give_one_form(text):
    assert normal(text) == normal(HOME)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HOME, "東莞市虎門鎮連升路88號3棟503室"),
        (HOME, "東莞市虎門鎮連升路88號35棟02室"),
        (HOME, "東莞市虎門鎮連升路88號3座502室"),
        (HOME, "東莞市虎門鎮連升路88號3單元502室"),
        (HOME, "東莞市厚街鎮連升路88號3棟502室"),
        (HOME, "東莞市虎門鎮連升路88號3棟502A室"),
        ("连升路3-502", "连升路35-02"),
        ("连升路88-1号", "连升路881号"),
        ("连升路3 502", "连升路35 02"),
        ("連升路 88 1 號", "連升路881號"),
        ("連升路８８　１號", "連升路８８１號"),
        ("连升路3栋502", "连升路3-502"),
        ("东莞市昆山路1号", "昆山市昆山路1号"),
        ("东城市场3号", "东城场3号"),
        ("广东路88号", "路88号"),
        ("吉林市船营区解放路1号", "船营区解放路1号"),
        ("河南市场路1号", "市场路1号"),
    ],
)
def test_what_may_be_another_place_keeps_another_form(one, other):
    assert normal(one) != normal(other)


def test_a_space_between_digits_is_read_as_the_sign_it_stands_for():
    assert normal("连升路3 502") == normal("连升路3-502") == normal("连升路 3　502室")


@pytest.mark.parametrize(
    "text",
    [
        HOME,
        "連升路88號",
        "連升路 88 號之一",
        "人民路東88-1號",
        "大道東段88號5樓",
        "太平村12號",
        "幸福里3號",
        "怡豐花園88號",
        "怡豐花園3棟502室",
        "3棟502",
        "88巷5弄3號",
        "松山湖工業區88號",
        "東莞市虎門鎮88號永盛五金",
    ],
)
def test_a_house_or_a_flat_told_by_its_number_stands_in_no_address(text):
    assert tells_house(text)


@pytest.mark.parametrize(
    "text", ["88號公館", "東莞市1號店", "东莞市88号公馆有限公司", "101室內設計", "永盛五金 2026 年", "連升路"]
)
def test_a_number_in_the_name_of_a_company_is_no_house(text):
    assert not tells_house(text)


def test_an_address_on_file_is_found_without_the_sign_of_its_province(am1, department_a, migrate_step):
    customer = CustomerFactory(account_manager=am1, department=department_a, address="广东东莞市虎门镇连升路88号")
    Customer.objects.filter(pk=customer.pk).update(address_index="as it was", area="广东东莞市虎门镇")

    migrate_step("customers", "0010_checks_of_merged_files", "index_addresses")

    customer.refresh_from_db()
    assert customer.area == "东莞市虎门镇"
    for text in ("廣東省東莞市虎門鎮連升路88號", "广东东莞市虎门镇连升路88号", "东莞市虎门镇连升路88号"):
        assert list(Customer.objects.visible_to(am1).matching(text)) == [customer]


def test_the_area_keeps_the_words_that_delimitations_are_written_in():
    assert area_of(HOME) == "东莞市虎门镇"


@pytest.mark.parametrize(
    ("text", "is_one"), [(HOME, True), ("虎门镇连升路怡丰花园", True), ("永盛精密五金", False), ("3栋502", False)]
)
def test_what_may_be_a_whole_address_is_told_from_names(text, is_one):
    assert may_be_address(text) is is_one


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, kind="person", name="吳國輝", address=HOME)


@pytest.fixture
def further(customer, am1):
    values = {"place": "living", "address": FURTHER}
    return add_row(customer=customer, kind="addresses", values=values, by=am1)


def found(text):
    return list(Customer.objects.matching(text))


@pytest.mark.django_db
@pytest.mark.parametrize("text", [HOME, "东莞虎门镇连升路88号3幢502", FURTHER, "苏州昆山玉山镇前进路12号"])
def test_a_file_is_found_by_an_exact_address_of_its_own_or_of_a_row(customer, further, am1, text):
    CustomerFactory(account_manager=am1, department=customer.department, address="东莞市虎门镇连升路88号3栋503室")

    assert found(text) == [customer]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["连升路88号", "东莞市虎门镇连升路88号3栋", "东莞市虎门镇"])
def test_a_part_of_an_address_finds_nobody(customer, text):
    assert found(text) == []


@pytest.mark.django_db
def test_an_address_taken_out_of_the_file_finds_it_no_more(customer, further, am1):
    withdraw_row(
        customer=customer, kind="addresses", uuid=further.uuid, version=further.version, reason="已搬離", by=am1
    )

    assert found(FURTHER) == []


@pytest.mark.django_db
def test_the_box_the_list_and_machines_find_by_an_address_that_stands_in_no_url(enter, customer, am1, am3):
    client, other = enter(am1), enter(am3)

    box = client.post("/desk/search/", {"q": HOME})
    page = client.post("/customers/", {"q": HOME})
    machine = client.post("/api/v1/customers/find/", {"text": HOME}, "application/json")

    assert [row["name"] for group in box.context["groups"] for row in group["rows"]] == ["吳國輝"]
    assert (page.status_code, [row.record for row in page.context["table"].page]) == (200, [customer])
    assert [row["number"] for row in machine.json()] == [customer.number]
    assert other.post("/api/v1/customers/find/", {"text": HOME}, "application/json").json() == []
    assert client.get("/customers/", {"q": HOME}).headers["Location"] == "/customers/?"


@pytest.mark.django_db
def test_an_address_is_kept_neither_for_an_address_of_a_page_nor_in_a_saved_list(enter, customer, am1):
    client = enter(am1)

    sent = client.post("/customers/narrow/", {"q": HOME, "next": "/applications/"})

    assert sent.headers["Location"] == "/applications/?" and "typed" not in client.session
    assert is_private(HOME) and not is_private("永盛五金 2026 年")
    with pytest.raises(InvalidInput):
        save_segment(name="樓上", criteria={"q": HOME}, by=am1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "step"),
    [("0008_addresses_in_normal_form", "index_addresses"), ("0010_checks_of_merged_files", "index_addresses")],
)
def test_the_indexes_of_addresses_on_file_are_made_anew(customer, further, migrate_step, name, step):
    Customer.objects.filter(pk=customer.pk).update(address_index="old")
    Address.objects.filter(pk=further.pk).update(address_index="old")

    migrate_step("customers", name, step)

    assert found(HOME) == found(FURTHER) == [customer]
