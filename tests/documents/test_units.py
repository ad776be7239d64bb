"""Units are told in all their spellings, and where their names end."""

import pytest

from xltools.documents.beginnings import begins, may_be_actor
from xltools.documents.codes import code_of, give_codes
from xltools.documents.collective import everyone
from xltools.documents.names import name_end
from xltools.documents.script import bare
from xltools.documents.spelling import core, elements, is_initialism, starts
from xltools.documents.units import Units

NONE: frozenset[str] = frozenset()
NAMES = (
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Văn phòng HĐND và UBND huyện",
    "Ủy ban Mặt trận Tổ quốc Việt Nam huyện",
    "Hội Nạn nhân chất độc da cam/dioxin huyện",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
    "Viện Kiểm sát nhân dân huyện",
    "Chi cục Thuế khu vực Bình Sơn",
    "Ngân hàng Nhà nước chi nhánh tỉnh",
    "Công ty TNHH MTV Khai thác công trình thủy lợi",
    "Chi cục Dân số - Kế hoạch hóa gia đình",
    "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh",
    "Trung tâm Xúc tiến Đầu tư và Hỗ trợ doanh nghiệp",
    "Tiểu ban Tuyên truyền - Khánh tiết",
    "Tổ Toán - Tin",
    "Huyện đoàn",
    "UBND các xã, thị trấn",
)
DUTIES = (
    "chủ trì, phối hợp với Công an",
    "cử 20 đoàn viên",
    "giải ngân vốn",
    "thông tin kịp thời",
    "thống kê số liệu",
    "công khai kết quả",
    "cấp phát thuốc",
    "quản lý học sinh",
    "xây dựng kế hoạch",
)


def alike(one: str, other: str) -> bool:
    first, second = core(one, NONE), core(other, NONE)
    return len(first) == len(second) and starts(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Quản lý KH&CN cơ sở", "Phòng Quản lý Khoa học và Công nghệ cơ sở"),
        ("Trung tâm Ứng dụng và Dịch vụ KH&CN", "TT. UD&DV KHCN"),
        ("Phòng Lao động - Thương binh và Xã hội", "Phòng LĐ-TB&XH"),
        ("Đoàn TNCS Hồ Chí Minh xã", "Đoàn Thanh niên xã"),
        ("Hội LHPN phường", "Hội Phụ nữ phường"),
        ("Hội Liên hiệp Phụ nữ Việt Nam huyện", "Hội Phụ nữ huyện"),
        ("Viễn thông Minh Sơn", "VNPT Minh Sơn"),
        ("Trung tâm Kiểm soát bệnh tật tỉnh", "CDC tỉnh"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Đoàn Thanh niên"),
        ("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam", "UBMTTQVN"),
        ("Ủy ban nhân dân huyện", "UBND huyện"),
        ("PHÒNG NỘI VỤ", "Phòng Nội vụ"),
        ("CÔNG AN HUYỆN", "Công an huyện"),
        ("Hội Chữ thập đỏ", "Hội CTĐ"),
        ("Phòng Văn hoá và Thông tin", "Phòng Văn hóa - Thông tin"),
        ("Phòng Giáo dục Trung học", "Phòng GDTrH"),
        ("Hội Liên hiệp Thanh niên Việt Nam huyện", "Hội LHTN huyện"),
        ("P. Nội vụ", "Phòng Nội vụ"),
    ],
)
def test_spellings_of_one_unit_are_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Quản lý KH&CN cơ sở", "Phòng Quản lý Khoa học"),
        ("Phòng Nội vụ", "Phòng Tư pháp"),
        ("Công an xã", "Công an huyện"),
        ("Phòng GD&ĐT", "Phòng TC-KH"),
    ],
)
def test_other_units_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Phòng Quản lý Khoa học", "QLKH"),
        ("Phòng Kế hoạch - Tài chính", "KHTC"),
        ("Trung tâm Ứng dụng và dịch vụ KHCN", "TTUD"),
        ("Văn phòng Sở", "VP"),
        ("Thanh tra Sở", "TTRA"),
        ("Chi cục", "CHICUC"),
        ("lãnh đạo Sở", "LDS"),
        ("Công an huyện", "CAH"),
        ("UBND các xã, thị trấn", "UBNDXTT"),
    ],
)
def test_codes_are_initials(name: str, code: str) -> None:
    assert code_of(name, frozenset({"so"})) == code


