"""Sends the talks of `talks.yml` through the web channel of a running Jawab; prints a table.

python benchmarks/talks.py --url http://localhost:8080 > docs/reports/first-talks.md
"""

from __future__ import annotations

import argparse
import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml

TALKS = Path(__file__).with_name("talks.yml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8080", help="a running gateway")
    options = parser.parse_args()
    print("| language | asked | message | answer | choices |")
    print("| --- | --- | --- | --- | --- |")
    timeout = httpx.Timeout(10, read=60)
    with httpx.Client(base_url=options.url, timeout=timeout, trust_env=False) as client:
        for language, messages in yaml.safe_load(TALKS.read_text("utf-8")).items():
            for asked, answer in talk(client, messages):
                print(row(language, asked, answer))


def talk(
    client: httpx.Client, messages: list[Mapping[str, str]]
) -> Iterator[tuple[Mapping[str, str], Mapping[str, Any]]]:
    """Send the messages of one visitor, each after the answer to the one before."""
    token = client.post("/api/web/sessions").raise_for_status().json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    with client.stream("GET", "/api/web/events", headers=headers) as stream:
        answers = answers_of(stream.iter_lines())
        for asked in messages:
            body = {"id": uuid.uuid4().hex, "text": asked["text"]}
            client.post("/api/web/messages", json=body, headers=headers).raise_for_status()
            yield asked, next(answers)


def answers_of(lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    """Read the `message` events of a stream."""
    kind = ""
    for line in lines:
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: ") and kind == "message":
            yield json.loads(line.removeprefix("data: "))


def row(language: str, asked: Mapping[str, str], answer: Mapping[str, Any]) -> str:
    cells = (
        language,
        asked["kind"],
        asked["text"],
        answer["text"],
        " · ".join(choice["title"] for choice in answer["choices"]),
    )
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", "<br>") for cell in cells) + " |"


if __name__ == "__main__":
    main()
