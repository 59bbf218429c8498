"""The tree over a day's entries (Merkle): one entry is proved by a short path, not by all the others."""

from hashlib import sha256

LEFT, RIGHT = "L", "R"


def root_of(hashes: list[str]) -> str:
    """The root over the entries' hashes in their order; leaves and nodes are told apart by a first byte."""
    level = [_leaf(one) for one in hashes]
    while len(level) > 1:
        level = _above(level)
    return level[0].hex() if level else ""


def path_to(hashes: list[str], place: int) -> list[list[str]]:
    """What stands beside the entry on the way to the root: [side of the neighbour, its hash]."""
    path, level = [], [_leaf(one) for one in hashes]
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append([LEFT if beside < place else RIGHT, level[beside].hex()])
        level, place = _above(level), place // 2
    return path


def root_from(entry: str, path: list[list[str]]) -> str:
    """The root to which the path leads from this entry."""
    node = _leaf(entry)
    for side, beside in path:
        pair = [bytes.fromhex(beside), node] if side == LEFT else [node, bytes.fromhex(beside)]
        (node,) = _above(pair)
    return node.hex()


def _leaf(entry: str) -> bytes:
    return sha256(b"\x00" + bytes.fromhex(entry)).digest()


def _above(level: list[bytes]) -> list[bytes]:
    """The level above; who has no neighbour goes up as it is."""
    pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
    return [
        sha256(b"\x01" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0]
        for pair in pairs
    ]
