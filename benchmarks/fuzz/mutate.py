"""Mutations that know the pieces a format is made of; what libFuzzer's own do not reach."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_MOST = 4096


def mutated(data: bytes, pieces: Sequence[bytes], others: Sequence[bytes], random: Random) -> bytes:
    """Return bytes changed in one to six places; `others` are seeds to take parts from."""
    found = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randint(0, len(found))
        end = min(len(found), at + random.choice((0, 1, 1, 2, 4, 8, 30, 200)))
        found[at:end] = _put(bytes(found), at, end, pieces, others, random)
    return bytes(found[:_MOST])


def _put(
    data: bytes, at: int, end: int, pieces: Sequence[bytes], others: Sequence[bytes], random: Random
) -> bytes:
    """Return what stands in the place of a part of some bytes."""
    match random.randint(0, 7):
        case 0:
            return b""
        case 1 | 2:
            return random.choice(pieces)
        case 3:
            return random.choice(pieces) * random.choice((2, 3, 30, 300))
        case 4:
            return data[at:end] * random.choice((2, 2, 40))
        case 5:
            other = random.choice(others) if others else data
            begin = random.randint(0, len(other))
            return other[begin : begin + random.randint(1, 200)]
        case 6:
            return bytes(random.randint(0, 255) for _ in range(random.randint(1, 4)))
        case _:
            return random.choice(pieces) + data[at:end] + random.choice(pieces)
