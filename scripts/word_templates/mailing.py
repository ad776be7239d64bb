"""What the post needs: an envelope for each guest, and a sheet of labels for all."""

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE as HEIGHT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm
from docx.table import _Row

from word_templates.document import About, Page, borderless, new_document, packed, pad, write
from xltools.letters.looks import RULE, Look

_PARENT = Look("Cơ quan chủ quản", 12)
_AGENCY = Look("Cơ quan gửi", 12, bold=True)
_TO = Look("Kính gửi", 13, italic=True, align=ALIGN.LEFT)
_ADDRESSEE = Look("Người nhận", 15, bold=True, align=ALIGN.LEFT, before=3)
_ADDRESS = Look("Địa chỉ", 13, align=ALIGN.LEFT, before=6)

# DL (ISO 269): the sender at the top left, the stamp at the top right, the addressee below it
_DL = Page(220, 110, (10, 8, 12, 12))
_ENVELOPE_COLUMNS, _ENVELOPE_ROWS = (90, 106), (34, 54)

# Three by eight labels of 70 x 36 mm fill the sheet from edge to edge but for 4,5 mm above and below.
_SHEET = Page(210, 297, (4.5, 2, 0, 0))
_LABEL_COLUMNS, _LABEL_HEIGHT = (70, 70, 70), 36
_LABEL_TO = Look("Kính gửi", 11, italic=True)
_LABEL = Look("Người nhận", 12, bold=True, before=2)


def envelope() -> bytes:
    """Return phong_bi.docx: an envelope of 220 x 110 mm."""
    looks = (_PARENT, _AGENCY, _TO, _ADDRESSEE, _ADDRESS, RULE)
    doc = new_document(_DL, looks, About("Phong bì", "Phong bì DL, 220 x 110 mm", "PB"))
    first, second = borderless(doc, _ENVELOPE_COLUMNS, rows=2).rows
    sender, stamp = first.cells
    write(sender, _PARENT, "{%p if CoQuanChuQuan %}", "{{ CoQuanChuQuanInHoa }}", "{%p endif %}")
    write(sender, _AGENCY, "{{ CoQuanInHoa }}")
    space, addressee = second.cells
    for empty in (stamp, space):
        write(empty, RULE, "")
    write(addressee, _TO, "Kính gửi:")
    write(addressee, _ADDRESSEE, "{{ KinhMoi }}")
    write(addressee, _ADDRESS, f"Địa chỉ: {'…' * 18}")
    for row, height in zip((first, second), _ENVELOPE_ROWS, strict=True):
        _set_height(row, height)
    write(doc, RULE, "")
    return packed(doc)


def labels() -> bytes:
    """Return nhan_a4.docx: the labels of all guests, three to a row, eight rows to a sheet."""
    about = About("Nhãn thư", "Nhãn A4, 3 x 8 nhãn 70 x 36 mm", "NT")
    doc = new_document(_SHEET, (_LABEL_TO, _LABEL, RULE), about)
    names = [f"Nhan{number}" for number in range(1, len(_LABEL_COLUMNS) + 1)]
    opening, row, closing = borderless(doc, _LABEL_COLUMNS, rows=3).rows
    _write_only(opening, f"{{%tr for {', '.join(names)} in NhanDong|batch({len(names)}, '') %}}")
    for cell, name in zip(row.cells, names, strict=True):
        write(cell, _LABEL_TO, f"{{%p if {name} %}}", "Kính gửi:", "{%p endif %}")
        write(cell, _LABEL, f"{{{{ {name} }}}}")
        cell.vertical_alignment = VERTICAL.CENTER
        pad(cell, 5)
    _set_height(row, _LABEL_HEIGHT)
    _write_only(closing, "{%tr endfor %}")
    write(doc, RULE, "")
    return packed(doc)


def _write_only(row: _Row, text: str) -> None:
    """A row that holds nothing but a tag; it is never printed."""
    first, *others = row.cells
    write(first, RULE, text)
    for cell in others:
        write(cell, RULE, "")


def _set_height(row: _Row, millimetres: float) -> None:
    row.height, row.height_rule = Mm(millimetres), HEIGHT.EXACTLY
