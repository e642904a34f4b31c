"""Customers in bulk: those of applications, and those that have none."""

from datetime import timedelta

from customers.models import CompanyDetails, Customer, IdentityType
from customers.names import fold
from desk.demo.customers import credit_code
from desk.demo.volume import names
from desk.demo.volume.lender import Lender, Seat, kept

# Codes of customers without applications begin here.
CODES_ALONE = 50_000_000
FIVE_YEARS = 5 * 365 * 24 * 60  # minutes


def of_cases(lender: Lender, first: int, size: int) -> list[Customer]:
    """So many customers for the applications from a serial on."""
    serials = range(first, first + size)
    return _kept(lender, [_customer(lender, serial, lender.seat_of_case(serial)) for serial in serials])


def alone(lender: Lender, size: int) -> None:
    """So many customers without an application."""
    first = Customer.objects.filter(number__startswith=names.ALONE).count()
    serials = range(first, first + size)
    _kept(lender, [_customer(lender, serial, lender.seat_of_file(serial), names.ALONE) for serial in serials])


def _kept(lender: Lender, customers: list[Customer]) -> list[Customer]:
    made = kept(customers)
    kept([CompanyDetails(customer=customer, staff_count=lender.random.randrange(9, 90)) for customer in made])
    return made


def _customer(lender: Lender, serial: int, seat: Seat, first: str = names.WITH_CASES) -> Customer:
    coded = serial + CODES_ALONE * (first == names.ALONE)
    name, identity = names.company(lender.random), credit_code(f"{coded:08d}")
    return Customer(
        # Those who borrowed came as long ago as those who did not.
        created_at=lender.now - timedelta(minutes=lender.random.randrange(FIVE_YEARS)),
        number=names.number("K", serial, lender.today, first),
        kind="company",
        name=name,
        name_folded=fold(name),
        identity_type=IdentityType.CREDIT_CODE,
        identity=identity,
        identity_tail=identity[-4:],
        phone=phone(coded),
        email=f"office@v{coded}.example",
        department_id=seat.department_id,
        account_manager=seat.manager,
    )


def phone(coded: int) -> str:
    """A number that no network gives out."""
    return f"100{coded:08d}"
