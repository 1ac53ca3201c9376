"""The whole server on the small set, with an action server of the test: turns, errors, the end."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from small_training_set import small_blocks, write_project

from nlu.jobs.parse import load_model, parse_lines
from nlu.jobs.train import Request, train
from nlu.server import CannotStart, actions_url, check_archive, main, rasa_arguments

SECRET = "a-secret-of-the-tests-only"
START_SECONDS = 120


@dataclass
class Actions:
    """An action server that keeps what it was asked and answers as it is told."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    result: Any = None

    def answer(self, request: dict[str, Any]) -> tuple[int, Any]:
        self.asked.append(request)
        understanding = request["tracker"]["latest_message"]["understanding"]
        slot = {"event": "slot", "name": "procedure", "value": understanding["procedure"]}
        reply = {"custom": {"say": request["next_action"]}}
        return self.status, self.result or {"events": [slot], "responses": [reply]}


@dataclass
class Server:
    """A running Rasa with its port, its database and its action server."""

    process: subprocess.Popen[bytes]
    port: int
    database: Path
    actions: Actions
    archive: Path

    def post(self, body: bytes, secret: str = SECRET) -> tuple[int, Any]:
        return self._ask("turn", body, secret)

    def ready(self, secret: str = SECRET) -> tuple[int, Any]:
        return self._ask("ready", None, secret)

    def turn(self, message: str, conversation: str = "c", **fields: Any) -> dict[str, Any]:
        body = {"conversation": conversation, "message": message, **fields}
        status, answer = self.post(json.dumps(body).encode())
        assert status == 200
        return answer

    def _ask(self, route: str, body: bytes | None, secret: str) -> tuple[int, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/jawab/{route}",
            data=body,
            headers={"Authorization": f"Bearer {secret}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("project"), small_blocks())
    report = train(Request(folder, folder / "models"))
    return folder / "models" / report["model"]


@pytest.fixture(scope="module")
def actions() -> Iterator[tuple[Actions, int]]:
    scripted = Actions()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, result = scripted.answer(asked)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(result).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield scripted, listening.server_address[1]
        listening.shutdown()


@pytest.fixture(scope="module")
def server(
    root: Path,
    archive: Path,
    actions: tuple[Actions, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    port, folder = free_port(), tmp_path_factory.mktemp("server")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "nlu.server", "--model", archive, "--port", str(port)],
            cwd=root, stdout=log, stderr=log, env=environment(folder / "rasa.sqlite3", actions[1]),
        )  # fmt: skip
        running = Server(process, port, folder / "rasa.sqlite3", actions[0], archive)
        wait_until_ready(running, folder / "log")
        yield running
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def well_behaved(actions: tuple[Actions, int]) -> None:
    actions[0].status, actions[0].result = 200, None
    actions[0].asked.clear()


def environment(database: Path, actions_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "JAWAB_RASA_SECRET": SECRET,
        "JAWAB_ACTIONS_URL": f"http://127.0.0.1:{actions_port}",
        "JAWAB_ACTIONS_SECRET": SECRET,
        "JAWAB_RASA_DATABASE_URL": f"sqlite:///{database}",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: Server, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.process.poll() is None, log.read_text("utf-8")
        try:
            if server.ready()[0] == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"not ready: {log.read_text('utf-8')}")


def events(server: Server, conversation: str) -> list[dict[str, Any]]:
    with sqlite3.connect(server.database) as database:
        rows = database.execute(
            "select data from events where sender_id = ? order by id", [conversation]
        )
        return [json.loads(row[0]) for row in rows]


def test_ready_names_the_model_and_its_checksum(server: Server) -> None:
    assert server.ready() == (
        200,
        {
            "ready": True,
            "model": server.archive.name,
            "fingerprint": hashlib.sha256(server.archive.read_bytes()).hexdigest(),
        },
    )


def test_ready_survives_the_archive_being_tidied_away(server: Server) -> None:
    aside = server.archive.with_suffix(".aside")
    server.archive.rename(aside)
    try:
        assert server.ready()[0] == 200
    finally:
        aside.rename(server.archive)


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x"])
def test_no_route_answers_without_the_secret(server: Server, secret: str) -> None:
    assert server.ready(secret)[0] == 401
    assert server.post(b'{"conversation":"c","message":"m","text":"salam"}', secret)[0] == 401


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"{}", 400), (b" " * (64 * 1024 + 1), 413)]
)
def test_a_body_that_is_no_turn_is_refused(server: Server, body: bytes, status: int) -> None:
    assert server.post(body)[0] == status


