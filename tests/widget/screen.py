"""What a visitor sees and does, in words of the widget."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Locator, Page

from .fake_gateway import FakeGateway

WAIT_SECONDS: Final = 10.0
# A lost line or a refused message is told by the browser's console: those tests make it so.
_EXPECTED: Final = ("Failed to load resource", "net::ERR_")


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait until `holds`; raises AssertionError with `what` after WAIT_SECONDS."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.03)


@dataclass
class Screen:
    """A page with the widget."""

    page: Page
    gateway: FakeGateway
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what goes wrong in the page."""
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(known in text for known in _EXPECTED):
            self.problems.append(text)

    def visit(self, path: str = "/bare") -> Screen:
        """Load a page of the fake gateway."""
        self.page.goto(self.gateway.origin + path)
        return self

    @property
    def launcher(self) -> Locator:
        """The button that opens the panel."""
        return self.page.locator(".launcher")

    @property
    def panel(self) -> Locator:
        """The dialog."""
        return self.page.locator("#panel")

    @property
    def log(self) -> Locator:
        """The transcript."""
        return self.page.locator(".log")

    @property
    def field(self) -> Locator:
        """Where the visitor writes."""
        return self.page.locator("textarea")

    @property
    def yours(self) -> Locator:
        """Bubbles of the visitor."""
        return self.page.locator(".msg.you .bubble")

    @property
    def answers(self) -> Locator:
        """Bubbles of the assistant, without the greeting."""
        return self.page.locator(".msg ~ .msg.bot .bubble")

    def open(self) -> Screen:
        """Press the launcher."""
        self.launcher.click()
        return self

    def say(self, text: str) -> Screen:
        """Write and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")
        return self

    def ask(self, text: str = "bonjour", answers: int = 1) -> Screen:
        """Write, and wait until there are `answers` answers."""
        self.say(text)
        self.answers.nth(answers - 1).wait_for()
        return self

    def in_focus(self) -> str:
        """Describe the focused element inside the widget, by tag and class."""
        return str(
            self.page.evaluate(
                """() => {
                  const node = document.querySelector("jawab-widget").shadowRoot.activeElement;
                  return node ? `${node.localName}.${node.className}` : "";
                }"""
            )
        )

    def style(self, selector: str, name: str) -> str:
        """Give a computed style."""
        script = "(node, name) => getComputedStyle(node).getPropertyValue(name)"
        return str(self.page.locator(selector).first.evaluate(script, name))

    def measure(self, script: str) -> Any:
        """Run `script`, a function of the widget's shadow root."""
        return self.page.evaluate(
            f'() => ({script})(document.querySelector("jawab-widget").shadowRoot)'
        )
