"""The parts of the training benchmark; the whole is started by hand, it takes minutes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.understanding import training
from benchmarks.understanding.child import ChildFailed, run
from benchmarks.understanding.latency import measure
from benchmarks.understanding.memory import memory_mib
from benchmarks.understanding.messages import (
    Message,
    as_rasa,
    sample,
    texts_to_read,
    training_messages,
)
from benchmarks.understanding.stock import configuration, epoch_seconds

DIET = {
    "pipeline": "diet", "messages": 1000, "labels": 60, "epochs": 20, "highest_mib": 900,
    "seconds": {"start": 9.0, "training": 50.0, "classifier": 45.0, "epoch": 2.0},
}  # fmt: skip


def test_messages_carry_intent_and_procedure_as_one_label(project: Path) -> None:
    found = training_messages(project)
    assert Message("bonjour", "greet") in found
    assert Message("le prix du passeport", "ask_procedure__passport_first") in found
    assert Message("et le prix ?", "ask_procedure") in found


def test_a_sample_is_the_same_each_time_and_no_message_twice() -> None:
    messages = [Message(str(number), "x") for number in range(50)]
    drawn = sample(messages, 20, seed=0)
    assert drawn == sample(messages, 20, seed=0)
    assert len({*drawn}) == 20
    assert len(sample(messages, 80, seed=0)) == 50


def test_rasa_reads_what_is_written_for_it(tmp_path: Path) -> None:
    from rasa.shared.nlu.training_data.loading import load_data

    messages = [Message("a: b", "x"), Message("شكرا 'c' ?", "y__z"), Message("#d", "x")]
    file = tmp_path / "messages.yml"
    file.write_text(as_rasa(messages), "utf-8")
    read = load_data(str(file)).intent_examples
    assert {(one.get("text"), one.get("intent")) for one in read} == {
        (message.text, message.label) for message in messages
    }


def test_texts_come_from_the_test_messages_where_there_are_some(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join(json.dumps({"text": str(number)}) for number in range(9)), "utf-8")
    texts, source = texts_to_read(4, seed=0, test=file)
    assert len({*texts} & {*map(str, range(9))}) == 4
    assert source == "data/test/messages.jsonl"
    assert texts_to_read(4, seed=0, test=tmp_path / "none.jsonl")[1] == "data/nlu"


def test_stock_diet_is_rasas_own_with_the_epochs_asked_for() -> None:
    pipeline = configuration("diet", 20)["pipeline"]
    assert [one["name"] for one in pipeline] == [
        "WhitespaceTokenizer", "CountVectorsFeaturizer", "CountVectorsFeaturizer", "DIETClassifier",
    ]  # fmt: skip
    assert (pipeline[2]["min_ngram"], pipeline[2]["max_ngram"]) == (1, 4)
    assert pipeline[3]["epochs"] == 20
    assert "epochs" not in configuration("logistic-letters", 20)["pipeline"][-1]
    assert len(configuration("logistic-words", 20)["pipeline"]) == 3


def test_the_first_epoch_is_not_counted_among_the_others() -> None:
    assert epoch_seconds([19.0, 21.0, 23.5, 25.0]) == 2.0
    assert epoch_seconds([19.0]) is None


def test_only_the_epochs_are_extrapolated() -> None:
    # 2 s · 8000/1000 · 100, and the 10 s that were no epochs once
    assert training.extrapolated(DIET, 20, 8000)["seconds"] == 1610.0


def test_one_epoch_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        training.main(["--epochs", "1"])
    assert "at least 2" in capsys.readouterr().err


def test_the_table_gives_ratios_to_our_training() -> None:
    ours = {"messages": 8000, "seconds": {"start": 8.0, "training": 25.0}, "highest_mib": 800}
    figures = {"ours": ours, "diet": DIET, "extrapolated": training.extrapolated(DIET, 20, 8000)}
    rows = [line.split("|") for line in training.training_lines(figures) if line.startswith("|")]
    assert [row[-2].strip() for row in rows[2:]] == ["1", "2.00", "64.40"]


def test_latency_of_stock_has_its_ratio_to_ours() -> None:
    read = {"messages": 10, "p95_ms": 9.0, "resident_mib": 600, "load_seconds": 1.0}
    figures = {
        "texts": "data/nlu",
        "ours": {**read, "median_ms": 6.0},
        "logistic-words": {**read, "median_ms": 4.5},
        "logistic-letters": {**read, "median_ms": 9.0},
    }
    rows = [line.split("|") for line in training.latency_lines(figures) if line.startswith("|")]
    assert [row[-2].strip() for row in rows[2:]] == ["1.00", "0.75", "1.50"]


def test_each_message_is_timed_once_after_the_first_were_read() -> None:
    read: list[str] = []
    found = measure(read.append, [str(number) for number in range(100)])
    assert (len(read), found["messages"]) == (120, 100)
    assert 0 <= found["median_ms"] <= found["p95_ms"]


def test_memory_is_told_in_mib() -> None:
    found = memory_mib()
    assert 10 < found["resident_mib"] <= found["highest_mib"] < 100_000


def test_a_process_that_ended_has_no_memory() -> None:
    assert memory_mib(2**22 + 1) == {"resident_mib": 0, "highest_mib": 0}


def test_a_childs_time_and_memory_are_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = bytearray(b"x" * 300 * 2**20)  # must not be counted
    program = tmp_path / "greedy.py"
    program.write_text("import time\nheld = bytearray(150 * 2**20)\ntime.sleep(0.3)\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    spent = run("greedy")
    assert spent.seconds >= 0.3
    assert 150 <= spent.highest_mib < 250 < len(ours) / 2**20


def test_a_child_that_fails_is_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "failing.py").write_text("raise SystemExit(3)\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ChildFailed, match="failing ended with 3"):
        run("failing")


def test_the_child_runs_on_the_same_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "python.txt"
    program = f"import sys, pathlib\npathlib.Path({str(out)!r}).write_text(sys.executable)\n"
    (tmp_path / "which.py").write_text(program, "utf-8")
    run("which", environment={"PYTHONPATH": str(tmp_path)})
    assert out.read_text("utf-8") == sys.executable
