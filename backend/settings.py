"""Settings of the backend, read once from the environment or `.env`."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

HOST = "127.0.0.1"  # not a setting: only programs of the same machine may ask
TOKEN_MIN_CHARS = 16


class Settings(BaseSettings):
    """Everything that may differ between two installations; prefix `JAWAB_`."""

    model_config = SettingsConfigDict(
        env_prefix="JAWAB_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    backend_port: int = Field(8081, ge=1, le=65535, description="Port on the loopback interface.")
    backend_token: SecretStr = Field(description="Bearer token that every caller must show.")
    backend_editor_token: SecretStr | None = Field(
        None,
        description="Bearer token of those who change content; unset: nobody can, over HTTP.",
    )
    database_url: SecretStr | None = Field(None, description="SQLAlchemy URL; unset: SQLite.")
    data_dir: Path = Field(
        Path("var"), description="Folder of the SQLite file and the catalogue's index."
    )
    content_dir: Path = Field(Path("data"), description="Folder with procedures and vocabulary.")
    reference_prefix: str = Field(
        "ESS", pattern=r"^[A-Z]{2,5}$", description="First letters of the commune's references."
    )
    idarati_url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="Address of idarati.ma's interface, for drafts; empty: it is never asked.",
    )

    @field_validator("backend_token", "backend_editor_token")
    @classmethod
    def _long_enough(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and len(token.get_secret_value()) < TOKEN_MIN_CHARS:
            raise ValueError(f"at least {TOKEN_MIN_CHARS} characters")
        return token

    @classmethod
    def read(cls) -> Self:
        """Read the environment; raises pydantic's `ValidationError` naming what is missing."""
        return cls.model_validate({})

    def resolved_database_url(self) -> str:
        """The database's address; without a setting a SQLite file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'backend.sqlite3'}"
