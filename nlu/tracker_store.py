"""Rasa's tracker store at an SQLAlchemy URL: a SQLite file, or PostgreSQL's schema `rasa`."""

from __future__ import annotations

from sqlite3 import Connection

import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from sqlalchemy.engine.url import URL, make_url

SCHEMA = "rasa"
BUSY_TIMEOUT_MS = 5000
# The gateway's URL may name a driver of SQLAlchemy 2; this environment has 1.4 with these.
_DRIVERS = {"postgresql": "postgresql+psycopg2", "sqlite": "sqlite"}


class TrackerStoreUnusable(RasaException):
    """The URL names no database that this store can use, or its table is missing."""


def database_url(url: str) -> URL:
    """The URL with a driver of this environment and, on PostgreSQL, the schema `rasa`."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in _DRIVERS:
        raise TrackerStoreUnusable(f"no tracker store on {backend}")
    with_driver = parsed.set(drivername=_DRIVERS[backend])
    if backend == "postgresql":
        return with_driver.update_query_dict({"options": f"-csearch_path={SCHEMA}"})
    return with_driver


class JawabTrackerStore(SQLTrackerStore):
    """Named in endpoints.yml; the URL comes as `url`."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **_: object,
    ) -> None:
        """Connect and make the table; raises TrackerStoreUnusable."""
        if not host:
            raise TrackerStoreUnusable("endpoints.yml names no url for the tracker store")
        url = database_url(host)
        super().__init__(
            domain, host=url.render_as_string(hide_password=False), event_broker=event_broker
        )
        if url.get_backend_name() == "sqlite":
            sa.event.listen(self.engine, "connect", _configure_sqlite)
            self.engine.dispose()
        if not sa.inspect(self.engine).has_table(self.SQLEvent.__tablename__):
            raise TrackerStoreUnusable("the tracker store's table could not be made")


def install() -> None:
    """Keep Rasa from wrapping the store in one that falls back to memory; repeatable."""
    Agent._create_tracker_store = staticmethod(_bare_store)


def _bare_store(store: TrackerStore | None, domain: Domain | None) -> TrackerStore:
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store


def _configure_sqlite(connection: Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
