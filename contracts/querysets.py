"""Reads about contracts and drawdowns."""

from django.db import models

from applications.querysets import of_visible_cases
from contracts.states import ContractStatus, DrawdownStatus
from customers.querysets import by_name_or_number


class LoanContractQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_visible_cases(self, user)

    def matching(self, text: str):
        """By part of the customer's name, or by how the number begins."""
        return by_name_or_number(self, text, customer="application__customer")

    def alive(self):
        return self.exclude(status=ContractStatus.VOID)


class DrawdownQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_visible_cases(self, user, "contract__application")

    def open(self):
        return self.filter(status__in=[DrawdownStatus.REQUESTED, DrawdownStatus.CHECKED])
