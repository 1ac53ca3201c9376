"""Relative links in the documents lead to something: a file, a folder, a heading."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.listed import ROOT, listed_files

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
FENCED = re.compile(r"^( *)(```|~~~).*?^ *\2[^\n]*$", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def documents() -> list[Path]:
    return [path for path in listed_files() if path.suffix == ".md"]


def without_fences(text: str) -> str:
    return FENCED.sub("", text)


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", without_fences(text))


def slug(heading: str) -> str:
    """A heading's name in an address, as GitHub and GitLab make it."""
    plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)).lower()
    return plain.replace(" ", "-")


def headings(document: Path) -> set[str]:
    lines = without_fences(document.read_text("utf-8")).splitlines()
    found = (HEADING.match(line) for line in lines)
    return {slug(match.group(1)) for match in found if match}


def broken(document: Path, root: Path) -> Iterator[str]:
    for link in LINK.findall(without_code(document.read_text("utf-8"))):
        if ELSEWHERE.match(link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or not target.is_relative_to(root):
            yield f"{link}: no such file"
        elif anchor and target.suffix == ".md" and anchor not in headings(target):
            yield f"{link}: no such heading"


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    assert list(broken(document, ROOT)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](there.md)", []),
        ("[a](there.md#a-title-here)", []),
        ("[a](gone.md)", ["gone.md: no such file"]),
        ("![a](gone.png)", ["gone.png: no such file"]),
        ("[a](there.md#gone)", ["there.md#gone: no such heading"]),
        ("[a](https://example.org/gone)", []),
        ("`[a](gone.md)`", []),
    ],
)
def test_a_broken_link_is_noticed(tmp_path: Path, text: str, expected: list[str]) -> None:
    (tmp_path / "there.md").write_text("# A title, here\n")
    document = tmp_path / "page.md"
    document.write_text(text)
    assert list(broken(document, tmp_path)) == expected
