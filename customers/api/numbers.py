"""Addresses of machines that name a customer by number."""

from core.api import Actions
from customers.models import Customer


class UnderItsNumber:
    """A view set whose row is a customer: the number of a merged file leads to the one it lives on in."""

    def get_object(self):
        found = self.get_queryset().numbered(self.kwargs["number"]).values_list("number", flat=True).first()
        self.kwargs["number"] = found or self.kwargs["number"]
        return super().get_object()


class CustomerActions(UnderItsNumber, Actions):
    """Actions on a customer besides those of the file itself."""

    queryset = Customer.objects.all()
