from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicingConfig(AppConfig):
    name = "servicing"

    def ready(self) -> None:
        from applications import providers as case
        from applications.exposure import EXPOSURES
        from contracts.providers import AFTER_DISBURSEMENT
        from core.display import register_labels
        from customers import providers as customers
        from servicing import emails, parameters, providers, services  # noqa: F401
        from servicing.services.ownership import follow_owner

        AFTER_DISBURSEMENT.append(services.open_loan)
        customers.BORROWERS.append(providers.borrowers)
        customers.VOLUMES.append(providers.volumes)
        customers.WATCHED.append(providers.overdue_customers)
        case.ROOMS.append(providers.ROOM)
        case.LACKS.append(providers.lacks)
        case.ACTIONS.append(providers.actions)
        case.HOLDERS.append(providers.holder)
        case.LEDGER_COLUMNS.extend(providers.LEDGER)
        case.LEDGER_TOTALS.append(providers.loan_totals)
        EXPOSURES.append(providers.outstanding)
        customers.FOLLOWERS.append(follow_owner)
        customers.LINK_NAMES["servicing.Loan"] = _("Loans")
        customers.LINK_NAMES["servicing.Reminder"] = _("Reminders")
        providers.register_week()
        register_labels(providers.LABELS)
