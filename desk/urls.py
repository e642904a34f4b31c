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
    path("desk/week/", views.week, name="week"),
    path("desk/summaries/", views.summaries, name="summaries"),
    path("desk/daily/", views.make_daily, name="daily-make"),
    path("desk/daily/confirm/", views.confirm_all, name="daily-confirm-all"),
    path("desk/daily/<uuid:uuid>/", views.daily, name="daily"),
    path("desk/weekly/", views.draft_weekly, name="weekly-draft"),
    path("desk/weekly/<uuid:uuid>/", views.weekly, name="weekly"),
    path("desk/weekly/<uuid:uuid>/gather/", views.gather, name="weekly-gather"),
    path("desk/weekly/<uuid:uuid>/judge/", views.judge, name="weekly-judge"),
    path("desk/weekly/<uuid:uuid>/pdf/", views.weekly_pdf, name="weekly-pdf"),
]
