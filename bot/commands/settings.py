"""`jawab settings`: every setting with its present value and its meaning."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import SecretStr

from bot.settings import Settings


def lines(settings: Settings) -> Iterator[str]:
    """Give one line a setting; secrets are only said to be set or not."""
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        yield f"JAWAB_{name.upper()}={_shown(value)}\n    {field.description}"


def presets() -> Iterator[str]:
    """Give one line a setting with its preset, whatever the present values are."""
    for name, field in Settings.model_fields.items():
        yield f"JAWAB_{name.upper()}={_shown(field.default)}\n    {field.description}"


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set, hidden)"
    return "" if value is None else str(value)
