"""Run as a script in a limited child: decodes hostile pictures and draws them anew.

Imports nothing of Redress, so that the child starts fast and knows no settings. The request on
stdin is one line of JSON (`task`, and what the task wants) and then the bytes of the picture.
The answer is one line of JSON and then the bytes of the files that it lists, one after another;
or `refused` with a reason. Nothing of the upload but its pixels reaches an answer: every picture
is drawn onto a new canvas, and no metadata at all is written.
"""

import io
import json
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

# the decoders that may be asked at all; a JPEG with several pictures calls itself MPO
FORMATS = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
MAX_PIXELS = 20_000_000
# these two decoders hold several copies of the picture at once
MAX_PIXELS_OF = {"WEBP": 12_000_000, "AVIF": 12_000_000}
ASPECT = (5, 3)
ENCODINGS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 6, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
}
MASTER = {"format": "JPEG", "quality": 92, "optimize": True}
_T = Image.Transpose
_UPRIGHT = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_270,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_90,
}
_SVG_LOOKED_AT = 4096
_AVIF = (b"avif", b"avis")
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


class Refused(Exception):
    """The picture is not taken; the first argument is the reason, one of cleaning.Reason."""


def clean(
    data: bytes, *, smallest: tuple[int, int], fitting: tuple[int, int], covering: bool
) -> Image.Image:
    """The pixels alone: upright, in sRGB, on white, not larger than needed.

    With `covering`, the part that a cut in the shape of `fitting` shows is not larger than it;
    else the whole picture fits into it. Raises Refused.
    """
    _refuse_other_kinds(data)
    picture = _opened(data)
    orientation = _orientation_of(picture)
    width, height = picture.size
    if orientation in {5, 6, 7, 8}:
        width, height = height, width
    if width < smallest[0] or height < smallest[1]:
        raise Refused("too_small")
    ratios = (fitting[0] / width, fitting[1] / height)
    scale = min(1.0, max(ratios) if covering else min(ratios))
    profile = picture.info.get("icc_profile")
    if picture.format == "JPEG" and scale < 1:
        # the decoder itself can halve a picture, which spares memory
        picture.draft(None, (round(picture.width * scale), round(picture.height * scale)))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if orientation in {5, 6, 7, 8}:
        size = size[::-1]
    # small first, then on white: two copies of a large picture would be too many
    flat = _plain(_loaded(picture))
    del picture
    if flat.size != size:
        flat = flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    flat = _on_white(flat)
    flat = _in_srgb(flat, profile)
    if orientation in _UPRIGHT:
        flat = flat.transpose(_UPRIGHT[orientation])
    canvas = Image.new("RGB", flat.size, "white")
    canvas.paste(flat)
    return canvas


