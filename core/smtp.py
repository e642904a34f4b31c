"""Mail backends that say when the message is about to leave: SMTP before DATA, files before the rename."""

import os
import smtplib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage, SafeMIMEText

BeforeData = Callable[[], None]


class NotAccepted(Exception):
    """The server answered with a definite refusal; `is_permanent` is a 5xx."""

    def __init__(self, code: int, reply: str):
        super().__init__(f"{code} {reply}"[:300])
        self.is_permanent = code >= 500


class Unknown(Exception):
    """Silence after DATA: nobody knows whether the message arrived."""


class _Client(smtplib.SMTP):
    """`smtplib.SMTP` that calls `before_data` between the envelope and the message."""

    before_data: BeforeData | None = None
    data_sent = False

    def data(self, msg):
        if self.before_data is not None:
            self.before_data()
        self.data_sent = True
        return super().data(msg)


class SmtpBackend(EmailBackend):
    """Django's SMTP backend with the client above."""

    @property
    def connection_class(self):
        return _Client

    def hand_over(self, message: EmailMessage, before_data: BeforeData) -> None:
        """Send one message. Raises `NotAccepted` or `Unknown`; errors before DATA are `OSError`."""
        try:
            self.open()
        except smtplib.SMTPException as error:
            # A greeting, EHLO or sign-in that fails says nothing about this mail, even with a 5xx.
            raise OSError(str(error)) from error
        client = cast(_Client, self.connection)
        client.before_data, client.data_sent = before_data, False
        try:
            client.sendmail(
                message.from_email, message.recipients(), cast(SafeMIMEText, message.message()).as_bytes(linesep="\r\n")
            )
        except UnicodeError as error:
            raise NotAccepted(553, "the address has characters that this server does not take") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(client, *next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(client, error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise (Unknown if client.data_sent else OSError)(str(error)) from error
        finally:
            self._hang_up()

    def _hang_up(self) -> None:
        """Close without waiting: what a server says to QUIT changes nothing, and must never look like a failure."""
        connection, self.connection = self.connection, None
        with suppress(Exception):
            connection.putcmd("quit")
        connection.close()


def _refusal(client: _Client, code: int, reply: bytes | str) -> Exception:
    """A 4xx or 5xx is a refusal; anything else is no answer at all."""
    words = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
    if 400 <= code < 600:
        return NotAccepted(code, words)
    return (Unknown if client.data_sent else OSError)(f"{code} {words}"[:300])


class FileBackend(BaseEmailBackend):
    """The embedded profile: every mail is one `.eml` file named by its Message-ID, written whole or not at all."""

    def hand_over(self, message: EmailMessage, before_data: BeforeData) -> None:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        draft = folder / f".{name}.{os.getpid()}"
        try:
            draft.write_bytes(message.message().as_bytes())
            before_data()
            draft.rename(folder / f"{name}.eml")
        finally:
            draft.unlink(missing_ok=True)

    def send_messages(self, email_messages):
        for message in email_messages:
            self.hand_over(message, lambda: None)
        return len(email_messages)
