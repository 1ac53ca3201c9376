"""Content files: YAML read strictly, every mistake told with its file and id."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.errors import ContentError

Language = Literal["fr", "ar", "ary", "ary-Latn"]
LANGUAGES: tuple[str, ...] = get_args(Language)


class Entry(BaseModel):
    """Anything written in a content file: unknown keys and guessed types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


EntryT = TypeVar("EntryT", bound=Entry)


class _Loader(yaml.SafeLoader):
    """YAML without surprises: no key twice, a date stays the text that was typed."""

    yaml_implicit_resolvers = {
        letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for letter, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice, where YAML would keep the last one silently."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} stands twice", node.value[position][0].start_mark
                )
        return super().construct_mapping(node, deep=deep)


def read_mapping(path: Path) -> dict[str, Any]:
    """The file's top-level mapping; raises ContentError for anything else."""
    try:
        # The loader is a SafeLoader: it builds plain values only.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except FileNotFoundError as error:
        raise ContentError(f"{path}: no such file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise ContentError(f"{path}: a mapping is expected")
    return data


def read_list(path: Path, key: str) -> list[dict[str, Any]]:
    """The list of mappings under `key`; raises ContentError where it is not one."""
    entries = read_mapping(path).get(key)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ContentError(f"{path}: a list of entries is expected under {key!r}")
    return entries


def checked(model: type[EntryT], data: object, *, path: Path | str, name: object) -> EntryT:
    """The entry as its model; raises ContentError with the first mistake, its place and id."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path}: {name}: {where}: {first['msg']}") from error


def digest(value: object) -> str:
    """A fingerprint that is the same for the same content, whatever the order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
