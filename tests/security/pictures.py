"""Pictures that are really ones."""

import io

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
