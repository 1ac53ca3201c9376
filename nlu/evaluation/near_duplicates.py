"""Messages that nearly agree, between two sets: letter triples and the Jaccard index. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from nlu.text.normalise import normalise

# Above it two messages differ by a typo or a word.
NEAR = 0.8
MIN_CHARS = 12  # shorter ones (salam, merci) are said by everybody

Triples = frozenset[str]


def near_duplicates(
    these: Mapping[str, str], those: Mapping[str, str], *, near: float = NEAR
) -> Iterator[tuple[str, str]]:
    """Pairs of names whose texts nearly agree; texts of less than 12 letters never do."""
    left, right = _triples_of(these), _triples_of(those)
    usual = Counter(one for triples in (*left.values(), *right.values()) for one in triples)
    index: defaultdict[str, list[str]] = defaultdict(list)
    for name, triples in right.items():
        for one in _rarest(triples, usual, near):
            index[one].append(name)
    for name, triples in left.items():
        found = {other for one in _rarest(triples, usual, near) for other in index.get(one, ())}
        yield from ((name, other) for other in sorted(found) if _agree(triples, right[other], near))


def _triples_of(texts: Mapping[str, str]) -> dict[str, Triples]:
    folded = {name: normalise(text) for name, text in texts.items()}
    return {name: triples(text) for name, text in folded.items() if len(text) >= MIN_CHARS}


def triples(text: str) -> Triples:
    """All runs of three letters of a normalised text, its ends included."""
    padded = f"  {text}  "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _rarest(triples: Triples, usual: Counter[str], near: float) -> list[str]:
    """So many of the rarest that sets agreeing by `near` share one (prefix filtering).

    Chaudhuri, Ganti, Kaushik, "A Primitive Operator for Similarity Joins", ICDE 2006.
    """
    ordered = sorted(triples, key=lambda one: (usual[one], one))
    return ordered[: len(ordered) - math.ceil(near * len(ordered)) + 1]


def _agree(one: Triples, other: Triples, near: float) -> bool:
    small, large = sorted((len(one), len(other)))
    return small > near * large and len(one & other) > near * len(one | other)
