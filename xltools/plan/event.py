"""The event itself: the named cells of the sheet Thông tin."""

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from xltools.plan.schema import Kind, column

_LEADING_UNITS = 'SUMPRODUCT((tblDonVi[Mã]<>"")*(COUNTIF(tblCongViec[Chủ trì],tblDonVi[Mã])>0))'


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is said once of a conference; money in đồng.

    Each field's column is a named cell: its header is the defined name, its hint the Vietnamese label.
    """

    SHEET: ClassVar[str] = "Thông tin"
    title: str = column("TenHoiNghi", hint="Tên hội nghị", required=True)
    plan_number: str = column("SoKeHoach", hint="Số kế hoạch")
    plan_date: date | None = column("NgayKeHoach", Kind.DATE, hint="Ngày kế hoạch")
    day: date | None = column("NgayHoiNghi", Kind.DATE, hint="Ngày hội nghị", required=True)
    start: time | None = column("GioBatDau", Kind.TIME, hint="Giờ bắt đầu", required=True)
    place: str = column("DiaDiem", hint="Địa điểm", required=True)
    address: str = column("DiaChi", hint="Địa chỉ")
    phone: str = column("DienThoai", hint="Điện thoại nơi tổ chức")
    chair: str = column("ChuTri", hint="Chủ trì", required=True)
    contact: str = column("DauMoi", hint="Đầu mối liên hệ", required=True)
    ceiling: int | None = column("TranKinhPhi", Kind.MONEY, hint="Trần kinh phí (đồng)", required=True)
    funding: str = column("NguonKinhPhi", hint="Nguồn kinh phí")
    delegates: int | None = column("SoDaiBieuDuKien", Kind.COUNT, hint="Số đại biểu dự kiến", required=True)
    unit: str = column("DonViCuaToi", hint="Đơn vị của tôi (mã)", refers="DanhSachDonVi", extra=True)
    papers: int | None = column("SoThamLuan", Kind.COUNT, hint="Số tham luận", extra=True)
    parent: str = column("CoQuanChuQuan", hint="Cơ quan chủ quản")
    agency: str = column("CoQuan", hint="Cơ quan ban hành", required=True)
    symbol: str = column("KyHieu", hint="Ký hiệu giấy mời", required=True)
    locality: str = column("DiaDanh", hint="Địa danh", required=True)
    authority: str = column("ThamQuyenKy", hint="Thẩm quyền ký")
    signer_position: str = column("ChucVuKy", hint="Chức vụ người ký", required=True)
    signer: str = column("NguoiKy", hint="Người ký", required=True)
    recipients: str = column("NoiNhan", hint="Nơi nhận (mỗi dòng một nơi)")
    template: str = column("MauGiayMoi", hint="Mẫu giấy mời (tên mẫu)", extra=True)
    remarks: str = column("LuuY", hint="Điều cần lưu ý khi dự")
    letter_number: str = column("SoGiayMoi", hint="Số giấy mời (văn thư cấp)")
    letter_date: date | None = column("NgayGiayMoi", Kind.DATE, hint="Ngày giấy mời")
    as_of: date | None = column("NgayXet", Kind.DATE, hint="Ngày xét (trống là hôm nay)")
    today: date | None = column(
        "HomNay", Kind.DATE, hint="Ngày tính toán", extra=True, formula='IF(NgayXet="",TODAY(),NgayXet)'
    )
    leading_units: int | None = column(
        "SoDonVi", Kind.COUNT, hint="Số đơn vị chủ trì ít nhất một việc", extra=True, formula=_LEADING_UNITS
    )
