"""Reads about contracts and drawdowns."""

from django.db import models

from applications.models import Application
from contracts.states import ContractStatus, DrawdownStatus
from customers.querysets import by_name_or_number


class LoanContractQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=Application.objects.visible_to(user))

    def matching(self, text: str):
        """By part of the customer's name, or by how the number begins."""
        return by_name_or_number(self, text, customer="application__customer")

    def alive(self):
        return self.exclude(status=ContractStatus.VOID)


class DrawdownQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(contract__application__in=Application.objects.visible_to(user))

    def open(self):
        return self.filter(status__in=[DrawdownStatus.REQUESTED, DrawdownStatus.CHECKED])
