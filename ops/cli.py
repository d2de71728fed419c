"""`estimator`: the command. Parses, loads the settings, hands over; errors in one line each, never a traceback."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from importlib.metadata import version

from bot.errors import SettingsWrong
from bot.log import configure_logging
from bot.settings import Settings, load_settings
from ops import assembly
from ops.sandbox import demo

USAGE_ERROR = 2
FAILED = 1

DESCRIPTION = """\
Turns a list of deliverables into a priced, reasoned quotation, in a Slack thread.

Settings come from the environment and from .env in the working directory; .env.sample explains each.
"""

EXAMPLES = """\
examples:
  estimator demo               try it without an account: a small Slack on this machine, then you type
  estimator demo --script      the same, without typing: prints the thread and the workbook's path
  estimator migrate            create or update the tables in DATABASE_URL
  estimator run                connect to Slack (SLACK_BOT_TOKEN, SLACK_APP_TOKEN) and serve
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code is 0 for success, 1 for a failure, 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except SettingsWrong as wrong:
        print(wrong, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="estimator",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"estimator {version('estimator')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    commands.add_parser("run", help="connect to Slack and serve until told to stop").set_defaults(command=_run)
    commands.add_parser("migrate", help="create or update the database's tables").set_defaults(command=_migrate)
    show = commands.add_parser("demo", help="try it on this machine, with no account and no key")
    show.add_argument("--script", action="store_true", help="play the scripted conversation and stop")
    show.set_defaults(command=_demo)
    return parser


def _run(_: argparse.Namespace) -> int:
    settings = _settings()
    settings.require_slack()
    asyncio.run(assembly.serve(settings))
    return 0


def _migrate(_: argparse.Namespace) -> int:
    settings = _settings()
    assembly.migrate_database(settings)
    print("The database is up to date.")
    return 0


def _demo(options: argparse.Namespace) -> int:
    return asyncio.run(demo.play(interactive=not options.script))


def _settings() -> Settings:
    settings = load_settings()
    configure_logging(settings.log_level.value, settings.log_format.value)
    return settings


if __name__ == "__main__":
    sys.exit(main())
