"""What others write stays text; what the page forbids is not tried."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import BrowserContext, expect

from .fake_gateway import answer
from .screen import Screen
from .talks import card_answer

pytestmark = pytest.mark.enable_socket

ATTACKS: Final = [
    '<img src=x onerror="window.hacked=1">',
    "<script>window.hacked=1</script>",
    "</p><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_is_shown_as_text_on_both_sides(screen: Screen, attack: str) -> None:
    screen.gateway.answers = lambda _: [
        answer(
            attack,
            choices=[{"id": "c", "title": attack}],
            source={"title": attack, "url": "javascript:window.hacked=1", "checked_on": attack},
        )
    ]
    screen.visit().open().ask(attack)
    expect(screen.yours).to_contain_text(attack)
    expect(screen.answers).to_contain_text(attack)
    expect(screen.page.locator(".choices button")).to_contain_text(attack)
    assert screen.page.evaluate("() => window.hacked") is None
    assert screen.page.locator(".log img, .log script, .log svg, .source a").count() == 0


def test_an_address_cannot_break_out_of_its_link(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [answer('https://example.org/"onmouseover="window.hacked=1')]
    screen.visit().open().ask()
    link = screen.answers.locator("a")
    expect(link).to_have_attribute("href", "https://example.org/")
    assert link.evaluate("node => node.getAttributeNames()") == ["href", "target", "rel"]


def test_only_https_addresses_become_links(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [
        answer("Voir https://www.watiqa.ma/a?b=1. Pas http://clair.ma ni data:text/html,x")
    ]
    screen.visit().open().ask()
    link = screen.answers.locator("a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://www.watiqa.ma/a?b=1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")


def test_an_address_ends_before_a_mark_of_direction(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [answer("• البوابة: \u2068https://www.watiqa.ma\u2069")]
    screen.visit().open().ask()
    expect(screen.answers.locator("a")).to_have_attribute("href", "https://www.watiqa.ma/")


def test_a_card_shows_its_source_and_its_date(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [card_answer("fr")]
    screen.visit().open().ask()
    expect(screen.page.locator(".card .top")).to_have_text("Pièces à fournir")
    expect(screen.page.locator(".card li")).to_have_count(3)
    expect(screen.page.locator(".source")).to_contain_text("lue en novembre 2026")
    expect(screen.page.locator("a[href^='tel:']")).to_have_attribute("href", "tel:+212524000000")


def test_a_strict_policy_is_never_broken(screen: Screen) -> None:
    screen.page.add_init_script(
        """window.broken = [];
        document.addEventListener("securitypolicyviolation",
          event => window.broken.push(`${event.violatedDirective} ${event.blockedURI}`));"""
    )
    screen.gateway.answers = lambda _: [card_answer("ary")]
    screen.visit("/").open().ask("https://watiqa.ma <b>gras</b>")
    screen.page.get_by_label("Langue").last.select_option("ar")
    screen.page.get_by_role("button", name="الخصوصية").click()
    assert screen.page.evaluate("() => window.broken") == []
    assert screen.style(".launcher", "position") == "fixed"


def test_no_cookie_is_set_and_only_the_tab_remembers(
    screen: Screen, context: BrowserContext
) -> None:
    screen.visit().open().ask("bonjour")
    assert context.cookies() == []
    assert screen.page.evaluate("() => localStorage.length") == 0
    kept = screen.page.evaluate("() => Object.values({ ...sessionStorage })")
    assert "token-1" in kept
    assert not any("bonjour" in value for value in kept)


def test_the_token_never_stands_in_an_address(screen: Screen) -> None:
    addresses: list[str] = []
    screen.page.on("request", lambda request: addresses.append(request.url))
    screen.visit().open().ask("bonjour")
    assert any(address.endswith("/api/web/events") for address in addresses)
    assert not any("token-1" in address for address in addresses)


def test_a_talk_works_where_storage_is_refused(screen: Screen) -> None:
    screen.page.add_init_script(
        """Object.defineProperty(window, "sessionStorage",
          { get() { throw new DOMException("refused", "SecurityError"); } });"""
    )
    screen.visit().open().ask("bonjour").ask("encore", answers=2)
    assert screen.gateway.requests.count("sessions") == 1


def test_ids_are_made_where_random_uuid_is_missing(screen: Screen) -> None:
    screen.page.add_init_script("crypto.randomUUID = undefined;")
    screen.visit().open().ask("un").ask("deux", answers=2)
    first, second = (posted["id"] for posted in screen.gateway.posted)
    assert first != second
    assert [len(part) for part in first.split("-")] == [8, 4, 4, 4, 12]
