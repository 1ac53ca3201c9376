"""Dates in four ways of writing, as ISO 8601 values; relative ones stay relative.

Values: `2026-03-12`, `--03-12` (no year given), `2026-03`, `--03`, `2026`, `W1` (Monday) to `W7`,
`P1D` (tomorrow), `P0D`, `-P1D`, `-P1W`, `-P1M`, `P1Y`: resolved by whoever knows the day.
Months of the lunar calendar are `H09`, a day of one `H09-12`, the feast at an end of fasting or
of pilgrimage `EID`.

What the piece is. A date names a day, a week, a month or a year of the calendar, by itself or
seen from today; a length of time ("for three days", "منذ أسبوعين", "hadi simana"), an age, an hour
of the clock, a habit ("every night") and a mere "now" are none. The piece is the shortest phrase
that still says which day:
- without the preposition ("depuis", "mn", "منذ", "le" before a day or a number),
- with the day's own word before a weekday ("nhar jem3a", "يوم الاثنين"), not before a figure,
- with the article of a period ("la semaine prochaine") and with what tells which one it is,
- with the part of the day that stands at it ("hier soir", "غدا صباحا"), without the hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from nlu.text.normalise import Folded, fold
from nlu.text.spans import Span, span_of

# Patterns below are written in folded letters: no marks, ه for ة, ا for أ, no hamza.
_MONTHS = (
    "janvier janv jan يناير ينايير yanayer yanayir yannayer ynayer",
    "fevrier fevr fev فبراير فيبراير febrayer fabrayer fibrayer febraye",
    "mars مارس مارص mares",
    "avril avr ابريل أفريل abril avrile ibril",
    "mai ماي مايو may mayo",
    "juin يونيو يونيه جوان yunyu younyou yonyo youniou",
    "juillet juil جويليه يوليوز يوليو yulyuz youlyouz yolyoz youlyoz juiyet",
    "aout غشت اغسطس ghocht ghoucht ghucht ghosht 4ocht out",
    "septembre sept شتنبر سبتمبر chtanbir shutanbir chotanbir choutanbir septembr",
    "octobre oct اكتوبر أكطوبر october oktober oktobar oktobr octobr",
    "novembre nov نونبر نوفمبر نوانبر nuwanbir nowanbir nouanbir nonbir novembr",
    "decembre dec دجنبر ديسمبر دوجنبر dujanbir doujanbir dojanbir decembr",
)
_LUNAR = (
    ("H01", "محرم mouharram mo7arram"),
    ("H07", "رجب rajab rjeb"),
    ("H08", "شعبان cha3ban chaabane chaaban ch3ban"),
    ("H09", "رمضان ramadan ramdan ramadane ramdane remdan rmdan ramdhan"),
    ("H10", "شوال chawwal chawal chaoual"),
)
# Surnames, short forms and other words too: they need a word before them that leads to a month.
_AMBIGUOUS = frozenset(
    fold(
        "mars mares مارس مارص mai may mayo out jan janv fev fevr avr juil sept oct nov dec ibril "
        "محرم رجب شعبان شوال rajab chaabane chaaban mouharram chawal chaoual جوان"
    ).text.split()
)
_ORDINALS = {
    "premier": 1, "فاتح": 1, "الاول": 1, "التاني": 2, "التالت": 3, "الرابع": 4, "الخامس": 5,
    "خمسه": 5, "السادس": 6, "السابع": 7, "الثامن": 8, "التاسع": 9, "العاشر": 10, "عشره": 10,
    "العشره": 10, "الثاني": 2, "الثالث": 3, "الخمسه": 5, "خمسطاش": 15, "عشرين": 20,
    "العشرين": 20, "تلاتين": 30,
}  # fmt: skip

# (surely the weekday, the weekday only beside a word that says so: `tlata` is also three)
_WEEKDAYS = (
    (r"lundi|lindi|lendi|(?:l|le|el|al|el[ -]|t)?te?n(?:i|ee)ne?|(?:ال|ل)ا?[تث]نين", r"ا?[تث]نين"),
    (r"mardi|(?:l|le|el|al|t)t+lata?|ttlata?|(?:ال|ل)[تث]لا[تث]ا?", r"tlata?|[تث]لا[تث]ا?"),
    (
        r"mercr?e?di|mecredi|(?:l|el|al)[ '-]?[ea2]{0,2}re?ba?3a?2?|larbi3a|لربعا|(?:ال|ل)اربعا?",
        r"[a2]?re?ba?3a?|ا?ربعا?|الربعا?",
    ),
    (r"jeudi|(?:el|l|al)?[ -]?(?:kh|5)[ea]?mis{1,2}|(?:ال|ل)خميس", r"خميس"),
    (
        r"v[ea]ndr?e?di|(?:el|l|al)?[ -]?j{1,2}(?:e|o|ou|u)?m(?:o|ou|u|e)?3a[ht]?|(?:ال|ل)جمعه",
        r"جمعه|joumaa|jemaa",
    ),
    (r"same?di|(?:l|le|el|el[ -]|s|e|es)?s[e]?bt|(?:ال|ل)سبت", r"سبت"),
    (r"diman?che?|(?:el|l|al)[ -]?7e?a?d{1,2}|l7d|lhed|la[7h]ad|الاحد|الحد", r"7e?d|حد|لحد|احد"),
)
_NEXT = (
    r"prochaine?|pro|suivante?|qui (?:vient|arrive)|l?j?j+ay+a?|l[ -]jay+a?|l+i ?(?:jay+a?|ja)"
    r"|l?(?:m[ao]9bila?|9adima?)|(?:ال)?(?:جاي|ماجي)ه?|(?:ال)?لي ?(?:جاي?ه?|ماجيه?)"
    r"|ال(?:مقبل|قادم|موالي|ات)[هي]?ه?"
)
_LAST = (
    r"derniere?|passee?|l+i ?(?:f[ae]t\w*|d[ae]z\w*|mcha\w*)|l?(?:madia?|fa[yi]te?a?)"
    r"|(?:ال)?لي ?(?:فات|داز|مشا)\w*|ال(?:ماضي|منصرم|سابق|فايت|فارط)ه?"
)
_NOW = r"ال(?:جاري|حالي)ه?"
_PART = (
    r"matin|soir|apres[- ]midi|(?:(?:f|fi|b|be) ?)?(?:l|el |s|e)?(?:lil|sba[7h]|3chiy?a)"
    r"|صباحا|مسا|ليلا|ظهرا|زوالا|(?:ف|في|ب)? ?(?:ال)(?:ليل|صباح|عشيه)"
)
_PART_BEFORE = r"صباح|صبيحه|مسا|ليله|عشيه|ظهر|sba[7h]|lilt"
_DAY_WORD = r"يوم|نهار|nhar|nhr|you?m|yum"
_WEEK = r"semaine|s*[ei]?s*i?m+an+a|ousbou3|osbo3|اسبوع|سيمانه|سمانه"
_MONTH_WORD = r"mois|ch+[ae]?h?[ae]?r|ch7er|شهر"
_YEAR = r"annee|an|3am|3aam|sana|عام|سنه"
_THIS = r"had|hada|cette|ce|هاد|هاذ|هذا|هذه"
_DAYS = (
    ("P0D", r"aujourd'?\s?hui|auj|ajd|(?:el|l|li|le)[ -]?you?m+a?|اليوم[اه]?|ليوم[اه]?|الليله"),
    (
        "P0D",
        r"cet?\s(?:matin|soir|apres[- ]midi)|cette (?:nuit|apres[- ]midi)"
        r"|(?:had|hadi)\s(?:l|n|s|e|es)?[ -]?(?:nhar|sbi?[a]?[7h]a?|lila|l3chiya|3chiya)"
        r"|(?:هاد|هاذ|هذا|هذه)\s(?:ال|ل)?(?:نهار|يوم|صباح|مسا|ليله|ليل|عشيه|صبيحه)",
    ),
    (
        "P2D",
        r"apres[- ]?demain|(?:mn )?(?:ba?3[ae]?d)[ -](?:l)?(?:ghe?a?d+a|gheddwa|4eda)"
        r"|(?:من )?بعد[ -](?:ال)?غدا?ه?",
    ),
    ("P1D", r"demain|dmain|2main|ghe?d+a|ghad+a|gheddwa|ghdda|ghadan|غدا?|الغد|غده|غدوا"),
    (
        "-P2D",
        r"avant?[- ]?hier|(?:e?w+[ea]?l|lwe?l|ewwel|owel|wla|wl)[ -]?(?:l|el|m)?be?a?r[aei]?[7h]"
        r"|(?:و?لا?ول|اول|ول|اللول)\s?(?:ا?ل|ام|لام)?بارحه?|اول امس|ولبارح",
    ),
    (
        "-P1D",
        r"hier|yier|(?:e?l|el[ -]|le|al|el)be?a?r[aei]?[7h]a?|lbr7|(?:ال|ل|ام)بارحه?|(?:ال)?امس",
    ),
)
_START, _END = r"(?<!\w)(?:و?[فبل]|و|f)??", r"(?!\w)"
_MONTH_LINK = r"(?:de|d|dyal|f|fi|mn|men|من|ف|في|د|ديال)"
_EDGE = r"(?<![\w/\-.])"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _month_index() -> dict[str, str]:
    named = ((f"{month:02d}", names) for month, names in enumerate(_MONTHS, 1))
    return {word: value for value, names in (*named, *_LUNAR) for word in fold(names).text.split()}


_MONTH = _month_index()
_NAME = rf"(?P<month>{_any(_MONTH)})"
_OF_YEAR = (
    rf"(?:\s+(?:de\s+|d\s+|سنه\s+|عام\s+)?(?P<year>(?:19|20)\d{{2}})|\s+(?:{_NEXT}|{_LAST}))?"
)
_NUMERIC = re.compile(
    rf"{_EDGE}(\d{{1,2}})\s?[/\-.]\s?(\d{{1,2}})(?:\s?[/\-.]\s?(\d{{4}}|\d{{2}}))?(?![\w/])"
)
_SPACED = re.compile(rf"{_EDGE}(\d{{1,2}})\s(\d{{1,2}})\s(20\d{{2}})(?![\w/\-])")
_ISO = re.compile(rf"{_EDGE}(\d{{4}})[/\-.](\d{{1,2}})[/\-.](\d{{1,2}})(?![\w/])")
_MONTH_YEAR = re.compile(rf"{_EDGE}(0?[1-9]|1[0-2])/((?:19|20)\d{{2}})(?![\w/])")
_YEAR_ALONE = re.compile(
    r"(?<!\w)(?:en|depuis|منذ|مند|mn|men|من|سنه|عام|3am)\s+((?:19|20)\d{2})(?![\w/\-]|\s?dh)"
)
_DAY_MONTH = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}}|{_any(_ORDINALS)})(?:\s?(?:er|eme))?\s*"
    rf"(?:{_MONTH_LINK}\s*)?(?:(?:{_MONTH_WORD})\s+(?:de\s+)?)?{_NAME}{_OF_YEAR}{_END}"
)
_DAY_OF_NUMBERED = re.compile(
    rf"(?<!\w)(?:(?:{_DAY_WORD})\s+)?(\d{{1,2}})\s+(?:{_MONTH_LINK}\s?)?(?:{_MONTH_WORD})\s+"
    r"(\d{1,2})(?![\w/])"
)
_NUMBERED_MONTH = re.compile(
    rf"{_START}(?P<date>(?:{_MONTH_WORD})\s+(?P<number>0?[1-9]|1[0-2]))(?![\w/]|\s+(?:d|iyam|يام))"
)
_BARE_MONTH = re.compile(
    rf"{_START}(?P<date>(?:(?:debut|fin|mi|منتصف|نهايه|بدايه|اواخر|اوايل|مطلع)[\s-]+)?"
    rf"(?:(?:شهر|ch+[ae]?h?[ae]?r)\s+)?{_NAME}{_OF_YEAR}){_END}"
    r"(?!\s+(?:mou?barak|karim|kareem|مبارك|كريم))"
)
_LEADS_TO_MONTH = re.compile(
    r"(?:^|\s)(?:en|de|fin|debut|mi|depuis|jusqu'en|d'ici|f|fi|mn|men|dyal|d|ف|في|من|منذ|مند"
    r"|ديال|خلال|قبل|بعد|حتي|avant|apres)\s+$"
)
_TITLE = re.compile(
    r"(?<!\w)(?:mr?|mme|mlle|monsieur|madame|si|lalla|dr|السيد|السيده|السي|الاستاذه?)\.?\s+(?:\w+\s+)?$"
)
_FEAST = re.compile(
    r"(?<!\w)(?P<date>(?:(?:l'\s?|el )?a[iï]d|l?3id)\s(?:el[ -]?|l|al[ -])?"
    r"(?:kbir|kebir|sghir|seghir|fitr|adha|ad7a)"
    r"|عيد ال(?:اضحي|فطر|كبير|صغير)|العيد(?: ال(?:كبير|صغير))?|l'\s?aid|l3id)"
    r"(?!\w|\s+(?:mou?bar\w+|sa[3i]\w+|مبارك|سعيد|الوطني))"
)
_WEEKDAY = re.compile(
    rf"{_START}(?P<date>(?:(?:{_PART_BEFORE})\s+)?(?P<word>(?:{_DAY_WORD})\s+)?(?:"
    + "|".join(
        rf"(?P<s{day}>{sure})|(?P<w{day}>{weak})" for day, (sure, weak) in enumerate(_WEEKDAYS, 1)
    )
    + rf")(?P<which>\s+(?:{_NEXT}|{_LAST}))?(?:\s+(?:{_PART}))?){_END}"
)
_DAY = re.compile(
    rf"{_START}(?P<date>(?:(?:{_PART_BEFORE})\s+)?(?:(?:{_DAY_WORD})\s+)?(?:"
    + "|".join(rf"(?P<d{place}>{words})" for place, (_, words) in enumerate(_DAYS))
    + rf")(?:\s+(?:{_PART}))?){_END}"
)
_UNITS = rf"(?:(?P<W>{_WEEK})|(?P<M>{_MONTH_WORD})|(?P<Y>{_YEAR})|(?P<E>week[ -]?end))"
_PERIOD = re.compile(
    rf"{_START}(?P<date>(?:(?P<this>{_THIS})\s+)?(?:la\s|le\s|l'|ال|el[ -]|l|s(?=s))?"
    rf"{_UNITS}(?:[- ]ci)?"
    rf"(?:\s+(?:(?P<next>{_NEXT})|(?P<last>{_LAST})|(?P<now>{_NOW})))?){_END}"
)
# A share of a day or a whole one is no date: in the day, all day long, that day.
_NOT_TODAY = re.compile(
    r"(?:^|\s)(?:كل|طوال|طول|في|ف|نفس|ذلك|هاداك|داك|ko?u?l|nafs|dak|dik|fl|par|tol|toul)\s+$"
)
_FAREWELL = re.compile(
    r"(?:(?:^|[.!?,]|(?<!\w)(?:merci|bye|ciao|salut|allez|revoir|ok|bien|et|bslama))\s*a"
    r"|(?<!\w)(?:nchou?fe?k\w*|ntla9aw|نتلاقاو|نشوفك\w*|اراك\w*|نلتقي))\s+$"
)
_UNTIL_NOW = re.compile(r"\s+(?:daba|l2?an|lsa3a|دابا|الان|الساعه|الادني|الاقصي|من)(?!\w)")
_COUNTED = re.compile(r"\s+(?:d|dyal|iyam|ayam|yam|chho?r|snin|mrat|sa3at|د|ديال|ايام|يام)(?!\w)")
_ADDRESS = re.compile(r"(?<!\w)(?:lot|bloc|appt?|imm|numero|n°|no|art|article|رقم)\s*$")
_NO_DAY = ("24/7", "7/7", "10/10", "20/20", "1/2")
_ONE_DAY = re.compile(r"[-\d]*\d-\d\d$")
_BESIDE = re.compile(r"[\s,]*(?:le\s+)?")

_Reading = tuple[int, int, str]


def find_dates(text: Folded) -> list[Span]:
    """All dates of a folded text; of overlapping readings the earlier rule wins."""
    found: list[_Reading] = []
    for start, end, value in _readings(text.text):
        if not any(start < other[1] and other[0] < end for other in found):
            found.append((start, end, value))
    joined = _joined(text.text, sorted(found))
    return [span_of("date", value, text, start, end) for start, end, value in joined]


def _joined(text: str, found: list[_Reading]) -> list[_Reading]:
    """A weekday and the day of the month beside it are one date."""
    joined: list[_Reading] = []
    for start, end, value in found:
        before = joined[-1] if joined else None
        if before and _is_beside(text, before, start) and _ONE_DAY.match(value):
            joined[-1] = (before[0], end, value)
        else:
            joined.append((start, end, value))
    return joined


def _is_beside(text: str, weekday: _Reading, start: int) -> bool:
    return weekday[2][0] == "W" and bool(_BESIDE.fullmatch(text, weekday[1], start))


_Reader = Callable[["re.Match[str]"], "str | None"]


def _readings(text: str) -> Iterator[_Reading]:
    for pattern, read in _RULES:
        group = "date" if "date" in pattern.groupindex else _PIECE.get(pattern, 0)
        for match in pattern.finditer(text):
            value = read(match)
            if value is not None:
                yield match.start(group), match.end(group), value


def _before(match: re.Match[str]) -> str:
    """The text up to the match, and no more of it than a rule looks at."""
    return match.string[max(0, match.start() - 40) : match.start()]


def _read_iso(match: re.Match[str]) -> str | None:
    return _calendar(match[1], match[2], match[3])


def _read_numeric(match: re.Match[str]) -> str | None:
    year = match[3]
    if year is None and ("/" not in match[0] or _is_no_day(match)):
        return None  # 2.5 or 3-4 is no date
    return _calendar(f"20{year}" if year and len(year) == 2 else year, match[2], match[1])


def _is_no_day(match: re.Match[str]) -> bool:
    return match[0] in _NO_DAY or bool(_ADDRESS.search(_before(match)))


def _read_month_year(match: re.Match[str]) -> str | None:
    return f"{match[2]}-{int(match[1]):02d}"


def _read_year(match: re.Match[str]) -> str | None:
    return match[1]


def _read_day_month(match: re.Match[str]) -> str | None:
    month, day = _MONTH[match["month"]], _ORDINALS.get(match["day"]) or int(match["day"])
    if month[0] == "H":
        return f"{month}-{day:02d}" if 1 <= day <= 30 else None
    return _calendar(match["year"], month, str(day))


def _read_numbered(match: re.Match[str]) -> str | None:
    return _calendar(None, match[2], match[1])


def _read_numbered_month(match: re.Match[str]) -> str | None:
    return f"--{int(match['number']):02d}"


def _read_month(match: re.Match[str]) -> str | None:
    name, before = match["month"], _before(match)
    alone = match.start("month") == match.start() and match.end("month") == match.end()
    led = not alone or _LEADS_TO_MONTH.search(before)
    if _TITLE.search(before) or (name in _AMBIGUOUS and not led):
        return None
    month = _MONTH[name]
    return month if month[0] == "H" else f"{match['year'] or '-'}-{month}"


def _read_feast(match: re.Match[str]) -> str | None:
    return "EID"


def _read_weekday(match: re.Match[str]) -> str | None:
    group = next(name for name in _DAY_GROUPS if match[name])
    told = match["word"] or match["which"]
    if (
        group[0] == "w"
        and not told
        and (group != "w2" or _COUNTED.match(match.string, match.end()))
    ):
        return None
    if group == "w2" and match["w2"] != "tlat" and not told:
        return None
    if _FAREWELL.search(_before(match)) or _UNTIL_NOW.match(match.string, match.end()):
        return None
    return f"W{group[1]}"


def _read_day(match: re.Match[str]) -> str | None:
    value = next(value for place, (value, _) in enumerate(_DAYS) if match[f"d{place}"])
    before = _before(match)
    if value == "P0D" and _NOT_TODAY.search(before):
        return None
    return None if value == "P1D" and _FAREWELL.search(before) else value


def _read_period(match: re.Match[str]) -> str | None:
    unit = next(name for name in "WMYE" if match[name]).replace("E", "W")
    if match["next"]:
        return f"P1{unit}"
    if match["last"]:
        return f"-P1{unit}"
    return f"P0{unit}" if match["this"] or match["now"] else None


def _calendar(year: str | None, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year or '-'}-{int(month):02d}-{int(day):02d}"


_DAY_GROUPS = tuple(f"{kind}{day}" for day in range(1, 8) for kind in "sw")
_PIECE = {_YEAR_ALONE: 1}
_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_ISO, _read_iso),
    (_NUMERIC, _read_numeric),
    (_SPACED, _read_numeric),
    (_MONTH_YEAR, _read_month_year),
    (_DAY_MONTH, _read_day_month),
    (_DAY_OF_NUMBERED, _read_numbered),
    (_BARE_MONTH, _read_month),
    (_NUMBERED_MONTH, _read_numbered_month),
    (_FEAST, _read_feast),
    (_PERIOD, _read_period),
    (_DAY, _read_day),
    (_WEEKDAY, _read_weekday),
    (_YEAR_ALONE, _read_year),
)
