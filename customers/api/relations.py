"""Relations and ties to the lender for machines."""

from typing import Any

import django_filters
from django.db.models import Q

from core.api import Rows, act
from customers import services
from customers.filters import NumberFilter
from customers.models import LenderTie, Relation, RelationKind
from customers.serializers import (
    EndRelationSerializer,
    LenderTieSerializer,
    RelationSerializer,
    RuleTieSerializer,
)
from customers.serializers.relations import openable
from customers.states import LenderTieStatus


class RelationFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=RelationKind.choices)
    customer = django_filters.CharFilter(method="at_either_end")
    is_ended = django_filters.BooleanFilter("valid_to", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Relation
        fields = ("kind",)

    def at_either_end(self, queryset, name, value):
        return queryset.filter(Q(holder__customer__number=value) | Q(subject__customer__number=value))


class RelationViewSet(Rows):
    """Relations at one end of which stands a customer whose file this person may open."""

    queryset = Relation.objects.with_ends().select_related("recorded_by").order_by("-id")
    serializer_class = RelationSerializer
    filterset_class = RelationFilter
    ordering_fields = ("valid_from",)

    end = act("end", "end", services.end_relation, EndRelationSerializer, target="relation", shows=RelationSerializer)

    def get_serializer(self, rows=(), **kwargs: Any):
        if getattr(self, "swagger_fake_view", False):
            return super().get_serializer(rows or None, **kwargs)
        found = rows if kwargs.get("many") else [rows]
        ends = [party for row in found for party in (row.holder, row.subject)]
        kwargs["context"] = {**self.get_serializer_context(), "opens": openable(ends, self.request.user)}
        return self.get_serializer_class()(rows, **kwargs)


class LenderTieFilter(django_filters.FilterSet):
    customer = NumberFilter()
    status = django_filters.ChoiceFilter(choices=LenderTieStatus.choices)

    class Meta:
        model = LenderTie
        fields = ("customer", "status")


class LenderTieViewSet(Rows):
    """Warnings that a customer may belong to the lender's own people."""

    queryset = LenderTie.objects.select_related("customer", "raised_by", "ruled_by").order_by("-id")
    serializer_class = LenderTieSerializer
    filterset_class = LenderTieFilter

    rule = act("rule", "rule", services.rule_on_lender_tie, RuleTieSerializer, target="tie", shows=LenderTieSerializer)
