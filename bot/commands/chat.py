"""`jawab chat`: a talk in the terminal, over the web channel like any visitor's."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

import click
import httpx

from bot.commands.trouble import Trouble

LEAVE: Final = frozenset({"/quit", "/exit", "/q"})
ANSWER_SECONDS: Final = 120.0


class _Talk:
    """One session: posts, and prints what the stream brings."""

    def __init__(self, client: httpx.Client, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}
        self._answered = threading.Event()
        self.choices: list[Mapping[str, str]] = []

    def listen(self) -> None:
        """Print messages until the program ends; reconnects by itself."""
        last = "0"
        while True:
            headers = self._headers | {"Last-Event-ID": last}
            try:
                with self._client.stream("GET", "/api/web/events", headers=headers) as response:
                    for event_id, kind, data in _events(response.iter_lines()):
                        last = event_id or last
                        if kind == "message":
                            self._show(data)
            except httpx.HTTPError:
                threading.Event().wait(1)

    def _show(self, message: Mapping[str, Any]) -> None:
        click.echo(f"\n{message['text']}")
        if source := message.get("source"):
            click.echo(click.style(f"[{source['title']} · {source['checked_on']}]", dim=True))
        self.choices = list(message["choices"])
        for place, choice in enumerate(self.choices, 1):
            click.echo(f"  {place}. {choice['title']}")
        self._answered.set()

    def say(self, line: str) -> None:
        """Post a line, or the choice whose number it is, and wait for the answer."""
        chosen = self._chosen(line)
        body = {"choice": chosen} if chosen else {"text": line}
        self._answered.clear()
        response = self._client.post(
            "/api/web/messages", json={"id": uuid.uuid4().hex, **body}, headers=self._headers
        )
        if response.is_error:
            click.echo(f"not sent ({response.status_code})", err=True)
        elif not self._answered.wait(ANSWER_SECONDS):
            click.echo("no answer yet; it will come", err=True)

    def _chosen(self, line: str) -> str | None:
        if line.isascii() and line.isdigit() and 1 <= int(line) <= len(self.choices):
            return self.choices[int(line) - 1]["id"]
        return None


def chat(url: str, language: str) -> int:
    """Talk until /quit or the end of the input; raises Trouble where nobody answers."""
    with httpx.Client(base_url=url, timeout=httpx.Timeout(10, read=60), trust_env=False) as client:
        try:
            made = client.post("/api/web/sessions", json={"locale": language}).raise_for_status()
        except httpx.HTTPError as error:
            raise Trouble(f"nobody answers at {url}", "start it with `make run`") from error
        talk = _Talk(client, made.json()["token"])
        threading.Thread(target=talk.listen, daemon=True).start()
        click.echo("Write a message; a number takes that choice; /quit ends.")
        for line in _typed():
            talk.say(line)
    return 0


def _typed() -> Iterator[str]:
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line in LEAVE:
            return
        if line:
            yield line


def _events(lines: Iterator[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Read server-sent events: id, kind, data."""
    event: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            event[name] = value
        elif "data" in event:
            yield event.get("id", ""), event.get("event", "message"), json.loads(event["data"])
            event = {}