def cut(master: Image.Image, focal: tuple[int, int] | None) -> Image.Image:
    """The largest 5:3 part with the focal point as near to its middle as can be; None: all."""
    if focal is None:
        return master
    across, down = ASPECT
    width = min(master.width, master.height * across // down)
    height = min(master.height, max(1, width * down // across))
    left = min(max(round(master.width * focal[0] / 100 - width / 2), 0), master.width - width)
    top = min(max(round(master.height * focal[1] / 100 - height / 2), 0), master.height - height)
    return master.crop((left, top, left + width, top + height))


def encode(picture: Image.Image, **how: Any) -> bytes:
    """The bytes of a drawn picture; it carries no metadata, so none is written."""
    buffer = io.BytesIO()
    picture.save(buffer, **how)
    return buffer.getvalue()


def variants(
    picture: Image.Image, widths: list[int], formats: list[str]
) -> list[tuple[dict[str, Any], bytes]]:
    """The picture at each width that does not exceed its own, in each format."""
    fitting = [width for width in widths if width <= picture.width] or [picture.width]
    found = []
    for width in fitting:
        height = max(1, round(picture.height * width / picture.width))
        small = (
            picture
            if width == picture.width
            else picture.resize((width, height), Image.Resampling.LANCZOS)
        )
        for name in formats:
            body = encode(small, **ENCODINGS[name])
            found.append(({"format": name, "width": width, "height": small.height}, body))
    return found


def _refuse_other_kinds(data: bytes) -> None:
    """Name the kinds that people often send, so that the sentence can say what to do."""
    head = data[:_SVG_LOOKED_AT]
    if head[4:8] == b"ftyp":
        brands = head[8 : int.from_bytes(head[:4], "big")]
        if not any(brand in brands for brand in _AVIF):
            raise Refused("heic" if any(brand in brands for brand in _HEIC) else "wrong_kind")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in head.lower():
        raise Refused("svg")


def _opened(data: bytes) -> ImageFile.ImageFile:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        # this decoder asks for the memory of the whole picture when it is opened
        width, height = _webp_size(data)
        if width * height > MAX_PIXELS_OF["WEBP"]:
            raise Refused("too_many_pixels")
    try:
        picture = Image.open(io.BytesIO(data), formats=list(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("too_many_pixels") from None
    except MemoryError:
        raise
    except UnidentifiedImageError:
        known = data.startswith((b"\xff\xd8", b"\x89PNG")) or data[8:12] == b"WEBP"
        raise Refused("broken" if known or data[4:8] == b"ftyp" else "wrong_kind") from None
    except (
        Exception
    ) as failure:  # whatever a decoder says of hostile bytes, the picture is unusable
        raise Refused("broken") from failure
    if picture.width * picture.height > MAX_PIXELS_OF.get(str(picture.format), MAX_PIXELS):
        raise Refused("too_many_pixels")
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("animated")
    return picture


def _webp_size(data: bytes) -> tuple[int, int]:
    """The size that the header claims, 0 where it cannot be read."""
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8X":
        return (
            1 + int.from_bytes(body[4:7], "little"),
            1 + int.from_bytes(body[7:10], "little"),
        )
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return (
        int.from_bytes(body[6:8], "little") & 0x3FFF,
        int.from_bytes(body[8:10], "little") & 0x3FFF,
    )


def _loaded(picture: ImageFile.ImageFile) -> Image.Image:
    try:
        picture.load()
    except MemoryError:
        raise
    except Exception as failure:  # the same
        if "memory" in str(failure):
            raise MemoryError from failure
        raise Refused("broken") from failure
    return picture


def _orientation_of(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 - broken metadata is thrown away with the rest of it
        return 1


def _plain(picture: Image.Image) -> Image.Image:
    """In mode L, RGB, RGBA or CMYK."""
    if picture.mode.startswith("I") or picture.mode == "F":
        # sixteen bits; a plain conversion would cut off instead of scaling
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGB"
    if picture.has_transparency_data:
        mode = "RGBA"
    elif picture.mode in {"1", "L"}:
        mode = "L"
    elif picture.mode == "CMYK":
        mode = "CMYK"
    return picture if picture.mode == mode else picture.convert(mode)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    canvas = Image.new("RGB", picture.size, "white")
    canvas.paste(picture, mask=picture.getchannel("A"))
    return canvas


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            # a profile that fits nothing: the colors are shown as a browser would guess them
            return picture.convert("RGB")
        assert converted is not None
        return converted
    return picture.convert("RGB")


def _peak_bytes() -> int:
    """The most memory that this process held at once."""
    status = Path("/proc/self/status")
    if status.exists():
        # what getrusage tells began with the process that started this one
        line = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS counts bytes


def answer(request: dict[str, Any], data: bytes) -> list[tuple[dict[str, Any], bytes]]:
    """The files that were asked for, each with what is to be said of it. Raises Refused."""
    if request["task"] == "clean":
        master = clean(
            data,
            smallest=tuple(request["smallest"]),
            fitting=tuple(request["fitting"]),
            covering=request["covering"],
        )
        size = {"width": master.width, "height": master.height}
        preview = master.copy()
        preview.thumbnail(tuple(request["preview"]), Image.Resampling.LANCZOS)
        return [
            ({"format": "master", **size}, encode(master, **MASTER)),
            *variants(preview, [preview.width], ["jpg"]),
        ]
    focal = request["focal"]
    master = _opened(data).convert("RGB")
    return variants(
        cut(master, None if focal is None else tuple(focal)), request["widths"], request["formats"]
    )


def main() -> int:
    """Read the request, answer with the files or with the reason of a refusal."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    head, data = sys.stdin.buffer.readline(), sys.stdin.buffer.read()
    said: dict[str, Any]
    try:
        files = answer(json.loads(head), data)
        said = {"files": [{**about, "bytes": len(body)} for about, body in files]}
    except Refused as refusal:
        files, said = [], {"refused": str(refusal)}
    said["peak_bytes"] = _peak_bytes()
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    for _about, body in files:
        sys.stdout.buffer.write(body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
