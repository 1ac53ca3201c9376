"""How long an answer takes, for several citizens at a time, against Rasa's bare turn route.

    .venv/bin/python -m benchmarks.turns

Starts an installation of its own. The figures of one run are comparable with one another, not with
those of another machine: the ratio is what is worth keeping. Client and product share the cores.
Exit code 1 where a message was answered with an error.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.hardware import hardware
from benchmarks.installation import Installation, running
from benchmarks.questions import TALKS
from benchmarks.talk import Talk
from benchmarks.visitor import Visitor
from bot.secret_key import load_keys
from bot.settings import Settings
from bot.wiring import secrets_of

Ask = Callable[[int], float]
"""Asks the question of a number and gives the seconds until its answer."""


@dataclass(frozen=True)
class Figures:
    """What a number of citizens experienced."""

    median_seconds: float
    p95_seconds: float
    per_second: float

    def __str__(self) -> str:
        """As columns of the table."""
        median, p95 = self.median_seconds * 1000, self.p95_seconds * 1000
        return f"{median:>8.0f}{p95:>8.0f}{self.per_second:>8.1f}"


class TurnFailed(Exception):
    """Rasa answered with an error."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; gives the exit code."""
    options = _parser().parse_args(arguments)
    print(f"{hardware()}\n{options.messages} messages of each citizen, each after its answer\n")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as installation:
        measured = [_both(installation, n, options.messages) for n in (1, *options.citizens)][1:]
    _print(options.citizens, measured)
    errors = sum(len(each[2]) for each in measured)
    print(f"\nanswered with an error: {errors}")
    return 1 if errors else 0


def _both(
    installation: Installation, citizens: int, messages: int
) -> tuple[Figures, Figures, list[str]]:
    """Measure the product, then the bare route; the first call of all warms both up."""
    talks = [_talk(installation, number) for number in range(citizens)]
    product = _measure([talk.ask for talk in talks], messages)
    errors = [o for talk in talks for o in talk.outcomes if o.startswith("error_")]
    for talk in talks:
        talk.visitor.close()
    with _rasa(installation) as client:
        bare = _measure([_bare(client, number) for number in range(citizens)], messages)
    return product, bare, errors


def _talk(installation: Installation, number: int) -> Talk:
    language = _language(number)
    talk = Talk(Visitor(installation.url, language), TALKS[language])
    talk.listen()
    return talk


def _language(number: int) -> str:
    languages = list(TALKS)
    return languages[number % len(languages)]


def _rasa(installation: Installation) -> httpx.Client:
    settings = Settings(data_dir=installation.data_dir)
    secret = secrets_of(settings, load_keys(settings))["JAWAB_RASA_SECRET"]
    return httpx.Client(
        base_url=f"http://127.0.0.1:{installation.ports()['rasa']}",
        headers={"Authorization": f"Bearer {secret}"},
        timeout=120,
        trust_env=False,
        limits=httpx.Limits(max_connections=None),
    )


def _bare(client: httpx.Client, citizen: int) -> Ask:
    conversation = uuid.uuid4().hex
    texts = TALKS[_language(citizen)]

    def ask(number: int) -> float:
        body: dict[str, Any] = {
            "conversation": conversation,
            "message": str(number),
            "text": texts[number % len(texts)],
            "choice": None,
            "language": _language(citizen),
            "metadata": {"grants": []},
        }
        began = time.monotonic()
        answer = client.post("/webhooks/jawab/turn", json=body).raise_for_status().json()
        seconds = time.monotonic() - began
        if answer["error"] or not answer["replies"]:
            raise TurnFailed(str(answer["error"]))
        return seconds

    return ask


def _measure(citizens: Sequence[Ask], messages: int) -> Figures:
    """Let all ask at the same time, each the next question after the last answer."""

    def talk(ask: Ask) -> list[float]:
        return [ask(number) for number in range(messages)]

    began = time.monotonic()
    with ThreadPoolExecutor(len(citizens)) as pool:
        seconds = [wait for waits in pool.map(talk, citizens) for wait in waits]
    took = time.monotonic() - began
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return Figures(statistics.median(seconds), cuts[-1], len(seconds) / took)


def _print(citizens: Sequence[int], measured: Sequence[tuple[Figures, Figures, list[str]]]) -> None:
    names = f"{'median':>8}{'p95':>8}{'per s':>8}"
    print(f"{'':>8} |{'product (ms)':^24} |{'Rasa alone (ms)':^24} | ratio")
    print(f"{'citizens':>8} |{names} |{names} |{'median':>7}{'per s':>7}")
    for number, (product, bare, _) in zip(citizens, measured, strict=True):
        slower = product.median_seconds / bare.median_seconds
        share = product.per_second / bare.per_second
        print(f"{number:>8} |{product} |{bare} |{slower:>7.2f}{share:>7.2f}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.turns",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--citizens", type=int, nargs="+", default=[1, 8, 32], help="how many at a time (1 8 32)"
    )
    parser.add_argument("--messages", type=int, default=20, help="messages of each citizen (20)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
