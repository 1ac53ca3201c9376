"""Command line of the understanding: train, parse, validate, evaluate, fingerprint."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from nlu.jobs.inputs import ROOT, Inputs, fingerprint

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    return command(options)


def train_command(options: argparse.Namespace) -> int:
    """Train where needed and print the report's essentials."""
    from nlu.jobs.train import Request, train

    request = (
        Request.read(options.request)
        if options.request
        else Request(options.root.resolve(), _models(options), options.force)
    )
    report = train(request)
    print("trained" if report["trained"] else "up to date", file=sys.stderr)
    if options.report:
        options.report.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    print(request.models / report["model"])
    return 0


def parse_command(options: argparse.Namespace) -> int:
    """Read JSON Lines, write JSON Lines; 1 where a line was no message."""
    from nlu.jobs.parse import load_model, parse_lines

    bad = 0
    with _opened(options.input) as lines, _standard_output_kept() as out:
        understand = load_model(_model(options))
        for answer in parse_lines(lines, understand):
            bad += "error" in answer
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if bad else 0


def evaluate_command(options: argparse.Namespace) -> int:
    """Parse a labelled file and print its figures."""
    from nlu.evaluation.report import table
    from nlu.jobs.evaluate import evaluate
    from nlu.jobs.parse import load_model

    with _standard_output_kept() as out:
        figures = evaluate(options.input, load_model(_model(options)))
        out.write(
            json.dumps(figures, ensure_ascii=False, indent=1) if options.json else table(figures)
        )
        out.write("\n")
        out.flush()
    return 0


def validate_command(options: argparse.Namespace) -> int:
    """Print every problem of the training data; 1 where there is one."""
    from nlu.jobs.validate import problems, rasa_validates

    inputs = Inputs(options.root.resolve())
    found = problems(inputs)
    for line in found:
        print(line)
    if not found and not options.quick and not rasa_validates(inputs):
        found = ["Rasa's own validation failed"]
        print(found[0])
    print(f"{len(found)} problems", file=sys.stderr)
    return 1 if found else 0


def fingerprint_command(options: argparse.Namespace) -> int:
    """Print the digests of what a model would be made of."""
    print(json.dumps(fingerprint(Inputs(options.root.resolve())), indent=1))
    return 0


@contextlib.contextmanager
def _standard_output_kept() -> Iterator[TextIO]:
    """Our lines alone on standard output: whatever libraries print goes to standard error."""
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        yield out


@contextlib.contextmanager
def _opened(file: Path | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdin
        return
    with file.open(encoding="utf-8") as lines:
        yield lines


def _models(options: argparse.Namespace) -> Path:
    models: Path = options.models or options.root / "var" / "models"
    return models.resolve()


def _model(options: argparse.Namespace) -> Path:
    """The named archive, else the one of the present files; exits where it is missing."""
    model: Path = options.model or _models(options) / f"{_digest(options)}.tar.gz"
    if not model.is_file():
        print(f"no model {model.name}: train first", file=sys.stderr)
        raise SystemExit(2)
    return model.resolve()


def _digest(options: argparse.Namespace) -> str:
    return fingerprint(Inputs(options.root.resolve()))["model"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlu.cli", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    training = _command(commands, "train", train_command, "train a model, where needed")
    training.add_argument("--request", type=Path, help="request.json instead of options")
    training.add_argument("--report", type=Path, help="write the report there as well")
    training.add_argument("--force", action="store_true", help="train even if it is there")
    parsing = _command(commands, "parse", parse_command, "understand JSON Lines")
    _reads(parsing, 'messages, {"text"} a line; standard input if not given', required=False)
    evaluating = _command(commands, "evaluate", evaluate_command, "figures on labelled messages")
    _reads(evaluating, "labelled messages, one JSON object a line", required=True)
    evaluating.add_argument("--json", action="store_true", help="figures as JSON")
    validating = _command(commands, "validate", validate_command, "check the training data")
    validating.add_argument("--quick", action="store_true", help="without Rasa's own checks")
    _command(commands, "fingerprint", fingerprint_command, "digests of data, config, code")
    return parser


def _command(
    commands: Any,  # noqa: ANN401 - argparse does not export the type
    name: str,
    run: Command,
    about: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command=run)
    parser.add_argument("--root", type=Path, default=ROOT, help="project root")
    parser.add_argument("--models", type=Path, help="folder of archives; var/models")
    return parser


def _reads(parser: argparse.ArgumentParser, about: str, *, required: bool) -> None:
    parser.add_argument("--input", type=Path, required=required, help=about)
    parser.add_argument("--model", type=Path, help="archive; the one of the present files")


if __name__ == "__main__":
    sys.exit(main())
