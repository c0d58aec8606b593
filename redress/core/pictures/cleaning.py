"""Asking the child that decodes pictures: this process never decodes an upload."""

import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from redress.core import childproc
from redress.core.models import Picture
from redress.core.pictures import scrubbing

MAX_UPLOAD_BYTES = 15_000_000
# an address space is never less than what is held of it: no picture can take 300 MB
LIMITS = childproc.Limits(cpu_seconds=20, memory_bytes=300_000_000, wall_seconds=25)
FORMATS = ("avif", "webp", "jpg")
WIDTHS = {Picture.Kind.HERO: (480, 800, 1200, 1600), Picture.Kind.LOGO: (160, 320, 600)}
SMALLEST = {Picture.Kind.HERO: (600, 360), Picture.Kind.LOGO: (64, 64)}
_PREVIEW = {Picture.Kind.HERO: (800, 800), Picture.Kind.LOGO: (320, 320)}
_FITTING = {Picture.Kind.HERO: (1600, 960), Picture.Kind.LOGO: (600, 600)}
logger = logging.getLogger(__name__)

type Format = Literal["master", "avif", "webp", "jpg"]


class Reason(StrEnum):
    """Why a picture is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    WRONG_KIND = "wrong_kind"
    HEIC = "heic"
    SVG = "svg"
    ANIMATED = "animated"
    BROKEN = "broken"
    TOO_HEAVY = "too_heavy"
    TOOK_TOO_LONG = "took_too_long"


class PictureRefused(Exception):
    """The picture is not taken and nothing of it is kept."""

    def __init__(self, reason: Reason, *, peak_bytes: int | None = None) -> None:
        """Keep the reason; `peak_bytes` is what the child held, None where it was ended."""
        super().__init__(reason.value)
        self.reason = reason
        self.peak_bytes = peak_bytes


@dataclass(frozen=True)
class File:
    """One encoded picture."""

    format: Format
    width: int
    height: int
    body: bytes


@dataclass(frozen=True)
class Cleaned:
    """What is kept of an upload: the master, and one small picture to show at once."""

    master: File
    preview: File
    peak_bytes: int


def clean(data: bytes, *, kind: Picture.Kind) -> Cleaned:
    """Draw an upload anew, without any metadata. Raises PictureRefused."""
    if not data:
        raise PictureRefused(Reason.EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise PictureRefused(Reason.TOO_LARGE)
    request = {
        "task": "clean",
        "smallest": SMALLEST[kind],
        "fitting": _FITTING[kind],
        "covering": kind == Picture.Kind.HERO,
        "preview": _PREVIEW[kind],
    }
    files, peak_bytes = _ask(request, data)
    return Cleaned(master=files[0], preview=files[1], peak_bytes=peak_bytes)


def make_variants(
    master: bytes, *, kind: Picture.Kind, focal: tuple[int, int] | None
) -> list[File]:
    """Every width and format of one cut of a cleaned master. Raises PictureRefused."""
    request = {"task": "cut", "focal": focal, "widths": WIDTHS[kind], "formats": FORMATS}
    files, _peak_bytes = _ask(request, master)
    return files


def _ask(request: dict[str, Any], data: bytes) -> tuple[list[File], int]:
    try:
        answer = childproc.run_script(
            script=Path(scrubbing.__file__),
            payload=json.dumps(request).encode() + b"\n" + data,
            limits=LIMITS,
        )
    except childproc.TimeRanOut:
        raise PictureRefused(Reason.TOOK_TOO_LONG) from None
    except childproc.TooMuchMemory:
        raise PictureRefused(Reason.TOO_HEAVY) from None
    except childproc.ChildFailed as failure:
        # a decoder that crashed took only the child with it; its words never reach a visitor
        logger.warning("A picture ended its child", extra={"reference": failure.returncode})
        raise PictureRefused(Reason.BROKEN) from None
    head, _newline, rest = answer.partition(b"\n")
    said = json.loads(head)
    if "refused" in said:
        raise PictureRefused(Reason(said["refused"]), peak_bytes=said["peak_bytes"])
    files = []
    for about in said["files"]:
        body, rest = rest[: about["bytes"]], rest[about["bytes"] :]
        files.append(File(about["format"], about["width"], about["height"], body))
    return files, said["peak_bytes"]
