"""The files themselves: weight, direction, nothing dangerous, nothing inline."""

from __future__ import annotations

import gzip
import re
from typing import Final

import pytest

from .fake_gateway import DEMO_PAGE, STATIC

BUDGET_BYTES: Final = 25 * 1024
CONTRAST: Final = 4.5
DANGEROUS: Final = [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "document.cookie", "localStorage", 'setAttribute("style', "DOMParser",
    "createContextualFragment",
]  # fmt: skip
PHYSICAL: Final = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-\w+)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:"
    r"|:\s*(?:left|right)\s*[;}]",
    re.MULTILINE,
)
PAIRS: Final = [
    ("on-primary", "primary"), ("on-primary", "deep"), ("ink", "surface"), ("ink", "sand"),
    ("muted", "sand"), ("muted", "surface"), ("primary", "surface"), ("primary", "tint"),
    ("deep", "tint"), ("deep", "sand"), ("danger", "surface"), ("on-primary", "accent"),
]  # fmt: skip


def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _styles(name: str) -> str:
    text = _text(name)
    css = text.split("const STYLE = `")[1].split("`;")[0] if name.endswith(".js") else text
    return re.sub(r"@media[^{]*|/\*.*?\*/", "", css, flags=re.DOTALL)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_widget_stays_within_its_budget() -> None:
    weight = len(gzip.compress((STATIC / "widget.js").read_bytes(), 9))
    assert weight <= BUDGET_BYTES


@pytest.mark.parametrize("name", ["widget.js", "demo.js"])
@pytest.mark.parametrize("sink", DANGEROUS)
def test_scripts_use_nothing_dangerous(name: str, sink: str) -> None:
    assert sink not in _text(name)


@pytest.mark.parametrize("name", ["widget.js", "demo.css"])
def test_styles_know_no_left_and_right(name: str) -> None:
    assert PHYSICAL.findall(_styles(name)) == []


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_colours_can_be_told_apart(ink: str, paper: str) -> None:
    colours = dict(
        re.findall(r"--([\w-]+): var\(--jawab-[\w-]+, (#[0-9a-f]{6})\)", _styles("widget.js"))
    )
    dark, light = sorted(_luminance(colours[name]) for name in (ink, paper))
    assert (light + 0.05) / (dark + 0.05) >= CONTRAST


def test_the_demo_page_has_nothing_inline() -> None:
    page = DEMO_PAGE.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", page) == []


def test_the_demo_page_asks_for_known_values_only() -> None:
    page = DEMO_PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"{{.*?}}|{%.*?%}", page)) == {
        "{{ sample_reference }}",
        "{{ sample_code }}",
        "{{ version }}",
        "{{ integrity }}",
    }
