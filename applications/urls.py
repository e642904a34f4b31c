from django.urls import path

from applications import views

app_name = "applications"
urlpatterns = [
    path("", views.list_applications, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/accept/", views.accept, name="accept"),
    path("<str:number>/return/", views.return_, name="return"),
    path("<str:number>/decline/", views.decline_intake, name="decline-intake"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/points/<int:point>/", views.answer, name="answer"),
    path("<str:number>/quote/", views.quote, name="quote"),
    path("<str:number>/checks/", views.checks, name="checks"),
]
