"""The backend's index of what is published: read again whenever it changes."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from nlu.model.catalogue import Catalogue
from nlu.model.classifier import Classifier
from nlu.model.sentence_vectors import remembering

_log = logging.getLogger(__name__)
VARIABLE = "JAWAB_CATALOGUE_INDEX"
# Time of change and size: what a look at the file costs a message is a few microseconds.
_Stamp = tuple[int, int]


class CatalogueIndex:
    """The catalogue of the file that the environment names; none where it names no file."""

    def __init__(self, classifier: Classifier, file: Path | None) -> None:
        """Read the file at once: the first citizen must not wait for it."""
        self._classifier, self._file = classifier, file
        self._stamp: _Stamp | None = None
        self._catalogue: Catalogue | None = None
        # A change of the catalogue must not make a citizen wait for what was read before.
        self._encode = remembering()
        self.catalogue()

    @classmethod
    def of_environment(cls, classifier: Classifier) -> CatalogueIndex:
        """The index that the backend writes."""
        named = os.environ.get(VARIABLE)
        return cls(classifier, Path(named) if named else None)

    def catalogue(self) -> Catalogue | None:
        """The catalogue of the file as it is now; of the last good one where it is broken."""
        stamp = _stamp(self._file)
        if stamp != self._stamp:
            self._stamp = stamp
            self._catalogue = self._read(self._file) if stamp and self._file else None
        return self._catalogue

    def _read(self, file: Path) -> Catalogue | None:
        try:
            return Catalogue(self._classifier, json.loads(file.read_text("utf-8")), self._encode)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
            _log.warning("the catalogue's index cannot be read: %s", type(wrong).__name__)
            return self._catalogue


def _stamp(file: Path | None) -> _Stamp | None:
    if file is None:
        return None
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
