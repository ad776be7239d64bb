"""``xltools mail`` as a user meets it: drafts, a dry run, sending, and never twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import guest, make_book
from tests.cli import Result, Run
from tests.mail.offices import LETTERS, invited, make_office, plan_of
from tests.mail.servers import HOST, PASSWORD, USER, Office, authority, serving
from xltools.commands.mail import send_mail
from xltools.mail.drafts import draft_name
from xltools.mail.server import Server
from xltools.workbook.file import FileBook

NAMES = "KEHOACH_MAT_KHAU_THU"


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that trusts the server, with the password in its environment."""
    authority().cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv(NAMES, PASSWORD)


def by(server: Server, *more: str | Path) -> list[str | Path]:
    """The options with which letters are sent by a server."""
    return ["--send", "--server", f"{HOST}:{server.port}", "--user", USER, "--pause", "0", *more]


def journal(book: Path) -> list[dict[str, Any]]:
    path = book.parent / "ket-qua" / "thu" / "nhat-ky-gui.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def drafts(book: Path) -> list[str]:
    return sorted(path.name for path in (book.parent / "ket-qua" / "thu").glob("*.eml"))


def test_drafts_are_written_and_nothing_else(xltools: Run, tmp_path: Path) -> None:
    book = make_office(tmp_path, [*invited("a@x.vn", "b@x.vn; c@x.vn"), guest(3)])
    before = book.read_bytes()
    result = xltools("mail", book, "--from", "Sở KH&CN <vt@x.vn>")
    assert result.code == 0
    assert f"Đã soạn 2 thư nháp vào {tmp_path / 'ket-qua' / 'thu'}" in result.out
    assert "KM-003 Đại diện lãnh đạo Sở số 3 không có địa chỉ thư điện tử" in result.out
    assert [name[:6] for name in drafts(book)] == ["KM-001", "KM-002"]
    first = (tmp_path / "ket-qua" / "thu" / drafts(book)[0]).read_bytes()
    message = message_from_bytes(first, policy=default)
    assert str(message["From"]) == "Sở KH&CN <vt@x.vn>"
    assert book.read_bytes() == before
    assert sorted(path.suffix for path in (tmp_path / "ket-qua" / "thu").iterdir()) == [".eml", ".eml"]


@pytest.mark.parametrize(
    ("choice", "codes"),
    [(["--group", "G2"], ["KM-002"]), (["--unit", "QLKH"], ["KM-003"]), (["--id", "km-001"], ["KM-001"])],
)
def test_only_the_guests_asked_for_get_a_draft(
    xltools: Run, tmp_path: Path, choice: list[str], codes: list[str]
) -> None:
    guests = [guest(1), guest(2, Nhóm="G2"), guest(3, Đơn_vị_mời="QLKH")]
    book = make_office(tmp_path, [row | {"Email": "a@x.vn"} for row in guests])
    assert xltools("mail", book, "--out", tmp_path / "nhap", *choice).code == 0
    assert [path.name[:6] for path in (tmp_path / "nhap").iterdir()] == codes