def test_co_so_is_not_the_office_but_so_is() -> None:
    assert core("Phòng Quản lý KH&CN cơ sở", frozenset({"so"}))[-2:] == ("co", "so")
    assert core("Thanh tra Sở", frozenset({"so"})) == ("thanh", "tra")


def test_elements_know_where_they_stand() -> None:
    text = "của Phòng KH&CN"
    assert [text[e.start : e.end] for e in elements(text)] == ["Phòng", "KH", "KH", "CN", "CN"]


def test_initialisms_have_only_capitals_and_no_gap() -> None:
    assert [w for w in ("QLCN", "KH-TC", "VHTT&DL", "VP Sở", "Chi cục", "UD DV", "") if is_initialism(w)] == [
        "QLCN",
        "KH-TC",
        "VHTT&DL",
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Văn phòng Sở tổng hợp, biên tập", "Văn phòng Sở"),
        ("Phòng Văn hóa, Thể thao và Du lịch tổ chức", "Phòng Văn hóa, Thể thao và Du lịch"),
        ("Phòng Nội vụ, Văn phòng và Công an huyện bảo đảm", "Phòng Nội vụ"),
        ("Văn phòng HĐND và UBND huyện đôn đốc", "Văn phòng HĐND và UBND huyện"),
        ("UBND các xã, thị trấn thông báo", "UBND các xã, thị trấn"),
        ("Trường Trung cấp Nghề chuẩn bị", "Trường Trung cấp Nghề"),
        ("Công chức Văn phòng - Thống kê có trách nhiệm", "Công chức Văn phòng - Thống kê"),
        ("Đ/c Lê Văn Tý (Ủy viên): Lập danh sách", "Đ/c Lê Văn Tý (Ủy viên)"),
        ("Phòng Cải cách hành chính và Văn thư: cử", "Phòng Cải cách hành chính và Văn thư"),
        ("các xã, thị trấn tuần tra", "các xã, thị trấn"),
        ("Ban Tuyên giáo Thành ủy định hướng tuyên truyền", "Ban Tuyên giáo Thành ủy"),
        ("Công ty Cổ phần Môi trường Đô thị vệ sinh khu vực", "Công ty Cổ phần Môi trường Đô thị"),
        ("Đội Cảnh sát giao thông - Trật tự bảo đảm", "Đội Cảnh sát giao thông - Trật tự"),
        ("Đội Quản lý thị trường số 3 kiểm tra", "Đội Quản lý thị trường số 3"),
        ("Khoa Nhi cử bác sĩ", "Khoa Nhi"),
        ("UBND xã Tân Lập cử 20 người", "UBND xã Tân Lập"),
        ("Thanh tra huyện giải ngân", "Thanh tra huyện"),
        ("Trung tâm Kiểm soát bệnh tật tỉnh giám sát", "Trung tâm Kiểm soát bệnh tật tỉnh"),
        ("Phòng Kế hoạch tổng hợp chủ trì", "Phòng Kế hoạch tổng hợp"),
        ("Trạm Y tế phường 3 trực", "Trạm Y tế phường 3"),
        ("Công an Quận 1, Đoàn phường 12", "Công an Quận 1"),
        ("UBND các phường 3, 5 và 7 cử", "UBND các phường 3, 5 và 7"),
        ("Công an xã 2 đồng chí", "Công an xã"),
        ("Tổ bảo vệ trực", "Tổ bảo vệ"),
        ("Trung tâm Đăng kiểm xe cơ giới tỉnh chuẩn bị", "Trung tâm Đăng kiểm xe cơ giới tỉnh"),
        ("Ban Quản lý các khu công nghiệp tỉnh cử", "Ban Quản lý các khu công nghiệp tỉnh"),
        ("Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh mời", "Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh"),
        ("Hạt Kiểm lâm liên huyện Đông - Tây, Đồn A", "Hạt Kiểm lâm liên huyện Đông - Tây"),
        ("Ban Quản lý di tích đền Mẫu dọn dẹp", "Ban Quản lý di tích đền Mẫu"),
        ("Đội văn nghệ xung kích, Câu lạc bộ Thơ", "Đội văn nghệ xung kích"),
        ("Phòng Nội vụ rốt ráo chuẩn bị", "Phòng Nội vụ"),
        ("Phòng Tài chính ngay sau Hội nghị", "Phòng Tài chính"),
        ("Công an xã giăng dây khu vực chợ huyện", "Công an xã"),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh cử", "Văn phòng Đoàn ĐBQH và HĐND tỉnh"),
        ("Trường Tiểu học và THCS Nam Hà tập", "Trường Tiểu học và THCS Nam Hà"),
        ("Bộ phận Tiếp nhận và Trả kết quả niêm yết", "Bộ phận Tiếp nhận và Trả kết quả"),
        ("Tổ thư ký Hội đồng KHCN chọn", "Tổ thư ký Hội đồng KHCN"),
        ("Tổ trưởng các tổ dân phố thông báo", "Tổ trưởng các tổ dân phố"),
        ("VNPT An cử 02 nhân viên", "VNPT An"),
        ("Chi hội Phụ nữ thôn Đoài dọn", "Chi hội Phụ nữ thôn Đoài"),
        ("Đồng chí Phó Chủ tịch UBND huyện chỉ đạo", "Đồng chí Phó Chủ tịch UBND huyện"),
        ("Đ/c Nam phụ trách", "Đ/c Nam"),
        ("Ủy ban Mặt trận Tổ quốc và các đoàn thể xã vận động", "Ủy ban Mặt trận Tổ quốc"),
        ("Trưởng Công an xã, Chỉ huy trưởng Ban CHQS xã", "Trưởng Công an xã"),
        ("Chi đoàn 02 tiết mục", "Chi đoàn"),
        ("Phòng Quản lý lưu trú kiểm tra", "Phòng Quản lý lưu trú"),
        ("Phòng Quản lý bán lẻ nhắc nhở", "Phòng Quản lý bán lẻ"),
        ("Phòng Quản lý bán lẻ: nhắc nhở", "Phòng Quản lý bán lẻ"),
        ("Ban Quản lý trực tiếp kiểm tra", "Ban Quản lý"),
        ("Ban Quản lý cho các hộ tham gia", "Ban Quản lý"),
        ("Phòng Nội vụ lo liệu chỗ nghỉ", "Phòng Nội vụ"),
        ("Lãnh đạo Ban duyệt", "Lãnh đạo Ban"),
        ("Lãnh đạo Phòng xem xét", "Lãnh đạo Phòng"),
        ("Thanh tra Ban tiếp nhận", "Thanh tra Ban"),
        ("Điều dưỡng trưởng các khoa lâm sàng: lập", "Điều dưỡng trưởng các khoa lâm sàng"),
        ("Ban Thường vụ các huyện, thành đoàn chuẩn bị", "Ban Thường vụ các huyện, thành đoàn"),
        ("BTV các huyện, thị, thành đoàn", "BTV các huyện, thị, thành đoàn"),
        ("Thường trực các huyện, thị, thành ủy chỉ đạo", "Thường trực các huyện, thị, thành ủy"),
        ("Hội Nông dân các huyện, thành phố thông báo", "Hội Nông dân các huyện, thành phố"),
        ("Tổ Mẫu giáo 5 tuổi chuẩn bị", "Tổ Mẫu giáo 5 tuổi"),
        ("Bệnh viện Quân y 7 cử xe", "Bệnh viện Quân y 7"),
        ("Bệnh viện Quân y 7 xe", "Bệnh viện Quân y"),
        ("Cơ quan Ủy ban Kiểm tra Huyện ủy giám sát", "Cơ quan Ủy ban Kiểm tra Huyện ủy"),
        ("Trang thông tin điện tử Sở đăng tin", "Trang thông tin điện tử Sở"),
        (
            "Các trường tiểu học, THCS trên địa bàn huyện: tuyển",
            "Các trường tiểu học, THCS trên địa bàn huyện",
        ),
        ("UBND các xã Hòa Bình, Tân Lập và Phú Mỹ cử", "UBND các xã Hòa Bình, Tân Lập và Phú Mỹ"),
        ("Chủ nhiệm các câu lạc bộ chuẩn bị", "Chủ nhiệm các câu lạc bộ"),
        ("Đồng chí Trần Văn Bé, Phó Trưởng ban chỉ đạo", "Đồng chí Trần Văn Bé, Phó Trưởng ban"),
        (
            "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ tập",
            "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ",
        ),
    ],
)
def test_a_name_ends_where_the_duty_begins(sentence: str, name: str) -> None:
    assert begins(sentence, 0)
    assert sentence[: name_end(sentence, bare(sentence), 0)] == name


