"""How many are invited, and where: in the forms in which plans say it."""

from typing import Any

import pytest

from xltools.documents.extract import extract
from xltools.documents.source import Paragraph, Source


def read(*lines: str) -> dict[str, Any]:
    numbered = enumerate(("KẾ HOẠCH", "Tổ chức Hội nghị", "II. NỘI DUNG", *lines), 1)
    return extract(Source("thử.txt", tuple(Paragraph(number, line) for number, line in numbered))).as_dict()


@pytest.mark.parametrize(
    ("lines", "delegates", "groups"),
    [
        (("1. Thành phần tham dự: 180 đại biểu, gồm:", "- Lãnh đạo Sở;"), 180, 1),
        (("1. Thành phần: Tổng số 150 đại biểu, học viên, gồm:", "- Lãnh đạo Sở;"), 150, 1),
        (("1. Thành phần: khoảng 120 người, gồm:", "- Lãnh đạo Sở;"), 120, 1),
        (("1. Thành phần tham dự (200 đại biểu):", "- Lãnh đạo Sở;"), 200, 1),
        (("1. Thành phần tham dự gồm 95 đại biểu:", "- Lãnh đạo Sở;"), 95, 1),
        (("1. Thành phần", "- Lãnh đạo Sở;", "Tổng số đại biểu: 1.200"), 1200, 1),
        (("1. Số lượng: khoảng 300 đ/c",), 300, 0),
        (("1. Đại biểu: dự kiến 90 đại biểu",), 90, 0),
        (("1. Thành phần", "a) Đại biểu chính thức: 150 đại biểu, gồm:", "- Đại biểu do cơ sở bầu;"), 150, 1),
        (
            (
                "1. Thành phần",
                "a) Đại biểu: 150 người",
                "- Do cơ sở bầu;",
                "b) Khách: 30 người",
                "- Báo chí.",
            ),
            None,
            2,
        ),
        (("1. Thành phần", "- Sở Y tế: 02 người", "- Sở Tài chính: 03 người"), None, 2),
    ],
)
def test_the_number_of_delegates_is_said_of_all_or_of_the_one_part_that_says_its_own(
    lines: tuple[str, ...], delegates: int | None, groups: int
) -> None:
    record = read(*lines)
    assert (record["delegates"], len(record["groups"])) == (delegates, groups)


@pytest.mark.parametrize(
    ("line", "venue", "address"),
    [
        (
            "Hội trường A, Nhà khách (số 15 đường Nguyễn Du)",
            "Hội trường A, Nhà khách",
            "số 15 đường Nguyễn Du",
        ),
        ("Nhà văn hóa (thôn 2, xã Tân Lập).", "Nhà văn hóa", "thôn 2, xã Tân Lập"),
        ("Hội trường (địa chỉ: 12 Lê Lợi)", "Hội trường", "12 Lê Lợi"),
        ("Nhà khách Sen, số 47 đường Lê Lai, TP Phú.", "Nhà khách Sen", "số 47 đường Lê Lai, TP Phú"),
        ("Hội trường (số 1 đường Lê), kết nối đến 9 điểm cầu", "Hội trường", "số 1 đường Lê"),
        ("Nhà văn hóa thôn Đông, xã Tân Lập", "Nhà văn hóa thôn Đông, xã Tân Lập", ""),
        ("Khu điều trị, nhà B (05 tầng)", "Khu điều trị, nhà B (05 tầng)", ""),
    ],
)
def test_an_address_in_brackets_or_in_a_street_is_parted_from_the_venue(
    line: str, venue: str, address: str
) -> None:
    event = read(f"1. Địa điểm: {line}")["event"]
    assert (event["venue"], event["address"]) == (venue, address)
