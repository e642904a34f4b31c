"""Pictures that are really ones, and what a picture is built of."""

import io
import struct
import zlib

from PIL import ExifTags, Image


def png() -> bytes:
    """A PNG of four pixels."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(file, "PNG")
    return file.getvalue()


def photograph(size=(64, 48), noise: int = 0) -> bytes:
    """A JPEG as a telephone writes it: upside down, with place, time and device; `noise` makes it as large as one."""
    picture = Image.effect_noise(size, noise).convert("RGB") if noise else Image.new("RGB", size, "teal")
    hidden = Image.Exif()
    hidden[ExifTags.Base.Orientation] = 3
    hidden[ExifTags.Base.Make] = "Canary Phone"
    hidden.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 10:11:12"
    hidden.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (23.0, 0.0, 36.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (113.0, 45.0, 0.0),
        }
    )
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, exif=hidden)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, packed: bytes, colour: int = 2, interlaced: int = 0) -> bytes:
    """A PNG of 8 bits a sample that says its size, whatever its pixels (`packed`) are."""
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def segment(kind: int, body: bytes = b"") -> bytes:
    """One part of a JPEG."""
    return b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body


def bits(text: str) -> bytes:
    """Zeros and ones as the pixels of a JPEG, filled up with ones."""
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8).replace(b"\xff", b"\xff\0")


def jpeg_of_scans(side: int, scans: int) -> bytes:
    """A grey progressive JPEG: its first scan lays the ground, each other says of all blocks that nothing is added.

    `side` is in pixels, a multiple of 1,024: one code of 15 zeros stands for 16,384 blocks of eight pixels by eight.
    """
    blocks = (side // 8) ** 2
    head = segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC2, struct.pack(">BHHB", 8, side, side, 1) + b"\1\x11\0")
    one_code = b"\1" + bytes(15)
    codes = segment(0xC4, b"\0" + one_code + b"\0") + segment(0xC4, b"\x10" + one_code + b"\xe0")
    first = segment(0xDA, bytes([1, 1, 0, 0, 0, 0])) + bits("0" * blocks)
    more = segment(0xDA, bytes([1, 1, 0, 1, 63, 0])) + bits("0" * 15 * (blocks // 16_384))
    return b"\xff\xd8" + head + codes + first + more * (scans - 1) + b"\xff\xd9"


def hidden_data(*entries: tuple[int, int, int, bytes]) -> bytes:
    """EXIF as a camera writes it, or as none would: the tag, the type, the count and the four bytes of each entry."""
    rows = b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in entries)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + rows + bytes(4)
