"""Kills programs with -9 while citizens talk, and checks that every message is answered once.

    .venv/bin/python -m benchmarks.kill             all four, one after the other
    .venv/bin/python -m benchmarks.kill rasa        only one of them

Starts an installation of its own. Exit code 1 where a message was lost, answered twice, out of
order, or with an error.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.exactly_once import Verdict, judge
from benchmarks.hardware import hardware
from benchmarks.installation import Installation, running, wait_until
from benchmarks.questions import TALKS
from benchmarks.talk import Talk
from benchmarks.visitor import NoAnswer, Visitor

PROGRAMS: Final = ("gateway", "rasa", "actions", "backend")
# Longer than Rasa's start on a busy machine, with the supervisor's own waiting.
PATIENCE_SECONDS: Final = 300.0
PAUSE_SECONDS: Final = (0.05, 0.8)


@dataclass(frozen=True)
class Killed:
    """How one program's death went."""

    name: str
    under_way: int
    back_seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; gives the exit code."""
    options = _parser().parse_args(arguments)
    names = PROGRAMS if "all" in options.programs or not options.programs else options.programs
    print(f"{hardware()}\n{options.sessions} sessions, {options.messages} messages each\n")
    with (
        _data_dir(options.keep) as folder,
        running(folder, **_database(options.database_url)) as installation,
    ):
        talks = _begin(installation, options.sessions)
        killed = _kill_one_after_the_other(installation, talks, names, options.messages)
        wait_until(lambda: all(talk.is_answered() for talk in talks), PATIENCE_SECONDS)
        verdict = _verdict(talks)
    _print(killed, talks, verdict)
    return 0 if verdict.is_clean else 1


def _database(url: str | None) -> dict[str, str]:
    return {"JAWAB_DATABASE_URL": url} if url else {}


@contextmanager
def _data_dir(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _begin(installation: Installation, sessions: int) -> list[Talk]:
    languages = list(TALKS)
    talks = []
    for number in range(sessions):
        language = languages[number % len(languages)]
        visitor = Visitor(installation.url, language, patience_seconds=PATIENCE_SECONDS)
        talks.append(Talk(visitor, TALKS[language]))
        talks[-1].listen()
    return talks


def _kill_one_after_the_other(
    installation: Installation, talks: Sequence[Talk], names: Sequence[str], messages: int
) -> list[Killed]:
    """Say an equal share of the messages around each killing."""
    killed, begin = [], 0
    for number, name in enumerate(names, 1):
        end = messages * number // len(names)
        killed.append(_kill(installation, talks, name, range(begin, end)))
        begin = end
    return killed


def _kill(installation: Installation, talks: Sequence[Talk], name: str, numbers: range) -> Killed:
    with ThreadPoolExecutor(len(talks)) as pool:
        before = sum(len(talk.said) for talk in talks)
        half = before + len(talks) * len(numbers) // 2
        saying = [pool.submit(_say_all, talk, numbers) for talk in talks]
        wait_until(lambda: sum(len(talk.said) for talk in talks) >= half, PATIENCE_SECONDS)
        lines = len(installation.lines)
        under_way = sum(talk.under_way() for talk in talks)
        installation.kill(name)
        at = time.monotonic()
        installation.wait_until_said(f"{name} answers again", after=lines, seconds=PATIENCE_SECONDS)
        back = time.monotonic() - at
        for one in saying:
            one.result()
    return Killed(name, under_way, back)


def _say_all(talk: Talk, numbers: range) -> None:
    for number in numbers:
        time.sleep(random.uniform(*PAUSE_SECONDS))
        talk.say(number)


def _verdict(talks: Sequence[Talk]) -> Verdict:
    with ThreadPoolExecutor(len(talks)) as pool:
        return sum(pool.map(_verdict_on, talks), Verdict())


def _verdict_on(talk: Talk) -> Verdict:
    """Read a stream again from its start: what a visitor finds after a reload."""
    events = talk.visitor.whole_talk()
    if [event.id for event in events] != sorted(talk.live):
        raise NoAnswer("the stream as read live is not the stream as stored")
    answers = [event.data for event in events if event.kind == "message"]
    return judge(list(talk.said), [(data["in_reply_to"], data["outcome"]) for data in answers])


def _print(killed: Sequence[Killed], talks: Sequence[Talk], verdict: Verdict) -> None:
    print(f"{'killed':<10}{'under way':>10}{'back after':>12}")
    for one in killed:
        print(f"{one.name:<10}{one.under_way:>10}{one.back_seconds:>10.1f} s")
    waits = sorted(wait for talk in talks for wait in talk.waits())
    said = sum(len(talk.said) for talk in talks)
    print(f"\n{'messages':<22}{said:>6}\n{'answered':<22}{verdict.answered:>6}")
    for name in ("lost", "repeated", "disordered", "strange"):
        found = getattr(verdict, name)
        print(f"{name:<22}{len(found):>6}{'  ' + ' '.join(found[:10]) if found else ''}")
    print(f"{'longest wait':<22}{waits[-1] if waits else 0:>6.1f} s\n\noutcome of the answers")
    for outcome, count in verdict.outcomes.most_common():
        print(f"  {outcome:<30}{count:>6}")
    print("\nclean" if verdict.is_clean else "\nNOT clean")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.kill",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "programs",
        nargs="*",
        metavar="program",
        default="all",  # a string: argparse holds a list against the choices as a whole
        choices=[*PROGRAMS, "all"],
        help="gateway, rasa, actions, backend, or all (the default)",
    )
    parser.add_argument("--sessions", type=int, default=20, help="visitors at a time (20)")
    parser.add_argument("--messages", type=int, default=10, help="messages of each visitor (10)")
    parser.add_argument("--database-url", help="a PostgreSQL database; else SQLite files")
    parser.add_argument("--keep", type=Path, help="a new data folder, with logs, that stays")
    return parser


if __name__ == "__main__":
    sys.exit(main())
