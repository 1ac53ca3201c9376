"""The demonstration page of a commune."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .fake_gateway import INTEGRITY, SAMPLE_CODE, SAMPLE_REFERENCE, VERSION
from .screen import Screen, eventually
from .test_access import DIRECTIONS

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_the_page_and_the_widget_turn_together(screen: Screen, locale: str) -> None:
    screen.visit("/").page.locator(f"button[data-locale='{locale}']").click()
    html = screen.page.locator("html")
    expect(html).to_have_attribute("lang", locale)
    expect(html).to_have_attribute("dir", DIRECTIONS[locale])
    expect(screen.page.locator(".root")).to_have_attribute("lang", locale)
    texts = screen.page.locator("[data-text], .questions button").all_inner_texts()
    assert all(text and text != "undefined" for text in texts[1:])
    arabic = [bool(re.search("[\u0600-\u06ff]", text)) for text in texts]
    assert set(arabic) == {DIRECTIONS[locale] == "rtl"}


def test_the_page_follows_the_widget(screen: Screen) -> None:
    screen.visit("/").open().page.get_by_label("Langue").last.select_option("ar")
    expect(screen.page.locator("html")).to_have_attribute("dir", "rtl")
    screen.page.reload()
    expect(screen.page.locator("html")).to_have_attribute("lang", "ar")
    expect(screen.page.locator(".root")).to_have_attribute("lang", "ar")


def test_it_says_that_it_is_a_demonstration(screen: Screen) -> None:
    screen.visit("/")
    expect(screen.page.locator(".demonstration")).to_contain_text("Démonstration")
    expect(screen.page.locator(".brand")).to_contain_text("Commune d’Essaouira")
    expect(screen.page.locator(".brand")).to_contain_text("جماعة الصويرة")


def test_an_example_opens_the_widget_and_asks(screen: Screen) -> None:
    screen.visit("/").page.locator("[data-ask=askPapers]").click()
    expect(screen.panel).to_be_visible()
    expect(screen.answers).to_have_count(1)
    question = "Quels papiers pour un extrait d’acte de naissance ?"
    assert screen.gateway.posted[0]["text"] == question


def test_the_sample_request_can_be_followed(screen: Screen) -> None:
    screen.visit("/")
    expect(screen.page.locator(".sample dd")).to_have_text([SAMPLE_REFERENCE, SAMPLE_CODE])
    screen.page.locator("[data-ask=askStatus]").click()
    eventually(lambda: bool(screen.gateway.posted), "it was asked")
    assert SAMPLE_REFERENCE in screen.gateway.posted[0]["text"]
    expect(screen.yours.locator("bdi")).to_have_text([SAMPLE_REFERENCE])


def test_without_a_sample_request_none_is_shown(screen: Screen) -> None:
    screen.gateway.sample_reference = ""
    screen.visit("/")
    expect(screen.page.locator(".questions")).to_be_visible()
    expect(screen.page.locator(".sample")).to_be_hidden()


def test_the_line_to_copy_names_this_gateway(screen: Screen) -> None:
    screen.visit("/").page.get_by_role("link", name="Mettre l’assistant sur votre site").click()
    origin, rest = screen.gateway.origin, 'data-locale="ary" defer></script>'
    pinned = f'widget-{VERSION}.js" integrity="{INTEGRITY}" crossorigin="anonymous"'
    lines = [f'<script src="{origin}/widget.js" {rest}', f'<script src="{origin}/{pinned} {rest}']
    expect(screen.page.locator("#embed code")).to_have_text(lines)
