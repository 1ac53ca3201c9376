"""Cross-validation of the training messages: the components' models, without Rasa around them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from nlu.decision import Thresholds
from nlu.evaluation.judgement import Judged, judged, understood_of
from nlu.evaluation.labels import Labelled
from nlu.evaluation.report import text_id
from nlu.jobs.inputs import Inputs
from nlu.jobs.names import named_procedures, training_block_file
from nlu.jobs.train import files_of
from nlu.text.entities import as_rasa, find_entities
from nlu.text.message import readable, said
from nlu.text.reference import PREFIX
from nlu.understanding import parsed, understanding_of

if TYPE_CHECKING:
    from nlu.model.sentence_vectors import Encode

FEWEST_FOLDS = 2
Say = Callable[[str], None]


class TooFewMessages(ValueError):
    """Fewer messages than folds."""


@dataclass(frozen=True)
class Settings:
    """What `config.yml` sets for the components."""

    seed: int
    prefix: str
    thresholds: Thresholds
    sentence_vectors: bool


def cross_validated(inputs: Inputs, folds: int, say: Say) -> list[Judged]:
    """Judge every training message by a model of the other folds; the same result each time."""
    messages = labelled_messages(inputs)
    fold = fold_numbers(messages, folds)
    if len(set(fold)) < folds:
        raise TooFewMessages(f"{len(messages)} messages do not make {folds} folds")
    names, settings = name_messages(inputs), settings_of(inputs)
    encode = _encoder() if settings.sentence_vectors else None
    found: dict[int, Judged] = {}
    for number in range(folds):
        started = time.monotonic()
        outside = [place for place, own in enumerate(fold) if own == number]
        inside = [messages[place] for place, own in enumerate(fold) if own != number]
        tested = [messages[place] for place in outside]
        found |= zip(outside, _judge(inside + names, tested, settings, encode), strict=True)
        say(f"fold {number + 1} of {folds}: {time.monotonic() - started:.1f} s")
    return [found[place] for place in range(len(messages))]


def labelled_messages(inputs: Inputs) -> list[Labelled]:
    """The hand-written messages, in the order of files and lines; no entity is marked in them."""
    blocks = (
        block
        for file in files_of(inputs)
        for block in (yaml.safe_load(file.read_text("utf-8")) or {}).get("nlu") or []
    )
    return [one for block in blocks for one in _labelled(block)]


def name_messages(inputs: Inputs) -> list[Labelled]:
    """The catalogue's names, which every training reads beside the messages."""
    known = named_procedures(files_of(inputs))
    made = training_block_file(inputs.name_files(), known)["nlu"]
    return [one for block in made for one in _labelled(block)]


def fold_numbers(messages: Sequence[Labelled], folds: int) -> list[int]:
    """A fold for each message: labels spread evenly, the same text never on both sides."""
    forms = [readable(one.text) for one in messages]
    groups: dict[str, int] = {}
    order = sorted(range(len(messages)), key=lambda i: (_label(messages[i]), text_id(forms[i])))
    for place in order:
        groups.setdefault(forms[place], len(groups) % folds)
    return [groups[form] for form in forms]


def settings_of(inputs: Inputs) -> Settings:
    """Seed, prefix and thresholds of the pipeline."""
    pipeline = yaml.safe_load(inputs.config.read_text("utf-8"))["pipeline"]
    parts = {one["name"].rpartition(".")[2]: one for one in pipeline}
    return Settings(
        seed=parts["JawabClassifier"].get("seed", 0),
        prefix=parts["JawabEntityExtractor"].get("reference_prefix", PREFIX),
        thresholds=Thresholds(**parts["JawabDecider"].get("thresholds", {})),
        sentence_vectors=parts["JawabClassifier"].get("sentence_vectors", True),
    )


def _judge(
    training: Sequence[Labelled],
    tested: Sequence[Labelled],
    settings: Settings,
    encode: Encode | None,
) -> Iterator[Judged]:
    # Imported here: they bring scikit-learn, which no other job needs.
    from nlu.model.classifier import Classifier, Example
    from nlu.model.language import LanguageModel

    forms = [readable(one.text) for one in tested]
    unseen = frozenset(forms)
    examples = [
        Example(form, one.language, one.intent, one.procedure, one.aspect)
        for one in training
        if (form := readable(one.text)) not in unseen
    ]
    languages = LanguageModel.fit(
        [one.text for one in examples], [one.language for one in examples], seed=settings.seed
    )
    classifier = Classifier.fit(examples, encode, seed=settings.seed)
    shown = languages.read(forms)
    messages = [said(form, one.language) for form, one in zip(forms, shown, strict=True)]
    readings = classifier.read(messages, encode) if encode else classifier.read(messages)
    read = zip(tested, forms, readings, shown, strict=True)
    for label, form, reading, language in read:
        data = {
            "text": label.text,
            "normalised": form,
            "reading": reading,
            "language": language,
            "entities": as_rasa(label.text, find_entities(label.text, settings.prefix)),
        }
        understanding = understanding_of(data, settings.thresholds)
        beside = {name: understanding[name] for name in ("follow_up", "ranking")}
        yield judged(label, understood_of({**parsed(label.text, understanding), **beside}))


def _encoder() -> Encode:
    # Imported here: it brings NumPy and the weights.
    from nlu.model.sentence_vectors import remembering

    return remembering()


def _labelled(block: Mapping[str, Any]) -> Iterator[Labelled]:
    about = block.get("metadata") or {}
    for line in block["examples"].splitlines():
        yield Labelled(
            text=line.removeprefix("- ").strip(),
            language=about["language"],
            intent=block["intent"],
            procedure=about.get("procedure"),
            aspect=about.get("aspect"),
            entities=None,
        )


def _label(one: Labelled) -> tuple[str, str, str, str]:
    return one.intent, one.procedure or "", one.aspect or "", one.language
