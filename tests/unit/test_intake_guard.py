"""What is published, what a test case's mark is worth, and when an alarm is raised."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from services.intake.guard.form_filling import filled_form, holds, links_of
from services.intake.guard.probes import ProbeKeys, new_probe_id
from services.intake.guard.published import Channel, published
from services.intake.guard.rhythm import NEVER, Rhythm
from services.intake.guard.state import ChannelState, Standing, Verdict, alarm
from services.intake.settings import IntakeSettings
from shared.events.channels import ChannelFailed, ChannelFault, ChannelKind, ChannelRestored
from shared.organisation import Name, Organisation, load_organisation
from tests.unit.organisation_folder import Folder

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
KEYS = ProbeKeys.of((b"a key of the tests",))
LINK = Channel("page:start", ChannelKind.PAGE, Name(sv="Start", en="Start"), "https://a.example/")
BROKEN = Verdict(ChannelFault.STATUS, "404")
WELL = Verdict(took=0.1)


def whole(path: str) -> str:
    return f"https://synpunkter.exempelkommun.example{path}"


class TestPublished:
    def test_every_public_unit_is_watched_by_the_link_that_its_poster_has(
        self, organisation: Organisation
    ) -> None:
        watched = {each.unit: each.address for each in published(organisation, whole, TODAY)}

        public = {
            unit.id
            for board in organisation.boards
            for unit in organisation.public_units(board.id, TODAY)
        }
        assert set(watched) - {None} == public
        assert watched["hemvard-norr"] == whole("/lamna?enhet=hemvard-norr")

    def test_every_address_of_every_board_is_watched_and_one_with_a_unit(
        self, organisation: Organisation
    ) -> None:
        mails = {
            each.address: each.board
            for each in published(organisation, whole, TODAY)
            if each.kind is ChannelKind.MAIL
        }
        for board in organisation.boards:
            for address in board.addresses:
                assert mails[address] == board.id
            with_unit = [each for each in mails if each and "+" in each and mails[each] == board.id]
            assert len(with_unit) == len(board.inboxes)

    def test_ids_tell_all_channels_apart(self, organisation: Organisation) -> None:
        ids = [each.id for each in published(organisation, whole, TODAY, ["sn", "von"])]
        assert len(set(ids)) == len(ids)
        assert {"form:public", "api:cases", "mailbox:sn", "quarantine:waiting"} <= set(ids)
        assert "manual:kontaktcenter" in ids

    def test_pages_elsewhere_are_watched_for_the_link_that_they_must_carry(
        self, tmp_path: Path
    ) -> None:
        folder = Folder(tmp_path)
        folder.add(
            "organisation.toml",
            '[[publicity]]\nurl = "https://www.exempelkommun.example/tyck"\nlink = "/lamna"\n',
        )
        organisation = load_organisation(folder.path)
        (page,) = [each for each in published(organisation, whole, TODAY) if each.carries]
        assert page.address == "https://www.exempelkommun.example/tyck"
        assert page.carries == whole("/lamna")

    def test_a_manual_channel_stands_once_and_operations_have_one_address(
        self, tmp_path: Path
    ) -> None:
        folder = Folder(tmp_path)
        folder.add(
            "organisation.toml",
            '[[manual_channels]]\nid = "kontaktcenter"\nname = { sv = "X", en = "Y" }\n',
        )
        folder.replace("organisation.toml", 'account = "operations"', 'account = "registrar-sn"')
        addresses, twice = folder.problems()
        assert 'has the id "kontaktcenter", which manual channel 1 has already' in twice
        assert 'account "registrar-sn" has the address' in addresses


class TestMarks:
    def test_a_mark_is_known_again_in_whatever_surrounds_it(self) -> None:
        probe = new_probe_id()
        mark = KEYS.mark(probe, NOW + timedelta(hours=1))
        assert len(mark) < 76  # one line of mail
        found = KEYS.read(f"VARNING: externt mejl.\n\nProv. {mark}\n\n-- \nSignatur", NOW)
        assert found is not None
        assert (found.probe, found.expires_at) == (probe, NOW + timedelta(hours=1))

    def test_a_mark_that_is_forged_changed_or_too_old_is_only_text(self) -> None:
        probe = new_probe_id()
        mark = KEYS.mark(probe, NOW)
        longer = KEYS.mark(probe, NOW + timedelta(days=1)).split("-")[2]
        _, _, seconds, signature = mark.split("-")
        assert KEYS.read(mark, NOW) is not None
        assert KEYS.read(mark, NOW + timedelta(seconds=1)) is None
        assert KEYS.read(mark.replace(seconds, longer), NOW) is None
        assert KEYS.read(mark.replace(signature, "A" * len(signature)), NOW) is None
        assert KEYS.read(mark.replace(probe, new_probe_id()), NOW) is None
        assert ProbeKeys.of((b"another key of tests",)).read(mark, NOW) is None

    def test_keys_can_be_changed_and_a_receipt_key_is_no_probe_key(self) -> None:
        mark = KEYS.mark(new_probe_id(), NOW)
        changed = ProbeKeys.of((b"the key that is new", b"a key of the tests"))
        assert changed.read(mark, NOW) is not None
        assert ProbeKeys((b"a key of the tests",)).read(mark, NOW) is None


def state() -> ChannelState:
    return ChannelState.first(LINK, NOW, NOW)


def looked(
    before: ChannelState, verdict: Verdict, at: datetime
) -> tuple[ChannelState, ChannelFailed | ChannelRestored | None]:
    after = before.judged(verdict, at, at)
    return after, alarm(before, after, LINK, at)


class TestAlarms:
    def test_one_failure_is_a_hiccup_two_in_a_row_are_told_once(self) -> None:
        at = [NOW + timedelta(minutes=minute) for minute in range(6)]
        well, nothing = looked(state(), WELL, at[0])
        shaky, hiccup = looked(well, BROKEN, at[1])
        dead, told = looked(shaky, BROKEN, at[2])
        still, again = looked(dead, BROKEN, at[3])
        restored, calm = looked(still, WELL, at[4])
        _, silence = looked(restored, WELL, at[5])

        assert [nothing, hiccup, again, silence] == [None] * 4
        assert isinstance(told, ChannelFailed)
        assert isinstance(calm, ChannelRestored)
        assert (told.detail.since, told.detail.note) == (at[1], "404")
        assert calm.detail == told.detail
        assert calm.correlation_id == told.correlation_id
        assert (restored.standing, restored.since) == (Standing.OK, at[4])

    def test_a_hiccup_that_passes_is_not_told(self) -> None:
        shaky, _ = looked(state(), BROKEN, NOW)
        well, told = looked(shaky, WELL, NOW)
        assert (well.standing, told) == (Standing.OK, None)

    def test_the_same_failure_has_the_same_event_and_the_next_another(self) -> None:
        shaky, _ = looked(state(), BROKEN, NOW)
        _, first = looked(shaky, BROKEN, NOW + timedelta(minutes=1))
        _, copy = looked(shaky, BROKEN, NOW + timedelta(minutes=2))
        later, _ = looked(state(), BROKEN, NOW + timedelta(days=1))
        _, other = looked(later, BROKEN, NOW + timedelta(days=1))
        assert first
        assert copy
        assert other
        assert first.id == copy.id != other.id

    def test_what_nobody_has_tried_is_told_at_once(self) -> None:
        manual = Channel("manual:phone", ChannelKind.MANUAL, LINK.name)
        before = ChannelState.first(manual, NOW, NOW)
        after = before.judged(Verdict(ChannelFault.NOT_TRIED), NOW, NOW)
        assert isinstance(alarm(before, after, manual, NOW), ChannelFailed)


def rhythm(**settings: Any) -> Rhythm:
    given = IntakeSettings(receipt_key="key-of-the-tests", **settings).rhythm
    return Rhythm(**{**vars(given), "chance": Random(0)})


class TestRhythm:
    def test_what_failed_is_looked_at_again_much_sooner(self) -> None:
        every = rhythm(guard_interval=21600)
        well = every.after(ChannelKind.PAGE, NOW, well=True) - NOW
        failed = every.after(ChannelKind.PAGE, NOW, well=False) - NOW
        assert timedelta(hours=6) <= well <= timedelta(hours=6.6)
        assert timedelta(minutes=10) <= failed <= timedelta(minutes=11)

    def test_the_test_of_channels_has_a_pace_of_its_own(self) -> None:
        weekly = rhythm(channel_test="weekly")
        assert weekly.after(ChannelKind.MAIL, NOW, well=True) - NOW >= timedelta(days=7)

    def test_switched_off_nothing_is_looked_at_by_itself(self) -> None:
        off = rhythm(guard_interval=0, channel_test="off")
        for kind in ChannelKind:
            assert off.first(kind, NOW) == NOW + NEVER
            assert off.after(kind, NOW, well=False) == NOW + NEVER


PAGE = """
<form method="get" action="/sok"><input name="text"></form>
<form method="post" action="/lamna" enctype="multipart/form-data">
  <button class="visually-hidden" name="step" value="enter">Enter</button>
  <input type="hidden" name="form_token" value="abc"><input name="homepage" value="">
  <input type="radio" name="kind" value="complaint" checked>
  <input type="radio" name="kind" value="view">
  <input type="radio" name="place" value="von/hemvard-norr">
  <textarea name="text">gammalt</textarea>
  <select name="category"><option value="">Inget</option><option selected>buller</option></select>
  <select name="gender"><option value="">Inget</option><option>man</option></select>
  <input type="checkbox" name="ok"><input type="checkbox" name="yes" checked>
  <input type="file" name="files"><input name="gone" disabled value="1">
  <button class="button button-quiet" name="step" value="search">Sök</button>
  <button class="button" name="step" value="review" formaction="?steg=2">Gå vidare</button>
