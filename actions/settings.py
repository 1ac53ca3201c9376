"""The action server's settings: it knows the backend and nothing else."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment variables with the prefix `JAWAB_`."""

    model_config = SettingsConfigDict(env_prefix="JAWAB_", extra="ignore", frozen=True)

    backend_url: str = "http://127.0.0.1:8081"
    actions_secret: SecretStr = SecretStr("")
    """What Rasa shows; the server does not start without one."""
    backend_token: SecretStr = SecretStr("")
