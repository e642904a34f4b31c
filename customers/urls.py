from django.urls import path

from customers import views
from customers.views import conflicts, duplicates, ownership

app_name = "customers"
urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
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
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/alike/", duplicates.alike, name="alike"),
    path("<str:number>/ownership/", ownership.ownership, name="ownership"),
    path("<str:number>/transfer/", ownership.transfer, name="transfer"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
]
