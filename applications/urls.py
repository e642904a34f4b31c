from django.urls import path

from applications import views

app_name = "applications"
urlpatterns = [
    path("", views.list_applications, name="list"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/before/", views.old_ledger, name="old-ledger"),
    path("ledger/before/import/", views.old_ledger_import, name="old-ledger-import"),
    path("ledger/before/import/template/", views.old_ledger_template, name="old-ledger-template"),
    path("ledger/before/import/<uuid:run>/", views.old_ledger_run, name="old-ledger-run"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/accept/", views.accept, name="accept"),
    path("<str:number>/return/", views.return_, name="return"),
    path("<str:number>/decline/", views.decline_intake, name="decline-intake"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/points/<int:point>/", views.answer, name="answer"),
    path("<str:number>/major/", views.flag_major, name="flag-major"),
    path("<str:number>/major/team/", views.change_team, name="change-team"),
    path("<str:number>/major/lift/", views.lift_major, name="lift-major"),
    path("<str:number>/quote/", views.quote, name="quote"),
    path("<str:number>/checks/", views.checks, name="checks"),
]
