from django.apps import AppConfig


class ServicingConfig(AppConfig):
    name = "servicing"

    def ready(self) -> None:
        from applications import providers as case
        from applications.exposure import EXPOSURES
        from contracts.providers import AFTER_DISBURSEMENT
        from core.display import register_labels
        from servicing import emails, parameters, providers, services  # noqa: F401

        AFTER_DISBURSEMENT.append(services.open_loan)
        case.ROOMS.append(providers.ROOM)
        case.LACKS.append(providers.lacks)
        case.ACTIONS.append(providers.actions)
        case.HOLDERS.append(providers.holder)
        case.LEDGER_COLUMNS.extend(providers.LEDGER)
        EXPOSURES.append(providers.outstanding)
        register_labels(providers.LABELS)
