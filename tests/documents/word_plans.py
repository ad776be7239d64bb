"""Plans as Word documents, built anew for each run: invented for tests, no office wrote them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import _Cell


def _header(document: WordDocument, left: Sequence[str], right: Sequence[str]) -> None:
    """A table of two cells without borders, as the head and the foot of state papers have."""
    row = document.add_table(rows=1, cols=2).rows[0]
    for cell, lines in zip(row.cells, (left, right), strict=True):
        _fill(cell, lines)


def _fill(cell: _Cell, lines: Sequence[str]) -> None:
    for at, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.add_run(line.strip("*")).bold = line.startswith("*")


def _body(document: WordDocument, text: str) -> None:
    """Paragraphs of a text: "*" begins a bold one, "#" an item that Word numbers, "~" a bullet of Word."""
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        style = {"#": "List Number", "~": "List Bullet"}.get(line[0])
        paragraph = document.add_paragraph(style=style)
        paragraph.add_run(line.lstrip("*#~ ")).bold = line.startswith("*")


def _table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            _fill(cell, text.split("\n"))


def _new() -> WordDocument:
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    return document


def drill() -> WordDocument:
    """An epidemic drill of a district's health centre: bullets of Word, a table of assignment."""
    document = _new()
    _header(
        document,
        ["SỞ Y TẾ VĨNH HÒA", "*TRUNG TÂM Y TẾ", "*HUYỆN TÂN PHÚ", "Số: 96/KH-TTYT"],
        [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "*Độc lập - Tự do - Hạnh phúc",
            "Tân Phú, ngày 20 tháng 9 năm 2022",
        ],
    )
    _body(
        document,
        """
        *KẾ HOẠCH
        *Diễn tập đáp ứng với dịch bệnh sốt xuất huyết Dengue trên địa bàn huyện Tân Phú năm 2022
        Căn cứ Kế hoạch số 118/KH-UBND ngày 12/8/2022 của UBND huyện về phòng, chống dịch bệnh;
        Trung tâm Y tế huyện xây dựng kế hoạch diễn tập như sau:
        *I. MỤC TIÊU
        1. Nâng cao năng lực đáp ứng của đội cơ động phòng, chống dịch.
        2. Kiểm tra khả năng phối hợp giữa các lực lượng.
        *II. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN
        1. Thời gian: 01 buổi, bắt đầu lúc 7 giờ 30 phút ngày 14 tháng 10 năm 2022.
        2. Địa điểm: Trạm Y tế xã Tân Lập và 02 thôn thuộc xã Tân Lập.
        3. Thành phần:
        ~ Đại diện lãnh đạo UBND huyện (02 người);
        ~ Đại diện Trung tâm Kiểm soát bệnh tật tỉnh;
        ~ Trạm Y tế các xã, thị trấn, mỗi trạm 02 người;
        ~ Đội cơ động phòng, chống dịch Trung tâm Y tế huyện.
        *III. KINH PHÍ
        Tổng kinh phí 27.460.000 đồng (Hai mươi bảy triệu bốn trăm sáu mươi nghìn đồng), chi từ nguồn \
        kinh phí phòng, chống dịch năm 2022 của đơn vị.
        *IV. PHÂN CÔNG NHIỆM VỤ
        Phân công các khoa, phòng, đơn vị theo bảng sau:
        """,
    )
    _table(
        document,
        [
            ["*STT", "*Nội dung công việc", "*Đơn vị chủ trì", "*Đơn vị phối hợp", "*Thời gian hoàn thành"],
            [
                "1",
                "Xây dựng kịch bản diễn tập",
                "Khoa Kiểm soát bệnh tật",
                "Phòng Kế hoạch - Nghiệp vụ",
                "Trước ngày 30/9/2022",
            ],
            [
                "2",
                "Chuẩn bị hóa chất, máy phun, trang phục phòng hộ",
                "Khoa Dược - Trang thiết bị",
                "Khoa KSBT",
                "05/10/2022",
            ],
            ["3", "Mời đại biểu, chuẩn bị hậu cần", "Phòng Tổ chức - Hành chính", "", "10/10/2022"],
            [
                "4",
                "Tập luyện và tổng duyệt",
                "Khoa KSBT",
                "Trạm Y tế xã Tân Lập; các khoa, phòng liên quan",
                "Từ ngày 11/10 đến ngày 13/10/2022",
            ],
            ["5", "Truyền thông trước và sau diễn tập", "Phòng Dân số - Truyền thông", "", ""],
        ],
    )
    _body(
        document,
        """
        *V. TỔ CHỨC THỰC HIỆN
        1. Phòng Kế hoạch - Nghiệp vụ: đầu mối theo dõi, đôn đốc các khoa, phòng thực hiện kế hoạch; \
        tổng hợp báo cáo kết quả về Sở Y tế trong vòng 05 ngày sau khi kết thúc diễn tập.
        2. Phòng Tài chính - Kế toán bảo đảm kinh phí và thực hiện thanh toán theo quy định.
        3. Đề nghị UBND xã Tân Lập phối hợp bố trí địa điểm, thông báo cho Nhân dân biết trước ngày \
        10/10/2022.
        Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Phòng Kế hoạch - Nghiệp vụ \
        để giải quyết./.
        """,
    )
    _header(
        document,
        [
            "*Nơi nhận:",
            "- Sở Y tế (b/c);",
            "- UBND huyện (b/c);",
            "- Các khoa, phòng, trạm y tế;",
            "- Lưu: VT, KHNV.",
        ],
        ["*GIÁM ĐỐC", "", "", "*Huỳnh Tấn Lộc"],
    )
    return document