def test_drafts_of_some_guests_leave_those_of_others_and_old_ones_are_set_aside(
    xltools: Run, tmp_path: Path
) -> None:
    book = make_office(tmp_path, invited("a@x.vn", "b@x.vn"))
    xltools("mail", book)
    first, second = (draft_name(letter) for letter in plan_of(book).dispatches)
    xltools("mail", book, "--id", "KM-002")
    assert drafts(book) == [first, second]
    (tmp_path / LETTERS / "pdf" / "KM-001-dai-dien-lanh-dao-so-so-1.pdf").unlink()
    result = xltools("mail", book)
    assert result.code == 1
    assert "chưa có bản PDF" in result.out
    assert drafts(book) == [second]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--dry-run"], "--dry-run đi cùng --send"),
        (["--send", "--outlook"], "Chọn một trong"),
        (["--again"], "--again đi cùng --id"),
        (["--send"], "--send cần --server MÁY và --from ĐỊA_CHỈ"),
        (["--send", "--server", "x.vn", "--from", "vt@x.vn", "--user", "vt"], NAMES),
        (["--server", "x y"], "không phải máy chủ thư"),
        (["--from", "vt"], "không phải địa chỉ thư"),
        (["--pause", "-1"], "không phải số giây"),
        (["--pause", "nan"], "không phải số giây"),
        (["--pause", "hai"], "không phải số giây"),
        (["--template", "nhan_a4"], "in một lần cho cả danh sách"),
        (["--template", "la"], "Không có mẫu nào tên"),
        (["--id", "KM-9"], "Không có khách mời nào mang mã"),
        (["--password", "x"], "Không có tùy chọn --password"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    xltools: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.delenv(NAMES, raising=False)
    result = xltools("mail", make_book(tmp_path / "so.xlsx"), *options)
    assert result.code == 2
    assert said in result.err
    assert not (tmp_path / "ket-qua").exists()


def test_a_file_where_the_folder_should_be_is_said(xltools: Run, tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn"))
    result = xltools("mail", book, "--out", book)
    assert result.code == 2
    assert "Không ghi được vào" in result.err


def test_a_workbook_from_before_the_register_is_told_so(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=invited("a@x.vn"))
    opened = load_workbook(book)
    del opened["Phát hành"]
    opened.save(book)
    result = xltools("mail", book)
    assert result.code == 2
    assert "không có bảng tblPhatHanh" in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="có thể có Outlook ở máy này")
def test_outlook_is_not_here_and_that_is_said(xltools: Run, tmp_path: Path) -> None:
    book = make_office(tmp_path, [*invited("a@x.vn"), guest(2)])
    result = xltools("mail", book, "--outlook")
    assert result.code == 2
    assert "chỉ làm được trên Windows" in result.err
    nothing = xltools("mail", book, "--outlook", "--id", "KM-002")
    assert (nothing.code, "Chưa soạn thư nháp nào." in nothing.out) == (0, True)


@pytest.mark.usefixtures("trusted")
def test_a_dry_run_tries_everything_and_sends_nothing(xltools: Run, tmp_path: Path) -> None:
    book, office = make_office(tmp_path, invited("a@x.vn", "b@x.vn")), Office()
    before = book.read_bytes()
    with serving(office) as server:
        result = xltools("mail", book, *by(server, "--dry-run"))
    assert result.code == 0
    assert "KM-001  a@x.vn: Giấy mời số 05/GM-SKHCN dự Hội nghị thử [05-GM-SKHCN" in result.out
    assert "chưa gửi gì: 2 thư sẽ gửi qua 127.0.0.1." in result.out
    assert (office.logins, office.mails, book.read_bytes()) == ([USER], [], before)
    assert not (tmp_path / "ket-qua" / "thu").exists()


@pytest.mark.usefixtures("trusted")
def test_letters_are_sent_and_the_workbook_says_so(xltools: Run, tmp_path: Path) -> None:
    guests = [*invited("a@x.vn", "b@x.vn"), guest(3), guest(4, Email="d@x.vn", Trạng_thái="Đã xác nhận")]
    book, office = make_office(tmp_path, guests), Office()
    with serving(office) as server:
        result = xltools("mail", book, *by(server, "--from", "Sở KH&CN <vt@x.vn>"))
        assert result.code == 0
        assert "Đã gửi 3 thư." in result.out
        again = xltools("mail", book, *by(server))
    assert again.code == 0
    assert "Chưa gửi thư nào. 3 thư đã gửi trước đó, không gửi lại." in again.out
    assert office.got == {"a@x.vn": 1, "b@x.vn": 1, "d@x.vn": 1}
    message = message_from_bytes(office.mails[0][1], policy=default)
    assert str(message["From"]) == "Sở KH&CN <vt@x.vn>"
    assert "X-Unsent" not in message
    plan = plan_of(book)
    assert [(row.sent_by, row.sent, row.status) for row in plan.dispatches] == [
        ("Thư điện tử", date.today(), "Đã gửi"),
        ("Thư điện tử", date.today(), "Đã gửi"),
        ("", None, "Đã cấp số"),
        ("Thư điện tử", date.today(), "Đã gửi"),
    ]
    assert [(row.status, row.sent) for row in plan.guests] == [
        ("Đã gửi", date.today()),
        ("Đã gửi", date.today()),
        ("Chưa gửi", None),
        ("Đã xác nhận", None),
    ]
    assert PASSWORD not in result.out + result.err + str(journal(book))
    assert "3 thư đã gửi trước đó" in xltools("mail", book).out
    assert drafts(book) == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("guests", "numbered", "said"),
    [
        (invited("a@x.vn", "khong"), True, "không phải địa chỉ thư"),
        (invited("a@x.vn"), False, "chưa có số"),
        ([*invited("a@x.vn"), guest(1, Email="b@x.vn")], True, "Mã KM-001 đã có"),
    ],
)
def test_after_any_error_nothing_is_sent(
    xltools: Run, tmp_path: Path, guests: list[dict[str, Any]], numbered: bool, said: str
) -> None:
    book, office = make_office(tmp_path, guests, numbered=numbered), Office()
    with serving(office) as server:
        for more in ([], ["--dry-run"]):
            result = xltools("mail", book, *by(server, *more))
            assert result.code == 1
            assert said in result.out
        assert "Còn lỗi nên không gửi" in xltools("mail", book, *by(server)).out
    assert not office.mails


