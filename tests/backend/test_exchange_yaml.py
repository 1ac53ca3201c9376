"""A bundle survives the form of `data/`, as a folder and as a zip."""

from pathlib import Path

import pytest

from backend.errors import ContentError
from backend.exchange.archive import pack, unpack
from backend.exchange.yaml_files import files_of, read_folder, read_zip, write_folder, zip_of
from tests.backend.exchange_samples import full_bundle, real_bundle


def test_every_field_survives_a_folder(tmp_path: Path) -> None:
    bundle = full_bundle()

    write_folder(bundle, tmp_path)

    assert read_folder(tmp_path) == bundle


def test_every_field_survives_a_zip() -> None:
    bundle = full_bundle()

    assert read_zip(zip_of(bundle)) == bundle


def test_the_real_content_survives_and_makes_the_same_bytes() -> None:
    bundle = real_bundle()
    packed = zip_of(bundle)

    again = read_zip(packed)

    assert again == bundle
    assert zip_of(again) == packed


def test_files_are_written_for_readers() -> None:
    text = files_of(full_bundle())["procedures/catalogue.yml"].decode()

    assert text.startswith("procedures:\n  - id: full\n    owner: +urbanism\n")
    assert "نص بالعربية" in text
    assert "\n      - paper_a\n" in text  # without a condition it is its id
    bare = text[text.index("- id: bare") :]
    assert [line.split(":")[0].strip(" -") for line in bare.splitlines() if ":" in line] == [
        *("id", "names", "fr", "ar", "ary", "ary-Latn", "office", "checked_on")
    ]


def test_a_file_that_was_there_is_not_read_beside_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "old.yml").write_text("procedures: [{id: old}]")

    write_folder(full_bundle(), tmp_path)

    assert read_folder(tmp_path) == full_bundle()


def test_a_folder_around_the_files_and_hidden_files_are_no_harm() -> None:
    files = files_of(full_bundle())
    around = {f"data/{name}": content for name, content in files.items()}
    hidden = {"__MACOSX/procedures/._catalogue.yml": b"\0", "data/README.md": b"x"}

    assert read_zip(pack({**around, **hidden})) == full_bundle()


def test_a_mistake_is_told_with_its_file_and_not_with_ours() -> None:
    files = files_of(full_bundle())
    files["vocabulary/note.yml"] = files["vocabulary/note.yml"].replace(b"note_a:", b"other:")

    with pytest.raises(ContentError, match=r"^procedures/catalogue.yml: full: note.note_a is not"):
        read_zip(pack(files))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "procedures: " + "9" * 5000, "procedures: [{id: !!int ''}]", "a: !!bool x"],
    ids=["deep", "long number", "empty number", "odd flag"],
)
def test_what_yaml_can_hold_and_python_can_not_is_a_mistake_of_the_file(text: str) -> None:
    files = files_of(full_bundle())
    files["procedures/catalogue.yml"] = text.encode()

    with pytest.raises(ContentError):
        read_zip(pack(files))


def test_unpacked_files_are_what_was_packed() -> None:
    files = files_of(full_bundle())

    assert unpack(pack(files)) == files