def training() -> WordDocument:
    """A training class with a budget table in the annex, items numbered by Word."""
    document = _new()
    _header(
        document,
        ["UBND TỈNH VĨNH HÒA", "*SỞ NỘI VỤ", "Số: 1105/KH-SNV"],
        [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "*Độc lập - Tự do - Hạnh phúc",
            "Vĩnh Hòa, ngày 03 tháng 6 năm 2024",
        ],
    )
    _body(
        document,
        """
        *KẾ HOẠCH
        *Mở lớp bồi dưỡng kỹ năng soạn thảo văn bản và lập hồ sơ công việc năm 2024
        *I. MỤC ĐÍCH
        - Bồi dưỡng kiến thức, kỹ năng cho công chức làm công tác văn thư, lưu trữ.
        *II. NỘI DUNG
        *1. Đối tượng, số lượng
        Công chức, viên chức làm công tác văn thư, lưu trữ tại các sở, ban, ngành; UBND các huyện, \
        thành phố. Tổng số 120 học viên, chia thành 02 lớp.
        *2. Thời gian và địa điểm
        - Lớp thứ nhất: 03 ngày, từ ngày 15/7/2024 đến ngày 17/7/2024.
        - Lớp thứ hai: 03 ngày, từ ngày 22/7/2024 đến ngày 24/7/2024.
        - Tại Hội trường A, Trường Chính trị tỉnh (Địa chỉ: số 05 đường Nguyễn Du, thành phố Vĩnh Hòa).
        *III. KINH PHÍ THỰC HIỆN
        Tổng dự toán: 96.800.000 đồng (Bằng chữ: Chín mươi sáu triệu tám trăm nghìn đồng chẵn). Nguồn \
        kinh phí: Nguồn đào tạo, bồi dưỡng cán bộ, công chức năm 2024 giao cho Sở Nội vụ.
        (Chi tiết theo phụ lục đính kèm)
        *IV. TỔ CHỨC THỰC HIỆN
        *1. Giao Chi cục Văn thư - Lưu trữ:
        # Chủ trì, phối hợp với Trường Chính trị tỉnh xây dựng chương trình, mời giảng viên, hoàn thành \
        trước ngày 20/6/2024.
        # Thông báo chiêu sinh; lập danh sách học viên gửi Văn phòng Sở chậm nhất là ngày 05/7/2024.
        # Quản lý lớp học, tổ chức khai giảng, bế giảng, cấp giấy chứng nhận.
        *2. Giao Văn phòng Sở:
        - In ấn tài liệu, chuẩn bị văn phòng phẩm, nước uống; hoàn thành trước ngày 12/7/2024.
        - Phối hợp với Chi cục VTLT thanh quyết toán kinh phí.
        *3. Phòng Cải cách hành chính và Văn thư
        - Cử công chức làm báo cáo viên chuyên đề lập hồ sơ điện tử.
        *4. Các sở, ban, ngành; UBND các huyện, thành phố
        - Cử công chức, viên chức tham dự đúng thành phần; gửi danh sách về Sở Nội vụ (qua Chi cục Văn \
        thư - Lưu trữ) trước ngày 28/6/2024.
        """,
    )
    _header(
        document,
        [
            "*Nơi nhận:",
            "- UBND tỉnh (b/c);",
            "- Các sở, ban, ngành;",
            "- UBND các huyện, thành phố;",
            "- Trường Chính trị tỉnh;",
            "- Lưu: VT, CCVTLT.",
        ],
        ["*KT. GIÁM ĐỐC", "*PHÓ GIÁM ĐỐC", "", "*Đoàn Thị Kim Ngân"],
    )
    _body(
        document,
        "*PHỤ LỤC\n*DỰ TOÁN KINH PHÍ\n(Kèm theo Kế hoạch số 1105/KH-SNV ngày 03/6/2024 của Sở Nội vụ)",
    )
    _table(
        document,
        [
            ["*TT", "*Nội dung chi", "*ĐVT", "*Số lượng", "*Số ngày", "*Đơn giá", "*Thành tiền", "*Ghi chú"],
            ["*I", "*Chi giảng viên", "", "", "", "", "*30.000.000", ""],
            ["1", "Thù lao giảng viên", "buổi", "12", "", "2.000.000", "24.000.000", ""],
            ["2", "Hỗ trợ đi lại, lưu trú", "người", "4", "", "1.500.000", "6.000.000", "Giảng viên ở xa"],
            ["*II", "*Chi tổ chức lớp", "", "", "", "", "*66.800.000", ""],
            ["1", "Tài liệu", "bộ", "120", "", "80.000", "9.600.000", ""],
            ["2", "Nước uống", "người", "120", "6", "40.000", "28.800.000", "Hai buổi mỗi ngày"],
            ["3", "Thuê hội trường, âm thanh", "ngày", "6", "", "4.000.000", "24.000.000", ""],
            ["4", "Giấy chứng nhận", "cái", "120", "", "20.000", "2.400.000", ""],
            ["5", "Trang trí, băng rôn", "lần", "2", "", "1.000.000", "2.000.000", ""],
            ["", "*Tổng cộng", "", "", "", "", "*96.800.000", ""],
        ],
    )
    return document


