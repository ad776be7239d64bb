"""Words that begin the names of units and officers, and words that never belong to one.

Unit names are an open class: what no list has is still told by its form (see ``names.may_be_actor``).
"""

import re

from xltools.documents.script import UPPER


def any_of(words: str) -> str:
    """Return a regular expression for the words of a list parted by commas."""
    return "|".join(" ".join(word.split()) for word in words.split(","))


_TYPES = """
    bộ phận, tiểu ban, trung tâm, chi cục, tổng cục, cục, thanh tra, bệnh viện, trạm, hội đồng, mặt
    trận, liên đoàn, công đoàn, công an, đài, kho bạc, bảo hiểm xã hội, hạt, điện lực, công ty, chi
    nhánh, ngân hàng, thư viện, bảo tàng, nhà văn hóa, nhà thiếu nhi, liên đội, chi đoàn, huyện đoàn,
    tỉnh đoàn, thành đoàn, xã đoàn, phường đoàn, huyện ủy, tỉnh ủy, thành ủy, đảng ủy, thường trực, tòa
    án, bưu điện, hợp tác xã, câu lạc bộ, quân sự, lực lượng, hiệp hội, liên hiệp, chi bộ, đảng bộ, đồn
    biên phòng, hải đội, hải quan, kiểm lâm, tổng công ty, doanh nghiệp, xí nghiệp, nhà máy, nhà trường,
    đại học, học viện, phân hiệu, tạp chí, tòa soạn, cổng thông tin, cụm, phụ nữ, cựu chiến binh, dân
    quân, điểm trường, tổ công tác, nhóm, ban quản lý, ban giám đốc, ban giám hiệu, ban chấp hành, ban
    thường vụ, uỷ ban, ủy ban
"""
_OFFICERS = """
    hiệu trưởng, phó hiệu trưởng, giám đốc, phó giám đốc, chủ tịch, phó chủ tịch, bí thư, tổng phụ
    trách, kế toán, văn thư, thủ quỹ, bảo vệ, giáo viên, nhân viên, lãnh đạo, chánh văn phòng, công
    chức, viên chức, chuyên viên, tổ trưởng, tổ phó, trưởng phòng, trưởng ban, trưởng khoa, trưởng trạm,
    trưởng thôn, trưởng bộ phận, trưởng tiểu ban, trưởng đoàn, trưởng khối, cộng tác viên, ủy viên, thư
    ký
"""
_PLURALS = """
    xã, phường, thị trấn, huyện, quận, thôn, bản, tổ dân phố, trường, khối, lớp, chi đoàn, chi hội, trạm
    y tế, công đoàn, tổ trưởng, trưởng, hộ
"""
# Syllables that begin other words too, with what makes them one of these.
_GUARDED = {
    "văn phòng": " phẩm",
    "phòng": ",? chống| tránh| ngừa| họp| học| thi| ăn| khách",
    "ban": " hành| thân| đầu| đêm",
    "sở": " hữu| thích",
    "trường": " hợp",
    "tổ": " chức| quốc",
    "đội": " ngũ| hình| viên| thi| tuyển| bóng",
    "hội": " nghị| trường| thi| thao| thảo| ý| viên| nhập| diễn| trại",
    "đoàn": " viên| kết| thể| công tác",
    "báo": " cáo",
    "viện": " phí| trợ",
    "khoa": " học| giáo",
}
_ABBREVIATIONS = "UBND|HĐND|UBMTTQ|MTTQ|BCH|BGH|BTC|BGK|GVCN|TPT|TT|VP|CLB|LĐLĐ|BHXH|THPT|THCS"
_WITH_CAPITAL = "(?-i:Vụ|Bộ|Quỹ|Thuế|VNPT)"  # in small letters they are other words

_guarded = "|".join(f"{word}(?!{after})" for word, after in _GUARDED.items())
TYPE = re.compile(
    rf"(?<![\w/])(?:(?:{any_of(_TYPES)}|{any_of(_OFFICERS)}|{_guarded}|{_WITH_CAPITAL})(?!\w)"
    rf"|(?:phó )?(?:{any_of(_OFFICERS)})(?!\w)|cán bộ(?= [^\W\d_]+ [^\W\d_]+)"
    rf"|(?:{_ABBREVIATIONS})\w*|các (?:{any_of(_PLURALS)})(?!\w)|(?:VP|P|TT)\.(?= ?[{UPPER}]))",
    re.IGNORECASE,
)
"""What begins the name of a unit or an officer."""

