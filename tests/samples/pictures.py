"""Hostile and odd pictures, drawn by code: each with what must become of it.

`CORPUS` maps a name to a `Sample`: how its bytes are made, and either the reason for which it is
refused or the size of what is kept. Bytes that must not survive carry the canary.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import ExifTags, Image, ImageCms

from redress.core.pictures.cleaning import Reason

CANARY = b"CANARY-7f3a9c51"
WORDS = CANARY.decode()
SIZE = (900, 600)
T = Image.Transpose
# what a camera does to an upright picture before it writes the orientation beside it
TURNED = {
    1: None,
    2: T.FLIP_LEFT_RIGHT,
    3: T.ROTATE_180,
    4: T.FLIP_TOP_BOTTOM,
    5: T.TRANSPOSE,
    6: T.ROTATE_90,
    7: T.TRANSVERSE,
    8: T.ROTATE_270,
}


@dataclass(frozen=True)
class Sample:
    """One file: how it is made, and the reason of its refusal or the size that is kept."""

    make: Callable[[], bytes]
    outcome: Reason | tuple[int, int]


@cache
def photo(size: tuple[int, int] = SIZE) -> Image.Image:
    """A colored picture with a red corner at its upper left."""
    across = Image.linear_gradient("L").resize(size)
    down = across.transpose(T.ROTATE_180)
    picture = Image.merge("RGB", (across, down, Image.radial_gradient("L").resize(size)))
    picture.paste((220, 20, 20), (0, 0, size[0] // 3, size[1] // 3))
    return picture


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    """The bytes of a picture in a format."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def jpeg(**how: Any) -> bytes:
    """An ordinary photograph."""
    return saved(photo(), "JPEG", quality=80, **how)


def png(**how: Any) -> bytes:
    """The same as PNG."""
    return saved(photo(), "PNG", **how)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def raw_png(
    width: int, height: int, *, depth: int = 8, color: int = 0, rows: int | None = None
) -> bytes:
    """A PNG of zeros by hand, as no encoder would write it; `rows` when it holds fewer."""
    samples = {0: 1, 2: 3, 6: 4}[color]
    line = bytes(1 + (width * depth * samples + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(line) for _ in range(height if rows is None else rows))
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", body + packer.flush())
        + chunk(b"IEND", b"")
    )


def with_chunk(data: bytes, extra: bytes) -> bytes:
    """A PNG with one more chunk after its header."""
    return data[:33] + extra + data[33:]


def exif(orientation: int = 1) -> Image.Exif:
    """All that a telephone writes: maker, place, owner, a note of the maker."""
    found = Image.Exif()
    found[ExifTags.Base.Orientation] = orientation
    found[ExifTags.Base.Make] = WORDS
    found[ExifTags.Base.Artist] = WORDS
    found[ExifTags.Base.ImageDescription] = WORDS
    found.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.MakerNote: CANARY * 20, ExifTags.Base.BodySerialNumber: WORDS}
    )
    found.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (40.0, 26.0, 46.0), 3: "W", 4: (79.0, 58.0, 56.0), 29: WORDS}
    )
    return found


def xmp() -> bytes:
    """A packet of XMP."""
    return (
        b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>'
        + CANARY
        + b"</dc:creator></x:xmpmeta>"
    )


def segment(marker: int, data: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def with_segment(extra: bytes) -> bytes:
    """A JPEG with one more segment at its beginning."""
    data = jpeg()
    return data[:2] + extra + data[2:]


def iptc() -> bytes:
    """A Photoshop block with an IPTC caption."""
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(CANARY)) + CANARY
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(caption)) + caption
    return segment(0xED, b"Photoshop 3.0\x00" + block + b"\x00" * (len(block) % 2))


def srgb_profile() -> bytes:
    """A real profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A profile in which red and blue have changed places, so that honoring it can be seen."""
    data = srgb_profile()
    return data.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def resized_header(width: int, height: int) -> bytes:
    """A JPEG whose header claims another size."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_header(width: int, height: int) -> bytes:
    """A WebP that is all claim."""
    body = b"\x00" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    inner = b"WEBP" + b"VP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def claims_most() -> bytes:
    """A PNG with the largest size that one can write."""
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00"))


def sixteen() -> Image.Image:
    """Gray in sixteen bits, half as light as can be in the middle."""
    return Image.new("I;16", SIZE, 32_768)


def zipped() -> bytes:
    """A real archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("evil.class", CANARY)
    return buffer.getvalue()


def moving(kind: str) -> bytes:
    """Two frames."""
    other = photo().transpose(T.FLIP_LEFT_RIGHT)
    return saved(photo(), kind, save_all=True, append_images=[other], duration=100)


