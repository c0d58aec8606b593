"""Contrast of every pair of colors that the pages use, computed from tokens.css."""

import re
from pathlib import Path

import pytest

from redress import web

TOKENS = Path(web.__file__).parent / "static" / "css" / "tokens.css"
TEXT, PART = 4.5, 3.0
type Color = tuple[int, int, int]

ON_PAPER = ("ink", "ink-2", "insert", "strike", "win")
PAIRS = [
    *((text, ground, TEXT) for text in ON_PAPER for ground in ("paper", "bond", "marker-soft")),
    *((text, "insert-wash", TEXT) for text in ("ink", "ink-2", "insert")),
    *((text, "strike-wash", TEXT) for text in ("ink", "ink-2", "strike")),
    *((text, "win-wash", TEXT) for text in ("ink", "ink-2", "win")),
    ("marker-ink", "marker", TEXT),
    ("paper", "ink", TEXT),
    ("night-ink", "night", TEXT),
    ("on-fill", "win", TEXT),
    ("rule-strong", "paper", PART),
    ("rule-strong", "bond", PART),
    ("insert", "bond", PART),
    ("margin-red", "paper", PART),
    ("map-4", "paper", PART),
]


def hex_color(text: str) -> Color:
    """The three channels of #rgb or #rrggbb."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def read_tokens(theme: str) -> dict[str, Color]:
    """Every color token as the light or the dark theme has it."""
    found = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS.read_text()):
        pair = re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value)
        if pair:
            found[name] = hex_color(pair[1] if theme == "light" else pair[2])
        elif re.fullmatch(r"#\w+", value):
            found[name] = hex_color(value)
    return found


def luminance(color: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [channel / 255 for channel in color]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colors."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestContrast:
    def test_of_black_and_white_is_21(self) -> None:
        assert contrast((0, 0, 0), (255, 255, 255)) == 21

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
    def test_is_enough_in_both_themes(
        self, theme: str, text: str, ground: str, least: float
    ) -> None:
        tokens = read_tokens(theme)

        ratio = contrast(tokens[text], tokens[ground])

        assert ratio >= least, f"{text} on {ground}: {ratio:.2f}"

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_grows_along_the_steps_of_the_map(self, theme: str) -> None:
        tokens = read_tokens(theme)

        ratios = [contrast(tokens[f"map-{step}"], tokens["paper"]) for step in range(5)]

        assert ratios == sorted(ratios)


class TestOtherSheets:
    def test_name_no_text_color_of_their_own(self) -> None:
        """Only tokens may color text; the few fixed colors stand on fixed grounds."""
        allowed = {"#fff", "#10182b", "#b9c3d6", "#000"}
        for sheet in TOKENS.parent.glob("*.css"):
            if sheet.name == "tokens.css":
                continue
            written = set(re.findall(r"[\s{;]color:\s*(#\w+)", sheet.read_text()))
            assert written <= allowed, sheet.name
