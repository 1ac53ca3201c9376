"""One skeleton for both scripts, by linguistic case."""

import pytest

from nlu.text.normalise import normalise
from nlu.text.skeleton import skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(("شهادة", "chahada", "shahada"), id="ch-and-sh"),
        pytest.param(("خدمة", "khdma", "5edma", "khedma"), id="kh-and-5"),
        pytest.param(("حومة", "7ouma", "houma", "7oma"), id="7-and-h"),
        pytest.param(("وقت", "we9t", "weqt", "wa9t"), id="9-and-q"),
        pytest.param(("عقد", "3a9d", "3aqd", "3qed"), id="3-is-ayn"),
        pytest.param(("غدا", "ghedda", "ghda", "ghadda"), id="gh-and-doubled-letter"),
        pytest.param(("الورقة", "lwer9a", "lwra9a", "elwer9a"), id="article-al-and-l"),
        pytest.param(
            ("كارط", "لاكارط", "الكارط", "carte", "lacarte", "lakart", "lkarta"),
            id="french-loan-with-fused-article",
        ),
        pytest.param(
            ("باسبور", "الباسبور", "passeport", "lpassport", "paspor"), id="loan-with-silent-letter"
        ),
        pytest.param(("بيرمي", "permis", "lpermi", "لبيرمي"), id="permis"),
        pytest.param(("فيزا", "viza"), id="v-is-fa"),
        pytest.param(("سيرتيفيكا", "certificat", "sertifika"), id="soft-c"),
        pytest.param(("ڭريمة", "grima", "كريمة"), id="hard-g-is-kaf"),
        pytest.param(("سكنى", "sokna", "skna", "السكنى"), id="vowels-are-not-written"),
    ],
)
def test_spellings_of_one_word_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    assert {skeleton(normalise(spelling)) for spelling in spellings} == {
        skeleton(normalise(spellings[0]))
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("عقد", "غدا", id="ayn-is-not-ghayn"),
        pytest.param("خاص", "حص", id="kha-is-not-ha"),
        pytest.param("سكن", "شكون", id="sin-is-not-shin"),
        pytest.param("فين", "فينييت", id="where-is-no-vignette"),
        pytest.param("lila", "carte", id="l-of-the-root-stays"),
    ],
)
def test_different_words_keep_different_skeletons(one: str, other: str) -> None:
    assert skeleton(normalise(one)) != skeleton(normalise(other))


def test_numbers_keep_their_digits() -> None:
    assert skeleton(normalise("عام ٢٠٢٦")) == "Em 2026"
