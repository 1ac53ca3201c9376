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
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITTEN_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
LABELLED = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITTEN = click.Path(dir_okay=False, path_type=Path)


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

    sys.exit(run_nlu("train", *(["--force"] if force else []), data_dir=_settings().data_dir))


@main.command()
@click.option(
    "--input", "source", default="-", help="JSON Lines with `text`; - for standard input."
)
@click.option("--output", "target", default="-", help="Where answers go; - for standard output.")
def parse(source: str, target: str) -> None:
    """Understand messages: a JSON object a line in, one out, in the same order."""
    from bot.commands.parse import parse as run

    sys.exit(run(_settings().data_dir, source, target))


@main.command()
@click.argument("files", nargs=-1, type=EXISTING_FILE)
@click.option(
    "--cross-validation",
    "folds",
    is_flag=False,
    flag_value=5,
    type=click.IntRange(2),
    metavar="[K]",
    help="Train on K-1 parts of the training messages, test on the rest, K times; 5.",
)
@click.option("--model", type=EXISTING_FILE, help="Archive; else the one of the present files.")
@click.option("--json", type=WRITTEN_FILE, help="Write the report as JSON; - for standard output.")
@click.option("--html", type=WRITTEN_FILE, help="Write the report as one page.")
@click.option("--against", type=EXISTING_FILE, help="Earlier report; else the newest kept one.")
@click.option("--sentences", type=click.IntRange(0), help="Failed sentences shown a language.")
@click.option("--at-least", multiple=True, metavar="MEASURE=SHARE", help="As with_choices=0.9.")
@click.option("--at-most", multiple=True, metavar="MEASURE=SHARE", help="As confident_wrong=0.05.")
@click.option("--bars", is_flag=True, help="Keep the project's own limits.")
@click.option("--quiet", is_flag=True, help="Print limits that are not kept, nothing else.")
def evaluate(files: tuple[Path, ...], **options: object) -> None:
    """Say how well labelled messages are understood: our test set, or JSON Lines FILEs.

    Exit code 1 where a limit that was asked for is not kept, 2 on wrong input.
    """
    from bot.commands.evaluate import evaluate as run

    sys.exit(run(_settings().data_dir, files, options))


@main.group()
def benchmark() -> None:
    """Measure the understanding on labelled texts of your own."""


@benchmark.command()
@click.option("--train", "train_file", type=LABELLED, required=True, help="Texts to learn from.")
@click.option("--test", "test_file", type=LABELLED, required=True, help="Texts to be judged by.")
@click.option("--text-column", default="text", show_default=True)
@click.option("--label-column", default="label", show_default=True)
@click.option("--language-column", help="`language`, where there is such a column.")
@click.option("--json", "json_file", type=WRITTEN, help="Write the figures there as well.")
@click.option("--seed", default=0, show_default=True, help="Of training and resampling.")
def intents(**options: str | Path | int | None) -> None:
    """Train the product's pipeline on one file and test it on the other.

    CSV, TSV (UTF-8), XLSX (first sheet) or JSON Lines with a text, its label and, if you like, its
    language. A plain linear model on the same rows stands beside. Nothing that citizens use is
    changed. Exit code 2 where a file cannot be used.
    """
    from bot.commands.benchmark import benchmark_intents

    sys.exit(benchmark_intents(options))


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


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def content(arguments: tuple[str, ...]) -> None:
    """Answers: list, change, switch off, import, export, notices; `jawab content --help`."""
    from bot.commands.content import run_content

    sys.exit(run_content(_settings(), arguments))


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
