from django.urls import path

from staff import views

app_name = "staff"
urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("grades/", views.grades, name="grades"),
    path("tasks/<uuid:uuid>/", views.task, name="task"),
    path("tasks/<uuid:uuid>/postpone/", views.postpone, name="task-postpone"),
]
