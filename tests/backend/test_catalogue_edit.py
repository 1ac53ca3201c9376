"""What staff write is checked as a whole, audited with the change, and kept when files load."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change, changes
from backend.audit.tables import AuditRow
from backend.catalogue import edit, service
from backend.catalogue.content import DocumentWording, LinkWording, PaperWording, Procedure
from backend.catalogue.tables import WordingRow
from backend.database import Database
from backend.entries import Wording
from backend.errors import ContentError, UnknownEntry, UnknownProcedure
from backend.files import digest
from backend.imported import Changes
from backend.offices import service as offices
from backend.offices.content import CalendarEntry, Contact, Office
from tests.backend.factories import (
    NOW,
    Content,
    Load,
    change,
    day_off,
    office,
    procedure,
    wording,
)

LATER = NOW + timedelta(days=1)
EDITED = procedure(fees=[{"amount_mad": 80}])
Work = Callable[[AsyncSession], Awaitable[Any]]


def entry(**changed: object) -> Procedure:
    """The sample procedure with some fields changed."""
    return Procedure.model_validate(procedure(**changed))


async def write(database: Database, work: Work) -> Any:
    """Do the work in one transaction."""
    async with database.write() as session:
        return await work(session)


async def put(database: Database, content: Procedure, by: Change | None = None) -> bool:
    """Let staff write a procedure."""
    return bool(await write(database, lambda s: edit.put_procedure(s, content, by or change())))


async def put_word(database: Database, kind: Any, name: str, text: Wording) -> bool:
    """Let staff write a wording."""
    return bool(await write(database, lambda s: edit.put_wording(s, kind, name, text, change())))


async def audit(database: Database, **wanted: Any) -> Sequence[AuditRow]:
    """What is written down, newest first."""
    async with database.read() as session:
        return await changes(session, **wanted)


async def state_of_all(database: Database) -> dict[str, Any]:
    """Everything that an edit may touch."""
    async with database.read() as session:
        procedures = await service.procedures(session)
        return {
            "procedures": [(content, row.edited_at, row.updated_at) for content, row in procedures],
            "words": await service.words(session),
            "directory": vars(await offices.directory(session)),
            "audit": [row.id for row in await changes(session)],
        }


async def fees(database: Database) -> list[float]:
    """The prices on the sample procedure's card."""
    async with database.read() as session:
        shown = await service.card(session, "family_booklet", "fee", NOW)
    return [item.amount_mad for item in shown.items if item.kind == "fee"]


async def test_an_edit_is_on_the_card_and_written_down(load: Load, database: Database) -> None:
    await load()

    assert await put(database, Procedure.model_validate(EDITED)) is True

    assert await fees(database) == [80]
    [row] = await audit(database)
    assert (row.at, row.actor, row.action, row.reason) == (NOW, "amina", "edit", "a letter")
    assert (row.kind, row.subject) == ("procedure", "family_booklet")
    assert row.before == entry().model_dump(mode="json", by_alias=True)
    assert row.after == {**row.before, "fees": [{**row.before["fees"][0], "amount_mad": 80}]}


async def test_a_new_procedure_has_nothing_before_it(load: Load, database: Database) -> None:
    await load()
    await put_word(database, "procedure", "other", Wording.model_validate(wording()))

    assert await put(database, entry(id="other")) is True

    async with database.read() as session:
        listed = [one.id for one in await service.published(session, NOW)]
    assert listed == ["family_booklet", "other"]
    assert (await audit(database))[0].before is None


WRONG: dict[str, tuple[Work, str]] = {
    "an id without words": (
        lambda s: edit.put_procedure(s, entry(steps=["fly"]), change()),
        "step.fly is not in the vocabulary",
    ),
    "a new id without words": (
        lambda s: edit.put_procedure(s, entry(id="other"), change()),
        "procedure.other is not in the vocabulary",
    ),
    "a long label": (
        lambda s: edit.put_wording(
            s, "procedure", "family_booklet", Wording.model_validate(wording("x" * 21)), change()
        ),
        "procedure.family_booklet: fr: 21 characters",
    ),
    "a paper that is not there": (
        lambda s: edit.put_wording(
            s,
            "document",
            "photos",
            DocumentWording.model_validate({**wording(), "papers": ["selfie"]}),
            change(),
        ),
        "paper.selfie is not there",
    ),
    "an office without a name": (
        lambda s: _put_entry(s, Office.model_validate(office(id="castle"))),
        "office.castle is not in the vocabulary",
    ),
    "a contact with a long label": (
        lambda s: _put_entry(
            s,
            Contact.model_validate(
                {"id": "fire", "number": "15", "label": wording("x" * 21), "standing": "reported"}
            ),
        ),
        "fire: fr: 21 characters",
    ),
    "an aspect as a draft": (
        lambda s: edit.set_state(s, "family_booklet", "draft", change(), aspect="fee"),
        "a draft is a whole procedure",
    ),
}


