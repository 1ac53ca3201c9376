"""A talk: writing, reading, losing the line, coming back."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from .fake_gateway import FakeGateway, answer
from .screen import Screen, eventually
from .talks import card_answer

pytestmark = pytest.mark.enable_socket


def test_a_talk_needs_only_the_keyboard(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [card_answer("fr")]
    keyboard = screen.visit().page.keyboard
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert screen.in_focus() == "textarea."
    keyboard.type("bonjour")
    keyboard.press("Shift+Enter")
    keyboard.type("deux")
    keyboard.press("Enter")
    expect(screen.page.locator(".choices button")).to_have_count(3)
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(screen.yours).to_have_text(["bonjourdeux", "Où aller ?"])
    eventually(lambda: len(screen.gateway.posted) == 2, "the choice was posted")
    first, second = screen.gateway.posted
    assert (first["text"], second["choice"]) == ("bonjour\ndeux", "c2")
    keyboard.press("Escape")
    expect(screen.panel).to_be_hidden()
    assert screen.in_focus() == "button.launcher"


def test_nothing_is_asked_of_the_gateway_before_the_panel_opens(screen: Screen) -> None:
    screen.visit("/bare?locale=ary")
    screen.page.wait_for_timeout(300)
    assert screen.gateway.requests == []
    screen.open()
    eventually(lambda: screen.gateway.locales == ["ary"], "one session, in the page's language")


def test_a_reload_shows_both_sides_and_sends_nothing_again(screen: Screen) -> None:
    screen.visit().open().ask("bonjour")
    screen.page.reload()
    expect(screen.panel).to_be_visible()
    expect(screen.yours).to_have_text(["bonjour"])
    expect(screen.answers).to_have_text(["Reçu : bonjour"])
    assert len(screen.gateway.posted) == 1
    assert screen.gateway.requests.count("sessions") == 1


def test_a_replayed_talk_is_not_read_out_again(screen: Screen) -> None:
    screen.page.add_init_script(
        """window.heard = [];
        const insert = Node.prototype.insertBefore;
        Node.prototype.insertBefore = function (node, other) {
          if (this.getAttribute?.("role") === "log") {
            window.heard.push(this.getAttribute("aria-live"));
          }
          return insert.call(this, node, other);
        };"""
    )
    screen.visit().open().ask("bonjour")
    assert screen.page.evaluate("() => window.heard") == ["polite", "polite"]
    screen.page.reload()
    expect(screen.answers).to_have_count(1)
    assert screen.page.evaluate("() => window.heard") == ["off", "off"]
    expect(screen.log).to_have_attribute("aria-live", "polite")


def test_a_new_line_goes_on_after_the_last_event(screen: Screen) -> None:
    screen.visit().open().ask("bonjour")
    screen.gateway.streams_open = False
    notice = screen.page.locator(".notice")
    expect(notice).to_have_text("Connexion coupée. Nouvel essai en cours…")
    screen.gateway.streams_open = True
    expect(notice).to_have_text("Connexion rétablie.")
    screen.gateway.say(answer("Encore moi."))
    expect(screen.answers).to_have_text(["Reçu : bonjour", "Encore moi."])
    assert screen.gateway.last_event_ids == [None, "3"]


def test_a_message_that_comes_twice_is_shown_once(screen: Screen) -> None:
    screen.visit().open().ask("bonjour")
    screen.gateway.emit("message", {"id": "m3", "in_reply_to": None, **answer("encore")})
    screen.gateway.say(answer("fin"))
    expect(screen.answers).to_have_text(["Reçu : bonjour", "fin"])


def test_a_message_whose_response_was_lost_is_stored_once(screen: Screen) -> None:
    screen.visit().open().ask("bonjour")
    screen.gateway.streams_open = False
    screen.gateway.lose_next_response = True
    screen.say("ma demande")
    eventually(lambda: screen.gateway.requests.count("messages") == 3, "it was sent again")
    screen.gateway.streams_open = True
    expect(screen.answers).to_have_text(["Reçu : bonjour", "Reçu : ma demande"])
    expect(screen.yours).to_have_text(["bonjour", "ma demande"])
    assert [posted["text"] for posted in screen.gateway.posted] == ["bonjour", "ma demande"]


def test_a_message_written_without_network_goes_when_it_is_back(
    screen: Screen, context: BrowserContext
) -> None:
    screen.visit().open().ask("bonjour")
    context.set_offline(True)
    screen.say("hors ligne")
    state = screen.page.locator(".state")
    expect(state).to_have_text("Non envoyé.Réessayer")
    assert len(screen.gateway.posted) == 1
    context.set_offline(False)
    expect(state).to_have_count(0)
    expect(screen.answers).to_have_text(["Reçu : bonjour", "Reçu : hors ligne"])
    expect(screen.yours).to_have_count(2)
    assert len(screen.gateway.posted) == 2


def test_retry_sends_what_was_not_sent_once_and_in_order(screen: Screen) -> None:
    screen.gateway.refuse_posts_with = 503
    screen.visit().open().say("un").say("deux")
    retry = screen.page.get_by_role("button", name="Réessayer")
    expect(retry).to_have_count(2)
    screen.gateway.refuse_posts_with = None
    retry.first.click()
    expect(screen.answers).to_have_text(["Reçu : un", "Reçu : deux"])
    expect(retry).to_have_count(0)
    assert [posted["text"] for posted in screen.gateway.posted] == ["un", "deux"]


def test_what_was_not_sent_survives_a_reload(screen: Screen) -> None:
    screen.gateway.refuse_posts_with = 503
    screen.visit().open().say("à garder")
    expect(screen.page.locator(".state button")).to_be_visible()
    screen.page.reload()
    expect(screen.yours).to_have_text(["à garder"])
    expect(screen.page.locator(".state button")).to_be_visible()
    screen.gateway.refuse_posts_with = None
    screen.page.locator(".state button").click()
    expect(screen.answers).to_have_text(["Reçu : à garder"])
    expect(screen.yours).to_have_count(1)


def test_a_refused_message_says_so_and_lets_the_next_one_pass(screen: Screen) -> None:
    screen.gateway.refuse_posts_with = 422
    screen.visit().open().say("refusé")
    expect(screen.page.locator(".state")).to_have_text("Ce message n’a pas été accepté.")
    screen.gateway.refuse_posts_with = None
    screen.ask("accepté")
    assert [posted["text"] for posted in screen.gateway.posted] == ["accepté"]


def test_an_ended_session_is_told_and_a_new_one_begins(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [card_answer("fr")]
    screen.visit().open().ask("bonjour")
    screen.gateway.end_sessions()
    expect(screen.page.locator(".note")).to_have_text(
        "La session précédente est terminée. Une nouvelle a commencé."
    )
    screen.ask("encore", answers=2)
    assert [posted["text"] for posted in screen.gateway.posted] == ["encore"]
    assert len(screen.gateway.locales) == 2


def test_a_choice_of_an_ended_session_goes_on_as_its_words(screen: Screen) -> None:
    screen.gateway.answers = lambda _: [card_answer("fr")]
    screen.visit().open().ask("bonjour")
    # The stream stays away, so that the message is the first to learn that the session ended.
    screen.page.route("**/api/web/events", lambda route: route.abort())
    screen.gateway.end_sessions()
    screen.page.get_by_role("button", name="Où aller ?").click()
    eventually(lambda: len(screen.gateway.posted) == 1, "the choice was posted")
    assert screen.gateway.posted[0]["text"] == "Où aller ?"
    expect(screen.page.locator(".note")).to_have_count(1)


def test_a_chosen_answer_is_marked_and_all_stay_readable(screen: Screen) -> None:
    screen.gateway.answers = lambda posted: [] if "choice" in posted else [card_answer("fr")]
    screen.visit().open().ask("bonjour")
    group = screen.page.get_by_role("group", name="Réponses proposées")
    group.get_by_role("button", name="Combien de temps ?").click()
    expect(screen.yours.last).to_have_text("Combien de temps ?")
    expect(group.get_by_role("button", name="Combien de temps ? choisi")).to_be_visible()
    expect(group.get_by_role("button")).to_have_count(3)


def test_typing_is_told_until_the_answer_comes(screen: Screen) -> None:
    screen.gateway.answers = lambda _: []
    screen.visit().open().say("bonjour")
    status = screen.page.locator(".typing")
    expect(status).to_have_text("Jawab écrit…")
    expect(status).to_have_attribute("role", "status")
    screen.gateway.say(answer("Voici."))
    expect(status).to_be_empty()


def test_a_secret_is_shown_as_the_gateway_gives_it_back(screen: Screen) -> None:
    screen.gateway.mask = lambda _: "••••"
    screen.visit().open().ask("482 913")
    expect(screen.yours).to_have_text(["••••"])
    assert screen.gateway.posted[0]["text"] == "482 913"


def test_messages_that_came_while_closed_are_counted(screen: Screen) -> None:
    screen.visit().open().ask("bonjour")
    screen.page.keyboard.press("Escape")
    screen.gateway.say(answer("un"))
    screen.gateway.say(answer("deux"))
    badge = screen.page.locator(".badge")
    expect(badge).to_have_text("2")
    screen.page.reload()
    expect(badge).to_have_text("2")
    screen.open()
    expect(badge).to_be_hidden()


def test_a_message_too_long_is_not_sent_and_says_why(screen: Screen) -> None:
    screen.visit().open()
    screen.field.fill("é" * 1001)
    screen.field.press("Enter")
    alert = screen.page.get_by_role("alert")
    expect(alert).to_have_text("Message trop long : 1000 caractères au plus.")
    expect(screen.field).to_have_attribute("aria-invalid", "true")
    expect(screen.yours).to_have_count(0)
    screen.ask("é" * 1000)
    expect(alert).to_be_empty()
    assert len(screen.gateway.posted[0]["text"]) == 1000


def test_the_field_grows_and_keeps_its_draft(screen: Screen) -> None:
    screen.visit().open()
    box = screen.field.bounding_box()
    screen.field.fill("un\ndeux\ntrois")
    grown = screen.field.bounding_box()
    assert box
    assert grown
    assert grown["height"] > box["height"] + 30
    screen.page.reload()
    expect(screen.field).to_have_value("un\ndeux\ntrois")


def test_the_end_of_the_talk_stays_in_sight_when_the_field_grows(screen: Screen) -> None:
    screen.visit().open()
    for count in range(1, 7):
        screen.ask(f"ligne {count}", answers=count)
    screen.field.fill("un\ndeux\ntrois\nquatre")
    expect(screen.answers.last).to_be_in_viewport(ratio=1)


def test_a_person_can_be_asked_for_at_any_time(screen: Screen) -> None:
    screen.visit("/bare?locale=ary").open()
    screen.page.get_by_role("button", name="نهضر مع شي موظف").click()
    eventually(lambda: bool(screen.gateway.posted), "it was posted")
    assert screen.gateway.posted[0]["text"] == "بغيت نهضر مع شي موظف."


def test_the_privacy_notice_opens_and_gives_the_focus_back(screen: Screen) -> None:
    screen.visit().open().page.get_by_role("button", name="Vie privée").click()
    expect(screen.page.get_by_role("heading", name="Vos données")).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(screen.panel).to_be_visible()
    expect(screen.page.get_by_role("button", name="Vie privée")).to_be_focused()


def test_starting_over_forgets_the_talk_and_the_session(screen: Screen) -> None:
    screen.visit().open().ask("bonjour")
    screen.page.get_by_role("button", name="Vie privée").click()
    screen.page.get_by_role("button", name="Effacer de cet écran").click()
    expect(screen.yours).to_have_count(0)
    eventually(lambda: len(screen.gateway.locales) == 2, "a new session began")
    screen.page.reload()
    expect(screen.panel).to_be_visible()
    screen.page.wait_for_timeout(300)
    expect(screen.yours).to_have_count(0)


def test_a_page_left_before_its_session_was_granted_opens_again(screen: Screen) -> None:
    screen.page.route("**/api/web/sessions", lambda route: route.abort())
    screen.visit().open()
    screen.page.reload()
    expect(screen.panel).to_be_visible()


def test_a_page_of_another_origin_can_carry_the_widget(screen: Screen) -> None:
    other = screen.gateway.origin.replace("127.0.0.1", "localhost")
    asked: set[str] = set()
    screen.page.on("request", lambda request: asked.add(request.url))
    screen.page.goto(f"{other}/bare?gateway={screen.gateway.origin}")
    screen.open().ask("bonjour")
    assert f"{screen.gateway.origin}/api/web/messages" in asked
    assert not any(url.startswith(f"{other}/api") for url in asked)


def test_events_are_read_whatever_their_line_ends(gateway: FakeGateway, page: Page) -> None:
    data = json.dumps({"id": "m1", "in_reply_to": None, **answer("Bonjour")}).split(", ", 1)
    body = f": hello\r\n\r\nid: 1\r\nevent: message\r\ndata: {data[0]},\r\ndata:{data[1]}\r\n\r\n"

    def once(route: Route) -> None:
        route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/api/web/events", once, times=1)
    screen = Screen(page, gateway).visit().open()
    expect(screen.answers).to_have_text(["Bonjour"])
