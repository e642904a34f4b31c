from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from applications import providers as case
        from applications.exposure import EXPOSURES
        from contracts import parameters, providers, services  # noqa: F401
        from customers import providers as customer_file
        from underwriting.services import lapse

        customer_file.THINGS.append(providers.contracts_as_things)
        case.ROOMS.append(providers.ROOM)
        case.LACKS.append(providers.lacks)
        case.ACTIONS.append(providers.actions)
        case.HOLDERS.append(providers.holder)
        EXPOSURES.append(providers.promised)
        lapse.ENDINGS.append(services.end_with_approval)
