"""Every setting of every program stands on the page of settings, and nothing else does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from actions.settings import Settings as ActionSettings
from backend.settings import Settings as BackendSettings
from bot.settings import Settings as GatewaySettings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
# Rasa's settings are read from the environment, without a class.
READ_BY_NAME = (
    "actions/server.py",
    "nlu/server.py",
    "nlu/components/catalogue_index.py",
    "endpoints.yml",
    "credentials.yml",
    "tests/nlu/test_held_out.py",
)
NAME = re.compile(r"JAWAB_[A-Z_]*[A-Z]")


def described(settings: type[GatewaySettings]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in settings.model_fields.items():
        yield f"JAWAB_{name.upper()}", field


def names_in_code() -> set[str]:
    programs = (GatewaySettings, BackendSettings, ActionSettings)
    fields = {f"JAWAB_{name.upper()}" for one in programs for name in one.model_fields}
    return fields | {
        name for path in READ_BY_NAME for name in NAME.findall((ROOT / path).read_text("utf-8"))
    }


def row(name: str, field: FieldInfo) -> str:
    preset = "unset" if field.default in (None, "") else f"`{field.default}`"
    hidden = ", hidden" if SecretStr in getattr(field.annotation, "__args__", ()) else ""
    return f"| `{name}` | {preset}{hidden} | {field.description} |"


@pytest.mark.parametrize(
    ("name", "field"), list(described(GatewaySettings)), ids=lambda value: str(value)[:40]
)
def test_gateway_setting_stands_on_the_page_as_jawab_settings_tells_it(
    name: str, field: FieldInfo
) -> None:
    assert row(name, field) in PAGE.read_text("utf-8").splitlines(), (
        f"docs/reference/settings.md lacks this row:\n{row(name, field)}"
    )


def test_page_names_every_setting_of_every_program() -> None:
    assert names_in_code() - set(NAME.findall(PAGE.read_text("utf-8"))) == set()


def test_page_names_no_setting_that_nothing_reads() -> None:
    assert set(NAME.findall(PAGE.read_text("utf-8"))) - names_in_code() == set()