def by_month() -> WordDocument:
    """A commune's plan by month: a table whose cells of time span rows, bullets in a cell."""
    document = _new()
    _header(
        document,
        ["*ỦY BAN NHÂN DÂN", "*XÃ PHÚ THUẬN", "Số: 74 /KH-UBND"],
        [
            "*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "*Độc lập - Tự do - Hạnh phúc",
            "Phú Thuận, ngày 30 tháng 01 năm 2023",
        ],
    )
    _body(
        document,
        """
        *KẾ HOẠCH
        *Tuyên truyền, phổ biến giáo dục pháp luật năm 2023
        *trên địa bàn xã Phú Thuận
        Thực hiện Kế hoạch số 15/KH-UBND ngày 10/01/2023 của UBND huyện về công tác phổ biến, giáo dục \
        pháp luật năm 2023, UBND xã Phú Thuận ban hành kế hoạch như sau:
        *I. MỤC ĐÍCH, YÊU CẦU
        - Nâng cao ý thức chấp hành pháp luật của cán bộ và Nhân dân.
        - Nội dung tuyên truyền phù hợp từng đối tượng, có trọng tâm.
        *II. NỘI DUNG VÀ TIẾN ĐỘ THỰC HIỆN
        """,
    )
    _months(document)
    _body(
        document,
        """
        *III. KINH PHÍ
        Từ ngân sách xã: 18.000.000 đồng (mười tám triệu đồng).
        *IV. TỔ CHỨC THỰC HIỆN
        1. Công chức Tư pháp - Hộ tịch
        - Là cơ quan thường trực; tham mưu UBND xã triển khai, kiểm tra việc thực hiện Kế hoạch; báo \
        cáo kết quả trước ngày 10/12/2023.
        - Phối hợp với công chức Tài chính - Kế toán lập dự toán kinh phí.
        2. Công chức Tài chính - Kế toán: cân đối, tham mưu UBND xã bố trí kinh phí.
        3. Công chức Văn phòng - Thống kê có trách nhiệm đưa nội dung Kế hoạch vào lịch công tác tháng \
        của UBND xã.
        4. Đề nghị Ủy ban MTTQ Việt Nam xã và các đoàn thể tăng cường vận động đoàn viên, hội viên chấp \
        hành pháp luật.
        Trên đây là Kế hoạch tuyên truyền, phổ biến giáo dục pháp luật năm 2023, đề nghị các ngành, các \
        thôn tổ chức thực hiện./.
        """,
    )
    _header(
        document,
        [
            "*Nơi nhận:",
            "- Phòng Tư pháp huyện (b/c);",
            "- TT. Đảng ủy, HĐND xã;",
            "- UBMTTQVN và các đoàn thể xã;",
            "- Các thôn;",
            "- Lưu VT.",
        ],
        ["*TM. ỦY BAN NHÂN DÂN", "*CHỦ TỊCH", "", "", "*Ngô Đình Thuần"],
    )
    return document


