"""Every hostile or odd picture is refused for its own reason, or comes out clean."""

import io
import struct
from collections.abc import Iterator

import pytest
from PIL import Image

from redress.core.models import Picture
from redress.core.pictures import cleaning
from redress.core.pictures.cleaning import PictureRefused, Reason, clean, make_variants
from tests.samples.pictures import CANARY, CORPUS

MOST_BYTES = 300_000_000
MARKS = [
    CANARY,
    b"Exif",
    b"eXIf",
    b"xmpmeta",
    b"ns.adobe.com",
    b"Photoshop",
    b"8BIM",
    b"ICC_PROFILE",
    b"iCCP",
    b"ICCP",
    b"tEXt",
    b"zTXt",
    b"iTXt",
    b"EXIF",
    b"GPS",
    b"<script",
    b"<?php",
    b"PK\x03\x04",
]
REFUSED = [name for name, sample in CORPUS.items() if isinstance(sample.outcome, Reason)]
KEPT = [name for name, sample in CORPUS.items() if not isinstance(sample.outcome, Reason)]
# JFIF, tables, frame, scan: what a decoder needs, and no comment or other application segment
SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xDA}


def segments(data: bytes) -> Iterator[int]:
    """The markers of a JPEG up to its end, which must be the end of the file."""
    assert data[:2] == b"\xff\xd8"
    assert data[-2:] == b"\xff\xd9"
    at = 2
    while data[at : at + 2] != b"\xff\xd9":
        assert data[at] == 0xFF
        marker = data[at + 1]
        yield marker
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == 0xDA:  # the pixels follow, in which FF is followed by 00 or a restart
            while not (data[at] == 0xFF and data[at + 1] not in {0, *range(0xD0, 0xD8)}):
                at += 1
    assert at + 2 == len(data)


def chunks(data: bytes) -> list[bytes]:
    """The chunks of a WebP, which must fill the file."""
    assert struct.unpack("<I", data[4:8])[0] + 8 == len(data)
    found, at = [], 12
    while at < len(data):
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        found.append(data[at : at + 4])
        at += 8 + size + size % 2
    return found


def boxes(data: bytes) -> list[bytes]:
    """The outer boxes of an AVIF, which must fill the file."""
    found, at = [], 0
    while at < len(data):
        found.append(data[at + 4 : at + 8])
        at += struct.unpack(">I", data[at : at + 4])[0]
    assert at == len(data)
    return found


def check_clean(data: bytes, ending: str) -> None:
    """Nothing but pixels, by our own reading, by a search, and by Pillow's."""
    assert [mark for mark in MARKS if mark in data] == []
    if ending == "jpg":
        assert set(segments(data)) <= SEGMENTS
    elif ending == "webp":
        assert set(chunks(data)) <= {b"VP8 ", b"VP8L"}
    else:
        assert boxes(data) == [b"ftyp", b"meta", b"mdat"]
        assert not any(kind in data for kind in (b"mime", b"prof", b"rICC"))
    with Image.open(io.BytesIO(data)) as picture:
        assert dict(picture.getexif()) == {}
        about = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert set(picture.info) <= about | {"loop", "background", "timestamp", "duration"}
        assert picture.mode == "RGB"


class TestCorpus:
    def test_has_more_than_forty_files(self):
        assert len(CORPUS) >= 100
        assert len(REFUSED) >= 40
        assert len(KEPT) >= 40

    @pytest.mark.parametrize("name", REFUSED)
    def test_is_refused_for_its_own_reason(self, name):
        sample = CORPUS[name]

        with pytest.raises(PictureRefused) as refused:
            clean(sample.make(), kind=Picture.Kind.HERO)

        assert refused.value.reason is sample.outcome
        if sample.outcome not in {Reason.EMPTY, Reason.TOO_LARGE}:  # these ask no child
            assert refused.value.peak_bytes is not None
            assert refused.value.peak_bytes < MOST_BYTES

    @pytest.mark.parametrize("name", KEPT)
    def test_comes_out_clean(self, name):
        sample = CORPUS[name]

        cleaned = clean(sample.make(), kind=Picture.Kind.HERO)

        assert (cleaned.master.width, cleaned.master.height) == sample.outcome
        assert cleaned.peak_bytes < MOST_BYTES
        for file in (cleaned.master, cleaned.preview):
            check_clean(file.body, "jpg")
            with Image.open(io.BytesIO(file.body)) as picture:
                assert picture.format == "JPEG"
                assert picture.size == (file.width, file.height)

    def test_is_held_by_a_limit_that_no_answer_can_forge(self):
        # the child tells its peak itself; the kernel's limit does not depend on its word
        assert cleaning.LIMITS.memory_bytes <= MOST_BYTES


class TestVariants:
    def test_carry_nothing_either(self):
        master = clean(CORPUS["place-and-owner.jpg"].make(), kind=Picture.Kind.HERO).master

        files = make_variants(master.body, kind=Picture.Kind.HERO, focal=(50, 50))

        assert [(file.format, file.width, file.height) for file in files] == [
            (ending, width, height)
            for width, height in ((480, 288), (800, 480))
            for ending in ("avif", "webp", "jpg")
        ]
        for file in files:
            check_clean(file.body, file.format)
