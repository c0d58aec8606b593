"""Cleaned pictures as rows and files: stored once, cut by a job, found by their address.

Files lie in MEDIA_ROOT/pictures/xx/<name>-<width>.<ext>; the master of a picture is the one file
without a width, and it has no address. A name says which bytes it stands for (the hash of the
master, or of the master with a focal point), so an address may be cached for ever.
"""

import contextlib
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from redress.core import clock
from redress.core.locks import refuse_transaction
from redress.core.models import Picture, PictureCut
from redress.core.pictures import cleaning

# raised when the encoders change: new names for new bytes
RECIPE = 1
# focal points are tried out; each costs a dozen files
KEPT_CUTS = 5
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
_NAME = re.compile(r"[0-9a-f]{64}")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """What a page can show of a picture now: one name, and widths for each format."""

    name: str
    widths: Mapping[str, tuple[int, ...]]  # by format, ascending; "jpg" is always there
    width: int  # of the largest JPEG
    height: int


# --- files ----------------------------------------------------------------------------------


def folder() -> Path:
    """Where all pictures lie."""
    return Path(settings.MEDIA_ROOT) / "pictures"


def path_of(name: str, width: int | None = None, ending: str = "jpg") -> Path:
    """The file of a name; without a width the master. Raises ValueError for what is no name."""
    if not _NAME.fullmatch(name) or ending not in CONTENT_TYPES:
        raise ValueError(name)
    stem = name if width is None else f"{name}-{width:d}"
    return folder() / name[:2] / f"{stem}.{ending}"


