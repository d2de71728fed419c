"""What stands in the way of a start, as one line that names the setting to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import LiteralString

from bot.adapters.store.errors import SchemaUnknown, StoreAway
from bot.errors import ChatFailed, SettingsWrong
from bot.i18n import Words
from bot.settings import Settings
from ops.serving.service import AddressTaken

NOT_LET_IN = "chat_token"


@contextmanager
def named(settings: Settings, variable: LiteralString = "SLACK_BOT_TOKEN") -> Iterator[None]:
    """Turns what Slack, the database or the system refuses into SettingsWrong; `variable` is what Slack goes by."""
    words = Words.of(settings.language)
    try:
        yield
    except ChatFailed as failed:
        raise SettingsWrong((_of_slack(words, failed, variable, settings.slack_api_url),)) from failed
    except StoreAway as away:
        raise SettingsWrong((words("settings.database_away", name="DATABASE_URL"),)) from away
    except SchemaUnknown as unknown:
        raise SettingsWrong((words("settings.database_newer", name="DATABASE_URL"),)) from unknown
    except AddressTaken as taken:
        raise SettingsWrong((words("settings.address_taken", name="PORT", address=str(taken)),)) from taken


def _of_slack(words: Words, failed: ChatFailed, variable: str, address: str) -> str:
    if failed.key == NOT_LET_IN:
        return words("settings.token_refused", name=variable)
    return words("settings.slack_away", name="SLACK_API_URL", address=address, reason=failed.code)


def must_keep_files(settings: Settings) -> None:
    """Makes sure that what people upload can be kept; SettingsWrong when it cannot."""
    folder = settings.upload_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return
    except OSError as error:
        words = Words.of(settings.language)
        reason = error.strerror or type(error).__name__
        raise SettingsWrong((words("settings.folder_unusable", name="UPLOAD_DIR", reason=reason),)) from error
