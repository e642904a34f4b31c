from django.urls import path

from servicing import views

app_name = "servicing"
urlpatterns = [
    path("", views.list_loans, name="list"),
    path("receipts/", views.receipts, name="receipts"),
    path("case/<str:number>/", views.room, name="room"),
    path("<str:number>/", views.loan, name="loan"),
    path("<str:number>/post/", views.post_payment, name="post-payment"),
    path("<str:number>/reverse/<int:posting>/", views.reverse_payment, name="reverse"),
]
