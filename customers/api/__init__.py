"""Customers for machines, one module per subject."""

from customers.api import duplicates, files, ownership

ROUTES = [*files.ROUTES, *duplicates.ROUTES, *ownership.ROUTES]
