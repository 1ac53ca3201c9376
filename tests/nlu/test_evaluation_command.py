"""The command: what it reads, writes, keeps, compares, refuses; and cross-validation."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlu import evaluate_command
from nlu.cli import main
from nlu.evaluation.labels import Labelled
from nlu.jobs.cross_validation import (
    cross_validated,
    fold_numbers,
    labelled_messages,
    name_messages,
    settings_of,
)
from nlu.jobs.evaluate import OWN_SET, earlier_report, label_set
from nlu.jobs.inputs import Inputs
from nlu.text.message import Said, readable

Run = Callable[..., int]


def understood(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Takes everything for a greeting in French."""
    return [
        {
            "language": "fr", "intent": "greet", "procedure": None, "aspect": None, "entities": [],
            "confidence": 0.9, "choices": [], "follow_up": False, "ranking": [],
        }
        for _ in texts
    ]  # fmt: skip


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in the small project, with a model that only greets."""
    monkeypatch.setattr(evaluate_command, "load_model", lambda _: understood)
    for name in ("first", "second"):
        (project / f"{name}.tar.gz").write_bytes(b"an archive")

    def evaluate(*arguments: object, model: str = "first") -> int:
        archive = str(project / f"{model}.tar.gz")
        given = ["evaluate", "--root", project, "--model", archive, *arguments]
        return main([str(one) for one in given])

    return evaluate


def labelled(file: Path, *messages: tuple[str, str]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps({"text": text, "language": "fr", "intent": intent}) for text, intent in messages
    )
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.fixture
def own(project: Path) -> Path:
    return labelled(project / OWN_SET, ("bonjour", "greet"), ("merci", "thank"))


@pytest.fixture
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    return labelled(folder / "apart.jsonl", ("merci", "thank"))


def test_without_a_file_our_own_test_set_is_evaluated(run: Run, own: Path, capsys) -> None:
    assert run() == 0
    shown = capsys.readouterr().out
    assert shown.startswith("model first · messages, 2 messages\n")
    assert "  merci\n    meant thank; wrong though sure" in shown


def test_sentences_from_outside_the_repository_are_shown_only_where_asked_for(
    run: Run, kept_apart: Path, capsys
) -> None:
    run(kept_apart)
    hidden = capsys.readouterr().out
    assert "merci" not in hidden
    assert "must not be read by accident" in hidden
    run(kept_apart, "--sentences", 1)
    assert "  merci\n" in capsys.readouterr().out


def test_the_page_hides_them_too(run: Run, kept_apart: Path, tmp_path: Path) -> None:
    run(kept_apart, "--html", tmp_path / "page.html")
    assert "merci" not in (tmp_path / "page.html").read_text("utf-8")


def test_what_lies_in_var_is_not_our_own(project: Path) -> None:
    assert label_set([labelled(project / "x.jsonl", ("a", "greet"))], project).own
    assert not label_set([labelled(project / "var/x.jsonl", ("a", "greet"))], project).own


def test_ends_of_line_inside_a_message_do_not_cut_it(project: Path) -> None:
    file = project / "odd.jsonl"
    file.write_text('{"text": "a\u2028b\u0085c", "language": "fr", "intent": "greet"}\r\n', "utf-8")
    (message,) = label_set([file], project).messages
    assert message.text == "a\u2028b\u0085c"


def test_json_and_page_are_written_for_their_owner_alone(
    run: Run, own: Path, tmp_path: Path
) -> None:
    run("--json", tmp_path / "r.json", "--html", tmp_path / "r.html")
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["model"]["name"] == "first"
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("r.json", "r.html")} == {0o600}


def test_json_on_standard_output_stands_alone(run: Run, own: Path, capsys) -> None:
    run("--json", "-")
    assert json.loads(capsys.readouterr().out)["set"]["messages"] == 2


def test_a_report_is_kept_and_the_next_model_is_compared_with_it(
    run: Run, own: Path, project: Path, capsys
) -> None:
    run()
    assert "since" not in capsys.readouterr().out
    run(model="second")
    assert "since first of" in capsys.readouterr().out
    kept = sorted(file.name for file in (project / "var/reports").iterdir())
    assert kept == ["first-messages.json", "second-messages.json"]


def test_the_same_model_again_is_not_compared_with_itself(run: Run, own: Path, capsys) -> None:
    run()
    run()
    assert "since" not in capsys.readouterr().out


def test_reports_of_other_sets_and_broken_ones_are_left_out(
    run: Run, own: Path, kept_apart: Path, project: Path, capsys
) -> None:
    run(kept_apart)
    (project / "var/reports/old-messages.json").write_text("{", "utf-8")
    capsys.readouterr()
    run(model="second")
    told = capsys.readouterr()
    assert "since" not in told.out
    assert "left out: " in told.err


def test_a_named_report_is_compared_with(run: Run, own: Path, tmp_path: Path, capsys) -> None:
    run("--json", tmp_path / "release.json")
    run()
    capsys.readouterr()
    run("--against", tmp_path / "release.json")
    assert "since first of" in capsys.readouterr().out


def test_reports_are_kept_where_told(run: Run, own: Path, tmp_path: Path, project: Path) -> None:
    run("--reports", tmp_path / "kept")
    assert (tmp_path / "kept/first-messages.json").is_file()
    assert not (project / "var/reports").exists()


def test_limits_that_are_not_kept_are_named_and_fail(run: Run, own: Path, capsys) -> None:
    limits = ["--at-least", "at_once=0.4", "--at-most", "confident_wrong=0.2"]
    assert run(*limits, "--quiet") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        *(
            f"limit not kept: at_once in {name}: not measured, must be ≥ 40 %"
            for name in ("ary", "ary-Latn", "ar")
        ),
        *(
            f"limit not kept: confident_wrong in {name}: not measured, must be ≤ 20 %"
            for name in ("ary", "ary-Latn", "ar")
        ),
        "limit not kept: confident_wrong in fr: 50.0 %, must be ≤ 20 %",
    ]


def test_the_projects_bars_can_be_insisted_on(run: Run, own: Path, capsys) -> None:
    assert run("--bars") == 1
    assert "limit not kept: with_choices in fr: 50.0 %, must be ≥ 90 %" in capsys.readouterr().err


BAD = {
    "no-such-file": ("missing.jsonl", "missing.jsonl: No such file"),
    "no-json": ("{", "bad.jsonl, line 1: no JSON"),
    "unknown-intent": (
        '{"text": "a", "language": "fr", "intent": "gret"}',
        "bad.jsonl, line 1: `intent` 'gret'",
    ),
    "not-utf-8": (b"\xff\xfe", "bad.jsonl: not in UTF-8"),
}


@pytest.mark.parametrize(("content", "told"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    run: Run, project: Path, capsys, content: str | bytes, told: str
) -> None:
    file = project / "bad.jsonl"
    if content == "missing.jsonl":
        file = project / "missing.jsonl"
    else:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(file) == 2
    shown = capsys.readouterr().err
    assert told in shown
    assert shown.startswith("jawab: ")
    assert shown.count("\n") == 1


def test_without_our_own_set_it_says_which_file_is_missing(run: Run, capsys) -> None:
    assert run() == 2
    assert "data/test/messages.jsonl: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["x.jsonl", "--cross-validation=2"], "not both"),
        (["--cross-validation=1"], "at least 2 folds"),
        (["--cross-validation=1000"], "do not make 1000 folds"),
        (["--at-least", "recall=1"], "is no limit"),
        (["--against", "missing.json"], "missing.json: No such file"),
        (["--html", "no/such/folder/x.html"], "there is no folder"),
    ],
)
def test_a_wrong_wish_is_told_in_one_line(
    run: Run, own: Path, capsys, arguments: list[str], told: str
) -> None:
    assert run(*arguments) == 2
    shown = capsys.readouterr().err
    assert told in shown
    assert shown.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [("{", "no JSON"), ("[]", "no report"), ('{"version": 9, "set": 1, "messages": []}', "9")],
)
def test_a_report_that_is_none_is_not_compared_with(
    run: Run, own: Path, tmp_path: Path, capsys, content: str, told: str
) -> None:
    (tmp_path / "r.json").write_text(content, "utf-8")
    assert run("--against", tmp_path / "r.json") == 2
    assert told in capsys.readouterr().err


def test_an_archive_that_is_none_is_told(
    project: Path, own: Path, root: Path, tmp_path: Path
) -> None:
    (project / "broken.tar.gz").write_bytes(b"no archive")
    done = subprocess.run(
        [sys.executable, "-m", "nlu.cli", "evaluate", own, "--root", project, "--model",
         project / "broken.tar.gz"],
        cwd=root, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("jawab: broken.tar.gz does not fit this code")


def test_a_mistake_of_our_own_is_not_blamed_on_the_model(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate_command, "load_model", lambda _: lambda texts: [{} for _ in texts])
    with pytest.raises(KeyError):
        run()


def many(*labels: tuple[str, str, int]) -> list[Labelled]:
    return [
        Labelled(f"{intent} {language} {number}", language, intent)
        for intent, language, messages in labels
        for number in range(messages)
    ]


def test_folds_hold_the_same_share_of_each_label() -> None:
    messages = many(("greet", "fr", 10), ("thank", "ar", 5), ("affirm", "fr", 5))
    fold = fold_numbers(messages, 5)
    counted = Counter((one.intent, own) for one, own in zip(messages, fold, strict=True))
    assert set(counted.values()) == {1, 2}
    assert len(counted) == 15


def test_the_same_text_is_never_on_both_sides() -> None:
    twice = [Labelled(text, "fr", intent) for intent in ("greet", "thank", "affirm")
             for text in ("Salam !", "salam", "autre")]  # fmt: skip
    fold = fold_numbers(twice, 3)
    assert len({fold[place] for place, one in enumerate(twice) if one.text != "autre"}) == 1


def test_folds_do_not_hang_on_the_order_of_the_messages() -> None:
    messages = many(("greet", "fr", 7), ("thank", "ar", 6))
    assert fold_numbers(messages[::-1], 3) == fold_numbers(messages, 3)[::-1]


def test_training_messages_carry_their_blocks_labels(project: Path) -> None:
    messages = labelled_messages(Inputs(project))
    assert messages[0] == Labelled(
        "quels papiers pour le passeport", "fr", "ask_procedure", "passport_first", "documents",
        entities=None,
    )  # fmt: skip


def test_names_of_the_catalogue_are_learnt_beside(root: Path) -> None:
    assert {one.aspect for one in name_messages(Inputs(root))} == {"overview"}


def test_the_pipelines_own_settings_are_used(project: Path) -> None:
    config = project / "config.yml"
    text = config.read_text("utf-8").replace("reference_prefix: ESS", "reference_prefix: AGA")
    config.write_text(text.replace("thresholds:", "thresholds:\n    offer_each: 0.123"), "utf-8")
    found = settings_of(Inputs(project))
    assert (found.prefix, found.thresholds.offer_each) == ("AGA", 0.123)


def test_sentence_vectors_are_used_where_the_pipeline_has_them(project: Path) -> None:
    config = project / "config.yml"
    assert settings_of(Inputs(project)).sentence_vectors
    text = config.read_text("utf-8")
    config.write_text(text.replace("sentence_vectors: true", "sentence_vectors: false"), "utf-8")
    assert not settings_of(Inputs(project)).sentence_vectors


def test_each_text_is_encoded_once_for_all_folds(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nlu.model import sentence_vectors

    read: Counter[Said] = Counter()

    def encode(messages: Sequence[Said]) -> np.ndarray:
        read.update(messages)
        return np.ones((len(messages), sentence_vectors.DIMENSIONS), np.float32)

    monkeypatch.setattr(sentence_vectors, "encode_said", encode)
    cross_validated(Inputs(project), 2, lambda _: None)
    assert set(read.values()) == {1}
    texts = {one.text for one in read}
    assert {readable(one.text) for one in labelled_messages(Inputs(project))} <= texts


def test_cross_validation_judges_every_message_by_a_model_without_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nlu.model.classifier import Classifier, Example

    (project / "data/vocabulary").mkdir()  # a name that stands among the messages, too
    name = "passport_first: {fr: le prix du passeport}\n"
    (project / "data/vocabulary/procedure.yml").write_text(name, "utf-8")
    learnt: list[set[str]] = []
    fit = Classifier.fit.__func__

    def watched(cls: type[Classifier], examples: Sequence[Example], *rest: Any, **more: Any) -> Any:
        learnt.append({one.text for one in examples})
        return fit(cls, examples, *rest, **more)

    monkeypatch.setattr(Classifier, "fit", classmethod(watched))
    told: list[str] = []
    judged = cross_validated(Inputs(project), 3, told.append)
    messages = labelled_messages(Inputs(project))
    assert [one.label for one in judged] == messages
    assert [line.partition(":")[0] for line in told] == [f"fold {n} of 3" for n in (1, 2, 3)]
    fold = fold_numbers(messages, 3)
    for number, texts in enumerate(learnt):
        tested = {readable(m.text) for m, own in zip(messages, fold, strict=True) if own == number}
        assert tested
        assert not tested & texts


def test_cross_validation_gives_the_same_report_each_time(
    run: Run, project: Path, tmp_path: Path
) -> None:
    reports = []
    for name in ("a.json", "b.json"):
        assert run("--cross-validation=2", "--json", tmp_path / name, "--quiet") == 0
        reports.append(json.loads((tmp_path / name).read_text("utf-8")))
    assert reports[0]["figures"] == reports[1]["figures"]
    assert reports[0]["set"]["folds"] == 2
    assert reports[0]["figures"]["all"]["measures"]["language"]["value"] > 0.5


def test_figures_of_benchmarks_are_no_earlier_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bench-nlu.json").write_text('{"measured": []}', "utf-8")
    (tmp_path / "other.json").write_text("{}", "utf-8")
    report = {"set": {"name": "messages"}, "model": {"name": "m"}, "fingerprint": None}
    assert earlier_report(tmp_path, report) is None
    assert "other.json" in capsys.readouterr().err
    assert earlier_report(tmp_path, report) is None
    assert "bench-nlu.json" not in capsys.readouterr().err
