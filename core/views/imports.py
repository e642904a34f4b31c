"""The pages on which a spreadsheet is taken over: an empty one to fill in, handing it in, what it holds and the act."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import sheets
from core.errors import DomainError, NotAllowed
from core.forms import SheetForm
from core.service import require
from core.views import refusals_on

LATEST = 10


@dataclass(frozen=True)
class ImportPages:
    """Three views over one `Takeover`; `new`, `run`, `empty` and `list` are the names of their routes and of the list
    that holds what was saved, `saved` is the sentence with its `{count}`."""

    takeover: sheets.Takeover
    title: Any
    list_title: Any
    saved: Any
    new_route: str
    run_route: str
    template_route: str
    list_route: str
    file_name: str

    @method_decorator([login_required, require_GET])
    def template(self, request: HttpRequest) -> HttpResponse:
        """An empty sheet with the heads and what may stand under them."""
        require(self.takeover.may(request.user))
        return sheets.answer(sheets.template(str(self.list_title), self.takeover.columns), self.file_name)

    @method_decorator([login_required, require_http_methods(["GET", "POST"])])
    def new(self, request: HttpRequest) -> HttpResponse:
        """Hand a spreadsheet in; it is looked through, and nothing is saved yet."""
        require(self.takeover.may(request.user))
        form = SheetForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            with refusals_on(form):
                upload = form.cleaned_data["file"]
                run = self.takeover.hand_in(name=upload.name, content=upload.read(), by=request.user)
            if form.is_valid():
                return redirect(self.run_route, run.uuid)
        context = {
            **self._frame(),
            "form": form,
            "runs": self.takeover.runs_of(request.user)[:LATEST],
            "columns": self.takeover.columns,
        }
        return render(request, "imports/new.html", context, status=422 if form.errors else 200)

    @method_decorator([login_required, require_http_methods(["GET", "POST"])])
    def run(self, request: HttpRequest, run: Any) -> HttpResponse:
        """What is wrong with a sheet by row and column, and the act that takes it over or puts it aside."""
        found = get_object_or_404(self.takeover.runs_of(request.user), uuid=run)
        refusal: list = []
        if request.method == "POST":
            try:
                return self._act(request, found)
            except NotAllowed:
                raise
            except DomainError as error:
                refusal = [str(error), *getattr(error, "points", [])]
                found.refresh_from_db()
        context = {**self._frame(), "run": found, "refusal": refusal}
        return render(request, "imports/run.html", context, status=422 if refusal else 200)

    def _act(self, request: HttpRequest, found: Any) -> HttpResponse:
        if request.POST.get("act") == "drop":
            self.takeover.drop(run=found, by=request.user)
            messages.success(request, _("Put aside. Nothing was saved."))
            return redirect(self.new_route)
        saved = self.takeover.take_over(run=found, by=request.user)
        messages.success(request, str(self.saved).format(count=len(saved)))
        return redirect(self.list_route)

    def _frame(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "list_title": self.list_title,
            "list_url": reverse(self.list_route),
            "new_url": reverse(self.new_route),
            "template_url": reverse(self.template_route),
            "run_route": self.run_route,
        }
