"""A mail server in a process of its own: it writes down every message before it answers, and misbehaves on request.

The first word of a recipient's address says how it behaves towards them: `stall-1@…` is never answered. Run as a
script it prints its port and serves until its standard input is closed.
"""

import asyncio
import os
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP

NEVER = 3600
AT_RECIPIENT = {"busy": "450 try again later", "unknown": "550 no such person"}
AFTER_DATA = {"later": "451 try again later", "refused": "554 not wanted"}


class Sink:
    """The server as tests see it: its port, and what reached it."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.log.touch()

    def __enter__(self) -> "Sink":
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(self.log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_args) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)

    def lines(self, event: str) -> list[str]:
        """What was written down about an event, oldest first: `RCPT` the recipient, `DATA` the Message-ID."""
        entries = (line.split(" ", 1) for line in self.log.read_text().splitlines())
        return [text for name, text in entries if name == event]

    def messages(self) -> list[str]:
        """The Message-IDs of all messages that came whole."""
        return self.lines("DATA")

    def wait_for(self, event: str, count: int = 1, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while len(self.lines(event)) < count:
            assert time.monotonic() < until, f"the mail server has seen no {event}"
            time.sleep(0.01)


class Handler:
    """Writes each event down, on the disk, before it is answered."""

    def __init__(self, log: str) -> None:
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND)

    def note(self, event: str, text: str) -> None:
        os.write(self.log, f"{event} {text}\n".encode())
        os.fsync(self.log)

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.note("RCPT", address)
        way = address.partition("-")[0]
        if way == "stall":
            await asyncio.sleep(NEVER)
        if way in AT_RECIPIENT:
            return AT_RECIPIENT[way]
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server, session, envelope):
        self.note("DATA", message_from_bytes(envelope.content)["Message-ID"])
        way = envelope.rcpt_tos[0].partition("-")[0]
        if way == "silent":
            await asyncio.sleep(NEVER)
        if way == "hangup":
            server.transport.abort()
        return AFTER_DATA.get(way, "250 kept")


async def serve(log: str) -> None:
    loop, handler = asyncio.get_running_loop(), Handler(log)
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
