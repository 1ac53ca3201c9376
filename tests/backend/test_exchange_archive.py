"""A zip from outside can not lead out of its folder, nor unpack to more than is allowed."""

import io
import zipfile
from collections.abc import Callable

import pytest

from backend.errors import ContentError
from backend.exchange import archive
from backend.exchange.archive import pack, unpack
from backend.exchange.assembly import read_workbook
from backend.exchange.workbook import write_workbook
from backend.exchange.yaml_files import read_zip
from tests.backend.exchange_samples import full_bundle


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as written:
        for name, content in files:
            written.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    ["/etc/x.yml", "../x.yml", "a/../../x.yml", "..\\x.yml", "C:\\x.yml", "\\x.yml", "x" * 300],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(ContentError, match=r"leads out|too long"):
        unpack(zipped((name, b"x")))


@pytest.mark.parametrize("reader", [read_zip, read_workbook])
def test_a_bomb_is_refused_before_it_is_unpacked(
    reader: Callable[[bytes], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "UNPACKED_MAX_BYTES", 1024 * 1024)
    bomb = zipped(("procedures/a.yml", b"0" * 900_000), ("procedures/b.yml", b"0" * 900_000))

    with pytest.raises(ContentError, match="unpacks to more"):
        reader(bomb)


def test_a_bomb_that_lies_of_its_size_unpacks_to_what_it_says_or_to_nothing() -> None:
    honest = zipped(("a.yml", b"0" * 5_000_000))
    size = (5_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert lying != honest

    with pytest.raises(ContentError, match="broken"):
        unpack(lying)


def test_other_ways_of_packing_are_refused() -> None:
    with pytest.raises(ContentError, match="method"):
        unpack(zipped(("a.yml", b"x"), method=zipfile.ZIP_LZMA))


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FILES_MAX", 2)

    with pytest.raises(ContentError, match="more than 2 files"):
        unpack(pack({"a": b"", "b": b"", "c": b""}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(ContentError, match="twice"):
        unpack(zipped(("a.yml", b"1"), ("a.yml", b"2")))


@pytest.mark.parametrize("reader", [read_zip, read_workbook])
@pytest.mark.parametrize("data", [b"", b"PK", b"name,price\n", zipped(("a.txt", b"x"))])
def test_what_is_no_such_file_is_told_in_one_line(
    reader: Callable[[bytes], object], data: bytes
) -> None:
    with pytest.raises(ContentError) as caught:
        reader(data)

    assert "\n" not in str(caught.value)


def test_a_workbook_that_declares_entities_is_refused() -> None:
    members = unpack(write_workbook(full_bundle()))
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    sheet = members["xl/workbook.xml"]
    members["xl/workbook.xml"] = declared + sheet

    with pytest.raises(ContentError, match="declares"):
        read_workbook(pack(members))


def test_a_broken_workbook_is_no_crash() -> None:
    members = unpack(write_workbook(full_bundle()))

    for name in members:
        with_hole = {**members, name: members[name][: len(members[name]) // 2]}
        try:
            read_workbook(pack(with_hole))
        except ContentError:
            continue
