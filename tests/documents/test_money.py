"""Money in any form, its source, and the lines of an estimate."""

from collections.abc import Sequence

import pytest

from xltools.documents.extract import extract
from xltools.documents.money import amounts
from xltools.documents.source import Cell, Paragraph, Source


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("là: 54 triệu đồng (Phụ lục)", [54_000_000]),
        ("1,2 tỷ đồng", [1_200_000_000]),
        ("54.000.000đ (Bằng chữ: …)", [54_000_000]),
        ("27.460.000 đồng và 500.000 VNĐ", [27_460_000, 500_000]),
        ("dự kiến 16 triệu", [16_000_000]),
        ("150 đại biểu, ngày 30/3/2021, 05 tham luận", []),
    ],
)
def test_amounts_are_read_in_any_form(text: str, values: list[int]) -> None:
    assert [value for value, _, _ in amounts(text)] == values


def plan(*texts: str) -> Source:
    return Source("x.txt", tuple(Paragraph(number, text) for number, text in enumerate(texts, 1)))


@pytest.mark.parametrize(
    ("text", "total", "source"),
    [
        (
            "V. Kinh phí: 5 triệu đồng, lấy từ Quỹ phòng, chống thiên tai năm 2024.",
            5_000_000,
            "lấy từ Quỹ phòng, chống thiên tai năm 2024",
        ),
        (
            "V. Kinh phí: Từ nguồn ngân sách năm 2021 là: 54 triệu đồng.",
            54_000_000,
            "Từ nguồn ngân sách năm 2021",
        ),
        ("V. Kinh phí: Do ngân sách huyện cấp, cụ thể như sau:", None, "Do ngân sách huyện cấp"),
        ("V. Kinh phí: Do ngân sách huyện cấp, dự kiến 16 triệu đồng.", 16_000_000, "Do ngân sách huyện cấp"),
        (
            "V. Kinh phí: Tổng 9.000.000đ. Nguồn kinh phí: Quỹ nhân đạo năm 2024",
            9_000_000,
            "Quỹ nhân đạo năm 2024",
        ),
        ("V. Kinh phí: Theo quy định hiện hành.", None, ""),
    ],
)
def test_the_total_and_its_source_are_read_or_left_empty(text: str, total: int | None, source: str) -> None:
    money = extract(plan("KẾ HOẠCH", text)).money
    assert (money.total, money.source) == (total, source)


@pytest.mark.parametrize(
    ("words", "differ"),
    [
        ("(Bằng chữ: Năm mươi bốn triệu đồng chẵn)", False),
        ("(Năm mươi tư triệu đồng)", False),
        ("(Bằng chữ: Năm mươi lăm triệu đồng)", True),
        ("(chi tiết theo phụ lục)", False),
    ],
)
def test_words_are_checked_against_the_figures(words: str, differ: bool) -> None:
    reading = extract(plan("KẾ HOẠCH", f"V. Kinh phí: Tổng số 54.000.000 đồng {words}."))
    found = [finding for finding in reading.findings if finding.code == "amount-words"]
    assert bool(found) is differ
    assert all("55.000.000" in finding.message for finding in found)


def test_products_are_lines() -> None:
    reading = extract(
        plan(
            "KẾ HOẠCH",
            "V. Kinh phí",
            "- Nước uống: 150 người x 20.000đ/người x 2 buổi = 6.000.000 đồng;",
            "- Thuê âm thanh: 5.000.000 đồng.",
        )
    )
    lines = [line.as_dict() for line in reading.money.lines]
    assert [(x["content"], x["quantity"], x["times"], x["price"], x["amount"]) for x in lines] == [
        ("Nước uống", 150, 2, 20_000, 6_000_000),
        ("Thuê âm thanh", None, None, None, 5_000_000),
    ]
    assert lines[0]["measure"] == "người"


def test_parts_of_the_total_with_an_amount_each_are_lines_and_no_source() -> None:
    money = extract(
        plan(
            "KẾ HOẠCH",
            "V. Kinh phí",
            "Tổng kinh phí: 57.200.000 đồng, trong đó:",
            "- Kinh phí tuyên truyền năm 2023 của Sở: 32.000.000 đồng;",
            "- Nguồn xã hội hóa của doanh nghiệp: 25.200.000 đồng.",
        )
    ).money
    assert (money.total, money.source) == (57_200_000, "")
    assert [(line.content, line.amount) for line in money.lines] == [
        ("Kinh phí tuyên truyền năm 2023 của Sở", 32_000_000),
        ("Nguồn xã hội hóa của doanh nghiệp", 25_200_000),
    ]


def table(rows: Sequence[Sequence[str]]) -> Source:
    paragraphs = [Paragraph(0, "KẾ HOẠCH"), Paragraph(0, "I. Dự toán kinh phí")]
    paragraphs += [
        Paragraph(0, text, cell=Cell(0, row, column))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    numbered = (Paragraph(n, p.text, cell=p.cell) for n, p in enumerate(paragraphs, 1))
    return Source("x.docx", tuple(numbered))


def test_hang_muc_heads_the_contents_and_no_time() -> None:
    heads = ("TT", "Hạng mục chi", "Đơn vị tính", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)")
    lines = extract(table([heads, ("1", "Thuê loa", "bộ", "02", "500.000", "1.000.000")])).money.lines
    assert [(line.content, line.measure, line.amount) for line in lines] == [("Thuê loa", "bộ", 1_000_000)]


def test_a_table_is_lines_and_its_total_is_compared() -> None:
    reading = extract(
        table(
            [
                ("TT", "Nội dung chi", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"),
                ("1", "Tài liệu", "bộ", "100", "30.000", "3.000.000"),
                ("2", "Nước uống", "người", "100", "20.000", "2.000.000"),
                ("", "Tổng cộng", "", "", "", "5.100.000"),
            ]
        )
    )
    assert [(line.content, line.amount) for line in reading.money.lines] == [
        ("Tài liệu", 3_000_000),
        ("Nước uống", 2_000_000),
    ]
    assert reading.money.total == 5_100_000
    (finding,) = [finding for finding in reading.findings if finding.code == "lines-total"]
    assert "5.000.000" in finding.message
    assert "5.100.000" in finding.message
