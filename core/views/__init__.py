"""What every view does with a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import DomainError, InvalidInput, Missing, NotAllowed, Stale


@contextmanager
def refusals_on(form) -> Iterator[None]:
    """Put a refusal on the form that was sent; being the wrong person stays an exception (403).

    After the block `form.is_valid()` tells whether the service accepted.
    """
    try:
        yield
    except NotAllowed:
        raise
    except InvalidInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except Missing as error:
        form.add_error(None, [str(error), *(str(point) for point in error.points)])
    except DomainError as error:
        form.add_error(None, str(error))
        if isinstance(error, Stale) and error.version is not None and "version" in form.fields:
            # The reader has been warned: what is sent next was checked against what stands now.
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = str(error.version)
