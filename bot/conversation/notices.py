"""Emergency notices: which concern a turn, what they take the place of, and their words: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.conversation.words import Words
from bot.domain.notice import Notice
from bot.domain.reply import Outcome, Reply

# Above an answer a notice is told once, and again after so long.
TOLD_AGAIN: Final = timedelta(hours=6)
# What stands even where answers are replaced: help, and what somebody was asked for.
_ALWAYS: Final = frozenset({"emergency", "emergency_numbers", "ask_secret", "request", "notice"})


def with_notices(
    replies: Sequence[Reply],
    notices: Iterable[Notice],
    told: Mapping[str, str],
    now: datetime,
) -> tuple[tuple[Reply, ...], dict[str, str]]:
    """The replies with the notices that concern them, and when each notice was told.

    `told` holds the moment (ISO) at which a notice was last told in this talk, by its key.
    """
    on = [notice for notice in notices if notice.is_on(now)]
    instead = [notice for notice in on if notice.mode == "instead"]
    kept = [_instead(reply, instead) for reply in replies]
    before = [
        notice
        for notice in on
        if notice.mode == "before"
        and any(_concerns(notice, reply) for reply in replies)
        and not _told_lately(told.get(notice.key), now)
    ]
    shown = {notice.key: now.isoformat() for notice in before}
    return (
        tuple(_unique([*(_reply(one) for one in before), *kept])),
        {**{key: at for key, at in told.items() if _told_lately(at, now)}, **shown},
    )


def notice_text(reply: Reply, words: Words) -> str:
    """Put a notice into words: the staff's own, and until when it holds."""
    text: Mapping[str, str] = reply.params["text"]
    ends = str(reply.params["ends_at"])
    until = words.text("notice.until", day=words.day(ends), time=words.time(ends))
    return f"⚠ {text[words.language]}\n{until}"


def _instead(reply: Reply, notices: Sequence[Notice]) -> Reply:
    notice = next((one for one in notices if _concerns(one, reply)), None)
    return reply if notice is None or reply.say in _ALWAYS else _reply(notice, reply)


def _reply(notice: Notice, replaced: Reply | None = None) -> Reply:
    return Reply(
        say="notice",
        params={"text": dict(notice.text), "ends_at": notice.ends_at.isoformat()},
        choices=replaced.choices if replaced else (),
        outcome=Outcome.ANSWERED,
    )


def _concerns(notice: Notice, reply: Reply) -> bool:
    if not notice.procedures:
        return True
    return bool(reply.card) and str(reply.card.get("procedure")) in notice.procedures  # type: ignore[union-attr]


def _told_lately(at: str | None, now: datetime) -> bool:
    return at is not None and now - datetime.fromisoformat(at) < TOLD_AGAIN


def _unique(replies: Iterable[Reply]) -> list[Reply]:
    """Two answers replaced by one notice say it once."""
    found: list[Reply] = []
    for reply in replies:
        if not (reply.say == "notice" and any(reply.params == one.params for one in found)):
            found.append(reply)
    return found
