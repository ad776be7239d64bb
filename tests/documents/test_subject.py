"""Who a sentence is about, and which sentences give work in sections of any name."""

import pytest

from xltools.documents.extract import extract
from xltools.documents.labels import split_label
from xltools.documents.source import Cell, Paragraph, Source
from xltools.documents.subject import is_order, subject
from xltools.documents.units import Units
from xltools.plan.tables import EVERY_UNIT


def led(*lines: str) -> list[tuple[str, list[str], str]]:
    """The lead, the helpers and the deadline's words of every duty of a plan with these lines."""
    numbered = enumerate(("KẾ HOẠCH", "Tổ chức Hội nghị", *lines), 1)
    record = extract(Source("thử.txt", tuple(Paragraph(number, line) for number, line in numbered))).as_dict()
    names = {unit["code"]: unit["name"] for unit in record["units"]} | {EVERY_UNIT: EVERY_UNIT, "": ""}
    return [
        (names[task["lead"]], [names[code] for code in task["coop"]], task["deadline_words"])
        for task in record["tasks"]
    ]


def test_leaders_to_whom_a_row_of_a_table_is_submitted_are_a_unit() -> None:
    cells = ("TT", "Nội dung", "Chủ trì"), ("1", "Soạn kịch bản trình Ban Giám hiệu duyệt", "Phòng Đào tạo")
    texts = [(text, Cell(0, row, at)) for row, line in enumerate(cells) for at, text in enumerate(line)]
    lines = [("KẾ HOẠCH", None), ("I. PHÂN CÔNG", None), *texts]
    numbered = (Paragraph(number, text, cell=cell) for number, (text, cell) in enumerate(lines, 1))
    units = extract(Source("thử.txt", tuple(numbered))).as_dict()["units"]
    assert [unit["name"] for unit in units] == ["Phòng Đào tạo", "Ban Giám hiệu"]


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Công an tỉnh: bảo đảm an ninh.", ["Công an tỉnh"]),
        (
            "Đề nghị Báo Hòa An, Đài Truyền thanh huyện mở chuyên mục.",
            ["Báo Hòa An", "Đài Truyền thanh huyện"],
        ),
        ("Kính đề nghị Thường trực Huyện ủy cho ý kiến.", ["Thường trực Huyện ủy"]),
        ("UBND huyện giao Phòng Tư pháp tham mưu văn bản.", ["Phòng Tư pháp"]),
        ("Hậu cần: Văn phòng Đảng ủy chuẩn bị nước uống.", ["Văn phòng Đảng ủy"]),
        ("Huyện đoàn: cử 20 đoàn viên.", ["Huyện đoàn"]),
        ("Yêu cầu Phòng Nội vụ báo cáo kết quả.", ["Phòng Nội vụ"]),
        ("Hội Luật gia tỉnh: tư vấn miễn phí cho người dân.", ["Hội Luật gia tỉnh"]),
        ("Tiểu ban Hậu cần: lo ăn, nghỉ cho đại biểu.", ["Tiểu ban Hậu cần"]),
    ],
)
def test_a_sentence_that_begins_with_who_and_goes_on_with_work_is_an_order(
    sentence: str, units: list[str]
) -> None:
    known = Units()
    found = subject(sentence, known)
    assert found is not None
    assert [unit.name for unit in found.units] == units
    assert is_order(sentence, False, known)


@pytest.mark.parametrize(
    "sentence",
    [
        "Phòng Nội vụ: 02 người.",
        "Phòng Nội vụ: Ủy viên",
        "Phòng Nội vụ đã hoàn thành việc rà soát.",
        "Trường Tiểu học An Phú có 20 lớp.",
        "Ban Giám khảo gồm 24 người do Giám đốc Sở quyết định.",
        "Lãnh đạo Sở phát biểu khai mạc.",
        "7 giờ 30: Văn phòng đón đại biểu.",
        "Sở Giáo dục và Đào tạo tổ chức Cuộc thi với các nội dung sau:",
        "Chuẩn bị hội trường, âm thanh.",
        "Công ty Cổ phần Sao Mai.",
    ],
)
def test_numbers_posts_facts_and_programmes_are_no_orders(sentence: str) -> None:
    assert not is_order(sentence, False, Units())


def test_under_the_name_of_a_unit_a_verb_of_work_is_enough() -> None:
    assert is_order("Bố trí bãi đỗ xe.", True, Units())
    assert not is_order("Địa chỉ liên hệ.", True, Units())


@pytest.mark.parametrize(
    "heading",
    [
        "VI. ĐỀ NGHỊ CÁC SỞ, NGÀNH, ĐỊA PHƯƠNG",
        "VI. CÁC CƠ QUAN LIÊN QUAN",
        "VI. CÔNG TÁC PHỐI HỢP",
        "VI. KIẾN NGHỊ",
        "VI. NỘI DUNG TRIỂN KHAI",
        "VI. BIỆN PHÁP BẢO ĐẢM",
    ],
)
def test_a_unit_and_its_work_are_a_duty_under_any_heading(heading: str) -> None:
    assert led(
        heading,
        "1. Sở Tài chính: thẩm định dự toán trước ngày 10/5/2024.",
        "2. Đề nghị Viễn thông tỉnh bảo đảm đường truyền.",
        "3. Kho bạc Nhà nước huyện",
        "- Kiểm soát chi theo quy định.",
        "- Phối hợp với Phòng Tài chính - Kế hoạch đối chiếu số liệu.",
        "4. Hậu cần",
        "- Trạm Y tế phường cử 02 nhân viên y tế trực.",
    ) == [
        ("Sở Tài chính", [], "trước ngày 10/5/2024"),
        ("Viễn thông tỉnh", [], ""),
        ("Kho bạc Nhà nước huyện", [], ""),
        ("", ["Kho bạc Nhà nước huyện", "Phòng Tài chính - Kế hoạch"], ""),
        ("Trạm Y tế phường", [], ""),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("II. CHƯƠNG TRÌNH", "1. Đoàn trường chuẩn bị văn nghệ chào mừng."),
        ("II. NỘI DUNG HỘI NGHỊ", "- Phòng Nghiệp vụ giải đáp kiến nghị."),
        ("II. CƠ CẤU GIẢI THƯỞNG", "- Sở Giáo dục và Đào tạo cấp giấy khen cho tập thể."),
        ("II. ĐIỀU LỆ", "1. Ban Giám khảo kiểm tra nhân sự các đội."),
        ("II. KẾT QUẢ NĂM 2023", "- Hội Nông dân huyện phối hợp với Phòng Nông nghiệp tổ chức 12 lớp."),
        ("II. MỤC ĐÍCH, YÊU CẦU", "- Yêu cầu Phòng Nội vụ thực hiện nghiêm túc."),
        ("II. KINH PHÍ", "- Phòng Tài chính cân đối trong dự toán."),
    ],
)
def test_sections_that_tell_something_else_give_no_duties(lines: tuple[str, ...]) -> None:
    assert led(*lines) == []


def test_an_explicit_order_is_one_even_under_awards() -> None:
    lines = ("II. CÔNG TÁC KHEN THƯỞNG", "- Giao Phòng Nội vụ tham mưu khen thưởng.")
    assert led(*lines) == [("Phòng Nội vụ", [], "")]
    assert split_label(lines[1])[1].startswith("Giao")
