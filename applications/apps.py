from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        from applications import papers, parameters, providers  # noqa: F401
        from core import display

        display.register_labels(
            {
                "borrower_exposure_after": _("One borrower"),
                "group_exposure_after": _("Related group"),
                "own_exposure": _("Owed by and promised to the borrower"),
                "related_exposure": _("Owed by and promised to the rest of the group"),
                "this_request": _("This request"),
            }
        )
        providers.register_own()
        papers.register()
