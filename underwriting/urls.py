from django.urls import path

from underwriting.views import decision, investigation, report

app_name = "underwriting"
urlpatterns = [
    path("<str:number>/investigation/", investigation.investigation, name="investigation"),
    path("<str:number>/findings/<str:code>/", investigation.finding, name="finding"),
    path("<str:number>/figures/", investigation.figures, name="figures"),
    path("<str:number>/opinion/", investigation.opinion, name="opinion"),
    path("<str:number>/sign/", investigation.sign, name="sign"),
    path("<str:number>/report/", report.report, name="report"),
    path("<str:number>/report/submit/", report.submit, name="report-submit"),
    path("<str:number>/report/progress/", report.progress, name="report-progress"),
    path("<str:number>/report/retry/", report.retry, name="report-retry"),
    path("<str:number>/decision/", decision.decide, name="decide"),
    path("conditions/<uuid:uuid>/confirm/", decision.confirm, name="condition-confirm"),
    path("conditions/<uuid:uuid>/waive/", decision.waive, name="condition-waive"),
]
