"""The training job: request in, archive named by its digest and report out.

Nothing is trained where the archive is there already, and Rasa is not imported then.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.jobs.inputs import ROOT, Inputs, fingerprint
from nlu.rasa_setup import RASA_VERSION, check_version, quiet_environment, quiet_logs

TrainRasa = Callable[..., Any]


class TrainingFailed(Exception):
    """Rasa trained nothing; its own output says why."""


@dataclass(frozen=True)
class Request:
    """What to train: the root of its files, the folder for archives, anew even if present."""

    root: Path = ROOT
    models: Path = ROOT / "var" / "models"
    force: bool = False

    @classmethod
    def read(cls, file: Path) -> Request:
        """Read a request.json; paths in it are relative to its folder."""
        fields = json.loads(file.read_text("utf-8"))
        unknown = set(fields) - {"root", "models", "force"}
        if unknown:
            raise ValueError(f"request.json has unknown fields: {', '.join(sorted(unknown))}")
        base = file.resolve().parent
        return cls(
            root=base / fields.get("root", ROOT),
            models=base / fields.get("models", cls.models),
            force=bool(fields.get("force", False)),
        )


def archive_path(request: Request, digests: dict[str, str]) -> Path:
    """Where the model of these digests lies."""
    return request.models / f"{digests['model']}.tar.gz"


def report_path(archive: Path) -> Path:
    """The report beside an archive."""
    return archive.with_name(archive.name.removesuffix(".tar.gz") + ".report.json")


def train(request: Request) -> dict[str, Any]:
    """Train where needed; the report, with `trained` False where the archive was there."""
    inputs = Inputs(request.root)
    digests = fingerprint(inputs)
    archive = archive_path(request, digests)
    if archive.is_file() and report_path(archive).is_file() and not request.force:
        return {**json.loads(report_path(archive).read_text("utf-8")), "trained": False}
    report = _train_anew(inputs, digests, archive)
    _write_atomically(report_path(archive), json.dumps(report, ensure_ascii=False, indent=1))
    return {**report, "trained": True}


def _train_anew(inputs: Inputs, digests: dict[str, str], archive: Path) -> dict[str, Any]:
    archive.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    _say("starting Rasa")
    train_rasa = _import_rasa()
    imported = time.monotonic()
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".training-") as folder:
        _say("training")
        files = [*map(str, inputs.training_files()), str(_names_file(inputs, Path(folder)))]
        made = _run(train_rasa, inputs, files, Path(folder))
        trained = time.monotonic()
        made.replace(archive)
    return {
        "model": archive.name,
        "sha256": _sha256(archive),
        "fingerprint": digests,
        "rasa": RASA_VERSION,
        "counts": counts(files_of(inputs)),
        "seconds": {
            "start": round(imported - started, 1),
            "training": round(trained - imported, 1),
        },
    }


def files_of(inputs: Inputs) -> list[Path]:
    """The hand-written message files."""
    return [
        file for file in inputs.training_files() if "nlu" in file.relative_to(inputs.root).parts
    ]


def counts(files: list[Path]) -> dict[str, Any]:
    """Messages by language, intent, procedure and aspect."""
    import yaml

    by: dict[str, Counter[str]] = {
        name: Counter() for name in ("language", "intent", "procedure", "aspect")
    }
    for file in files:
        for block in (yaml.safe_load(file.read_text("utf-8")) or {}).get("nlu") or []:
            number = sum(line.startswith("- ") for line in block["examples"].splitlines())
            labels = {"intent": block["intent"], **(block.get("metadata") or {})}
            for name, counter in by.items():
                if labels.get(name):
                    counter[labels[name]] += number
    total = sum(by["intent"].values())
    return {"messages": total, **{name: dict(sorted(count.items())) for name, count in by.items()}}


def _import_rasa() -> TrainRasa:
    check_version()
    quiet_environment()
    from rasa.model_training import train as train_rasa

    quiet_logs()
    return train_rasa


def _names_file(inputs: Inputs, folder: Path) -> Path:
    import yaml

    from nlu.jobs.names import named_procedures, training_block_file

    content = training_block_file(inputs.name_files(), named_procedures(files_of(inputs)))
    file = folder / "names.yml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return file


def _run(train_rasa: TrainRasa, inputs: Inputs, files: list[str], folder: Path) -> Path:
    """Rasa's training, from the root of its files, its chatter on standard error."""
    before, stdout = Path.cwd(), sys.stdout
    os.chdir(inputs.root)
    sys.path.insert(0, str(inputs.root))
    sys.stdout = sys.stderr
    try:
        result = train_rasa(
            domain=str(inputs.domain),
            config=str(inputs.config),
            training_files=files,
            output=str(folder / "out"),
            fixed_model_name="model.tar.gz",
        )
    finally:
        sys.stdout = stdout
        os.chdir(before)
        sys.path.remove(str(inputs.root))
    if result.model is None:
        raise TrainingFailed("Rasa made no model")
    return Path(result.model)


def _sha256(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def _write_atomically(file: Path, text: str) -> None:
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(file)


def _say(what: str) -> None:
    print(f"nlu: {what} …", file=sys.stderr, flush=True)
