from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/history/", views.history, name="history"),
    path("desk/search/", views.search, name="search"),
    path("desk/documents/<uuid:uuid>/", views.document, name="document"),
    path("desk/attachments/<uuid:uuid>/", views.attachment, name="attachment"),
    path("desk/load/", views.load, name="load"),
    path("desk/mail/", views.mail, name="mail"),
]
