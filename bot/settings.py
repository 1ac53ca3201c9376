"""The gateway's settings: environment variables with the prefix `JAWAB_`, or a file `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT: Final = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Read once, in `wiring` and the command line."""

    model_config = SettingsConfigDict(
        env_prefix="JAWAB_",
        env_file=ROOT / ".env",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    host: str = Field("127.0.0.1", description="Address that the gateway listens on.")
    port: int = Field(8080, ge=1, le=65535, description="Port of the gateway.")
    data_dir: Path = Field(Path("var"), description="Databases, models, logs, the secret key.")
    database_url: SecretStr | None = Field(
        None,
        description="SQLAlchemy URL of a PostgreSQL database; unset: three SQLite files.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Root of pseudonyms, encryption and shared secrets; unset: a file made at the"
        " first start.",
    )
    rasa_urls: str = Field(
        "", description="Addresses of Rasa processes, with commas; unset: `up` starts one."
    )
    actions_url: str = Field("", description="Address of the action server; unset: `up` starts it.")
    backend_url: str = Field("", description="Address of the backend; unset: `up` starts it.")
    backend_token: SecretStr | None = Field(
        None, description="Token for the backend; unset: derived from the secret key."
    )
    answer_workers: int = Field(8, ge=1, le=64, description="Messages answered at the same time.")
    sample_data: bool = Field(
        default=True, description="Load made-up requests and show one on the demonstration page."
    )
    telegram_token: SecretStr | None = Field(
        None, description="Token of the Telegram bot; unset: no Telegram."
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Telegram's API; change it for a simulator."
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith("postgresql"):
            raise ValueError("it begins with postgresql://; leave it unset for SQLite")
        return value

    @field_validator("data_dir")
    @classmethod
    def _from_the_root(cls, value: Path) -> Path:
        """Count from the project's folder: commands are given in any folder."""
        return value if value.is_absolute() else ROOT / value

    @property
    def rasa_addresses(self) -> tuple[str, ...]:
        """The Rasa processes, one address each."""
        return tuple(url.strip().rstrip("/") for url in self.rasa_urls.split(",") if url.strip())

    @property
    def bot_database_url(self) -> str:
        """Where the gateway keeps its tables."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'bot.sqlite3'}"
