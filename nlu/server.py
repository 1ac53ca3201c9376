"""Starts Rasa on one named archive: loopback, no HTTP API, our overrides in place."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from nlu.rasa_setup import CannotStart, check_version, quiet_environment

ROOT = Path(__file__).resolve().parents[1]
_REQUIRED = (
    "JAWAB_RASA_SECRET",
    "JAWAB_ACTIONS_URL",
    "JAWAB_ACTIONS_SECRET",
    "JAWAB_RASA_DATABASE_URL",
)


def actions_url(url: str) -> str:
    """The action server's webhook, whether the setting names it or only the server."""
    return url if url.rstrip("/").endswith("/webhook") else f"{url.rstrip('/')}/webhook"


def check_settings(model: Path) -> None:
    """Raises CannotStart naming the first setting or file that is missing."""
    missing = [name for name in _REQUIRED if not os.environ.get(name)]
    if missing:
        raise CannotStart(f"not set: {', '.join(missing)}")
    if not model.is_file():
        raise CannotStart(f"no model archive {model.name} there")


def check_archive(model: Path) -> None:
    """Raises CannotStart where an archive is not the one that its training wrote a report for.

    Loading an archive can run code in it (CVE-2024-49375): only our own are loaded.
    """
    report = model.with_name(f"{model.name.removesuffix('.tar.gz')}.report.json")
    try:
        expected = json.loads(report.read_text("utf-8"))["sha256"]
    except (OSError, ValueError, KeyError):
        raise CannotStart(f"{model.name} has no report of its training; train again") from None
    if hashlib.sha256(model.read_bytes()).hexdigest() != expected:
        raise CannotStart(f"{model.name} was changed after its training; train again")


def rasa_arguments(model: Path, port: int) -> list[str]:
    """The command line of `rasa run`, never with --enable-api."""
    return [
        "rasa", "run", "-m", str(model), "-i", "127.0.0.1", "-p", str(port),
        "--endpoints", str(ROOT / "endpoints.yml"), "--credentials", str(ROOT / "credentials.yml"),
        "--response-timeout", "30",
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM; 1 where it cannot start."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _leave)
    model = options.model.resolve()
    try:
        check_version()
        check_settings(model)
        check_archive(model)
    except CannotStart as problem:
        print(f"Rasa cannot start: {problem}", file=sys.stderr)
        return 1
    _serve(model, options.port)
    return 0


def _serve(model: Path, port: int) -> None:
    quiet_environment()
    os.environ["JAWAB_ACTIONS_URL"] = actions_url(os.environ["JAWAB_ACTIONS_URL"])
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    # Only now: Rasa imports TensorFlow, which takes most of a minute.
    import rasa.__main__

    from nlu import action_result, tracker_store

    action_result.install()
    tracker_store.install()
    sys.argv = rasa_arguments(model, port)
    rasa.__main__.main()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM before the server listens (it has a handler of its own then): nothing to save."""
    raise SystemExit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlu.server", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the model archive, by name")
    parser.add_argument("--port", type=int, default=5005, help="port on 127.0.0.1")
    return parser


if __name__ == "__main__":
    sys.exit(main())
