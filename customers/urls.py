from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("<str:number>/alike/", views.detail, name="alike"),
    path("<str:number>/ownership/", views.detail, name="ownership"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
]