_VERBS = """
    cho ý kiến, có nhiệm vụ, có trách nhiệm, quản lý các, ban hành, bao gồm, biên soạn, biên tập, biểu
    diễn, biểu dương, bàn giao, báo cáo, bảo vệ, bảo đảm, bố trí, bồi dưỡng, bổ sung, cam kết, chuẩn bị,
    chậm nhất, chỉ đạo, chủ trì, chủ động, cung cấp, cung ứng, cách ly, cân đối, công bố, công khai, căn
    cứ, cải tạo, cảnh báo, cập nhật, cổ vũ, cụ thể, diễn tập, duy trì, dọn dẹp, dự kiến, dự trù, giám
    sát, giải quyết, giải trình, giới thiệu, góp ý, hiệp đồng, hoàn thiện, hoàn thành, huy động, hướng
    dẫn, hưởng ứng, hỗ trợ, hợp đồng, khuyến khích, khảo sát, khẩn trương, kiểm soát, kiểm tra, kiện
    toàn, ký kết, kết hợp, kịp thời, liên hệ, luyện tập, lấy mẫu, lựa chọn, nghiêm túc, nghiệm thu, ngăn
    chặn, niêm yết, nâng cao, nâng cấp, phát động, phân bổ, phân công, phân loại, phân luồng, phân phối,
    phê duyệt, phối hợp, phổ biến, phụ trách, phục vụ, quyên góp, quyết toán, quyết định, quán triệt, rà
    soát, rào chắn, sắp xếp, sẵn sàng, tham dự, tham gia, tham mưu, thanh quyết, thanh toán, theo dõi,
    thiết kế, thu gom, thành lập, thông báo, thông qua, thường trực, thường xuyên, thẩm tra, thẩm định,
    thống nhất, thực hiện, tiến hành, tiếp nhận, tiếp tục, trang bị, trang trí, trao đổi, triển khai,
    trưng bày, trả lời, tuyên truyền, tuyển chọn, tuần tra, tích cực, tăng cường, tư vấn, tập huấn, tập
    hợp, tập luyện, tổ chức, tổng hợp, tổng kết, vận chuyển, vận hành, vận động, xem xét, xác minh, xác
    nhận, xác định, xây dựng, xử lý, xử trí, yêu cầu, điều chỉnh, điều hành, điều phối, điều trị, điều
    động, đánh giá, đôn đốc, đăng cai, đảm bảo, đẩy mạnh, đề cử, đề nghị, đề xuất, đối chiếu, động viên,
    ưu tiên, ủng hộ, ứng trực, canh, chi, cho, chuyển, chấm, chịu, chọn, chụp, có, cùng, cũng, cấp, cần,
    cắt, cử, dẫn, dọn, dự, dựng, ghi, giao, giữ, gồm, gửi, hàng, hằng, họp, in, khi, khoanh, không, kê,
    ký, là, làm, lên, lấy, lập, lắp, mua, mỗi, mời, mở, nhận, nhắc, nhằm, nắm, nếu, nộp, phun, phát,
    phải, phối, quay, ra, rèn, soạn, sẽ, sửa, theo, thu, thuê, thăm, tiếp, trao, treo, trong, trên,
    trình, trích, trước, trả, trồng, trực, tại, tạo, tặng, từ, tự, viết, vào, về, xét, ôn, đang, đi, đã,
    đón, đóng, đăng, đưa, được, đặt, đến, đều, để
"""
VERB = re.compile(rf"(?<!\w)(?:{any_of(_VERBS)})(?!\w)")
"""What says in small letters that a name is over and the duty begins."""

ASSIGNING = re.compile(
    r"(?:chủ trì|phối hợp|chịu|có trách nhiệm|có nhiệm vụ|phụ trách|thực hiện|là cơ quan|là đơn vị|cùng"
    r"|làm đầu mối)(?!\w)"
)
"""What ends even a name that stands in a list of names and nothing else."""

_TOPICS = """
    công tác, kinh phí, thời gian, địa điểm, nội dung, việc, về, phần, mục, giai đoạn, bước, đợt, một
    số, hình thức, yêu cầu, nhiệm vụ, trách nhiệm, tài liệu, báo cáo, kết quả, chế độ, cơ sở vật chất,
    hậu cần, lễ, ngày, tháng, quý, tuần, sau, đối tượng, khen thưởng, giải thưởng, an ninh, y tế, truyền
    thông, hội nghị, hội thi, chương trình
"""
OPENS_TOPIC = re.compile(rf"(?:{any_of(_TOPICS)})(?!\w)", re.IGNORECASE)
"""What begins a heading that names no actor but a matter."""
