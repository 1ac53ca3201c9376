"""The benchmark on tiny files: figures by language, what to mind, errors, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlu.benchmark.intents import ALL, NEW, OURS, PEER, TooLittle, benchmark, compare
from nlu.benchmark.peer import LinearPeer, light
from nlu.benchmark.rows import Row
from nlu.benchmark.table import lines, markdown, percent
from nlu.cli import main
from nlu.model.intents import IntentModel

TRAIN = [
    Row("salam labas", "greet", "ary-Latn"),
    Row("salam khouya", "greet", "ary-Latn"),
    Row("سلام لاباس", "greet", "ary"),
    Row("سلام خويا", "greet", "ary"),
    Row("chokran bzaf", "thank", "ary-Latn"),
    Row("chokran khouya", "thank", "ary-Latn"),
    Row("شكرا بزاف", "thank", "ary"),
    Row("شكرا خويا", "thank", "ary"),
]
TEST = [
    Row("salam", "greet", "ary-Latn"),
    Row("chokran  bzaf", "thank", "ary-Latn"),
    Row("سلام", "greet", "ary"),
    Row("سلام", "leave", "ary"),
]


def csv(folder: Path, name: str, rows: list[Row], header: str = "text,label,language") -> str:
    file = folder / name
    content = [header, *(f"{row.text},{row.label},{row.language}" for row in rows)]
    file.write_text("\n".join(content), "utf-8")
    return str(file)


def run(folder: Path, *options: str) -> int:
    train, test = csv(folder, "train.csv", TRAIN), csv(folder, "test.csv", TEST)
    return main(["benchmark", "--train", train, "--test", test, *options])


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return benchmark(TRAIN, TEST)


def slice_of(result: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in result["slices"] if one["language"] == name]
    return found


@pytest.mark.parametrize("fit", [IntentModel.fit, LinearPeer.fit], ids=["ours", "peer"])
def test_a_system_learns_what_it_is_shown(fit: Any) -> None:
    model = fit([row.text for row in TRAIN], [row.label for row in TRAIN])
    assert model.predict(["salam", "شكرا", "chokran", "سلام"]) == [
        "greet", "thank", "thank", "greet",
    ]  # fmt: skip


@pytest.mark.parametrize("fit", [IntentModel.fit, LinearPeer.fit], ids=["ours", "peer"])
def test_a_system_reads_what_stands_beside(fit: Any) -> None:
    words, beside = ["le le", "le le", "le la", "le la"] * 2, ["la", "la", "le", "le"] * 2
    labels = ["x", "x", "y", "y"] * 2
    model = fit(["le"] * 8 + words, labels * 2, beside=[beside * 2])
    assert model.predict(["le", "le"], beside=[["la", "le"]]) == ["x", "y"]


def test_standard_arabic_alone_can_be_learnt() -> None:
    texts, labels = ["شكرا جزيلا", "شكرا لكم", "مرحبا بكم", "مرحبا جميعا"], ["t", "t", "g", "g"]
    model = IntentModel.fit(texts, labels, languages=["ar"] * 4)
    assert model.predict(["شكرا", "مرحبا"]) == ["t", "g"]


def test_ours_reads_both_scripts_where_the_peer_cannot() -> None:
    latin = [row for row in TRAIN if row.language == "ary-Latn"]
    texts, labels = [row.text for row in latin], [row.label for row in latin]
    assert IntentModel.fit(texts, labels).predict(["سلام", "شكرا"]) == ["greet", "thank"]
    assert len({*LinearPeer.fit(texts, labels).predict(["سلام", "شكرا"])}) == 1


def test_the_peer_folds_case_marks_and_letters() -> None:
    assert light("Éa أَهْلاً ى ة ڭ") == "éa اهلا ي ه ك"


def test_each_language_and_all_have_their_figures(result: dict[str, Any]) -> None:
    assert [(one["language"], one["rows"]) for one in result["slices"]] == [
        ("ary-Latn", 2), ("ary", 2), (ALL, 4), (NEW, 3),
    ]  # fmt: skip
    assert slice_of(result, "ary-Latn")[OURS]["accuracy"]["value"] == 1.0
    assert slice_of(result, "ary")[OURS]["accuracy"]["value"] == 0.5


def test_texts_in_training_are_counted_whatever_their_spaces(result: dict[str, Any]) -> None:
    assert result["in_training"] == {"ary-Latn": 1, ALL: 1}


def test_labels_that_training_has_not_are_counted(result: dict[str, Any]) -> None:
    assert result["unseen_labels"] == {"leave": 1}


def test_no_slice_of_new_texts_where_all_are_new() -> None:
    names = [one["language"] for one in benchmark(TRAIN, TEST[:1])["slices"]]
    assert names == ["ary-Latn", ALL]


def test_compare_gives_the_difference_and_the_ratio_of_errors() -> None:
    truth = ["a", "a", "b", "b"]
    found = compare(truth, {OURS: ["a", "a", "b", "a"], PEER: ["a", "b", "b", "a"]})
    assert (found["difference"]["value"], found["error_ratio"]) == (0.25, 0.5)


def test_no_ratio_to_a_peer_without_errors() -> None:
    found = compare(["a", "b"], {OURS: ["a", "a"], PEER: ["a", "b"]})
    assert found["error_ratio"] is None


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([Row("salam", "greet"), Row("slm", "greet")], "single label"),
        ([Row("ab", "x"), Row("cd", "y")], "too few"),
    ],
)
def test_what_cannot_be_learnt_from_is_said(rows: list[Row], complaint: str) -> None:
    with pytest.raises(TooLittle, match=complaint):
        benchmark(rows, TEST)


def test_the_table_shows_figures_and_no_text(result: dict[str, Any]) -> None:
    shown = "\n".join(lines(result))
    assert [line.split("|")[1].strip() for line in shown.splitlines() if line[:1] == "|"][2:] == [
        "ary-Latn", "ary", ALL, NEW,
    ]  # fmt: skip
    assert "1 of 4 test texts are in the training rows" in shown
    assert "1 labels (1 test rows) are not in the training rows: leave" in shown
    for row in [*TRAIN, *TEST]:
        assert row.text not in shown


def test_percent_and_signs() -> None:
    interval = {"value": 0.9586, "low": 0.933, "high": 0.975}
    assert percent(interval) == "95.9 (93.3–97.5)"
    assert percent({"value": 0.01, "low": -0.002, "high": 0.03}, sign="+") == (
        "+1.0 (-0.2 to +3.0)"
    )


def test_a_bar_in_a_cell_does_not_split_it() -> None:
    assert list(markdown(["a|b"], [["c"]])) == ["| a\\|b |", "| ---- |", "| c    |"]


def test_the_command_prints_a_table_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--json", str(tmp_path / "out.json")) == 0
    assert "| ary-Latn " in capsys.readouterr().out
    written = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (written["train"], written["test"]) == ("train.csv", "test.csv")
    assert [one["language"] for one in written["slices"]] == ["ary-Latn", "ary", ALL, NEW]


def test_the_same_seed_gives_the_same_figures(tmp_path: Path) -> None:
    found = []
    for name in ("a.json", "b.json"):
        assert run(tmp_path, "--json", str(tmp_path / name), "--seed", "3") == 0
        found.append(json.loads((tmp_path / name).read_text("utf-8"))["slices"])
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--label-column", "intent"], "train.csv: no column 'intent'"),
        (["--language-column", "lang"], "train.csv: no column 'lang'"),
        (["--test", "none.csv"], "none.csv: no such file"),
        (["--test", "texts.doc"], "texts.doc: unknown format"),
        (["--json", "no/such/folder.json"], "no/such/folder.json: No such file"),
    ],
)
def test_an_unusable_file_gives_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], complaint: str
) -> None:
    assert run(tmp_path, *options) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("benchmark: ")]
    assert len(said) == 1
    assert complaint in said[0]


def test_too_little_to_learn_from_gives_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only = csv(tmp_path, "only.csv", TRAIN[:4])
    assert main(["benchmark", "--train", only, "--test", only]) == 2
    assert "only.csv: the training rows have a single label" in capsys.readouterr().err
