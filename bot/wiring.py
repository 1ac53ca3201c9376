"""The only place where concrete adapters are named and plugged together."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.administration.contract import Administration
from bot.administration.rest import RestAdministration
from bot.assistant.contract import Assistant
from bot.assistant.rasa import RasaAssistant
from bot.channels.contract import Channel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import ACCOUNT as WEB_ACCOUNT
from bot.channels.web.channel import NAME as WEB
from bot.channels.web.channel import WebChannel
from bot.channels.web.listeners import StreamListeners
from bot.clock import Clock, utc_now
from bot.conversation.answer import Answerer
from bot.conversation.deliver import Deliverer
from bot.conversation.receive import Receiver
from bot.i18n import Catalogues
from bot.privacy import Keys
from bot.secret_key import load_keys
from bot.settings import Settings
from bot.store.cursors import CursorStore
from bot.store.database import Database
from bot.store.inbox import InboxStore
from bot.store.outbox import OutboxStore
from bot.store.web_stream import WebStreamStore
from bot.wake import Wake
from bot.web.health import Health
from bot.web.pages import Pages
from bot.web.sessions import SessionTokens
from bot.web.widget import WidgetApi
from bot.workers.inbox import InboxWorker
from bot.workers.outbox import OutboxWorker
from bot.workers.telegram import poll_forever

SAMPLES: Final = Path(__file__).resolve().parents[1] / "data" / "samples" / "requests.yml"


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """All parts of one gateway process."""

    settings: Settings
    database: Database
    inbox: InboxStore
    pollers: Sequence[Callable[[], Coroutine[Any, Any, None]]]
    """Loops that fetch from channels which do not call us."""
    assistant: Assistant
    administration: Administration
    receiver: Receiver
    channels: Mapping[str, Channel]
    inbox_wake: Wake
    outbox_wake: Wake
    inbox_worker: InboxWorker
    outbox_worker: OutboxWorker
    widget: WidgetApi
    health: Health
    pages: Pages

    async def aclose(self) -> None:
        """Close every connection."""
        for channel in self.channels.values():
            await channel.aclose()
        await self.assistant.aclose()
        await self.administration.aclose()
        await self.database.close()


def secrets_of(settings: Settings, keys: Keys) -> dict[str, str]:
    """Give the shared secrets of the other programs, as they read them from the environment."""
    token = settings.backend_token.get_secret_value() if settings.backend_token else None
    return {
        "JAWAB_BACKEND_TOKEN": token or keys.token("backend"),
        "JAWAB_BACKEND_EDITOR_TOKEN": keys.token("backend editor"),
        "JAWAB_RASA_SECRET": keys.token("rasa"),
        "JAWAB_ACTIONS_SECRET": keys.token("actions"),
    }


def build_gateway(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    assistant: Assistant | None = None,
    administration: Administration | None = None,
    more_channels: Iterable[Channel] = (),
) -> Gateway:
    """Plug everything together, doubles where they are given; connects to nothing yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    keys = load_keys(settings)
    shared = secrets_of(settings, keys)
    database = Database(settings.bot_database_url)
    inbox, outbox = InboxStore(database, clock), OutboxStore(database, clock)
    stream, listeners = WebStreamStore(database, clock), StreamListeners()

    def name_session(session: str) -> str:
        return keys.pseudonym(WEB, WEB_ACCOUNT, session)

    web = WebChannel(stream, listeners, name_session)
    channels: dict[str, Channel] = {channel.name: channel for channel in (web, *more_channels)}
    pollers: list[Callable[[], Coroutine[Any, Any, None]]] = []
    if settings.telegram_token:
        telegram = TelegramChannel(
            settings.telegram_token.get_secret_value(), settings.telegram_api_url
        )
        channels[telegram.name] = telegram
        pollers.append(lambda: poll_forever(telegram, receiver, CursorStore(database)))
    assistant = assistant or RasaAssistant(
        settings.rasa_addresses, shared["JAWAB_RASA_SECRET"], actions_url=settings.actions_url
    )
    administration = administration or RestAdministration(
        settings.backend_url,
        shared["JAWAB_BACKEND_TOKEN"],
        kept=settings.data_dir / "vocabulary.json",
    )
    inbox_wake, outbox_wake = Wake(), Wake()
    echoing = frozenset(n for n, c in channels.items() if c.capabilities.shows_own_messages)
    receiver = Receiver(inbox, keys, inbox_wake, echoing=echoing)
    owner = f"{socket.gethostname()[:32]}:{os.getpid()}"
    deliverer = Deliverer(outbox, channels, administration, Catalogues(), keys, clock)
    answerer = Answerer(assistant, administration, keys, clock)
    return Gateway(
        settings=settings,
        database=database,
        inbox=inbox,
        pollers=pollers,
        assistant=assistant,
        administration=administration,
        receiver=receiver,
        channels=channels,
        inbox_wake=inbox_wake,
        outbox_wake=outbox_wake,
        inbox_worker=InboxWorker(inbox, answerer, channels, keys, outbox_wake, owner),
        outbox_worker=OutboxWorker(outbox, deliverer, owner),
        widget=WidgetApi(
            web,
            receiver,
            stream,
            listeners,
            SessionTokens(keys.derived("web session")),
            clock,
            name_session,
            alone=database.is_sqlite,
        ),
        health=Health(database, assistant, administration),
        pages=Pages(**sample_request(settings)),
    )


def sample_request(settings: Settings) -> dict[str, str]:
    """Give the made-up request that the demonstration page shows; empty where there is none."""
    shown = {"sample_reference": "", "sample_code": ""}
    if not settings.sample_data or not SAMPLES.exists():
        return shown
    first = yaml.safe_load(SAMPLES.read_text("utf-8"))["requests"][0]
    return {"sample_reference": first["reference"], "sample_code": str(first["code"])}
