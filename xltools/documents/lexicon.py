"""Words that begin the names of units and officers, and words that never belong to one.

Unit names are an open class: what no list has is still told by its form (see ``names.may_be_actor``).
"""

import re

from xltools.documents.script import UPPER


def any_of(words: str) -> str:
    """Return a regular expression for the words of a list parted by commas."""
    return "|".join(" ".join(word.split()) for word in words.split(","))


_TYPES = """
    bảo hiểm xã hội, chi hội, phân hội, phân viện, nhà hát, nhà xuất bản, trại giam, liên hiệp các hội,
    ban chấp hành, ban giám hiệu, ban giám đốc, ban liên lạc, ban nhân dân, ban quản lý, ban thường vụ,
    ban vận động, ban đại diện, câu lạc bộ, cổng thông tin, cựu chiến binh, hợp tác xã, khu di tích, liên
    hiệp hội, nhà thiếu nhi, nhà văn hóa, tổ công tác, tổng công ty, vườn quốc gia, đồn biên phòng, bưu
    điện, bảo tàng, bệnh viện, bộ phận, chi bộ, chi cục, chi nhánh, chi đoàn, công an, công ty, công
    đoàn, cảng vụ, doanh nghiệp, dân quân, hiệp hội, huyện đoàn, huyện ủy, hải quan, hải đội, học viện,
    hội quán, hội đồng, kho bạc, kiểm lâm, liên hiệp, liên minh, liên đoàn, liên đội, lâm trường, lữ
    đoàn, lực lượng, mặt trận, ngân hàng, nhà máy, nhà trường, nông trường, phân hiệu, phường đoàn, phụ
    nữ, quân sự, quận đoàn, quận ủy, sư đoàn, thanh tra, thành đoàn, thành ủy, thư viện, thường trực, thị
    đoàn, thị ủy, tiểu ban, tiểu đoàn, trung tâm, trung đoàn, tòa soạn, tòa án, toà án, tạp chí, tỉnh
    đoàn, tỉnh ủy, tổng cục, tổng đội, uỷ ban, xã đoàn, xí nghiệp, điểm trường, điện lực, đại học, đại
    đội, đảng bộ, đảng ủy, ủy ban, cục, cụm, hạt, nhóm, trạm, đài, tập đoàn, bệnh xá, nhà khách, đồn công
    an, trang thông tin điện tử
"""
_OFFICERS = """
    cộng tác viên dân số, bí thư đoàn, chi cục trưởng, chánh thanh tra, chánh văn phòng, cộng tác viên,
    phó chủ tịch, phó giám đốc, phó hiệu trưởng, trưởng bộ phận, trưởng tiểu ban, tổng phụ trách, y tế
    thôn, điều dưỡng trưởng, bí thư, bảo vệ, chuyên viên, chủ nhiệm, chủ tịch, công chức, cục trưởng,
    giám đốc, giáo viên, hiệu trưởng, hạt trưởng, kế toán, lãnh đạo, lớp trưởng, nhân viên, thư ký, thủ
    quỹ, trưởng ban, trưởng bản, trưởng khoa, trưởng khối, trưởng phòng, trưởng thôn, trưởng trạm, trưởng
    xóm, trưởng ấp, trưởng đoàn, thôn trưởng, tổ phó, tổ trưởng, viên chức, viện trưởng, văn thư, đội
    trưởng, ủy viên, trưởng công an, chỉ huy trưởng, chính trị viên
"""
_PLURALS = """
    xã, phường, thị trấn, huyện, quận, thôn, bản, ấp, xóm, khu phố, tổ dân phố, trường, khối, lớp, chi
    đoàn, chi hội, trạm y tế, công đoàn, tổ trưởng, trưởng, hộ
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
_ABBREVIATIONS = (
    "UBND|HĐND|UBMTTQ|MTTQ|BCH|BGH|BTC|BGK|BTV|BTT|BQL|BĐD|BVĐK|GVCN|TPT|TT|VP|CLB|HTX|LĐLĐ|LHPN|BHXH"
    "|KBNN|NHCSXH|THPT|THCS|PTDTNT|GDTX|GDNN|CSGT|PCCC|VKS|TAND|HCCB|CCB|CĐCS|ĐTN"
)
# In small letters these are other words.
_WITH_CAPITAL = (
    rf"(?-i:Ngành(?= [{UPPER}])|Cơ quan(?= [{UPPER}])|PC(?= [{UPPER}])"
    r"|Vụ|Bộ|Quỹ|Thuế|VNPT|VNPost|CDC|EVN|Viettel"
    r"|Vinaphone|MobiFone|Agribank|BIDV|Vietcombank|Vietinbank|Viễn thông|Cảng|Chùa)"
)

_guarded = "|".join(f"{word}(?!{after})" for word, after in _GUARDED.items())
KINDS = f"{any_of(_TYPES)}|{'|'.join(_GUARDED)}"
"""The kinds of unit, as a regular expression: what "các" before several of them means is anyone."""
OFFICER = re.compile(rf"(?:(?:phó |quyền )?(?:{any_of(_OFFICERS)}|trưởng))(?!\w)", re.IGNORECASE)
"""What begins a post or rank."""
TITLED = re.compile(
    rf"(?:đồng chí|đ/c|ông|bà):? (?=(?:phó |quyền )?(?:{any_of(_OFFICERS)})(?!\w))", re.IGNORECASE
)
"""What polite speech puts before a post: "Đồng chí Phó Chủ tịch"."""
TYPE = re.compile(
    rf"(?<![\w/])(?:(?:{any_of(_TYPES)}|{any_of(_OFFICERS)}|{_guarded}|{_WITH_CAPITAL})(?!\w)"
    rf"|(?:phó )?(?:{any_of(_OFFICERS)})(?!\w)|cán bộ(?= [^\W\d_]+ [^\W\d_]+)"
    rf"|trưởng(?= các (?:thôn|bản|ấp|khối|khu phố|tổ dân phố))"
    rf"|(?:{_ABBREVIATIONS})\w*|(?-i:CA|HND|HPN|TYT|CHT)(?!\w)|các (?:{any_of(_PLURALS)})(?!\w)"
    rf"|(?:VP|P|TT)\.(?= ?[{UPPER}]))",
    re.IGNORECASE,
)
"""What begins the name of a unit or an officer."""

_VERBS = """
    quản trị nội dung, cho ý kiến, chịu trách nhiệm, có nhiệm vụ, có trách nhiệm, căng băng rôn, lấy ý
    kiến, rút kinh nghiệm, trả kết quả, tổng vệ sinh, đồng chủ trì, ban hành, bao gồm, biên dịch, biên
    soạn, biên tập, biểu diễn, biểu dương, biểu quyết, bài trí, bài trừ, bàn bạc, bàn giao, bày trí, bám
    sát, báo cáo, báo giá, báo tin, bình chọn, bình xét, bóc xóa, bảo dưỡng, bảo quản, bảo trì, bảo vệ,
    bảo đảm, bắt đầu, bế mạc, bỏ phiếu, bố trí, bốc thăm, bốc xếp, bồi dưỡng, bồi hoàn, bồi thường, bồi
    đắp, bổ khuyết, bổ nhiệm, bổ sung, cam kết, che chắn, chi trả, chia sẻ, cho biết, chung tay, chuyên
    chở, chuyển giao, chuẩn bị, chào đón, chèo chống, chú trọng, chăm lo, chăm sóc, chấn chỉnh, chấp
    hành, chấp thuận, chất vấn, chậm nhất, chằng chống, chỉ dẫn, chỉ huy, chỉ đạo, chỉ định, chỉnh sửa,
    chỉnh trang, chủ trì, chủ trương, chủ động, chứng nhận, chứng thực, chữa bệnh, coi thi, cung cấp,
    cung ứng, cài đặt, cách ly, cân đối, công bố, công khai, công nhận, căn cứ, căng bạt, căng dây, cơ
    cấu, cưỡng chế, cải chính, cải thiện, cải tạo, cảnh báo, cấp cứu, cấp phát, cất giữ, cập nhật, cắt
    tỉa, cổ vũ, cụ thể, cứu chữa, cứu nạn, cứu trợ, di dời, diễn tập, duy trì, dàn dựng, dìu dắt, dọn
    dẹp, dỡ bỏ, dự báo, dự kiến, dự thảo, dự trù, ghi hình, gia cố, gia hạn, giao ban, giao cho, giám
    sát, giám định, giải ngân, giải quyết, giải thích, giải thể, giải trình, giải tỏa, giải đáp, giảng
    dạy, giới thiệu, giữ gìn, gìn giữ, góp phần, góp ý, gấp rút, gặp gỡ, gặp mặt, gỡ bỏ, hiệp đồng, hiệu
    đính, hoàn chỉnh, hoàn thiện, hoàn thành, hoàn trả, hoàn tất, hoạch định, huy động, huấn luyện, hình
    thành, hòa giải, hướng dẫn, hướng về, hưởng ứng, hạn chế, học tập, hỏi thăm, hồi đáp, hỗ trợ, hộ
    tống, hội ý, hợp luyện, hợp đồng, in ấn, khai báo, khai giảng, khai mạc, khai thuế, khai thác, khen
    thưởng, khiển trách, khoanh vùng, khuyến khích, khuyến nghị, khánh thành, khơi dậy, khơi thông, khảo
    sát, khảo thí, khẩn trương, khắc phục, khớp nối, khởi công, khởi động, khử khuẩn, khử trùng, kiến
    nghị, kiềm chế, kiểm kê, kiểm nghiệm, kiểm phiếu, kiểm soát, kiểm tra, kiểm điểm, kiểm đếm, kiểm
    định, kiện toàn, kèm cặp, kéo dài, kêu gọi, kích hoạt, ký kết, kết hợp, kết luận, kết nạp, kết nối,
    kết thúc, kịp thời, lan toả, lan tỏa, liên hệ, lo liệu, loan báo, luyện tập, luân chuyển, luân
    phiên, làm tốt, làm việc, lưu trữ, lưu ý, lấy mẫu, lắng nghe, lắp đặt, lồng ghép, lựa chọn, minh
    họa, miễn giảm, miễn nhiệm, mua sắm, mở lớp, mở rộng, neo đậu, nghiêm cấm, nghiêm túc, nghiên cứu,
    nghiệm thu, ngăn chặn, ngăn cấm, ngăn ngừa, nhanh chóng, nhân bản, nhân dịp, nhân rộng, nhân sao,
    nhắc nhở, nhắn tin, niêm phong, niêm yết, nâng cao, nâng cấp, nêu gương, nạo vét, nấu nướng, nỗ lực,
    phun thuốc, phát biểu, phát huy, phát hành, phát sóng, phát động, phân bổ, phân công, phân loại,
    phân luồng, phân nhóm, phân phối, phân tích, phê bình, phê duyệt, phòng ngừa, phô tô, phúc khảo,
    phúc đáp, phúng viếng, phản biện, phản hồi, phản ánh, phỏng vấn, phối hợp, phổ biến, phụ trách, phục
    vụ, quan trắc, quan tâm, quay phim, quyên góp, quyết toán, quyết tâm, quyết định, quán triệt, quán
    xuyến, quét dọn, quản lý, quảng bá, ra quân, rà soát, rào chắn, ráp nối, rút ngắn, răn đe, san lấp,
    sao chụp, sao gửi, sao lục, so sánh, soạn thảo, sàng lọc, sáp nhập, sát hạch, sát khuẩn, sơ chế, sơ
    cứu, sơ duyệt, sơ kết, sơ tuyển, sơ tán, sơn kẻ, sắp xếp, sắp đặt, sẵn sàng, sẻ chia, số hóa, sử
    dụng, tham dự, tham gia, tham khảo, tham luận, tham mưu, thanh lý, thanh quyết, thanh toán, thanh
    tra, thay mặt, thay thế, theo dõi, theo sát, thiết kế, thu gom, thu mẫu, thu thập, thuyết minh,
    thuyết trình, thành lập, tháo dỡ, tháo gỡ, tháp tùng, thí nghiệm, thí điểm, thông báo, thông qua,
    thông suốt, thông tin, thăm hỏi, thăm khám, thường kỳ, thường trực, thường xuyên, thẩm duyệt, thẩm
    tra, thẩm định, thắp sáng, thể hiện, thống kê, thống nhất, thử nghiệm, thực hiện, thực hành, thực
    nghiệm, thực thi, thực tập, tiêm chủng, tiêu độc, tiến cử, tiến hành, tiến tới, tiếp nhận, tiếp sức,
    tiếp thu, tiếp tục, tiếp đón, trang bị, trang trí, tranh thủ, trao tặng, trao đổi, tri ân, triển
    khai, triệu tập, truy quét, truy vết, truyền thông, truyền tải, truyền đạt, trích lục, trông coi,
    trông giữ, trưng bày, trưng cầu, trưng dụng, trả lời, trấn áp, trợ giúp, tu bổ, tu sửa, tuyên dương,
    tuyên truyền, tuyển chọn, tuyển dụng, tuyển sinh, tuân thủ, tuần tra, tài trợ, tìm hiểu, tìm kiếm,
    tích cực, tóm tắt, tôn tạo, tôn vinh, túc trực, tăng cường, tư vấn, tường thuật, tạm dừng, tạm hoãn,
    tạm ứng, tận dụng, tập huấn, tập hợp, tập luyện, tập trung, tặng quà, tịch thu, tổ chức, tổng duyệt,
    tổng hợp, tổng kết, vinh danh, vun đắp, vận chuyển, vận hành, vận động, vệ sinh, xem xét, xác lập,
    xác minh, xác nhận, xác định, xây dựng, xét nghiệm, xúc tiến, xử lý, xử phạt, xử trí, yêu cầu, yểm
    trợ, áp tải, đi đầu, điều chuyển, điều chỉnh, điều hành, điều phối, điều tiết, điều tra, điều trị,
    điều động, điểm danh, đánh dấu, đánh giá, đánh số, đáp ứng, đình chỉ, đính chính, đón tiếp, đôn đốc,
    đăng cai, đảm bảo, đấu mối, đấu nối, đẩy lùi, đẩy mạnh, đẩy nhanh, đặt hàng, đề bạt, đề cử, đề nghị,
    đề ra, đề xuất, định hướng, đốc thúc, đối chiếu, đối soát, đối thoại, đồng bộ, đồng hành, đổi mới,
    động viên, đỡ đầu, ưu tiên, ủng hộ, ủy quyền, ứng cứu, ứng phó, ứng trước, ứng trực, ban, bám, bơm,
    bầu, bốc, canh, chi, chia, chiếu, cho, chuyển, chạy, chấm, chặt, chịu, chọn, chốt, chở, chụp, có,
    cùng, cũng, cấm, cấp, cần, cắm, cắt, cử, diễn, duyệt, dán, dẫn, dọn, dừng, dự, dựng, ghi, giao,
    giúp, giảm, giữ, gắn, gọi, gồm, gửi, hiến, hoãn, huỷ, hàng, hằng, họp, hủy, in, khi, khoanh, khoán,
    khám, không, kê, ký, lau, lo, loại, là, làm, lên, lưu, lấy, lập, lắp, mang, mua, mượn, mỗi, mời, mở,
    nghe, ngưng, ngừng, nhận, nhập, nhắc, nhằm, nuôi, nâng, nêu, nấu, nắm, nếu, nộp, phun, phá, phát,
    phân, phải, phối, quay, quét, ra, rèn, rải, rửa, san, soạn, sắm, sẽ, sửa, thay, theo, thi, thu,
    thuê, thăm, thử, tiêm, tiếp, trao, treo, trong, truy, trên, trình, trích, trước, trả, trồng, trực,
    tính, tại, tạo, tập, tặng, tới, từ, tự, viếng, viết, vào, vẽ, về, xem, xin, xoá, xuất, xét, xóa,
    xếp, ôn, đang, đeo, đi, đo, đã, đón, đóng, đăng, đưa, được, đặt, đến, đều, để, đổi
