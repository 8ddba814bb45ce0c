"""The events as a contract: nothing that others rely on may change unnoticed."""

import copy
import json
import subprocess
from typing import Any

import jsonschema
import pytest

from shared.bus.subscriptions import HANDLING, REPORTING_FACTS, SUBSCRIPTIONS
from shared.events.catalogue import CATALOGUE, current_version
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.events.reading import UnknownVersion, UnreadableEvent, read_event
from shared.events.schemas import FOLDER, file_name, generated, incompatibilities
from shared.events.submissions import CaseReceived
from shared.events.upcasting import JsonObject
from tests.support.submissions import submission

DESIGNED = {
    "case.received",
    "message.received",
    "survey.answered",
    "case.registered",
    "case.acknowledged",
    "case.assigned",
    "case.assessed",
    "case.escalated",
    "case.reclassified",
    "case.investigating",
    "case.paused",
    "case.resumed",
    "case.deadline-extended",
    "case.action-decided",
    "case.action-done",
    "case.effect-assessed",
    "case.answered",
    "case.answer-waived",
    "case.referred",
    "case.dismissed",
    "case.closed",
    "case.reopened",
    "case.followed-up",
    "case.corrected",
    "lexsarah.reported",
    "lexsarah.declined",
    "lexsarah.decided",
    "lexsarah.ivo-notified",
    "lexsarah.ivo-decided",
    "case.documented",
    "case.linked",
    "case.snapshot",
    "case.erased",
    "case.erasure-done",
    "notice.sent",
    "notice.failed",
    "notice.bounced",
    "deadline.breached",
    "signal.raised",
    "case.noted",
    "channel.failed",
    "channel.restored",
}
PERSONAL = {"case.received", "message.received"}


def schema(name: str) -> dict[str, Any]:
    text = (FOLDER / file_name(name, current_version(name))).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_every_event_of_the_design_exists() -> None:
    assert set(CATALOGUE) == DESIGNED


def test_the_schemas_in_the_repository_are_those_of_the_classes() -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    for name, text in generated().items():
        assert stored.get(name) == text, (
            f"{name} differs: run `python -m shared.events.schemas` and look at the difference"
        )


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_change_within_a_version_breaks_nobody(name: str) -> None:
    path = FOLDER / file_name(name, current_version(name))
    published = subprocess.run(
        ["git", "show", f"origin/main:./{path.name}"],
        cwd=path.parent,
        capture_output=True,
        check=False,
    )
    before = json.loads(published.stdout) if published.returncode == 0 else schema(name)

    assert incompatibilities(before, schema(name)) == []


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_only_two_events_declare_personal_content(name: str) -> None:
    assert ("content" in schema(name)["properties"]) == (name in PERSONAL)


def test_facts_are_small_and_without_free_text() -> None:
    facts = submission().facts
    assert len(facts.model_dump_json()) < 1500
    assert {"text", "name", "email", "phone", "address"}.isdisjoint(CaseFacts.model_fields)


def test_every_event_has_a_reader() -> None:
    bound = {event_type for subscription in SUBSCRIPTIONS for event_type in subscription.types}
    assert bound == set(CATALOGUE)


def test_what_reporting_counts_carries_facts() -> None:
    counted = set(REPORTING_FACTS.types) - {"survey.answered"}
    assert all(issubclass(CATALOGUE[name], FactsEvent) for name in counted | set(HANDLING))


def test_a_written_event_fits_its_schema() -> None:
    event = submission()
    jsonschema.validate(json.loads(event.model_dump_json()), schema("case.received"))


