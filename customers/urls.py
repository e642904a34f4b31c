from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("import/", views.import_new, name="import-new"),
    path("import/template/", views.import_template, name="import-template"),
    path("import/<uuid:run>/", views.import_run, name="import"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
    path("<str:number>/relations/", views.relations, name="relations"),
    path("<str:number>/relations/add/", views.relation_add, name="relation-add"),
    path("<str:number>/relations/search/", views.relation_search, name="relation-search"),
    path("<str:number>/relations/<uuid:uuid>/end/", views.relation_end, name="relation-end"),
    path("<str:number>/ties/add/", views.tie_add, name="tie-add"),
    path("<str:number>/ties/<uuid:uuid>/rule/", views.tie_rule, name="tie-rule"),
]
