"""Outlines as lists of points. Units are pixels of an 800 px picture; y grows downwards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
Path = list[Point]


def spline(points: Sequence[Point], *, closed: bool = False, steps: int = 14) -> Path:
    """A Catmull-Rom curve through the points."""
    n = len(points)
    out: Path = []
    for i in range(n if closed else n - 1):
        around = [points[_index(i + k, n, closed=closed)] for k in (-1, 0, 1, 2)]
        out += [_between(around, s / steps) for s in range(steps)]
    if not closed:
        out.append(points[-1])
    return out


def _index(i: int, n: int, *, closed: bool) -> int:
    return i % n if closed else min(max(i, 0), n - 1)


def _between(around: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = around

    def at(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)

    return at(ax, bx, cx, dx), at(ay, by, cy, dy)


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Path:
    """Part of an ellipse, angles in degrees, clockwise from the right."""
    steps = max(8, int(abs(end - start) / 6))
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> Path:
    """A rectangle from its top left corner, its corners rounded."""
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    right, bottom = x + width - r, y + height - r
    return [
        *arc(right, y + r, r, r, -90, 0),
        *arc(right, bottom, r, r, 0, 90),
        *arc(x + r, bottom, r, r, 90, 180),
        *arc(x + r, y + r, r, r, 180, 270),
    ]


def turned(profile: Sequence[Point], *, foot: float = 0.16, smooth: bool = True) -> Path:
    """The outline of a thing made on a wheel.

    Args:
        profile: (half width, y) from the rim down to the foot.
        foot: how round the foot looks, as a part of its half width.
        smooth: bend the profile into a curve.

    """
    side = spline(profile) if smooth else list(profile)
    half, base = side[-1]
    left = [(-w, y) for w, y in reversed(side)]
    return [*side, *arc(0, base, half, half * foot, 0, 180), *left]


def moved(path: Sequence[Point], dx: float, dy: float, scale: float = 1, angle: float = 0) -> Path:
    """The path scaled, turned by `angle` degrees, then shifted."""
    c, s = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
    return [(x * c - y * s + dx, x * s + y * c + dy) for x, y in path]


def stroke(points: Sequence[Point], width: float, end_width: float | None = None) -> Path:
    """A line with body: the outline of a brush drawn along the points, thinning to `end_width`."""
    last = width if end_width is None else end_width
    n = len(points)
    left: Path = []
    right: Path = []
    for i, (x, y) in enumerate(points):
        (px, py), (qx, qy) = points[max(i - 1, 0)], points[min(i + 1, n - 1)]
        length = math.hypot(qx - px, qy - py) or 1
        half = (width + (last - width) * i / max(n - 1, 1)) / 2
        nx, ny = -(qy - py) / length * half, (qx - px) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return [*left, *_cap(points[-1], left[-1], right[-1]), *reversed(right), *_cap(points[0], right[0], left[0])]


def _cap(centre: Point, start: Point, end: Point) -> Path:
    """The half circle that rounds off a stroke."""
    x, y = centre
    a = math.atan2(start[1] - y, start[0] - x)
    radius = math.hypot(end[0] - x, end[1] - y)
    return [
        (x + radius * math.cos(a - math.pi * k / 8), y + radius * math.sin(a - math.pi * k / 8)) for k in range(1, 8)
    ]
