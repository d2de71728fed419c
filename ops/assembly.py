"""The composition root: the only file that names the concrete classes of every room."""

import asyncio
import socket
from datetime import UTC, datetime
from importlib.metadata import version

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.excel.apart import ApartWorkbook
from bot.adapters.excel.limits import Limits
from bot.adapters.excel.reader import Reader
from bot.adapters.excel.workbook import QuotationWorkbook
from bot.adapters.llm.offline import OfflineModel
from bot.adapters.llm.openai import OpenAIModel
from bot.adapters.store.engine import open_engine
from bot.adapters.store.inbox import InboxQueue
from bot.adapters.store.migration import migrate, migrate_engine
from bot.adapters.store.outbox import OutboxQueue
from bot.adapters.store.store import FrontDoor, SqlStore
from bot.domain import quotation
from bot.domain.effort import PersonDays
from bot.domain.estimate import TaxRule
from bot.domain.language import Language
from bot.domain.money import Currency, money
from bot.log import get_logger
from bot.ports import LanguageModel
from bot.services.approving import Approving
from bot.services.asking import Asking
from bot.services.calls import Calls
from bot.services.changing import Changing
from bot.services.converse import Converse
from bot.services.efforts import Efforts
from bot.services.estimating import Estimates
from bot.services.lookup import Lookup
from bot.services.mishaps import Mishaps
from bot.services.negotiate import Negotiate
from bot.services.offers import Offers
from bot.services.proposing import Proposing
from bot.services.revising import Revising
from bot.services.starting import Starting
from bot.services.terms import Terms
from bot.services.understanding import Understanding
from bot.settings import Settings
from handlers.chat import SlackChat
from handlers.desk import Desk
from handlers.files import SlackFiles
from handlers.identity import Identity, authorize_as
from handlers.listeners import register
from handlers.people import SlackPeople
from handlers.scopes import missing_scopes
from ops.serving.dispatcher import Dispatcher
from ops.serving.documents import WorkbookSender
from ops.serving.health import Health
from ops.serving.obstacles import must_keep_files, named
from ops.serving.pool import Pool
from ops.serving.service import Address, Service
from ops.serving.socket_mode import BoltSocket
from ops.serving.worker import Worker

DISPATCHED_AT_ONCE = 32
"""Posts under way at the same time, over all threads."""
SLACK_TIMEOUT_SECONDS = 15
SLACK_FILE_SECONDS = 60
"""For a file as long as bytes still come or go."""

log = get_logger(__name__)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)


def migrate_database(settings: Settings) -> None:
    """Creates or updates the tables."""
    with named(settings):
        migrate(settings.database_url, settings.db_schema)


async def serve(settings: Settings) -> None:
    """Runs the bot until it is told to stop."""
    for note in settings.notes:
        log.warning("Setting", note=note)
    bot_token, app_token = (token.get_secret_value() for token in settings.require_slack())
    must_keep_files(settings)
    async with slack_session() as session:
        client = AsyncWebClient(
            token=bot_token, base_url=settings.slack_api_url, timeout=SLACK_TIMEOUT_SECONDS, session=session
        )
        with named(settings, "SLACK_BOT_TOKEN"):
            identity = await SlackChat(client).identity()
        report_scopes(identity)
        with named(settings, "SLACK_APP_TOKEN"):
            await service(settings, client, identity, app_token).run()


def slack_session() -> ClientSession:
    """Connections to Slack that stay open for the next call: the SDK would make one, TLS and all, for each.

    It keeps no cookies: who we are is said by the token alone.
    """
    timeout = ClientTimeout(
        total=SLACK_FILE_SECONDS, sock_connect=SLACK_TIMEOUT_SECONDS, sock_read=SLACK_TIMEOUT_SECONDS
    )
    return ClientSession(timeout=timeout, cookie_jar=DummyCookieJar())


def report_scopes(identity: Identity) -> None:
    """Names what the installation does not permit; parts of the bot are dead until it is installed again."""
    missing = missing_scopes(identity.scopes)
    if missing:
        log.error("Scopes missing", missing=list(missing), mend="update the app from deploy/slack/manifest.json")


