"""The tables of a plan: one row class each, which is its schema.

Headers are the owner's; columns marked ``extra`` are additions. Formulas are written with ``[Header]``
for a cell of the same row (see ``schema.this_row``), and each has a Python twin in this package.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xltools.plan.schema import Editor, Kind, Row, column

# A reminder one working week ahead is our choice; no rule asks for it.
DUE_SOON_DAYS = 5

EVERY_UNIT = "Tất cả"
FIXED, DELEGATES, CONFIRMED, PAPERS, UNITS = "cố định", "đại biểu", "đại biểu xác nhận", "tham luận", "đơn vị"
COMMITMENT, ADVANCE, PAYMENT = "Cam kết", "Tạm ứng", "Thanh toán"
CANCELLED = "Hủy"
NOT_STARTED, STARTED, DONE, DROPPED = "Chưa làm", "Đang làm", "Hoàn thành", "Không thực hiện"
REST, MAKE_UP = "Nghỉ", "Làm bù"
OVERDUE, DUE_TODAY, DUE_SOON, NO_DUE = "Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Chưa có hạn"
FINISHED, FINISHED_LATE = "Đã xong", "Xong, trễ hạn"
NORM_UNCONFIRMED, NORM_CONFIRMED = "cần kế toán xác nhận", "đã xác nhận"
UNSENT, SENT, ACCEPTED, DECLINED = "Chưa gửi", "Đã gửi", "Đã xác nhận", "Từ chối"
MADE, ISSUED, REPLACED = "Đã làm", "Đã cấp số", "Đã thay"
BY_MAIL, BY_POST, BY_HAND, BY_OFFICE_NETWORK = "Thư điện tử", "Bưu điện", "Trao tay", "Trục liên thông"


def _spent(kind: str) -> str:
    return (
        "SUMIFS(tblChungTu[Số tiền],tblChungTu[Mã dự toán],[Mã],"
        f'tblChungTu[Loại],"{kind}",tblChungTu[Trạng thái],"<>{CANCELLED}")'
    )


def starts(reference: str, words: str) -> str:
    """A native formula: whether the text at ``reference`` starts with these words."""
    return f'LEFT({reference},{len(words)})="{words}"'


def _working_days(first: str, last: str) -> str:
    """The native count of working days in a closed range: Monday to Friday, by tblNgayNghi."""

    def days(kind: str, weekdays: str) -> str:
        within = f'tblNgayNghi[Ngày],">="&{first},tblNgayNghi[Ngày],"<="&{last}'
        return f'COUNTIFS(tblNgayNghi[Loại],"{kind}",{within},tblNgayNghi[Thứ],"{weekdays}")'

    return f"(NETWORKDAYS({first},{last})-{days(REST, '<7')}+{days(MAKE_UP, '>6')})"


_DAYS_LEFT = (
    f'IF(OR(NOT(ISNUMBER([Hạn cuối])),[Trạng thái]="{DONE}",[Trạng thái]="{DROPPED}"),"",'
    f"IF([Hạn cuối]>HomNay,{_working_days('HomNay+1', '[Hạn cuối]')},"
    f"IF([Hạn cuối]=HomNay,0,-{_working_days('[Hạn cuối]+1', 'HomNay')})))"
)

_CONDITION = (
    f'IF([Nội dung]="","",IF([Trạng thái]="{DROPPED}","{DROPPED}",IF([Trạng thái]="{DONE}",'
    "IF(AND(ISNUMBER([Hạn cuối]),ISNUMBER([Ngày xong]),[Ngày xong]>[Hạn cuối]),"
    f'"{FINISHED_LATE}","{FINISHED}"),'
    f'IF(NOT(ISNUMBER([Hạn cuối])),"{NO_DUE}",'
    f'IF([Hạn cuối]<HomNay,"{OVERDUE}"&IF([Ngày còn lại]=0,""," "&-[Ngày còn lại]&" ngày làm việc"),'
    f'IF([Hạn cuối]=HomNay,"{DUE_TODAY}",'
    f'IF([Ngày còn lại]<={DUE_SOON_DAYS},"{DUE_SOON}, còn ","Còn ")&[Ngày còn lại]&" ngày làm việc"))))))'
)

# N() takes a number that was typed as text for nothing: one such cell must not make every total #VALUE!.
AMOUNT = "N([Số lượng])*N([Số lần])*N([Đơn giá])"
_QUANTITY = (
    f'IF([Theo]="{DELEGATES}",SUM(tblKhachMoi[Số người]),'
    f'IF([Theo]="{CONFIRMED}",SUM(tblKhachMoi[Xác nhận]),'
    f'IF([Theo]="{PAPERS}",SoThamLuan,IF([Theo]="{UNITS}",SoDonVi,[SL cố định]))))'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest(Row):
    """An office or a person invited; the three counts are of people."""

    TABLE: ClassVar[str] = "tblKhachMoi"
    SHEET: ClassVar[str] = "Khách mời"
    code: str = column("Mã", width=9, required=True, editor=Editor.ADDER)
    group: str = column("Nhóm", width=7, refers="DanhSachNhom", required=True, editor=Editor.ADDER)
    salutation: str = column(
        "Xưng hô", width=9, choices=("Ông", "Bà", "Ông (Bà)", "Đồng chí"), editor=Editor.UNIT
    )
    name: str = column("Họ và tên", width=20, editor=Editor.UNIT)
    position: str = column("Chức vụ", width=18, editor=Editor.UNIT)
    office: str = column("Đơn vị", width=38, editor=Editor.UNIT)
    people: int | None = column("Số người", Kind.COUNT, width=8, required=True, editor=Editor.UNIT)
    inviter: str = column("Đơn vị mời", width=13, refers="DanhSachDonVi", editor=Editor.ADDER)
    phone: str = column("Điện thoại", width=13, editor=Editor.UNIT)
    email: str = column("Email", width=20, editor=Editor.UNIT)
    status: str = column(
        "Trạng thái", width=11, choices=(UNSENT, SENT, ACCEPTED, DECLINED), editor=Editor.UNIT
    )
    sent: date | None = column("Ngày gửi", Kind.DATE, width=11.5, editor=Editor.UNIT)
    confirmed: int | None = column(
        "Xác nhận", Kind.COUNT, width=8, hint="Số người đã xác nhận dự", editor=Editor.UNIT
    )
    present: int | None = column(
        "Có mặt", Kind.COUNT, width=7, hint="Số người có mặt tại hội nghị", editor=Editor.UNIT
    )
    note: str = column("Ghi chú", width=30, editor=Editor.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Row):
    """A letter made for a guest: a row of the register of documents sent out (sổ phát hành).

    The number is that of the document, the same on all its copies (Nghị định 30/2020/NĐ-CP, Điều 15). The
    three marks are of the template, of what all letters say, and of what this guest's says: where one
    differs, the letter is another.
    """

    TABLE: ClassVar[str] = "tblPhatHanh"
    SHEET: ClassVar[str] = "Phát hành"
    OPTIONAL: ClassVar[bool] = True
    code: str = column("Mã", width=9, required=True, editor=Editor.ADDER)
    guest: str = column("Mã khách", width=9, required=True, editor=Editor.ADDER)
    addressee: str = column("Kính mời", width=44, editor=Editor.ADDER)
    template: str = column("Mẫu", width=18, required=True, editor=Editor.ADDER)
    made: date | None = column("Ngày làm", Kind.DATE, width=11.5, editor=Editor.UNIT)
    number: str = column(
        "Số, ký hiệu", width=14, hint="Văn thư cấp; lệnh làm giấy mời có số tự ghi", editor=Editor.UNIT
    )
    issued: date | None = column("Ngày văn bản", Kind.DATE, width=11.5, editor=Editor.UNIT)
    status: str = column("Trạng thái", width=11, choices=(MADE, ISSUED, SENT, REPLACED), editor=Editor.UNIT)
    replaces: str = column("Thay cho", width=9, hint="Mã của thư mà thư này thay", editor=Editor.ADDER)
    sent_by: str = column(
        "Cách gửi", width=13, choices=(BY_MAIL, BY_POST, BY_HAND, BY_OFFICE_NETWORK), editor=Editor.UNIT
    )
    sent: date | None = column("Ngày gửi", Kind.DATE, width=11.5, editor=Editor.UNIT)
    answer: str = column("Trả lời", width=11, choices=(ACCEPTED, DECLINED), editor=Editor.UNIT)
    answered: date | None = column("Ngày trả lời", Kind.DATE, width=11.5, editor=Editor.UNIT)
    file: str = column("Tệp", width=46, editor=Editor.UNIT)
    template_mark: str = column("Vết mẫu", width=14, editor=Editor.ADDER)
    shared_mark: str = column("Vết chung", width=14, editor=Editor.ADDER)
    own_mark: str = column("Vết khách", width=14, editor=Editor.ADDER)
    note: str = column("Ghi chú", width=30, editor=Editor.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Row):
    """A duty of the plan; an empty lead means that the plan names none."""

    TABLE: ClassVar[str] = "tblCongViec"
    SHEET: ClassVar[str] = "Công việc"
    code: str = column("Mã", width=8, required=True, editor=Editor.ADDER)
    section: str = column("Mục", width=7, editor=Editor.ADDER)
    content: str = column("Nội dung", width=54, required=True, editor=Editor.ADDER)
    lead: str = column("Chủ trì", width=13, refers="DanhSachDonVi", editor=Editor.ADDER)
    support: str = column(
        "Phối hợp",
        width=14,
        refers="DanhSachDonVi",
        many=True,
        hint=f"Các mã, cách nhau dấu phẩy; hoặc {EVERY_UNIT}",
        editor=Editor.ADDER,
    )
    person: str = column("Người thực hiện", width=16, editor=Editor.UNIT)
    due_words: str = column("Hạn (nguyên văn)", width=16, editor=Editor.ADDER)
    due: date | None = column("Hạn cuối", Kind.DATE, width=11.5, editor=Editor.ADDER)
    status: str = column(
        "Trạng thái", width=11, choices=(NOT_STARTED, STARTED, DONE, DROPPED), editor=Editor.UNIT
    )
    progress: float | None = column("Tiến độ", Kind.SHARE, width=8, editor=Editor.UNIT)
    finished: date | None = column("Ngày xong", Kind.DATE, width=11.5, editor=Editor.UNIT)
    days_left: int | None = column(
        "Ngày còn lại",
        Kind.COUNT,
        width=8,
        extra=True,
        formula=_DAYS_LEFT,
        hint="Ngày làm việc; số âm là quá hạn",
    )
    condition: str = column("Tình trạng", width=18, formula=_CONDITION)
    note: str = column("Ghi chú", width=34, editor=Editor.UNIT)
    proposed: date | None = column(
        "Hạn đề xuất",
        Kind.DATE,
        width=11.5,
        extra=True,
        printed=False,
        hint="Do nút Đề xuất hạn ghi; chưa phải là hạn",
    )
    proposed_by: str = column("Căn cứ đề xuất", width=46, extra=True, printed=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Row):
    """A line of the estimate; money in đồng."""

    TABLE: ClassVar[str] = "tblDuToan"
    SHEET: ClassVar[str] = "Dự toán"
    code: str = column("Mã", width=8, required=True)
    heading: str = column("Mục chi", width=18, required=True)
    content: str = column("Nội dung", width=36)
    measure: str = column("ĐVT", width=9)
    driver: str = column(
        "Theo", width=12, choices=(FIXED, DELEGATES, CONFIRMED, PAPERS, UNITS), hint="Số lượng lấy theo đâu"
    )
    fixed: int | None = column(
        "SL cố định", Kind.COUNT, width=8, extra=True, hint=f"Nhập khi cột Theo là “{FIXED}”"
    )
    quantity: int | None = column("Số lượng", Kind.COUNT, width=8, formula=_QUANTITY)
    times: int | None = column("Số lần", Kind.COUNT, width=7, required=True)
    price: int | None = column("Đơn giá", Kind.MONEY, width=13, required=True)
    amount: int | None = column("Thành tiền", Kind.MONEY, width=14, formula=AMOUNT)
    unit: str = column("Đơn vị", width=13, refers="DanhSachDonVi")
    norm: str = column("Mã định mức", width=9, refers="DanhSachDinhMuc")
    committed: int | None = column("Đã cam kết", Kind.MONEY, width=14, formula=_spent(COMMITMENT))
    paid: int | None = column("Đã chi", Kind.MONEY, width=14, formula=_spent(PAYMENT))
    left: int | None = column("Còn lại", Kind.MONEY, width=14, formula="[Thành tiền]-[Đã chi]")
    note: str = column("Ghi chú", width=32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher(Row):
    """A contract, an advance or a payment; money in đồng."""

    TABLE: ClassVar[str] = "tblChungTu"
    SHEET: ClassVar[str] = "Chứng từ"
    code: str = column("Mã", width=9, required=True, editor=Editor.ADDER)
    day: date | None = column("Ngày", Kind.DATE, width=12, editor=Editor.UNIT)
    line: str = column("Mã dự toán", width=11, refers="DanhSachDuToan", editor=Editor.ADDER)
    content: str = column("Nội dung", width=42, editor=Editor.UNIT)
    amount: int | None = column("Số tiền", Kind.MONEY, width=15, required=True, editor=Editor.UNIT)
    payee: str = column("Người nhận", width=24, editor=Editor.UNIT)
    number: str = column("Số chứng từ", width=14, editor=Editor.UNIT)
    kind: str = column(
        "Loại", width=12, choices=(COMMITMENT, ADVANCE, PAYMENT), required=True, editor=Editor.UNIT
    )
    status: str = column("Trạng thái", width=12, choices=("Chờ duyệt", "Đã duyệt", "Đã chi", CANCELLED))
    note: str = column("Ghi chú", width=30, editor=Editor.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm(Row):
    """A spending norm with the days it is in force; money in đồng."""

    TABLE: ClassVar[str] = "tblDinhMuc"
    SHEET: ClassVar[str] = "Định mức"
    code: str = column("Mã", width=9, required=True)
    content: str = column("Nội dung", width=46)
    rate: int | None = column("Mức", Kind.MONEY, width=13)
    measure: str = column("ĐVT", width=20)
    since: date | None = column("Hiệu lực từ", Kind.DATE, width=12)
    until: date | None = column("Hiệu lực đến", Kind.DATE, width=12)
    basis: str = column("Căn cứ", width=44)
    state: str = column("Đã xác nhận", width=20, choices=(NORM_UNCONFIRMED, NORM_CONFIRMED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Row):
    """A unit of the office, with every spelling the plan uses, parted by semicolons."""

    TABLE: ClassVar[str] = "tblDonVi"
    SHEET: ClassVar[str] = "Danh mục"
    code: str = column("Mã", width=13, required=True)
    name: str = column("Tên", width=26, required=True)
    full_name: str = column("Tên đầy đủ", width=20)
    aliases: str = column("Tên khác", width=32)
    note: str = column("Ghi chú", width=34, extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Row):
    """A group of invitees, with the units that invite it."""

    TABLE: ClassVar[str] = "tblNhom"
    SHEET: ClassVar[str] = "Danh mục"
    code: str = column("Mã", width=8, required=True)
    content: str = column("Nội dung", width=60)
    inviters: str = column(
        "Đơn vị mời",
        width=18,
        refers="DanhSachDonVi",
        many=True,
        hint="Các mã đơn vị, cách nhau dấu phẩy",
    )
    note: str = column("Ghi chú", width=40, extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff(Row):
    """A day that the office rests, or works to make up for one; it overrides the national calendar."""

    TABLE: ClassVar[str] = "tblNgayNghi"
    SHEET: ClassVar[str] = "Danh mục"
    day: date | None = column("Ngày", Kind.DATE, width=12, required=True)
    weekday: int | None = column(
        "Thứ",
        Kind.COUNT,
        width=7,
        extra=True,
        formula='IF(ISNUMBER([Ngày]),WEEKDAY([Ngày],2)+1,"")',
        hint="2 đến 7 là thứ Hai đến thứ Bảy, 8 là Chủ nhật",
    )
    kind: str = column("Loại", width=10, choices=(REST, MAKE_UP), required=True)
    note: str = column("Ghi chú", width=36)


ROW_TYPES: tuple[type[Row], ...] = (Guest, Dispatch, Task, BudgetLine, Voucher, Norm, Unit, Group, DayOff)
