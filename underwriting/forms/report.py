"""The form of the report."""

from core.forms import DeskForm, VersionField


class SubmitForm(DeskForm):
    """Nothing but the version that was read."""

    version = VersionField()
