"""What a model is made of, and its digest. Standard library only: it must answer at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from nlu.digests import digest_of, source_files

ROOT = Path(__file__).resolve().parents[2]
_DIGEST_CHARS = 16


@dataclass(frozen=True)
class Inputs:
    """Where the files of a training lie; all below `root`."""

    root: Path = ROOT

    @property
    def config(self) -> Path:
        """Rasa's configuration."""
        return self.root / "config.yml"

    @property
    def domain(self) -> Path:
        """Rasa's domain."""
        return self.root / "domain.yml"

    def training_files(self) -> list[Path]:
        """Messages and rules."""
        return _yaml(self.root / "data" / "nlu") + _yaml(self.root / "data" / "rules")

    def name_files(self) -> list[Path]:
        """Files whose procedure names become training messages."""
        vocabulary = self.root / "data" / "vocabulary" / "procedure.yml"
        return _yaml(self.root / "data" / "procedures") + (
            [vocabulary] if vocabulary.is_file() else []
        )

    def code_files(self) -> list[Path]:
        """Code that shapes the model, with the versions of what it runs on."""
        package = self.root / "nlu"
        return [
            *source_files(package / "text", package / "model", package / "components"),
            package / "decision.py",
            package / "understanding.py",
            package / "importer.py",
            package / "jobs" / "names.py",
            package / "requirements.lock",
        ]


def fingerprint(inputs: Inputs) -> dict[str, str]:
    """Digests of data, configuration and code, and `model`, the one that names the archive."""
    parts = {
        "data": digest_of(inputs.training_files() + inputs.name_files(), base=inputs.root),
        "config": digest_of([inputs.config, inputs.domain], base=inputs.root),
        "code": digest_of(filter(Path.is_file, inputs.code_files()), base=inputs.root),
    }
    whole = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return {**parts, "model": whole[:_DIGEST_CHARS]}


def _yaml(folder: Path) -> list[Path]:
    return sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])
