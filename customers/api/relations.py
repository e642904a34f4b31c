"""Relations and ties to the lender for machines."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import Rows, VersionSerializer, act
from core.money import round_to
from customers import services
from customers.api.numbers import CustomerActions
from customers.filters import NumberFilter
from customers.models import LenderTie, Relation, RelationKind
from customers.related import Circle, circle_of
from customers.serializers import (
    EndRelationSerializer,
    GroupSerializer,
    LenderTieSerializer,
    OwnershipSerializer,
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

    confirm = act(
        "confirm",
        "confirm",
        services.confirm_relation,
        VersionSerializer,
        target="relation",
        shows=RelationSerializer,
    )
    end = act("end", "end", services.end_relation, EndRelationSerializer, target="relation", shows=RelationSerializer)

    def get_serializer(self, rows=(), **kwargs: Any):
        if getattr(self, "swagger_fake_view", False):
            return super().get_serializer(rows or None, **kwargs)
        found = rows if kwargs.get("many") else [rows]
        ends = [party for row in found for party in (row.holder, row.subject)]
        kwargs["context"] = {**self.get_serializer_context(), "opens": openable(ends, self.request.user)}
        return self.get_serializer_class()(rows, **kwargs)


class RelatedViewSet(CustomerActions):
    """What follows from the relations of a customer, as its room shows it to the reader."""

    @extend_schema(responses=GroupSerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="group", pagination_class=None)
    def group(self, request, **kwargs):
        """The related group that counts as one risk with the customer, without the customer itself."""
        circle = self._circle(request)
        members = [member for member in circle.group if member.way]
        named = [member for member in members if member.party in circle.named]
        body = {
            "members": [{"party": circle.parties[one.party], "because": circle.because(one)} for one in named],
            "hidden": len(members) - len(named),
        }
        return Response(GroupSerializer(body, context=self._context(circle)).data)

    @extend_schema(responses=OwnershipSerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="beneficial-owners", pagination_class=None)
    def owners(self, request, **kwargs):
        """Who finally stands behind a company; nobody is named behind a person."""
        circle = self._circle(request)
        found = circle.ownership()
        owners = found.owners if found else ()
        others = [one for one in found.holders if one.party not in {o.party for o in owners}] if found else []
        body = {"threshold": circle.beneficial_share, "basis": found.basis if found and owners else None}
        for name, rows in (("owners", owners), ("holders", others)):
            told = [one for one in rows if one.party in circle.named]
            body |= {name: [_owner(circle, one) for one in told], f"{name}_hidden": len(rows) - len(told)}
        body["unknown"] = _fraction(found.unknown) if found else 0
        return Response(OwnershipSerializer(body, context=self._context(circle)).data)

    def _circle(self, request) -> Circle:
        return circle_of(self.get_object()).read_by(request.user)

    def _context(self, circle: Circle) -> dict[str, Any]:
        return {**self.get_serializer_context(), "opens": circle.opens}


def _owner(circle: Circle, owner) -> dict[str, Any]:
    share = _fraction(owner.share) if owner.share else None
    return {"party": circle.parties[owner.party], "share": share, "paths": circle.owner_in_words(owner)}


def _fraction(share: Decimal) -> Decimal:
    """A share with the six decimals in which shares are kept."""
    return round_to(share, Decimal("0.000001"))


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
