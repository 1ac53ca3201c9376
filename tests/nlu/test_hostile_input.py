"""The whole pipeline on text that nobody should send: an understanding or an honest "not sure"."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from small_training_set import small_blocks

from nlu.cli import main
from nlu.components.base import MAX_TEXT_CHARS
from nlu.components.classifier import JawabClassifier
from nlu.components.decider import JawabDecider
from nlu.components.entity_extractor import JawabEntityExtractor
from nlu.components.language_identifier import JawabLanguageIdentifier
from nlu.components.normaliser import JawabNormaliser
from nlu.jobs.parse import Understand, parse_lines
from nlu.turn import harmless

PIPELINE = (
    JawabNormaliser,
    JawabLanguageIdentifier,
    JawabClassifier,
    JawabEntityExtractor,
    JawabDecider,
)
LONG = 10_000

# Nothing in these is a letter or a sign that stands for a word.
WITHOUT_A_LETTER = {
    "empty": "",
    "spaces": "   ",
    "tabs": "\t\t\t",
    "very-many-newlines": "\n" * LONG,
    "no-break-and-ideographic-spaces": "\u00a0\u2009\u3000",
    "emoji": "🐫🌊🎉",
    "emoji-of-many-code-points": "👨\u200d👩\u200d👧\u200d👦🇲🇦",
    "very-many-emoji": "🎉" * LONG,
    "question-marks": "???؟",
    "punctuation": "…!.,;:-_()[]{}<>/\\|@#$%^&*+=~\"'`",
    "digits": "1234567890",
    "very-many-digits": "7" * LONG,
    "arabic-indic-digits": "٠١٢٣٤٥٦٧٨٩",
    "persian-digits": "۰۱۲۳۴۵۶۷۸۹",
    "bidi-marks": "\u200e\u200f\u061c\u2066\u2069",
    "right-to-left-override": "\u202e\u202d\u202c",
    "zero-width": "\u200b\u200c\u200d\u2060",
    "byte-order-mark": "\ufeff",
    "control-characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "nul": "\x00",
    "lone-surrogates": "\udfff\udc00\ud800",  # in this order no two of them make a sign
    "combining-marks-alone": "\u0301" * 500,
    "noncharacters-and-private-use": "\uffff\ufdd0\ue000\U0010ffff",
    "slash": "/",
}
WITH_LETTERS = {
    "one-letter": "a",
    "one-arabic-letter": "و",
    "two-letters": "ok",
    "one-letter-drawn-out": "aaaaaaaaaaaaa",
    "tatweel-alone": "ـ" * 50,
    "long-latin": "quels papiers pour le passeport " * (LONG // 32),
    "long-arabic": "شنو الوراق ديال عقد الازدياد " * (LONG // 29),
    "long-word": "abcdefghij" * (LONG // 10),
    "long-arabic-word": "سلامعليكم" * (LONG // 9),
    "long-figures-and-letters": "7a" * (LONG // 2),
    "long-half-references": "ESS-" * (LONG // 4),
    "all-capitals": "COMBIEN COÛTE LE PASSEPORT",
    "mixed-directions": "\u200fشحال\u200e le passeport \u202bديال\u202c \u2067عقد\u2069 12/03",
    "zero-width-within-words": "pass\u200bport sal\u200dam س\u200cلام",
    "right-to-left-override": "\u202etropessap el\u202c combien",
    "control-characters-within": "le\x00prix\x1bdu\x07passeport\x08",
    "lone-surrogates-within": "le prix\ud83d du \udc4dpasseport",
    "marks-piled-up": "p" + "\u0301" * 500 + "rix س" + "\u064e\u0651" * 250 + "لام",
    "html": "<script>alert('x')</script><b>le prix</b> &amp; <img src=x onerror=1>",
    "sql": "'; DROP TABLE requests; -- OR 1=1 UNION SELECT * FROM users",
    "json": '{"intent": "greet", "confidence": 1.0, "entities": [null]}',
    "rasa-command": '/greet{"procedure": "passport_first"}',
    "rasa-command-after-marks": "\u200f /greet",
    "rasa-command-wide": "／intent{}",
    "rasa-markup": '[le passeport]{"entity": "procedure"} [prix](fee)',
    "template": "{{7*7}} ${jndi:ldap://x} %s %n {0} __class__",
    "newlines": "le\n\n\nprix\r\ndu\u2028passeport\u2029",
    "very-many-newlines": "salam" + "\n" * LONG + "merci",
    "tabs": "le\tprix\tdu\tpasseport",
    "persian-letters-and-digits": "می\u200cخواهم گذرنامه ۱۲۳",
    "mathematical-letters": "𝓵𝓮 𝕡𝕣𝕚𝕩 𝐝𝐮 𝗽𝗮𝘀𝘀𝗲𝗽𝗼𝗿𝘁 𝟏𝟐𝟑",
    "wide-letters": "ｌｅ ｐｒｉｘ",
    "ligature": "ﷺ ﷲ ﷽ ﬁn",
    "cyrillic": "сколько стоит паспорт",
    "greek": "πόσο κοστίζει το διαβατήριο",
    "chinese": "护照多少钱",
    "tifinagh": "ⴰⵣⵓⵍ ⵎⴰⵏⵅⴽ",
    "hebrew": "כמה עולה הדרכון",
    "byte-order-mark-before": "\ufeffbonjour",
    "turkish-dotted-i": "İSTANBUL ı",
    "letters-that-fold-to-many": "ẞ ŉ ǰ ΐ ﬃ",
    "reference-with-surrogate": "ESS-7K2M\ud800-9QX4-A",
    "place-with-marks": "ف الر\u0651\u0651ونـ\u200dـق",
    "dates-that-are-none": "31/02/2026 99/99/9999 00/00/0000 le 45 mars",
    "very-large-date": "dans 99999999999999999999 jours بعد 999999999999 عام",
}
ALL = {**{f"no-letter-{name}": text for name, text in WITHOUT_A_LETTER.items()}, **WITH_LETTERS}

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCÇÉÈÀŒŸ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ",
    "ڭگپڤچژکیہ",
    "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳",
    " \t\n\r\u00a0\u2028\u3000",
    ".,;:!?؟،'’\"-_/\\()[]{}<>@#%&*+=|~^`«»",
    "\u0301\u0308\u064b\u064e\u0651\u0670\u20dd",
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u202c\u2066\u2069\ufeff",
    "\x00\x01\x07\x08\x1b\x7f\x85",
    "\ud800\udbff",
    "👍👎🙏❤🐫🇲🇦✅",
    "жπ护ⵣअก한ßİıﷺﬁ𝓪𝟗",
)
# Pieces that the rules look for, so that broken ones of them come up.
PIECES = (
    "ESS-7K2M-9QX4-A", "ess 7k2m", "318/2026", "n° 4521", "رقم", "12/03", "2026-11-25", "ghda",
    "غدا", "dans 3 jours", "بعد", "الرونق", "salam", "le passeport", "شحال", "ma3endich", "ماعنديش",
    "suicide", "/greet", "{}",
)  # fmt: skip


def fuzzed(number: int) -> list[str]:
    """The same texts with every run."""
    chance = random.Random(20261125)
    return [_fuzzed(chance) for _ in range(number)]


def _fuzzed(chance: random.Random) -> str:
    chosen = chance.sample(ALPHABETS, chance.randint(1, 4))
    parts = [
        chance.choice(PIECES)
        if chance.random() < 0.2
        else "".join(chance.choices(chance.choice(chosen), k=chance.randint(1, 12)))
        for _ in range(chance.randint(1, 12))
    ]
    return chance.choice(("", " ")).join(parts)


@pytest.fixture(scope="module")
def understand(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Understand:
    """Our components with the product's configuration, taught the small set."""
    config = yaml.safe_load((root / "config.yml").read_text("utf-8"))["pipeline"]
    storage = LocalModelStorage(tmp_path_factory.mktemp("models"))
    context = ExecutionContext(GraphSchema({}))
    messages = [
        Message.build(line[2:], block["intent"], intent_metadata=block["metadata"])
        for block in small_blocks()
        for line in block["examples"].splitlines()
    ]
    steps: list[Any] = []
    for component, entry in zip(PIPELINE, config, strict=True):
        options = {name: value for name, value in entry.items() if name != "name"}
        settings = {**component.get_default_config(), **options}
        step = component.create(settings, storage, Resource(component.__name__), context)
        if hasattr(step, "train"):
            step.train(TrainingData(messages))
        steps.append(step)

    def understood(texts: Sequence[str]) -> list[dict[str, Any]]:
        made = [Message({"text": harmless(text)}) for text in texts]
        for step in steps:
            made = step.process(made)
        return [message.get("understanding") for message in made]

    return understood


