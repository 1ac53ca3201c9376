"""Notices: put up, changed, ended, and shown from their first moment to their last."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from backend.audit.service import changes
from backend.audit.tables import AuditRow
from backend.catalogue import service
from backend.database import Database
from backend.errors import UnknownNotice, UnknownProcedure
from backend.notices.content import TEXT_MAX_CHARS, Notice
from backend.notices.service import end, notices, put_up
from backend.notices.tables import NoticeRow
from tests.backend.factories import NOW, Load, change, notice, wording

HOUR = timedelta(hours=1)


async def put(database: Database, at: datetime = NOW, **changed: object) -> None:
    """Put up the sample notice with some fields changed."""
    wanted = Notice.model_validate(notice(**changed))
    async with database.write() as session:
        await put_up(session, wanted, await service.words(session), change("put up", at))


async def take_down(database: Database, at: datetime, name: str = "flood") -> None:
    """End a notice."""
    async with database.write() as session:
        await end(session, name, change("end", at))


async def shown(database: Database, at: datetime | None = None) -> list[str]:
    """The notices, all or those of a moment."""
    async with database.read() as session:
        return [one.id for one in await notices(session, on_at=at)]


async def audit(database: Database) -> Sequence[AuditRow]:
    """What is written down, newest first."""
    async with database.read() as session:
        return await changes(session, kind="notice")


MOMENTS = {
    "a second before": (-timedelta(seconds=1), False),
    "as it begins": (timedelta(0), True),
    "a second before its end": (2 * HOUR - timedelta(seconds=1), True),
    "at its end": (2 * HOUR, False),
}


@pytest.mark.parametrize(("after", "on"), MOMENTS.values(), ids=MOMENTS)
async def test_a_notice_is_on_from_its_first_moment_to_its_last(
    database: Database, after: timedelta, on: bool
) -> None:
    await put(database)

    assert await shown(database, NOW + after) == (["flood"] if on else [])
    assert Notice.model_validate(notice()).is_on(NOW + after) is on
    assert await shown(database) == ["flood"]


async def test_a_notice_is_read_as_it_was_written(load: Load, database: Database) -> None:
    await load()
    written = notice(mode="instead", procedures=["family_booklet"])

    await put(database, **written)

    async with database.read() as session:
        assert await notices(session) == [Notice.model_validate(written)]


async def test_a_second_one_of_the_same_name_changes_the_first(database: Database) -> None:
    await put(database)
    await put(database, at=NOW + HOUR, text=wording("Réouverte demain."))

    async with database.read() as session:
        [found] = await notices(session)
        row = await session.get(NoticeRow, "flood")
    assert found.text.fr == "Réouverte demain."
    assert row is not None and (row.created_at, row.created_by) == (NOW, "amina")


async def test_they_are_listed_newest_first(database: Database) -> None:
    for name, begins in (("old", NOW - HOUR), ("new", NOW + HOUR), ("flood", NOW)):
        await put(database, id=name, starts_at=begins.isoformat())

    assert await shown(database) == ["new", "flood", "old"]
    assert await shown(database, NOW) == ["flood", "old"]


async def test_what_is_ended_is_gone_at_once_and_ending_it_again_is_harmless(
    database: Database,
) -> None:
    await put(database)

    for later in (HOUR, HOUR, 3 * HOUR):
        await take_down(database, NOW + later)

    assert await shown(database, NOW + HOUR) == []
    assert await shown(database, NOW + HOUR - timedelta(seconds=1)) == ["flood"]
    assert [row.action for row in await audit(database)] == ["end", "put up"]


async def test_a_notice_to_come_may_be_ended(database: Database) -> None:
    await put(database, starts_at=(NOW + HOUR).isoformat())

    await take_down(database, NOW)

    assert await shown(database, NOW + HOUR) == []
    assert await shown(database) == ["flood"]
    after = (await audit(database))[0].after
    assert after is not None and after["starts_at"] == after["ends_at"] == "2026-11-25T23:30:00Z"


async def test_an_ended_notice_may_be_put_up_again(database: Database) -> None:
    await put(database)
    await take_down(database, NOW)

    await put(database)

    assert await shown(database, NOW) == ["flood"]


async def test_ending_what_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(UnknownNotice):
        await take_down(database, NOW)


async def test_a_notice_on_a_procedure_that_is_not_there_is_refused(
    load: Load, database: Database
) -> None:
    await load()

    with pytest.raises(UnknownProcedure, match="nothing"):
        await put(database, procedures=["family_booklet", "nothing"])

    assert (await shown(database), await audit(database)) == ([], [])


async def test_each_step_is_written_down(database: Database) -> None:
    await put(database)
    await put(database, at=NOW + HOUR, mode="instead")
    await take_down(database, NOW + HOUR)

    ended, changed, first = await audit(database)
    assert (first.before, first.actor, first.subject) == (None, "amina", "flood")
    assert (changed.before, changed.at) == (first.after, NOW + HOUR)
    assert changed.after is not None and changed.after["mode"] == "instead"
    assert ended.before == changed.after
    assert ended.after is not None
    assert datetime.fromisoformat(ended.after["ends_at"]) == NOW + HOUR


WRONG: dict[str, dict[str, Any]] = {
    "it ends before it starts": {"ends_at": (NOW - HOUR).isoformat()},
    "it ends as it starts": {"ends_at": NOW.isoformat()},
    "no end": {"ends_at": None},
    "a time without a zone": {"ends_at": "2026-12-01T08:00:00"},
    "no darija": {"text": {**wording(), "ary": ""}},
    "only spaces": {"text": {**wording(), "ar": "  "}},
    "three languages": {"text": dict.fromkeys(("fr", "ar", "ary"), "x")},
    "a language more": {"text": {**wording(), "en": "x"}},
    "too long": {"text": wording("x" * (TEXT_MAX_CHARS + 1))},
    "another mode": {"mode": "after"},
    "no id": {"id": "Flood!"},
    "a field more": {"colour": "red"},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_a_wrong_notice_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Notice.model_validate(notice(**changed))


def test_the_longest_text_is_taken() -> None:
    text = wording("x" * TEXT_MAX_CHARS)

    assert Notice.model_validate(notice(text=text)).text.ary_latn == text["ary-Latn"]
