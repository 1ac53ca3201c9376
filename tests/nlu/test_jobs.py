"""The jobs: parsing line by line, names as messages, validation, skipping what is there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.jobs.inputs import Inputs, fingerprint
from nlu.jobs.names import named_procedures, training_block_file
from nlu.jobs.parse import BATCH_LINES, parse_lines
from nlu.jobs.train import Request, archive_path, counts, files_of, report_path, train
from nlu.jobs.validate import problems


def understood(texts: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "language": "fr", "intent": "greet", "procedure": None, "aspect": None,
            "entities": [], "confidence": 0.9, "choices": [], "follow_up": False, "note": text,
        }
        for text in texts
    ]  # fmt: skip


def lines(*texts: str) -> list[str]:
    return [json.dumps({"text": text}) for text in texts]


def test_each_line_gets_its_answer_in_order_across_batches() -> None:
    texts = [str(number) for number in range(2 * BATCH_LINES + 3)]
    assert [one["text"] for one in parse_lines(lines(*texts), understood)] == texts


def test_an_answer_has_exactly_the_contracts_fields() -> None:
    (answer,) = parse_lines(lines("salut"), understood)
    assert sorted(answer) == sorted(
        ["text", "language", "intent", "procedure", "aspect", "entities", "confidence", "choices"]
    )


@pytest.mark.parametrize("text", ["", "  ", "/greet", "\ud800", "\u0000"])
def test_the_text_is_repeated_as_it_came_in(text: str) -> None:
    (answer,) = parse_lines([json.dumps({"text": text})], understood)
    assert answer["text"] == text


@pytest.mark.parametrize(
    "bad", ["", "{", "[]", '"text"', '{"text": null}', '{"text": 3}', "{}", "[" * 5000]
)
def test_a_bad_line_is_an_error_on_that_line_alone(bad: str) -> None:
    first, second, third = parse_lines([*lines("a"), bad, *lines("b")], understood)
    assert (first["text"], third["text"]) == ("a", "b")
    assert list(second) == ["error"]


def test_slash_text_reaches_the_pipeline_harmless() -> None:
    # the pipeline itself is asked in test_server.py; here the batch must not be cut short
    answers = list(parse_lines(lines(*["/greet"] * (BATCH_LINES + 1)), understood))
    assert len(answers) == BATCH_LINES + 1


def catalogue(folder: Path) -> list[Path]:
    procedures = folder / "procedures.yml"
    names = {"fr": ["Extrait [de] naissance", "acte"], "ary": ["عقد الازدياد"]}
    content = {
        "group": "civil_status",
        "procedures": [
            {"id": "birth_certificate", "names": names},
            {"id": "noise", "names": names},
        ],
    }
    procedures.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    vocabulary = folder / "procedure.yml"
    vocabulary.write_text(
        yaml.safe_dump({"birth_certificate": {"fr": "acte", "ar": "رسم"}}, allow_unicode=True),
        "utf-8",
    )
    return [procedures, vocabulary]


def test_names_of_the_catalogue_become_messages(tmp_path: Path) -> None:
    made = training_block_file(catalogue(tmp_path), frozenset({"birth_certificate", "noise"}))
    assert [(block["metadata"]["language"], block["examples"]) for block in made["nlu"]] == [
        ("fr", "- Extrait de naissance\n- acte\n"),
        ("ary", "- عقد الازدياد\n"),
        ("ar", "- رسم\n"),
    ]
    assert {block["metadata"]["aspect"] for block in made["nlu"]} == {"overview"}


def test_a_procedure_without_messages_of_its_own_gets_no_class(tmp_path: Path) -> None:
    assert training_block_file(catalogue(tmp_path), frozenset())["nlu"] == []


def test_procedures_asked_about_are_found_in_the_messages(project: Path) -> None:
    assert named_procedures(files_of(Inputs(project))) == {"birth_certificate", "passport_first"}


def test_counts_add_up(project: Path) -> None:
    counted = counts(files_of(Inputs(project)))
    assert counted["messages"] == sum(counted["language"].values())
    assert counted["aspect"]["fee"] == sum(
        len(block["examples"].splitlines())
        for block in yaml.safe_load((project / "data/nlu/small.yml").read_text("utf-8"))["nlu"]
        if block["metadata"].get("aspect") == "fee"
    )


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        (
            {"intent": "gret", "metadata": {"language": "fr"}, "examples": "- a\n"},
            "not in the domain",
        ),
        ({"intent": "greet", "metadata": {"language": "en"}, "examples": "- a\n"}, "language en"),
        ({"intent": "greet", "metadata": {"language": "fr"}, "examples": "- [a](b)\n"}, "markup"),
        ({"intent": "greet", "metadata": {"language": "fr"}, "examples": "- /a\n"}, "slash"),
        ({"intent": "greet", "metadata": {"language": "fr"}, "examples": "a\n"}, "no example"),
        (
            {
                "intent": "ask_procedure",
                "metadata": {"language": "fr", "procedure": None},
                "examples": "- a\n",
            },
            "aspect None",
        ),
        (
            {
                "intent": "ask_procedure",
                "metadata": {"language": "fr", "aspect": "fee"},
                "examples": "- a\n",
            },
            "no procedure",
        ),
    ],
)
def test_validation_names_what_is_wrong(
    project: Path, block: dict[str, Any], complaint: str
) -> None:
    content = yaml.safe_dump({"version": "3.1", "nlu": [block]})
    (project / "data/nlu/wrong.yml").write_text(content, "utf-8")
    (found,) = problems(Inputs(project))
    assert complaint in found


def test_the_projects_own_messages_are_valid(root: Path) -> None:
    assert problems(Inputs(root)) == []


def test_what_is_there_is_not_trained_again_and_rasa_not_imported(
    project: Path, root: Path
) -> None:
    request = Request(project, project / "models")
    archive = archive_path(request, fingerprint(Inputs(project)))
    archive.parent.mkdir()
    archive.write_bytes(b"an archive")
    report_path(archive).write_text(json.dumps({"model": archive.name}), "utf-8")
    script = (
        "import sys; from nlu.cli import main; code = main(sys.argv[1:]);"
        "assert not {'rasa', 'tensorflow', 'sklearn'} & set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "train", "--root", project, "--models", request.models],
        cwd=root, capture_output=True, text=True, check=False, timeout=10,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, str(archive))
    assert "up to date" in done.stderr
    assert archive.read_bytes() == b"an archive"


def test_a_request_of_unknown_fields_is_refused(tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text('{"modles": "x"}', "utf-8")
    with pytest.raises(ValueError, match="modles"):
        Request.read(tmp_path / "request.json")


def test_a_request_names_folders_relative_to_itself(tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text('{"models": "out", "force": true}', "utf-8")
    request = Request.read(tmp_path / "request.json")
    assert (request.models, request.force) == (tmp_path / "out", True)


def test_a_report_without_its_archive_does_not_count(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(project, project / "models")
    archive = archive_path(request, fingerprint(Inputs(project)))
    archive.parent.mkdir()
    report_path(archive).write_text("{}", "utf-8")
    monkeypatch.setattr("nlu.jobs.train._train_anew", lambda *_: {"model": "made anew"})
    assert train(request) == {"model": "made anew", "trained": True}


@pytest.mark.parametrize(
    "command", [[], ["train"], ["parse"], ["evaluate"], ["validate"], ["fingerprint"]]
)
def test_each_command_has_help(command: list[str], root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nlu.cli", *command, "--help"],
        cwd=root, capture_output=True, text=True, check=False, timeout=10,
    )  # fmt: skip
    assert done.returncode == 0
    assert "usage: python -m nlu.cli" in done.stdout