</form>
<a href="/lamna/">Lämna</a><a href="https://b.example/x#y">b</a>
"""


class TestForms:
    def test_a_form_is_filled_in_and_sent_as_a_browser_would(self) -> None:
        wanted = {"kind": "view", "text": "Hej", "place": "unknown", "answer": "no"}
        form = filled_form(PAGE, "https://a.example/lamna", wanted)
        assert form is not None
        assert (form.url, form.multipart) == ("https://a.example/lamna?steg=2", True)
        assert sorted(form.fields) == [
            ("category", "buller"),
            ("form_token", "abc"),
            ("gender", ""),
            ("homepage", ""),
            ("kind", "view"),
            ("step", "review"),
            ("text", "Hej"),
            ("yes", "on"),
        ]

    @pytest.mark.parametrize("page", ["", "<p>Fel</p>", "<form method=post><input name=q></form>"])
    def test_a_page_without_the_form_has_none(self, page: str) -> None:
        assert filled_form(page, "https://a.example/", {"text": "Hej"}) is None

    def test_what_is_filled_in_and_linked_to_is_seen(self) -> None:
        assert holds(PAGE, "kind", "complaint")
        assert not holds(PAGE, "place", "von/hemvard-norr")
        links = list(links_of(PAGE, "https://a.example/start"))
        assert links == ["https://a.example/lamna/", "https://b.example/x#y"]