def test_a_list_of_names_has_no_verbs() -> None:
    text = "Phòng Kế hoạch tổng hợp"
    assert text[: name_end(text, bare(text), 0)] == "Phòng Kế hoạch"
    assert text[: name_end(text, bare(text), 0, closed=True)] == text


@pytest.mark.parametrize(
    "text",
    [
        "Văn phòng phẩm phục vụ Hội nghị",
        "phòng, chống dịch",
        "Tổ chức Hội nghị",
        "Hội trường tầng 7",
        "Báo cáo kết quả",
        "Trường hợp cần thiết",
        "Ban hành kế hoạch",
        "Đội ngũ cán bộ",
    ],
)
def test_words_that_only_begin_alike_name_no_unit(text: str) -> None:
    assert not begins(text, 0)


def test_headings_of_actors_are_told_from_those_of_matters() -> None:
    actors = ("Công chức Tư pháp - Hộ tịch", "Các tổ trưởng chuyên môn", "Viễn thông Hòa An")
    matters = ("Công tác tuyên truyền", "Chuẩn bị hội trường", "Kinh phí", "Về nội dung", "In ấn Tài liệu")
    assert all(map(may_be_actor, actors))
    assert not any(map(may_be_actor, matters))


def named(units: Units, text: str) -> list[str]:
    return [unit.name for unit in units.listed(text, bare(text), 0).units]