"""
VERB = re.compile(rf"(?<!\w)(?:{any_of(_VERBS)})(?!\w)")
"""What says in small letters that a name is over and the duty begins."""

ASSIGNING = re.compile(
    r"(?:chủ trì|phối hợp|chịu|có trách nhiệm|có nhiệm vụ|phụ trách|thực hiện|là cơ quan|là đơn vị|cùng"
    r"|làm đầu mối)(?!\w)"
)
"""What ends even a name that stands in a list of names and nothing else."""

_FIELDS = """
    an ninh, an sinh, an toàn, biên phòng, biển đảo, bán trú, báo chí, bóng chuyền, bóng đá, bưu chính,
    bảo hiểm, bảo hiểm xã hội, bảo trợ xã hội, bảo tàng, bảo tồn, bảo vệ thực vật, bảo đảm chất lượng,
    bất động sản, bền vững, bệnh tật, bệnh viện, bộ môn, bộ đội, bộ đội biên phòng, cao đẳng, cha mẹ học
    sinh, chi hội, chi nhánh, chiến binh, chuyên môn, cháy nổ, chính quyền, chính sách, chính trị, chăn
    nuôi, chấn thương, chất lượng, chất độc da cam, chất độc da cam/dioxin, chẩn đoán hình ảnh, chế
    biến, chỉnh hình, chủ nhiệm, chủ nhiệm lớp, chữa cháy, cán bộ, cây trồng, công an, công chức, công
    cộng, công dân, công nghiệp, công nghệ, công nghệ cao, công nghệ số cộng đồng, công nghệ ô tô, công
    sản, công thương, công trình, công tác xã hội, công vụ, công ích, cơ khí, cơ quan, cơ sở, cơ yếu,
    cảnh sát, cấp dưỡng, cấp nước, cấp thoát nước, cầu lông, cận lâm sàng, cộng đồng, cứu hộ, cứu nạn,
    da cam, da liễu, di tích, dinh dưỡng, doanh nghiệp, du lịch, dân cư, dân phòng, dân quân, dân quân
    tự vệ, dân số, dân sự, dân tộc, dân tộc nội trú, dân vận, dược, dạy nghề, dịch vụ, dịch vụ công, dự
    phòng, dự án, dự án đầu tư xây dựng, gia đình, giao dịch, giao thông, giao thông vận tải, giáo dục,
    giáo dục nghề nghiệp, giáo dục thường xuyên, giáo viên, giáo vụ, giảm nghèo, giới tính, gây mê hồi
    sức, hàng hóa, hàng hải, hành chính, hành án, hóa học, hướng nghiệp, hạ tầng, hạ tầng đô thị, hậu
    cần, học sinh, học viên, học đường, hồi sức, hồi sức cấp cứu, hồi sức tích cực, hộ tịch, hội nhập,
    hội phí, hợp tác, hợp tác quốc tế, hợp tác xã, khoa học, khoa học công nghệ, khoáng sản, khu vực,
    khuyến công, khuyến học, khuyến nông, khách sạn, khám bệnh, khánh tiết, khí tượng, khởi nghiệp, kinh
    doanh, kinh tế, kiến trúc, kiểm dịch, kiểm lâm, kiểm nghiệm, kiểm ngư, kiểm soát nhiễm khuẩn, kiểm
    sát, kế hoạch, kế hoạch hóa, kế hoạch hóa gia đình, kế toán, kỹ thuật, lao động, lao động xã hội,
    liên hợp, lái xe, lâm nghiệp, lâm sàng, lưu động, lễ tân, lịch sử, lữ hành, miền núi, môi trường,
    mầm non, mẫu giáo, mặt bằng, mặt trận, mỏ địa chất, một cửa, mỹ thuật, nghiệp vụ, nghề nghiệp, nghệ
    thuật, ngoài nước, ngoại giao, ngoại ngữ, ngoại thương, ngân hàng, ngân sách, người cao tuổi, người
    có công, người khuyết tật, người mù, ngữ văn, nhi đồng, nhiễm khuẩn, nhiệt đới, nhà bếp, nhà hàng,
    nhà nước, nhà trường, nhà đất, nhân sự, nông dân, nông lâm, nông nghiệp, nông thôn, nông thôn mới,
    năng khiếu, năng lượng, nước sạch, nội bộ, nội chính, nội tiết, nội trú, nội vụ, pháp chế, pháp
    luật, pháp lý, phát thanh, phát triển quỹ đất, phòng cháy chữa cháy, phòng chống dịch, phòng chống
    thiên tai, phòng hộ, phóng viên, phổ thông, phụ huynh, phụ nữ, phụ sản, phục hồi chức năng, quan hệ
    doanh nghiệp, quan hệ quốc tế, quy hoạch, quân sự, quân y, quản lý hành chính về trật tự xã hội,
    quản trị, quản trị mạng, quốc gia, quốc phòng, quốc tế, quỹ đất, răng hàm mặt, sinh học, sinh viên,
    sinh vật, sư phạm, sản nhi, sản phẩm, sở hữu trí tuệ, sức khoẻ, sức khỏe, sự nghiệp, sự nghiệp công,
    tai mũi họng, thanh niên, thanh thiếu niên, thi hành án, thi hành án dân sự, thi đua, thiên tai,
    thiết bị, thiếu nhi, thiếu niên, thông tin điện tử, thú y, thư ký, thương binh, thương binh và xã
    hội, thương mại, thần kinh, thẩm mỹ, thận nhân tạo, thập đỏ, thể chất, thể dục thể thao, thể thao,
    thị trường, thời trang, thủ quỹ, thủ tục hành chính, thủy lợi, thủy sản, thực phẩm, thực vật, tim
    mạch, tin học, tiêu chuẩn, tiêu dùng, tiếng dân tộc, tiền lương, tiểu học, toán tin, tri thức, trung
    cấp, trung học, trung học cơ sở, trung học phổ thông, trung ương, truyền máu, truyền nhiễm, truyền
    thanh, trí tuệ, trật tự, trật tự xã hội, trật tự đô thị, trẻ em, trồng trọt, tài chính, tài nguyên,
    tài sản, tâm lý, tâm thần, tích cực chống độc, tôn giáo, tư pháp, tư tưởng, tạp vụ, tần số, tố tụng,
    tổng quát, tự nhiên, tự vệ, ung bướu, viên chức, viễn thông, việc làm, văn hoá, văn hóa, văn hóa xã
    hội, văn nghệ, văn phòng, văn thư, văn thể, văn thể mỹ, vận tải, vật lý, vật lý trị liệu, vật nuôi,
    vật tư, vệ sinh an toàn thực phẩm, vệ sinh thực phẩm, xuất bản, xuất khẩu, xuất nhập khẩu, xây dựng
    cơ bản, xã hội, xã hội học, y học, y học cổ truyền, y tế, y tế cơ sở, y tế dự phòng, ô tô, đa khoa,
    điền kinh, điều dưỡng, điện công nghiệp, điện lạnh, điện tử, điện ảnh, đo lường, đo đạc, đào tạo, đô
    thị, đăng kiểm, đường bộ, đường sắt, đường thủy, đại biểu, đại diện cha mẹ học sinh, đại học, đảm
    bảo chất lượng, đảng, đất đai, đầu tư, địa chính, địa phương, đối ngoại, đối nội, đổi mới sáng tạo,
    đội viên, điện, điện lực, ẩm thực, lưu thông, lưu vực, xuất cảnh, nhập cảnh, xuất nhập cảnh,
    nhập cư, giao thương, giao nhận, nuôi trồng, tín dụng, tiền tệ, kho quỹ, quá cảnh, thuế quan
