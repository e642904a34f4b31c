"""The statements of the first story, 永盛精密五金有限公司, entered in 萬元 and given in yuan."""

from decimal import Decimal

_TABLE = """
cash 182 215
restricted_cash 40 50
notes_receivable 60 55
receivables 640 720
prepayments 75 82
other_receivables 38 41
inventory 520 590
other_current_assets 15 17
fixed_assets 860 905
intangible_assets 190 185
deferred_expenses 20 15
short_term_loans 300 320
notes_payable 80 100
payables 460 505
advances_received 55 61
wages_payable 42 46
taxes_payable 28 33
other_payables 75 70
long_term_debt_due 0 60
long_term_loans 160 100
paid_in_capital 1000 1000
surplus_reserve 60 78
retained_profit 340 452
guarantees_given 0 0
revenue 4420 4860
cost_of_sales 3650 3985
levies 20 22
selling_expenses 130 138
administrative_expenses 302 321
research_expenses 135 148
finance_expenses 28 34
interest_expense 25 30
other_income 6 8
non_operating_net -3 -5
income_tax 26 35
depreciation - 95
amortisation - 10
dividends - 50
operating_cash_flow - 233
investing_cash_flow - -140
financing_cash_flow - -60
"""


def wan(amount):
    return Decimal(amount) * 10_000


def _column(number):
    rows = [line.split() for line in _TABLE.split("\n") if line]
    return {row[0]: wan(row[number]) for row in rows if row[number] != "-"}


YEAR_2024 = _column(1)
YEAR_2025 = _column(2)
# The ratios of 2025 as the story prints them.
RATIOS_2025 = {
    "debt_to_assets": "45.84",
    "current_ratio": "1.44",
    "quick_ratio": "0.88",
    "cash_ratio": "0.18",
    "gross_margin": "18.00",
    "net_margin": "3.70",
    "return_on_equity": "12.29",
    "return_on_assets": "6.64",
    "receivable_days": "50.37",
    "inventory_days": "50.14",
    "payable_days": "43.59",
    "interest_cover": "8.17",
    "operating_cash_to_profit": "1.29",
    "bank_debt_to_revenue": "9.88",
    "guarantees_to_equity": "0.00",
    "revenue_growth": "9.95",
    "profit_growth": "36.36",
    "assets_growth": "8.65",
}
