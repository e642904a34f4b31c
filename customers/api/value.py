"""Values, saved lists and contacts to make for machines."""

import django_filters

from core.api import Rows, WhySerializer, act
from customers import services
from customers.api.numbers import CustomerActions
from customers.filters import NumberFilter
from customers.models import ContactPlan, Customer, Segment, ValueReview
from customers.serializers import value as asks


class ValueReviewFilter(django_filters.FilterSet):
    customer = NumberFilter()

    class Meta:
        model = ValueReview
        fields = ("customer", "grade", "is_current", "cause")


class ValueReviewViewSet(Rows):
    """Every review of the value of the customers this person may see; one of each customer is current."""

    queryset = ValueReview.objects.select_related("customer", "made_by").order_by("-id")
    serializer_class = asks.ValueReviewSerializer
    filterset_class = ValueReviewFilter
    ordering_fields = ("on", "score", "income")

    run = act("run", "run", services.review_values, asks.NothingSerializer, gives=asks.ValueRunSerializer)

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))


class ValuingActions(CustomerActions):
    """What is done about the value of one customer, and the contact to make with it."""

    serializer_class = asks.ValueReviewSerializer

    review_value = act(
        "review_value",
        "review-value",
        services.review_value,
        asks.NothingSerializer,
        target="customer",
        gives=asks.ValueReviewSerializer,
    )
    set_value_grade = act(
        "set_value_grade",
        "set-value-grade",
        services.set_value_grade,
        asks.SetGradeSerializer,
        target="customer",
        gives=asks.ValueReviewSerializer,
    )
    plan_contact = act(
        "plan_contact",
        "plan-contact",
        services.plan_contact,
        asks.PlanContactSerializer,
        target="customer",
        gives=asks.ContactPlanSerializer,
    )


class SegmentViewSet(Rows):
    """Saved lists: one's own, and those shared with the department. Their criteria filter the list of customers."""

    queryset = Segment.objects.with_names().order_by("-id")
    serializer_class = asks.SegmentSerializer

    create = act("create", "", services.save_segment, asks.SaveSegmentSerializer, gives=asks.SegmentSerializer)
    change = act(
        "change",
        "change",
        services.change_segment,
        asks.ChangeSegmentSerializer,
        target="segment",
        shows=asks.SegmentSerializer,
    )
    archive = act(
        "archive",
        "archive",
        services.archive_segment,
        asks.NothingSerializer,
        target="segment",
        shows=asks.SegmentSerializer,
    )
    plan_contacts = act(
        "plan_contacts",
        "plan-contacts",
        services.plan_contacts,
        asks.PlanContactsSerializer,
        target="segment",
        gives=asks.PlannedSerializer,
    )


class ContactPlanFilter(django_filters.FilterSet):
    customer = NumberFilter()

    class Meta:
        model = ContactPlan
        fields = ("customer", "status", "due_on")


class ContactPlanViewSet(Rows):
    """Contacts to make with the customers this person may see."""

    queryset = ContactPlan.objects.with_names().order_by("due_on", "id")
    serializer_class = asks.ContactPlanSerializer
    filterset_class = ContactPlanFilter
    ordering_fields = ("due_on",)

    postpone = act(
        "postpone",
        "postpone",
        services.postpone_contact_plan,
        asks.PostponePlanSerializer,
        target="plan",
        shows=asks.ContactPlanSerializer,
    )
    drop = act(
        "drop", "drop", services.drop_contact_plan, WhySerializer, target="plan", shows=asks.ContactPlanSerializer
    )

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))


ROUTES = [
    ("value-reviews", ValueReviewViewSet, "value-review"),
    ("customers", ValuingActions, "valuing"),
    ("segments", SegmentViewSet, "segment"),
    ("contact-plans", ContactPlanViewSet, "contact-plan"),
]
