"""Names with a comma within: taken only where the document itself confirms them."""

import pytest

from xltools.documents.commas import comma_names
from xltools.documents.labels import outline
from xltools.documents.source import Cell, Paragraph, blocks

LAW = "Phòng Phổ biến, giáo dục pháp luật"
NEWS = "Báo và phát thanh, truyền hình tỉnh"
FUND = "Phòng Quản lý Thu - Sổ, Thẻ"
TEAM = "Tiểu ban Tuyên truyền, khánh tiết"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ((f"1. {LAW} (Phòng PBGDPL)",), [LAW]),
        ((f"1. Giao {LAW} (sau đây gọi tắt là PBGDPL) chủ trì.",), [LAW]),
        ((f"1. Giao Công an xã, {LAW} (PBGDPL) chủ trì.",), [LAW]),
        ((f"1. {LAW} (Phòng KHTC)",), []),
        ((f"1. {LAW} (tầng 3)",), []),
        ((f"1. {NEWS}: Đưa tin.", f"2. Giao Văn phòng mời {NEWS} dự."), [NEWS]),
        ((f"1. {NEWS}: Đưa tin.", "2. Giao Văn phòng mời báo chí dự."), [NEWS]),
        ((f"{TEAM}: Trang trí.",), [TEAM]),
        ((f"1. {TEAM}: In.", "2. Tiểu ban Tuyên truyền: Đưa tin."), []),
        (("1. Mặt trận, đoàn thể xã: Vận động.",), []),
        ((f"1. {FUND}", f"2. Giao Văn phòng, {FUND}, Phòng Chế độ in."), [FUND]),
        ((f"1. {FUND}", f"2. {FUND} in.", "3. Phòng Quản lý Thu - Sổ: Rà soát."), []),
        ((f"1. {TEAM}", f"2. {TEAM}: In."), [TEAM, TEAM]),
        (("1. Phòng Nội vụ, Y tế", "2. Phòng Nội vụ, Y tế: In.", "3. Giao Phòng Y tế trực."), []),
        (("1. Phòng Nội vụ, Công an xã", "2. Phòng Nội vụ, Công an xã: In."), []),
        ((f"1. Mời {NEWS} dự.", f"2. Giao Văn phòng đón {NEWS}."), []),
        (("1. Phòng Nội vụ, cơ quan liên quan: In.", "2. Mời Phòng Nội vụ, cơ quan liên quan."), []),
        (("1. Phòng Nội vụ, văn phòng huyện: In.", "2. Mời Phòng Nội vụ, văn phòng huyện."), []),
        (("1. Phòng Nội vụ, mời báo chí: In.", "2. Giao Phòng Nội vụ, mời báo chí."), []),
    ],
)
def test_a_comma_belongs_to_a_name_that_is_abbreviated_repeated_or_goes_on_small_before_a_colon(
    lines: tuple[str, ...], names: list[str]
) -> None:
    root = outline(Paragraph(number, line) for number, line in enumerate(lines, 1))
    assert list(comma_names(list(root.walk()))) == names


def test_a_cell_of_a_table_repeats_a_name_too() -> None:
    lines = [Paragraph(1, "1. Việc"), Paragraph(2, TEAM, cell=Cell(0, 0, 0)), Paragraph(3, f"2. {TEAM}")]
    assert list(comma_names(list(outline(blocks(lines)).walk()))) == [TEAM]
