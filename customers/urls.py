from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.list_customers, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("consultations/", views.consultations, name="consultations"),
    path("consultations/new/", views.consult, name="consult"),
    path("consultations/<uuid:uuid>/", views.consultation, name="consultation"),
    path("consultations/<uuid:uuid>/phone/", views.reveal_phone, name="consultation-reveal"),
    path("consultations/<uuid:uuid>/link/", views.link, name="consultation-link"),
    path("visits/", views.visits, name="visits"),
    path("visits/<uuid:uuid>/", views.visit, name="visit"),
    path("visits/<uuid:uuid>/cancel/", views.cancel, name="visit-cancel"),
    path("to-contact/", views.to_contact, name="to-contact"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<str:number>/statements/<int:year>/", views.statement, name="statement"),
    path("<str:number>/contacts/", views.contacts, name="contacts"),
    path("<str:number>/contacts/new/", views.new_contact, name="contact-new"),
    path("<str:number>/contacts/<uuid:uuid>/", views.contact, name="contact"),
    path("<str:number>/contacts/<uuid:uuid>/correct/", views.correct, name="contact-correct"),
    path("<str:number>/call/", views.log_call, name="log-call"),
    path("<str:number>/visits/new/", views.plan, name="visit-new"),
    path("<str:number>/mark/", views.mark, name="mark"),
]
