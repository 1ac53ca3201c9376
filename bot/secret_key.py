"""The commune's secret key: made once, readable by its owner only."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.privacy import Keys
from bot.settings import Settings


class EmptyKey(Exception):
    """Keys derived from nothing could be guessed by anybody."""


def load_keys(settings: Settings) -> Keys:
    """Read the key from the settings or its file, made where there is none; raises EmptyKey."""
    if settings.secret_key:
        return Keys(settings.secret_key.get_secret_value().encode())
    return Keys(_read_or_make(settings.data_dir / "secret.key"))


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = path.read_bytes().strip()
    if not key:
        raise EmptyKey(f"{path} is empty; put the key back, or remove the file for a new one")
    return key


def _make(path: Path) -> None:
    """Write the key aside and link it: nobody reads half of it, the first of two wins."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".secret.key.") as file:  # mode 0600
        file.write(secrets.token_urlsafe(48).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
