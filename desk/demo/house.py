"""What every life of the demo shares: the people, the products, the customers' files, the calendar and chance."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.models import ProductVersion
from applications.services import install_products
from contracts.services import install_templates
from core import dates
from customers.models import Customer
from customers.services import add_row, fill_section, install_message_templates, register_customer
from desk.demo import papers, people
from desk.demo.companies import COMPANIES
from desk.demo.customers import PERSONS, Company, Person, phone
from desk.demo.days import Calendar
from desk.demo.notes import SCANS
from desk.demo.stories import STORIES
from desk.providers import DEMO_MAIL, DEMO_PASSWORD
from staff.models import Department, User
from staff.services import assign_role, open_account, open_department

FILES: dict[str, Company | Person] = {
    entry.code: entry for entry in (*COMPANIES, *PERSONS, *(one for story in STORIES for one in story.customers))
}
PLACE = {code: place for place, code in enumerate(FILES)}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class House:
    """The lender as the lives find it; `people` by username, `customers` by code, `products` by code."""

    seed: int
    calendar: Calendar
    people: dict[str, User] = field(default_factory=dict)
    products: dict[str, ProductVersion] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)

    def chance(self, name: str) -> Random:
        return chance(self.seed, name)

    def moved(self, text: str) -> str:
        """A story's text with its days moved as the story is."""
        return DAY.sub(lambda found: str(self.calendar.shifted(date.fromisoformat(found[0]))), text)

    def customer(self, code: str) -> Customer:
        """A customer's file, opened by its keeper the first time it is asked for."""
        if code not in self.customers:
            entry = FILES[code]
            self.customers[code] = register_customer(by=self.people[entry.keeper], **_file_of(entry))
            _copy_paper(self.customers[code], entry)
        return self.customers[code]


def chance(seed: int, name: str) -> Random:
    """A source of chance of its own for each subject, so that one life does not change another."""
    return Random(zlib.crc32(f"{seed}:{name}".encode()))  # noqa: S311 - decoration, no secret


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of a day on the lender's wall clock, in UTC as the clock tells it."""
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def open_house(seed: int) -> House:
    """The lender a year ago: places, people with their roles, products and wordings."""
    house = House(seed, Calendar(dates.today(), settings.BUSINESS_CALENDAR))
    with dates.as_of(moment(house.calendar.ago(255), 9)):
        install_products()
        install_templates()
        install_message_templates()
        departments = _departments()
        password = make_password(DEMO_PASSWORD)  # one for all: it is printed on the sign-in page
        for account in people.ACCOUNTS:
            house.people[account.username] = _account(account, departments.get(account.place), password)
        house.products = {version.product.code: version for version in _products()}
    return house


def _departments() -> dict[str, Department]:
    return {
        place.code: open_department(
            branch=place.branch_code, branch_name=place.branch_name, code=place.code, name=place.name
        )
        for place in people.PLACES
    }


def _account(account: people.Account, department: Department | None, password: str) -> User:
    user = open_account(
        username=account.username,
        name=account.name,
        password=None,
        email=f"{account.username}{DEMO_MAIL}",
        language=account.language,
    )
    user.phone, user.password = account.phone, password
    user.save(update_fields=["phone", "password"])
    assign_role(user=user, role=account.role, department=department, level=account.level)
    return user


def _products() -> Iterator[ProductVersion]:
    yield from ProductVersion.objects.in_force().select_related("product").prefetch_related("checklist")


def _file_of(entry: Company | Person) -> dict:
    """What `register_customer` asks for."""
    common = {"name": entry.name, "identity": entry.identity, "address": entry.address, "language": entry.language}
    common["phone"] = phone(PLACE[entry.code])
    if isinstance(entry, Person):
        details = {"employer": entry.trade, "monthly_income": entry.income}
        mail = f"{entry.code}@mail.example"
        return {"kind": "person", "email": mail if entry.has_mail else "", "details": details, **common}
    details = {
        "founded_on": entry.founded_on,
        "legal_representative": entry.representative,
        "industry_code": entry.industry,
        "registered_capital": entry.capital,
        "staff_count": entry.staff,
        "main_products": entry.products,
    }
    return {"kind": "company", "email": f"finance@{entry.code}.example", "details": details, **common}


def _copy_paper(customer: Customer, entry: Company | Person) -> None:
    """The licence, or the identity card, is seen when the file is opened: since when and until when it is valid."""
    keeper = customer.account_manager
    if isinstance(entry, Company):
        values = {"licence_from": entry.founded_on, "is_licence_long_term": True}
        fill_section(customer=customer, section="identity", version=customer.version, values=values, by=keeper)
        return
    # A card of twenty years; whoever is older has one without end.
    issued = dates.today() - timedelta(days=365 * 4 + PLACE[entry.code])
    is_old = issued.year - int(entry.identity[6:10]) >= 46
    values = {"valid_until": None if is_old else issued.replace(year=issued.year + 20, day=min(issued.day, 28))}
    card = {"paper_type": "resident_id", "paper_number": entry.identity, "valid_from": issued, "is_long_term": is_old}
    add_row(customer=customer, kind="papers", values={**card, **values}, by=keeper)


def font(language: str) -> str:
    """The path of the font in which papers of a language are drawn."""
    return str(settings.BASE_DIR / "fonts" / papers.FONTS.get(language, papers.FONTS["zh-hant"]))


def paper(code: str, customer: Customer, day: date, random: Random) -> SimpleUploadedFile:
    """The paper that belongs to an item of the checklist: a photograph of a place, or a scan."""
    title = SCANS.get(code, "核對記錄")
    if code in ("premises", "operation_seen"):
        words = (f"{customer.name}", f"{day} {random.randrange(9, 17):02d}:{random.randrange(60):02d}")
        content = papers.photograph(font(customer.language), words, random)
        return SimpleUploadedFile(f"{title}_{day}.jpg", content, "image/jpeg")
    return SimpleUploadedFile(f"{title}_{day}.pdf", scan_of(title, customer.name, str(day)), "application/pdf")


@lru_cache(maxsize=256)
def scan_of(title: str, name: str, day: str) -> bytes:
    lines = (f"客戶：{name}", f"日期：{day}", "本件與原件核對無誤", "核對人：", "（示範資料，內容虛構）")
    return papers.scan(font("zh-hant"), title, lines, "示範專用")
