"""Places in a message: the gazetteer's names, and what follows a word like rue, حي or derb.

What the piece is. A place has a name: a quarter, a village, a street, a square, a gate, or a
landmark (school, mosque, market, hospital) with its name, and the piece starts at the word of the
kind ("rue Laalouj", "حي البرج", "lycee mohammed v"). Prepositions, a French article and clitics
written onto it ("فالملاح") are left out, the Arabic article is in. What has no name ("devant chez
moi", "f derb dyalna", "المدرسة") is no place here, nor is the town in the name of an office
("commune d'Essaouira").

The name is one word, and goes on where the words say so: after `sidi` or `ابن`, after a first
name before a number or a surname, with capital letters, with a number at its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from nlu.text.gazetteer import first_names, name_words, places, prefixes
from nlu.text.normalise import Folded, fold
from nlu.text.spans import Span, span_of

# و ف ب ل ك written onto the name are no part of it; the article is.
_NO_ARTICLE = "باب|سيدي|مولاي|دوار|زاويه|ساحه|سوق|ايت|حي "
_ARABIC_CLITIC = rf"(?:و?(?:[فبكد](?=ا?ل|\w{{4}})|ل(?=ل|{_NO_ARTICLE}))|و(?=ال|{_NO_ARTICLE}))?"
_LATIN_CLITIC = r"(?:[fbdl]['-]?(?=l)|[fbdl]'|(?:[fb])(?=\w{4}))?"
_LATIN_ARTICLE = r"(?:el[\s-]|al[\s-]|l['-]?)?"
# Kinds that nearly always carry a name: any word after them is taken that is no ordinary one.
_STREETS = """
rue av ave avenue boulevard boul bd bld blvd bvd quartier quart qrt impasse ruelle lotissement lotis
lotiss derb drb zan9at zanqat zn9at znqat zenqat zen9at zankat chari3 chariaa chare3 shari3 hay 7ay
houmat 7oumat 7oumt 7omt houmt 7awmat douar dwar duwar tajzia tajziat tajzi2at tajzi2t sa7at sahat
شارع زنقة زقاق درب حي حومة حومت دوار تجزئة ساحة قرية
"""
# Kinds that often stand without one: the word after them must look like a name.
_LANDMARKS = """
place route rte residence cite village lot plage port gare rond-point carrefour parc jardin stade
marche souk souq sou9 so9 mosquee masjid mesjid jami3 jame3 jamaa ecole madrasat mdrasat madrasa
mdrassa madrassa lycee lisi college coleg hopital clinique pharmacie cafe hotel cinema hammam 7ammam
7mmam zaouia zawiyat zawiya cimetiere pont oued tri9 triq tariq tre9 zan9a zanqa zn9a znqa zenqa
zen9a lhay l7ay saha sa7a jnan dispensaire sbitar station
مدرسة إعدادية ثانوية مسجد جامع مستشفى سبيطار مستوصف مصحة مقهى قهوة حمام فندق صيدلية سوق حديقة ملعب
شاطئ طريق محطة مقبرة زاوية سينما قنطرة واد وادي معهد كلية إقامة ضريح جنان عرصة
"""
# Where a French name may be tied on: "route de la plage" is a name, "marché de la honte" is none.
_TIED = "route rte plage port gare village place carrefour rond-point tri9 triq tariq douar"
_NUMBERED = "rue lot lotissement zan9a zanqa zn9a derb hay bloc tajzia زنقة تجزئة حي درب"
_OFTEN_NAMELESS = """
place route rte lot port plage station tri9 triq tariq tre9 zan9a zanqa zn9a znqa zenqa zen9a
madrasa mdrassa madrassa saha sa7a sbitar pont jnan cite village parc jardin
"""
_LINKS = "de du des d l la le les el al dyal ديال د"
_DESCENT = "ibn ben bin bnou bni ou ould abou el al بن ابن بنو أبي ولد"
_STOP = """
a à au aux avec depuis est sont ont soit et était etait etaient il ils elle y qui que quoi pas n
s svp ne on en dans pour mal mais car sans sous sur par plus vers chez mon ma mes notre nos
votre vos leur son sa ses ce cette derriere devant avant apres pres proche entre entiere entier
complet pleine plein sombre principale principal barre barree sale inonde noire noir libre
publique public ferme fermee ouvert ouverte bloque bloquee casse cassee toute tout tres trop
encore toujours jamais pue pues sent coule deborde fuit reste aussi alors donc aucun aucune hier
demain aujourd lundi mardi mercredi jeudi vendredi samedi dimanche matin soir nuit primaire
prive privee voisin voisine etroite deserte calme centre haut bas ou o w u wla walakin machi ma
mn men f fi fiha fih 3ndna 3endna 3la 3lina kayn kayna kaynin rah raha rahom li lli illi hadi
had hna tema bghit bghina katb9a tafi tafya tfa ta7t ta7 7da 7dana 9eddam 9oddam 9bel ba3d b3d
mora wra dyali dyalna dyalhom dyalo jdid jdida 9dim 9dima kbir kbira sghir sghira kaml kamla
kamel kamlin bla blach walo walou 3afak 3afakom mchkil mouchkil ghda ghedda daba lyoum lyouma
lbare7 lbar7 7it 7itach bach bsbab mli mlli fin fine wach wla wlla chi ch7al bezaf bzaf bzzaf
bzf dima makayn makaynch makaynach makaynin mabin bin jay jaya fo9 te7t lta7t dak dik hadik
hadak kolo kolha kollo koulha m3a mdlma khayb khayba dar darna saknin kansken ana hiya howa 7na
nta t dial d drari nass من منذ مند في ف على عند عندنا راه راها ما ماكاين ماكاينش كاين كاينة
كاينين لي اللي التي الذي و هادي هاد هذا هذه طافي طافية ديالنا ديالي ديالهم ديالو باش بلا والو
غدا أمس البارح اليوم لا لم لن حدا قدام أمام قرب عافاك عفاك كامل كاملة بغيت فيه فيها هي هو إلى
منطفئ معطل معطلة بدون مظلم مظلمة ديما دابا ولا كلها كله كلو كامل تقدم قبل بعد حيث يوجد توجد هناك
بجانب بجوار خلف وراء مور تحت فوق بين كل أو ثم قد لقد منذ حتى شي واحد كبير كبيرة صغير صغيرة ضيق
ضيقة جديد جديدة قديم قديمة رئيسي رئيسية شعبي شعبية عام عامة بعيد بعيدة خاص خاصة عمومي عمومية
ابتدائي ابتدائية مسدود مسدودة محفرة عامر عامرة موسخ خايب بزاف مكرفس فين واش علاش ملي يوم نهار
صباح مساء ليلا الله لله سدو سد بسبب مع عن كان كانت ليس ليست غير أنا نحن مخربق مخربقة مقطوع
مقطوعة واقف جنب ساكن ساكنين ولاد أولادي ولادي أبنائي حينا زنقتنا
"""
# Names of a kind that say nothing of which one: the quarter's school, the girls' lycée.
_GENERIC = """
l7ay lhay 7ay hay quartier ville l7ouma lmdina lwlad lbnat ldrari ldar lkbira lkbir jdida
lbaladiya l9dim l9dima lli lmghrib الحي الحومة الدرب الدوار القرية المدينة الأولاد الولاد البنات
الدراري الكبير الكبيرة الجديدة القديم القديمة العمومية العمومي الابتدائية الخاصة العمل العودة
السيار الناس المسلمين العام البلدية الجماعة الأطفال الأسبوع الأسبوعي البنزين الوحيد الوحيدة
العمرة القريبة القريب الرئيسي الرئيسية المجاورة المجاور الدار اللي الزنقة الشارع
"""
_OFFICES = re.compile(
    r"(?:communes?|mairie|province|prefecture|ville|municipalite|tribunal communal|baladiy[ae]t?"
    r"|jama3at?|3amalat|mdinat|جماع[هت]|بلدي[هت]|عمال[هت]|اقليم|مدين[هت]|المجلس الجماعي)"
    r"\s(?:de\s|d'|d\s|dyal\s|ديال\s|د\s|ل)?$"
)
_LOCATES = re.compile(
    r"(?:^|[\s'])(?:a|au|f|fi|d|de|dyal|mn|men|l|vers|ville|في|ف|من|ديال|مدينه)[\s']$"
)
# Papers of residence: no place.
_PAPER = re.compile(
    r"(?:certificat|attestation|carte|titre|chahadat|شهاده|بطاقه|رخصه|سند)(?:\s(?:de|d|ال))?\s(?:ال)?$"
)
# Ordinary words too ("safi": enough): a name only after a preposition of place.
_AMBIGUOUS = frozenset({"safi", "casa", "fas", "marsa", "assais", "port", "lport", "stat"})
_VERB = re.compile(
    r"(?:ka[ytn]|tay|tat|gha[dytn]|mak|mat|mab)\w{2,}|m[dh79kw3stf](?![aeiou]).\w+|\w+ees?"
    r"|(?:كي|كت|كن|غاد|غي|ماك|مات|كاي)\w{2,}"
)
_NUMERAL = re.compile(
    r"[ivx]{1,4}|\d{1,2}|l?khamis|l?khames|ssadis|sadis|tani|thani|(?:ال)?(?:خامس|سادس|ثاني|تاني|رابع|اول)"
)
_MONTHS_OF_STREETS = re.compile(
    r"janvier|mars|mai|aout|novembre|octobre|juillet|يناير|مارس|ماي|غشت|نونبر|شتنبر"
)
_SURNAME = re.compile(r"(?:el|al)\w{4,}|l[^aeiou]\w{3,}|[fcz]\w{5,}i|الله|ال\w+ي")
_GENERIC_ENDING = re.compile(
    r"\w+(?:ique|aire|iale?s?|elle|ante?s?|eux|euse|ees?|ouvert|ment|ait|ent|er|[^aeiou]e|[^aeiou]es)"
)
_ANY_ONE = re.compile(
    r"(?<!\w)(?:ma|mon|notre|nos|mes|cette|ce|une?|chaque|quelle?|wa7d|chi|had|شي|واحد)\s$"
)
_THE = re.compile(r"(?<!\w)(?:la|le|les|du|au)\s$")
_NATIONAL_ROAD = re.compile(
    r"(?<!\w)(?P<name>(?:route nationale|rn|nationale|(?:ال)?طريق ال(?:وطنيه|جهويه))"
    r"\s?(?:n[°º]?\s?|رقم\s)?\d{1,4})(?!\w)"
)


def _words(table: str) -> frozenset[str]:
    return frozenset(fold(word).text for word in table.split())


def _pattern(names: dict[str, str]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[\s\-]+") for name in ordered)


def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    latin: dict[str, str] = {}
    arabic: dict[str, str] = {}
    for place, in_latin, in_arabic in places():
        latin.update({fold(name).text: place for name in in_latin})
        arabic.update({re.sub(r"^ال", "", fold(name).text): place for name in in_arabic})
    return latin, arabic


_LATIN, _ARABIC = _spellings()
_LATIN_PLACE = re.compile(
    rf"(?<!\w){_LATIN_CLITIC}(?P<name>{_LATIN_ARTICLE}(?P<key>{_pattern(_LATIN)}))(?!\w)"
)
_ARABIC_PLACE = re.compile(
    rf"(?<!\w){_ARABIC_CLITIC}(?P<name>(?:ا?ل)?(?P<key>{_pattern(_ARABIC)}))(?!\w)"
)
_STREET_KINDS, _TIED_KINDS, _NUMBERED_KINDS = _words(_STREETS), _words(_TIED), _words(_NUMBERED)
_NAMELESS_KINDS = _words(_OFTEN_NAMELESS)
_KIND_WORDS = "|".join(
    re.escape(word).replace(r"\-", r"[\s-]")
    for word in sorted(_STREET_KINDS | _words(_LANDMARKS), key=len, reverse=True)
)
_KIND = re.compile(rf"(?<!\w)(?:و?[فبل]|و|f|b)??(?P<name>{_KIND_WORDS})(?=[\s.']+\w)")
_WORD = re.compile(r"(?:[\s.]+|['\-])(\w+)")
_STOP_WORDS, _GENERIC_WORDS = _words(_STOP), _words(_GENERIC)
_LINK_WORDS, _DESCENT_WORDS = _words(_LINKS), _words(_DESCENT)
_PREFIX_WORDS, _FIRST_NAME_WORDS = _words(prefixes()), _words(first_names())
_TOWNS = frozenset({"essaouira", "souira", "الصويره", "صويره"})
_KNOWN = (
    _words(name_words())
    | _PREFIX_WORDS
    | _FIRST_NAME_WORDS
    | {word for name in _LATIN for word in name.split() if len(word) > 3}
    | set(_ARABIC)
    | {f"ال{name}" for name in _ARABIC}
) - _LINK_WORDS
_STOPS_INSIDE = _STOP_WORDS - _DESCENT_WORDS
_STOPS_AFTER_LEAD = _STOPS_INSIDE - {"علي", "الله"}
_HONOURS = _words("sidi moulay my mly mouley lalla سيدي مولاي للا لالة")
_MAX_WORDS = 6


def find_places(text: Folded) -> list[Span]:
    """All places of a folded text; a longer one wins over a name inside it."""
    found: list[Span] = []
    pieces = (*_roads(text.text), *_streets(text), *_listed(text))
    for value, start, end in sorted(pieces, key=lambda piece: piece[1] - piece[2]):
        span = span_of("place", value, text, start, end)
        if not any(span.overlaps(other) for other in found):
            found.append(span)
    return sorted(found, key=lambda span: span.start)


_Piece = tuple[str, int, int]


def _roads(text: str) -> list[_Piece]:
    return [(match["name"], *match.span("name")) for match in _NATIONAL_ROAD.finditer(text)]


def _listed(text: Folded) -> list[_Piece]:
    found: list[_Piece] = []
    for pattern, ids in ((_LATIN_PLACE, _LATIN), (_ARABIC_PLACE, _ARABIC)):
        for match in pattern.finditer(text.text):
            key = re.sub(r"[\s\-]+", " ", match["key"])
            value = ids.get(key) or ids.get(match["key"]) or key
            if _is_meant(match, key, value):
                found.append((value, *match.span("name")))
    return found


def _is_meant(match: re.Match[str], key: str, value: str) -> bool:
    """Whether a listed name stands for the place: not in an office's name, not another word."""
    before = match.string[max(0, match.start("name") - 30) : match.start("name")]
    if value == "essaouira" and _OFFICES.search(before):
        return False
    return key not in _AMBIGUOUS or bool(_LOCATES.search(before))


