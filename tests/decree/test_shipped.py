"""What we ship and what we print has the form that the decree gives it, also once LibreOffice saved it."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.books import guest, make_book
from tests.cli import Run
from xltools.decree import check
from xltools.decree.dissection import dissect
from xltools.decree.reading import read_document

ROOT = Path(__file__).parents[2]
OFFICIAL = ("giay_moi", "giay_moi_ca_nhan", "giay_moi_noi_bo", "thu_nhac", "thu_cam_on")
# As long as the name of a conference is: the line under it has one length in the template.
FULL = {
    "TenHoiNghi": "Hội nghị tổng kết hoạt động khoa học và công nghệ cấp cơ sở năm 2020",
    "CoQuanChuQuan": "UBND tỉnh Quảng Ngãi",
    "ThamQuyenKy": "KT. GIÁM ĐỐC",
    "NoiNhan": "- Như trên;\n- Giám đốc Sở (b/c);\n- Lưu: VT, QLKH.",
    "SoGiayMoi": "5",
    "NgayGiayMoi": date(2021, 4, 2),
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_our_templates_pass(name: str) -> None:
    assert check(ROOT / "templates" / f"{name}.docx") == []


@pytest.mark.parametrize("name", ["phong_bi", "nhan_a4"])
def test_envelopes_and_labels_are_nothing_official(name: str) -> None:
    codes = {finding.code for finding in check(ROOT / "templates" / f"{name}.docx")}
    assert "decree.not_official" in codes
    assert not any("missing" in code for code in codes)


@pytest.mark.parametrize("options", [(), ("--draft",)], ids=["chính thức", "dự thảo"])
@pytest.mark.parametrize("name", OFFICIAL)
def test_our_letters_pass(name: str, options: tuple[str, ...], xltools: Run, tmp_path: Path) -> None:
    rows = [guest(1), guest(2, Xưng_hô="Ông", Họ_và_tên="Nguyễn Văn Bình", Chức_vụ="Giám đốc")]
    book = make_book(tmp_path / "so.xlsx", event=FULL, guests=rows)
    template = ROOT / "templates" / f"{name}.docx"
    made = xltools("letters", book, "--out", tmp_path / "thu", "--template", template, *options)
    assert made.code == 0, made.out + made.err
    letters = sorted((tmp_path / "thu").glob("*.docx"))
    assert len(letters) == 2
    assert [finding.message for letter in letters for finding in check(letter)] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
def test_our_letters_pass_once_libreoffice_saved_them(tmp_path: Path) -> None:
    names = [f"{name}.docx" for name in OFFICIAL]
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'ho-so').as_uri()}"]
    sources = [str(ROOT / "templates" / name) for name in names]
    subprocess.run(
        [*command, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path), *sources],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for name in names:
        assert [finding.message for finding in check(tmp_path / name)] == []
        ours, saved = (dissect(read_document(folder / name)) for folder in (ROOT / "templates", tmp_path))
        assert {e: [p.text for p in parts] for e, parts in saved.parts.items()} == {
            e: [p.text for p in parts] for e, parts in ours.parts.items()
        }
