"""Which template is meant by a name: the office's own first, then the shipped ones."""

from pathlib import Path

import pytest

from tests.letters.samples import GIAY_MOI, written
from xltools.letters.templates import find_template, list_templates, load_template
from xltools.plan.findings import UnusableInputError

SHIPPED = {
    *("giay_moi", "giay_moi_ca_nhan", "giay_moi_noi_bo", "nhan_a4"),
    *("phieu_dang_ky", "phong_bi", "thu_cam_on", "thu_nhac"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mau").mkdir()
    written(tmp_path / "mau", "{{ Ma }}")
    for name in ("phong_bi.docx", "Thư riêng.docx", "~$phong_bi.docx", "ghi-chu.txt"):
        (tmp_path / "mau" / name).write_bytes((tmp_path / "mau" / "mau.docx").read_bytes())
    return tmp_path


def test_the_shipped_templates_are_listed(tmp_path: Path) -> None:
    assert list_templates(tmp_path).keys() == SHIPPED
    assert list_templates(tmp_path)["giay_moi"] == GIAY_MOI


def test_the_offices_own_take_the_place_of_shipped_ones(folder: Path) -> None:
    known = list_templates(folder)
    assert known.keys() == SHIPPED | {"mau", "Thư riêng"}
    assert known["phong_bi"] == folder / "mau" / "phong_bi.docx"


@pytest.mark.parametrize("name", ["phong_bi", "phong_bi.docx", "PHONG_BI.DOCX"])
def test_a_name_may_end_in_docx_and_its_case_does_not_count(folder: Path, name: str) -> None:
    assert find_template(name, folder) == folder / "mau" / "phong_bi.docx"
    assert find_template("giay_moi", folder) == GIAY_MOI
    assert find_template("thư riêng", folder).name == "Thư riêng.docx"


def test_a_path_is_taken_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = folder / "mau" / "mau.docx"
    assert find_template(own, Path("/khong-co")) == own
    monkeypatch.chdir(folder / "mau")
    assert find_template("mau.docx", Path("/khong-co")) == Path("mau.docx")
    with pytest.raises(UnusableInputError, match="Không tìm thấy mẫu"):
        find_template(folder / "mau" / "khac.docx", folder)


def test_an_unknown_name_is_answered_with_those_that_there_are(folder: Path) -> None:
    with pytest.raises(
        UnusableInputError, match=r"“thư”\. Các mẫu hiện có: Thư riêng, giay_moi, .*thu_nhac\."
    ):
        find_template("thư", folder)


def test_a_template_is_loaded_with_every_fault(tmp_path: Path) -> None:
    assert load_template(written(tmp_path, "{{ Ma }}")).fields == {"Ma"}
    with pytest.raises(UnusableInputError, match=r"mau\.docx chưa dùng được") as caught:
        load_template(written(tmp_path, "{{ Sai }}", "{{ Nua"))
    assert [finding.code for finding in caught.value.findings] == ["template.fault"] * 2
