from django.urls import path

from collateral import views

app_name = "collateral"
urlpatterns = [
    path("<str:number>/security/", views.security, name="security"),
    path("<str:number>/security/collateral/", views.collateral_add, name="collateral-add"),
    path("<str:number>/security/collateral/<uuid:uuid>/", views.collateral_edit, name="collateral-edit"),
    path("<str:number>/security/guarantees/", views.guarantee_add, name="guarantee-add"),
    path("<str:number>/security/guarantees/<uuid:uuid>/", views.guarantee_edit, name="guarantee-edit"),
    path("<str:number>/security/<str:kind>/<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
]