def _streets(text: Folded) -> list[_Piece]:
    found: list[_Piece] = []
    for match in _KIND.finditer(text.text):
        start = match.start("name")
        if (found and start < found[-1][2]) or _PAPER.search(text.text[max(0, start - 25) : start]):
            continue
        end = _Name(text, match["name"].replace(" ", "-"), match.end("name")).end()
        if end is not None:
            found.append((text.text[start:end], start, end))
    return found


@dataclass
class _Name:
    """The name after a word of the kind, read word by word."""

    text: Folded
    kind: str
    position: int

    def end(self) -> int | None:
        """Where the name ends in the folded text; None where there is none."""
        match = self._after_links(self.position, self._is_tied)
        if match is None or not self._starts(match):
            return None
        taken = [match[1]]
        while len(taken) < _MAX_WORDS and (following := self._next(taken, match)):
            match = following
            taken.append(match[1])
        return match.end()

    @cached_property
    def _is_street(self) -> bool:
        return self.kind in _STREET_KINDS

    @cached_property
    def _is_tied(self) -> bool:
        return self._is_street or self.kind in _TIED_KINDS

    @cached_property
    def _has_cases(self) -> bool:
        """Capital letters tell a name only where not everything is in capitals."""
        return any(char.islower() for char in self.text.original)

    def _after_links(self, position: int, tied: bool = True) -> re.Match[str] | None:
        match = _WORD.match(self.text.text, position)
        while match and match[1] in _LINK_WORDS and (tied or match[1] in ("el", "al", "l")):
            match = _WORD.match(self.text.text, match.end())
        return match

    def _is_capital(self, match: re.Match[str]) -> bool:
        first = self.text.original[self.text.offsets[match.start(1)]]
        return self._has_cases and first.isupper()

    def _starts(self, match: re.Match[str]) -> bool:
        word = match[1]
        if word in _STOP_WORDS | _LINK_WORDS or (word in _GENERIC_WORDS and not self._is_street):
            return False
        if word.isdigit():
            return self._starts_with_number(match)
        if word in _KNOWN or self._is_capital(match):
            return True
        linked = match.start() > self.position
        if not linked and (_VERB.fullmatch(word) or self._is_any_one(word)):
            return False
        return self._is_street or self._looks_like_name(word, linked)

    def _is_any_one(self, word: str) -> bool:
        """After "my street" or "the street" a small common-looking word says something of it."""
        start = self.position - len(self.kind)
        before = self.text.text[max(0, start - 9) : start]
        if _ANY_ONE.search(before) or self._is_participle():
            return True
        return bool(_THE.search(before) and _GENERIC_ENDING.fullmatch(word))

    def _is_participle(self) -> bool:
        """The word ends in an accent that folding takes away: "quartier abandonné"."""
        word = _WORD.match(self.text.text, self.position)
        last = self.text.original[self.text.offsets[word.end() - 1]] if word else ""
        return last in ("é", "É")

    def _starts_with_number(self, match: re.Match[str]) -> bool:
        following = _WORD.match(self.text.text, match.end())
        month = following is not None and _MONTHS_OF_STREETS.fullmatch(following[1])
        return bool(month) or self.kind in _NUMBERED_KINDS

    def _looks_like_name(self, word: str, linked: bool) -> bool:
        """An unlisted word after a landmark: with an article, or no common ending of French."""
        if not word.isascii():
            return word.startswith("ال") and len(word) > 3
        if linked or self.kind in _NAMELESS_KINDS:
            return False
        return len(word) > 3 and not _GENERIC_ENDING.fullmatch(word)

    def _next(self, taken: list[str], match: re.Match[str]) -> re.Match[str] | None:
        """The next word of the name; None at its end."""
        leads = taken[-1] in _PREFIX_WORDS | _DESCENT_WORDS
        following = self._after_links(match.end(), tied=leads)
        if following is None or following[1] in (_STOPS_AFTER_LEAD if leads else _STOPS_INSIDE):
            return None
        tied = self._is_first_name(taken) and following.start() > match.end()
        return following if leads or tied or self._goes_on(taken, following) else None

    def _goes_on(self, taken: list[str], following: re.Match[str]) -> bool:
        word, after = taken[-1], following[1]
        if word.isdigit():
            return bool(_MONTHS_OF_STREETS.fullmatch(after))
        if after.isdigit():
            return len(after) < 3 and self._ends(following.end())
        if after in _DESCENT_WORDS - {"ou", "el", "al"}:
            return True
        if self._is_first_name(taken) and _NUMERAL.fullmatch(after):
            return True
        # After `moulay` and its like a first name is the whole name.
        if self._is_first_name(taken) and _HONOURS.isdisjoint(taken) and self._is_surname(after):
            return True
        return self._is_capital(following) and after not in _TOWNS and after not in _STREET_KINDS

    def _is_first_name(self, taken: list[str]) -> bool:
        return taken[-1] in _FIRST_NAME_WORDS or taken[-2:-1] in (["عبد"], ["abd"], ["abdel"])

    def _is_surname(self, word: str) -> bool:
        return bool(_SURNAME.fullmatch(word)) or word in _KNOWN

    def _ends(self, position: int) -> bool:
        """Whether the sentence pauses here: a number before a noun counts something."""
        match = _WORD.match(self.text.text, position)
        if match is None:
            return True
        return match[1] in _STOP_WORDS - {"d", "t", "يوم"} or bool(_VERB.fullmatch(match[1]))
