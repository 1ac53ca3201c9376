"""How long until a switched-off answer is off, in talks that are going on, on two channels.

    .venv/bin/python -m benchmarks.switch_off [--times 5]

Starts an installation of its own with a stand-in for Telegram. On each channel a talk asks for the
same answer; staff switch it off by the command line; both talks ask on, without a pause, until they
are told that it is off. Then it is switched on again. Prints seconds from the command's start and
from its end (the change is in the database somewhere between the two).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bot_api import BotApi
from benchmarks.hardware import hardware
from benchmarks.installation import ROOT, Installation, free_port
from benchmarks.visitor import Visitor

QUESTION = "quels papiers pour un extrait de naissance ?"
PROCEDURE = "birth_certificate"
IS_OFF = "suspendue"
Ask = Callable[[str], str]


def main() -> int:
    """Run it; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    api = BotApi()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"JAWAB_TELEGRAM_TOKEN": "42:stand-in", "JAWAB_TELEGRAM_API_URL": api.url}
        installation = Installation(Path(folder), free_port(), environment)
        installation.start()
        try:
            installation.wait_until_answers()
            visitor = Visitor(installation.url, "fr")
            channels: dict[str, Ask] = {
                "web": lambda text: str(visitor.ask(text)["text"]),
                "telegram": api.ask,
            }
            print(hardware(), end="\n\n", flush=True)
            print("| time | channel | after the command began, s | after it ended, s |")
            print("| --- | --- | --- | --- |")
            for number in range(1, options.times + 1):
                for channel, (began, ended) in measure(installation, channels).items():
                    print(f"| {number} | {channel} | {began:.2f} | {ended:.2f} |", flush=True)
                switch(installation, "published")
                time.sleep(3)
        finally:
            installation.end()
            api.close()
    return 0


def measure(installation: Installation, channels: dict[str, Ask]) -> dict[str, tuple[float, float]]:
    """Seconds until each channel says that it is off."""
    for ask in channels.values():
        assert IS_OFF not in ask(QUESTION), "it was off before"
    told: dict[str, float] = {}
    asking = [
        threading.Thread(target=_ask_on, args=(name, ask, told)) for name, ask in channels.items()
    ]
    for thread in asking:
        thread.start()
    began = time.monotonic()
    switch(installation, "off")
    ended = time.monotonic()
    for thread in asking:
        thread.join()
    return {name: (at - began, max(0.0, at - ended)) for name, at in told.items()}


def _ask_on(name: str, ask: Ask, told: dict[str, float]) -> None:
    while IS_OFF not in ask(QUESTION):
        pass
    told[name] = time.monotonic()


def switch(installation: Installation, state: str) -> None:
    """Switch the answer by the command line, as staff do."""
    command = [str(ROOT / "jawab"), "content", "state", PROCEDURE, state, "--why", "measurement"]
    subprocess.run(command, env=installation.variables(), check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
