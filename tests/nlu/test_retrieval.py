"""Procedures that nobody taught the model, found by what the catalogue calls them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from small_examples import examples

from nlu.components.catalogue_index import VARIABLE, CatalogueIndex
from nlu.decision import ASK, candidates
from nlu.model.catalogue import Catalogue
from nlu.model.classifier import Classifier
from nlu.model.retrieval import Retriever, entries_of, topics_of
from nlu.model.sentence_vectors import encode_said
from nlu.text.message import readable, said

FISHING = {
    "id": "fishing_licence",
    "family": None,
    "names": {
        "fr": ["Permis de pêche", "licence de pêche"],
        "ar": ["رخصة الصيد البحري"],
        "ary": ["رخصة الصيادة"],
        "ary-Latn": ["rokhsat lhout"],
    },
    "questions": {"fr": ["que faut-il pour pêcher à la ligne ?", "je veux le droit de pêcher"]},
}
TAUGHT = {**FISHING, "id": "passport_first"}
ASKED = {
    "fr": "je voudrais une licence de peche svp",
    "ar": "كيف أحصل على رخصة الصيد البحري",
    "ary": "بغيت رخصة الصيادة شنو ندير",
    "ary-Latn": "kifach nakhod rokhsat l7out",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.fit(examples(), encode_said)


def index(*procedures: dict[str, Any]) -> dict[str, Any]:
    return {"version": "1", "procedures": list(procedures)}


def best(classifier: Classifier, retriever: Retriever | None, language: str, text: str) -> Any:
    heard = classifier.hear([said(readable(text), language)])
    (reading,) = classifier.judge(heard)
    (completed,) = retriever.complete([reading], heard) if retriever else (reading,)
    return candidates(completed.meanings)[0]


@pytest.mark.parametrize("language", ASKED)
def test_an_untaught_procedure_is_found_in_every_language(
    classifier: Classifier, language: str
) -> None:
    retriever = Retriever(classifier, entries_of(index(FISHING), classifier.procedures))
    found = best(classifier, retriever, language, ASKED[language])
    assert (found.intent, found.procedure) == (ASK, "fishing_licence")
    without = best(classifier, None, language, ASKED[language])
    assert without.procedure != "fishing_licence"


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "combien coûte le passeport"), ("ary-Latn", "salam"), ("ar", "كم يكلف رسم الولادة")],
)
def test_what_was_taught_stays_what_it_was(
    classifier: Classifier, language: str, text: str
) -> None:
    retriever = Retriever(classifier, entries_of(index(FISHING), classifier.procedures))
    before, after = (
        best(classifier, None, language, text),
        best(classifier, retriever, language, text),
    )
    assert (before.intent, before.procedure) == (after.intent, after.procedure)


def test_chances_still_sum_to_one(classifier: Classifier) -> None:
    retriever = Retriever(classifier, entries_of(index(FISHING), classifier.procedures))
    heard = classifier.hear([said(readable(ASKED["fr"]), "fr")])
    (reading,) = retriever.complete(classifier.judge(heard), heard)
    assert sum(reading.meanings.values()) == pytest.approx(1.0, abs=1e-6)
    assert 0 <= reading.confidence <= 1


def test_a_taught_procedure_is_left_to_the_classifier(classifier: Classifier) -> None:
    assert entries_of(index(TAUGHT), classifier.procedures) == []


def untaught(catalogue: Catalogue | None) -> list[str]:
    """What a catalogue finds beside the classifier."""
    assert catalogue is not None
    return catalogue.retriever.procedures if catalogue.retriever else []


def test_many_newcomers_that_hardly_resemble_crowd_nothing_out(classifier: Classifier) -> None:
    heard = classifier.hear([said(readable("salam"), "ary-Latn")])
    before = classifier.judge(heard)
    many = [{**FISHING, "id": f"fishing_{n}"} for n in range(20)]
    one = Retriever(classifier, entries_of(index(many[0]), classifier.procedures))
    twenty = Retriever(classifier, entries_of(index(*many), classifier.procedures))

    kept = [retriever.complete(before, heard)[0].confidence for retriever in (one, twenty)]
    assert kept[1] == pytest.approx(kept[0], abs=0.02)


def test_a_topic_is_no_candidate_for_a_procedure(classifier: Classifier) -> None:
    law = {**FISHING, "id": "law", "topic": "law"}

    assert entries_of(index(law), classifier.procedures) == []
    assert {entry.procedure for entry in topics_of(index(law))} == {"law"}


def test_the_file_is_read_again_when_it_changes(classifier: Classifier, tmp_path: Path) -> None:
    file = tmp_path / "catalogue_index.json"
    watched = CatalogueIndex(classifier, file)
    assert watched.catalogue() is None
    file.write_text(json.dumps(index(FISHING)), "utf-8")
    found = watched.catalogue()
    assert untaught(found) == ["fishing_licence"]
    assert watched.catalogue() is found
    file.write_text(json.dumps(index()), "utf-8")
    os.utime(file, ns=(1, 1))
    assert untaught(watched.catalogue()) == []


@pytest.mark.parametrize("broken", ["{", "[]", '{"procedures": [{}]}', '{"procedures": 3}'])
def test_a_broken_file_leaves_the_last_good_one(
    classifier: Classifier, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "catalogue_index.json"
    file.write_text(json.dumps(index(FISHING)), "utf-8")
    watched = CatalogueIndex(classifier, file)
    file.write_text(broken, "utf-8")
    os.utime(file, ns=(2, 2))
    assert untaught(watched.catalogue()) == ["fishing_licence"]


def test_the_environment_names_the_file(
    classifier: Classifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert CatalogueIndex.of_environment(classifier).catalogue() is None
    file = tmp_path / "catalogue_index.json"
    file.write_text(json.dumps(index(FISHING)), "utf-8")
    monkeypatch.setenv(VARIABLE, str(file))
    assert CatalogueIndex.of_environment(classifier).catalogue() is not None
