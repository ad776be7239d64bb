"""Every fault of a template is found before a letter is made, and has its paragraph."""

from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from tests.letters.samples import compiled, saved, written
from xltools.letters import template
from xltools.letters.syntax import TemplateFault
from xltools.letters.template import TemplateError, sandbox


def faults(path: Path) -> tuple[TemplateFault, ...]:
    with pytest.raises(TemplateError) as caught:
        compiled(path)
    return caught.value.faults


def test_all_faults_are_listed_each_with_its_paragraph(tmp_path: Path) -> None:
    path = written(
        tmp_path, "{{ KinhMoi }}", "{{ KinhMơi }} {{ Xyz }}", "{{ 1 + }}", "{% if LuuY %}", "{{ ChuTri"
    )
    found = [(f.part, f.paragraph, f.field) for f in faults(path)]
    assert found == [
        ("document", 2, "KinhMơi"),
        ("document", 2, "Xyz"),
        ("document", 3, "{{ 1 + }}"),
        ("document", 5, "{{"),
        ("document", 4, "{% if LuuY %}"),
    ]


def test_a_misspelt_field_is_told_the_nearest_one(tmp_path: Path) -> None:
    (fault,) = faults(written(tmp_path, "{{ KinhMơi }}"))
    assert fault.message == "Không có trường nào tên KinhMơi. Có phải là KinhMoi?"


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        (["{% endif %}"], "không có lệnh mở"),
        (["{% if LuuY %}", "{% endfor %}", "{% endif %}"], "không có lệnh mở"),
        (["{%p if LuuY %}", "{% endif %}"], "cùng loại"),
        (["{% else %}"], "không có lệnh mở"),
        (["{% for x in NoiNhanDong %}", "{{ x }}"], "không có {% endfor %}"),
        (["{{ x }}{% for x in NoiNhanDong %}{% endfor %}"], "Không có trường nào tên x"),
        (["{{ loop.index }}"], "Không có trường nào tên loop"),
        (["{{r KinhMoi }}"], "ra ngoài đoạn"),
        (["{{p KinhMoi }}"], "ra ngoài đoạn"),
        (["KinhMoi }}"], "Dấu }} lẻ"),
        (["{{ KinhMoi", "ChuTri }}"], "Dấu {{ lẻ"),
        (["{{ KinhMoi|title }}"], "No filter named 'title'"),
        (["{{ KinhMoi|safe }}"], "No filter named 'safe'"),
        (["{{ " + "(" * 5000 + " }}"], "quá nhiều ngoặc"),
        (["{{ " + "9" * 5000 + " }}"], "quá dài"),
        (["{{ KinhMoi|join('" + "x" * 201 + "') }}"], "dài quá 200 ký tự"),
        (["{% for a, b in NhanDong %}{% endfor %}"], "lấy nhiều mục"),
        (["{% for a, b in NhanDong|batch(3, '') %}{% endfor %}"], "số bằng số tên"),
        (["{% for a in NhanDong|batch(1, '') %}{% endfor %}"], "số bằng số tên"),
        (["{% for a, b in NhanDong|batch(2) %}{% endfor %}"], "số bằng số tên"),
        (["{% for a, b in NhanDong|batch(Ma, '') %}{% endfor %}"], "số bằng số tên"),
        (["{% for a, b in NhanDong|batch(2, fill_with='') %}{% endfor %}"], "số bằng số tên"),
        (["{% for a, b in Ma|batch(2, '') %}{% endfor %}"], "chỉ lặp được danh sách"),
        (["{% for a, b in NhanDong|lower|batch(2, '') %}{% endfor %}"], "chỉ lặp được danh sách"),
        (["{{ NhanDong|batch(999999999, 'x') }}"], "chỉ dùng được trong vòng lặp"),
        (["{% for a, b in NhanDong|batch(2, '') %}{{ Ma }}{% endfor %}"], "bỏ Ma"),
        (
            ["{% for a in LuuYDong %}" * 3 + "{% endfor %}" * 3],
            "lồng nhau",
        ),
    ],
)
def test_a_fault_says_what_is_wrong(tmp_path: Path, paragraphs: list[str], message: str) -> None:
    assert any(message in fault.message for fault in faults(written(tmp_path, *paragraphs)))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ Ma.__class__.__mro__ }}",
        "{{ Ma['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum() }}",
        "{{ self._TemplateReference__context }}",
        "{{ Ma.format(Ma) }}",
        "{{ Ma.upper() }}",
        "{{ 'a' * 10**9 }}",
        "{{ 2 ** 99999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ Ma|center(999999999) }}",
        "{{ Ma|replace('', Ma) }}",
        "{% for i in range(999999999) %}{% endfor %}",
        "{% for i in NoiNhanDong recursive %}{% endfor %}",
        "{% for i in Ma %}{% endfor %}",
        "{% for i in Ma|upper %}{% endfor %}",
        "{{ Ma|join(Ma) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% set x = 1 %}",
        "{% do Ma %}",
        "{% call Ma() %}{% endcall %}",
        "{% raw %}{% endraw %}",
        "{% debug %}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ loop.__init__ }}",
        "{% for x in NoiNhanDong %}{{ loop._iterable }}{% endfor %}",
        "{% for x in NoiNhanDong %}{{ loop.cycle('a') }}{% endfor %}",
    ],
)
def test_a_template_is_data(tmp_path: Path, attack: str) -> None:
    assert all(fault.paragraph == 1 for fault in faults(written(tmp_path, attack)))


