"""Bring a bundle in: all of it or nothing, each change checked and audited as staff's own."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change
from backend.catalogue import service
from backend.catalogue.content import Procedure, named_ids
from backend.catalogue.edit import WHERE, put_procedure, put_wording
from backend.catalogue.words import KINDS, Kind
from backend.entries import Words
from backend.errors import ContentError
from backend.exchange.assembly import WORD, Rows
from backend.exchange.bundle import Bundle, bundle_of
from backend.files import Entry
from backend.offices import service as offices

Outcome = Literal["added", "changed", "unchanged", "error"]
OUTCOMES: tuple[Outcome, ...] = ("added", "changed", "unchanged", "error")
Named = tuple[str, str]  # kind and id
Listed = offices.Listed
Work = Callable[[Change], Awaitable[bool]]
ID = re.compile(r"^[a-z][a-z0-9_]{0,79}\Z")
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class Line(BaseModel):
    """What became of one entry, or would; `kind` is `word` for a wording, `file` for the file."""

    model_config = ConfigDict(frozen=True)

    kind: str
    id: str
    outcome: Outcome
    message: str = ""


class Report(BaseModel):
    """What became of every entry; `written` says whether anything was stored."""

    model_config = ConfigDict(frozen=True)

    dry_run: bool
    written: bool
    counts: dict[Outcome, int]
    lines: list[Line]


async def bring(
    session: AsyncSession, given: Bundle | Rows, change: Change, *, dry_run: bool = False
) -> Report:
    """Write what differs, in the caller's transaction; nothing at all where anything is wrong.

    What the bundle does not hold stays as it is. With `dry_run` the report says what would be.
    """
    rows = given if isinstance(given, Rows) else Rows(given)
    attempt = await session.begin_nested()
    lines = [_mistaken((one.kind, one.id), one.place, one.message) for one in rows.mistakes]
    lines += await _Bringing(session, rows, change).lines()
    failed = any(line.outcome == "error" for line in lines)
    if failed or dry_run:
        await attempt.rollback()
    else:
        await attempt.commit()
    counts = {outcome: sum(one.outcome == outcome for one in lines) for outcome in OUTCOMES}
    return Report(
        dry_run=dry_run,
        written=not (failed or dry_run) and counts["added"] + counts["changed"] > 0,
        counts=counts,
        lines=lines,
    )


class _Bringing:
    """Brings the entries of one file in: words, what names them, then the directory."""

    def __init__(self, session: AsyncSession, rows: Rows, change: Change) -> None:
        self._session = session
        self._rows = rows
        self._change = change
        # What stands in the file with a mistake: nobody is to say that it is not there.
        self._faulty = set(rows.faulty)

    async def lines(self) -> list[Line]:
        """What became of each entry."""
        before = await bundle_of(self._session)
        bundle = self._rows.bundle
        lines = [line async for line in self._words(bundle.words, before.words)]
        words = await service.words(self._session)
        known = {one.id: one for one in before.procedures}
        for procedure in bundle.procedures:
            lines += await self._procedure(procedure, known.get(procedure.id), words)
        directory, listed = bundle.directory, before.directory
        for kind, entries, present in (
            ("office", directory.offices, listed.offices),
            ("contact", directory.contacts, listed.contacts),
            ("calendar", directory.calendar, listed.calendar),
        ):
            lines += await self._listed(kind, entries, present, words)
        return lines

    async def _words(self, words: Words, known: Words) -> AsyncIterator[Line]:
        # Papers first: lines of lists name them.
        for (kind, name), wording in sorted(words.items(), key=lambda one: one[0][0] != "paper"):
            key = (WORD, f"{kind}.{name}")
            problem = _problem_of(kind, name)
            if problem:
                yield self._error(key, problem)
            else:
                work = partial(put_wording, self._session, cast("Kind", kind), name, wording)
                yield await self._put(key, wording, known.get((kind, name)), work)

    async def _procedure(
        self, procedure: Procedure, before: Procedure | None, words: Words
    ) -> list[Line]:
        key = ("procedure", procedure.id)
        missing = [one for one in dict.fromkeys(named_ids(procedure)) if one not in words]
        if missing:
            return list(self._missing(key, missing))
        work = partial(put_procedure, self._session, procedure)
        return [await self._put(key, procedure, before, work)]

    async def _listed(
        self, kind: str, entries: Sequence[Listed], before: Sequence[Listed], words: Words
    ) -> list[Line]:
        known = {one.id: one for one in before}
        lines: list[Line] = []
        for entry in entries:
            key = (kind, entry.id)
            if kind == "office" and key not in words:
                lines += self._missing(key, [key])
            else:
                work = partial(offices.put, self._session, entry, words)
                lines.append(await self._put(key, entry, known.get(entry.id), work))
        return lines

    async def _put(self, key: Named, entry: Entry, before: Entry | None, work: Work) -> Line:
        """Write one entry where it differs."""
        kind, name = key
        if entry == before:
            return Line(kind=kind, id=name, outcome="unchanged")
        try:
            _check_storable(entry)
            differs = await work(self._change)
        except ContentError as error:
            return self._error(key, str(error).removeprefix(f"{WHERE}: "))
        outcome: Outcome = "unchanged" if not differs else "changed" if before else "added"
        return Line(kind=kind, id=name, outcome=outcome)

    def _missing(self, key: Named, named: Sequence[Named]) -> Iterator[Line]:
        """A mistake for every word that is named and not there, at the place that names it."""
        for kind, name in named:
            if (WORD, f"{kind}.{name}") not in self._faulty:
                place = self._rows.places.get((*key, kind, name))
                yield self._error(key, f"{kind}.{name} has no words", place)

    def _error(self, key: Named, message: str, place: str | None = None) -> Line:
        self._faulty.add(key)
        return _mistaken(key, place or self._rows.places.get(key), message)


def _mistaken(key: Named, place: str | None, message: str) -> Line:
    told = f"{place}: {message}" if place else message
    return Line(kind=key[0], id=key[1], outcome="error", message=" ".join(told.split()))


def _problem_of(kind: str, name: object) -> str | None:
    """Why nothing can be kept under this kind and id; the readers of YAML look at neither."""
    if kind not in KINDS:
        return f"no such kind; known are {', '.join(KINDS)}"
    if not isinstance(name, str) or not ID.match(name):
        return "an id has small letters, digits and underscores, and begins with a letter"
    return None


def _check_storable(entry: Entry) -> None:
    """Refuse characters that no database can hold; raises ContentError."""
    if any(UNSTORABLE.search(text) for text in _texts(entry.model_dump(mode="json"))):
        raise ContentError("there is a character in it that no database can hold")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))