def _months(document: WordDocument) -> None:
    rows = [
        ["*Thời gian", "*TT", "*Nội dung công việc", "*Người, đơn vị thực hiện", "*Phối hợp"],
        [
            "Tháng 02/2023",
            "1",
            (
                "- Ban hành kế hoạch, thể lệ cuộc thi tìm hiểu pháp luật.\n"
                "- Kiện toàn Hội đồng phối hợp phổ biến pháp luật."
            ),
            "Công chức Tư pháp - Hộ tịch",
            "",
        ],
        ["Tháng 3/2023", "2", "Tuyên truyền Luật Giao thông đường bộ", "Công an xã", "UBMTTQVN xã, các thôn"],
        ["", "3", "Tổ chức ngoại khóa phòng, chống bạo lực học đường", "Đoàn TN xã", "Trường THCS Phú Thuận"],
        [
            "Tháng 6/2023",
            "4",
            "Tổ chức nói chuyện chuyên đề về Luật Trẻ em",
            "Hội LHPN xã",
            "Tư pháp - Hộ tịch",
        ],
        [
            "Quý III/2023",
            "5",
            "Phát thanh trên hệ thống truyền thanh xã mỗi tuần 02 lần",
            "Công chức Văn hóa - Xã hội",
            "",
        ],
        [
            "Tháng 11/2023",
            "6",
            "Tổ chức hưởng ứng Ngày Pháp luật 09/11",
            "Công chức Tư pháp - Hộ tịch",
            "Các ban, ngành, đoàn thể",
        ],
    ]
    _table(document, rows)
    table = document.tables[-1]
    table.cell(2, 0).merge(table.cell(3, 0))