@pytest.mark.parametrize(
    "attack", ["{{ 'ab' * 300000000 }}", "{{ Ma.__class__ }}", "{% set x = 5 %}", "{{ Sai }}"]
)
def test_a_tag_outside_the_paragraphs_is_checked_too(tmp_path: Path, attack: str) -> None:
    doc = Document()
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = etree.SubElement(doc.add_paragraph("{{ Ma }}")._p, f"{{{math}}}oMath")
    etree.SubElement(etree.SubElement(formula, f"{{{math}}}r"), f"{{{math}}}t").text = attack
    assert all(fault.paragraph == 0 for fault in faults(saved(doc, tmp_path)))


def test_the_sandbox_behind_the_list_knows_no_function() -> None:
    environment = sandbox()
    assert environment.sandboxed
    assert environment.autoescape is True
    assert environment.globals == {}
    assert environment.loader is None


def test_headers_text_boxes_tables_and_properties_are_checked(tmp_path: Path) -> None:
    doc = Document()
    doc.sections[0].header.paragraphs[0].text = "{{ SaiMot }}"
    doc.add_table(1, 1).rows[0].cells[0].text = "{{ SaiHai }}"
    doc.core_properties.title = "{{ SaiBa }}"
    found = {(f.part, f.paragraph, f.field) for f in faults(saved(doc, tmp_path))}
    assert found == {("header1", 1, "SaiMot"), ("document", 1, "SaiHai"), ("core", 0, "SaiBa")}


def test_a_field_in_an_attribute_is_a_fault(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("x")._p.set("title", "{{ KinhMoi }}")
    (fault,) = faults(saved(doc, tmp_path))
    assert "thuộc tính" in fault.message


def test_blocks_that_tear_the_document_apart_are_found_by_trying(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{% if LuuY %}")
    doc.add_table(1, 1).rows[0].cells[0].text = "{% endif %}"
    (fault,) = faults(saved(doc, tmp_path))
    assert "văn bản hỏng" in fault.message


@pytest.mark.parametrize("paragraphs", [["{% vm %}"], ["{% if LuuY %}"] * 120 + ["{% endif %}"] * 120])
def test_blocks_that_jinja_cannot_join_are_one_fault(tmp_path: Path, paragraphs: list[str]) -> None:
    (fault,) = faults(written(tmp_path, *paragraphs))
    assert "không khớp nhau" in fault.message


def test_fields_in_a_part_that_is_not_merged_are_a_fault(tmp_path: Path) -> None:
    doc = Document()
    doc.add_comment(doc.add_paragraph("x").runs, text="{{ KinhMoi }}")
    (fault,) = faults(saved(doc, tmp_path))
    assert fault.message == "Phần /word/comments.xml có trường, nhưng không được trộn."


def test_a_cell_that_loses_its_last_paragraph_is_a_fault(tmp_path: Path) -> None:
    doc = Document()
    cell = doc.add_table(1, 1).rows[0].cells[0]
    cell.text = "{%p if LuuY %}"
    cell.add_paragraph("{{ LuuY }}")
    cell.add_paragraph("{%p endif %}")
    (fault,) = faults(saved(doc, tmp_path))
    assert "không còn đoạn nào" in fault.message


def test_a_part_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "MAX_PART", 100)
    fault, *_ = faults(written(tmp_path, "x" * 100))
    assert "dài quá" in fault.message
