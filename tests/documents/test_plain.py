"""Plain text: lines are put together as the paragraphs that they were."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.documents.plain import decoded, goes_on, paragraphs_of, read_plain
from xltools.documents.source import Cell
from xltools.plan.findings import UnusableInputError


def texts(*lines: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of([lines], paged=False)]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (("- Chuẩn bị nội dung, tài liệu", "phục vụ Hội nghị;"), 1),
        (("- Gửi giấy mời đến đơn vị cấp tỉnh và", "", "UBND các huyện, thành phố;"), 1),
        (("- Trang trí hội trường;", "- Đón tiếp đại biểu."), 2),
        (("1. Phòng Nội vụ", "- Lập danh sách."), 2),
        (("I. MỤC ĐÍCH", "Nâng cao nhận thức."), 2),
        (("KẾ HOẠCH", "Tổ chức Hội nghị"), 2),
        (("Hội nghị được tổ chức.", "Trên đây là Kế hoạch"), 2),
        (
            (
                "kéo dài đến cuối trang giấy thì xuống hàng mà chưa hết câu nên dòng sau",
                "30/3/2021 còn tiếp.",
            ),
            1,
        ),
    ],
)
def test_a_line_goes_on_unless_it_has_a_label_or_the_one_before_has_ended(
    lines: tuple[str, ...], paragraphs: int
) -> None:
    assert len(texts(*lines)) == paragraphs


def test_page_numbers_and_page_breaks_are_left_out_and_sentences_run_over_them() -> None:
    pages = [["- Gửi giấy mời và", "- 1 -"], ["", "  2  ", "tổng hợp danh sách.", "Trang 2/3"]]
    found = paragraphs_of(pages, paged=True)
    assert [(p.text, p.page) for p in found] == [("- Gửi giấy mời và tổng hợp danh sách.", 1)]


def test_tabs_part_the_cells_of_a_table_in_the_body_only() -> None:
    found = paragraphs_of(
        [["KẾ HOẠCH", "TT\tViệc\tĐơn vị", "1\tIn tài liệu\tVăn phòng", "- Gửi\tgiấy"]], paged=False
    )
    cells = [(p.text, p.cell.row, p.cell.column) for p in found if p.cell]
    assert cells == [
        ("TT", 0, 0), ("Việc", 0, 1), ("Đơn vị", 0, 2),
        ("1", 1, 0), ("In tài liệu", 1, 1), ("Văn phòng", 1, 2),
    ]  # fmt: skip


def test_a_name_that_ends_in_nam_leaves_no_gap_for_a_year() -> None:
    assert texts("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == [
        "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


def test_columns_of_head_and_foot_are_taken_apart_but_not_those_of_the_body() -> None:
    found = texts(
        "UBND HUYỆN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số:      /KH-UBND       An Lạc, ngày      tháng 5 năm 2022",
        "KẾ HOẠCH",
        "- Trang      trí hội trường./.",
        "Nơi nhận:            CHỦ TỊCH",
        "- Các phòng;  KT. CHỦ TỊCH",
    )
    assert found == [
        "UBND HUYỆN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: /KH-UBND",
        "An Lạc, ngày tháng 5 năm 2022",
        "KẾ HOẠCH",
        "- Trang trí hội trường./.",
        "Nơi nhận:",
        "CHỦ TỊCH",
        "- Các phòng;",
        "KT. CHỦ TỊCH",
    ]


def test_stars_mark_bold_text_over_lines() -> None:
    found = paragraphs_of(
        [["**KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC**", "Phan Văn Hiếu", "**Hạn:** ngày 5/3"]], paged=False
    )
    assert [(p.text, p.bold) for p in found[:3]] == [
        ("KT. GIÁM ĐỐC", True),
        ("PHÓ GIÁM ĐỐC", True),
        ("Phan Văn Hiếu", False),
    ]
    assert (found[3].text, found[3].strong) == ("Hạn: ngày 5/3", 4)


def test_lines_with_bars_are_a_table() -> None:
    found = paragraphs_of(
        [["| TT | Việc |", "|----|------|", "| 1 | In giấy mời |", "Hết bảng."]], paged=False
    )
    assert [(p.text, p.cell) for p in found] == [
        ("TT", Cell(0, 0, 0)),
        ("Việc", Cell(0, 0, 1)),
        ("1", Cell(0, 1, 0)),
        ("In giấy mời", Cell(0, 1, 1)),
        ("Hết bảng.", None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_in_any_of_their_encodings(encoding: str) -> None:
    assert decoded("Kế hoạch".encode(encoding)) == "Kế hoạch"


def test_bytes_that_are_no_unicode_are_those_of_the_old_fonts() -> None:
    assert decoded("KÕ ho¹ch".encode("latin-1")) == "KÕ ho¹ch"


def test_a_folder_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="thư mục"):
        read_plain(tmp_path)
    (tmp_path / "x.txt").write_bytes(b"MZ\0\0\1")
    with pytest.raises(UnusableInputError, match="không phải văn bản"):
        read_plain(tmp_path / "x.txt")


LINES = st.text(st.sampled_from("abcxyzABC êếÊớƯ,.;:-()/ "), max_size=60)  # "bĐ" is also TCVN3 for "bé"


@given(st.lists(LINES, max_size=12))
def test_no_letter_of_any_text_is_lost(lines: list[str]) -> None:
    read = "".join(paragraph.text for paragraph in paragraphs_of([lines], paged=False))
    assert re.sub(r"\s", "", read) == re.sub(r"\s", "", "".join(lines))


def test_a_heading_in_capitals_neither_goes_on_nor_is_gone_on_with() -> None:
    assert not goes_on("Hội nghị và", "KẾ HOẠCH", False, 60)
    assert not goes_on("ỦY BAN NHÂN DÂN", "huyện", False, 60)
