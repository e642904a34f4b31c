"""A person's own tasks for machines."""

from core.api import Rows, act
from staff import services
from staff.models import Task
from staff.serializers import CloseTaskSerializer, PostponeTaskSerializer, TaskSerializer


class TaskViewSet(Rows):
    """The tasks of whoever asks."""

    queryset = Task.objects.order_by("due_on", "id")
    serializer_class = TaskSerializer
    ordering_fields = ("due_on",)

    postpone = act(
        "postpone", "postpone", services.postpone_task, PostponeTaskSerializer, target="task", shows=TaskSerializer
    )
    close = act("close", "close", services.close_task, CloseTaskSerializer, target="task", shows=TaskSerializer)


ROUTES = [("tasks", TaskViewSet, "task")]
