"""The commands on content: look, switch, edit, put up notices, read the audit."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import click
import yaml
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import service as audit
from backend.audit.service import Change
from backend.catalogue import edit, service
from backend.catalogue.content import Procedure
from backend.catalogue.life import review_day
from backend.catalogue.words import Aspect
from backend.clock import COMMUNE_ZONE, utc_now
from backend.command import Who, read, write
from backend.entries import State
from backend.errors import ContentError, UnknownEntry
from backend.exchange.commands import export, idarati, import_
from backend.files import EntryT, checked, read_mapping
from backend.notices import service as notice_board
from backend.notices.content import Notice
from backend.offices import service as offices

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
@click.option(
    "--as", "name", default=getpass.getuser, help="Who does it, for the audit; else your account."
)
@click.pass_context
def content(context: click.Context, name: str) -> None:
    """Look at answers, change them, switch them off; every change is audited."""
    context.obj = Who(name[:80])


for command in (export, import_, idarati):
    content.add_command(command)


@content.command("list")
@click.option("--state", type=click.Choice(get_args(State)), help="Only these.")
def list_(state: str | None) -> None:
    """List all answers: state, owner, when checked, when to check again."""
    for procedure, row in read(service.procedures):
        if state not in (None, row.state):
            continue
        off = f" (off: {', '.join(row.off_aspects)})" if row.off_aspects else ""
        edited = " edited" if row.edited_at else ""
        click.echo(
            f"{row.id:36} {row.state:9} {procedure.owner:20} checked {procedure.checked_on}, "
            f"again {review_day(procedure)}{off}{edited}"
        )


@content.command()
@click.argument("procedure")
def show(procedure: str) -> None:
    """Print one procedure as YAML; what `edit` reads."""
    row = read(lambda session: service.row_of(session, procedure))
    click.echo(f"# state: {row.state}; switched off: {', '.join(row.off_aspects or []) or 'none'}")
    click.echo(_yaml(row.content), nl=False)


@content.command("edit")
@click.argument("file", type=EXISTING)
@click.option("--why", help="For the audit.")
@click.pass_obj
def edit_(who: Who, file: Path, why: str | None) -> None:
    """Write a procedure from a YAML FILE in the form that `show` prints."""
    procedure = _from_file(Procedure, file)
    differs = write(lambda session: edit.put_procedure(session, procedure, who.change("edit", why)))
    click.echo(f"{procedure.id}: {'changed' if differs else 'unchanged'}")


@content.command()
@click.argument("procedure")
@click.argument("state", type=click.Choice(get_args(State)))
@click.option("--aspect", type=click.Choice(get_args(Aspect)), help="Only this part of it.")
@click.option("--why", help="For the audit.")
@click.pass_obj
def state(who: Who, procedure: str, state: State, aspect: Aspect | None, why: str | None) -> None:
    """Publish an answer, take it back to draft, or switch it off: at once, on all channels."""
    write(
        lambda session: edit.set_state(
            session, procedure, state, who.change(state, why), aspect=aspect
        )
    )
    click.echo(f"{procedure}{f' {aspect}' if aspect else ''}: {state}")


@content.command()
@click.option("--owner", help="Only answers of this owner.")
def due(owner: str | None) -> None:
    """List answers that are expired or to be checked anew, by owner."""
    found = read(lambda session: service.due(session, utc_now(), owner=owner))
    for one in found:
        what = (
            f"expired on {one.expired}" if one.expired else f"to be checked since {one.review_day}"
        )
        click.echo(f"{one.owner:20} {one.id:36} {what} (checked {one.checked_on}, {one.state})")
    if not found:
        click.echo("nothing is due")


@content.command()
@click.argument("kind")
@click.argument("name")
@click.option("--fr", help="French.")
@click.option("--ar", help="Arabic.")
@click.option("--ary", help="Darija in Arabic script.")
@click.option("--ary-latn", help="Darija in Latin letters.")
@click.option("--url", help="Address, of a link.")
@click.option("--why", help="For the audit.")
@click.pass_obj
def word(who: Who, /, kind: str, name: str, why: str | None, **texts: str | None) -> None:
    """Print the wording KIND NAME (document cin_copy), or change what options name."""
    given = {field: text for field, text in texts.items() if text is not None}
    if not given:
        click.echo(_yaml(read(lambda session: _word(session, kind, name))), nl=False)
        return
    differs = write(lambda session: _put_word(session, who.change("edit", why), kind, name, given))
    click.echo(f"{kind}.{name}: {'changed' if differs else 'unchanged'}")


@content.group()
def directory() -> None:
    """Offices, telephone numbers, holidays and Ramadan."""


@directory.command("show")
def show_directory() -> None:
    """Print all of it as YAML, in the form that `set` reads one entry of."""
    found = read(offices.directory)
    for name, entries in vars(found).items():
        click.echo(_yaml({name: [one.model_dump(mode="json", by_alias=True) for one in entries]}))


@directory.command("set")
@click.argument("kind", type=click.Choice(list(offices.KINDS)))
@click.argument("file", type=EXISTING)
@click.option("--why", help="For the audit.")
@click.pass_obj
def set_(who: Who, kind: str, file: Path, why: str | None) -> None:
    """Write one office, contact or day of the calendar from a YAML FILE."""
    entry = _from_file(offices.KINDS[kind], file)

    async def put(session: AsyncSession) -> bool:
        known = await service.words(session)
        return await offices.put(session, entry, known, who.change("edit", why))

    click.echo(f"{kind} {entry.id}: {'changed' if write(put) else 'unchanged'}")


@directory.command()
@click.argument("kind", type=click.Choice(list(offices.KINDS)))
@click.argument("name")
@click.pass_obj
def withdraw(who: Who, kind: str, name: str) -> None:
    """Take one off the directory."""
    gone = write(lambda session: offices.withdraw(session, kind, name, who.change("withdraw")))
    if not gone:
        raise click.ClickException(f"there is no {kind} {name}")
    click.echo(f"{kind} {name}: withdrawn")


@content.group()
def notice() -> None:
    """Emergency notices: before or instead of answers, on all channels."""


@notice.command("list")
def list_notices() -> None:
    """List all notices, newest first."""
    found = read(notice_board.notices)
    now = utc_now()
    for one in found:
        state = "on" if one.is_on(now) else "over" if one.ends_at <= now else "to come"
        scope = ", ".join(one.procedures) or "all answers"
        times = f"{_local(one.starts_at)} – {_local(one.ends_at)}"
        click.echo(f"{one.id}: {state}, {one.mode} {scope}, {times}\n  {one.text.fr}")
    if not found:
        click.echo("no notice")


@notice.command()
@click.argument("name")
@click.option("--fr", required=True, help="French.")
@click.option("--ar", required=True, help="Arabic.")
@click.option("--ary", required=True, help="Darija in Arabic script.")
@click.option("--ary-latn", required=True, help="Darija in Latin letters.")
@click.option("--from", "begins", help="2026-12-01T08:00, in the town's time; else now.")
@click.option("--to", "ends", help="2026-12-02T18:00, in the town's time.")
@click.option("--hours", type=click.IntRange(1, 24 * 30), help="How long, instead of --to.")
@click.option("--instead", is_flag=True, help="Instead of answers, not above them.")
@click.option("--procedure", "procedures", multiple=True, help="Only for answers on this one.")
@click.pass_obj
def put(who: Who, /, name: str, begins: str | None, ends: str | None, **given: object) -> None:
    """Put up a notice, or change the one of this NAME."""
    starts_at = _moment(begins) if begins else utc_now()
    notice = _notice(name, starts_at, _end(starts_at, ends, given.pop("hours")), given)

    async def work(session: AsyncSession) -> None:
        known = await service.words(session)
        await notice_board.put_up(session, notice, known, who.change("put up"))

    write(work)
    click.echo(f"{name}: {_local(notice.starts_at)} – {_local(notice.ends_at)}")


@notice.command("end")
@click.argument("name")
@click.pass_obj
def end_(who: Who, name: str) -> None:
    """Take a notice down now."""
    write(lambda session: notice_board.end(session, name, who.change("end")))
    click.echo(f"{name}: ended")


@content.command("audit")
@click.option("--kind", help="procedure, document, office, notice …")
@click.option("--subject", help="Its id.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="With what was before and after.")
def audit_(kind: str | None, subject: str | None, limit: int, as_json: bool) -> None:
    """Say who changed what, when and why; newest first."""
    rows = read(lambda session: audit.changes(session, kind=kind, subject=subject, limit=limit))
    for row in rows:
        if as_json:
            shown = {name: value for name, value in vars(row).items() if not name.startswith("_")}
            click.echo(json.dumps(shown, ensure_ascii=False, default=str))
        else:
            why = f" — {row.reason}" if row.reason else ""
            click.echo(f"{_local(row.at)} {row.actor}: {row.action} {row.kind} {row.subject}{why}")
    if not rows and not as_json:
        click.echo("nothing was changed yet")


def _from_file(model: type[EntryT], file: Path) -> EntryT:
    try:
        return checked(model, read_mapping(file), path=file, name="entry")
    except ContentError as error:
        raise click.ClickException(str(error)) from error


async def _word(session: AsyncSession, kind: str, name: str) -> dict[str, object]:
    edit.wording_type(kind)
    found = (await service.words(session)).get((kind, name))
    if found is None:
        raise UnknownEntry(f"{kind}.{name} is not there")
    return found.model_dump(mode="json", by_alias=True)


async def _put_word(
    session: AsyncSession, change: Change, kind: str, name: str, given: dict[str, str]
) -> bool:
    model = edit.wording_type(kind)
    known = (await service.words(session)).get((kind, name))
    present = {} if known is None else known.model_dump(mode="json")
    wording = checked(model, {**present, **given}, path="options", name=f"{kind}.{name}")
    return await edit.put_wording(session, kind, name, wording, change)  # type: ignore[arg-type]


def _notice(name: str, starts_at: datetime, ends_at: datetime, given: dict[str, object]) -> Notice:
    text = {field: given[field] for field in ("fr", "ar", "ary", "ary_latn")}
    try:
        return Notice.model_validate(
            {
                "id": name,
                "mode": "instead" if given["instead"] else "before",
                "procedures": list(given["procedures"]),  # type: ignore[call-overload]
                "text": text,
                "starts_at": starts_at,
                "ends_at": ends_at,
            }
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "notice"
        raise click.ClickException(f"{where}: {first['msg']}") from error


def _end(starts_at: datetime, ends: str | None, hours: object) -> datetime:
    if (ends is None) == (hours is None):
        raise click.UsageError("a notice ends: give --to, or --hours")
    if ends is not None:
        return _moment(ends)
    return starts_at + timedelta(hours=int(str(hours)))


def _moment(typed: str) -> datetime:
    """A moment as typed, in the town's time unless it names a zone."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as error:
        raise click.UsageError(f"{typed!r} is no moment; write 2026-12-01T08:00") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(COMMUNE_ZONE))
    return moment.astimezone(UTC)


def _local(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(COMMUNE_ZONE)).strftime("%Y-%m-%d %H:%M")


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=120)
