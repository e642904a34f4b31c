from django.urls import path

from applications import views
from applications.views import papers

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
    path("papers/<uuid:uuid>/", papers.paper, name="paper"),
    path("papers/<uuid:uuid>/receive/", papers.receive, name="paper-receive"),
    path("papers/<uuid:uuid>/verify/", papers.verify, name="paper-verify"),
    path("papers/<uuid:uuid>/clear/", papers.clear, name="paper-clear"),
    path("papers/<uuid:uuid>/reject/", papers.reject, name="paper-reject"),
    path("papers/<uuid:uuid>/waive/", papers.waive, name="paper-waive"),
    path("papers/<uuid:uuid>/decide/", papers.decide, name="paper-decide"),
    path("pages/<uuid:uuid>/assign/", papers.assign, name="page-assign"),
    path("pages/<uuid:uuid>/move/", papers.move, name="page-move"),
    path("pages/<uuid:uuid>/<int:sheet>.png", papers.preview, name="page-preview"),
    path("<str:number>/papers/", papers.papers, name="papers"),
    path("<str:number>/papers/files/", papers.upload, name="papers-upload"),
    path("<str:number>/papers/add/", papers.add, name="papers-add"),
    path("<str:number>/papers/reconcile/", papers.reconcile, name="papers-reconcile"),
    path("<str:number>/papers/letter/<int:party>/", papers.letter, name="papers-letter"),
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
