"""Papers for the demo's files: scans as small PDFs and photographs of places, drawn in code from nothing but shapes."""

import io
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFont

FONTS = {"zh-hant": "NotoSansTC-Regular.ttf", "zh-hans": "NotoSansSC-Regular.ttf"}
INK, PAPER = 40, 250


def scan(font: str, title: str, lines: Sequence[str], stamp: str) -> bytes:
    """A one-page PDF that looks like a scanned paper with a stamp; `font` is the path of a font file."""
    page = Image.new("L", (620, 877), PAPER)
    draw = ImageDraw.Draw(page)
    draw.text((310, 90), title, INK, ImageFont.truetype(font, 26), anchor="mm")
    text = ImageFont.truetype(font, 15)
    for place, line in enumerate(lines):
        draw.text((70, 160 + 34 * place), line, INK, text)
        draw.line((70, 184 + 34 * place, 550, 184 + 34 * place), 210)
    draw.ellipse((400, 690, 540, 830), outline=120, width=4)
    draw.text((470, 760), stamp, 120, ImageFont.truetype(font, 14), anchor="mm")
    kept = io.BytesIO()
    page.save(kept, "PDF", resolution=75.0, quality=60)
    return kept.getvalue()


def photograph(font: str, words: Sequence[str], random: Random) -> bytes:
    """A JPEG of a workshop hall with machines, the place and the time written into its corner as cameras do."""
    picture = Image.new("RGB", (720, 480), (214, 220, 222))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 480), (190, 250), (530, 250), (720, 480)], (150, 152, 148))
    draw.polygon([(0, 0), (190, 90), (190, 250), (0, 480)], (190, 196, 198))
    draw.polygon([(720, 0), (530, 90), (530, 250), (720, 480)], (198, 203, 204))
    draw.rectangle((190, 90, 530, 250), (206, 212, 214))
    for left in range(210, 520, 62):
        draw.rectangle((left, 105, left + 46, 150), (232, 240, 246), (150, 160, 165))
    for place in range(4):
        _machine(draw, place, random)
    text = ImageFont.truetype(font, 17)
    for row, word in enumerate(words):
        draw.text((17, 421 + 24 * row), word, (40, 40, 40), text)
        draw.text((16, 420 + 24 * row), word, (250, 214, 96), text)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=72)
    return kept.getvalue()


def _machine(draw: ImageDraw.ImageDraw, place: int, random: Random) -> None:
    shade = random.choice([(58, 96, 112), (96, 110, 84), (120, 92, 70), (84, 88, 110)])
    left, height = 70 + 155 * place, random.randrange(90, 150)
    top = 400 - height
    draw.rectangle((left, top, left + 110, 400), shade, (36, 40, 44), 2)
    draw.rectangle((left + 12, top + 14, left + 60, top + 46), (206, 216, 220))
    for lamp, tone in enumerate([(60, 160, 90), (214, 178, 60), (190, 60, 54)]):
        draw.ellipse((left + 72 + 12 * lamp, top + 18, left + 80 + 12 * lamp, top + 26), tone)
