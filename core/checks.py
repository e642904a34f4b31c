"""What must hold before the house opens."""

from django.core import checks

from core.pdf import pdf_problem


@checks.register()
def check_pdf_libraries(**_kwargs):
    """WeasyPrint's system libraries are there."""
    problem = pdf_problem()
    return [checks.Error(problem, id="core.E001")] if problem else []
