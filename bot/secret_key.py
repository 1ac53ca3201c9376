"""The commune's secret key: made once, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.privacy import Keys
from bot.settings import Settings


def load_keys(settings: Settings) -> Keys:
    """Read the key from the settings or its file; make the file where there is none."""
    if settings.secret_key:
        return Keys(settings.secret_key.get_secret_value().encode())
    return Keys(_read_or_make(settings.data_dir / "secret.key"))


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_urlsafe(48).encode()
        file.write(key + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key
