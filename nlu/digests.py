"""Digests of code and data, so that a change in either is seen. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def digest_of(files: Iterable[Path], *, base: Path) -> str:
    """SHA-256 over names (relative to `base`) and bytes, whatever the order of the files."""
    total = hashlib.sha256()
    for file in sorted(set(files)):
        total.update(file.relative_to(base).as_posix().encode())
        total.update(b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def source_files(*folders: Path) -> list[Path]:
    """All modules and word lists below the folders."""
    return [file for folder in folders for kind in ("*.py", "*.tsv") for file in folder.rglob(kind)]


def understanding_digest(package: Path = PACKAGE) -> str:
    """Digest of what the components delegate to: Rasa's own cache does not look there."""
    folders = (package / "text", package / "model", package / "components")
    files = [*source_files(*folders), package / "decision.py", package / "found.py"]
    return digest_of(files, base=package)
