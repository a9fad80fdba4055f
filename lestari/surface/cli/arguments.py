"""What the command takes. Reading it needs neither settings nor database, so that `--help` always answers."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from lestari.surface.cli.scales import SCALES, SHEET_KINDS

_ENDING = "Exit codes: 0 done, 1 something was found or refused, 2 wrong usage or set-up."
_SETTINGS = (
    "Settings by environment: LESTARI_DATA (data folder, default ./data), DATABASE_URL (default SQLite in the data folder), "
    "LESTARI_SECRET_KEY, LESTARI_ALLOWED_HOSTS (names by comma), LESTARI_HTTPS (true behind a proxy that speaks HTTPS), "
    "LESTARI_TRUSTED_PROXIES (addresses by comma of that proxy), LESTARI_BACKUPS (folder of the daily backups, default backups in the "
    "data folder). "
)
_Group: TypeAlias = "_SubParsersAction[ArgumentParser]"


def parser() -> ArgumentParser:
    """Return the parser of the whole command."""
    whole = ArgumentParser(
        "lestari",
        description="The village innovation exchange that never closes.",
        epilog=_SETTINGS + _ENDING,
    )
    whole.add_argument("--version", action="version", version=f"lestari {version('lestari')}")
    group = whole.add_subparsers(metavar="COMMAND", required=True)
    _serving(group)
    _demo(group)
    _report(group)
    _ledger(group)
    _rebuild(group)
    _search(group)
    _sheets(group)
    _user(group)
    _safekeeping(group)
    return whole


def _command(group: _Group, name: str, words: str, run: str) -> ArgumentParser:
    made: ArgumentParser = group.add_parser(name, help=words, description=words, epilog=_ENDING)
    made.set_defaults(run=run)
    return made


def _family(group: _Group, name: str, words: str) -> _Group:
    return group.add_parser(name, help=words, description=words).add_subparsers(
        metavar="COMMAND", required=True
    )


def _serving(group: _Group) -> None:
    serve = _command(group, "serve", "Serve the pages, with the worker beside them.", "serve")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (default %(default)s)")
    serve.add_argument(
        "--demo", choices=SCALES, help="load this demo first, if there are no accounts and no records yet"
    )
    serve.add_argument(
        "--plain-http",
        action="store_true",
        help="listen beyond this machine without HTTPS: passwords go in clear, for a closed network only",
    )
    worker = _command(group, "worker", "Seal the ledger, run the followers and the daily tick.", "worker")
    worker.add_argument("--once", action="store_true", help="do what is waiting, then end")


def _demo(group: _Group) -> None:
    demo = _command(group, "demo", "Load the invented demo into an empty data folder.", "demo")
    demo.add_argument("--scale", choices=SCALES, default="lampung", help="how much (default %(default)s)")
    demo.add_argument(
        "--code", action="store_true", help="only print the present six digits of the demo's administrator"
    )


def _report(group: _Group) -> None:
    report = _family(group, "report", "Reports, computed from dated records.")
    words = "The achievements of a region until a day, with the head of the ledger they stand on."
    achievements = _command(report, "achievements", words, "report achievements")
    achievements.add_argument(
        "--region", required=True, metavar="CODE", help="code of the region: 18, 18.06, 18.06.01, …"
    )
    achievements.add_argument(
        "--until", type=_day, metavar="DATE", help="last day that counts, as 2019-12-31 (default today)"
    )
    achievements.add_argument(
        "--format", choices=("json", "text"), default="text", help="(default %(default)s)"
    )


def _ledger(group: _Group) -> None:
    ledger = _family(group, "ledger", "The append-only record of what was done.")
    words = "Check the chain, the columns beside it, and the tables against it."
    verify = _command(ledger, "verify", words, "ledger verify")
    verify.add_argument(
        "--head",
        type=_head,
        metavar="POSITION:HASH",
        help="as printed on a report: finds a cut-off end",
    )
    verify.add_argument("--json", action="store_true", help="for programs")


def _rebuild(group: _Group) -> None:
    rebuild = _family(group, "rebuild", "Make derived things anew from the records.")
    duties = _command(
        rebuild, "duties", "Make all open duties anew from the states of the records.", "rebuild duties"
    )
    duties.add_argument("--json", action="store_true", help="for programs")
    words = "Make the search index anew beside the one that serves, then let it serve."
    search = _command(rebuild, "search", words, "rebuild search")
    search.add_argument("--json", action="store_true", help="for programs")


def _search(group: _Group) -> None:
    words = "Find what everybody may find: innovations and promises, by words or a whole question."
    search = _command(group, "search", words, "search")
    search.add_argument("words", nargs="+", metavar="WORDS", help="words, a misspelt one too, or a question")
    search.add_argument("--region", metavar="CODE", default="", help="only in this region and below")
    search.add_argument("--limit", type=_count, default=10, help="how many to print (default %(default)s)")
    search.add_argument("--json", action="store_true", help="for programs")


def _sheets(group: _Group) -> None:
    family = _family(group, "import", "Lists from Excel or CSV: check them, write them, undo them.")
    for kind in SHEET_KINDS:
        words = f"Check a sheet of {kind}, and write what it tells."
        one = _command(family, kind, words, "import")
        one.set_defaults(kind=kind)
        one.add_argument(
            "file", metavar="FILE", help="an .xlsx or .csv file; of budgets a ZIP of Siskeudes too"
        )
        one.add_argument("--check", action="store_true", help="only say what it would do")
        one.add_argument(
            "--as", dest="as_", action="append", metavar="USERNAME",
            help="who does it, with their rights; named more than once, each step is done by the first who may (default: the system)",
        )  # fmt: skip
        one.add_argument("--region", metavar="CODE", help="the village of all rows, where the sheet has none")
        one.add_argument("--year", type=int, help="the fiscal year of all rows, where the sheet has none")
        one.add_argument(
            "--with",
            dest="with_",
            action="append",
            type=_pair,
            metavar="COLUMN=VALUE",
            help="what is true of all rows",
        )
        one.add_argument(
            "--refused", metavar="FILE", help="write the refused rows there, with a column of remarks"
        )
        one.add_argument("--json", action="store_true", help="for programs")
    words = "Show what a newer official list of regions (code, name) would change, and take it over from a day on."
    regions = _command(family, "regions", words, "import regions")
    regions.add_argument("file", metavar="FILE", help="an .xlsx or .csv file with the columns kode and nama")
    regions.add_argument(
        "--on",
        type=_day,
        metavar="DATE",
        help="since when the list is in force; without it nothing is written",
    )
    regions.add_argument("--check", action="store_true", help="only say what it would change")
    regions.add_argument("--json", action="store_true", help="for programs")
    _command(family, "undo", "Take back all that a sheet wrote.", "import undo").add_argument(
        "id", metavar="ID"
    )
    every = _command(family, "list", "List the sheets that were sent, the newest first.", "import list")
    every.add_argument("--json", action="store_true", help="for programs")
    words = "Write the empty sheet of a kind: its columns with notes, lists to choose from, an example."
    sheet = _command(group, "sheet", words, "sheet")
    sheet.add_argument("kind", choices=SHEET_KINDS)
    sheet.add_argument("--output", metavar="FILE", help="where to (default: KIND.xlsx here)")


def _safekeeping(group: _Group) -> None:
    words = "Back up records and originals into one new file while everybody goes on working; or check such a file."
    backup = _command(group, "backup", words, "backup")
    backup.add_argument(
        "path",
        type=Path,
        nargs="?",
        help="the new file, or a folder for it (default: the folder of the daily backups, where the oldest give way)",
    )
    backup.add_argument(
        "--check", action="store_true", help="read the backup at PATH to its end and say what is in it"
    )
    backup.add_argument(
        "--if-due",
        action="store_true",
        help="only if today's is not made yet; the worker asks for it every day",
    )
    words = "Restore a backup into an empty database and data folder: whole, or not at all."
    restore = _command(group, "restore", words, "restore")
    restore.add_argument("path", type=Path, help="the backup, or a folder of which the newest is taken")
    words = "Bring the database to this version: backed up, migrated and verified, or as it was."
    upgrade = _command(group, "upgrade", words, "upgrade")
    words = "Say what is wrong with this set-up and how to mend it; 2 where it cannot work, 1 where somebody should look."
    doctor = _command(group, "doctor", words, "doctor")
    for command in (backup, restore, upgrade, doctor):
        command.add_argument("--json", action="store_true", help="for programs")


def _user(group: _Group) -> None:
    user = _family(group, "user", "Accounts, from the server's own command line.")
    everyone = _command(user, "list", "List accounts with their roles of today.", "user list")
    everyone.add_argument("--json", action="store_true", help="for programs")
    add = _command(
        user, "add", "Make an account and print the link with which its owner sets a password.", "user add"
    )
    add.add_argument("username", help="3 to 30 small letters, digits, . _ -")
    add.add_argument("--name", required=True, help="the person's name")
    add.add_argument(
        "--role",
        required=True,
        help="administrator, province, agency, facilitator, tik, tpid or village_officer",
    )
    add.add_argument(
        "--region", required=True, metavar="CODE", help="code of the region; 'ID' is the whole country"
    )
    add.add_argument("--phone", default="", help="telephone number")
    _link_options(add)
    link = _command(user, "link", "Print a new link with which a person sets a password.", "user link")
    link.add_argument("username")
    _link_options(link)
    _token(user)


def _token(user: _Group) -> None:
    words = "Print a token with which a program acts as a person under /api/v1; list or end those there are."
    token = _command(user, "token", words, "user token")
    token.add_argument("username")
    what = token.add_mutually_exclusive_group(required=True)
    what.add_argument("--name", help="make one: what it is for, such as 'lembar kabupaten'")
    what.add_argument("--list", action="store_true", help="list those in force")
    what.add_argument("--revoke", type=_token_id, metavar="ID", help="end this one, by its id in the list")
    token.add_argument(
        "--days", type=_days, default=365, help="how long a new one is good (default %(default)s)"
    )
    token.add_argument("--json", action="store_true", help="for programs")


def _link_options(command: ArgumentParser) -> None:
    command.add_argument(
        "--address",
        default="http://127.0.0.1:8000",
        help="address of the site in the link (default %(default)s)",
    )
    command.add_argument("--json", action="store_true", help="for programs")


def _token_id(text: str) -> str:
    if len(text) != 8 or set(text) - set("0123456789abcdef"):  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is no id of a token: take it from --list")
    return text


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 3650:  # noqa: PLR2004 - ten years
        raise ArgumentTypeError(f"{text!r} is no number of days: take one from 1 to 3650")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise ArgumentTypeError(f"{text!r} is no column with its value: write it as unit=meter")
    return name.strip(), value.strip()


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1000:  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is no number of results: take one from 1 to 1000")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:  # noqa: PLR2004 - the last port there is
        raise ArgumentTypeError(f"{text!r} is no port: take a number from 1 to 65535")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2019-12-31") from None


def _head(text: str) -> str:
    position, colon, digest = text.partition(":")
    if not (colon and position.isdigit() and len(digest) == 64 and set(digest) <= set("0123456789abcdef")):  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is no head: copy POSITION:HASH from a report")
    return text
