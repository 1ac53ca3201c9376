"""The backend's index of what is published: read again whenever it changes."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from nlu.model.classifier import Classifier
from nlu.model.retrieval import Retriever, entries_of

_log = logging.getLogger(__name__)
VARIABLE = "JAWAB_CATALOGUE_INDEX"
# Time of change and size: what a look at the file costs a message is a few microseconds.
_Stamp = tuple[int, int]


class CatalogueIndex:
    """A retriever over the file that the environment names; none where it names no file."""

    def __init__(self, classifier: Classifier, file: Path | None) -> None:
        """Read the file at once: the first citizen must not wait for it."""
        self._classifier, self._file = classifier, file
        self._stamp: _Stamp | None = None
        self._retriever: Retriever | None = None
        self.retriever()

    @classmethod
    def of_environment(cls, classifier: Classifier) -> CatalogueIndex:
        """The index that the backend writes."""
        named = os.environ.get(VARIABLE)
        return cls(classifier, Path(named) if named else None)

    def retriever(self) -> Retriever | None:
        """The retriever of the file as it is now; of the last good one where it is broken."""
        stamp = _stamp(self._file)
        if stamp != self._stamp:
            self._stamp = stamp
            self._retriever = self._read(self._file) if stamp and self._file else None
        return self._retriever

    def _read(self, file: Path) -> Retriever | None:
        try:
            entries = entries_of(json.loads(file.read_text("utf-8")), self._classifier.procedures)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
            _log.warning("the catalogue's index cannot be read: %s", type(wrong).__name__)
            return self._retriever
        return Retriever(self._classifier, entries) if entries else None


def _stamp(file: Path | None) -> _Stamp | None:
    if file is None:
        return None
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
