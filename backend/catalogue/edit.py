"""What staff change in the catalogue: each change checked as a whole, and audited with it."""

from typing import get_args

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change, record
from backend.catalogue.content import WORDINGS, Procedure, check_ids, check_words, named_ids
from backend.catalogue.load import write_wording
from backend.catalogue.service import procedures, row_of, wording_of, words
from backend.catalogue.tables import ProcedureRow, WordingRow
from backend.catalogue.words import ASPECTS, Aspect, Kind
from backend.entries import Id, State, Wording
from backend.errors import ContentError, UnknownEntry
from backend.imported import edit

WHERE = "edit"


async def put_procedure(session: AsyncSession, procedure: Procedure, change: Change) -> bool:
    """Write a procedure as staff changed it; False where nothing differs. Raises ContentError."""
    check_ids(procedure, await words(session), WHERE)
    content = procedure.model_dump(mode="json", by_alias=True)
    before = await edit(session, ProcedureRow, content, change.at)
    if before == content:
        return False
    record(session, change, kind="procedure", subject=procedure.id, before=before, after=content)
    return True


async def put_wording(
    session: AsyncSession, kind: Kind, name: str, wording: Wording, change: Change
) -> bool:
    """Write a wording as staff changed it; False where nothing differs. Raises ContentError."""
    _check_id(name)
    known = await words(session)
    check_words({**known, (kind, name): wording}, WHERE)
    row = await session.get(WordingRow, (kind, name))
    before = None if row is None else wording_of(row)
    if before == wording:
        return False
    if row is None:
        row = WordingRow(kind=kind, id=name)
        session.add(row)
    write_wording(row, wording)
    row.edited_at = change.at
    await session.flush()
    record(
        session,
        change,
        kind=kind,
        subject=name,
        before=None if before is None else before.model_dump(mode="json", by_alias=True),
        after=wording.model_dump(mode="json", by_alias=True),
    )
    return True


async def set_state(
    session: AsyncSession,
    procedure: str,
    state: State,
    change: Change,
    *,
    aspect: Aspect | None = None,
) -> None:
    """Publish an answer, take it back to draft or switch it off, as a whole or in one aspect.

    Raises UnknownProcedure, and ContentError for an aspect that is to be a draft: an aspect is
    shown or it is not.
    """
    row = await row_of(session, procedure)
    before = {"state": row.state, "off_aspects": list(row.off_aspects or [])}
    if aspect is None:
        row.state = state
    elif state == "draft":
        raise ContentError("one aspect is published or off; a draft is a whole procedure")
    else:
        row.off_aspects = _switched(row.off_aspects or [], aspect, off=state == "off")
    row.updated_at = change.at
    await session.flush()
    after = {"state": row.state, "off_aspects": list(row.off_aspects or [])}
    record(session, change, kind="procedure", subject=procedure, before=before, after=after)


async def users_of(session: AsyncSession, kind: str, name: str) -> list[str]:
    """The procedures that name a wording: what a change of it changes, too."""
    return [one.id for one, _ in await procedures(session) if (kind, name) in set(named_ids(one))]


def wording_type(kind: str) -> type[Wording]:
    """The form of a kind's wordings; raises UnknownEntry for a kind that there is not."""
    if kind not in get_args(Kind):
        raise UnknownEntry(f"no such kind; known are {', '.join(get_args(Kind))}")
    return WORDINGS.get(kind, Wording)  # type: ignore[call-overload,no-any-return]


def _switched(present: list[str], aspect: Aspect, *, off: bool) -> list[str]:
    wanted = {*present, aspect} if off else {*present} - {aspect}
    return [one for one in ASPECTS if one in wanted]


def _check_id(name: str) -> None:
    try:
        TypeAdapter(Id).validate_python(name)
    except ValidationError as error:
        raise ContentError(f"{WHERE}: {name!r} is no id: small letters, digits and _") from error