def turned(orientation: int) -> bytes:
    """A picture that lies as a camera left it."""
    how = TURNED[orientation]
    stored = photo() if how is None else photo().transpose(how)
    return saved(stored, "JPEG", quality=90, exif=exif(orientation))


def flipped(data: bytes, at: int) -> bytes:
    """The same with one byte changed."""
    return data[:at] + bytes((data[at] ^ 0xFF,)) + data[at + 1 :]


def cut_off(data: bytes, share: float) -> bytes:
    """Only the first part of it."""
    return data[: int(len(data) * share)]


def noise(count: int) -> bytes:
    """The same random bytes each time."""
    return random.Random(7).randbytes(count)


def clear(mode: str) -> bytes:
    """Half of it transparent."""
    picture = photo().convert(mode)
    picture.putalpha(Image.linear_gradient("L").resize(SIZE))
    return saved(picture, "PNG")


def cleared_palette() -> bytes:
    """Few colors, one of them transparent."""
    return saved(photo().quantize(16), "PNG", transparency=0)


def large(kind: str, size: tuple[int, int], mode: str = "RGB", **how: Any) -> bytes:
    """Many points, few bytes."""
    return saved(Image.new(mode, size, 120 if mode == "L" else (120,) * len(mode)), kind, **how)


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert("'
    + CANARY
    + b'")</script></svg>'
)
KEPT = SIZE
R = Reason

