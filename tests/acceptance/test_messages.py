"""What the product does with messages that are no plain question."""

import pytest

DOCUMENTS = "quels papiers pour un extrait de naissance ?"


@pytest.mark.parametrize(
    ("language", "nonsense"),
    [("fr", "blorp zigu taratata"), ("ar", "قلسم برطغ زنمف"), ("ary-Latn", "zxqv brrr mlkj")],
    ids=["fr", "ar", "ary-Latn"],
)
def test_nonsense_is_answered_with_choices(meet, language, nonsense):
    answer = meet(language).ask(nonsense)

    # Not ours, or not understood: either is honest, and both say what can be asked instead.
    assert answer["outcome"] in {
        "clarified",
        "unanswered_low_confidence",
        "unanswered_out_of_scope",
    }
    assert answer["choices"]
    assert answer["card"] is None


@pytest.mark.parametrize("command", ["/greet", " ／greet", '/greet{"procedure": "passport"}'])
def test_an_intent_behind_a_slash_is_not_executed(meet, command):
    visitor = meet("fr")
    greeting = visitor.ask("bonjour")

    answer = visitor.ask(command)
    assert answer["text"] != greeting["text"]
    assert not answer["outcome"].startswith("error_")


@pytest.mark.parametrize("command", ["/restart", " ／restart", "\u200f/restart"])
def test_a_restart_behind_a_slash_does_not_end_the_talk(meet, command):
    visitor = meet("fr")
    visitor.ask(DOCUMENTS)
    answer = visitor.ask(command)
    price = visitor.ask("et le prix ?")

    assert not answer["outcome"].startswith("error_")
    assert (price["card"]["procedure"], price["card"]["aspect"]) == ("birth_certificate", "fee")


def test_a_message_that_is_posted_again_is_answered_once(meet):
    visitor = meet("fr")
    for _ in range(3):
        visitor.say(DOCUMENTS, message_id="again")
    visitor.ask("merci")

    talk = visitor.whole_talk()
    assert len([e for e in talk if e.data.get("in_reply_to") == "again"]) == 1
    assert len([e for e in talk if e.kind == "echo" and e.data["id"] == "again"]) == 1


def test_two_visitors_may_use_the_same_message_id(meet):
    visitors = [meet("fr"), meet("fr")]
    for visitor in visitors:
        visitor.say(DOCUMENTS, message_id="mine")

    answers = [visitor.answer("mine") for visitor in visitors]
    assert [answer["outcome"] for answer in answers] == ["answered", "answered"]


def test_messages_that_come_at_once_are_answered_in_order(meet):
    visitor = meet("fr")
    posted = [visitor.say(text) for text in ("bonjour", DOCUMENTS, "et le prix ?", "merci")]
    visitor.answer(posted[-1])

    answers = [e.data["in_reply_to"] for e in visitor.whole_talk() if e.kind == "message"]
    assert answers == posted
