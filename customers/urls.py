from django.urls import path

from customers import views
from customers.views import conflicts, duplicates, ownership

app_name = "customers"


urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("import/", views.import_new, name="import-new"),
    path("import/template/", views.import_template, name="import-template"),
    path("import/<uuid:run>/", views.import_run, name="import"),
    path("ask/", ownership.ask, name="ask"),
    path("requests/<uuid:uuid>/", ownership.file_request, name="request"),
    path("readers/<uuid:uuid>/end/", ownership.revoke, name="revoke"),
    path("pairs/", duplicates.pairs, name="pairs"),
    path("pairs/<uuid:uuid>/", duplicates.pair, name="pair"),
    path("pairs/<uuid:uuid>/merge/", duplicates.merge, name="merge"),
    path("merges/<uuid:uuid>/", duplicates.merge_request, name="merge-request"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<uuid:uuid>/", conflicts.conflict, name="conflict"),
    path("conflicts/papers/<uuid:uuid>/", conflicts.evidence, name="conflict-paper"),
    path("territories/", ownership.territories, name="territories"),
    path("territories/<uuid:uuid>/end/", ownership.territory_end, name="territory-end"),
    path("of/<str:username>/", ownership.portfolio, name="portfolio"),
    path("lists/<str:which>/", views.own_list, name="own-list"),
    path("lists/<str:which>/<uuid:uuid>/", views.list_entry, name="list-entry"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/alike/", duplicates.alike, name="alike"),
    path("<str:number>/ownership/", ownership.ownership, name="ownership"),
    path("<str:number>/transfer/", ownership.transfer, name="transfer"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
    path("<str:number>/relations/", views.relations, name="relations"),
    path("<str:number>/relations/add/", views.relation_add, name="relation-add"),
    path("<str:number>/relations/search/", views.relation_search, name="relation-search"),
    path("<str:number>/relations/<uuid:uuid>/end/", views.relation_end, name="relation-end"),
    path("<str:number>/ties/add/", views.tie_add, name="tie-add"),
    path("<str:number>/ties/<uuid:uuid>/rule/", views.tie_rule, name="tie-rule"),
    path("<str:number>/credit/", views.credit_room, name="credit"),
    path("<str:number>/credit/query/", views.credit_query, name="credit-query"),
    path("<str:number>/credit/<uuid:uuid>/", views.credit_report, name="credit-report"),
    path("<str:number>/consents/new/", views.consent_new, name="consent-new"),
    path("<str:number>/consents/<uuid:uuid>/withdraw/", views.consent_withdraw, name="consent-withdraw"),
    path("<str:number>/checks/", views.checks, name="checks"),
    path("<str:number>/checks/<uuid:uuid>/", views.hit, name="hit"),
]