def _write(path: Path, body: bytes) -> None:
    """Have these bytes at this path, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        os.utime(path)  # the sweep leaves alone what was asked for a short while ago
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    temporary = Path(file.name)
    temporary.chmod(0o640)
    temporary.rename(path)


# --- taking an upload -----------------------------------------------------------------------


def store(
    data: bytes, *, kind: Picture.Kind, uploaded_by: Any, confirmation: str = "", now: datetime
) -> Picture:
    """Clean an upload and keep it; one that the same person sent before is the same row.

    `confirmation` are the very words that the person confirmed about the people shown, "" for
    none. Nothing is kept when it raises cleaning.PictureRefused. Call it outside of transactions:
    the cleaning takes up to some seconds.
    """
    refuse_transaction()
    cleaned = cleaning.clean(data, kind=kind)
    return keep(cleaned, kind=kind, uploaded_by=uploaded_by, confirmation=confirmation, now=now)


def keep(
    cleaned: cleaning.Cleaned,
    *,
    kind: Picture.Kind,
    uploaded_by: Any,
    confirmation: str = "",
    now: datetime,
) -> Picture:
    """Write a cleaned picture: the files first, then the rows that speak of them."""
    name = hashlib.sha256(cleaned.master.body).hexdigest()
    _write(path_of(name), cleaned.master.body)
    small = cleaned.preview
    _write(path_of(name, small.width), small.body)
    with transaction.atomic():
        picture, _created = Picture.objects.update_or_create(
            sha256=name,
            kind=kind,
            uploaded_by=uploaded_by,
            defaults={
                "width": cleaned.master.width,
                "height": cleaned.master.height,
                "confirmation": confirmation,
                "confirmed_at": now if confirmation else None,
                "unattached_since": None,
            },
        )
        is_hero = kind == Picture.Kind.HERO
        whole, created = PictureCut.objects.get_or_create(
            picture=picture,
            focal_x=None,
            focal_y=None,
            defaults={
                "name": name,
                "variants": [_variant(small)],
                # a hero is shown cut; whole it is seen only while the focal point is chosen
                "made_at": now if is_hero else None,
            },
        )
        if created and not is_hero:
            _ask_for(whole)
    return picture


def _variant(file: cleaning.File) -> dict[str, Any]:
    return {
        "format": file.format,
        "width": file.width,
        "height": file.height,
        "bytes": len(file.body),
    }


# --- cuts -----------------------------------------------------------------------------------


def want_cut(*, picture: Picture, focal_x: int, focal_y: int) -> PictureCut:
    """Have the 5:3 cut around a focal point (per cent) made by a job; asking twice is harmless.

    Call it in the transaction that attaches the picture or moves its focal point.
    """
    name = hashlib.sha256(f"{picture.sha256} {focal_x} {focal_y} {RECIPE}".encode()).hexdigest()
    with transaction.atomic():
        cut, created = PictureCut.objects.get_or_create(
            picture=picture, focal_x=focal_x, focal_y=focal_y, defaults={"name": name}
        )
        if created or cut.made_at is None:
            _ask_for(cut)
        others = picture.cuts.filter(focal_x__isnull=False).exclude(pk=cut.pk).order_by("-pk")
        kept = others.values_list("pk", flat=True)[: KEPT_CUTS - 1]
        others.exclude(pk__in=list(kept)).delete()
    return cut


def _ask_for(cut: PictureCut) -> None:
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        make_cut.configure(queueing_lock=f"picture-cut-{cut.pk}").defer(cut_id=cut.pk)


def make(cut: PictureCut, *, now: datetime) -> None:
    """Encode all variants of a cut and write them. Raises cleaning.PictureRefused."""
    refuse_transaction()
    picture = cut.picture
    focal = None if cut.focal_x is None or cut.focal_y is None else (cut.focal_x, cut.focal_y)
    files = cleaning.make_variants(
        path_of(picture.sha256).read_bytes(), kind=Picture.Kind(picture.kind), focal=focal
    )
    for file in files:
        _write(path_of(cut.name, file.width, file.format), file.body)
    # the small picture of the first minute keeps its address
    made = [_variant(file) for file in files]
    sizes = {(one["format"], one["width"]) for one in made}
    before = [one for one in cut.variants if (one["format"], one["width"]) not in sizes]
    PictureCut.objects.filter(pk=cut.pk).update(variants=[*before, *made], made_at=now)


def shown(picture: Picture, *, focal_x: int, focal_y: int) -> Shown:
    """What exists of a picture: its cut at this focal point, else its newest, else the whole.

    A logo is always whole. Loads the cuts once; prefetch `cuts` for lists.
    """
    cuts = [cut for cut in picture.cuts.all() if _has_jpeg(cut)]

    def fitness(cut: PictureCut) -> tuple[bool, bool, int]:
        return ((cut.focal_x, cut.focal_y) == (focal_x, focal_y), cut.focal_x is not None, cut.pk)

    return _as_shown(max(cuts, key=fitness))


def whole(picture: Picture) -> Shown:
    """The uncut picture, for choosing the focal point on it, and for logos."""
    return _as_shown(next(cut for cut in picture.cuts.all() if cut.focal_x is None))


def _has_jpeg(cut: PictureCut) -> bool:
    return any(one["format"] == "jpg" for one in cut.variants)


def _as_shown(cut: PictureCut) -> Shown:
    widths = {
        ending: tuple(sorted(one["width"] for one in cut.variants if one["format"] == ending))
        for ending in CONTENT_TYPES
    }
    largest = max(
        (one for one in cut.variants if one["format"] == "jpg"), key=lambda one: one["width"]
    )
    return Shown(
        name=cut.name,
        widths={ending: found for ending, found in widths.items() if found},
        width=largest["width"],
        height=largest["height"],
    )


# --- answering an address -------------------------------------------------------------------


def pictures_named(name: str, *, width: int, ending: str) -> list[Picture]:
    """All pictures of which this file is a variant; several people may have sent the same."""
    cuts = PictureCut.objects.filter(
        name=name, variants__contains=[{"format": ending, "width": width}]
    ).select_related("picture")
    return [cut.picture for cut in cuts]


@app.task(queue="default", name="make_picture_cut", retry=2)
def make_cut(cut_id: int) -> bool:
    """Make the variants of one cut; False when it is gone or has them already."""
    cut = PictureCut.objects.select_related("picture").filter(pk=cut_id).first()
    if cut is None or cut.made_at is not None:
        return False
    make(cut, now=clock.now())
    return True
