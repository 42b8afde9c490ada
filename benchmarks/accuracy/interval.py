"""Bounds of a proportion."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054  # the normal distribution's two-sided 95 % point


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of `part` out of `whole`; (0, 1) for none of none."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, Z95 * Z95 / whole
    centre = share + square / 2
    half = Z95 * sqrt(share * (1 - share) / whole + square / (4 * whole))
    return max(0.0, (centre - half) / (1 + square)), min(1.0, (centre + half) / (1 + square))