@pytest.fixture(scope="module")
def problems(root: Path) -> Callable[[str, dict[str, Any]], list[str]]:
    """What is wrong with an understanding of a text; nothing, where it keeps the contract."""
    schema = json.loads((root / "data/schemas/understanding.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)

    def found(text: str, understanding: dict[str, Any]) -> list[str]:
        sent = harmless(text)
        wrong = [error.message for error in validator.iter_errors(understanding)]
        wrong += [
            f"{entity} is not in the text"
            for entity in understanding["entities"]
            if sent[:MAX_TEXT_CHARS][entity["start"] : entity["end"]] != entity["text"]
        ]
        if understanding["intent"] is None and understanding["procedure"] is not None:
            wrong.append("not sure, and a procedure")
        json.dumps(understanding, allow_nan=False)  # raises for what JSON does not know
        return wrong

    return found


@pytest.mark.parametrize("name", ALL)
def test_any_text_is_understood_or_honestly_not(
    understand: Understand, problems: Callable[[str, dict[str, Any]], list[str]], name: str
) -> None:
    (understanding,) = understand([ALL[name]])
    assert problems(ALL[name], understanding) == []


def test_any_mixture_of_alphabets_is_understood_or_honestly_not(
    understand: Understand, problems: Callable[[str, dict[str, Any]], list[str]]
) -> None:
    texts = fuzzed(300)
    assert len(set(texts)) > 250
    found = [problems(*one) for one in zip(texts, understand(texts), strict=True)]
    assert {text: wrong for text, wrong in zip(texts, found, strict=True) if wrong} == {}


@pytest.mark.parametrize("name", WITHOUT_A_LETTER)
def test_text_without_a_letter_is_nothing_to_be_sure_of(understand: Understand, name: str) -> None:
    (understanding,) = understand([WITHOUT_A_LETTER[name]])
    assert understanding["intent"] is None
    assert understanding["procedure"] is None
    assert not understanding["language_shown"]
    assert understanding["script"] is None


@pytest.mark.parametrize(
    "name",
    [
        "one-letter",
        "one-arabic-letter",
        "one-letter-drawn-out",
        "tatweel-alone",
        "chinese",
        "cyrillic",
    ],
)
def test_letters_that_say_nothing_to_us_are_not_answered(understand: Understand, name: str) -> None:
    (understanding,) = understand([ALL[name]])
    assert (understanding["intent"], understanding["procedure"]) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "BONJOUR",
        "\ufeffbonjour",
        "bon\u200bjour",
        "\u202bbonjour\u202c",
        "b\u0301onjour",
        "bon\ud800jour",
        "𝕓𝕠𝕟𝕛𝕠𝕦𝕣",
        "bonjour\n\n\n\t",
        "<bonjour>",
    ],
    ids=ascii,
)
def test_what_is_only_dressed_up_is_read_as_the_same(understand: Understand, text: str) -> None:
    plain, dressed = understand(["bonjour", text])
    assert (dressed["intent"], dressed["ranking"]) == (plain["intent"], plain["ranking"])
    assert plain["ranking"][0]["intent"] == "greet"