async def _put_entry(session: AsyncSession, content: Office | Contact | CalendarEntry) -> bool:
    return await offices.put(session, content, await service.words(session), change())


@pytest.mark.parametrize(("work", "told"), WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_refused_and_changes_nothing(
    load: Load, database: Database, work: Work, told: str
) -> None:
    await load()
    before = await state_of_all(database)

    with pytest.raises(ContentError, match=told):
        await write(database, work)

    assert await state_of_all(database) == before


async def test_switching_what_is_not_there_is_refused(load: Load, database: Database) -> None:
    await load()

    with pytest.raises(UnknownProcedure):
        await write(database, lambda s: edit.set_state(s, "nothing", "off", change()))


async def test_a_put_without_a_difference_is_no_edit(
    load: Load, database: Database, content: Content
) -> None:
    await load()
    before = await state_of_all(database)
    photos = DocumentWording.model_validate(wording())
    hall = Office.model_validate({"id": "town_hall", "kind": "commune", "confirmed": False})

    assert await put(database, entry()) is False
    assert await put_word(database, "document", "photos", photos) is False
    assert await write(database, lambda s: _put_entry(s, hall)) is False

    assert await state_of_all(database) == before
    content.procedures(EDITED)
    assert (await load())["procedures"] == Changes(changed=1)


async def test_an_edited_procedure_stays_when_files_load(
    load: Load, database: Database, content: Content
) -> None:
    await load()
    await put(database, Procedure.model_validate(EDITED))

    assert (await load())["procedures"] == Changes(kept=1)
    content.procedures(procedure(fees=[{"amount_mad": 90}]))
    assert (await load())["procedures"] == Changes(kept=1)
    assert await fees(database) == [80]


async def test_an_edited_procedure_stays_when_it_leaves_the_file(
    load: Load, database: Database, content: Content
) -> None:
    await load()
    await put(database, Procedure.model_validate(EDITED))
    content.write("vocabulary/procedure.yml", {"family_booklet": wording(), "other": wording()})
    content.procedures(procedure(id="other"))

    assert (await load())["procedures"] == Changes(added=1, kept=1)
    assert await fees(database) == [80]


async def test_a_file_that_says_what_staff_wrote_counts_as_unchanged(
    load: Load, database: Database, content: Content
) -> None:
    await load()
    await put(database, Procedure.model_validate(EDITED))
    content.procedures(EDITED)

    assert (await load())["procedures"] == Changes(unchanged=1)


async def test_an_edited_wording_stays_when_files_load(
    load: Load, database: Database, content: Content
) -> None:
    await load()
    await put_word(database, "step", "go_there", Wording.model_validate(wording("edited")))

    assert (await load())["vocabulary"] == Changes(unchanged=14, kept=1)
    content.write("vocabulary/step.yml", {"go_there": wording("changed")})
    assert (await load())["vocabulary"] == Changes(unchanged=14, kept=1)
    content.procedures(procedure(steps=[]))
    content.write("vocabulary/step.yml", {})
    assert (await load())["vocabulary"] == Changes(unchanged=14, kept=1)

    async with database.read() as session:
        assert (await service.words(session))["step", "go_there"].fr == "edited"


async def test_a_wording_keeps_what_its_kind_has_beside(load: Load, database: Database) -> None:
    await load()
    paper = PaperWording.model_validate(
        {**wording("Photo"), "also": {"fr": ["Photo d'identité"]}, "law": "family_booklet"}
    )
    link = LinkWording.model_validate({**wording(), "url": "https://new.example"})

    await put_word(database, "paper", "photo", paper)
    await put_word(database, "link", "example", link)

    async with database.read() as session:
        assert (await service.words(session))["paper", "photo"] == paper
        names = await service.names(session, "paper")
        entries = (await service.vocabulary(session)).entries
    assert names["photo"]["fr"] == ["Photo", "Photo d'identité"]
    assert entries["link.example"]["url"] == "https://new.example"


async def test_the_audit_of_a_wording_has_both_texts(load: Load, database: Database) -> None:
    await load()
    await put_word(database, "step", "go_there", Wording.model_validate(wording("edited")))
    await put_word(database, "step", "come_back", Wording.model_validate(wording()))

    new, edited = await audit(database, kind="step")
    assert (edited.subject, edited.before, edited.after) == (
        "go_there",
        wording(),
        wording("edited"),
    )
    assert (new.subject, new.before, new.after) == ("come_back", None, wording())


async def test_switching_is_written_down(load: Load, database: Database) -> None:
    await load()

    await write(
        database, lambda s: edit.set_state(s, "family_booklet", "off", change("off"), aspect="fee")
    )

    [row] = await audit(database, kind="procedure", subject="family_booklet")
    assert row.action == "off"
    assert row.before == {"state": "published", "off_aspects": []}
    assert row.after == {"state": "published", "off_aspects": ["fee"]}


async def test_the_audit_goes_where_the_change_goes(load: Load, database: Database) -> None:
    await load()
    before = await state_of_all(database)

    async def interrupted(session: AsyncSession) -> None:
        await edit.put_procedure(session, Procedure.model_validate(EDITED), change())
        await edit.set_state(session, "family_booklet", "off", change("off"))
        await session.flush()
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await write(database, interrupted)

    assert await state_of_all(database) == before


async def test_the_audit_is_told_newest_first_and_no_more_than_asked(
    load: Load, database: Database
) -> None:
    await load()
    for state in ("off", "draft", "published"):
        await write(
            database,
            lambda s, to=state: edit.set_state(s, "family_booklet", to, change(to)),
        )

    assert [row.action for row in await audit(database)] == ["published", "draft", "off"]
    assert [row.action for row in await audit(database, limit=1)] == ["published"]
    assert await audit(database, kind="office") == []
    assert await audit(database, subject="other") == []


@pytest.mark.parametrize(
    ("kind", "name", "users"),
    [
        ("step", "go_there", ["family_booklet", "other"]),
        ("note", "spouses_only", ["family_booklet"]),
        ("link", "example", ["family_booklet"]),
        ("condition", "by_another", ["family_booklet"]),
        ("office", "town_hall", ["family_booklet", "other"]),
        ("fee", "stamp", ["other"]),
        ("procedure", "other", ["other"]),
        ("step", "nothing", []),
        ("step", "example", []),
    ],
)
async def test_who_uses_a_wording_is_known(
    load: Load, database: Database, content: Content, kind: str, name: str, users: list[str]
) -> None:
    content.write("vocabulary/procedure.yml", {"family_booklet": wording(), "other": wording()})
    other = {name: procedure()[name] for name in ("names", "office", "steps", "note", "checked_on")}
    other |= {"id": "other", "fees": [{"amount_mad": 20, "what": "stamp"}]}
    content.procedures(procedure(), other)
    await load()

    async with database.read() as session:
        assert await edit.users_of(session, kind, name) == users


def test_a_kind_that_there_is_not_is_named() -> None:
    assert edit.wording_type("link") is LinkWording
    with pytest.raises(UnknownEntry, match="known are procedure, document"):
        edit.wording_type("rumour")


async def test_the_directory_is_edited_and_kept(load: Load, database: Database) -> None:
    await load()
    hall, feast = Office.model_validate(office()), CalendarEntry.model_validate(day_off())

    assert await write(database, lambda s: _put_entry(s, hall)) is True
    assert await write(database, lambda s: _put_entry(s, feast)) is True

    loaded = await load()
    assert (loaded["offices"], loaded["calendar"]) == (Changes(kept=1), Changes(kept=1))
    async with database.read() as session:
        assert await offices.office(session, "town_hall") == hall
        assert await offices.calendar(session) == [feast]
    assert [(row.kind, row.subject) for row in await audit(database)] == [
        ("calendar", "independence_day"),
        ("office", "town_hall"),
    ]


async def test_what_staff_withdrew_does_not_come_back_with_the_files(
    load: Load, database: Database
) -> None:
    await load()
    by = change("withdraw", LATER)

    gone = await write(database, lambda s: offices.withdraw(s, "contact", "police", by))
    again = await write(database, lambda s: offices.withdraw(s, "contact", "police", by))
    await load()

    assert (gone, again) == (True, False)
    async with database.read() as session:
        assert (await offices.directory(session)).contacts == []
    [row] = await audit(database)
    assert (row.at, row.action, row.after) == (LATER, "withdraw", None)
    assert row.before is not None and row.before["number"] == "19"


async def test_what_was_withdrawn_may_be_put_back(load: Load, database: Database) -> None:
    await load()
    hall = Office.model_validate({"id": "town_hall", "kind": "commune", "confirmed": False})
    await write(database, lambda s: offices.withdraw(s, "office", "town_hall", change()))

    assert await write(database, lambda s: _put_entry(s, hall)) is True

    async with database.read() as session:
        assert await offices.office(session, "town_hall") == hall


async def test_a_row_that_older_code_wrote_is_brought_up_to_date(
    load: Load, database: Database
) -> None:
    await load()
    async with database.write() as session:
        row = await session.get(WordingRow, ("step", "go_there"))
        assert row is not None
        row.digest = None

    assert (await load())["vocabulary"] == Changes(changed=1, unchanged=14)
    async with database.read() as session:
        row = await session.get(WordingRow, ("step", "go_there"))
    assert row is not None and row.digest == digest(Wording.model_validate(wording()).model_dump())
