"""Changes a file at random, as a bad disk, a bad line or a person with a hex editor does."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from attacks.samples import KINDS, resolution

Mutate = Callable[[bytearray, random.Random], bytearray]
_ODD = (
    b"\0",
    b"\xff\xff\xff\xff",
    b"9" * 20,
    b"-1",
    b"<",
    b">>",
    b"&",
    b"PK\x03\x04",
    b"%s%n",
    b"\xe2\x80\xae",
)


def flipped(data: bytearray, dice: random.Random) -> bytearray:
    """Change a few bits."""
    for _ in range(dice.choice((1, 5, 40))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return data


def cut(data: bytearray, dice: random.Random) -> bytearray:
    """End early."""
    return data[: dice.randrange(1, len(data))]


def holed(data: bytearray, dice: random.Random) -> bytearray:
    """Lose bytes in the middle."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 2000) :]


def zeroed(data: bytearray, dice: random.Random) -> bytearray:
    """Lose a block to zeros."""
    start, size = dice.randrange(len(data)), dice.choice((16, 512, 4096))
    data[start : start + size] = bytes(len(data[start : start + size]))
    return data


def repeated(data: bytearray, dice: random.Random) -> bytearray:
    """Repeat a piece many times."""
    start = dice.randrange(len(data))
    piece = data[start : start + dice.choice((1, 7, 60))]
    return data[:start] + piece * dice.choice((3, 100, 5000)) + data[start:]


def inserted(data: bytearray, dice: random.Random) -> bytearray:
    """Put odd bytes in."""
    for _ in range(dice.choice((1, 4))):
        at = dice.randrange(len(data))
        data[at:at] = dice.choice(_ODD)
    return data


def swapped(data: bytearray, dice: random.Random) -> bytearray:
    """Exchange two pieces."""
    size = dice.randrange(1, 200)
    first, second = sorted(dice.sample(range(len(data)), 2))
    one, two = data[first : first + size], data[second : second + size]
    data[second : second + size], data[first : first + size] = one, two
    return data


def numbered(data: bytearray, dice: random.Random) -> bytearray:
    """Put another number in the place of one."""
    places = [at for at, one in enumerate(data) if 48 <= one <= 57]
    if not places:
        return flipped(data, dice)
    at = dice.choice(places)
    return data[:at] + dice.choice((b"0", b"-1", b"99999999999", b"1e99")) + data[at + 1 :]


MUTATIONS: tuple[Mutate, ...] = (flipped, cut, holed, zeroed, repeated, inserted, swapped, numbered)


def mutated(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Make so many changed files, of each form in turn."""
    whole = {kind: write(resolution()) for kind, write in KINDS.items()}
    kinds = sorted(whole)
    for at in range(count):
        dice = random.Random(f"{seed} {at}")
        kind, mutate = kinds[at % len(kinds)], MUTATIONS[at // len(kinds) % len(MUTATIONS)]
        data = bytearray(whole[kind])
        if kind == "docx" and dice.random() < 0.5:
            data = bytearray(_within(whole[kind], mutate, dice))
        else:
            data = mutate(data, dice)
        if dice.random() < 0.2 and data:
            data = flipped(data, dice)
        yield f"{mutate.__name__} {at}.{kind}", bytes(data)


def _within(data: bytes, mutate: Mutate, dice: random.Random) -> bytes:
    """Change what is inside an archive, and pack it again."""
    import io
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        hit = dice.choice(old.namelist())
        for one in old.infolist():
            content = old.read(one)
            new.writestr(one, bytes(mutate(bytearray(content), dice)) if one.filename == hit else content)
    return file.getvalue()
