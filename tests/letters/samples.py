"""Plans, guests and templates for the tests of letters, and docxtpl to compare with."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import jinja2
from docx import Document
from docx.document import Document as DocumentType
from docxtpl import DocxTemplate
from lxml import etree

from xltools.letters.invitation import FIELDS, LISTS
from xltools.letters.template import Template, compile_template
from xltools.plan.event import Event
from xltools.plan.findings import Place
from xltools.plan.plan import Plan, TablePlace
from xltools.plan.schema import columns
from xltools.plan.tables import Guest

GIAY_MOI = Path(__file__).parents[2] / "templates" / "giay_moi.docx"
TITLE = (
    "Hội nghị tổng kết Chương trình hỗ trợ ứng dụng, chuyển giao tiến bộ khoa học và công nghệ thúc đẩy "
    "phát triển kinh tế - xã hội nông thôn, miền núi tỉnh Quảng Ngãi giai đoạn 2016 - 2020"
)


def event(**changes: Any) -> Event:
    """The event of the plan, with all that a final letter needs."""
    known: dict[str, Any] = {
        "title": TITLE,
        "plan_number": "254/KH-SKHCN",
        "plan_date": date(2021, 3, 16),
        "day": date(2021, 4, 2),
        "start": time(7, 30),
        "place": "Hội trường tầng 7, Khách sạn Hùng Vương",
        "address": "45 Hùng Vương, TP. Quảng Ngãi",
        "chair": "Ông Nguyễn Văn A, Phó Chủ tịch UBND tỉnh",
        "contact": "Phòng Quản lý KH&CN cơ sở, ĐT: 0255.3822.000",
        "parent": "UBND tỉnh Quảng Ngãi",
        "agency": "Sở Khoa học và Công nghệ",
        "symbol": "GM-SKHCN",
        "locality": "Quảng Ngãi",
        "authority": "KT. GIÁM ĐỐC",
        "signer_position": "PHÓ GIÁM ĐỐC",
        "signer": "Phan Văn Hiếu",
        "recipients": "- Như trên;\n- GĐ, các PGĐ Sở;\n- Lưu: VT, QLKHCNCS.",
    }
    return Event(**{**known, **changes})


def unfinished(**changes: Any) -> Event:
    """The event as the plan has it: neither chair, date, time nor contact."""
    return event(**{"day": None, "start": None, "chair": "", "contact": "", **changes})


def guest(row: int = 5, **cells: Any) -> Guest:
    """A guest row, by default an office."""
    if not cells.keys() & {"name", "position", "office"}:
        cells |= {"position": "Đại diện lãnh đạo", "office": "Sở Nội vụ"}
    return Guest(**{"row": row, "code": f"KM-{row - 4:03}", "people": 1, **cells})


def plan(*guests: Guest, of: Event | None = None) -> Plan:
    """A plan of these guests whose cells have addresses."""
    letters = {c.header: chr(ord("A") + i) for i, c in enumerate(columns(Guest).values())}
    names = {
        c.header: Place(Event.SHEET, f"B{i}", i, c.header) for i, c in enumerate(columns(Event).values(), 2)
    }
    tables = {Guest.TABLE: TablePlace(Guest.SHEET, letters)}
    return Plan(book="KeHoach.xlsm", event=of or event(), guests=guests, tables=tables, names=names)


def saved(doc: DocumentType, folder: Path, name: str = "mau.docx") -> Path:
    """The path of a template saved in ``folder``."""
    doc.save(str(folder / name))
    return folder / name


def written(folder: Path, *paragraphs: str) -> Path:
    """The path of a template of these paragraphs."""
    doc = Document()
    for text in paragraphs:
        doc.add_paragraph(text)
    return saved(doc, folder)


def compiled(path: Path = GIAY_MOI, *more: str) -> Template:
    """The template at ``path``, which may use ``more`` fields, too."""
    return compile_template(path, (*FIELDS, *more), (*LISTS, *more))


def oracle(path: Path, values: Mapping[str, object]) -> bytes:
    """The letter that docxtpl makes."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701 - render() turns it on
    document = DocxTemplate(str(path))
    document.render(dict(values), jinja_env=environment, autoescape=True)
    letter = io.BytesIO()
    document.save(letter)
    return letter.getvalue()


def parts(letter: bytes) -> dict[str, bytes]:
    """Every member of a Word file, XML in canonical form."""
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert archive.testzip() is None
        return {name: canonical(name, archive.read(name)) for name in archive.namelist()}


def canonical(name: str, data: bytes) -> bytes:
    """The canonical form of an XML member; the bytes of any other."""
    if not name.endswith((".xml", ".rels")):
        return data
    return bytes(etree.tostring(etree.fromstring(data), method="c14n"))


def text_of(letter: bytes) -> str:
    """The text of a letter's body, a line for each paragraph and each line break."""
    return "\n".join(p.text for p in Document(io.BytesIO(letter)).element.body.iter("{*}p"))
