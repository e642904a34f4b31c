from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from applications import providers as case
        from contracts import parameters, providers, services  # noqa: F401
        from customers import providers as customer_file

        customer_file.THINGS.append(providers.contracts_as_things)
        case.ROOMS.append(providers.ROOM)
        case.LACKS.append(providers.lacks)
        case.ACTIONS.append(providers.actions)
        case.HOLDERS.append(providers.holder)
        case.EXPOSURES.append(providers.promised)