@pytest.mark.parametrize("path", ["/model/parse", "/status", "/conversations/c/messages"])
def test_rasas_own_api_is_not_there(server: Server, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=10)
    assert refused.value.code == 404


def test_a_message_is_understood_and_answered(server: Server) -> None:
    answer = server.turn("1", "one", text="  combien coûte le passeport")
    understood = answer["understanding"]
    assert (understood["intent"], understood["procedure"], understood["aspect"]) == (
        "ask_procedure", "passport_first", "fee",
    )  # fmt: skip
    assert answer["replies"] == [{"say": "action_answer_procedure"}]
    assert answer["error"] is None


def test_the_hint_gives_the_language_of_what_shows_none(server: Server) -> None:
    assert server.turn("1", "hint", text="👍", language="ar")["understanding"]["language"] == "ar"


@pytest.mark.parametrize(
    "text", ["/greet", ' ／greet{"procedure":"x"}', "\u200f/greet", "/restart"]
)
def test_slash_text_is_never_executed(server: Server, text: str) -> None:
    answer = server.turn(f"slash {text}", "slash", text=text)
    understood = answer["understanding"]
    assert understood["confidence"] < 1.0
    said = server.actions.asked[-1]["tracker"]["latest_message"]["text"]
    assert said == text.replace("/", "\N{FRACTION SLASH}").replace("／", "\N{FRACTION SLASH}")


def test_slash_text_is_not_executed_by_parse(archive: Path) -> None:
    understand = load_model(archive)
    (answer,) = parse_lines(['{"text": " /greet"}'], understand)
    assert answer["text"] == " /greet"
    assert answer["confidence"] < 1.0


def test_a_choice_is_sure_and_carries_its_reference(server: Server) -> None:
    choice = {"intent": "track_request", "reference": "ESS-7K2M-9QX4-A"}
    answer = server.turn("1", "choice", choice=choice, language="fr")
    assert answer["replies"] == [{"say": "action_track_request"}]
    (entity,) = server.actions.asked[-1]["tracker"]["latest_message"]["entities"]
    assert entity["value"] == "ESS-7K2M-9QX4-A"


def test_the_same_message_twice_counts_once(server: Server) -> None:
    for _ in range(2):
        assert server.turn("1", "twice", text="bonjour", metadata={"grants": []})["error"] is None
    latest = server.actions.asked[-1]["tracker"]
    kinds = [event["event"] for event in events(server, "twice")]
    assert kinds.count("rewind") == 1
    assert latest["latest_message"]["message_id"] == "1"
    assert kinds.count("user") == 2


def test_a_repeated_message_undoes_what_it_set(server: Server) -> None:
    server.turn("1", "undo", text="bonjour")
    server.turn("2", "undo", text="combien coûte le passeport")
    server.turn("2", "undo", choice={"intent": "greet"})
    assert server.actions.asked[-1]["tracker"]["slots"]["procedure"] is None


def test_grants_travel_in_metadata_and_in_no_slot(server: Server) -> None:
    grants = {"grants": [{"reference": "ESS-7K2M-9QX4-A", "until": "2026-12-01T00:00:00Z"}]}
    for _ in range(2):  # the repetition undoes the session's start as well
        server.turn("1", "grants", text="bonjour", metadata=grants)
    tracker = server.actions.asked[-1]["tracker"]
    assert tracker["latest_message"]["metadata"] == grants
    assert tracker["slots"]["session_started_metadata"] is None
    assert [
        event for event in events(server, "grants") if event["event"] == "slot" and event["value"]
    ] == []