CORPUS: dict[str, Sample] = {
    # bombs and sizes
    "bomb-100-megapixels.png": Sample(lambda: raw_png(10_000, 10_000), R.TOO_MANY_PIXELS),
    "bomb-one-bit-900-megapixels.png": Sample(
        lambda: raw_png(30_000, 30_000, depth=1, rows=100), R.TOO_MANY_PIXELS
    ),
    "just-over-20-megapixels.png": Sample(lambda: raw_png(5_000, 4_001), R.TOO_MANY_PIXELS),
    "just-20-megapixels.png": Sample(lambda: raw_png(5_000, 4_000), (1600, 1280)),
    "clear-20-megapixels.png": Sample(
        lambda: large("PNG", (5_000, 4_000), "RGBA", compress_level=1), (1600, 1280)
    ),
    "deep-20-megapixels.png": Sample(
        lambda: raw_png(5_000, 4_000, depth=16, color=6), (1600, 1280)
    ),
    "progressive-20-megapixels.jpg": Sample(
        lambda: large("JPEG", (5_000, 4_000), progressive=True, subsampling=0), (1600, 1280)
    ),
    "print-20-megapixels.jpg": Sample(
        lambda: large("JPEG", (5_000, 4_000), "CMYK", progressive=True), (1600, 1280)
    ),
    "panorama.png": Sample(lambda: raw_png(20_000, 1_000), (19_200, 960)),
    "just-12-megapixels.webp": Sample(lambda: large("WEBP", (4_000, 3_000)), (1600, 1200)),
    "over-12-megapixels.webp": Sample(
        lambda: large("WEBP", (4_000, 3_001), method=0), R.TOO_MANY_PIXELS
    ),
    "just-12-megapixels.avif": Sample(
        lambda: large("AVIF", (4_000, 3_000), "RGBA", speed=10), (1600, 1200)
    ),
    "over-12-megapixels.avif": Sample(
        lambda: large("AVIF", (4_000, 3_001), speed=10), R.TOO_MANY_PIXELS
    ),
    "claims-65535-squared.jpg": Sample(lambda: resized_header(65_535, 65_535), R.TOO_MANY_PIXELS),
    "claims-2-billion-squared.png": Sample(claims_most, R.TOO_MANY_PIXELS),
    "claims-16383-squared.webp": Sample(lambda: webp_header(16_383, 16_383), R.TOO_MANY_PIXELS),
    "no-width.png": Sample(lambda: raw_png(0, 600), R.BROKEN),
    "no-height.jpg": Sample(lambda: resized_header(900, 0), R.BROKEN),
    "too-small.jpg": Sample(lambda: saved(photo((599, 360)), "JPEG"), R.TOO_SMALL),
    "too-flat.jpg": Sample(lambda: saved(photo((900, 359)), "JPEG"), R.TOO_SMALL),
    "a-line.png": Sample(lambda: raw_png(1, 60_000), R.TOO_SMALL),
    "small-when-upright.jpg": Sample(
        lambda: saved(photo((600, 500)), "JPEG", exif=exif(6)), R.TOO_SMALL
    ),
    "just-large-enough.jpg": Sample(lambda: saved(photo((600, 360)), "JPEG"), (600, 360)),
    "over-15-megabytes.jpg": Sample(lambda: jpeg() + b"\x00" * 15_000_000, R.TOO_LARGE),
    # moving
    "moving.png": Sample(lambda: moving("PNG"), R.ANIMATED),
    "moving.gif": Sample(lambda: moving("GIF"), R.WRONG_KIND),
    "moving.webp": Sample(lambda: moving("WEBP"), R.ANIMATED),
    "moving.avif": Sample(lambda: moving("AVIF"), R.ANIMATED),
    "two-pictures.mpo.jpg": Sample(lambda: moving("MPO"), KEPT),
    # other kinds
    "drawing.svg": Sample(lambda: SVG, R.SVG),
    "drawing.svg.png": Sample(lambda: b"\xef\xbb\xbf\n" + SVG, R.SVG),
    "bare-drawing.svg": Sample(lambda: SVG[SVG.index(b"<svg") :], R.SVG),
    "page.eps": Sample(
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 900 600\n(x) run\n", R.WRONG_KIND
    ),
    "page.ps": Sample(lambda: b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n", R.WRONG_KIND),
    "document.pdf.jpg": Sample(lambda: b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>", R.WRONG_KIND),
    "page.html.jpg": Sample(lambda: b"<!doctype html><script>1</script>", R.WRONG_KIND),
    "still.gif": Sample(lambda: saved(photo(), "GIF"), R.WRONG_KIND),
    "archive.gif": Sample(lambda: b"GIF89a" + zipped(), R.WRONG_KIND),
    "scan.tiff": Sample(lambda: saved(photo(), "TIFF"), R.WRONG_KIND),
    "plain.bmp": Sample(lambda: saved(photo(), "BMP"), R.WRONG_KIND),
    "icon.ico": Sample(lambda: saved(photo((256, 256)), "ICO"), R.WRONG_KIND),
    "layers.psd": Sample(lambda: b"8BPS\x00\x01" + b"\x00" * 60, R.WRONG_KIND),
    "wavelets.jp2": Sample(lambda: saved(photo(), "JPEG2000"), R.WRONG_KIND),
    "telephone.heic": Sample(
        lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + noise(400), R.HEIC
    ),
    "film.mp4": Sample(
        lambda: b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + noise(400), R.WRONG_KIND
    ),
    "archive.zip": Sample(zipped, R.WRONG_KIND),
    "program.jpg": Sample(lambda: b"\x7fELF" + noise(400), R.WRONG_KIND),
    # two things at once
    "tail-of-html.jpg": Sample(lambda: jpeg() + b"<script>" + CANARY + b"</script>", KEPT),
    "tail-of-php.jpg": Sample(lambda: jpeg() + b"<?php system('" + CANARY + b"');", KEPT),
    "tail-of-zip.jpg": Sample(lambda: jpeg() + zipped(), KEPT),
    "tail-of-html.png": Sample(lambda: png() + b"<script>" + CANARY + b"</script>", KEPT),
    "html-in-comment.jpg": Sample(
        lambda: jpeg(comment=b"*/<script>" + CANARY + b"</script>/*"), KEPT
    ),
    "script-first.jpg": Sample(lambda: b"/*" + CANARY + b"*/" + jpeg(), R.WRONG_KIND),
    # metadata
    "place-and-owner.jpg": Sample(lambda: jpeg(exif=exif()), KEPT),
    "xmp.jpg": Sample(lambda: jpeg(xmp=xmp()), KEPT),
    "iptc.jpg": Sample(lambda: with_segment(iptc()), KEPT),
    "comment.jpg": Sample(lambda: jpeg(comment=CANARY), KEPT),
    "own-segment.jpg": Sample(lambda: with_segment(segment(0xEB, b"HDR_RI" + CANARY)), KEPT),
    "thumbnail.jpg": Sample(
        lambda: with_segment(
            segment(
                0xE1, b"Exif\x00\x00" + b"II*\x00\x08\x00\x00\x00\x00\x00" + CANARY + jpeg()[:9000]
            )
        ),
        KEPT,
    ),
    "profile.jpg": Sample(lambda: jpeg(icc_profile=srgb_profile()), KEPT),
    "swapped-profile.png": Sample(lambda: png(icc_profile=swapped_profile()), KEPT),
    "broken-profile.jpg": Sample(lambda: jpeg(icc_profile=CANARY + noise(500)), KEPT),
    "profile-of-another-mode.png": Sample(
        lambda: saved(photo().convert("L"), "PNG", icc_profile=srgb_profile()), KEPT
    ),
    "broken-exif.jpg": Sample(
        lambda: with_segment(segment(0xE1, b"Exif\x00\x00" + CANARY + noise(300))), KEPT
    ),
    "plain-text.png": Sample(
        lambda: with_chunk(png(), chunk(b"tEXt", b"Author\x00" + CANARY)), KEPT
    ),
    "packed-text.png": Sample(
        lambda: with_chunk(png(), chunk(b"zTXt", b"Author\x00\x00" + zlib.compress(CANARY))), KEPT
    ),
    "world-text.png": Sample(
        lambda: with_chunk(png(), chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp())),
        KEPT,
    ),
    "exif.png": Sample(lambda: png(exif=exif()), KEPT),
    "unknown-chunk.png": Sample(lambda: with_chunk(png(), chunk(b"caNy", CANARY)), KEPT),
    "text-bomb.png": Sample(
        lambda: with_chunk(
            png(), chunk(b"zTXt", b"Note\x00\x00" + zlib.compress(b"A" * 60_000_000, 9))
        ),
        R.BROKEN,
    ),
    "long-text.png": Sample(
        lambda: with_chunk(png(), chunk(b"tEXt", b"Note\x00" + CANARY * 200_000)), KEPT
    ),
    "exif-and-xmp.webp": Sample(
        lambda: saved(photo(), "WEBP", exif=exif(), xmp=xmp(), icc_profile=srgb_profile()), KEPT
    ),
    "exif-and-xmp.avif": Sample(
        lambda: saved(photo(), "AVIF", speed=9, exif=exif(), xmp=xmp()), KEPT
    ),
    # kinds of color
    "print.jpg": Sample(lambda: saved(photo().convert("CMYK"), "JPEG"), KEPT),
    "gray.jpg": Sample(lambda: saved(photo().convert("L"), "JPEG"), KEPT),
    "progressive.jpg": Sample(lambda: jpeg(progressive=True), KEPT),
    "sixteen-bits.png": Sample(lambda: saved(sixteen(), "PNG"), KEPT),
    "sixteen-bits-color.png": Sample(lambda: raw_png(*SIZE, depth=16, color=2), KEPT),
    "palette.png": Sample(lambda: saved(photo().quantize(16), "PNG"), KEPT),
    "clear-palette.png": Sample(cleared_palette, KEPT),
    "one-bit.png": Sample(lambda: saved(photo().convert("1"), "PNG"), KEPT),
    "clear-gray.png": Sample(lambda: clear("L"), KEPT),
    "clear.png": Sample(lambda: clear("RGB"), KEPT),
    "clear.webp": Sample(
        lambda: saved(Image.open(io.BytesIO(clear("RGB"))), "WEBP", lossless=True), KEPT
    ),
    # damaged
    "empty.jpg": Sample(lambda: b"", R.EMPTY),
    "one-byte.jpg": Sample(lambda: b"\xff", R.WRONG_KIND),
    "random.jpg": Sample(lambda: noise(50_000), R.WRONG_KIND),
    "random-after-mark.jpg": Sample(lambda: b"\xff\xd8\xff\xe0" + noise(50_000), R.BROKEN),
    "head-alone.jpg": Sample(lambda: jpeg()[:20], R.BROKEN),
    "quarter.jpg": Sample(lambda: cut_off(jpeg(), 0.25), R.BROKEN),
    "half.jpg": Sample(lambda: cut_off(jpeg(), 0.5), R.BROKEN),
    "most.jpg": Sample(lambda: cut_off(jpeg(), 0.9), R.BROKEN),
    "half.png": Sample(lambda: cut_off(png(), 0.5), R.BROKEN),
    "half.webp": Sample(lambda: cut_off(saved(photo(), "WEBP"), 0.5), R.BROKEN),
    "half.avif": Sample(lambda: cut_off(saved(photo(), "AVIF", speed=9), 0.5), R.BROKEN),
    "wrong-sum-of-head.png": Sample(lambda: flipped(png(), 30), R.BROKEN),
    # some pixels are wrong or missing, which only an eye can judge
    "wrong-byte-of-pixels.png": Sample(lambda: flipped(png(), len(png()) // 2), KEPT),
    "wrong-sum-of-pixels.png": Sample(lambda: flipped(png(), len(png()) - 20), KEPT),
    "missing-rows.png": Sample(lambda: raw_png(*SIZE, rows=100), KEPT),
    "sound.wav.webp": Sample(lambda: b"RIFF\x24\x00\x00\x00WAVEfmt " + noise(60), R.WRONG_KIND),
    **{
        f"turned-{number}.jpg": Sample(lambda number=number: turned(number), KEPT)  # type: ignore[misc]
        for number in TURNED
    },
}
