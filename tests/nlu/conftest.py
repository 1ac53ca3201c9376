"""Shared by the tests of understanding: the project root on the path, a small training set."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from small_training_set import small_blocks, write_project  # noqa: E402


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own: our configuration and code, the small training set."""
    return write_project(tmp_path, small_blocks())
