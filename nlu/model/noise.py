"""Messages that say nothing, for calibration alone: no answer to one of them is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

_EVERY = 30  # one to so many messages: enough to be learnt, too few to bend the rest
_LETTERS = ("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
_DIGITS = "0123456789"
_SHORTEST = 5  # letters; fewer, and a shuffled word is often a word


def noise(texts: Sequence[str], *, seed: int) -> list[str]:
    """Normalised texts made of shuffled letters, loose letters and figures."""
    random = np.random.RandomState(seed)
    shuffled = [_shuffled(text, random) for text in texts[::_EVERY] if len(text) >= _SHORTEST]
    kinds: tuple[Callable[[np.random.RandomState], str], ...] = (_loose, _figures, _mixed, _word)
    others = [kinds[place % len(kinds)](random) for place in range(len(shuffled) // 4)]
    return shuffled + others


def _shuffled(text: str, random: np.random.RandomState) -> str:
    """The same letters in another order, words as long as before."""
    letters = iter(random.permutation([char for char in text if char != " "]).tolist())
    return "".join(char if char == " " else next(letters) for char in text)


def _loose(random: np.random.RandomState) -> str:
    return " ".join(_pick(_letters(random), random, 1) for _ in range(random.randint(1, 4)))


def _figures(random: np.random.RandomState) -> str:
    return _pick(_DIGITS, random, random.randint(1, 6))


def _mixed(random: np.random.RandomState) -> str:
    return (_pick(_LETTERS[0], random, 1) + _pick(_DIGITS, random, 1)) * random.randint(1, 4)


def _word(random: np.random.RandomState) -> str:
    return _pick(_letters(random), random, random.randint(3, 9))


def _letters(random: np.random.RandomState) -> str:
    return _LETTERS[random.randint(len(_LETTERS))]


def _pick(letters: str, random: np.random.RandomState, number: int) -> str:
    return "".join(letters[place] for place in random.randint(len(letters), size=number))
