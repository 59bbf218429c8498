#!/usr/bin/env python3
"""Checks an electronic dossier with Python's standard library alone.

usage: python3 verify_dossier.py FILE [HEAD.json]
FILE is the dossier (ZIP), its journal (nhat-ky.json) or the proof from the page of a paper's QR code.
HEAD.json is the day's head as it was published (du-lieu-mo/nhat-ky/<day>.json), kept by anybody.
Exit 0: files have the digests of the manifest, each entry of the journal follows from the one before
it, the last anchored one is contained in the head of its day. Exit 1: the first fault is named.
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def canonical(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_files(archive) -> str:
    """The first file that is missing, changed or not in the manifest; nothing when all hold."""
    manifest = json.loads(archive.read("manifest.json"))
    known = {row["path"]: row["sha256"] for row in manifest["files"]}
    for path, expected in known.items():
        if path not in archive.namelist():
            return f"file missing: {path}"
        if digest(archive.read(path)) != expected:
            return f"file changed: {path}"
    extra = sorted({*archive.namelist()} - {*known, "manifest.json", "SHA256SUMS"})
    return f"file not in the manifest: {extra[0]}" if extra else ""


def check_chain(journal: dict) -> str:
    """The first entry that does not follow from the one before it; nothing when all hold."""
    previous = ""
    for number, entry in enumerate(journal["entries"], start=1):
        entry = dict(entry)
        stored, withheld = entry.pop("hash"), entry.pop("is_withheld", False)
        where = f"dossier {journal['dossier']}, entry {number}"
        if entry["seq"] != number:
            return f"{where}: missing"
        if entry["previous_hash"] != previous:
            return f"{where}: not linked to the one before"
        # An internal entry is withheld: its place in the chain is checked, its content cannot be.
        if not withheld and digest(canonical(entry)) != stored:
            return f"{where}: changed"
        previous = stored
    return ""


def check_head(journal: dict, published: dict | None) -> str:
    """Why the anchored entry is not contained in the head of its day; nothing when it is."""
    anchored = journal.get("anchored")
    if not anchored:
        return "no entry is anchored yet" if published else ""
    if journal["entries"][anchored["seq"] - 1]["hash"] != anchored["hash"]:
        return f"dossier {journal['dossier']}, entry {anchored['seq']}: not the anchored one"
    node = hashlib.sha256(b"\x00" + bytes.fromhex(anchored["hash"])).digest()
    for side, beside in anchored["path"]:
        pair = (bytes.fromhex(beside), node) if side == "L" else (node, bytes.fromhex(beside))
        node = hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest()
    head = anchored["head"]
    if digest(canonical([head["previous_hash"], node.hex()])) != head["hash"]:
        return f"the head of {head['day']} does not contain entry {anchored['seq']}"
    return "" if published in (None, head) else f"the published head of {head['day']} is another"


def main(path: str, head: str = "") -> int:
    broken, published = "", json.loads(Path(head).read_text("utf-8")) if head else None
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            broken = check_files(archive)
            journal = json.loads(archive.read("nhat-ky.json"))
    else:
        journal = json.loads(Path(path).read_text("utf-8"))
    broken = broken or check_chain(journal) or check_head(journal, published)
    if broken:
        print(f"NOT VALID: {broken}")
        return 1
    print(f"VALID: dossier {journal['dossier']}, {len(journal['entries'])} journal entries")
    if found := journal.get("anchored"):
        told = "as published" if published else f"compare with {found['published']}"
        print(f"entry {found['seq']} is in the head of {found['head']['day']}: {told}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (KeyError, IndexError, TypeError, ValueError, OSError, zipfile.BadZipFile):
        sys.exit("NOT VALID: neither a dossier (ZIP) nor its journal (JSON)")
