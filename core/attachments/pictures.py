"""Photographs and scans: what a picture really is, and the picture set anew without its hidden data (S28)."""

import io
import json
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image

from core.errors import InvalidInput

MOST_PIXELS, LONGEST_SIDE = 60_000_000, 30_000
# A telephone writes a JPEG in about ten scans and a hundred segments. Each scan is drawn over the whole picture, and
# each segment of a JPEG or chunk of a PNG is looked at by itself, so a small file of many is worked on for very long.
MOST_SCANS, MOST_SEGMENTS, MOST_CHUNKS = 40, 2_000, 20_000
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}
PICTURE_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # how a JPEG and a PNG begin
JPEG_SEGMENT = re.compile(rb"\xff[\xc0-\xcf\xd9-\xfe]")  # not what stands in pixels: 0xFF itself, and restarts
SCAN, END_OF_JPEG = 0xDA, 0xD9
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # in a pixel, by the colour type of a PNG
# Where each pass of an interlaced PNG begins, across and down, and how far apart its pixels lie (Adam7).
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
PACKED_PIECE = 64 * 1024  # bytes; a thousand times as much comes out of it at most
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow lets through of damaged bytes, beside its own errors (`OSError` and `SyntaxError`).
DAMAGED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError),
    *(struct.error, zlib.error, Image.DecompressionBombError),
)


def fresh(content: bytes) -> tuple[bytes, str]:
    """The picture set anew, upright and without its hidden data (place, device), and its content type.

    Raises `InvalidInput` for what is no JPEG or PNG, is damaged or cut, or would take too long to read.
    """
    refusal = InvalidInput(
        _("This picture is damaged or incomplete. Take or scan it again, then send it.")
        if content.startswith(PICTURE_SIGNS)
        else _("Only PDF, JPEG and PNG files are taken, and this one is none of them, whatever its name.")
    )
    try:
        if not _may_be_opened(content):
            raise refusal
        with Image.open(io.BytesIO(content), formats=list(IMAGES)) as probe:
            if probe.width * probe.height > MOST_PIXELS or max(probe.size) > LONGEST_SIDE:
                raise InvalidInput(_("This picture has too many pixels. Take it again with a lower resolution."))
            probe.verify()
            if probe.format == "PNG" and not _is_whole_png(content):
                raise refusal
        with Image.open(io.BytesIO(content), formats=list(IMAGES)) as picture:
            # The cameras of telephones write two pictures into one JPEG (MPO); the first is the photograph.
            kind = "PNG" if picture.format == "PNG" else "JPEG"
            upright = _upright(picture).convert("RGB" if kind == "JPEG" else "RGBA")
            upright.info = {}  # Pillow writes what it finds here: a comment, a profile, the time
            fresh = io.BytesIO()
            upright.save(fresh, kind, quality=88)
    except DAMAGED as error:
        raise refusal from error
    return fresh.getvalue(), IMAGES[kind]


def _may_be_opened(content: bytes) -> bool:
    """Whether a picture has no more parts than cameras and programs write; asked before anything else reads it."""
    if content.startswith(PICTURE_SIGNS[0]):
        return _has_few_scans(content)
    return not content.startswith(PICTURE_SIGNS[1]) or not any(islice(_chunks(content), MOST_CHUNKS, None))


def _has_few_scans(content: bytes) -> bool:
    """Whether the first picture of a JPEG has no more scans and segments than it may.

    It goes from segment to segment as the decoder does: a small picture inside a segment, the second picture of a
    telephone and the film behind it may hold the same two bytes.
    """
    scans = place = 0
    for _number in range(MOST_SEGMENTS):
        found = JPEG_SEGMENT.search(content, place)
        if not found or content[found.end() - 1] == END_OF_JPEG:
            return True
        scans += content[found.end() - 1] == SCAN
        if scans > MOST_SCANS:
            return False
        place = found.end() + max(int.from_bytes(content[found.end() : found.end() + 2]), 2)
    return False


def _chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """The chunks of a PNG, by name; what lies behind its end is none."""
    view, place, name = memoryview(content), len(PICTURE_SIGNS[1]), b""
    while place + 8 <= len(content) and name != b"IEND":
        size, name = int.from_bytes(view[place : place + 4]), bytes(view[place + 4 : place + 8])
        yield name, view[place + 8 : place + 8 + size]
        place += size + 12


def _is_whole_png(content: bytes) -> bool:
    """Whether all lines of a PNG are there. Where its packed data end behind a line, Pillow leaves the rest black."""
    chunks = list(_chunks(content))
    heads = [body for name, body in chunks if name == b"IHDR"]
    if len(heads) != 1:
        return False
    lacking, packer = _unpacked_size(*struct.unpack(">IIBBxxB", heads[0])), zlib.decompressobj()
    for body in (body for name, body in chunks if name == b"IDAT"):
        for at in range(0, len(body), PACKED_PIECE):
            lacking -= len(packer.decompress(body[at : at + PACKED_PIECE]))
            if lacking <= 0:
                return True
    return False


def _unpacked_size(width: int, height: int, depth: int, colour: int, interlaced: int) -> int:
    """The bytes of all lines of a PNG; before each line stands one for its filter. `depth` is bits of a sample."""
    size = 0
    for left, top, across, down in PASSES if interlaced else ((0, 0, 1, 1),):
        columns, lines = -((left - width) // across), -((top - height) // down)
        if columns > 0 and lines > 0:
            size += lines * (1 + -(-columns * depth * SAMPLES[colour] // 8))
    return size


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its camera says, or as it lies where the camera's data are damaged.

    Pillow's `exif_transpose` would write those data anew, which nobody reads and which fails where they are damaged.
    """
    picture.load()
    try:
        turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGED:
        return picture
    return picture if turn is None else picture.transpose(turn)


def place_of(content: bytes) -> str:
    """Where and when a photograph was taken, as JSON; empty where the camera did not say or said nonsense."""
    try:
        with Image.open(io.BytesIO(content), formats=list(IMAGES)) as picture:
            hidden = picture.getexif()
            found: dict[str, Any] = _position(hidden.get_ifd(ExifTags.IFD.GPSInfo))
            taken = hidden.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or hidden.get(
                ExifTags.Base.DateTime
            )
    except DAMAGED:
        return ""
    if taken:
        found["taken_at"] = str(taken)[:19]
    return json.dumps(found) if found else ""


def _position(gps: dict) -> dict[str, Any]:
    names = ExifTags.GPS
    if names.GPSLatitude not in gps or names.GPSLongitude not in gps:
        return {}
    values = {}
    for name, value, side in (
        ("latitude", gps[names.GPSLatitude], gps.get(names.GPSLatitudeRef, "N")),
        ("longitude", gps[names.GPSLongitude], gps.get(names.GPSLongitudeRef, "E")),
    ):
        degrees, minutes, seconds = (float(part) for part in value)
        sign = -1 if side in ("S", "W") else 1
        values[name] = round(sign * (degrees + minutes / 60 + seconds / 3600), 6)
    return values
