"""A small picture that is really one."""

import io

from PIL import Image


def png() -> bytes:
    """A PNG of four pixels."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(file, "PNG")
    return file.getvalue()
