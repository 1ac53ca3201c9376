"""`./jawab parse`, as a script of the commune would call it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "data" / "schemas"
TEXTS = [
    "quels papiers pour un extrait de naissance ?",
    "  suivre ESS-4GAX-92KE-T svp",
    "شـــحال كيعطل الباسبور؟",
    "chno lwra9 li khassni l 3a9d lizdiad?",
    "قلسم برطغ زنمف",
    "/restart",
    "👍",
]
BAD = "this is no JSON"


@pytest.fixture(scope="module")
def mixed():
    """Good lines with a bad one in the middle, over standard streams."""
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in TEXTS]
    return parse([*lines[:3], BAD, *lines[3:]])


def test_each_line_is_answered_in_its_place(mixed):
    texts = [line.get("text") for line in answers(mixed.stdout)]

    assert texts == [*TEXTS[:3], None, *TEXTS[3:]]


def test_a_bad_line_gives_an_error_and_exit_code_1(mixed):
    assert mixed.returncode == 1
    assert set(answers(mixed.stdout)[3]) == {"error"}


def test_every_line_keeps_the_contract(mixed):
    problems = [e.message for line in answers(mixed.stdout) for e in validator().iter_errors(line)]

    assert problems == []


def test_offsets_count_from_the_text_as_it_came(mixed):
    (entity,) = answers(mixed.stdout)[1]["entities"]

    assert (entity["entity"], entity["value"]) == ("reference", "ESS-4GAX-92KE-T")
    assert TEXTS[1][entity["start"] : entity["end"]] == entity["text"] == "ESS-4GAX-92KE-T"


def test_languages_are_told_apart(mixed):
    languages = [line.get("language") for line in answers(mixed.stdout)]

    assert (languages[0], languages[2], languages[4]) == ("fr", "ary", "ary-Latn")


def test_files_without_a_bad_line_end_well(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({"text": text}) for text in TEXTS), "utf-8")
    done = parse([], "--input", str(source), "--output", str(target))

    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert [line["text"] for line in answers(target.read_text("utf-8"))] == TEXTS


def parse(lines, *arguments):
    return subprocess.run(
        [str(ROOT / "jawab"), "parse", *arguments],
        input="".join(f"{line}\n" for line in lines),
        env={name: value for name, value in os.environ.items() if not name.startswith("JAWAB_")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def answers(text):
    return [json.loads(line) for line in text.splitlines()]


def validator():
    schemas = [json.loads(file.read_text("utf-8")) for file in SCHEMAS.glob("*.schema.json")]
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    line = next(schema for schema in schemas if schema["$id"] == "parse_line.schema.json")
    return Draft202012Validator(line, registry=registry)
