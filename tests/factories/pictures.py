"""Uploaded pictures, without a child: as the cleaning would leave them."""

import itertools
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from redress.core.models import Picture
from redress.core.pictures import storing
from redress.core.pictures.cleaning import Cleaned, File
from tests.samples.pictures import saved

AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
_shades = itertools.count(1)


def make_picture(*, uploaded_by: Any = None, kind: Picture.Kind = Picture.Kind.HERO) -> Picture:
    """A picture in one color, another each time; the test must set MEDIA_ROOT."""
    number = next(_shades)
    color = (number * 37 % 256, number * 91 % 256, 90)  # far enough apart for JPEG

    def drawn(kind: Any, width: int, height: int) -> File:
        return File(kind, width, height, saved(Image.new("RGB", (width, height), color), "JPEG"))

    cleaned = Cleaned(
        master=drawn("master", 900, 600), preview=drawn("jpg", 800, 533), peak_bytes=0
    )
    return storing.keep(cleaned, kind=kind, uploaded_by=uploaded_by, now=AT)
