"""The commands that bring the catalogue out and in, and look at the State's portal."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

import click

from backend.catalogue.content import Procedure
from backend.catalogue.service import row_of, words
from backend.clock import local_date, utc_now
from backend.command import Who, read, read_settings, write
from backend.errors import ContentError, PortalUnavailable
from backend.exchange.assembly import Rows, read_workbook
from backend.exchange.bring import Report, bring
from backend.exchange.bundle import Bundle, bundle_of
from backend.exchange.draft import compare, draft
from backend.exchange.idarati import Idarati
from backend.exchange.workbook import write_workbook
from backend.exchange.yaml_files import read_folder, read_zip, write_folder, zip_of

Format = Literal["yaml", "xlsx"]
Result = TypeVar("Result")
TITLE_MIN_CHARS = 3  # an empty title is the whole portal, which nobody asks for here
TARGET = click.Path(path_type=Path)
SOURCE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("target", type=TARGET)
@click.option(
    "--format", "form", type=click.Choice(["yaml", "xlsx"]), help="Else by the name of TARGET."
)
@click.option("--force", is_flag=True, help="Replace what is there.")
def export(target: Path, form: Format | None, *, force: bool) -> None:
    """Write the catalogue to TARGET: a workbook (.xlsx), a folder of YAML files, or its .zip."""
    if not force and _is_taken(target):
        raise click.ClickException(f"{target} is there already; --force replaces it")
    bundle = read(bundle_of)
    try:
        _write_to(target, form or ("xlsx" if target.suffix == ".xlsx" else "yaml"), bundle)
    except (OSError, ContentError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{target}: {len(bundle.procedures)} procedures, {len(bundle.words)} words")


@click.command("import")
@click.argument("source", type=SOURCE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--why", help="For the audit.")
@click.pass_obj
def import_(who: Who, source: Path, why: str | None, *, dry_run: bool) -> None:
    """Bring SOURCE in, all of it or nothing: a workbook, a folder of YAML files, or its .zip."""
    try:
        given = _given(source)
    except (OSError, ContentError) as error:
        raise click.ClickException(str(error)) from error
    change = who.change("import", why)
    report = write(lambda session: bring(session, given, change, dry_run=dry_run))
    _tell(report)
    if report.counts["error"]:
        raise click.exceptions.Exit(1)


@click.group()
def idarati() -> None:
    """Ask the State's portal for one procedure; nothing it says enters the catalogue by itself."""


@idarati.command()
@click.argument("title")
def search(title: str) -> None:
    """List the portal's procedures whose title has these words."""
    if len(title.strip()) < TITLE_MIN_CHARS:
        raise click.UsageError(f"give {TITLE_MIN_CHARS} letters at least")
    with _portal() as portal:
        found = _asked(lambda: portal.search(title.strip()))
    for one in found:
        told = f" ({one.administration})" if one.administration else ""
        click.echo(f"{one.id}  {one.title or 'without a title'}{told}")
    if not found:
        click.echo("nothing found")


@idarati.command("draft")
@click.argument("name", metavar="ID")
@click.option("--to", "target", type=TARGET, help="A new file, instead of the screen.")
def draft_(name: str, target: Path | None) -> None:
    """Print the portal's procedure ID as a draft to complete, with what is missing."""
    if target is not None and target.exists():
        raise click.ClickException(f"{target} is there already")
    with _portal() as portal:
        sheet = _asked(lambda: portal.sheet(name))
    text = draft(sheet, local_date(utc_now()), read(words))
    if target is None:
        click.echo(text, nl=False)
    else:
        target.write_text(text, encoding="utf-8")
        click.echo(f"{target}: a draft; see `missing` in it")


@idarati.command("compare")
@click.argument("procedure")
@click.argument("name", metavar="ID")
def compare_(procedure: str, name: str) -> None:
    """Show price, delay and papers of our PROCEDURE beside the portal's ID."""
    row = read(lambda session: row_of(session, procedure))
    with _portal() as portal:
        sheet = _asked(lambda: portal.sheet(name))
    for one in compare(Procedure.model_validate(row.content), sheet):
        click.echo(f"{one.aspect}: {one.verdict}\n  ours:   {one.ours}\n  theirs: {one.theirs}")


def _portal() -> Idarati:
    settings = read_settings()
    return _asked(lambda: Idarati(settings.idarati_url))


def _asked(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except PortalUnavailable as error:
        raise click.ClickException(str(error)) from error


def _is_taken(target: Path) -> bool:
    return any(target.iterdir()) if target.is_dir() else target.exists()


def _write_to(target: Path, form: Format, bundle: Bundle) -> None:
    if form == "yaml" and target.suffix != ".zip":
        write_folder(bundle, target)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(write_workbook(bundle) if form == "xlsx" else zip_of(bundle))


def _given(source: Path) -> Bundle | Rows:
    if source.is_dir():
        return read_folder(source)
    if source.suffix == ".xlsx":
        return read_workbook(source.read_bytes())
    if source.suffix == ".zip":
        return read_zip(source.read_bytes())
    raise ContentError(f"{source}: a folder, an .xlsx or a .zip is expected")


def _tell(report: Report) -> None:
    for line in report.lines:
        if line.outcome != "unchanged":
            message = f": {line.message}" if line.message else ""
            click.echo(f"{line.outcome:9} {line.kind} {line.id}{message}")
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in report.counts.items()))
    if report.dry_run:
        click.echo("dry run: nothing was written")
    elif report.counts["error"]:
        click.echo("nothing was written: put the errors right and bring the file in again")
