from django.urls import path

from contracts import views

app_name = "contracts"
urlpatterns = [
    path("", views.list_contracts, name="list"),
    path("drawdowns/<str:number>/", views.drawdown, name="drawdown"),
    path("<str:number>/room/", views.room, name="room"),
    path("<str:number>/prepare/", views.prepare, name="prepare"),
    path("<str:number>/progress/", views.progress, name="progress"),
    path("<str:number>/print-again/", views.print_again, name="print-again"),
    path("<str:number>/sign/", views.sign, name="sign"),
    path("<str:number>/void/", views.void, name="void"),
    path("<str:number>/drawdown/", views.request_drawdown, name="request-drawdown"),
]