class TestIncompatibleChanges:
    @pytest.fixture
    def old(self) -> dict[str, Any]:
        return schema("case.received")

    @pytest.fixture
    def new(self, old: dict[str, Any]) -> dict[str, Any]:
        return copy.deepcopy(old)

    def test_a_removed_field(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        del new["$defs"]["CaseFacts"]["properties"]["board"]
        assert incompatibilities(old, new) == ["event.facts.board: the field is gone"]

    def test_a_changed_type(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        new["$defs"]["CaseFacts"]["properties"]["board"] = {"type": "integer"}
        assert "event.facts.board: type 'string' became 'integer'" in incompatibilities(old, new)

    def test_a_removed_word(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        new["$defs"]["Kind"]["enum"].remove("praise")
        assert any("the word 'praise' is gone" in line for line in incompatibilities(old, new))

    def test_a_new_field_that_old_events_lack(
        self, old: dict[str, Any], new: dict[str, Any]
    ) -> None:
        new["properties"]["urgent"] = {"type": "boolean"}
        assert incompatibilities(old, new) == ["event.urgent: a new field without a default"]

    def test_a_choice_that_no_longer_admits_none(
        self, old: dict[str, Any], new: dict[str, Any]
    ) -> None:
        new["$defs"]["CaseFacts"]["properties"]["unit"] = {"type": "string"}
        assert incompatibilities(old, new) != []

    def test_an_added_word_and_an_added_optional_field_are_compatible(
        self, old: dict[str, Any], new: dict[str, Any]
    ) -> None:
        new["$defs"]["Kind"]["enum"].append("question")
        new["$defs"]["CaseFacts"]["properties"]["place"] = {"type": "string", "default": ""}
        assert incompatibilities(old, new) == []


class TestUpcasting:
    """Worked example: version 0 had the channel as `source` and no `first_kind`."""

    @staticmethod
    def channel_named_source(event: JsonObject) -> JsonObject:
        facts = dict(event["facts"])
        facts["channel"] = facts.pop("source")
        facts["first_kind"] = facts["kind"]
        return {**event, "facts": facts}

    def as_version_0(self, event: CaseReceived) -> bytes:
        document = json.loads(event.model_dump_json())
        document["version"] = 0
        document["facts"]["source"] = document["facts"].pop("channel")
        del document["facts"]["first_kind"]
        return json.dumps(document).encode()

    def test_an_old_event_is_lifted(self) -> None:
        event = submission()
        upcasters = {("case.received", 0): self.channel_named_source}

        assert read_event(self.as_version_0(event), CaseReceived, upcasters) == event

    def test_an_old_event_is_lifted_for_a_reader_of_facts_alone(self) -> None:
        event = submission()
        upcasters = {("case.received", 0): self.channel_named_source}

        assert read_event(self.as_version_0(event), FactsEvent, upcasters).facts == event.facts

    def test_a_version_nobody_lifts_is_refused(self) -> None:
        with pytest.raises(UnknownVersion):
            read_event(self.as_version_0(submission()), CaseReceived)

    def test_a_version_of_the_future_is_refused_also_by_a_reader_of_facts_alone(self) -> None:
        document = json.loads(submission().model_dump_json()) | {"version": 2}
        with pytest.raises(UnknownVersion):
            read_event(json.dumps(document).encode(), FactsEvent)

    def test_a_type_nobody_knows_is_refused_also_by_a_reader_of_facts_alone(self) -> None:
        document = json.loads(submission().model_dump_json()) | {"type": "case.dreamt-of"}
        with pytest.raises(UnreadableEvent, match="type is not one"):
            read_event(json.dumps(document).encode(), FactsEvent)

    def test_a_field_of_the_future_is_passed_over(self) -> None:
        event = submission()
        document = json.loads(event.model_dump_json())
        document["facts"]["place"] = "Storgatan"
        assert read_event(json.dumps(document).encode(), CaseReceived) == event

    def test_what_is_told_of_a_broken_event_holds_no_value(self) -> None:
        document = json.loads(submission(text="Anna Andersson").model_dump_json())
        document["facts"]["received_on"] = "Anna Andersson"
        with pytest.raises(UnreadableEvent) as caught:
            read_event(json.dumps(document).encode(), CaseReceived)
        assert "Anna" not in str(caught.value)
        assert "received_on" in str(caught.value)
