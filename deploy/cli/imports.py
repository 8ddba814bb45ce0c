"""`lyhord import`: earlier cases from a list out of an older system."""

import os
import re
import stat
import sys
import time
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from pydantic import SecretStr

from deploy.cli.endings import Ending, end, settings_of_environment, telling_failures
from deploy.cli.import_bar import shown_progress
from deploy.cli.intake_client import (
    AnswerLost,
    ImportProgress,
    IntakeClient,
    IntakeUnreachable,
    Sending,
    intake_client,
)
from deploy.cli.output import AsJson, print_json, print_table
from shared.ids import new_id

PIECE = 64 * 1024
"""Bytes sent at a time."""
REMARKS_PRINTED = 20
LOOK_SECONDS = 1.0
UNREACHABLE_SECONDS = 60.0
"""How long intake may be away, after it has the whole list, before the command stops looking."""

_STDIN = "-"
_CSV, _JSON_LINES = "text/csv", "application/x-ndjson"
_ENDINGS = {".csv": _CSV, ".tsv": _CSV, ".txt": _CSV, ".jsonl": _JSON_LINES, ".ndjson": _JSON_LINES}
_SOURCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def import_list(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV or JSON lines; - for stdin.")],
    source: Annotated[
        str,
        typer.Option(
            help="The earlier system: small letters, digits and hyphens.",
            show_default=False,
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would become of it.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse unknown columns, and rows of unknown units.")
    ] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Take nothing unless every row can be.")
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Write all that there is to say of rows to this file."),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Intake's address; LYHORD_INTAKE_URL if not given.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(help="LYHORD_SERVICE_TOKEN if not given, which no process list shows."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take over cases of an earlier system from a list.

    Rows that are right are taken though others are wrong; nobody is notified of any. The same
    list again takes what is missing and changes nothing else. docs/import.md has the columns.
    Ends with 0 only if every row is a case now.
    """
    settings = settings_of_environment()
    shown = SecretStr(token) if token else settings.service_token
    if shown is None:
        raise end(Ending.WRONG_USE, "Give --token, or set LYHORD_SERVICE_TOKEN.")
    if not _SOURCE.fullmatch(source):
        raise end(Ending.WRONG_USE, f'"{source}" is not small letters, digits and hyphens.')
    options = {
        "source": source,
        "import_id": str(new_id()),
        "dry_run": str(dry_run).lower(),
        "strict": str(strict).lower(),
        "all_or_nothing": str(all_or_nothing).lower(),
    }
    with (
        telling_failures(),
        _opened(file) as content,
        intake_client(url or str(settings.intake_url), shown) as intake,
    ):
        passes = 2 if all_or_nothing and not dry_run else 1
        size = _size(content)
        with shown_progress(intake, options["import_id"], size * passes if size else None):
            ended = _sent(intake, content, _media_type(file, content), options)
        if errors is not None:
            _save(intake, ended, errors)
    if as_json:
        print_json(ended.model_dump(mode="json"))
    else:
        _tell(ended, errors)
    if not ended.all_is_there:
        raise typer.Exit(Ending.NOT_RIGHT)


def _opened(file: str) -> BinaryIO:
    if file == _STDIN:
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise end(Ending.WRONG_USE, f"{file} cannot be read: {error.strerror}.") from None


def _size(content: BinaryIO) -> int | None:
    """Bytes, where it is a file."""
    try:
        found = os.fstat(content.fileno())
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _media_type(file: str, content: BinaryIO) -> str:
    """By the name, or else by how it begins: JSON lines with a brace."""
    if known := _ENDINGS.get(Path(file).suffix.lower()):
        return known
    # Both a file and stdin are buffered, and so can be looked into.
    beginning: bytes = getattr(content, "peek")(1)  # noqa: B009 - not in BinaryIO
    return _JSON_LINES if beginning.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{" else _CSV


def _sent(
    intake: IntakeClient, content: BinaryIO, media_type: str, options: dict[str, str]
) -> ImportProgress:
    sending = Sending(iter(lambda: content.read(PIECE), b""))
    try:
        return intake.send(sending, media_type, options)
    except AnswerLost:
        typer.echo("the answer was lost; looking how the import goes", err=True)
        return _followed(intake, options["import_id"])


def _followed(intake: IntakeClient, import_id: str) -> ImportProgress:
    answered = time.monotonic()
    while True:
        try:
            progress = intake.progress(import_id)
        except IntakeUnreachable:
            if time.monotonic() - answered > UNREACHABLE_SECONDS:
                raise
        else:
            answered = time.monotonic()
            if not progress.running:
                return progress
        time.sleep(LOOK_SECONDS)


def _save(intake: IntakeClient, ended: ImportProgress, file: Path) -> None:
    try:
        intake.save_remarks(ended.import_id, file)
    except OSError as error:
        raise end(Ending.NOT_RIGHT, f"{file} cannot be written: {error.strerror}.") from None


def _tell(ended: ImportProgress, saved: Path | None) -> None:
    dry = " (dry run: nothing was taken)" if ended.dry_run else ""
    typer.echo(f"import {ended.import_id}: {ended.state}{dry}")
    print_table(
        ["ROWS", "NEW", "UNCHANGED", "DIFFER", "REJECTED", "REMARKS"],
        [
            [
                ended.rows,
                ended.taken,
                ended.unchanged,
                ended.differs,
                ended.rejected,
                ended.remarks,
            ]
        ],
    )
    if ended.stopped:
        typer.echo(f"It could not be read on: {ended.stopped}")
    if ended.ignored_columns:
        typer.echo(f"Columns that are not known: {', '.join(ended.ignored_columns)}")
    if ended.errors:
        typer.echo()
        print_table(
            ["ROW", "COLUMN", "EFFECT", "WHAT", "ALLOWED"],
            [
                [each.row, each.column, each.effect, each.what, each.allowed]
                for each in ended.errors[:REMARKS_PRINTED]
            ],
        )
    if ended.remarks > REMARKS_PRINTED:
        where = f"all are in {saved}" if saved else "give --errors FILE for all of them"
        typer.echo(f"… and {ended.remarks - REMARKS_PRINTED} more; {where}")
