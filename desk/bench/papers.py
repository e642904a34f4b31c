"""One schedule, and one report as PDF."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from core.models import Document
from core.pdf import FONTS_DIR, STATIC_DIR, render_pdf
from desk.bench import scratch
from desk.bench.measure import Measure, seconds

ROWS = 360
SCHEDULE_MS, TIMES_WEASYPRINT, KILOBYTES = 3.0, 1.3, 600
RUNS = 7
# Where Django cannot be imported, as anybody's own program would use the module.
SCHEDULE = """
import sys, time
sys.modules["django"] = None
from datetime import date
from decimal import Decimal
from applications.schedule import Terms, schedule
terms = Terms(principal=Decimal("3000000"), annual_rate=Decimal("0.049"), instalments=360, disbursed_on=date(2026, 3, 27))
times = []
for _ in range(60):
    began = time.perf_counter()
    rows = schedule(terms)
    times.append(time.perf_counter() - began)
print(len(rows), sorted(times)[30] * 1000)
"""


def one_schedule() -> list[Measure]:
    """30 years of level payments, in milliseconds."""
    run = subprocess.run(  # noqa: S603 - our own interpreter and our own lines
        [sys.executable, "-c", SCHEDULE], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    rows, milliseconds = run.stdout.split()
    return [Measure("schedule", f"{rows} rows", float(milliseconds), "ms", "no Django in the process", SCHEDULE_MS)]


def report() -> list[Measure]:
    """The longest feasibility report of the demo, by our printing process and by WeasyPrint alone, in turn."""
    scratch.load_demo()
    papers = Document.objects.filter(kind="feasibility_report")
    html = max((paper.source for paper in papers.iterator()), key=len)
    pdf = render_pdf(html)
    with Alone(html) as alone:
        times = [(seconds(lambda: render_pdf(html)), alone.print()) for _ in range(RUNS)]
    ours, theirs = (sorted(column)[RUNS // 2] for column in zip(*times, strict=True))
    told = f"{ours:.2f} s, WeasyPrint alone {theirs:.2f} s; {_pages(pdf)} pages"
    return [
        Measure("pdf", "feasibility report", ours / theirs, "×", told, TIMES_WEASYPRINT),
        Measure("pdf", "size for ten pages", len(pdf) / 1024 / max(1, _pages(pdf) / 10), "KB", "", KILOBYTES),
    ]


class Alone:
    """A warm process that holds nothing but WeasyPrint, the fonts, the print style and the page."""

    def __init__(self, html: str) -> None:
        self.html = html

    def __enter__(self) -> "Alone":
        script = Path(__file__).with_name("alone.py")
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", str(script), str(FONTS_DIR), str(STATIC_DIR / "loandesk/print.css")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._ask(json.dumps(self.html))
        return self

    def __exit__(self, *_args) -> None:
        self.process.stdin.close()
        self.process.wait(10)

    def print(self) -> float:
        """Seconds for one document."""
        return float(self._ask(""))

    def _ask(self, line: str) -> str:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


def _pages(pdf: bytes) -> int:
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)
