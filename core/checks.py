"""What must hold before the house opens."""

from django.conf import settings
from django.core import checks

from core.pdf import pdf_problem


@checks.register()
def check_pdf_libraries(**_kwargs):
    """WeasyPrint's system libraries are there."""
    problem = pdf_problem()
    return [checks.Error(problem, id="core.E001")] if problem else []


@checks.register(deploy=True)
def check_production(**_kwargs):
    """Production has no wildcard host and no demo account (S24)."""
    if settings.IS_EMBEDDED:
        return []
    errors = []
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        errors.append(checks.Error("ALLOWED_HOSTS must name this server's hosts.", id="core.E002"))
    if len(settings.SECRET_KEY) < 50:
        errors.append(checks.Error("SECRET_KEY needs at least 50 characters.", id="core.E003"))
    return errors
