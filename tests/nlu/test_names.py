"""Papers, offices and families are found by their names, in both scripts."""

from __future__ import annotations

import pytest

from nlu.text.names import Names, distinctive, skeletons
from nlu.text.normalise import normalise

PAPERS = Names(
    {
        "residence_certificate": ["certificat de résidence", "شهادة السكنى", "chahadat sokna"],
        "celibacy_certificate": ["certificat de célibat", "شهادة العزوبية", "chahadat l3ouzoubia"],
        "cin": ["cin", "carte nationale", "لاكارط ناسيونال", "lakart nasyonal"],
        "car_papers": ["carte grise", "لاكارط كريز"],
        "photo": ["photos", "تصاور", "tsawer"],
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ils veulent un certificat de residence", ["residence_certificate"]),
        ("bghaw mni chahadat sokna", ["residence_certificate"]),
        ("بغاو مني شهادة ديال السكنى", ["residence_certificate"]),
        ("طلبو شهادة العزوبة", ["celibacy_certificate"]),
        ("CIN w tsawer", ["cin", "photo"]),
        ("la carte grise", ["car_papers"]),
        ("وراق لاكارط ناسيونال", ["cin"]),
        ("un certificat", []),
        ("le cinéma", []),
        ("", []),
    ],
)
def test_what_a_message_names_is_found(text: str, found: list[str]) -> None:
    assert sorted(one.id for one in PAPERS.find(normalise(text))) == sorted(found)


def test_the_longer_name_takes_the_place_of_a_shorter_one() -> None:
    names = Names({"stamp": ["timbre fiscal"], "e_stamp": ["timbre fiscal électronique"]})

    assert [one.id for one in names.find(normalise("un timbre fiscal electronique"))] == ["e_stamp"]


def test_a_thing_that_is_named_twice_is_found_once() -> None:
    found = PAPERS.find(normalise("la carte nationale, oui la carte nationale"))

    assert [one.id for one in found] == ["cin"]


def test_a_family_is_told_by_words_that_only_its_names_have() -> None:
    words = distinctive(
        {
            "passport": ["passeport perdu", "renouvellement du passeport", "الباسبور ضاع"],
            "card": ["carte perdue", "renouvellement de la carte", "لاكارط ضاعت"],
        }
    )

    said = skeletons(normalise("mon passeport est perdu"))
    assert said & words["passport"]
    assert not said & words["card"]
    assert not skeletons(normalise("le renouvellement")) & (words["passport"] | words["card"])
