"""`jawab evaluate`: what was asked for, the report made of it, and where it is shown."""

from __future__ import annotations

import argparse
import io
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from nlu.evaluation.limits import AT_LEAST, AT_MOST, BARS, BadLimit, Limit, broken, limit
from nlu.evaluation.page import page
from nlu.evaluation.report import Report
from nlu.evaluation.table import table
from nlu.evaluation.wording import SENTENCES_HIDDEN, verdict_text
from nlu.jobs.evaluate import (
    SENTENCES_OF_OWN_SETS,
    WrongInput,
    as_json,
    completed,
    cross_evaluated,
    earlier_report,
    evaluated,
    keep,
    label_set,
    read_report,
    write_text,
)
from nlu.jobs.parse import load_model

FOLDS = 5
STANDARD_OUTPUT = Path("-")
OK, LIMIT_BROKEN, WRONG_INPUT = 0, 1, 2


@dataclass(frozen=True)
class Wanted:
    """What to evaluate, what to compare with, and what to write."""

    root: Path
    reports: Path
    model: Callable[[], Path]
    files: tuple[Path, ...] = ()
    folds: int | None = None
    against: Path | None = None
    json: Path | None = None
    html: Path | None = None
    limits: tuple[Limit, ...] = ()
    sentences: int | None = None
    quiet: bool = False


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command, beside those of all commands."""
    about_limit = "limit to keep in each language, as with_choices=0.9; may be repeated"
    add = parser.add_argument
    add("files", nargs="*", type=Path, metavar="FILE", help="labelled messages; our test set")
    add(
        "--cross-validation",
        dest="folds",
        nargs="?",
        type=int,
        const=FOLDS,
        metavar="K",
        help=f"train on K-1 parts of data/nlu and test on the rest, K times; {FOLDS}",
    )
    add("--model", type=Path, help="archive; the one of the present files")
    add("--json", type=Path, metavar="FILE", help="write the report; - for standard output")
    add("--html", type=Path, metavar="FILE", help="write the report as a page")
    add("--against", type=Path, metavar="FILE", help="report to compare with; the newest kept one")
    add("--reports", type=Path, metavar="FOLDER", help="where reports are kept; var/reports")
    add(
        "--sentences",
        type=int,
        metavar="N",
        help="failed sentences to print a language; "
        f"{SENTENCES_OF_OWN_SETS} of our own sets, 0 of others",
    )
    add("--at-least", action="append", default=[], metavar="MEASURE=SHARE", help=about_limit)
    add("--at-most", action="append", default=[], metavar="MEASURE=SHARE", help=about_limit)
    add("--bars", action="store_true", help="keep the project's own limits")
    add("--quiet", action="store_true", help="print limits that are not kept, nothing else")


def wanted(options: argparse.Namespace, model: Callable[[], Path]) -> Wanted:
    """Read the options; raises WrongInput or BadLimit."""
    if options.files and options.folds is not None:
        raise WrongInput("name files or --cross-validation, not both")
    given = [limit(text, AT_LEAST) for text in options.at_least]
    given += [limit(text, AT_MOST) for text in options.at_most]
    root = options.root.resolve()
    return Wanted(
        root=root,
        reports=options.reports or root / "var" / "reports",
        model=model,
        files=tuple(options.files),
        folds=options.folds,
        against=options.against,
        json=options.json,
        html=options.html,
        limits=(*given, *(BARS if options.bars else ())),
        sentences=options.sentences,
        quiet=options.quiet,
    )


def run(options: argparse.Namespace, model: Callable[[], Path], out: TextIO) -> int:
    """Evaluate; 1 where a limit that was asked for is not kept, 2 on wrong input."""
    try:
        return _run(wanted(options, model), out)
    except (WrongInput, BadLimit) as wrong:
        print(f"jawab: {wrong}", file=sys.stderr)
        return WRONG_INPUT


def _run(order: Wanted, out: TextIO) -> int:
    _check_folders(order)
    before = read_report(order.against) if order.against else None
    report = _report(order)
    before = before or earlier_report(order.reports, report)
    report = completed(report, order.limits, before)
    kept = keep(report, order.reports)
    _write(order, report)
    _print(order, report, out)
    _say(order)(f"report kept as {kept}")
    return _gate(report) if order.limits else OK


def _check_folders(order: Wanted) -> None:
    """Told before minutes are spent."""
    for file in (order.json, order.html):
        if file and not file.resolve().parent.is_dir():
            raise WrongInput(f"{file}: there is no folder {file.parent}")


def _report(order: Wanted) -> Report:
    if order.folds is not None:
        return cross_evaluated(order.root, order.folds, _say(order))
    labels = label_set(order.files, order.root)
    model = order.model()
    try:
        return evaluated(labels, load_model(model), model)
    except Exception as error:
        if not _blames_the_model(error):
            raise
        told = f"{model.name} does not fit this code or is no model: train anew"
        raise WrongInput(told) from error


def _blames_the_model(error: Exception) -> bool:
    """Rasa's errors, told by name: importing Rasa for them would take seconds."""
    return isinstance(error, tarfile.TarError) or type(error).__module__.startswith("rasa.")


def _write(order: Wanted, report: Report) -> None:
    if order.html:
        write_text(order.html, page(report, sentences=_sentences(order, report) > 0))
    if order.json and order.json != STANDARD_OUTPUT:
        write_text(order.json, as_json(report))


def _print(order: Wanted, report: Report, out: TextIO) -> None:
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")  # a terminal that knows no ✗; odd messages
    if order.json == STANDARD_OUTPUT:
        out.write(as_json(report))
    elif not order.quiet:
        sentences = _sentences(order, report)
        out.write(table(report, sentences=sentences) + "\n")
        if not sentences and not report["set"]["own"]:
            out.write(f"\n{SENTENCES_HIDDEN}\n")
    out.flush()


def _gate(report: Report) -> int:
    missed = broken(report["limits"])
    for one in missed:
        print(f"limit not kept: {verdict_text(one)}", file=sys.stderr)
    return LIMIT_BROKEN if missed else OK


def _sentences(order: Wanted, report: Report) -> int:
    """Failed sentences to show: those of a set that is kept apart only where asked for."""
    if order.sentences is not None:
        return order.sentences
    return SENTENCES_OF_OWN_SETS if report["set"]["own"] else 0


def _say(order: Wanted) -> Callable[[str], None]:
    if order.quiet:
        return lambda _: None
    return lambda line: print(f"nlu: {line}", file=sys.stderr, flush=True)