def test_lists_give_their_heads_to_items_without_one() -> None:
    units = Units({"so"})
    for name in ("Phòng Quản lý Khoa học", "Phòng Quản lý Công nghệ, thị trường công nghệ và chuyên ngành"):
        units.add(name)
    text = (
        "các phòng: Quản lý Khoa học; Công nghệ, thị trường công nghệ và chuyên ngành, Văn phòng Sở biên tập"
    )
    assert named(units, text) == [
        "Phòng Quản lý Khoa học",
        "Phòng Quản lý Công nghệ, thị trường công nghệ và chuyên ngành",
        "Văn phòng Sở",
    ]
    assert named(Units(), "các phòng Nội vụ, Y tế và các đơn vị liên quan tổ chức") == [
        "Phòng Nội vụ",
        "Phòng Y tế",
        "Tất cả",
    ]


def test_units_of_one_kind_are_one_but_a_list_under_one_head_is_many() -> None:
    assert named(Units(), "Các phòng GDĐT; Các trường THPT") == ["Các phòng GDĐT", "Các trường THPT"]
    assert named(Units(), "các phòng Nội vụ, Y tế tổ chức") == ["Phòng Nội vụ", "Phòng Y tế"]


def test_where_a_unit_must_stand_a_capital_is_enough_for_one() -> None:
    text = "Sacombank, Phòng Nội vụ tổ chức"
    assert Units().listed(text, bare(text), 0).units == ()
    assert [u.name for u in Units().listed(text, bare(text), 0, named=True).units] == [
        "Sacombank",
        "Phòng Nội vụ",
    ]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Phòng Công nghệ thông tin (Phòng CNTT)", "Phòng CNTT"),
        ("Trung tâm Y tế huyện (sau đây gọi tắt là TTYT huyện) chủ trì", "TTYT huyện"),
        ("Phòng Công nghệ thông tin (Phòng KHTC)", ""),
        ("Phòng Công nghệ thông tin (tầng 3)", ""),
    ],
)
def test_an_abbreviation_in_brackets_behind_a_name_is_a_spelling_of_it(text: str, spelling: str) -> None:
    units = Units()
    named(units, text)
    assert units.all[0].aliases == [text.split(" (", maxsplit=1)[0], *filter(None, [spelling])]


def test_a_person_is_called_with_and_without_the_address_and_the_post() -> None:
    units = Units()
    named(units, "Đồng chí Trần Quang Mẫn, Phó Bí thư Đảng ủy: Chỉ đạo")
    (person,) = units.all
    assert person.name == "Trần Quang Mẫn"
    assert person.aliases == [
        person.name,
        f"Đồng chí {person.name}",
        f"Đồng chí {person.name}, Phó Bí thư Đảng ủy",
    ]


