"""The front door and what spans the apps."""

from django.shortcuts import render


def csrf_failed(request, reason=""):
    """The form came without its token: the session ended, or the page is old."""
    return render(request, "403_csrf.html", status=403)
