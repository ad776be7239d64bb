"""Handing letters to a real server that drops, delays, refuses and greylists: nobody gets one twice."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mail.offices import invited, mails, make_office, plan_of
from tests.mail.servers import DROP, DROP_TAKEN, PASSWORD, USER, Office, serving, trusting
from xltools.mail.delivery import Delivery, Post, deliver, findings
from xltools.mail.journal import Journal, keeping, read_journal
from xltools.mail.message import Mail
from xltools.mail.server import Fate, Server, connect
from xltools.plan.findings import UnusableInputError

A, B, C = "a@x.vn", "b@x.vn", "c@x.vn"
SENDER = ("Sở KH&CN", USER)
WAITS = (0.05, 0.05)


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> list[Mail]:
    return mails(make_office(tmp_path_factory.mktemp("so"), invited(A, f"{B}; {C}", "d@x.vn")))


@contextmanager
def posting(server: Server, folder: Path, pause: float = 0) -> Iterator[Post]:
    with (
        keeping(folder / "n.jsonl") as journal,
        Post(partial(connect, server, USER, PASSWORD, trusting()), SENDER, journal, pause) as post,
    ):
        yield post


def sent(office: Office, letters: Sequence[Mail], folder: Path) -> dict[str, Fate]:
    """Send these letters by the server and tell what became of each, by recipient."""
    with serving(office) as server, posting(server, folder) as post:
        done = list(deliver(letters, post, WAITS))
    assert sorted(delivery.mail.key for delivery in done) == sorted(mail.key for mail in letters)
    return {who: answer.fate for delivery in done for who, answer in delivery.answers.items()}


def test_all_get_theirs_once_over_one_connection(letters: list[Mail], tmp_path: Path) -> None:
    office = Office()
    fates = sent(office, letters, tmp_path)
    assert set(fates.values()) == {Fate.TAKEN}
    assert office.got == dict.fromkeys((A, B, C, "d@x.vn"), 1)
    assert len(office.logins) == 1
    journal = read_journal(tmp_path / "n.jsonl")
    assert [sorted(journal.sent(mail.key)) for mail in letters] == [[A], [B, C], ["d@x.vn"]]


def test_one_address_that_is_not_known_keeps_nobody_else_from_getting_theirs(
    letters: list[Mail], tmp_path: Path
) -> None:
    office = Office(rcpt={B: ["550 no such user"], A: ["553 bad"]})
    fates = sent(office, letters, tmp_path)
    assert fates == {A: Fate.REFUSED, B: Fate.REFUSED, C: Fate.TAKEN, "d@x.vn": Fate.TAKEN}
    assert office.got == {C: 1, "d@x.vn": 1}
    assert office.asked[B] == 1, "what is refused for good is not asked again"


def test_a_greylisting_server_is_asked_again_for_those_who_lack_it_only(
    letters: list[Mail], tmp_path: Path
) -> None:
    office = Office(rcpt={A: ["451 later", "450 later"], C: ["451 later"]})
    assert set(sent(office, letters, tmp_path).values()) == {Fate.TAKEN}
    assert office.got == dict.fromkeys((A, B, C, "d@x.vn"), 1)
    assert office.asked[B] == 1


def test_after_a_few_rounds_it_is_left_for_another_day(letters: list[Mail], tmp_path: Path) -> None:
    office = Office(rcpt={A: ["451 later"] * 9})
    assert sent(office, letters, tmp_path)[A] is Fate.POSTPONED
    assert office.asked[A] == 1 + len(WAITS)
    journal = read_journal(tmp_path / "n.jsonl")
    assert not journal.unknown(letters[0].key), "ai chưa nhận thì lần sau gửi được"


def test_a_connection_that_breaks_before_the_message_is_made_anew(
    letters: list[Mail], tmp_path: Path
) -> None:
    office = Office(rcpt={B: [DROP]})
    assert set(sent(office, letters, tmp_path).values()) == {Fate.TAKEN}
    assert office.got == dict.fromkeys((A, B, C, "d@x.vn"), 1)
    assert len(office.logins) == 2


@pytest.mark.parametrize("how", [DROP, DROP_TAKEN])
def test_a_connection_that_breaks_after_the_message_leaves_it_unknown_and_it_is_not_sent_again(
    letters: list[Mail], tmp_path: Path, how: str
) -> None:
    office = Office(data=["250 OK", how])
    fates = sent(office, letters, tmp_path)
    assert fates == {A: Fate.TAKEN, B: Fate.UNKNOWN, C: Fate.UNKNOWN, "d@x.vn": Fate.TAKEN}
    assert office.asked["DATA"] == 3
    assert read_journal(tmp_path / "n.jsonl").unknown(letters[1].key) == {B, C}


def test_a_server_that_ends_the_connection_is_called_again(letters: list[Mail], tmp_path: Path) -> None:
    office = Office(rcpt={A: ["421 too many"]})
    assert set(sent(office, letters, tmp_path).values()) == {Fate.TAKEN}
    assert office.got == dict.fromkeys((A, B, C, "d@x.vn"), 1)


def test_while_the_server_is_away_nothing_is_sent_and_nothing_in_doubt(
    letters: list[Mail], tmp_path: Path
) -> None:
    with serving(Office()) as server:
        pass
    with posting(server, tmp_path) as post:
        done = list(deliver(letters, post, WAITS))
    assert {answer.fate for delivery in done for answer in delivery.answers.values()} == {Fate.POSTPONED}
    assert (tmp_path / "n.jsonl").read_bytes() == b""


def test_a_login_that_is_refused_on_the_way_stops_the_rest(letters: list[Mail], tmp_path: Path) -> None:
    office = Office(rcpt={B: [DROP]})
    with serving(office) as server, posting(server, tmp_path) as post:
        done = deliver(letters, post, WAITS)
        assert next(done).mail is letters[0]
        office.password = PASSWORD.upper()
        with pytest.raises(UnusableInputError, match="không nhận tên"):
            list(done)
    assert office.got == {A: 1}


def test_between_two_letters_there_is_a_pause(letters: list[Mail], tmp_path: Path) -> None:
    with serving(Office()) as server, posting(server, tmp_path, pause=0.2) as post:
        began = time.monotonic()
        list(deliver(letters, post))
        assert 0.4 <= time.monotonic() - began < 5


def test_a_pdf_that_went_missing_is_said_and_the_others_go(letters: list[Mail], tmp_path: Path) -> None:
    gone = replace(letters[0], pdf=tmp_path / "x.pdf")
    office = Office()
    fates = sent(office, [gone, letters[2]], tmp_path)
    assert fates == {A: Fate.REFUSED, "d@x.vn": Fate.TAKEN}
    assert office.got == {"d@x.vn": 1}


def test_a_journal_that_cannot_be_written_keeps_letters_from_leaving(
    letters: list[Mail], tmp_path: Path
) -> None:
    office = Office()
    with serving(office) as server, posting(server, tmp_path) as post:
        post.journal.path = Path("/dev/full")
        with pytest.raises(UnusableInputError, match="không gửi tiếp"):
            list(deliver(letters, post))
    assert not office.mails


REPLIES = st.lists(st.sampled_from(["250 OK", "451 later", "550 no", "421 bye", DROP]), max_size=3)
ENDS = st.lists(st.sampled_from(["250 OK", "452 full", "554 spam", DROP, DROP_TAKEN]), max_size=5)


@settings(max_examples=12, deadline=None)
@given(a=REPLIES, b=REPLIES, c=REPLIES, data=ENDS)
def test_whatever_the_server_does_nobody_gets_it_twice_and_the_journal_is_right(  # noqa: PLR0917
    a: list[str],
    b: list[str],
    c: list[str],
    data: list[str],
    letters: list[Mail],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("n")
    office = Office(rcpt={A: a, B: b, C: c}, data=data)
    with serving(office) as server:
        for _ in range(2):  # the second run is for those of whom it is known that they lack it
            with posting(server, folder) as post:
                _run(letters, post)
    journal = read_journal(folder / "n.jsonl")
    taken = {who for mail in letters for who in journal.sent(mail.key)}
    unknown = {who for mail in letters for who in journal.unknown(mail.key)}
    assert max(office.got.values(), default=0) <= 1
    assert taken <= office.got.keys() <= taken | unknown


def _run(letters: Sequence[Mail], post: Post) -> None:
    left = [_to(mail, _lacking(mail, post.journal)) for mail in letters]
    list(deliver([mail for mail in left if mail.recipients], post, (0, 0)))


def _lacking(mail: Mail, journal: Journal) -> tuple[str, ...]:
    known = journal.sent(mail.key).keys() | journal.unknown(mail.key)
    return tuple(who for who in mail.recipients if who not in known)


def _to(mail: Mail, recipients: tuple[str, ...]) -> Mail:
    return replace(mail, recipients=recipients)


def test_each_that_did_not_get_it_is_a_finding_with_what_to_do(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited(A, f"{B}; {C}", "d@x.vn"))
    office = Office(rcpt={A: ["550 no such user"], B: ["451 later"] * 9}, data=["250 OK", DROP])
    with serving(office) as server, posting(server, tmp_path) as post:
        done: list[Delivery] = list(deliver(mails(book), post, WAITS))
    found = {finding.code: finding for finding in findings(plan_of(book), done)}
    assert found.keys() == {"mail.refused", "mail.postponed", "mail.unknown"}
    assert "KM-001: không gửi được cho a@x.vn: 550 no such user." in found["mail.refused"].message
    assert "KM-002: máy chủ chưa nhận thư cho b@x.vn: 451 later." in found["mail.postponed"].message
    assert "không rõ d@x.vn đã nhận thư PH-0003 chưa" in found["mail.unknown"].message
    assert "--send --again --id KM-003" in found["mail.unknown"].advice