def test_what_is_beyond_the_limit_is_not_read(understand: Understand) -> None:
    kept = "le prix du passeport ".ljust(MAX_TEXT_CHARS, "-")
    short, long = understand([kept, f"{kept} salam ESS-7K2M-9QX4-A"])
    assert (long["ranking"], long["entities"]) == (short["ranking"], [])


def test_a_text_does_not_change_what_its_neighbours_say(understand: Understand) -> None:
    together = understand(["bonjour", *ALL.values(), "bonjour"])
    assert together[0] == together[-1]
    (alone,) = understand(["bonjour"])
    assert (alone["intent"], alone["language"]) == (together[0]["intent"], together[0]["language"])


def test_parsing_keeps_one_answer_a_line(understand: Understand) -> None:
    texts = [*ALL.values(), *fuzzed(300)]
    lines = [json.dumps({"text": text}) for text in texts]
    answers = list(parse_lines(lines, understand))
    assert [answer["text"] for answer in answers] == texts


def test_the_command_writes_one_line_of_utf_8_for_each(
    understand: Understand,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("nlu.jobs.parse.load_model", lambda _: understand)
    texts = [*ALL.values(), *fuzzed(60)]
    asked = tmp_path / "asked.jsonl"
    asked.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    assert main(["parse", "--input", str(asked), "--model", str(asked)]) == 0
    written = capfdbinary.readouterr().out.decode("utf-8").split("\n")
    assert [json.loads(line)["text"] for line in written if line] == texts
