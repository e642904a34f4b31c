"""Mail backends that say when the message is about to leave: SMTP before DATA, files before the rename."""

import os
import smtplib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage

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
        client = None
        try:
            self.open()
            client = self.connection
            client.before_data, client.data_sent = before_data, False
            client.sendmail(message.from_email, message.recipients(), message.message().as_bytes(linesep="\r\n"))
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            raise NotAccepted(code, reply.decode(errors="replace")) from error
        except smtplib.SMTPResponseException as error:
            reply = (
                error.smtp_error.decode(errors="replace")
                if isinstance(error.smtp_error, bytes)
                else str(error.smtp_error)
            )
            raise NotAccepted(error.smtp_code, reply) from error
        except (smtplib.SMTPException, OSError) as error:
            if client is not None and getattr(client, "data_sent", False):
                raise Unknown(str(error)) from error
            raise OSError(str(error)) from error
        finally:
            self.close()


class FileBackend(BaseEmailBackend):
    """The embedded profile: every mail is one `.eml` file named by its Message-ID, written whole or not at all."""

    def hand_over(self, message: EmailMessage, before_data: BeforeData) -> None:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(message.message().as_bytes())
        before_data()
        draft.rename(folder / f"{name}.eml")

    def send_messages(self, email_messages):
        for message in email_messages:
            self.hand_over(message, lambda: None)
        return len(email_messages)
