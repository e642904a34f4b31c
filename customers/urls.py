from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("lists/<str:which>/", views.own_list, name="own-list"),
    path("lists/<str:which>/<uuid:uuid>/", views.list_entry, name="list-entry"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
    path("<str:number>/credit/", views.credit_room, name="credit"),
    path("<str:number>/credit/query/", views.credit_query, name="credit-query"),
    path("<str:number>/credit/<uuid:uuid>/", views.credit_report, name="credit-report"),
    path("<str:number>/consents/new/", views.consent_new, name="consent-new"),
    path("<str:number>/consents/<uuid:uuid>/withdraw/", views.consent_withdraw, name="consent-withdraw"),
    path("<str:number>/checks/", views.checks, name="checks"),
    path("<str:number>/checks/<uuid:uuid>/", views.hit, name="hit"),
]
