"""Words of danger to life: they weigh alike, however rare each of them is in training."""

from __future__ import annotations

import re

DANGER_WORD = "0danger0"

# Stems in folded letters. A stem alone decides nothing: the classifier learns what it is worth.
_ARABIC = (
    r"نتا?حا?ر", r"قتل (?:راس|نفس)", r"(?:انها|انهي) (?:ال)?حيا", r"باغيه? نعيش",
    r"(?:لا?وح|رمي) (?:راس|نفس)",
    r"(?:اريد|بغيت|باغي|باغيه|ارغب في|اتمني|غير|باش)(?: ان)? (?:ال|ا|ن)?موت", r"لاموت",
    r"(?:غادي|راه|كاد) ?ك?يموت", r"شراي", r"شنق", r"تنف[سش]", r"[اتي]ختنق", r"تخنق(?!نا)",
    r"(?<!م)(?<!ست)غرق", r"حريق", r"حت?رق", r"نيران", r"\bالنار\b", r"العافيه",
    r"عافيه (?:شاعل|قدام|ف)", r"سكين", r"جنوي", r"\bب?(?:ال)?موس\b", r"رجل مسلح", r"انقاض",
    r"\bلص\b", r"سيوف", r"\b(?:ي|ت|كي|كت)?ضرب(?:ني|ها|و|نا|ات|ت|وه)?\b", r"يعنف", r"هدد", r"صعق",
    r"شدو الضو", r"تسمم", r"ابتلع", r"جافيل", r"الما القاطع", r"ا?غمي عل", r"مغمي",
    r"(?:فقد\w*|علي?ا?) (?:ال)?وعي", r"وعيه", r"سخف", r"بغا\w* [يت]فيق", r"ستيقظ", r"نزف", r"نزيف",
    r"\b[بو]?(?:ال)?دما?\b", r"اغتصاب", r"غتاصب", r"خطف", r"دغ(?:ت|ات)", r"اسعاف",
    r"(?:لا|لون|ام)بيلا?و?ن[سص]", r"بومبي", r"\bالاطفا\b", r"وقايه المدنيه", r"نجده", r"نقذ",
    r"غيث(?:و|ني)", r"عتق", r"ساعدو", r"سربيو", r"\bحادثه\b", r"كسيده", r"صطدم", r"دهس", r"جرحي",
    r"\bب?(?:ال)?غاز\b", r"جرفت", r"دات\w* الموجه",
    r"(?:سقط\w*|طاح\w*) (?:\w+ )?(?:من|ف[يى]? (?:ال)?بير)", r"البوطا",
)  # fmt: skip
_LATIN = (
    r"suicid", r"\b(?:me|se|te) tuer", r"se pendre", r"en finir", r"mourir", r"(?:plus|de) vivre",
    r"veines", r"respir", r"etouff", r"\bnoi(?:e|ent)\b", r"\bnoy(?:er|ade)", r"incendie",
    r"\bfeu\b(?! (?:de circ|rouge|tric))", r"flammes?\b", r"brul", r"couteau", r"machette",
    r"(?:me|m'a) (?:bat|frappe|tape|menace)", r"frappe [sm]a", r"menace de (?:me|nous|la|le|mort)",
    r"agress", r"\bviole?[re]?\b", r"electrocut", r"empoison", r"intoxi", r"avale", r"javel",
    r"evanoui", r"perdu connaissance", r"inconscien", r"malaise", r"se reveille p(?:as|lus)",
    r"saigne", r"\bsang\b", r"hemorr", r"blesse", r"cardiaque", r"infarctus", r"poitrine",
    r"ambulan", r"\bsamu\b", r"pompier", r"secours", r"\burgence (?:vital|appel|vite)",
    r"accident (?:grave|de|d )", r"\bl?accident f tri", r"\bmordu\b", r"serpent", r"voleurs",
    r"renverse", r"jeter d[ue]", r"dans un puits", r"\bgaz\b", r"nta[7h]e?r", r"nti[7h]ar",
    r"lo[7h] ras", r"bagh[ia] n3ich", r"ta7t? mn s[te]", r"f lbir\b", r"datou? lmoja",
    r"[9q]te?l ra", r"\b(?:n|y|kay)mou?t\b", r"tneff?[es]", r"tnefs", r"tkhe?ne?[9q]",
    r"ghre?[9q]", r"3af[iy]+a\b", r"t[7h]e?re?[9q]", r"je?nwi", r"\bl?mouss?\b",
    r"\bs[ek]?kk?in\b", r"dreb", r"\bdrb", r"hde+d", r"khe?tfo?u?", r"ightas", r"triciti",
    r"tsemm", r"l9ate3", r"skhef", r"sekhf", r"wa3[iy]", r"[yt]fi[9q]\b", r"\bd?dem\b", r"nzef",
    r"mjro[7h]", r"3te?[9q]", r"ambila", r"pompi", r"w[iq]+aya", r"ksida", r"serbi", r"ldgh",
)  # fmt: skip
_DANGER = re.compile("|".join(_ARABIC + _LATIN))


def speaks_of_danger(normalised: str) -> bool:
    """True where a word of fire, drowning, violence, suicide or the like stands in the text."""
    return bool(_DANGER.search(normalised))


def with_danger_word(normalised: str) -> str:
    """The text, and where it speaks of danger one word that says so."""
    return f"{normalised} {DANGER_WORD}" if speaks_of_danger(normalised) else normalised