"""
_LEVELS = """
    các, xã, phường, thị trấn, huyện, quận, thị xã, thành phố, tỉnh, thôn, bản, ấp, xóm, tổ dân phố,
    khu phố, khu, trường, lớp, khối, cụm, sở, hạng, đảo, cửa khẩu, nhân dân, tổ quốc
"""
# Fields that are verbs too, told by the object that follows these.
_DONE = {
    "thông tin": " đến| cho| về| kịp| rộng",
    "truyền thông": " về| cho| trên| trước",
    "thanh tra": " việc| các| công tác",
    "lưu trữ": " hồ| tài| các",
}
_PHRASES = (
    r"học sinh,? sinh viên|cấp (?=xã|huyện|tỉnh|trường|cơ sở|thành phố)|số \d+"
    r"|(?:tỉnh|huyện|thành|quận|thị|xã|phường|đảng) (?:ủy|uỷ|đoàn)"
    r"|(?-i:Nghiên cứu|Đầu tư|Hỗ trợ|Hợp tác) (?:và )?phát triển|thi đua,? khen thưởng"
    r"|hành chính công(?! khai| bố| tác)|công nghệ số(?! h)"
    r"|tổng hợp(?= (?:tỉnh|chủ trì|phối hợp|chịu|có|là"
    r"|xây dựng|chuẩn bị|phụ trách|lập|theo dõi|tổng hợp|và)\b)"
    r"|phòng cháy,?(?: và)? chữa cháy(?: và cứu nạn,? cứu hộ)?"
    r"|phòng,? chống (?:thiên tai|dịch(?: bệnh)?|tội phạm|ma túy|lụt bão)"
    r"(?: và (?:tìm kiếm cứu nạn|phòng thủ dân sự))?"
)
_fields = sorted(any_of(f"{_FIELDS}, {_LEVELS}").split("|"), key=len, reverse=True)
_done = "|".join(f"{word}(?!{after})" for word, after in _DONE.items())
FIELD = re.compile(rf"(?:{_PHRASES}|{_done}|{'|'.join(_fields)})(?!\w)", re.IGNORECASE)
"""What a name goes on with in small letters: what a unit is there for, and the level it belongs to."""
LEVEL = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?!\w)", re.IGNORECASE)
"""The level of an agency."""

_TOPICS = """
    công tác, kinh phí, thời gian, địa điểm, nội dung, việc, về, phần, mục, giai đoạn, bước, đợt, một
    số, hình thức, yêu cầu, nhiệm vụ, trách nhiệm, tài liệu, báo cáo, kết quả, chế độ, cơ sở vật chất,
    hậu cần, lễ, ngày, tháng, quý, tuần, sau, đối tượng, khen thưởng, giải thưởng, an ninh, y tế, truyền
    thông, hội nghị, hội thi, chương trình
"""
OPENS_TOPIC = re.compile(rf"(?:{any_of(_TOPICS)})(?!\w)", re.IGNORECASE)
"""What begins a heading that names no actor but a matter."""

CAPITALISED = {
    "phong": "Phòng",
    "ban": "Ban",
    "so": "Sở",
    "to": "Tổ",
    "truong": "Trường",
    "khoa": "Khoa",
    "trung tam": "Trung tâm",
    "hoi": "Hội",
    "chi cuc": "Chi cục",
    "tieu ban": "Tiểu ban",
}
"""The kinds that stand once before a list of names ("các phòng: A; B"), bare, with how a name has them."""
UNTYPED = ("phu nu", "cuu chien binh")
"""Members of a "Hội", bare, whose names begin units without that word too."""
