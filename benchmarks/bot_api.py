"""A stand-in for Telegram's Bot API on this machine: hands out updates, keeps what is sent."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

POLL_SECONDS = 2.0
CHAT = 4711


class BotApi:
    """One bot and one private chat; understands the calls that the gateway makes."""

    def __init__(self) -> None:
        """Listen on a free port of the loopback interface."""
        self.sent: list[dict[str, Any]] = []
        self._updates: list[dict[str, Any]] = []
        self._numbers = iter(range(1, 10**9))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the gateway finds it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def say(self, text: str) -> None:
        """Let the person in the chat write something."""
        number = next(self._numbers)
        person = {"id": CHAT, "is_bot": False, "first_name": "X", "language_code": "fr"}
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": CHAT, "type": "private"},
            "from": person,
            "text": text,
        }
        self._updates.append({"update_id": number, "message": message})

    def ask(self, text: str, *, seconds: float = 60) -> str:
        """Say something and give the text of the next message that is sent."""
        before = len(self.sent)
        self.say(text)
        end = time.monotonic() + seconds
        while len(self.sent) == before:
            if time.monotonic() > end:
                raise TimeoutError(text)
            time.sleep(0.02)
        return str(self.sent[before]["text"])

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()

    def answer(self, method: str, fields: dict[str, Any]) -> object:
        """The `result` of one call."""
        if method == "getUpdates":
            return self._waiting(int(fields.get("offset") or 0))
        if method == "sendMessage":
            self.sent.append(fields)
            chat = {"id": CHAT, "type": "private"}
            return {"message_id": next(self._numbers), "date": int(time.time()), "chat": chat}
        return True

    def _waiting(self, offset: int) -> list[dict[str, Any]]:
        end = time.monotonic() + POLL_SECONDS
        while time.monotonic() < end:
            found = [update for update in self._updates if update["update_id"] >= offset]
            if found:
                return found
            time.sleep(0.02)
        return []

    def _handler(api) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the class below has a self
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                result = api.answer(self.path.rpartition("/")[2], _fields(self.headers, body))
                answer = json.dumps({"ok": True, "result": result}).encode()
                with suppress(BrokenPipeError):  # the gateway has ended while it polled
                    self._reply(answer)

            def _reply(self, answer: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing: the address holds the token."""

        return Handler


def _fields(headers: Any, body: bytes) -> dict[str, Any]:
    if "json" in (headers.get("Content-Type") or ""):
        return dict(json.loads(body or b"{}"))
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}
