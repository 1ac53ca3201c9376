"""Command line of the understanding: train, parse, validate, evaluate, benchmark, fingerprint."""

from __future__ import annotations

import argparse
import contextlib
import io
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
        if isinstance(out, io.TextIOWrapper):
            # A lone surrogate of a message goes out as the escape that JSON knows for it.
            out.reconfigure(errors="backslashreplace")
        understand = load_model(_model(options))
        for answer in parse_lines(lines, understand):
            bad += "error" in answer
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if bad else 0


def evaluate_command(options: argparse.Namespace) -> int:
    """Judge labelled messages; 1 where a limit that was asked for is not kept, 2 on wrong input."""
    from nlu.evaluate_command import run

    with _standard_output_kept() as out:
        return run(options, lambda: _model(options), out)


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


def benchmark_command(options: argparse.Namespace) -> int:
    """Train and test the pipeline on labelled files; 2 where one cannot be used."""
    from nlu.benchmark.rows import Columns
    from nlu.benchmark.table import lines
    from nlu.jobs.benchmark import CannotBenchmark, Request, run, write

    columns = Columns(options.text_column, options.label_column, options.language_column)
    try:
        result = run(Request(options.train, options.test, columns, options.seed))
        print("\n".join(lines(result)))
        if options.json:
            write(result, options.json)
    except CannotBenchmark as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    return 0


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
    from nlu.evaluate_command import add_options

    parser = argparse.ArgumentParser(prog="python -m nlu.cli", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    training = _command(commands, "train", train_command, "train a model, where needed")
    training.add_argument("--request", type=Path, help="request.json instead of options")
    training.add_argument("--report", type=Path, help="write the report there as well")
    training.add_argument("--force", action="store_true", help="train even if it is there")
    parsing = _command(commands, "parse", parse_command, "understand JSON Lines")
    parsing.add_argument("--input", type=Path, help='{"text"} a line; standard input')
    parsing.add_argument("--model", type=Path, help="archive; the one of the present files")
    about = "how well labelled messages are understood"
    add_options(_command(commands, "evaluate", evaluate_command, about))
    validating = _command(commands, "validate", validate_command, "check the training data")
    validating.add_argument("--quick", action="store_true", help="without Rasa's own checks")
    _benchmark_options(
        _command(commands, "benchmark", benchmark_command, "the pipeline on anybody's labels")
    )
    _command(commands, "fingerprint", fingerprint_command, "digests of data, config, code")
    return parser


def _benchmark_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, required=True, help="labelled texts to learn from")
    parser.add_argument("--test", type=Path, required=True, help="labelled texts to be judged by")
    parser.add_argument("--text-column", default="text", help="text")
    parser.add_argument("--label-column", default="label", help="label")
    parser.add_argument("--language-column", help="language, where there is such a column")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument("--seed", type=int, default=0, help="of training and resampling; 0")


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


if __name__ == "__main__":
    sys.exit(main())
