"""What the four roles write for one case: plain dictionaries of the product's size."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import uuid_utils

from tests.load.bare.bus import RECEIVED, REGISTERED
from tests.load.bare.store import BOARDS

Document = dict[str, Any]

CLEARED = {"$set": {"outbox": []}, "$unset": {"outbox_due": ""}}
"""The update that says that the events of a document are published."""


def submission(number: int, sample: Mapping[str, Any]) -> Document:
    """What intake keeps, with the event in its outbox."""
    case_id = str(uuid_utils.uuid7())
    facts = {
        **sample["facts"],
        "board": BOARDS[number % len(BOARDS)],
        "reference": f"26-{case_id[-10:-5]}-{case_id[-5:]}",
    }
    event = {**sample, "id": str(uuid_utils.uuid7()), "case_id": case_id, "facts": facts}
    return {
        "_id": case_id,
        "reference": facts["reference"],
        "facts": facts,
        "content": sample["content"],
        **_outbox(RECEIVED, event),
    }


def case(received: Mapping[str, Any], serial: int, sample: Mapping[str, Any]) -> Document:
    """What the workflow keeps of a submission that it gives this number."""
    board = received["facts"]["board"]
    number = f"{board.upper()} 2026-{serial:05d}"
    facts = {**sample["facts"], **_known(received), "diary_number": number}
    event = {
        **sample,
        "id": str(uuid_utils.uuid7()),
        "case_id": received["case_id"],
        "facts": facts,
        "detail": {"board": board, "year": 2026, "serial": serial},
    }
    return {
        "_id": received["case_id"],
        "seq": 2,
        "board": board,
        "serial": serial,
        "facts": facts,
        "content": received["content"],
        **_outbox(REGISTERED, event),
    }


def notice(received: Mapping[str, Any]) -> Document:
    """What notifications keeps: whom to write to, and when to remind."""
    now = datetime.now(UTC)
    return {
        "_id": received["case_id"],
        "seq": 1,
        "facts": received["facts"],
        "contact": received["content"]["contact"],
        "deadlines": [{"rule": rule, "due": now} for rule in ("acknowledge", "answer", "remind")],
    }


def newest(event: Mapping[str, Any]) -> Document:
    """The update by which a notice or a fact becomes what the event says."""
    return {"$set": {"seq": event["seq"], "facts": event["facts"]}}


def fact(event: Mapping[str, Any]) -> Document:
    """What reporting keeps."""
    return {"_id": event["case_id"], "seq": event["seq"], "facts": event["facts"]}


def newer_than(event: Mapping[str, Any]) -> Document:
    """The filter of the newest-by-`seq` upsert; a duplicate key says that newer is there."""
    return {"_id": event["case_id"], "seq": {"$lt": event["seq"]}}


def _known(received: Mapping[str, Any]) -> Document:
    return {name: received["facts"][name] for name in ("board", "reference")}


def _outbox(type_: str, event: Mapping[str, Any]) -> Document:
    entry = {
        "id": event["id"],
        "type": type_,
        "case_id": event["case_id"],
        "body": json.dumps(event, ensure_ascii=False, separators=(",", ":")),
    }
    return {"outbox": [entry], "outbox_due": datetime.now(UTC) + timedelta(seconds=15)}
