# SPDX-License-Identifier: Apache-2.0
"""Curves as a picture: size and figure, each on a scale of powers of ten; a line that grows as its size does is steep."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from bench.growth.curves import Curve

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 380, 60, 250, 40, 40
"""Of one panel, in pixels; the names of curves are to the right of their ends."""
COLOURS = ("#1b5e8a", "#a33b20", "#3d7a36", "#7a4a9c", "#8a6d1b", "#2b8f8f", "#444444", "#b0487c")
LINE_HEIGHT = 13


def picture(panels: Sequence[tuple[str, Sequence[Curve]]]) -> str:
    """Return panels, one below the other, as SVG."""
    height = HEIGHT * len(panels)
    box = f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (title, curves) in enumerate(panels):
        lines.append(f'<g transform="translate(0 {HEIGHT * number})">')
        lines += _panel(title, [curve for curve in curves if any(curve.points.values())])
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _panel(title: str, curves: Sequence[Curve]) -> Iterator[str]:
    values = [value for curve in curves for value in curve.points.values() if value > 0]
    sizes = sorted({size for curve in curves for size in curve.points})
    if not values:
        return
    lowest, highest = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    highest = max(highest, lowest + 1)
    first, last = math.log10(sizes[0]), max(math.log10(sizes[-1]), math.log10(sizes[0]) + 1)

    def across(size: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(size) - first) / (last - first)

    def up(value: float) -> float:
        share = (math.log10(value) - lowest) / (highest - lowest)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    yield f'<text x="{LEFT}" y="22" font-size="14" font-weight="bold">{escape(title)}</text>'
    for power in range(lowest, highest + 1):
        y = up(10.0**power)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for size in sizes:
        yield f'<path d="M{across(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>'
        yield f'<text x="{across(size):.1f}" y="{HEIGHT - 22}" text-anchor="middle">{size:,}</text>'
    ends = _apart([up(max(curve.points[max(curve.points)], 10.0**lowest)) for curve in curves])
    for number, (curve, end) in enumerate(zip(curves, ends, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        places = [(across(size), up(value)) for size, value in curve.points.items() if value > 0]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        x, y = places[-1]
        yield f'<path d="M{x:.1f} {y:.1f}L{WIDTH - RIGHT + 14} {end:.1f}" stroke="{colour}" stroke-width="0.5"/>'
        name = (
            f"{curve.name.replace('_', ' ')}, {curve.unit}: {curve.points[max(curve.points)]:.3g}"
        )
        yield f'<text x="{WIDTH - RIGHT + 18}" y="{end + 4:.1f}" fill="{colour}">{escape(name)}</text>'


def _apart(ends: Sequence[float]) -> list[float]:
    """Return where the names go: beside the ends of their curves, and none over another."""
    placed: dict[int, float] = {}
    below = float(HEIGHT - BOTTOM + LINE_HEIGHT)
    for number in sorted(range(len(ends)), key=lambda one: -ends[one]):
        below = min(ends[number], below - LINE_HEIGHT)
        placed[number] = below
    return [placed[number] for number in range(len(ends))]
