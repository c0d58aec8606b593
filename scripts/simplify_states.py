"""Draw the states map again: us-atlas TopoJSON in, small SVG paths out.

Usage: python scripts/simplify_states.py states-albers-10m.json > redress/web/data/us_states.json
The input comes from the npm package us-atlas (ISC), already projected to 975 x 610.
Borders are simplified arc by arc, so that neighbors keep sharing them.
"""

import argparse
import itertools
import json
import sys
from pathlib import Path
from typing import Any

type Point = tuple[float, float]

# A bend whose triangle is smaller than this many square units goes; the map is 975 wide.
SMALLEST_BEND = 3.0
SMALLEST_ISLAND = 14.0

NOTICE = (
    "State shapes: us-atlas 3.0.1, states-albers-10m.json, simplified. "
    "Geometry: U.S. Census Bureau cartographic boundary files (public domain). "
    "us-atlas: Copyright 2013-2019 Michael Bostock. Permission to use, copy, modify, and/or "
    "distribute this software for any purpose with or without fee is hereby granted, provided "
    "that the above copyright notice and this permission notice appear in all copies. THE "
    'SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS '
    "SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL "
    "THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY "
    "DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF "
    "CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE "
    "OR PERFORMANCE OF THIS SOFTWARE."
)

# The codes of the U.S. Census Bureau (FIPS) and of the Postal Service.
FIPS_TO_POSTAL = """
    01:AL 02:AK 04:AZ 05:AR 06:CA 08:CO 09:CT 10:DE 11:DC 12:FL 13:GA 15:HI 16:ID 17:IL
    18:IN 19:IA 20:KS 21:KY 22:LA 23:ME 24:MD 25:MA 26:MI 27:MN 28:MS 29:MO 30:MT 31:NE
    32:NV 33:NH 34:NJ 35:NM 36:NY 37:NC 38:ND 39:OH 40:OK 41:OR 42:PA 44:RI 45:SC 46:SD
    47:TN 48:TX 49:UT 50:VT 51:VA 53:WA 54:WV 55:WI 56:WY
"""
FIPS = dict(pair.split(":") for pair in FIPS_TO_POSTAL.split())


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Turn the delta-coded, quantized arcs into points."""
    (scale_x, scale_y) = topology["transform"]["scale"]
    (move_x, move_y) = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for delta_x, delta_y in arc:
            x, y = x + delta_x, y + delta_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return arcs


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of the triangle of three points."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplify(points: list[Point]) -> list[Point]:
    """Drop the least visible bend again and again (Visvalingam); the ends stay."""
    kept = list(points)
    least = 5 if kept[0] == kept[-1] else 2
    while len(kept) > least:
        areas = [triangle(*kept[i - 1 : i + 2]) for i in range(1, len(kept) - 1)]
        smallest = min(areas)
        if smallest >= SMALLEST_BEND:
            break
        del kept[areas.index(smallest) + 1]
    return kept


def ring_points(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join the arcs of one ring; a negative number is an arc walked backward."""
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def ring_area(points: list[Point]) -> float:
    """Area enclosed by a closed ring."""
    pairs = itertools.pairwise(points)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def path_of(points: list[Point]) -> str:
    """One closed ring as a relative path in whole units."""
    whole = [(round(x), round(y)) for x, y in points]
    x, y = whole[0]
    text = f"M{x},{y}l"
    steps: list[str] = []
    for next_x, next_y in whole[1:-1]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x},{next_y - y}")
            x, y = next_x, next_y
    return text + " ".join(steps).replace(" -", "-").replace(",-", "-") + "z"


def rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    """All rings of a polygon or multipolygon."""
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    return [ring for polygon in geometry["arcs"] for ring in polygon]


def draw(topology: dict[str, Any]) -> dict[str, Any]:
    """Name and path of each state, and the notice that must go with them."""
    whole = decode_arcs(topology)
    simple = [simplify(arc) for arc in whole]
    states = {}
    for geometry in topology["objects"]["states"]["geometries"]:
        code = FIPS.get(str(geometry["id"]))
        if code is None:
            continue
        rings = sorted(
            rings_of(geometry), key=lambda ring: ring_area(ring_points(ring, whole)), reverse=True
        )
        shown = rings[:1] + [
            ring for ring in rings[1:] if ring_area(ring_points(ring, whole)) >= SMALLEST_ISLAND
        ]
        states[code] = {
            "name": geometry["properties"]["name"],
            "d": "".join(path_of(ring_points(ring, simple)) for ring in shown),
        }
    return {"notice": NOTICE, "viewBox": "0 0 975 610", "states": dict(sorted(states.items()))}


def main() -> None:
    """Read the file named on the command line, write JSON to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path, help="states-albers-10m.json of us-atlas")
    topology = json.loads(parser.parse_args().topology.read_text())
    json.dump(draw(topology), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
