#!/usr/bin/env python3
"""Checks an electronic dossier (ZIP) or its journal (nhat-ky.json) with Python's standard library alone.

usage: python3 verify_dossier.py FILE.zip|nhat-ky.json
Exit 0: every file has the digest of the manifest and every entry of the journal follows from the one
before it. Exit 1: the first thing that does not hold is named.
"""

import hashlib
import json
import sys
import zipfile


def canonical(value) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def check_files(archive) -> str:
    """The first file that is missing, changed or not in the manifest; nothing when all hold."""
    manifest = json.loads(archive.read("manifest.json"))
    known = {row["path"]: row["sha256"] for row in manifest["files"]}
    for path, digest in known.items():
        try:
            content = archive.read(path)
        except KeyError:
            return f"file missing: {path}"
        if hashlib.sha256(content).hexdigest() != digest:
            return f"file changed: {path}"
    extra = set(archive.namelist()) - set(known) - {"manifest.json", "SHA256SUMS"}
    return f"file not in the manifest: {sorted(extra)[0]}" if extra else ""


def check_chain(journal: dict) -> str:
    """The first entry that does not follow from the one before it; nothing when all hold."""
    previous = ""
    for number, entry in enumerate(journal["entries"], start=1):
        entry = dict(entry)
        stored, withheld = entry.pop("hash"), entry.pop("is_withheld", False)
        if entry["seq"] != number:
            return f"dossier {journal['dossier']}, entry {number}: missing"
        if entry["previous_hash"] != previous:
            return f"dossier {journal['dossier']}, entry {number}: not linked to the one before"
        # An internal entry is withheld: its place in the chain is checked, its content cannot be.
        if not withheld and hashlib.sha256(canonical(entry)).hexdigest() != stored:
            return f"dossier {journal['dossier']}, entry {number}: changed"
        previous = stored
    return ""


def main(path: str) -> int:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            broken = check_files(archive)
            journal = json.loads(archive.read("nhat-ky.json"))
    else:
        broken = ""
        with open(path, encoding="utf-8") as kept:
            journal = json.load(kept)
    broken = broken or check_chain(journal)
    if broken:
        print(f"NOT VALID: {broken}")
        return 1
    print(f"VALID: dossier {journal['dossier']}, {len(journal['entries'])} journal entries")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
