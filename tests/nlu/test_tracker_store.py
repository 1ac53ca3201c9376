"""The tracker store at a URL: drivers of this environment, WAL, no falling back to memory."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu import tracker_store
from nlu.tracker_store import JawabTrackerStore, TrackerStoreUnusable, database_url


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sqlite:///var/rasa.sqlite3", "sqlite:///var/rasa.sqlite3"),
        ("sqlite+aiosqlite:///var/rasa.sqlite3", "sqlite:///var/rasa.sqlite3"),
        (
            "postgresql+psycopg://u:p%40ss@h:5/db?sslmode=require",
            "postgresql+psycopg2://u:p%40ss@h:5/db?options=-csearch_path%3Drasa&sslmode=require",
        ),
        ("postgresql://h/db", "postgresql+psycopg2://h/db?options=-csearch_path%3Drasa"),
    ],
)
def test_urls_of_the_gateway_work_here(given: str, expected: str) -> None:
    assert database_url(given).render_as_string(hide_password=False) == expected


@pytest.mark.parametrize("url", ["mysql://h/db", "redis://h/0"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(TrackerStoreUnusable, match="no tracker store on"):
        database_url(url)


@pytest.fixture
def store(tmp_path: Path) -> JawabTrackerStore:
    return JawabTrackerStore(Domain.empty(), host=f"sqlite:///{tmp_path}/rasa.sqlite3")


def test_events_are_kept_in_the_file(store: JawabTrackerStore, tmp_path: Path) -> None:
    tracker = DialogueStateTracker.from_events("c", [UserUttered("salam", {"name": "greet"})])
    asyncio.run(store.save(tracker))
    again = JawabTrackerStore(Domain.empty(), host=f"sqlite:///{tmp_path}/rasa.sqlite3")
    read = asyncio.run(again.retrieve("c"))
    assert read is not None
    assert [event.text for event in read.events] == ["salam"]


def test_sqlite_writes_ahead(store: JawabTrackerStore) -> None:
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_no_url_is_refused() -> None:
    with pytest.raises(TrackerStoreUnusable, match="no url"):
        JawabTrackerStore(Domain.empty())


def test_the_agent_keeps_the_bare_store(
    store: JawabTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = Agent.__dict__["_create_tracker_store"]
    monkeypatch.setattr(Agent, "_create_tracker_store", stock)
    assert isinstance(Agent(tracker_store=store).tracker_store, FailSafeTrackerStore)
    tracker_store.install()
    assert Agent(tracker_store=store).tracker_store is store
