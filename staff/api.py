"""A person's own tasks for machines."""

from core.api import Rows, act
from staff import services
from staff.models import Task
from staff.serializers import CloseTaskSerializer, TaskSerializer


class TaskViewSet(Rows):
    """The tasks of whoever asks."""

    queryset = Task.objects.order_by("due_on", "id")
    serializer_class = TaskSerializer
    ordering_fields = ("due_on",)

    close = act("close", "close", services.close_task, CloseTaskSerializer, target="task", shows=TaskSerializer)


ROUTES = [("tasks", TaskViewSet, "task")]