@pytest.mark.usefixtures("trusted")
def test_a_pdf_that_is_none_is_found_before_anything_leaves(xltools: Run, tmp_path: Path) -> None:
    book, office = make_office(tmp_path, invited("a@x.vn", "b@x.vn")), Office()
    (tmp_path / LETTERS / "pdf" / "KM-002-dai-dien-lanh-dao-so-so-2.pdf").write_bytes(b"PK\x03\x04")
    with serving(office) as server:
        result = xltools("mail", book, *by(server))
    assert result.code == 1
    assert "không phải tệp PDF" in result.out
    assert not office.mails


@pytest.mark.usefixtures("trusted")
def test_a_server_that_lets_nobody_in_gets_nothing(xltools: Run, tmp_path: Path) -> None:
    book, office = make_office(tmp_path, [*invited("a@x.vn"), guest(2)]), Office(password=PASSWORD.upper())
    with serving(office) as server:
        refused = xltools("mail", book, *by(server))
    away = xltools("mail", book, *by(server))
    assert (refused.code, away.code) == (2, 2)
    assert "không nhận tên" in refused.err
    assert "KM-002" in refused.out, "điều cần xem khác vẫn được nêu"
    assert "Không nối được" in away.err
    assert not office.mails


@pytest.mark.usefixtures("trusted")
def test_who_was_refused_is_said_and_the_others_have_theirs(xltools: Run, tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn", "b@x.vn"))
    office = Office(rcpt={"a@x.vn": ["550 no such user"]})
    with serving(office) as server:
        result = xltools("mail", book, *by(server))
    assert result.code == 1
    assert "Đã gửi 1 thư. 1 thư chưa gửi được" in result.out
    assert "không gửi được cho a@x.vn: 550 no such user" in result.out
    assert [row.sent_by for row in plan_of(book).dispatches] == ["", "Thư điện tử"]


@pytest.mark.usefixtures("trusted")
def test_what_is_in_doubt_is_sent_again_to_that_guest_only_when_asked(xltools: Run, tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn", "b@x.vn"))
    office = Office(data=["drop"])
    with serving(office) as server:
        first = xltools("mail", book, *by(server))
        assert first.code == 1
        assert "không rõ a@x.vn đã nhận thư PH-0001 chưa" in first.out
        second = xltools("mail", book, *by(server))
        assert "không rõ a@x.vn đã nhận thư PH-0001 chưa" in second.out
        assert office.got == {"b@x.vn": 1}
        third = xltools("mail", book, *by(server, "--again", "--id", "KM-001"))
    assert third.code == 0
    assert office.got == {"a@x.vn": 1, "b@x.vn": 1}
    assert [row.sent_by for row in plan_of(book).dispatches] == ["Thư điện tử"] * 2


@pytest.mark.usefixtures("trusted")
def test_a_workbook_that_is_open_elsewhere_is_told_the_next_time(xltools: Run, tmp_path: Path) -> None:
    book, office = make_office(tmp_path, invited("a@x.vn")), Office()
    lock = tmp_path / "~$so.xlsx"
    lock.touch()
    with serving(office) as server:
        result = xltools("mail", book, *by(server))
    assert result.code == 1
    assert "Đã gửi 1 thư." in result.out
    assert "Nhật ký đã giữ" in result.out
    assert plan_of(book).dispatches[0].sent is None
    lock.unlink()
    assert "1 thư đã gửi trước đó" in xltools("mail", book).out
    assert plan_of(book).dispatches[0].sent == date.today()


@pytest.mark.usefixtures("trusted")
def test_a_workbook_that_was_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    book, office = make_office(tmp_path, invited("a@x.vn")), Office()

    def save_meanwhile(items: Iterable[Any], _total: int, _words: str) -> Iterator[Any]:
        yield from items
        os.utime(book, (1, 1))

    with serving(office) as server, FileBook(book) as opened:
        outcome = send_mail(
            opened,
            send=True,
            server=Server(HOST, server.port, tls_first=False),
            user=USER,
            pause=0,
            track=save_meanwhile,
        )
    assert outcome.failed
    assert "vừa được lưu lại từ nơi khác" in outcome.message
    assert plan_of(book).dispatches[0].sent is None


@pytest.mark.usefixtures("trusted")
def test_a_login_that_is_refused_on_the_way_stops_the_rest(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn", "b@x.vn", "c@x.vn"))
    office = Office(rcpt={"b@x.vn": ["421 bye"]})

    def change_password(items: Iterable[Any], _total: int, _words: str) -> Iterator[Any]:
        for item in items:
            yield item
            office.password = PASSWORD.upper()

    with serving(office) as server, FileBook(book) as opened:
        place = Server(HOST, server.port, tls_first=False)
        outcome = send_mail(opened, send=True, server=place, user=USER, pause=0, track=change_password)
    assert outcome.failed
    assert "không nhận tên" in outcome.message
    assert "Đã gửi 1 thư. 2 thư chưa gửi được" in outcome.message
    assert [row.sent for row in plan_of(book).dispatches] == [date.today(), None, None]


@pytest.mark.usefixtures("trusted")
def test_after_ctrl_c_the_workbook_knows_what_was_sent(tmp_path: Path) -> None:
    book, office = make_office(tmp_path, invited("a@x.vn", "b@x.vn")), Office()

    def stop(items: Iterable[Any], _total: int, _words: str) -> Iterator[Any]:
        for item in items:
            yield item
            raise KeyboardInterrupt

    with serving(office) as server, FileBook(book) as opened, pytest.raises(KeyboardInterrupt):
        send_mail(
            opened,
            send=True,
            server=Server(HOST, server.port, tls_first=False),
            user=USER,
            pause=0,
            track=stop,
        )
    assert office.got == {"a@x.vn": 1}
    assert [row.sent for row in plan_of(book).dispatches] == [date.today(), None]


@pytest.mark.skipif(sys.platform == "win32", reason="cần một terminal kiểu POSIX")
@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("typed", "code"), [(PASSWORD, 0), (PASSWORD.upper(), 2), ("đồng hồ", 2)])
def test_on_a_terminal_the_password_is_asked_and_not_shown(tmp_path: Path, typed: str, code: int) -> None:
    book, office = make_office(tmp_path, invited("a@x.vn")), Office()
    environment = {name: value for name, value in os.environ.items() if name != NAMES}
    ours, theirs = os.openpty()
    with serving(office) as server, os.fdopen(ours, "r+b", buffering=0) as terminal:
        words = [sys.executable, "-m", "xltools", "mail", str(book), *map(str, by(server, "--dry-run"))]
        with subprocess.Popen(
            words,
            env=environment,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            os.close(theirs)
            assert process.stdout is not None
            asked = process.stdout.read(len(f"Mật khẩu của {USER}".encode())).decode()
            assert asked == f"Mật khẩu của {USER}"
            terminal.write(f"{typed}\n".encode())
            said = process.stdout.read().decode()
    assert process.returncode == code
    assert typed not in said
    assert not office.mails


def _killed(book: Path, server: Server, office: Office, letters: int, environment: dict[str, str]) -> None:
    """Begin to send and kill the run as soon as the server has some letters."""
    words = [sys.executable, "-m", "xltools", "mail", str(book), *map(str, by(server))]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as process:
        while len(office.mails) < letters and process.poll() is None:
            time.sleep(0.002)
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("letters", "delay"), [(1, 0.0), (3, 0.0), (2, 0.3)])
def test_after_a_crash_nobody_gets_it_twice_and_nobody_is_forgotten(
    xltools: Run, tmp_path: Path, letters: int, delay: float
) -> None:
    addresses = [f"k{number}@x.vn" for number in range(8)]
    book, office = make_office(tmp_path, invited(*addresses)), Office(delay=delay)
    with serving(office) as server:
        _killed(book, server, office, letters, dict(os.environ))
        result: Result = xltools("mail", book, *by(server))
    assert max(office.got.values()) == 1
    doubtful = [who for who in addresses if f"không rõ {who} đã nhận" in result.out]
    assert office.got.keys() | set(doubtful) == set(addresses)
    assert len(doubtful) == 1 if delay else len(doubtful) <= 1, "chỉ thư đang gửi lúc ấy"
    known = {row.guest for row in plan_of(book).dispatches if row.sent}
    assert len(known) == len(addresses) - len(doubtful)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
def test_from_the_list_of_guests_to_drafts_with_real_letters(xltools: Run, tmp_path: Path) -> None:
    facts = {"SoGiayMoi": "5", "NgayGiayMoi": date(2021, 3, 29)}
    book = make_book(tmp_path / "so.xlsx", event=facts, guests=invited("a@x.vn", "b@x.vn"))
    assert xltools("letters", book, "--numbered", "--pdf").code == 0
    assert xltools("mail", book).code == 0
    first = (tmp_path / "ket-qua" / "thu" / drafts(book)[0]).read_bytes()
    [attached] = message_from_bytes(first, policy=default).iter_attachments()
    (tmp_path / "thu.pdf").write_bytes(attached.get_content())
    text = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "thu.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert "05/GM-SKHCN" in text.stdout
    assert "số 1" in " ".join(text.stdout.split())
    assert "số 2" not in text.stdout
