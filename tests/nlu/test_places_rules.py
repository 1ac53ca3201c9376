"""Which pieces are places and where their names end."""

import pytest

from nlu.text.entities import as_rasa, find_entities


def places(text: str) -> list[object]:
    found = as_rasa(text, find_entities(text))
    return [one["text"] for one in found if one["entity"] == "place"]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        pytest.param("rue mohamed el qorry est sombre", "rue mohamed el qorry", id="surname"),
        pytest.param("f chari3 hassan tani m7foura", "chari3 hassan tani", id="ordinal"),
        pytest.param("شارع علال بن عبد الله محفر", "شارع علال بن عبد الله", id="descent"),
        pytest.param("زنقة سيدي علي", "زنقة سيدي علي", id="honour"),
        pytest.param("ساحة مولاي الحسن الكراسي", "ساحة مولاي الحسن", id="name-ends"),
        pytest.param("bd 2 mars, trou", "bd 2 mars", id="date-in-a-name"),
        pytest.param("hay nahda 2 makayn do", "hay nahda 2", id="number-ends-name"),
        pytest.param("FUITE RUE MOHAMMED V DEPUIS", "RUE MOHAMMED V", id="all-capitals"),
        pytest.param("قريبة لباب مراكش", "باب مراكش", id="clitic-l"),
        pytest.param("عند الميناء", "الميناء", id="last-hamza-is-in"),
        pytest.param("route nationale 1", "route nationale 1", id="national-road"),
        pytest.param("devant l'école Ibn Khaldoun", "école Ibn Khaldoun", id="school"),
        pytest.param("7da jami3 ben youssef", "jami3 ben youssef", id="mosque"),
        pytest.param("سوق الخميس", "سوق الخميس", id="weekday-market"),
    ],
)
def test_the_piece(text: str, piece: str) -> None:
    assert places(text) == [piece]


@pytest.mark.parametrize(
    "text",
    [
        "devant l'école primaire",
        "notre rue attend",
        "la rue déborde",
        "quartier abandonné",
        "f derb dyalna",
        "الحي كل ليلة",
        "الزنقة محروقة",
        "مسجد الحي",
        "commune d'Essaouira",
        "certificat de résidence Massira",
        "safi hadchi li kayn",
        "à la place du guichet",
    ],
)
def test_no_place(text: str) -> None:
    assert places(text) == []
