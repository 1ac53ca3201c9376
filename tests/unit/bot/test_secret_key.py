"""The commune's key: made once, whole, for its owner only."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.secret_key import EmptyKey, load_keys
from tests.factories import settings


def test_a_key_is_made_once(tmp_path: Path) -> None:
    own = settings(tmp_path / "var", secret_key=None)

    assert load_keys(own) == load_keys(own)
    assert len(load_keys(own).secret) >= 32


def test_only_the_owner_may_read_the_key(tmp_path: Path) -> None:
    load_keys(settings(tmp_path, secret_key=None))

    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_nothing_but_the_key_is_left_in_the_folder(tmp_path: Path) -> None:
    load_keys(settings(tmp_path, secret_key=None))

    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    first, second = (settings(tmp_path / name, secret_key=None) for name in ("a", "b"))

    assert load_keys(first) != load_keys(second)


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"\n")

    with pytest.raises(EmptyKey):
        load_keys(settings(tmp_path, secret_key=None))


def test_a_key_in_the_settings_needs_no_file(tmp_path: Path) -> None:
    load_keys(settings(tmp_path, secret_key=SecretStr("from the settings, and long")))

    assert list(tmp_path.iterdir()) == []
