"""The file by which Rasa finds what is published, without training."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from backend.catalogue.service import NAMED_KINDS, Listed, names, published
from backend.database import Database
from backend.errors import IndexNotWritten
from backend.files import Language, digest

INDEX_FILE = "catalogue_index.json"


class Findable(TypedDict):
    """An entry as people ask for it; `questions` has the languages that have some."""

    id: str
    topic: str
    family: str | None
    asks_which: bool
    names: dict[str, list[str]]
    questions: dict[Language, list[str]]


class Named(TypedDict):
    """A paper or an office, by what people call it."""

    id: str
    names: dict[str, list[str]]


class Index(TypedDict):
    """All that can be found; `version` changes with any of it."""

    version: str
    procedures: list[Findable]
    papers: list[Named]
    offices: list[Named]


async def refresh_index(database: Database, folder: Path, now: datetime) -> bool:
    """Make the file say what is published; returns whether that is new. Raises IndexNotWritten."""
    async with database.read() as session:
        listed = await published(session, now)
        papers, offices = [await names(session, kind) for kind in NAMED_KINDS]
    return write_index(folder, build_index(listed, papers, offices))


def build_index(
    listed: Sequence[Listed],
    papers: Mapping[str, dict[str, list[str]]],
    offices: Mapping[str, dict[str, list[str]]],
) -> Index:
    """The index of these entries, in their order."""
    procedures: list[Findable] = [
        {
            "id": procedure.id,
            "topic": procedure.topic,
            "family": procedure.family,
            "asks_which": procedure.asks_which,
            "names": procedure.names,
            "questions": procedure.questions,
        }
        for procedure in listed
    ]
    found: Index = {
        "version": "",
        "procedures": procedures,
        "papers": _named(papers),
        "offices": _named(offices),
    }
    return {**found, "version": digest(found)}


def _named(found: Mapping[str, dict[str, list[str]]]) -> list[Named]:
    return [{"id": name, "names": called} for name, called in found.items()]


def write_index(folder: Path, content: Index) -> bool:
    """Write the file where it differs: its time of change tells a change. Raises IndexNotWritten.

    Returns whether it was written.
    """
    path = folder / INDEX_FILE
    data = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise IndexNotWritten(f"{path} cannot be written: {error.strerror}") from error
    return True


def _replace(path: Path, data: bytes) -> None:
    """Write aside and rename: whoever reads sees the old file or the new one, never half of it."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:  # mode 0600
        aside = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            aside.replace(path)
        except OSError:
            aside.unlink()
            raise
