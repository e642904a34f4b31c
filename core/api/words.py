"""What the framework says in English only: its catalogue of Traditional Chinese lacks these, so ours has them.

Nothing reads the list but the catalogues; the framework finds the words by themselves.
"""

from django.utils.translation import gettext_noop as _

FRAMEWORK = (
    _("A server error occurred."),
    _("Authentication credentials were not provided."),
    _("Could not satisfy the request Accept header."),
    _("Date has wrong format. Use one of these formats instead: {format}."),
    _("Datetime has wrong format. Use one of these formats instead: {format}."),
    _("Datetime value out of range."),
    _("Ensure that there are no more than {max_decimal_places} decimal places."),
    _("Ensure that there are no more than {max_digits} digits in total."),
    _("Ensure that there are no more than {max_whole_digits} digits before the decimal point."),
    _("Ensure this field has at least {min_length} elements."),
    _("Ensure this field has no more than {max_length} elements."),
    _("Ensure this filename has at most {max_length} characters (it has {length})."),
    _('Expected a dictionary of items but got type "{input_type}".'),
    _("Incorrect authentication credentials."),
    _("Incorrect type. Expected pk value, received {data_type}."),
    _('Invalid datetime for the timezone "{timezone}".'),
    _("Invalid input."),
    _("Malformed request."),
    _("Must be a valid UUID."),
    _("Must be a valid boolean."),
    _("No filename could be determined."),
    _("Not a valid string."),
    _("Object with {slug_name}={value} does not exist."),
    _("This dictionary may not be empty."),
    _("This value does not match the required pattern."),
    _('Unsupported media type "{media_type}" in request.'),
)
