"""A bundle as the files of a content folder, and such a folder or a zip of one read back."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from backend.catalogue.content import Procedure, read_catalogue
from backend.catalogue.words import KINDS
from backend.entries import Words
from backend.errors import ContentError
from backend.exchange.archive import Members, pack, unpack
from backend.exchange.bundle import Bundle, in_order
from backend.files import Entry
from backend.offices.content import CALENDAR_FILE, CONTACTS_FILE, read_directory

PROCEDURES_FILE = "procedures/catalogue.yml"
OFFICES_FILE = "offices/offices.yml"
FOLDERS = ("procedures", "vocabulary", "offices")
WIDTH = 110
DEPTH_MAX = 3  # data/procedures/catalogue.yml


class _Dumper(yaml.SafeDumper):
    """YAML for people: entries of a list are set in, nothing is written as an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists in mappings."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401
        """Write the same thing twice where it stands twice."""
        return True


def files_of(bundle: Bundle) -> Members:
    """The files by their path in the folder, in UTF-8."""
    directory = bundle.directory
    trees: dict[str, Mapping[str, Any]] = {
        PROCEDURES_FILE: {"procedures": [_procedure(one) for one in bundle.procedures]},
        **{f"vocabulary/{kind}.yml": _words_of(bundle.words, kind) for kind in KINDS},
        OFFICES_FILE: {"offices": _plain(directory.offices)},
        f"offices/{CONTACTS_FILE}": {"contacts": _plain(directory.contacts)},
        f"offices/{CALENDAR_FILE}": {"calendar": _plain(directory.calendar)},
    }
    return {name: _yaml(tree).encode() for name, tree in trees.items()}


def zip_of(bundle: Bundle) -> bytes:
    """The same files as one zip; the same bytes for the same bundle."""
    return pack(files_of(bundle))


def write_folder(bundle: Bundle, folder: Path) -> None:
    """Write the files; others of these folders are removed, since they would be read too."""
    for name in FOLDERS:
        for path in (folder / name).glob("*.yml"):
            path.unlink()
    for name, content in files_of(bundle).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read_folder(folder: Path) -> Bundle:
    """Read and check a content folder; raises ContentError with the first mistake."""
    try:
        catalogue = read_catalogue(folder)
        directory = read_directory(folder, catalogue.words)
    # What YAML can hold and Python can not: too deep, too long a number, an odd tag.
    except (RecursionError, ArithmeticError, LookupError, ValueError) as error:
        raise ContentError(f"{folder}: can not be read ({type(error).__name__})") from error
    return Bundle(catalogue.procedures, catalogue.words, directory)


def read_zip(data: bytes) -> Bundle:
    """Read and check a zip of a content folder; raises ContentError with the first mistake."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for member, content in _content_files(unpack(data)).items():
            path = folder / member
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        try:
            return read_folder(folder)
        except ContentError as error:
            raise ContentError(str(error).replace(f"{name}/", "").replace(name, "zip")) from error


def _content_files(members: Members) -> Members:
    """The YAML files of the three folders; a folder around them, as people zip it, is taken off."""
    found: Members = {}
    for name, content in members.items():
        inside = _inside(PurePosixPath(name))
        if inside is None:
            continue
        if inside in found:
            raise ContentError(f"{name}: stands twice in the zip")
        found[inside] = content
    return found


def _inside(path: PurePosixPath) -> str | None:
    """Its place in a content folder; None for what is no part of one, as computers add it."""
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    folder = path.parent.name
    if hidden or folder not in FOLDERS or path.suffix != ".yml" or len(path.parts) > DEPTH_MAX:
        return None
    return f"{folder}/{path.name}"


def _words_of(words: Words, kind: str) -> dict[str, Any]:
    return {name: _tree(wording) for (of, name), wording in in_order(words).items() if of == kind}


def _plain(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [_tree(entry) for entry in entries]


def _procedure(procedure: Procedure) -> dict[str, Any]:
    """Its id first, however the model is composed; a paper without a condition is its id."""
    tree = _tree(procedure)
    if "documents" in tree:
        tree["documents"] = [one if "condition" in one else one["id"] for one in tree["documents"]]
    return {"id": tree.pop("id"), **tree}


def _tree(entry: Entry) -> dict[str, Any]:
    return entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _yaml(tree: Mapping[str, Any]) -> str:
    return yaml.dump(
        tree,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
    )
