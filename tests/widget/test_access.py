"""Who uses a keyboard, a screen reader, a small screen, another script."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from .screen import Screen
from .talks import QUESTIONS, card_answer

pytestmark = pytest.mark.enable_socket

DIRECTIONS: Final = {"fr": "ltr", "ar": "rtl", "ary": "rtl", "ary-Latn": "ltr"}
_STILL: Final = {"reduced_motion": "reduce"}
PHONE: Final = {"viewport": {"width": 360, "height": 740}, "has_touch": True, **_STILL}
NARROW: Final = {"viewport": {"width": 320, "height": 560}, **_STILL}
TARGET_PIXELS: Final = 44


def _talk(screen: Screen, locale: str = "fr") -> Screen:
    screen.gateway.answers = lambda _: [card_answer(locale)]
    return screen.visit(f"/bare?locale={locale}").open().ask(QUESTIONS[locale])


@pytest.mark.parametrize(
    ("selector", "attribute", "value"),
    [
        (".launcher", "aria-controls", "panel"),
        ("#panel", "role", "dialog"),
        ("#panel", "aria-modal", "false"),
        ("#panel", "aria-labelledby", "heading"),
        (".log", "role", "log"),
        (".log", "aria-live", "polite"),
        (".log", "aria-relevant", "additions"),
        (".log", "tabindex", "0"),
        (".typing", "role", "status"),
        (".choices", "role", "group"),
        (".choices", "aria-label", "Réponses proposées"),
        ("textarea", "aria-label", "Écrivez votre message"),
        ("#limit", "role", "alert"),
        ("select", "aria-label", "Langue"),
        (".send", "aria-label", "Envoyer"),
    ],
)
def test_each_part_tells_what_it_is(
    screen: Screen, selector: str, attribute: str, value: str
) -> None:
    expect(_talk(screen).page.locator(selector)).to_have_attribute(attribute, value)


def test_the_launcher_tells_whether_the_panel_is_open(screen: Screen) -> None:
    screen.visit()
    expect(screen.launcher).to_have_attribute("aria-expanded", "false")
    screen.open()
    expect(screen.launcher).to_have_attribute("aria-expanded", "true")
    screen.launcher.click()
    expect(screen.launcher).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_bubbles_carry_their_language_and_direction(screen: Screen, locale: str) -> None:
    _talk(screen, locale)
    for bubble in (screen.answers.first, screen.yours.first):
        expect(bubble).to_have_attribute("lang", locale)
        expect(bubble).to_have_attribute("dir", DIRECTIONS[locale])
    assert screen.style(".msg.you .bubble", "unicode-bidi") == "isolate"


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_the_widget_stands_on_the_side_of_its_language(screen: Screen, locale: str) -> None:
    box = screen.visit(f"/bare?locale={locale}").launcher.bounding_box()
    assert box
    side = "rtl" if box["x"] < 640 else "ltr"
    assert side == DIRECTIONS[locale]


def test_a_french_answer_stays_left_to_right_in_an_arabic_widget(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [card_answer("fr")]
    screen.visit("/bare?locale=ar").open().ask("Quels papiers ?")
    for bubble in (screen.answers.first, screen.yours.first):
        assert bubble.evaluate("node => getComputedStyle(node).direction") == "ltr"
        expect(bubble).to_have_attribute("lang", "fr")


def test_the_language_changes_without_a_reload(screen: Screen) -> None:
    _talk(screen)
    screen.page.evaluate("() => { window.same = true; }")
    screen.page.get_by_label("Langue").select_option("ary")
    expect(screen.page.locator(".root")).to_have_attribute("dir", "rtl")
    expect(screen.page.locator(".root")).to_have_attribute("lang", "ary")
    expect(screen.field).to_have_attribute("placeholder", "كتب الميساج ديالك")
    expect(screen.answers).to_have_count(1)
    assert screen.page.evaluate("() => window.same") is True
    screen.page.reload()
    expect(screen.page.locator(".root")).to_have_attribute("lang", "ary")


def test_every_language_has_every_word(screen: Screen) -> None:
    words: dict[str, dict[str, str]] = screen.visit().page.evaluate(
        '() => customElements.get("jawab-widget").words'
    )
    assert set(words) == set(DIRECTIONS)
    for locale, table in words.items():
        assert set(table) == set(words["fr"]), locale
        assert all(table.values()), locale
        arabic = [key for key, text in table.items() if re.search("[\u0600-\u06ff]", text)]
        # Only the assistant's own name may be the same word in another script.
        assert len(arabic) == (len(table) if DIRECTIONS[locale] == "rtl" else 0), locale


def test_numbers_and_references_are_isolated(screen: Screen) -> None:
    screen.visit("/bare?locale=ary").open().ask("فين وصل ESS-7KQ2-M9XA-D ولا 318/2026 قبل 10:30")
    isolated = screen.yours.first.locator("bdi")
    expect(isolated).to_have_text(["ESS-7KQ2-M9XA-D", "318/2026", "10:30"])


def test_digits_inside_arabizi_words_are_not_numbers(screen: Screen) -> None:
    screen.visit("/bare?locale=ary-Latn").open().ask("3afak ch7al d lwe9t, 3 yam?")
    expect(screen.yours.first.locator("bdi")).to_have_text(["3"])


@pytest.mark.parametrize("viewport", [PHONE, NARROW], ids=["phone", "narrow"])
@pytest.mark.parametrize("locale", DIRECTIONS)
def test_targets_are_large_enough_for_a_finger(screen: Screen, locale: str) -> None:
    _talk(screen, locale)
    targets: list[dict[str, Any]] = screen.measure(
        """root => [...root.querySelectorAll("button, select, textarea")]
          .filter(node => node.checkVisibility({ visibilityProperty: true }))
          .map(node => ({ name: node.ariaLabel || node.textContent,
            width: node.offsetWidth, height: node.offsetHeight }))"""
    )
    small = [t for t in targets if min(t["width"], t["height"]) < TARGET_PIXELS]
    assert len(targets) >= 9
    assert small == []


@pytest.mark.parametrize("viewport", [NARROW], ids=["narrow"])
@pytest.mark.parametrize("locale", DIRECTIONS)
def test_nothing_has_to_be_scrolled_sideways(screen: Screen, locale: str) -> None:
    _talk(screen, locale).ask("https://www.example.org/" + "x" * 300, answers=2)
    wide: list[str] = screen.measure(
        """root => [root.querySelector("#panel"), ...root.querySelectorAll("#panel *:not(.vh)")]
          .filter(node => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0
            && getComputedStyle(node).display !== "inline")
          .map(node => `${node.localName}.${node.className}`)"""
    )
    assert wide == []


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_on_a_phone_the_panel_fills_the_screen_and_keeps_the_focus(screen: Screen) -> None:
    screen.visit().open()
    assert screen.panel.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    expect(screen.panel).to_have_attribute("aria-modal", "true")
    # A touch screen keeps its keyboard down until the visitor wants it.
    assert screen.in_focus() == "h2."
    seen = []
    for _ in range(8):
        screen.page.keyboard.press("Tab")
        seen.append(screen.in_focus())
    assert "" not in seen
    assert seen[0] == "select."
    assert seen[7] == "select."


@pytest.mark.parametrize(
    "viewport", [{"reduced_motion": "reduce"}, {"reduced_motion": "no-preference"}]
)
def test_motion_is_left_out_on_request(screen: Screen, viewport: dict[str, str]) -> None:
    screen.visit().open()
    expected = "none" if viewport["reduced_motion"] == "reduce" else "rise"
    assert screen.style("#panel", "animation-name") == expected


@pytest.mark.parametrize("viewport", [{"forced_colors": "active"}])
def test_with_forced_colours_parts_keep_their_edges(screen: Screen) -> None:
    screen.visit().open().say("bonjour")
    for part in (".head", ".msg.you .bubble", ".send"):
        assert screen.style(part, "border-block-start-width") == "1px", part
        colours = {
            screen.style(part, name) for name in ("border-block-start-color", "background-color")
        }
        assert len(colours) == 2, part


def test_the_focus_is_seen(screen: Screen) -> None:
    screen.visit().page.keyboard.press("Tab")
    screen.page.keyboard.press("Tab")
    assert screen.in_focus() == "button.launcher"
    assert screen.style(".launcher", "outline-style") == "solid"
    assert screen.style(".launcher", "outline-width") == "3px"
