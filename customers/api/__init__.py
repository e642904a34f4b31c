"""Customers for machines, one module per subject."""

from customers.api import checks, duplicates, files, ownership, value

ROUTES = [*files.ROUTES, *duplicates.ROUTES, *ownership.ROUTES, *checks.ROUTES, *value.ROUTES]