def service(settings: Settings, client: AsyncWebClient, identity: Identity, app_token: str) -> Service:
    """The bot's process, assembled; nothing runs yet."""
    clock = SystemClock()
    engine = open_engine(settings.database_url, settings.db_schema)
    migrate_engine(engine, settings.db_schema)
    store = SqlStore(engine, clock)
    people = SlackPeople(client, default=settings.language, clock=clock)
    owner = f"{socket.gethostname()}:{settings.port}"
    inbox, outbox = InboxQueue(store, owner, clock), OutboxQueue(store, owner, clock)
    bolt = _bolt(settings, client, identity, store, people)
    link = BoltSocket(bolt, app_token)
    worker = Worker(store=store, arrivals=inbox, converse=_converse(settings, client, store, people, clock))
    quotations = ApartWorkbook(workbook(settings))
    dispatcher = _dispatcher(client, store, outbox, quotations)

    async def reclaim() -> None:
        await inbox.reclaim()
        await outbox.reclaim()

    async def database_up() -> bool:
        await store.ping()
        return True

    async def close() -> None:
        await store.close()
        await asyncio.to_thread(quotations.close)

    return Service(
        socket=link,
        worker=Pool(claim=inbox.claim, work=worker.work, wait=inbox.wait, size=settings.workers),
        dispatcher=Pool(claim=outbox.claim, work=dispatcher.work, wait=outbox.wait, size=DISPATCHED_AT_ONCE),
        health=Health(probes={"database": database_up, "socket": link.up}, version=version("estimator")),
        address=Address(host=settings.host, port=settings.port),
        reclaim=reclaim,
        close=close,
    )


def language_model(settings: Settings) -> LanguageModel:
    """The model when there is a key, the offline catalogue when there is none."""
    if settings.openai_api_key is None:
        log.warning("No OPENAI_API_KEY: estimates are rule-based, without the model")
        return OfflineModel()
    return OpenAIModel(
        api_key=settings.openai_api_key.get_secret_value(),
        model=settings.openai_model,
        base_url=settings.openai_base_url,
        timeout=settings.openai_timeout_seconds,
        max_retries=settings.openai_max_retries,
        concurrency=settings.model_concurrency,
    )


def terms(settings: Settings) -> Terms:
    """Prices, taxes and limits."""
    return Terms(
        rates={currency: money(settings.day_rate(currency), currency) for currency in Currency},
        taxes={
            language: TaxRule(percent=settings.tax_rate(language), rounding=settings.tax_rounding)
            for language in Language
        },
        questions=settings.question_count,
        per_call=settings.deliverables_per_call,
        max_days=PersonDays(settings.max_days_per_line),
    )


def workbook(settings: Settings) -> QuotationWorkbook:
    """The quotation in the issuer's name."""
    issuer = quotation.Issuer(
        name=settings.issuer_name,
        address=settings.issuer_address,
        phone=settings.issuer_phone,
        email=settings.issuer_email,
        person=settings.issuer_person,
        registration_number=settings.issuer_registration_number,
        valid_days=settings.quotation_valid_days,
        terms={
            Language.JA: quotation.Terms(delivery=settings.delivery_terms_ja, payment=settings.payment_terms_ja),
            Language.EN: quotation.Terms(delivery=settings.delivery_terms_en, payment=settings.payment_terms_en),
        },
    )
    return QuotationWorkbook(issuer=issuer, zone=settings.timezone)


def _bolt(
    settings: Settings, client: AsyncWebClient, identity: Identity, store: SqlStore, people: SlackPeople
) -> AsyncApp:
    app = AsyncApp(
        client=client,
        authorize=authorize_as(identity, client.token or ""),
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )
    desk = Desk(
        store=FrontDoor(store=store),
        people=people,
        lookup=Lookup(store=store),
        language=settings.language,
        home=identity.home,
    )
    register(app, desk)
    return app


def _converse(
    settings: Settings, client: AsyncWebClient, store: SqlStore, people: SlackPeople, clock: SystemClock
) -> Converse:
    reader = Reader(limits=Limits(max_deliverables=settings.max_deliverables, max_bytes=settings.max_upload_bytes))
    files = SlackFiles(client, folder=settings.upload_dir, most=settings.max_upload_bytes)
    model, calls, agreed = language_model(settings), Calls(store=store), terms(settings)
    asking = Asking(model=model, calls=calls, terms=agreed)
    efforts, offers = Efforts(model=model, calls=calls, terms=agreed), Offers(store=store)
    revising = Revising(clock=clock, offers=offers)
    negotiate = Negotiate(
        store=store,
        understanding=Understanding(model=model, calls=calls),
        revising=revising,
        changing=Changing(revising=revising, efforts=efforts, terms=agreed),
        proposing=Proposing(model=model, calls=calls, terms=agreed, offers=offers, revising=revising),
        approving=Approving(people=people, offers=offers, approvers=settings.approvers_named),
    )
    return Converse(
        store=store,
        people=people,
        reader=reader,
        starting=Starting(people=people, files=files, reader=reader, clock=clock, terms=agreed),
        asking=asking,
        estimates=Estimates(store=store, efforts=efforts, clock=clock, terms=agreed),
        negotiate=negotiate,
        offers=offers,
        mishaps=Mishaps(store=store, people=people, asking=asking),
    )


def _dispatcher(client: AsyncWebClient, store: SqlStore, outbox: OutboxQueue, quotations: ApartWorkbook) -> Dispatcher:
    chat = SlackChat(client)
    sender = WorkbookSender(store=store, departures=outbox, workbook=quotations, uploads=chat)
    return Dispatcher(store=store, departures=outbox, chat=chat, documents=sender)
