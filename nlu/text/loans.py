"""French loans whose Arabic spelling follows the sound: silent letters differ in the skeleton."""

from __future__ import annotations

# Canonical skeleton -> skeletons of the same loan as heard, clipped or misspelt.
_LOANS: dict[str, tuple[str, ...]] = {
    "bsbrt": ("bsbr", "bsbrts"),  # passeport, باسبور
    "brms": ("brm", "brmS", "brmz"),  # permis, بيرمي
    "krt": ("krts",),  # carte(s), كارط
    "rndfs": ("rndf", "rdf", "rndfz", "rndbs"),  # rendez-vous, رونديفو
    "dsr": ("dsrs",),  # dossier(s); ضوسي keeps its short form, two letters are too few
    "strfkt": ("srtfkt", "srtfk", "stfk", "srtfkts", "strfk"),  # certificat, سيرتيفيكا
    "kmn": ("kmns",),  # commune, كومين
    "bbrs": ("bbr",),  # papier(s)
    "lklsn": ("lklsr", "lklzsn", "lklzn", "lklstn", "lklsz"),  # légalisation, ليكاليزاسيون
    "tnbr": ("tmbr", "tmbrs", "tnbrs"),  # timbre, تامبر
    "rssbs": ("rsbs", "rsb", "rsbt", "rssb"),  # récépissé
    "ftkb": ("ftkbr", "ftkbs"),  # photocopie, فوطوكوبي
    "srfs": ("srfz",),  # service, سيرفيس
    "ntrnt": ("ntrn", "ntrt"),  # internet
}
_CANONICAL = {variant: head for head, variants in _LOANS.items() for variant in variants}


def canonical(code: str) -> str:
    """The one skeleton that all spellings of a known loan share."""
    return _CANONICAL.get(code, code)
