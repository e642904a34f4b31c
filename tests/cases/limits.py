"""The shipped limits of the domain page, in the unit of each figure."""

from decimal import Decimal

LIMITS = {
    code: Decimal(limit)
    for code, limit in {
        "debt_to_assets": "70",
        "current_ratio": "1.2",
        "quick_ratio": "0.8",
        "cash_ratio": "0.2",
        "gross_margin_change": "-5",
        "net_margin_change": "-5",
        "return_on_equity": "3",
        "return_on_assets": "3",
        "receivable_days": "90",
        "receivable_days_change": "30",
        "inventory_days": "120",
        "payable_days_change": "50",
        "interest_cover": "2",
        "operating_cash_to_profit": "0.5",
        "bank_debt_to_revenue": "50",
        "guarantees_to_equity": "50",
        "revenue_growth": "-15",
        "profit_growth": "-15",
        "assets_growth": "-15",
        "debt_service_cover": "1.2",
        "debt_service_cover_stressed": "1.0",
        "debt_to_income": "50",
        "guarantee_ratio": "1.2",
    }.items()
}
