"""A customer that a machine names by number."""

from core.api import Chosen
from customers.models import Customer


class ChosenCustomer(Chosen):
    """One that whoever asks may open; the number of a merged file names the one it lives on in."""

    def __init__(self, **kwargs):
        super().__init__(lambda context: Customer.objects.visible_to(context["request"].user), "number", **kwargs)

    def to_internal_value(self, data):
        found = self.get_queryset().numbered(data).first() if isinstance(data, str) else None
        return found if found is not None else super().to_internal_value(data)
