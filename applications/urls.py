from django.urls import path

from applications import views

app_name = "applications"
urlpatterns = [
    path("", views.list_applications, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("products/", views.list_products, name="products"),
    path("products/new/", views.new_product, name="product-new"),
    path("products/exclusions/", views.exclusions, name="exclusions"),
    path("products/exclusions/add/", views.add_exclusion, name="exclusion-add"),
    path("products/exclusions/<int:pk>/end/", views.end_exclusion, name="exclusion-end"),
    path("products/<slug:code>/", views.product, name="product"),
    path("products/<slug:code>/version/", views.new_version, name="product-version"),
    path("products/<slug:code>/withdraw/", views.withdraw_product, name="product-withdraw"),
    path("products/<slug:code>/offer/", views.offer, name="product-offer"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/accept/", views.accept, name="accept"),
    path("<str:number>/return/", views.return_, name="return"),
    path("<str:number>/decline/", views.decline_intake, name="decline-intake"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/points/<int:point>/", views.answer, name="answer"),
    path("<str:number>/quote/", views.quote, name="quote"),
    path("<str:number>/quote/print/", views.print_quote, name="quote-print"),
    path("<str:number>/keep/", views.keep, name="keep"),
    path("<str:number>/exception/", views.write_exception, name="exception"),
    path("<str:number>/parties/", views.parties, name="parties"),
    path("<str:number>/parties/add/", views.add_party, name="party-add"),
    path("<str:number>/parties/<int:party>/remove/", views.remove_party, name="party-remove"),
]