@pytest.mark.parametrize(
    ("status", "result", "detail"),
    [
        (200, {"events": "nonsense", "responses": []}, "MalformedActionResult"),
        (500, {"error": "down"}, "RasaException"),
    ],
)
def test_an_actions_failure_is_told(server: Server, status: int, result: Any, detail: str) -> None:
    server.actions.status, server.actions.result = status, result
    answer = server.turn(detail, "failing", text="bonjour")
    assert (answer["replies"], answer["error"]) == ([], {"kind": "action", "detail": detail})


def test_a_failed_turn_can_be_repeated(server: Server) -> None:
    server.actions.status = 500
    assert server.turn("1", "again", text="bonjour")["error"]["kind"] == "action"
    server.actions.status = 200
    assert server.turn("1", "again", text="bonjour")["replies"] == [{"say": "action_greet"}]


def test_a_later_message_that_is_repeated_is_answered_once_and_rightly(server: Server) -> None:
    server.turn("1", "later", text="bonjour")
    for _ in range(2):
        assert server.turn("2", "later", text="bonjour")["replies"] == [{"say": "action_greet"}]
    assert server.turn("3", "later", text="bonjour")["replies"] == [{"say": "action_greet"}]


def test_logs_hold_nothing_of_the_messages(server: Server, tmp_path_factory: Any) -> None:
    server.actions.status, server.actions.result = 500, {"error": "said BK123456"}
    server.turn("1", "logged", text="BK123456 bonjour")
    log = Path(server.database).with_name("log").read_text("utf-8")
    assert "action action_" in log
    assert "BK123456" not in log


def test_the_server_ends_cleanly(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0


def test_it_does_not_start_without_its_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("JAWAB_RASA_SECRET", raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert main(["--model", str(tmp_path / "none.tar.gz")]) == 1
    assert "JAWAB_RASA_SECRET" in capsys.readouterr().err


def test_it_does_not_start_on_another_rasa(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("nlu.rasa_setup.version", lambda _name: "3.6.20")
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert main(["--model", str(tmp_path / "none.tar.gz")]) == 1
    assert "3.6.21" in capsys.readouterr().err


def test_the_http_api_stays_off_and_the_archive_is_named(tmp_path: Path) -> None:
    arguments = rasa_arguments(tmp_path / "a.tar.gz", 5005)
    assert "--enable-api" not in arguments
    assert arguments[arguments.index("-m") + 1] == str(tmp_path / "a.tar.gz")
    assert arguments[arguments.index("-i") + 1] == "127.0.0.1"


@pytest.mark.parametrize("given", ["http://a:1", "http://a:1/", "http://a:1/webhook"])
def test_the_action_servers_webhook_is_called(given: str) -> None:
    assert actions_url(given) == "http://a:1/webhook"


@pytest.mark.parametrize(
    ("report", "complaint"),
    [
        (None, "no report"),
        ("no JSON", "no report"),
        ('{"sha256": "00"}', "was changed"),
    ],
    ids=["missing", "unreadable", "other archive"],
)
def test_an_archive_that_its_report_does_not_know_is_not_loaded(
    tmp_path: Path, report: str | None, complaint: str
) -> None:
    model = tmp_path / "abc.tar.gz"
    model.write_bytes(b"anything")
    if report is not None:
        (tmp_path / "abc.report.json").write_text(report, "utf-8")
    with pytest.raises(CannotStart, match=complaint):
        check_archive(model)


def test_an_archive_that_its_report_knows_is_loaded(tmp_path: Path) -> None:
    model = tmp_path / "abc.tar.gz"
    model.write_bytes(b"anything")
    digest = hashlib.sha256(b"anything").hexdigest()
    (tmp_path / "abc.report.json").write_text(json.dumps({"sha256": digest}), "utf-8")
    check_archive(model)