def contest() -> WordDocument:
    """A trade union's contest with committees and a budget in bullets."""
    document = _new()
    _header(
        document,
        ["LIÊN ĐOÀN LAO ĐỘNG TỈNH VĨNH HÒA", "*LIÊN ĐOÀN LAO ĐỘNG", "*HUYỆN TÂY HỒ", "Số: 12/KH-LĐLĐ"],
        [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "*Độc lập - Tự do - Hạnh phúc",
            "Tây Hồ, ngày 14 tháng 02 năm 2025",
        ],
    )
    _body(
        document,
        """
        *KẾ HOẠCH
        *Tổ chức Hội thi "Nấu ăn ngon - Trình bày đẹp"
        *chào mừng ngày Quốc tế Phụ nữ 08/3
        Thực hiện Chương trình công tác năm 2025, Ban Thường vụ Liên đoàn Lao động huyện xây dựng kế \
        hoạch tổ chức Hội thi như sau:
        *I. MỤC ĐÍCH, Ý NGHĨA
        Tạo sân chơi bổ ích cho đoàn viên, người lao động; giáo dục truyền thống gia đình.
        *II. NỘI DUNG, HÌNH THỨC
        1. Đối tượng dự thi
        - Mỗi công đoàn cơ sở thành lập 01 đội, gồm 03 thành viên (trong đó có ít nhất 01 nam);
        - Đại biểu khách mời do Ban Tổ chức quyết định.
        2. Thời gian: Từ 8 giờ 00 đến 11 giờ 00, ngày 07/3/2025 (thứ Sáu).
        3. Địa điểm: Sân Trung tâm Văn hóa - Thể thao huyện.
        4. Nội dung thi
        - Phần thi nấu ăn: mỗi đội nấu một mâm cơm gia đình 04 món trong thời gian 60 phút.
        - Phần thi thuyết trình: không quá 05 phút.
        *III. GIẢI THƯỞNG VÀ KINH PHÍ
        1. Giải thưởng: 01 giải Nhất, 02 giải Nhì, 03 giải Ba.
        2. Kinh phí: Từ nguồn tài chính công đoàn năm 2025, tổng số tiền 23.500.000 đồng, gồm:
        - Giải thưởng tập thể: 06 giải x 1.000.000 đồng = 6.000.000 đồng;
        - Hỗ trợ các đội thi: 20 đội x 500.000 đồng/đội = 10.000.000 đồng;
        - Âm thanh, sân khấu: 5.000.000 đồng;
        - Bồi dưỡng Ban Giám khảo: 05 người x 500.000 đồng = 2.500.000 đồng.
        *IV. BAN TỔ CHỨC VÀ PHÂN CÔNG NHIỆM VỤ
        1. Ban Tổ chức Hội thi gồm các ông, bà có tên sau:
        - Bà Lý Thị Minh Hằng - Phó Chủ tịch LĐLĐ huyện: Trưởng ban;
        - Ông Tô Văn Quý - Giám đốc Trung tâm Văn hóa - Thể thao huyện: Phó Trưởng ban;
        - Ông Bùi Thế Anh - Chuyên viên LĐLĐ huyện: Thành viên.
        2. Phân công nhiệm vụ
        a) Tiểu ban Nội dung
        - Soạn thể lệ, câu hỏi phần thuyết trình; trình Ban Tổ chức trước ngày 20/02/2025.
        - Chủ trì, phối hợp với Văn phòng LĐLĐ huyện mời Ban Giám khảo, phát hành giấy mời.
        b) Tiểu ban Hậu cần - Khánh tiết
        - Liên hệ địa điểm, phối hợp với Trung tâm Văn hóa - Thể thao huyện dựng sân khấu, bàn bếp \
        (hoàn thành 06/3/2025).
        - Mua cờ, hoa, phần thưởng; bố trí nước uống.
        c) Ban Giám khảo
        - Xây dựng thang điểm, tiêu chí chấm.
        - Chấm điểm công tâm, khách quan; công bố kết quả ngay sau khi kết thúc phần thi.
        *V. TỔ CHỨC THỰC HIỆN
        1. Giao Ban Tổ chức chịu trách nhiệm điều hành Hội thi theo Kế hoạch.
        2. Các công đoàn cơ sở triển khai Kế hoạch đến đoàn viên, đăng ký danh sách đội thi về LĐLĐ \
        huyện chậm nhất ngày 28/02/2025.
        3. Kế toán LĐLĐ huyện tham mưu kinh phí, thanh quyết toán sau Hội thi.
        """,
    )
    _header(
        document,
        [
            "*Nơi nhận:",
            "- Ban Thường vụ LĐLĐ tỉnh (b/c);",
            "- Thường trực Huyện ủy (b/c);",
            "- Các CĐCS trực thuộc;",
            "- Lưu: VT.",
        ],
        ["*TM. BAN THƯỜNG VỤ", "*KT. CHỦ TỊCH", "*PHÓ CHỦ TỊCH", "", "*Lý Thị Minh Hằng"],
    )
    return document


BUILDERS: dict[str, Callable[[], WordDocument]] = {
    "dien-tap.docx": drill,
    "tap-huan.docx": training,
    "tuyen-truyen-thang.docx": by_month,
    "hoi-thi.docx": contest,
}


def built(name: str, folder: Path) -> Path:
    """Return the path of the Word plan of this name, saved into the folder."""
    path = folder / name
    BUILDERS[name]().save(str(path))
    return path
