from django.apps import AppConfig


class ServicingConfig(AppConfig):
    name = "servicing"

    def ready(self) -> None:
        from applications import providers as case
        from contracts.providers import AFTER_DISBURSEMENT
        from core.display import register_labels
        from customers import providers as customer_file
        from servicing import emails, parameters, providers, services  # noqa: F401

        AFTER_DISBURSEMENT.append(services.open_loan)
        customer_file.BORROWERS.append(providers.borrowers)
        customer_file.WATCHED.append(providers.overdue_customers)
        case.ROOMS.append(providers.ROOM)
        case.LACKS.append(providers.lacks)
        case.ACTIONS.append(providers.actions)
        case.HOLDERS.append(providers.holder)
        case.EXPOSURES.append(providers.outstanding)
        providers.register_week()
        register_labels(providers.LABELS)
