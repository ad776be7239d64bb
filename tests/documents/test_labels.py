"""Labels before items, and the tree that they make."""

import pytest

from xltools.documents.labels import Kind, outline, split_label, without_part
from xltools.documents.source import Paragraph


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("VII. Phân công thực hiện", Kind.ROMAN, "VII", "Phân công thực hiện"),
        ("I/ MỤC ĐÍCH", Kind.ROMAN, "I", "MỤC ĐÍCH"),
        ("Ill. Thành phần", Kind.ROMAN, "III", "Thành phần"),
        ("IV NỘI DUNG", Kind.ROMAN, "IV", "NỘI DUNG"),
        ("l. Mục đích", Kind.NUMBER, "1", "Mục đích"),
        ("1. Phòng Nội vụ", Kind.NUMBER, "1", "Phòng Nội vụ"),
        ("11. Phòng Nội vụ", Kind.NUMBER, "11", "Phòng Nội vụ"),
        ("2.1.3. Việc", Kind.NUMBER, "2.1.3", "Việc"),
        ("2.1 Việc", Kind.NUMBER, "2.1", "Việc"),
        ("1/ Việc", Kind.NUMBER, "1", "Việc"),
        ("1- Nội dung", Kind.NUMBER, "1", "Nội dung"),
        ("a) Việc", Kind.LETTER, "a", "Việc"),
        ("đ) Việc", Kind.LETTER, "đ", "Việc"),
        ("A. MỤC ĐÍCH", Kind.PART, "A", "MỤC ĐÍCH"),
        ("Phần thứ nhất: Chung", Kind.PART, "Phần thứ nhất", "Chung"),
        ("– Việc", Kind.BULLET, "-", "Việc"),
        ("+ Việc", Kind.BULLET, "+", "Việc"),
        ("* Việc", Kind.BULLET, "*", "Việc"),
    ],
)
def test_labels_are_told_from_the_text(text: str, kind: Kind, value: str, rest: str) -> None:
    label, left = split_label(text)
    assert label is not None
    assert (label.kind, label.value, left) == (kind, value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "30/3/2021 là hạn",
        "2 - 3 tiết mục",
        "05 tham luận",
        "V/v tổ chức Hội nghị",
        "Đ/c Nguyễn Văn A",
        "TP. Quảng Ngãi",
        "IIII. Sai",
        "",
    ],
)
def test_what_only_looks_like_a_label_is_text(text: str) -> None:
    assert split_label(text) == (None, text)


def codes(*texts: str) -> list[str]:
    root = outline(Paragraph(number, text) for number, text in enumerate(texts, 1))
    return [node.code for node in root.walk() if node.parent]


def test_parts_are_left_out_of_codes_where_sections_are_numbered_through_them() -> None:
    through = codes("Phần thứ nhất: A", "I. B", "Phần thứ hai: C", "II. D", "1. E")
    assert through == ["Phần thứ nhất", "I", "Phần thứ hai", "II", "II.1"]
    assert codes("A. Đầu", "I. Một", "B. Sau", "I. Hai") == ["A", "A.I", "B", "B.I"]


def test_the_line_after_the_mere_label_of_a_part_is_its_heading() -> None:
    lines = ("Phần thứ tư", "KINH PHÍ", "Tổng: 5 triệu đồng.", "Phần thứ năm: B", "C")
    root = outline(Paragraph(number, text) for number, text in enumerate(lines, 1))
    assert [(node.text, [child.text for child in node.children]) for node in root.children] == [
        ("KINH PHÍ", ["Tổng: 5 triệu đồng."]),
        ("B", ["C"]),
    ]


@pytest.mark.parametrize(
    ("code", "rest"),
    [("Phần thứ ba.II.1", "II.1"), ("CHƯƠNG II.1", "1"), ("A.I.2", "A.I.2"), ("Phần thứ ba", "Phần thứ ba")],
)
def test_a_code_is_told_from_the_words_of_its_part(code: str, rest: str) -> None:
    assert without_part(code) == rest


def test_items_are_coded_by_the_path_to_them() -> None:
    assert codes("I. A", "1. B", "- C", "+ D", "+ E", "- F", "2. G", "a) H", "II. I", "- J", "1. K") == [
        "I", "I.1", "I.1.1", "I.1.1.1", "I.1.1.2", "I.1.2", "I.2", "I.2.a", "II", "II.1", "II.1",
    ]  # fmt: skip


def test_composite_numbers_stand_under_theirs() -> None:
    assert codes("II. A", "1. B", "1.1. C", "1.2. D", "2. E") == ["II", "II.1", "II.1.1", "II.1.2", "II.2"]


def test_text_stands_under_an_item_that_is_no_sentence_of_its_own() -> None:
    assert codes("V. A", "1. Phòng Nội vụ", "Lập danh sách.", "2. Trực cấp cứu.", "Giao Phòng A.") == [
        "V", "V.1", "V.1.1", "V.2", "V.3",
    ]  # fmt: skip


def test_numbers_of_word_stand_under_typed_ones() -> None:
    texts = [("", "1. Giao Chi cục:"), ("1.", "Việc"), ("2.", "Việc"), ("", "2. Giao Văn phòng:")]
    root = outline(Paragraph(at, text, label) for at, (label, text) in enumerate(texts, 1))
    assert [node.code for node in root.walk() if node.parent] == ["1", "1.1", "1.2", "2"]
