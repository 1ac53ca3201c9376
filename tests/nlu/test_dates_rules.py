"""Which pieces are dates and where they end: relative days, periods, lunar months, farewells."""

import pytest

from nlu.text.entities import as_rasa, find_entities


def dates(text: str) -> list[tuple[object, object]]:
    found = as_rasa(text, find_entities(text))
    return [(one["value"], one["text"]) for one in found if one["entity"] == "date"]


@pytest.mark.parametrize(
    ("text", "value", "piece"),
    [
        pytest.param("RDV vendredi 6 mars à 11h", "--03-06", "vendredi 6 mars", id="weekday-joins"),
        pytest.param("depuis hier soir", "-P1D", "hier soir", id="part-of-day-is-in"),
        pytest.param("ghedda m3a 10", "P1D", "ghedda", id="hour-is-out"),
        pytest.param("من يوم الثلاثاء", "W2", "يوم الثلاثاء", id="last-hamza-is-in"),
        pytest.param("ولا لاربعا", "W3", "لاربعا", id="article-l"),
        pytest.param("lwl lbare7", "-P2D", "lwl lbare7", id="day-before-yesterday"),
        pytest.param("السيمانة اللي فاتت", "-P1W", "السيمانة اللي فاتت", id="last-week"),
        pytest.param("had simana", "P0W", "had simana", id="this-week"),
        pytest.param("f chhar 5", "--05", "chhar 5", id="numbered-month"),
        pytest.param("nhar 3 f chhar 4", "--04-03", "nhar 3 f chhar 4", id="day-of-numbered-month"),
        pytest.param("منذ 15 رمضان", "H09-15", "15 رمضان", id="lunar-day"),
        pytest.param("mn l3id", "EID", "l3id", id="feast"),
        pytest.param("en mai", "--05", "mai", id="short-month-led-to"),
        pytest.param("depuis 2022", "2022", "2022", id="year"),
    ],
)
def test_the_piece_and_its_value(text: str, value: str, piece: str) -> None:
    assert dates(text) == [(value, piece)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("hadi simana", id="a-week-long"),
        pytest.param("depuis deux semaines", id="two-weeks-long"),
        pytest.param("tlata dyal nas", id="three"),
        pytest.param("ma l9it 7ed", id="nobody"),
        pytest.param("الحد الأدنى", id="limit"),
        pytest.param("طوال اليوم", id="all-day"),
        pytest.param("merci et à demain", id="farewell"),
        pytest.param("service 24/7", id="always-open"),
        pytest.param("Mr Avril et Mohammed Mars", id="surnames"),
        pytest.param("Mme May", id="first-name"),
        pytest.param("عيد مبارك", id="wish"),
        pytest.param("daba maintenant الآن", id="now"),
    ],
)
def test_no_date(text: str) -> None:
    assert dates(text) == []
