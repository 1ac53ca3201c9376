"""A procedure new to the catalogue: is it found by its names and two questions, untrained?

    make bench-retrieval
    nlu/.venv/bin/python -m benchmarks.understanding.retrieval --groups 1
    nlu/.venv/bin/python -m benchmarks.understanding.retrieval --fit

The procedures are dealt into seven groups. A classifier is trained without one group's messages
and names; then each procedure of the group by itself is put beside it, with its names and two
example questions in one language, and messages of all four languages ask for it: those of our test
set and some of the training messages that nobody was taught. The other test messages say what the
newcomer takes from those who were there. `--fit` learns the weights of `nlu.model.retrieval` from
the first two groups; the others measure. About 40 s a group.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.hardware import hardware
from nlu.decision import ASK, Meaning, candidates
from nlu.evaluation.labels import Labelled
from nlu.jobs.cross_validation import labelled_messages, name_messages
from nlu.jobs.inputs import ROOT, Inputs
from nlu.model.classifier import Classifier, Example, Heard, Reading
from nlu.model.retrieval import LANGUAGES, Entry, Retriever
from nlu.model.sentence_vectors import Encode, remembering
from nlu.text.message import readable

GROUPS = 7
FITTED_ON = 2
TAUGHT_TO_NOBODY = 60  # messages of the group's procedures that ask, beside the test set's
_LONG_ENOUGH = 20  # characters: an editor's example question is a sentence
_TEST = ROOT / "data" / "test" / "messages.jsonl"


@dataclass(frozen=True)
class Asked:
    """One message put to a classifier with one procedure beside."""

    language: str
    of_test_set: bool
    is_new: bool
    first: bool
    in_three: bool
    first_without: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; gives the exit code."""
    options = _parser().parse_args(arguments)
    print(hardware(), end="\n\n", flush=True)
    taught = [_example(one) for one in labelled_messages(Inputs(ROOT))]
    names = [_example(one) for one in name_messages(Inputs(ROOT))]
    tested = [_tested(line) for line in _TEST.read_text("utf-8").splitlines() if line.strip()]
    encode = remembering()
    trials = []
    groups = _groups(taught)
    chosen = groups[:FITTED_ON] if options.fit else groups[FITTED_ON:][: options.groups]
    for group in chosen:
        print(f"without {', '.join(group)} …", file=sys.stderr, flush=True)
        trials.append(Trial.of(group, taught, names, tested, encode))
    if options.fit:
        _print_weights(trials)
        return 0
    asked = [one for trial in trials for one in trial.asked()]
    lines = list(_table(asked))
    print("\n".join(lines), flush=True)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(
        json.dumps({"hardware": hardware(), **_figures(asked)}, indent=1) + "\n", "utf-8"
    )
    return 0


@dataclass(frozen=True)
class Trial:
    """A classifier without a group, and who asks it."""

    group: list[str]
    classifier: Classifier
    newcomers: dict[str, list[Entry]]
    asking: list[Example]
    of_test_set: int  # so many of `asking` come from there, the first ones
    encode: Encode

    @classmethod
    def of(
        cls,
        group: list[str],
        taught: list[Example],
        names: list[Example],
        tested: list[Example],
        encode: Encode,
    ) -> Trial:
        """Train without the group, and choose the newcomers' example questions."""
        draw = random.Random(group[0])
        known = [one for one in [*taught, *names] if one.procedure not in group]
        newcomers, asking = {}, list(tested)
        for procedure in group:
            questions = [one for one in taught if one.procedure == procedure and one.intent == ASK]
            shown = _examples_of(questions, draw)
            named = [one for one in names if one.procedure == procedure]
            newcomers[procedure] = [
                Entry(procedure, is_question=one in shown, said=one.said) for one in named + shown
            ]
            rest = [one for one in questions if one not in shown]
            asking += draw.sample(rest, min(TAUGHT_TO_NOBODY, len(rest)))
        return cls(group, Classifier.fit(known, encode), newcomers, asking, len(tested), encode)

    def asked(self) -> Iterator[Asked]:
        """Every message to one newcomer: its own, or for the others' messages one drawn."""
        heard, readings = self._heard()
        for procedure in self.group:
            places = [place for place in range(len(self.asking)) if self._faces(place) == procedure]
            part = _part(heard, places)
            retriever = Retriever(self.classifier, self.newcomers[procedure], self.encode)
            before = [readings[place] for place in places]
            after = retriever.complete(before, part)
            for place, old, new in zip(places, before, after, strict=True):
                yield self._outcome(place, procedure, old, new)

    def likenesses(self) -> Iterator[tuple[np.ndarray, float, bool]]:
        """By message and the newcomer it faces: resemblances, the others' log odds, is it meant."""
        heard, readings = self._heard()
        for procedure in self.group:
            places = [place for place in range(len(self.asking)) if self._faces(place) == procedure]
            retriever = Retriever(self.classifier, self.newcomers[procedure], self.encode)
            found = retriever.resemblances(_part(heard, places))[:, 0]
            for place, resemblance in zip(places, found, strict=True):
                sure = min(max(readings[place].confidence, 1e-4), 1 - 1e-4)
                meant = _meaning(self.asking[place]) == (ASK, procedure)
                yield resemblance.ravel(), float(np.log(sure / (1 - sure))), meant

    def _heard(self) -> tuple[Heard, list[Reading]]:
        heard = self.classifier.hear([one.said for one in self.asking], self.encode)
        return heard, self.classifier.judge(heard)

    def _faces(self, place: int) -> str:
        one = self.asking[place]
        return (
            one.procedure
            if self._is_new(one) and one.procedure
            else self.group[place % len(self.group)]
        )

    def _is_new(self, one: Example) -> bool:
        return one.intent == ASK and one.procedure in self.group

    def _outcome(self, place: int, procedure: str, old: Reading, new: Reading) -> Asked:
        one = self.asking[place]
        meant, ranked = _meaning(one), _ranked(new)
        return Asked(
            language=one.language,
            of_test_set=place < self.of_test_set,
            is_new=meant == (ASK, procedure),
            first=ranked[0] == meant,
            in_three=meant in ranked[:3],
            first_without=_ranked(old)[0] == meant,
        )