@pytest.mark.parametrize(
    ("text", "all_of_them"),
    [
        ("Các khoa, viện, trung tâm thuộc Trường: vận động", "Các khoa, viện, trung tâm thuộc Trường"),
        ("Các cơ quan, địa phương, doanh nghiệp", "Các cơ quan, địa phương, doanh nghiệp"),
        ("các doanh nghiệp, hợp tác xã treo cờ", "các doanh nghiệp, hợp tác xã"),
        ("các phòng, Trung tâm Y tế huyện", "các phòng"),
        ("các phòng, Văn phòng, Thanh tra", "các phòng"),
        ("Các tổ chuyên môn, Tổ VP", "Các tổ chuyên môn"),
        ("Các bệnh viện, trung tâm y tế: cử", "Các bệnh viện, trung tâm y tế"),
        ("các hội, đoàn thể, công an xã", "các hội, đoàn thể"),
        ("các trường mầm non, tiểu học", ""),
        ("các phòng chuyên môn, Thanh tra Ban xây dựng", "các phòng chuyên môn"),
        ("Các tổ trưởng chuyên môn", ""),
        ("các xã, thị trấn", ""),
    ],
)
def test_units_of_several_kinds_are_everyone_up_to_the_first_that_is_named(
    text: str, all_of_them: str
) -> None:
    assert text[: everyone(text, bare(text), 0) or 0] == all_of_them


def test_a_second_name_of_the_same_place_is_the_same_unit_everywhere() -> None:
    units = Units()
    named(units, "Công ty Điện lực Minh Sơn (PC Minh Sơn)")
    assert named(units, "PC Minh Sơn cử") == ["Công ty Điện lực Minh Sơn"]
    named(units, "Văn phòng Sở (Bộ phận Một cửa)")
    assert named(units, "Bộ phận Một cửa") == ["Bộ phận Một cửa"]


def test_a_group_is_none_of_its_members() -> None:
    units = Units()
    named(units, "Tổ dân phố số 4")
    assert named(units, "Các tổ dân phố") == ["Các tổ dân phố"]


def test_a_list_under_a_head_takes_no_unit_of_another_kind() -> None:
    units = Units()
    named(units, "HĐND xã; Phòng TCCB")
    told = named(units, "Các Hội: Nông dân, Phụ nữ, Cựu chiến binh vận động")
    assert told == ["Hội Nông dân", "Hội Phụ nữ", "Hội Cựu chiến binh"]


def test_a_head_of_two_kinds_gives_the_first_to_its_names() -> None:
    assert named(Units(), "các sở, ngành: Nội vụ; Y tế thẩm định") == ["Sở Nội vụ", "Sở Y tế"]


def test_no_name_ends_within_an_abbreviation() -> None:
    units = Units()
    units.add("các huyện")
    units.notice("vận động HTX tham gia")
    assert units.all[0].aliases == ["các huyện"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("duty", DUTIES)
def test_every_kind_of_name_ends_before_every_kind_of_duty(name: str, duty: str) -> None:
    sentence = f"{name} {duty}"
    assert sentence[: name_end(sentence, bare(sentence), 0)] == name


def test_the_words_of_whose_a_unit_is_count_in_its_abbreviation() -> None:
    units = Units({"doan", "tinh"})
    whole = units.add("Ban Xây dựng Đoàn")
    assert units.find_short("Ban XDĐ") is units.find_short("XDĐ") is units.add("Ban XDĐ") is whole


def test_words_of_the_place_are_left_out_of_names_with_a_capital_only() -> None:
    units = Units({"luong", "xa"})
    assert units.add("Tổ Quản lý chất lượng") is units.add("Tổ QLCL")
    assert units.add("Trạm Y tế Lương Xá") is units.add("Trạm Y tế")


def test_agencies_of_two_fields_are_one_each_in_a_list() -> None:
    units = Units()
    text = "các sở: Tài chính, Kế hoạch và Đầu tư, Y tế"
    found = units.listed(text, bare(text), 0).units
    assert [unit.name for unit in found] == ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Y tế"]


def test_an_abbreviation_means_a_unit_only_if_it_is_the_only_one() -> None:
    units = Units()
    first, second = units.add("Phòng Quản lý Khoa học"), units.add("Phòng Kế hoạch - Tài chính")
    assert units.find_short("KH-TC") is second
    assert units.find_short("KH", [second]) is first
    units.add("Phòng Quản lý Kinh hoạch")
    assert units.find_short("QLKH") is None
    assert units.find_short("UBND") is None


def test_units_of_the_same_initials_get_different_codes() -> None:
    units = Units()
    for name in ("Phòng Tư pháp", "Phòng Thương phẩm"):
        units.add(name).acts = True
    units.add("Phòng Chỉ nhắc qua")
    give_codes(units)
    assert [unit.code for unit in units.all] == ["TP", "TP2"]
