from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/file/", views.file, name="file"),
    path("<str:number>/file/<str:section>/", views.section, name="section"),
    path("<str:number>/file/<str:kind>/add/", views.row_add, name="row-add"),
    path("<str:number>/file/<str:kind>/<uuid:uuid>/", views.row, name="row"),
    path("<str:number>/file/<str:kind>/<uuid:uuid>/withdraw/", views.row_withdraw, name="row-withdraw"),
    path("<str:number>/file/<str:kind>/<uuid:uuid>/reveal/<str:field>/", views.row_reveal, name="row-reveal"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
]
