"""Removing pictures that nothing shows, and files that no row speaks of."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from procrastinate.contrib.django import app

from redress.core import clock
from redress.core.models import Picture, PictureCut
from redress.core.pictures import storing

KEPT_UNATTACHED = timedelta(hours=24)
# a file is written shortly before its row: younger ones may still get one
KEPT_WITHOUT_ROW = timedelta(hours=1)


def attached() -> Q:
    """Whether some row shows the picture: any foreign key to it, in whatever package."""
    found = Q()
    for relation in Picture._meta.related_objects:  # noqa: SLF001 - Django's public name for it
        model = relation.related_model
        if model is PictureCut:
            continue
        manager = model._default_manager  # noqa: SLF001 - the same
        rows = manager.filter(**{relation.field.name: OuterRef("pk")})
        found |= Q(Exists(rows))
    return found


def sweep(*, now: datetime) -> tuple[int, int]:
    """Remove rows that nothing has shown for a day, then files without rows; returns how many.

    Files go after their rows: at no moment does a row speak of a file that is gone.
    """
    shown = attached()
    pictures = Picture.objects.filter(shown) if shown else Picture.objects.none()
    pictures.filter(unattached_since__isnull=False).update(unattached_since=None)
    _unattached(shown).filter(unattached_since__isnull=True).update(unattached_since=now)
    rows = sum(
        _remove(pk)
        for pk in _unattached(shown)
        .filter(unattached_since__lte=now - KEPT_UNATTACHED)
        .values_list("pk", flat=True)
    )
    return rows, _remove_files(now=now)


def _unattached(shown: Q) -> QuerySet[Picture]:
    return Picture.objects.filter(~shown) if shown else Picture.objects.all()


def _remove(pk: int) -> int:
    with transaction.atomic():
        # whoever attaches the picture now waits for this lock, or has been seen
        row = Picture.objects.select_for_update().filter(pk=pk)
        if not row.exists() or not _unattached(attached()).filter(pk=pk).exists():
            return 0
        Picture.objects.filter(pk=pk).delete()
    return 1


def _remove_files(*, now: datetime) -> int:
    count = 0
    for path in _files():
        age = now.timestamp() - path.stat().st_mtime
        if age < KEPT_WITHOUT_ROW.total_seconds() or _is_known(path.name):
            continue
        path.unlink(missing_ok=True)
        count += 1
    return count


def _files() -> Iterator[Path]:
    if storing.folder().is_dir():
        yield from sorted(path for path in storing.folder().glob("*/*") if path.is_file())


def _is_known(file: str) -> bool:
    name = file.split(".", 1)[0].split("-", 1)[0]
    return (
        Picture.objects.filter(sha256=name).exists()
        or PictureCut.objects.filter(name=name).exists()
    )


@app.periodic(cron="17 * * * *")
@app.task(
    queue="default", name="sweep_pictures", queueing_lock="sweep_pictures", pass_context=False
)
def sweep_pictures(timestamp: int) -> int:
    """Each hour; returns how many rows went."""
    rows, _files_removed = sweep(now=clock.now())
    return rows
