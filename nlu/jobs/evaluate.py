"""The evaluation job: labelled messages through a model, a report out, the earlier one beside."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from nlu.evaluation.comparison import compared
from nlu.evaluation.judgement import Judged, judged, understood_of
from nlu.evaluation.labels import BadLabels, Labelled, read_labels
from nlu.evaluation.limits import Limit, verdicts
from nlu.evaluation.report import VERSION, Report, report_of
from nlu.jobs.cross_validation import FEWEST_FOLDS, Say, TooFewMessages, cross_validated
from nlu.jobs.inputs import ROOT, Inputs, fingerprint
from nlu.jobs.parse import BATCH_LINES, Understand
from nlu.understanding import parsed

OWN_SET = Path("data") / "test" / "messages.jsonl"
SENTENCES_OF_OWN_SETS = 20
_BENCHMARK = "bench-"  # benchmarks keep their figures in the same folder


class WrongInput(Exception):
    """A file that cannot be evaluated or compared with; the message says which and why."""


@dataclass(frozen=True)
class LabelSet:
    """What is evaluated; `own` True where the messages stand in the repository."""

    name: str
    files: tuple[str, ...]
    own: bool
    messages: tuple[Labelled, ...]

    def about(self) -> dict[str, Any]:
        """What the report says of it."""
        return {"name": self.name, "files": list(self.files), "own": self.own, "folds": None}


def label_set(files: Sequence[Path], root: Path = ROOT) -> LabelSet:
    """Read labelled files as one set, our own test set where none is named; raises WrongInput."""
    named = [file.resolve() for file in files] or [root / OWN_SET]
    intents = domain_intents(Inputs(root))
    messages = [one for file in named for one in _read(file, intents)]
    return LabelSet(
        name="+".join(file.stem for file in named),
        files=tuple(file.name for file in named),
        own=all(_in_repository(file, root) for file in named),
        messages=tuple(messages),
    )


def evaluated(labels: LabelSet, understand: Understand, model: Path, root: Path = ROOT) -> Report:
    """The report of a set, as `model` understands it."""
    about = {"name": archive_name(model), "fingerprint": _fingerprint_beside(model)}
    messages = list(judge(labels.messages, understand))
    return report_of(messages, model=about, label_set=labels.about(), made_at=_now())


def cross_evaluated(root: Path, folds: int, say: Say) -> Report:
    """The report of the training messages, each judged by a model that did not see it."""
    if folds < FEWEST_FOLDS:
        raise WrongInput(f"cross-validation needs at least {FEWEST_FOLDS} folds")
    inputs = Inputs(root)
    digests = fingerprint(inputs)
    try:
        messages = cross_validated(inputs, folds, say)
    except TooFewMessages as few:
        raise WrongInput(str(few)) from few
    files = ["data/nlu"]
    about = {"name": f"cross-validation-{folds}", "files": files, "own": True, "folds": folds}
    model = {"name": digests["model"], "fingerprint": digests}
    return report_of(messages, model=model, label_set=about, made_at=_now())


def judge(labels: Sequence[Labelled], understand: Understand) -> Iterator[Judged]:
    """Each message beside what the model understood, a batch at a time."""
    for start in range(0, len(labels), BATCH_LINES):
        batch = labels[start : start + BATCH_LINES]
        for label, made in zip(batch, understand([one.text for one in batch]), strict=True):
            beside = {name: made[name] for name in ("follow_up", "ranking")}
            yield judged(label, understood_of({**parsed(label.text, made), **beside}))


def completed(report: Report, limits: Sequence[Limit], before: Report | None) -> Report:
    """With the verdict on limits, those asked for and our own, and the comparison."""
    return {
        **report,
        "limits": verdicts(report, limits),
        "comparison": compared(report, before) if before else None,
    }


def read_report(file: Path) -> Report:
    """An earlier report; raises WrongInput where it is none, or of another version."""
    try:
        report = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise WrongInput(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise WrongInput(f"{file}: no JSON") from error
    if not isinstance(report, dict) or not {"version", "set", "messages"} <= set(report):
        raise WrongInput(f"{file}: no report of `jawab evaluate`")
    if report["version"] != VERSION:
        raise WrongInput(f"{file}: a report of version {report['version']}, not {VERSION}")
    return report


def earlier_report(folder: Path, report: Report) -> Report | None:
    """The newest kept report of the same set by another model; None where there is none."""
    newest_first = sorted(folder.glob("*.json"), key=lambda file: -file.stat().st_mtime)
    for file in newest_first:
        if file == kept_path(folder, report) or file.name.startswith(_BENCHMARK):
            continue
        try:
            found = read_report(file)
        except WrongInput as wrong:
            print(f"nlu: left out: {wrong}", file=sys.stderr)
            continue
        if found["set"]["name"] == report["set"]["name"]:
            return found
    return None


def kept_path(folder: Path, report: Report) -> Path:
    """Where the report of this model and set is kept."""
    return folder / f"{report['model']['name']}-{report['set']['name']}.json"


def keep(report: Report, folder: Path) -> Path:
    """Keep a report for later comparisons; the same model and set again replaces it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = kept_path(folder, report)
    write_text(file, as_json(report))
    return file


def as_json(report: Report) -> str:
    """JSON with letters as they are."""
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def write_text(file: Path, text: str) -> None:
    """Write whole or not at all, for its owner's eyes: it holds messages. Raises WrongInput."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        # A lone surrogate of a message becomes the escape that JSON knows for it.
        fresh.write_text(text, "utf-8", errors="backslashreplace")
        fresh.chmod(0o600)
        fresh.replace(file)
    except OSError as error:
        raise WrongInput(f"{file}: {error.strerror}") from error


def domain_intents(inputs: Inputs) -> frozenset[str]:
    """Names of the intents that labels may carry."""
    listed = yaml.safe_load(inputs.domain.read_text("utf-8"))["intents"]
    return frozenset(one if isinstance(one, str) else next(iter(one)) for one in listed)


def archive_name(model: Path) -> str:
    """The name of an archive without its ending."""
    return model.name.removesuffix(".tar.gz")


def _read(file: Path, intents: frozenset[str]) -> list[Labelled]:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise WrongInput(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongInput(f"{file}: not in UTF-8") from error
    try:
        # Not splitlines: it would cut inside messages that hold other ends of line.
        return read_labels(text.split("\n"), file.name, intents)
    except BadLabels as bad:
        raise WrongInput(str(bad)) from bad


def _in_repository(file: Path, root: Path) -> bool:
    own, kept_out = root.resolve(), (root / "var").resolve()
    return file.resolve().is_relative_to(own) and not file.resolve().is_relative_to(kept_out)


def _fingerprint_beside(model: Path) -> Mapping[str, Any] | None:
    beside = model.with_name(f"{archive_name(model)}.report.json")
    if not beside.is_file():
        return None
    found: Mapping[str, Any] | None = json.loads(beside.read_text("utf-8")).get("fingerprint")
    return found


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
