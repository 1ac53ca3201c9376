"""Readers of public sets on files of our own in their form; the table; what is skipped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.understanding import script_conversion, sets
from benchmarks.understanding.code_switching import word_languages
from benchmarks.understanding.datasets import (
    Absent,
    Pair,
    Word,
    arbanking,
    darijabanking,
    doda_words,
    narabizi,
    sib200,
    xsid,
)
from benchmarks.understanding.edits import distance, nearest
from benchmarks.understanding.measured import Measured
from benchmarks.understanding.published import ACCURACY, ERRORS, FIGURES, MACRO_F1, RIGHT, Known
from nlu.benchmark.rows import Row
from nlu.benchmark.scores import Interval

CONLLU = """# sent_id = 1
1\trani\tje\tVERB\t_\t_\t_\t_\t_\tLangO=ar_dz|ner=O
2\tmalade\tmalade\tADJ\t_\t_\t_\t_\t_\tComposedUDPOS=ADJ|LangO=fr
3\t!\t!\tPUNCT\t_\t_\t_\t_\t_\tLangO=fr
4-5\tflwerd\t_\t_\t_\t_\t_\t_\t_\t_
4\tf\tdans\tADP\t_\t_\t_\t_\t_\tLangO=msa
5\tlike\taimer\tVERB\t_\t_\t_\t_\t_\tLangO=en
6\tx\tx\tX\t_\t_\t_\t_\t_\t_
"""


def write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")


def sib_files(datasets: Path) -> None:
    for folder, word in (("ary_Arab", "كورة"), ("arb_Arab", "رياضة"), ("fra_Latn", "sport")):
        for part in ("train", "test"):
            rows = [f"1\tsports\t{word} {word}a", f"2\ttravel\tsafar {word}b"] * 2
            write(
                datasets / "sib200" / folder / f"{part}.tsv",
                "\n".join(["index_id\tcategory\ttext", *rows]),
            )


def narabizi_files(datasets: Path) -> None:
    for part in ("train", "test"):
        write(datasets / "narabizi-ud" / f"qaf_arabizi-ud-{part}.conllu", CONLLU + "\n" + CONLLU)


def test_arbanking_names_a_test_row_by_its_test(tmp_path: Path) -> None:
    write(tmp_path / "arbanking77/Banking77_Arabized_MSA_PAL_train.csv", "label,text\nx,a\n")
    for name in ("MSA", "PAL", "Moroccan", "Saudi", "Tunisian"):
        file = tmp_path / f"arbanking77/Banking77_Arabized_{name}_test.csv"
        write(file, f"label,text\nx,{name.lower()}\n")
    split = arbanking(tmp_path)
    assert split.train == [Row("a", "x")]
    assert split.test[2] == Row("moroccan", "x", "Moroccan")
    assert len(split.test) == 5


def test_sib_trains_on_three_languages_together(tmp_path: Path) -> None:
    sib_files(tmp_path)
    split = sib200(tmp_path)
    assert len(split.train) == 12
    assert [row.language for row in split.test] == ["ary"] * 4 + ["arb"] * 4 + ["fra"] * 4
    assert split.test[0] == Row("كورة كورةa", "sports", "ary")


def test_xsid_reads_text_and_intent_of_the_comments(tmp_path: Path) -> None:
    block = "# id = 1\n# text = a = b\n# text-en = c\n# intent = weather/find\n1\ta\tx\tO\n"
    for part in ("valid", "test"):
        write(tmp_path / "xsid-ar" / f"ar.{part}.conll", block + "\n" + block)
    split = xsid(tmp_path)
    assert split.train == [Row("a = b", "weather/find")] * 2
    assert split.test == [Row("a = b", "weather/find", "ar")] * 2


def test_narabizi_gives_labelled_words_with_their_neighbours(tmp_path: Path) -> None:
    narabizi_files(tmp_path)
    assert narabizi(tmp_path, "train")[:4] == [
        Word("rani", "", "malade", "Arabic"),
        Word("malade", "rani", "!", "French"),
        Word("f", "!", "like", "Arabic"),
        Word("like", "f", "x", "other"),
    ]
    assert len(narabizi(tmp_path, "train")) == 8


def test_doda_gives_pairs(tmp_path: Path) -> None:
    file = tmp_path / "doda-v2-nc/splits/words_test.tsv"
    write(file, "latin\tarabic_normalised\nktab\tكتاب\n")
    assert doda_words(tmp_path) == [Pair("ktab", "كتاب")]


@pytest.mark.parametrize("read", [arbanking, sib200, xsid, doda_words])
def test_a_set_that_is_not_there_is_absent(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(Absent, match="no such folder"):
        read(tmp_path)


def test_a_set_without_one_of_its_files_is_absent(tmp_path: Path) -> None:
    sib_files(tmp_path)
    (tmp_path / "sib200/arb_Arab/test.tsv").unlink()
    with pytest.raises(Absent, match="is missing"):
        sib200(tmp_path)


def test_darijabanking_is_read_only_where_it_is_the_published_file(tmp_path: Path) -> None:
    with pytest.raises(Absent, match="JAWAB_DARIJABANKING"):
        darijabanking(None)
    write(tmp_path / "DarijaBanking train.xlsx", "another file")
    with pytest.raises(Absent, match="not the published file"):
        darijabanking(tmp_path)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("ktb", "", 3), ("", "ktb", 3), ("ktb", "ktab", 1), ("kitten", "sitting", 3)],
)
def test_distance(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == edits


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("ktb", ["ktb"], id="the-same"),
        pytest.param("kt", ["ktb", "k"], id="as-near"),
        pytest.param("xrswwwww", ["drswww"], id="long"),
        pytest.param("", ["k"], id="empty"),
    ],
)
def test_nearest_gives_all_that_are_as_near(word: str, expected: list[str]) -> None:
    assert sorted(nearest(word, ["ktb", "k", "drswww"])) == sorted(expected)


def test_one_of_several_equally_near_words_counts_by_its_share() -> None:
    # دار and دور have one skeleton, باب another
    pairs = [Pair("dar", "دار"), Pair("dour", "دور"), Pair("bab", "باب"), Pair("bab", "دار")]
    among, picked = script_conversion.found(pairs)
    assert among.ours is not None
    assert picked.ours is not None
    assert (among.ours.value, picked.ours.value) == (0.75, (0.5 + 0.5 + 1 + 0) / 4)


def test_words_side_by_side_only_where_there_are_as_many() -> None:
    assert script_conversion.aligned(Pair("salam, khouya !", "سلام خويا")) == [
        Pair("salam", "سلام"), Pair("khouya", "خويا"),
    ]  # fmt: skip
    assert script_conversion.aligned(Pair("salam", "سلام خويا")) == []


def test_a_transliterator_is_held_against_the_normalised_words() -> None:
    pairs = [Pair("ahlan", "اهلا"), Pair("ktab", "كتاب")]
    made = {"ahlan": "أَهلا", "ktab": "كتب"}
    right, errors = script_conversion.converted(pairs, "words", made.__getitem__)
    assert right.ours is not None
    assert errors.ours is not None
    assert (right.measure, right.ours.value) == (RIGHT, 0.5)
    assert (errors.measure, errors.ours.value) == (ERRORS, pytest.approx(1 / 8))


def test_without_a_transliterator_it_is_said() -> None:
    for one in script_conversion.converted([Pair("a", "ا")], "words", None):
        assert one.ours is None
        assert one.note == "the product has no transliterator"
        assert one.cells()[4] == "-"


def test_the_transliterator_is_found_where_the_product_has_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(script_conversion, "_TRANSLITERATE", "nlu.text.no_such_module")
    assert script_conversion.transliterator() is None
    monkeypatch.setattr(script_conversion, "_TRANSLITERATE", __name__)
    found = script_conversion.transliterator()
    assert found is not None
    assert found("a") == "ا"


def to_arabic(word: str) -> str:
    return {"a": "ا"}[word]


def test_word_languages_are_told_by_both_systems(tmp_path: Path) -> None:
    narabizi_files(tmp_path)
    accuracy, macro = word_languages(tmp_path, lambda _: None)
    assert (accuracy.rows, accuracy.measure, macro.measure) == (8, ACCURACY, MACRO_F1)
    assert accuracy.linear is not None


def test_every_figure_of_others_has_a_source_and_is_a_percentage() -> None:
    assert FIGURES
    for key, figures in FIGURES.items():
        assert len({one.system for one in figures}) == len(figures), key
        for one in figures:
            assert one.system, key
            assert len(one.source) > 20, key
            assert 1 < one.value <= 100, key  # percent, no shares


def test_every_figure_of_others_belongs_to_a_row_that_is_measured() -> None:
    languages = ["darija", "arabic", "french", "english"]
    tests = {
        "ArBanking77": ["MSA", "PAL", "Moroccan", "Saudi", "Tunisian"],
        "ArBanking77, Moroccan in training": ["Moroccan"],
        "DarijaBanking, all four": languages,
        "DarijaBanking, one language": languages,
        "SIB-200": ["ary", "arb", "fra"],
        "xSID": ["ar"],
        "NArabizi words": ["test"],
    }
    rows = {(of, test, m) for of in tests for test in tests[of] for m in (ACCURACY, MACRO_F1)}
    rows |= {("DODa", test, m) for test in ("words", "sentences") for m in (RIGHT, ERRORS)}
    assert set(FIGURES) <= rows


def test_the_best_of_others_stands_apart_from_our_earlier_ones() -> None:
    share = Interval(0.95, 0.93, 0.97)
    cells = Measured("DarijaBanking, all four", "darija", ACCURACY, 362, share).cells()
    assert cells[4:] == [
        "95.0 (93.0–97.0)", "-", "98.1 BERTouch", "95.0 plain; 95.9 plain + vectors",
    ]  # fmt: skip


def test_fewer_errors_are_better() -> None:
    cells = Measured("DODa", "words", ERRORS, 1, None).cells()
    assert cells[6] == "18.3 arabizikit 1.0.0"


def test_the_run_says_what_it_skipped_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sib_files(tmp_path / "datasets")
    out = tmp_path / "reports" / "out.json"
    given = ["--only", "sib", "xsid", "--shared", str(tmp_path), "--json", str(out)]
    assert sets.main(given) == 0
    shown = capsys.readouterr().out
    assert "cores" in shown.splitlines()[0]
    assert "| SIB-200 | ary  | 4 " in shown
    assert "Skipped: xsid: xsid-ar: no such folder among the public sets" in shown
    written = json.loads(out.read_text("utf-8"))
    assert len(written["measured"]) == 6
    assert written["measured"][0]["known"][0]["source"]
    assert written["skipped"] == ["xsid: xsid-ar: no such folder among the public sets"]


def test_where_nothing_is_there_the_exit_code_is_1(tmp_path: Path) -> None:
    given = ["--only", "xsid", "--shared", str(tmp_path), "--json", str(tmp_path / "out.json")]
    assert sets.main(given) == 1


@pytest.mark.parametrize("ours", [True, False])
def test_sources_are_listed_for_the_rows_shown(ours: bool) -> None:
    rows = [Measured("SIB-200", "ary", ACCURACY, 204, None)]
    shown = "\n".join(sets.report(rows, []))
    wanted: list[Known] = [one for one in FIGURES["SIB-200", "ary", ACCURACY] if one.ours == ours]
    assert wanted
    for one in wanted:
        assert one.source in shown
    assert "arXiv 2405.16482" not in shown
