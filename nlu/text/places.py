"""Places in a message: the gazetteer's names, and what follows a word like rue, حي or derb."""

from __future__ import annotations

import re

from nlu.text.gazetteer import places
from nlu.text.normalise import Folded, fold
from nlu.text.spans import Span

# و ف ب ل ك written onto the name are no part of it; the article is.
_ARABIC_CLITIC = r"(?:و?(?:[فبكد](?=ا?ل|\w{4})|ل(?=ل))|و(?=ال))?"
_LATIN_CLITIC = r"(?:[fbdl]['-]?(?=l)|[fbdl]'|(?:[fb])(?=\w{4}))?"
_LATIN_ARTICLE = r"(?:el[\s-]|al[\s-]|l['-]?)?"
_TRIGGERS = (
    "rue",
    "avenue",
    "av",
    "boulevard",
    "bd",
    "quartier",
    "lotissement",
    "lot",
    "residence",
    "impasse",
    "derb",
    "zanqa",
    "zan9a",
    "zan9at",
    "zanqat",
    "zn9a",
    "znqat",
    "chari3",
    "charia",
    "hay",
    "7ay",
    "lhay",
    "l7ay",
    "l7ouma d",
    "7oumat",
    "houmat",
    "7oumt",
    "douar",
    "dwar",
    "tajzia",
    "tajzi2at",
    "شارع",
    "زنقة",
    "درب",
    "حي",
    "حومة",
    "دوار",
    "تجزئة",
    "إقامة",
    "ساحة",
    "زقاق",
    "الزنقة",
)
_STOP = (
    "a",
    "au",
    "depuis",
    "est",
    "et",
    "il",
    "y",
    "qui",
    "pas",
    "n'est",
    "s'il",
    "svp",
    "ne",
    "on",
    "en",
    "dans",
    "pour",
    "mais",
    "car",
    "wla",
    "o",
    "w",
    "u",
    "ou",
    "machi",
    "ma",
    "mn",
    "men",
    "f",
    "fiha",
    "fih",
    "3ndna",
    "kayn",
    "kayna",
    "rah",
    "li",
    "lli",
    "hadi",
    "bghit",
    "katb9a",
    "tafya",
    "ta7t",
    "7da",
    "7dana",
    "dyali",
    "dyalna",
    "jdid",
    "kaml",
    "kamla",
    "bla",
    "walo",
    "walou",
    "3afak",
    "mchkil",
    "ghda",
    "daba",
    "lyoum",
    "من",
    "منذ",
    "في",
    "على",
    "عند",
    "راه",
    "ما",
    "ماكاين",
    "كاين",
    "كاينه",
    "لي",
    "اللي",
    "التي",
    "الذي",
    "و",
    "هادي",
    "طافي",
    "طافيه",
    "ديالنا",
    "ديالي",
    "باش",
    "بلا",
    "والو",
    "غدا",
    "لا",
    "لم",
    "حدا",
    "قدام",
    "امام",
    "قرب",
    "عافاك",
    "كامل",
    "كامله",
    "بغيت",
    "فيه",
    "فيها",
    "هي",
    "هو",
    "الى",
    "منطفئ",
    "معطل",
    "معطله",
    "مند",
    "بدون",
    "مظلم",
    "مظلمه",
    "ديما",
    "دابا",
    "ولا",
    "كلها",
    "كله",
    "تقدم",
    "قبل",
    "بعد",
    "حيث",
    "يوجد",
    "توجد",
    "هناك",
    "بجانب",
)
_LINKS = (
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "el",
    "al",
    "d",
    "dyal",
    "ديال",
    "بن",
    "ibn",
    "sidi",
    "moulay",
    "سيدي",
    "مولاي",
)


def _pattern(names: dict[str, str]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    return re.compile("|".join(re.escape(name).replace(r"\ ", r"[\s\-]+") for name in ordered))


def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    latin: dict[str, str] = {}
    arabic: dict[str, str] = {}
    for place, in_latin, in_arabic in places():
        latin.update({fold(name).text: place for name in in_latin})
        arabic.update({re.sub(r"^ال", "", fold(name).text): place for name in in_arabic})
    return latin, arabic


_LATIN, _ARABIC = _spellings()
_LATIN_PLACE = re.compile(
    rf"(?<!\w){_LATIN_CLITIC}(?P<name>{_LATIN_ARTICLE}(?P<key>{_pattern(_LATIN).pattern}))(?!\w)"
)
_ARABIC_PLACE = re.compile(
    rf"(?<!\w){_ARABIC_CLITIC}(?P<name>(?:ا?ل)?(?P<key>{_pattern(_ARABIC).pattern}))(?!\w)"
)
_HEAD = "|".join(re.escape(fold(word).text) for word in sorted(_TRIGGERS, key=len, reverse=True))
_STREET = re.compile(rf"(?<!\w)(?:[فبل])?(?P<name>(?:ال)?(?:{_HEAD}))(?=[\s.]+\w)")
_WORD = re.compile(r"[\s.]+([\w'\-]+)")
_STOP_WORDS = frozenset(fold(word).text for word in _STOP)
_LINK_WORDS = frozenset(fold(word).text for word in _LINKS)
_NAME_WORDS = 2


def find_places(text: Folded) -> list[Span]:
    """All places of a folded text; a street with its name wins over a name inside it."""
    found = _streets(text)
    for pattern, ids in ((_LATIN_PLACE, _LATIN), (_ARABIC_PLACE, _ARABIC)):
        for match in pattern.finditer(text.text):
            key = re.sub(r"[\s\-]+", " ", match["key"])
            value = ids.get(key) or ids.get(match["key"])
            span = Span("place", value or key, *text.span(*match.span("name")))
            if not any(span.overlaps(other) for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def _streets(text: Folded) -> list[Span]:
    found: list[Span] = []
    for match in _STREET.finditer(text.text):
        end = _name_end(text.text, match.end())
        if end > match.end() and not any(text.offsets[match.start()] < s.end for s in found):
            value = text.text[match.start("name") : end]
            found.append(Span("place", value, *text.span(match.start("name"), end)))
    return found


def _name_end(text: str, position: int) -> int:
    """Where the name after a street word ends: two words, links like `de la` not counted."""
    end, taken = position, 0
    for match in _WORD.finditer(text, position):
        if match.start() != position or match[1] in _STOP_WORDS or taken == _NAME_WORDS:
            break
        position = match.end()
        if match[1] not in _LINK_WORDS:
            taken, end = taken + 1, match.end()
    return end
