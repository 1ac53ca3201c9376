"""`./jawab`: the command line of an installation."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click
from pydantic import ValidationError

from bot import __version__
from bot.commands.trouble import Trouble
from bot.secret_key import EmptyKey
from bot.settings import Settings

FAILED = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jawab")
def main() -> None:
    """Jawab, the citizen's assistant of a commune."""


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the gateway.")
def up(port: int | None) -> None:
    """Start everything, wait until it answers, and keep it running until Ctrl-C."""
    from bot.commands.up import up as run

    sys.exit(run(_settings(port=port), _say))


@main.command(hidden=True)
def serve() -> None:
    """Run the gateway alone; `up` starts it so."""
    from bot.commands.serve import serve as run

    run(_settings())


@main.command()
@click.option("--force", is_flag=True, help="Train even where nothing changed.")
def train(force: bool) -> None:
    """Train a model where data, config or code changed."""
    from bot.commands.training import run_nlu

    sys.exit(run_nlu("train", *(["--force"] if force else [])))


@main.command()
@click.option(
    "--input", "source", default="-", help="JSON Lines with `text`; - for standard input."
)
@click.option("--output", "target", default="-", help="Where answers go; - for standard output.")
def parse(source: str, target: str) -> None:
    """Understand messages: a JSON object a line in, one out, in the same order."""
    from bot.commands.parse import parse as run

    sys.exit(run(source, target))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def evaluate(file: Path) -> None:
    """Print figures per language for labelled messages (JSON Lines)."""
    from bot.commands.training import run_nlu

    sys.exit(run_nlu("evaluate", "--input", str(file.resolve())))


@main.command()
def settings() -> None:
    """List all settings: name, present value (secrets hidden), meaning."""
    from bot.commands.settings import lines, presets

    try:
        found = lines(_settings())
    except Trouble as trouble:
        # Whoever has a setting wrong comes here to look it up.
        click.echo(f"jawab: {trouble}", err=True)
        for line in presets():
            click.echo(line)
        sys.exit(FAILED)
    for line in found:
        click.echo(line)


@main.command()
@click.option("--url", help="Address of a gateway; else the one of the settings.")
@click.option("--language", type=click.Choice(["fr", "ar", "ary", "ary-Latn"]), default="fr")
def chat(url: str | None, language: str) -> None:
    """Talk with the running assistant in the terminal."""
    from bot.commands.chat import chat as run

    found = _settings()
    sys.exit(run(url or f"http://{found.host}:{found.port}", language))


@main.command()
def doctor() -> None:
    """Check what is installed, running and reachable; exit code 1 where something is wrong."""
    from bot.commands.doctor import examine

    sys.exit(examine(_settings(), click.echo))


def _settings(**overrides: object) -> Settings:
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        first = error.errors()[0]
        name = "JAWAB_" + "_".join(str(part) for part in first["loc"]).upper()
        raise Trouble(
            f"the setting {name} is wrong: {first['msg']}", "`./jawab settings` says what it takes"
        ) from error


def _say(line: str) -> None:
    click.echo(line)


def run() -> None:
    """Run the command line; what stops it is told in one line on standard error."""
    os.umask(0o077)  # databases and logs hold what people wrote
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    # It logs addresses at INFO, and Telegram's addresses hold the token.
    for name in ("httpx", "httpcore", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        main(prog_name="jawab")
    except (Trouble, EmptyKey) as trouble:
        click.echo(f"jawab: {trouble}", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    run()
