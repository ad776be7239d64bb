"""What a mail says, and the files in which the staff may change it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import guest, make_book
from xltools.commands import open_plan
from xltools.letters.invitation import values
from xltools.mail.wording import Words, load_wording, printable
from xltools.plan.findings import UnusableInputError


def said(folder: Path, template: str = "giay_moi.docx", **event: Any) -> Words:
    guests = [guest(1, Đơn_vị="Công ty A & B <i>", Số_người=2)]
    plan = open_plan(make_book(folder / "so.xlsx", guests=guests, event=event))
    return load_wording(template, folder).render(values(plan, plan.guests[0], draft=False))


def test_an_invitation_says_who_invites_whom_to_what_when_where_and_whom_to_ask(tmp_path: Path) -> None:
    words = said(tmp_path, SoGiayMoi="5", NgayGiayMoi=date(2021, 3, 29), LuuY="Mang theo báo cáo.")
    assert words.subject == "Giấy mời số 05/GM-SKHCN dự Hội nghị thử"
    for part in (
        "trân trọng kính mời: Đại diện lãnh đạo Công ty A & B <i> (02 đại biểu)",
        "Tới dự Hội nghị thử.",
        "Chủ trì: Phó Giám đốc Sở",
        "Thời gian: 07 giờ 30, thứ Ba, ngày 06 tháng 4 năm 2021",
        "Địa điểm: Hội trường tầng 7",
        "Mang theo báo cáo.",
        "Đầu mối liên hệ: Văn phòng Sở",
        "Giấy mời số 05/GM-SKHCN ngày 29 tháng 3 năm 2021 gửi kèm",
    ):
        assert part in words.text


def test_without_a_number_none_is_named_and_without_remarks_there_is_no_gap(tmp_path: Path) -> None:
    words = said(tmp_path)
    assert words.subject == "Giấy mời dự Hội nghị thử"
    assert "số" not in words.text.partition("Giấy mời")[2]
    assert "\n\n\n" not in words.text


def test_html_is_escaped_and_the_plain_forms_are_not(tmp_path: Path) -> None:
    words = said(tmp_path, TenHoiNghi="Hội nghị “A & B” <script>")
    assert "<script>" in words.subject
    assert "<script>" in words.text
    assert "<script>" not in words.html
    assert "Công ty A &amp; B &lt;i&gt;" in words.html


@pytest.mark.parametrize(
    ("template", "subject"),
    [
        ("thu_nhac.docx", "Xác nhận tham dự Hội nghị thử"),
        ("thu_cam_on.docx", "Thư cảm ơn về Hội nghị thử"),
        ("giay_moi_ca_nhan.docx", "Giấy mời dự Hội nghị thử"),
        ("mau_cua_so.docx", "Giấy mời dự Hội nghị thử"),
    ],
)
def test_the_wording_goes_with_the_template_of_the_letter(
    tmp_path: Path, template: str, subject: str
) -> None:
    assert said(tmp_path, template).subject == subject


def test_the_offices_own_files_win_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / "thu_moi.chu_de.j2").write_text("Mời\n họp: {{ Ma }}\n", encoding="utf-8-sig")
    words = said(tmp_path)
    assert words.subject == "Mời họp: KM-001"
    assert "Tới dự Hội nghị thử." in words.text


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ TenHoiNgi }}", "Có phải là TenHoiNghi?"),
        ("{{ ''.__class__ }}", "không được lấy thuộc tính"),
        ("{{ cycler() }}", "không được gọi hàm"),
        ("{% include 'x' %}", "Include"),
        ("{% for a in TenHoiNghi %}{% endfor %}", "chỉ lặp được danh sách"),
        ("{% if %}", "không khớp"),
        ("{{ qr }}", "Mã QR"),
    ],
)
def test_what_a_file_may_not_say_is_a_fault_before_anything_is_written(
    tmp_path: Path, source: str, fault: str
) -> None:
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / "thu_moi.txt.j2").write_text(source, encoding="utf-8")
    with pytest.raises(UnusableInputError, match=r"thu_moi\.txt\.j2 chưa dùng được") as refused:
        load_wording("giay_moi.docx", tmp_path)
    assert any(fault in finding.message for finding in refused.value.findings)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("thu_moi.txt.j2", "Kính mời".encode("utf-16"), "không phải UTF-8"),
        ("thu_moi.txt.j2", b"a" * 100_001, "dài quá"),
        ("thu_moi.chu_de.j2", b" \n", "chủ đề trống"),
        ("thu_moi.txt.j2", b"{{ LuuYDong + 1 }}", "không tính được"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / name).write_bytes(content)
    with pytest.raises(UnusableInputError, match=fault):
        said(tmp_path)


@given(st.text())
def test_printable_text_has_no_control_character_but_line_feeds_and_tabs(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert all(line.isprintable() or set(line) for line in shown.splitlines())
    assert len(shown.splitlines()) == len(shown.split("\n")) - shown.endswith("\n") - (shown == "")
    shown.encode()
