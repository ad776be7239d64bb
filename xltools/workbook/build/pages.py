"""The sheets of the workbook, in order: title, code name, picture, what each is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from xltools.plan.copies import Conflict, Journal
from xltools.plan.event import Event
from xltools.plan.excerpts import Excerpt
from xltools.plan.schema import Row
from xltools.plan.tables import BudgetLine, DayOff, Dispatch, Group, Guest, Norm, Task, Unit, Voucher
from xltools.workbook.results import Listed


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its title, ASCII code name, Office picture, one line for its user, and the tables it holds."""

    title: str
    code_name: str
    image: str
    guide: str
    tables: tuple[type[Row], ...] = ()


OVERVIEW = Page(
    "Tổng quan", "wsTongQuan", "ChartInsert", "Kinh phí, công việc, đại biểu và tiến độ trên một trang."
)
INFO = Page(
    Event.SHEET,
    "wsThongTin",
    "FileProperties",
    "Nhập ở cột Giá trị. Dấu * là mục bắt buộc; ô vàng là chỗ bắt buộc còn trống; ô xám tính bằng công thức.",
)
RESULTS = Page(
    Listed.SHEET,
    "wsKiemTra",
    "ReviewAcceptChange",
    "Mỗi dòng một điều cần xem, nặng trước; bấm vào cột Ô để đến tận nơi. Mỗi lần kiểm tra viết lại.",
    (Listed,),
)
EXCERPTS = Page(
    Excerpt.SHEET,
    "wsNguonTrich",
    "ImportTextFile",
    "Mỗi giá trị lấy từ văn bản kế hoạch, với nguyên văn. Cuối bảng: điều không nêu, đoạn chưa xếp được.",
    (Excerpt,),
)
PAGES = (
    OVERVIEW,
    INFO,
    Page(
        Guest.SHEET,
        "wsKhachMoi",
        "DistributionListSelectMembers",
        "Mỗi dòng một cơ quan hoặc một người được mời, một giấy mời. Ô vàng: kế hoạch không nêu đơn vị mời.",
        (Guest,),
    ),
    Page(
        Dispatch.SHEET,
        "wsPhatHanh",
        "MailMergeMatchFields",
        "Mỗi dòng một thư đã làm, các nút tự ghi. Cách gửi, ngày gửi, trả lời ghi tay được. Đừng xóa dòng.",
        (Dispatch,),
    ),
    Page(
        Task.SHEET,
        "wsCongViec",
        "ReviewTrackChanges",
        "Ghi người thực hiện, hạn cuối, trạng thái, tiến độ. Cột xám tự tính. Ô vàng: kế hoạch không nêu.",
        (Task,),
    ),
    Page(
        BudgetLine.SHEET,
        "wsDuToan",
        "AccountingFormatMenu",
        "Cột Theo cho biết số lượng lấy theo đâu; “cố định” thì nhập ở cột SL cố định. Cột xám tự tính.",
        (BudgetLine,),
    ),
    Page(
        Voucher.SHEET,
        "wsChungTu",
        "FileCreateDocumentWorkspace",
        "Mỗi dòng một hợp đồng (Cam kết), một lần tạm ứng, thanh toán, gắn với mã dự toán; trừ dòng “Hủy”.",
        (Voucher,),
    ),
    Page(
        Norm.SHEET,
        "wsDinhMuc",
        "Calculator",
        "Mức chi và căn cứ. Kế toán kiểm tra từng mức rồi đổi sang “đã xác nhận”.",
        (Norm,),
    ),
    Page(
        "Danh mục",
        "wsDanhMuc",
        "TableOfContentsGallery",
        "Các danh sách mã dùng ở những sheet khác; ngày nghỉ và ngày làm bù để tính ngày làm việc.",
        (Unit, Group, DayOff),
    ),
    RESULTS,
    Page(
        Conflict.SHEET,
        "wsXungDot",
        "MergeCells",
        "Ô mà sổ này và bản của đơn vị cùng sửa khác nhau: chọn ở cột Chọn rồi bấm Áp dụng lựa chọn.",
        (Conflict,),
    ),
    Page(
        Journal.SHEET,
        "wsNhatKy",
        "TableOfContentsGallery",
        "Mỗi dòng một thay đổi đã lấy từ bản của đơn vị, do nút gộp ghi. Đừng xóa: lần gộp sau cần đến.",
        (Journal,),
    ),
    EXCERPTS,
)
CAPTIONS: Mapping[type[Row], str] = {
    Unit: "Đơn vị",
    Group: "Nhóm khách mời",
    DayOff: "Ngày nghỉ, ngày làm bù",
}
