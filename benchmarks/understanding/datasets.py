"""Where public sets lie and how each is read. None of them is part of this repository."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nlu.benchmark.rows import Columns, Row, read_rows

ARBANKING_TESTS = ("MSA", "PAL", "Moroccan", "Saudi", "Tunisian")
SIB_LANGUAGES = {"ary": "ary_Arab", "arb": "arb_Arab", "fra": "fra_Latn"}
DARIJABANKING_SHA256 = {
    "train": "4cffb0b2b1d1cba0f7a3d10cbf0304378fdaf3ffb782cd8bc11875fa95c8da4b",
    "test": "d86476150370ab1defa4890e9324810572a823a200055cb464bf1ad1c62575e2",
}
_ARABIC_CODES = frozenset(["ar_dz", "ar_msa", "msa"])
_NO_WORDS = frozenset(["PUNCT", "SYM", "NUM"])


class Absent(Exception):
    """A set is not there, or is not the published one; the message says which and why."""


@dataclass(frozen=True)
class Split:
    """Rows to learn from and rows to be judged by; a test row's language names its test."""

    train: list[Row]
    test: list[Row]


@dataclass(frozen=True)
class Pair:
    """A Latin spelling and the same in Arabic script."""

    latin: str
    arabic: str


@dataclass(frozen=True)
class Word:
    """A word of a sentence with its neighbours (empty at the ends) and its language."""

    text: str
    before: str
    after: str
    language: str


def arbanking(datasets: Path) -> Split:
    """ArBanking77 as its authors split it: MSA and Palestinian to learn from, five tests."""
    folder = _folder(datasets / "arbanking77")

    def part(name: str) -> list[Row]:
        return read_rows(_file(folder / f"Banking77_Arabized_{name}.csv"))

    tests = {name: part(f"{name}_test") for name in ARBANKING_TESTS}
    return Split(part("MSA_PAL_train"), _tests(tests))


def sib200(datasets: Path) -> Split:
    """SIB-200's topics: Moroccan, MSA and French together to learn from, each tested."""
    folder, columns = _folder(datasets / "sib200"), Columns(label="category")

    def part(language: str, name: str) -> list[Row]:
        return read_rows(_file(folder / SIB_LANGUAGES[language] / f"{name}.tsv"), columns)

    train = [row for language in SIB_LANGUAGES for row in part(language, "train")]
    return Split(train, _tests({language: part(language, "test") for language in SIB_LANGUAGES}))


def xsid(datasets: Path) -> Split:
    """xSID's Arabic intents: the 300 validation rows to learn from."""
    folder = _folder(datasets / "xsid-ar")
    train, test = (
        list(_xsid_rows(_file(folder / f"ar.{name}.conll"))) for name in ("valid", "test")
    )
    return Split(train, _tests({"ar": test}))


def darijabanking(folder: Path | None) -> Split:
    """DarijaBanking as its authors split it, from where whoever measures has put it."""
    if folder is None:
        raise Absent("DarijaBanking: JAWAB_DARIJABANKING names no folder (no licence is stated)")
    return Split(*(read_rows(_darijabanking_file(folder, name)) for name in DARIJABANKING_SHA256))


def doda_words(datasets: Path) -> list[Pair]:
    """DODa's test words, split by lemma."""
    return _pairs(datasets, "words_test", Columns("latin", "arabic_normalised"))


def doda_sentences(datasets: Path) -> list[Pair]:
    """DODa's test sentences."""
    return _pairs(datasets, "sentences_test", Columns("darija_latin", "darija_arabic"))


def narabizi(datasets: Path, part: str) -> list[Word]:
    """Labelled words of the NArabizi treebank's `train`, `dev` or `test`; no punctuation."""
    file = _file(_folder(datasets / "narabizi-ud") / f"qaf_arabizi-ud-{part}.conllu")
    sentences = file.read_text("utf-8").split("\n\n")
    return [word for sentence in sentences for word in _words(sentence)]


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise Absent(f"{folder.name}: no such folder among the public sets")
    return folder


def _file(file: Path) -> Path:
    if not file.is_file():
        raise Absent(f"{file.parent.name}: {file.name} is missing")
    return file


def _darijabanking_file(folder: Path, part: str) -> Path:
    file = _file(folder / f"DarijaBanking {part}.xlsx")
    if hashlib.sha256(file.read_bytes()).hexdigest() != DARIJABANKING_SHA256[part]:
        raise Absent(f"DarijaBanking: {file.name} is not the published file (sha256)")
    return file


def _tests(tests: dict[str, list[Row]]) -> list[Row]:
    return [replace(row, language=name) for name, rows in tests.items() for row in rows]


def _pairs(datasets: Path, name: str, columns: Columns) -> list[Pair]:
    file = _file(_folder(datasets / "doda-v2-nc") / "splits" / f"{name}.tsv")
    return [Pair(row.text, row.label) for row in read_rows(file, columns)]


def _xsid_rows(file: Path) -> Iterator[Row]:
    for block in file.read_text("utf-8").split("\n\n"):
        said = dict(
            line.removeprefix("# ").split(" = ", 1)
            for line in block.splitlines()
            if line.startswith("# ") and " = " in line
        )
        if "text" in said:
            yield Row(said["text"], said["intent"])


def _words(sentence: str) -> Iterator[Word]:
    lines = [line.split("\t") for line in sentence.splitlines() if line[:1].isdigit()]
    tokens = [line for line in lines if line[0].isdigit()]  # 5-6 is a contraction, 5.1 an ellipsis
    texts = ["", *(token[1] for token in tokens), ""]
    for number, token in enumerate(tokens):
        language = _language(token)
        if language and token[3] not in _NO_WORDS:
            yield Word(token[1], texts[number], texts[number + 2], language)


def _language(token: list[str]) -> str | None:
    named = dict(one.split("=", 1) for one in token[9].split("|") if "=" in one)
    code = named.get("LangO")
    if not code or code == "_":
        return None
    if code in _ARABIC_CODES:
        return "Arabic"
    return "French" if code == "fr" else "other"
