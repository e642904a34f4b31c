"""What the fees of a product cost the borrower: the sums, and the days on which they are paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.schedule import Row, Terms
from core.money import to_cents

RELEASE, INSTALMENT, END = "release", "instalment", "end"


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee: a fraction of the principal or a fixed sum of yuan, at release, with each instalment, or at the end."""

    when: str
    rate: Decimal | None = None
    amount: Decimal | None = None

    def once(self, principal: Decimal) -> Decimal:
        """What is paid at one time."""
        if self.rate is not None:
            return to_cents(principal * self.rate)
        return self.amount if self.amount is not None else Decimal(0)


def charged(charge: Charge, principal: Decimal, instalments: int) -> Decimal:
    """What a fee comes to over the whole loan."""
    return charge.once(principal) * (instalments if charge.when == INSTALMENT else 1)


def fee_flows(terms: Terms, rows: Sequence[Row], charges: Sequence[Charge]) -> list[tuple[date, Decimal]]:
    """Every payment of a fee with its day, in the form `annual_cost_rate` takes."""
    flows: list[tuple[date, Decimal]] = []
    for charge in charges:
        days = {
            RELEASE: [terms.disbursed_on],
            INSTALMENT: [row.due_on for row in rows],
            END: [rows[-1].due_on],
        }[charge.when]
        flows += [(day, charge.once(terms.principal)) for day in days]
    return flows
