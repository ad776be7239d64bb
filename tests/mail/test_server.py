"""Talking to a real mail server: TLS always, logins, and what became of each message."""

import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.mail.servers import DROP, DROP_TAKEN, PASSWORD, USER, Office, authority, serving, trusting
from xltools.mail.server import Fate, Server, connect, read_server, transmit
from xltools.plan.findings import UnusableInputError

MESSAGE = b"Subject: x\r\n\r\n.\r\n..\r\nhai\r\n.cham\r\n"
TAKEN, REFUSED, POSTPONED, UNKNOWN = Fate.TAKEN, Fate.REFUSED, Fate.POSTPONED, Fate.UNKNOWN


def fates(office: Office, *recipients: str, patience: float = 10) -> list[Fate]:
    """What became of a message to these recipients."""
    with serving(office) as server:
        place = Server(server.host, server.port, tls_first=False, patience=patience)
        connection = connect(place, USER, PASSWORD, trusting())
        answers = transmit(connection, USER, recipients, MESSAGE)
        assert answers.keys() == set(recipients)
        connection.close()
    return [answers[who].fate for who in recipients]


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("mail.x.vn", Server("mail.x.vn", 587, tls_first=False)),
        ("mail.x.vn:25", Server("mail.x.vn", 25, tls_first=False)),
        ("mail.x.vn:465", Server("mail.x.vn", 465, tls_first=True)),
    ],
)
def test_the_port_says_how_tls_begins(typed: str, server: Server) -> None:
    assert read_server(typed) == server


@pytest.mark.parametrize(
    "typed", ["", ":587", "mail.x.vn:", "mail.x.vn:0", "mail.x.vn:65536", "a b", "x\r\ny"]
)
def test_a_server_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="không phải máy chủ thư"):
        read_server(typed)


@pytest.mark.parametrize("tls_first", [False, True])
def test_a_message_arrives_as_it_was_by_either_way_of_tls(tls_first: bool) -> None:
    office = Office()
    with serving(office, tls_first=tls_first) as server:
        connection = connect(server, USER, PASSWORD, trusting())
        assert isinstance(connection.sock, ssl.SSLSocket)
        answers = transmit(connection, USER, ["a@x.vn"], MESSAGE)
        connection.quit()
    assert answers["a@x.vn"].fate is TAKEN
    assert office.mails == [(("a@x.vn",), MESSAGE)]
    assert office.logins == [USER]


@pytest.mark.parametrize(
    ("rcpt", "data", "expected"),
    [
        ({}, [], [TAKEN, TAKEN]),
        ({"a@x.vn": ["550 no"]}, [], [REFUSED, TAKEN]),
        ({"a@x.vn": ["450 later"]}, [], [POSTPONED, TAKEN]),
        ({"a@x.vn": ["550 no"], "b@x.vn": ["451 later"]}, [], [REFUSED, POSTPONED]),
        ({}, ["554 spam"], [REFUSED, REFUSED]),
        ({}, ["452 full"], [POSTPONED, POSTPONED]),
        ({}, [DROP], [UNKNOWN, UNKNOWN]),
        ({}, [DROP_TAKEN], [UNKNOWN, UNKNOWN]),
        ({"a@x.vn": ["550 no"]}, [DROP], [REFUSED, UNKNOWN]),
        ({"b@x.vn": [DROP]}, [], [POSTPONED, POSTPONED]),
    ],
)
def test_what_became_of_a_message_is_told_by_recipient(
    rcpt: dict[str, list[str]], data: list[str], expected: list[Fate]
) -> None:
    assert fates(Office(rcpt=rcpt, data=data), "a@x.vn", "b@x.vn") == expected


def test_an_answer_that_does_not_come_in_time_leaves_it_unknown() -> None:
    assert fates(Office(delay=2), "a@x.vn", patience=0.5) == [UNKNOWN]


def test_a_refused_message_does_not_keep_the_next_from_going() -> None:
    office = Office(rcpt={"a@x.vn": ["550 no"]}, data=["554 spam"])
    with serving(office) as server:
        connection = connect(server, USER, PASSWORD, trusting())
        for who, fate in (("a@x.vn", REFUSED), ("b@x.vn", REFUSED), ("c@x.vn", TAKEN)):
            assert transmit(connection, USER, [who], MESSAGE)[who].fate is fate
        connection.quit()
    assert office.got == {"c@x.vn": 1}


@pytest.mark.parametrize(("reply", "fate"), [("550 not you", REFUSED), ("451 not now", POSTPONED)])
def test_a_sender_that_is_not_taken_concerns_every_recipient(reply: str, fate: Fate) -> None:
    assert fates(Office(mail=reply), "a@x.vn", "b@x.vn") == [fate, fate]


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with serving(Office()) as server, pytest.raises(UnusableInputError, match="Chứng thư"):
        connect(server, USER, PASSWORD)


def test_the_system_may_be_told_whom_to_trust(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority().cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving(Office()) as server:
        connect(server, USER, PASSWORD).quit()


def test_a_server_without_tls_gets_neither_password_nor_letter() -> None:
    office = Office()
    plain: dict[str, Any] = {
        "tls_context": None,
        "require_starttls": False,
        "auth_required": False,
        "auth_require_tls": False,
    }
    with serving(office, **plain) as server, pytest.raises(UnusableInputError, match="không có TLS"):
        connect(server, USER, PASSWORD, trusting())
    assert not office.logins


def test_a_wrong_password_is_said_without_showing_it() -> None:
    with serving(Office(password=PASSWORD.upper())) as server, pytest.raises(UnusableInputError) as refused:
        connect(server, USER, PASSWORD, trusting())
    assert f"không nhận tên “{USER}”" in str(refused.value)
    assert PASSWORD not in str(refused.value)


def test_a_server_that_takes_no_login_is_not_told_the_password() -> None:
    office = Office()
    settings: dict[str, Any] = {"auth_required": False, "auth_exclude_mechanism": ("LOGIN", "PLAIN")}
    with (
        serving(office, **settings) as server,
        pytest.raises(UnusableInputError, match="không cho đăng nhập"),
    ):
        connect(server, USER, PASSWORD, trusting())
    with serving(office, auth_required=False) as server:
        connect(server, "", "", trusting()).quit()
    assert not office.logins


def test_what_may_pass_is_an_ordinary_error() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = Server("127.0.0.1", closed.getsockname()[1], tls_first=False)
    with pytest.raises(ConnectionRefusedError):
        connect(nowhere, USER, PASSWORD, trusting())


def test_a_server_that_closes_says_so_and_the_connection_is_gone() -> None:
    with serving(Office(rcpt={"a@x.vn": ["421 closing"]})) as server:
        connection = connect(server, USER, PASSWORD, trusting())
        answers = transmit(connection, USER, ["a@x.vn", "b@x.vn"], MESSAGE)
    assert [answer.fate for answer in answers.values()] == [POSTPONED, POSTPONED]
    assert connection.sock is None


def test_what_a_server_says_cannot_speak_to_the_terminal() -> None:
    with serving(Office(rcpt={"a@x.vn": ["550 \x1b[2Jxin chào " + "x" * 300]})) as server:
        connection = connect(server, USER, PASSWORD, trusting())
        said = transmit(connection, USER, ["a@x.vn"], MESSAGE)["a@x.vn"].said
        connection.quit()
    assert said.startswith("550")
    assert said.isprintable()
    assert len(said) <= 200
