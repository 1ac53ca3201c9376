"""Answers that are no procedures (law, reports, complaints), and two questions in one message.

    nlu/.venv/bin/python -W ignore -m benchmarks.understanding.topics [--index FILE]

Every fourth question of each topic is kept out of the index and asked. The messages of the test
set, and of the development set where it is on the machine, say how often the law takes what was not
meant for it, and which messages are taken for two questions; JAWAB_SHOW_TEXTS=1 shows these. Half a
minute; needs a trained model.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.hardware import hardware
from nlu.components.catalogue_index import VARIABLE
from nlu.jobs.inputs import ROOT
from nlu.jobs.parse import Understand, load_model
from nlu.questions import Part, second_question
from nlu.text.parts import parts_of
from nlu.understanding import with_topic

FOLDS = 4
SHOW_TEXTS = bool(os.environ.get("JAWAB_SHOW_TEXTS"))
Understanding = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; gives the exit code."""
    options = _parser().parse_args(arguments)
    index = json.loads(options.index.read_text("utf-8"))
    print(hardware(), end="\n\n", flush=True)
    shown, asked = _split(index)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(shown, file, ensure_ascii=False)
        file.flush()
        os.environ[VARIABLE] = file.name
        understand = load_model(options.model)
        _report_found(asked, understand([text for _, _, text in asked]))
        for name, labelled in _measured():
            _report_taken(name, labelled, understand([one["text"] for one in labelled]))
            _report_cut(name, [one["text"] for one in labelled], understand)
    return 0


def _split(index: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The index without every fourth question of its topics, and these: topic, language, text."""
    asked: list[tuple[str, str, str]] = []
    procedures = []
    for one in index["procedures"]:
        if one["topic"] == "procedure":
            procedures.append(one)
            continue
        kept = {}
        for language, questions in one["questions"].items():
            kept[language] = [text for n, text in enumerate(questions) if n % FOLDS]
            asked += [
                (one["id"], language, text) for n, text in enumerate(questions) if n % FOLDS == 0
            ]
        procedures.append({**one, "questions": kept})
    return {**index, "procedures": procedures}, asked


def _report_found(
    asked: Sequence[tuple[str, str, str]], understood: Sequence[Understanding]
) -> None:
    print("| kind | language | asked | found first | taken at once | of these right |")
    print("| --- | --- | --- | --- | --- | --- |")
    rows: dict[tuple[str, str], list[int]] = {}
    for (topic, language, text), understanding in zip(asked, understood, strict=True):
        kind = "law" if _is_law(topic) else "report"
        counts = rows.setdefault((kind, language), [0, 0, 0, 0])
        best = next(iter(understanding["topics"]), None)
        taken = with_topic(understanding, text)["procedure"]
        counts[0] += 1
        counts[1] += best is not None and best["id"] == topic
        counts[2] += taken is not None
        counts[3] += taken == topic
    for (kind, language), counts in sorted(rows.items()):
        print(f"| {kind} | {language} | " + " | ".join(map(str, counts)) + " |")
    print(flush=True)


def _report_taken(
    name: str, labelled: Sequence[Mapping[str, Any]], understood: Sequence[Understanding]
) -> None:
    """Messages that ask for no topic and are given one of the law."""
    wrong = [
        (one["intent"], taken)
        for one, understanding in zip(labelled, understood, strict=True)
        if _is_law(taken := with_topic(understanding, one["text"])["procedure"] or "")
    ]
    by_intent = Counter(intent for intent, _ in wrong)
    told = ", ".join(f"{intent} {count}" for intent, count in by_intent.most_common())
    print(f"{name}: {len(labelled)} messages, {len(wrong)} answered by the law ({told})")
    print(flush=True)


def _report_cut(name: str, texts: Sequence[str], understand: Understand) -> None:
    """Messages that are taken for two questions: to be read, since none is labelled so."""
    cut = []
    for text in texts:
        parts = parts_of(text)
        if not parts:
            continue
        whole, *rest = understand([text, *parts])
        found = second_question(whole, [Part({"understanding": one}) for one in rest])
        if found:
            cut.append((text, found))
    print(f"{name}: {len(cut)} of {len(texts)} taken for two questions")
    for text, found in cut:
        asked = " + ".join(f"{one['procedure'] or one['intent']} {one['aspect']}" for one in found)
        print(f"  {asked}" + (f": {text}" if SHOW_TEXTS else ""))
    print(flush=True)


def _is_law(topic: str) -> bool:
    return topic.startswith(("law_", "attestations_", "commune_powers", "who_does"))


def _measured() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "test set", _lines(ROOT / "data" / "test" / "messages.jsonl")
    dev = Path(os.environ.get("JAWAB_SHARED", ROOT.parent / "shared")) / "nlu" / "dev.jsonl"
    if dev.is_file():
        yield "development set", _lines(dev)
    else:
        print("skipped: the development set is not on this machine (JAWAB_SHARED)")


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=ROOT / "var" / "catalogue_index.json")
    parser.add_argument("--model", type=Path, default=_newest())
    return parser


def _newest() -> Path:
    models = sorted((ROOT / "var" / "models").glob("*.tar.gz"), key=lambda one: one.stat().st_mtime)
    return models[-1] if models else ROOT / "var" / "models" / "none.tar.gz"


if __name__ == "__main__":
    sys.exit(main())