def _examples_of(questions: list[Example], draw: random.Random) -> list[Example]:
    language = draw.choice(LANGUAGES)
    long = [one for one in questions if one.language == language and len(one.text) > _LONG_ENOUGH]
    return draw.sample(long, 2)


def _groups(taught: list[Example]) -> list[list[str]]:
    procedures = sorted({one.procedure for one in taught if one.intent == ASK and one.procedure})
    random.Random(1).shuffle(procedures)
    return [procedures[place::GROUPS] for place in range(GROUPS)]


def _part(heard: Heard, places: list[int]) -> Heard:
    return Heard(
        [heard.messages[place] for place in places],
        None if heard.vectors is None else heard.vectors[places],
        heard.rows[places],
    )


def _example(one: Labelled) -> Example:
    return Example(readable(one.text), one.language, one.intent, one.procedure, one.aspect)


def _tested(line: str) -> Example:
    one = json.loads(line)
    return Example(
        readable(one["text"]), one["language"], one["intent"], one["procedure"], one["aspect"]
    )


def _meaning(one: Example) -> Meaning:
    return one.intent, one.procedure if one.intent == ASK else None


def _ranked(reading: Reading) -> list[Meaning]:
    return [(one.intent, one.procedure) for one in candidates(reading.meanings)]


def _figures(asked: list[Asked]) -> dict[str, Any]:
    new = [one for one in asked if one.is_new]
    others = [one for one in asked if not one.is_new and one.of_test_set]
    return {
        "new": {
            name: _shares([one for one in new if name in ("all", one.language)])
            for name in (*LANGUAGES, "all")
        },
        "new_of_test_set": _shares([one for one in new if one.of_test_set]),
        "others": {
            "messages": len(others),
            "right_without": _mean([one.first_without for one in others]),
            "right_with": _mean([one.first for one in others]),
        },
    }


def _shares(asked: list[Asked]) -> dict[str, Any]:
    return {
        "messages": len(asked),
        "first": _mean([one.first for one in asked]),
        "in_three": _mean([one.in_three for one in asked]),
    }


def _mean(values: list[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _table(asked: list[Asked]) -> Iterator[str]:
    figures = _figures(asked)
    yield "| asked in | messages | found first, % | in the first three, % |"
    yield "| --- | ---: | ---: | ---: |"
    rows = {**figures["new"], "our test set's alone": figures["new_of_test_set"]}
    for name, found in rows.items():
        first, three = _percent(found["first"]), _percent(found["in_three"])
        yield f"| {name} | {found['messages']} | {first} | {three} |"
    others = figures["others"]
    yield ""
    yield (
        f"Other messages of our test set ({others['messages']}) understood rightly first: "
        f"{_percent(others['right_without'])} % without the newcomer, "
        f"{_percent(others['right_with'])} % with it."
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _print_weights(trials: list[Trial]) -> None:
    """Two steps: what resembles, then whether it is meant; a wrong newcomer costs fifteen times."""
    from sklearn.linear_model import LogisticRegression

    found = [one for trial in trials for one in trial.likenesses()]
    resemblances = np.array([one[0] for one in found])
    meant = np.array([one[2] for one in found])
    likeness = LogisticRegression(max_iter=1000).fit(resemblances, meant)
    evidence = np.column_stack(
        [likeness.decision_function(resemblances), [one[1] for one in found]]
    )
    chance = LogisticRegression(C=10.0).fit(evidence, meant, np.where(meant, 1.0, 15.0))
    print("_WEIGHTS", likeness.coef_.reshape(-1, 2).round(2).tolist())
    print("_BIAS", likeness.intercept_.round(2).tolist())
    print("_LIKENESS, _SURENESS", chance.coef_.round(2).tolist())
    print("_START", chance.intercept_.round(2).tolist())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.understanding.retrieval",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--groups", type=int, default=GROUPS - FITTED_ON, help="how many groups measure"
    )
    parser.add_argument("--fit", action="store_true", help="print weights, measure nothing")
    parser.add_argument(
        "--json", type=Path, default=ROOT / "var" / "reports" / "bench-retrieval.json"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
