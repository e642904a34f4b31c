"""WeasyPrint and nothing else: the first line of stdin is the page as JSON, every further one asks for it once more.

Answers each line with the seconds it took. Run by its path in isolated mode, as `core.pdf_child` is.
"""

import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from xml.sax.saxutils import escape

FONTCONFIG = "<?xml version='1.0'?><fontconfig><dir>{fonts}</dir><cachedir>{folder}</cachedir></fontconfig>"


def main(fonts: str, style: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "fonts.conf")
        settings.write_text(FONTCONFIG.format(fonts=escape(fonts), folder=escape(folder)), "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(settings)
        warnings.simplefilter("ignore")
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        css = weasyprint.CSS(string=Path(style).read_text("utf-8"))
        html = json.loads(sys.stdin.readline())
        print(print_once(weasyprint, FontConfiguration, css, html), flush=True)
        for _line in sys.stdin:
            print(print_once(weasyprint, FontConfiguration, css, html), flush=True)


def print_once(weasyprint, configuration, css, html: str) -> float:
    began = time.perf_counter()
    weasyprint.HTML(string=html).write_pdf(stylesheets=[css], font_config=configuration(), pdf_variant="pdf/ua-1")
    return time.perf_counter() - began


if __name__ == "__main__":
    main(*sys.argv[1:3])
