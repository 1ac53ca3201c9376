"""Words of danger, and what looks like them."""

import pytest

from nlu.text.danger import DANGER_WORD, with_danger_word
from nlu.text.message import readable


@pytest.mark.parametrize(
    "text",
    [
        "elle veut se suicider",
        "mon neveu ne respire plus",
        "un baigneur se noie",
        "IL ME MENACE AVEC UN COUTEAU",
        "أخي سينتحر",
        "والدي لا يتنفّس",
        "طفل يغرق في الشاطئ",
        "الدار كتحرق",
        "بغيت نموت",
        "وليدي تسمم",
        "khouya ghay9tel rasso",
        "bghit nmout",
        "chi drri kayghre9",
        "hazz 3lia jenwi",
    ],
)
def test_danger_is_seen(text: str) -> None:
    assert with_danger_word(readable(text)).endswith(DANGER_WORD)


@pytest.mark.parametrize(
    "text",
    [
        "كم يستغرق جواز السفر",
        "وثائق جواز سفر الأطفال",
        "ما هي خدماتك",
        "عندما يجهز ملفي",
        "امح هذه المحادثة",
        "ضريبة السكن",
        "الواد مغرق الزنقة",
        "le feu rouge est en panne",
        "3afak bghit rdv",
        "fin derb ahl agadir",
        "connaissance de la ville",
    ],
)
def test_what_looks_alike_is_not(text: str) -> None:
    assert with_danger_word(readable(text)) == readable(text)
