"""The worksheet functions as VBA, and called the way Excel calls them on Windows: xlwings' call_udf."""

import ast
import datetime as dt
import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlwings
from openpyxl import Workbook
from pyopenvba.apps.excel import ExcelApplication

from xltools.addin import functions
from xltools.workbook.build import udfs
from xltools.workbook.build.macros import ADDIN, BOOK, macro_sources
from xltools.workbook.build.udfs import FUNCTIONS, function_help, udf_module

SIGNATURES = {
    "KH_BANG_CHU": ["so"],
    "KH_HAN_CUOI": ["nguyen_van", "nam?"],
    "KH_NGAY_LAM_VIEC": ["tu", "den", "ngay_nghi?"],
    "KH_TINH_TRANG": ["han", "trang_thai", "hom_nay?", "ngay_xong?", "ngay_nghi?"],
    "KH_NGAY_VAN_BAN": ["ngay"],
    "KH_TONG_DU_TOAN": ["bang", "muc?"],
    "KH_CON_LAI": ["bang", "tran"],
    "KH_VUOT_TRAN": ["bang", "tran"],
    "KH_SO_DAI_BIEU": ["bang", "nhom?", "cot?"],
    "KH_VIEC_TRE": ["bang", "hom_nay?", "ngay_nghi?"],
}
VOLATILE = {"KH_TINH_TRANG", "KH_VIEC_TRE"}
MISSING = -2147352572  # what an argument left out is, over COM


def known() -> dict[str, dict[str, Any]]:
    """What xlwings knows of each function."""
    module = udfs._described(udfs._xlwings_udfs())
    return {name: vars(module)[name].__xlfunc__ for name in SIGNATURES}


def test_signatures() -> None:
    found = {
        name: [arg["name"] + "?" * ("optional" in arg) for arg in function["args"]]
        for name, function in known().items()
    }
    assert found == SIGNATURES
    assert {name for name in vars(functions) if name.startswith("KH_")} == SIGNATURES.keys()


@pytest.mark.parametrize("name", SIGNATURES)
def test_metadata(name: str) -> None:
    function = known()[name]
    assert function["category"] == "KeHoach"
    assert function["volatile"] is (name in VOLATILE)
    assert not function["sub"]
    assert function["async_mode"] is None
    for arg in function["args"]:
        assert arg["name"].isascii()
        assert arg["options"]["err_to_str"] is True
        table = arg["name"] == "bang"
        assert arg["options"]["convert"] == ("df" if table else Any)
        assert arg["options"].get("ndim") == (None if table else 2)
        assert arg["options"].get("index") is (False if table else None)


def test_help_is_what_excel_takes() -> None:
    words = function_help()
    assert [name for name, _, _ in words] == sorted(SIGNATURES)
    for name, description, arguments in words:
        assert len(arguments) == len(SIGNATURES[name])
        for text in (description, *arguments):
            assert 0 < len(text) <= 255
            assert text.isprintable()
            assert not text.isascii()
            assert not text.startswith(("Positional argument", "Python function"))


@pytest.mark.parametrize("addin", [False, True])
def test_wrappers_are_whole(addin: bool) -> None:
    source = udf_module(addin)
    book = "ActiveWorkbook" if addin else "ThisWorkbook"
    assert source.isascii()
    assert source.startswith('Attribute VB_Name = "xlwings_udfs"\n')
    assert '#Const App = "Microsoft Excel"\n' in source
    assert max(map(len, source.splitlines())) <= 1023
    blocks = dict(
        re.findall(r"^Function (\w+)\(.*?\)\n(.*?)^End Function$", source, re.DOTALL | re.MULTILINE)
    )
    assert blocks.keys() == SIGNATURES.keys()
    for name, body in blocks.items():
        names = [arg.rstrip("?") for arg in SIGNATURES[name]]
        heads = [f"Optional {arg[:-1]}" if arg.endswith("?") else arg for arg in SIGNATURES[name]]
        assert f"Function {name}({', '.join(heads)})\n" in source
        call = f'"{FUNCTIONS}", "{name}", Array({", ".join(names)})'
        assert f"{name} = XLPy.CallUDF({call}, {book}, Application.Caller)\n" in body
        assert body.endswith(f"failed:\n    {name} = Err.Description\n")
        assert ("    Application.Volatile\n" in body) is (name in VOLATILE)


FAKE_PYTHON = """
Public Function CallUDF(module As String, name As String, args)
    CallUDF = module & " " & name & " " & (UBound(args) + 1) & " " & IsMissing(args(UBound(args)))
End Function
"""
FAKE_XLWINGS = """
Public Function XLPy()
    Set XLPy = New FakePython
End Function
"""


def test_a_vba_interpreter_runs_the_wrappers(tmp_path: Path) -> None:
    """It has no Application.Caller, so it runs the branch for programs other than Excel."""
    Workbook().save(tmp_path / "so.xlsx")
    application = ExcelApplication.open(tmp_path / "so.xlsx", with_vba=False)
    source = udf_module(False).replace('App = "Microsoft Excel"\n', 'App = "Other"\n')
    application.add_module(source, name="xlwings_udfs")
    application.add_module(FAKE_PYTHON, name="FakePython", kind="class")
    application.add_module(FAKE_XLWINGS, name="xlwings")
    for name, args in SIGNATURES.items():
        required = [arg for arg in args if not arg.endswith("?")]
        said = f"{FUNCTIONS} {name} {len(args)}"
        assert application.run(name, *args) == f"{said} False"
        assert application.run(name, *required) == f"{said} {required != args}"


def test_the_builder_keeps_what_xlwings_makes_of_the_functions_now(tmp_path: Path) -> None:
    udfs.write_functions(tmp_path)
    for name in ("functions.bas", "functions.json"):
        kept = (Path(udfs.__file__).parent / name).read_bytes()
        assert kept == (tmp_path / name).read_bytes(), "scripts/build_workbook.py writes it anew"
    for target, addin in ((BOOK, False), (ADDIN, True)):
        assert macro_sources(target)["xlwings_udfs"].splitlines() == udf_module(addin).splitlines()


def test_a_workbook_is_built_without_loading_xlwings() -> None:
    probe = "import sys, xltools.newplan.gathered; sys.exit('xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_two_generations_are_the_same() -> None:
    assert udf_module(True) == udf_module(True)
    assert function_help() == function_help()


def test_the_process_is_left_as_it_was() -> None:
    modules, names = dict(sys.modules), dict(vars(xlwings))
    held = functions.KH_BANG_CHU
    udf_module(False)
    function_help()
    assert dict(sys.modules) == modules
    assert dict(vars(xlwings)) == names
    assert functions.KH_BANG_CHU is held
    assert not hasattr(held, "__xlfunc__")


def test_what_fails_under_way_is_put_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    decorators = (xlwings.func, xlwings.arg, xlwings.ret)
    monkeypatch.setattr(udfs, "module_from_spec", lambda _spec: SimpleNamespace())
    with pytest.raises(AttributeError):
        udf_module(False)
    assert (xlwings.func, xlwings.arg, xlwings.ret) == decorators
    assert "pythoncom" not in sys.modules


def test_where_xlwings_udfs_is_there_already_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = udfs._xlwings_udfs()
    monkeypatch.setitem(sys.modules, "xlwings.udfs", ours)
    assert udfs._xlwings_udfs() is ours
    assert sys.modules["xlwings.udfs"] is ours


def test_functions_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(udfs, "find_spec", lambda _name: None)
    with pytest.raises(ModuleNotFoundError, match=re.escape(FUNCTIONS)):
        function_help()


# Over COM: xlwings' own call_udf and its own conversion for Windows; only Excel and COM are played.


def _windows_engine() -> Any:
    """xlwings' engine for Windows Excel: of its module, what turns values of COM to Python's and back."""
    source = Path(inspect.getfile(xlwings)).with_name("_xlwindows.py").read_text(encoding="utf-8")
    wanted = {"_com_time_to_datetime", "_datetime_to_com_time", "_clean_value_data_element", "cell_errors"}
    wanted |= {"Engine", "time_types"}
    body = [
        node
        for node in ast.parse(source).body
        if getattr(node, "name", "") in wanted
        or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in wanted)
    ]
    utc = SimpleNamespace(utc=lambda: dt.UTC)
    names: dict[str, Any] = {
        "dt": dt,
        "np": np,
        "pd": pd,
        "pywintypes": SimpleNamespace(TimeType=dt.datetime),
        "win32timezone": SimpleNamespace(TimeZoneInfo=utc),
    }
    exec(compile(ast.Module(body, []), "_xlwindows.py", "exec"), names)  # noqa: S102 - xlwings' own code
    assert wanted <= names.keys()
    return names["Engine"]()


@pytest.fixture(scope="module")
def excel() -> Iterator[Callable[..., Any]]:
    """Call a worksheet function as the VBA wrapper does: name, arguments as COM brings them."""
    played = udfs._xlwings_udfs()
    module = udfs._described(played)
    engine = xlwings.Engine(impl=_windows_engine())
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(xlwings.engines.engines_by_name, "excel", engine)
        apart = SimpleNamespace(Range=lambda xl: xl, is_range_instance=lambda _arg: False)
        patch.setattr(xlwings, "_xlwindows", apart, raising=False)
        patch.setattr(played, "Range", lambda impl: impl)
        patch.setitem(sys.modules, "xlwings.com_server", SimpleNamespace(loop=None))
        patch.setitem(played.udf_modules, FUNCTIONS, {"module": module, "filetime": None})

        def call(name: str, *args: Any) -> Any:
            return played.call_udf(FUNCTIONS, name, args)

        yield call


def com_date(*parts: int) -> dt.datetime:
    """A date as pywintypes brings it: with a zone."""
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


NO_TABLE = (
    "Vùng đưa vào không có cột Mã, Mục chi, Thành tiền; đưa vào cả bảng với dòng tiêu đề: tblDuToan[#All]."
)
TASKS = (
    ("Mã", "Nội dung", "Chủ trì", "Hạn (nguyên văn)", "Hạn cuối", "Trạng thái"),
    ("A", "Việc A", None, None, com_date(2021, 3, 18), "Đang làm"),
    ("B", "Việc B", "VP", None, None, None),
)
BUDGET = (
    ("Mã", "Mục chi", "Thành tiền", "Đã chi", None),
    ("DT-01", "In ấn", Decimal(3000000000), None, None),
    ("DT-02", "Nước", "2 triệu", 5.0, com_date(2021, 3, 1)),
)


@pytest.mark.parametrize(
    ("name", "args", "wanted"),
    [
        ("KH_BANG_CHU", [5.0], [["Năm đồng"]]),
        ("KH_BANG_CHU", [Decimal("5.0000")], [["Năm đồng"]]),
        ("KH_BANG_CHU", [(5.0, 6.0)], [["Năm đồng", "Sáu đồng"]]),
        ("KH_BANG_CHU", [((5.0, None), ("", 7.0))], [["Năm đồng", ""], ["", "Bảy đồng"]]),
        ("KH_BANG_CHU", [-2146826246], [["Số tiền: ô đưa vào có lỗi #N/A, sửa ô đó trước."]]),
        ("KH_BANG_CHU", [-2146826243], [["Số tiền: ô đưa vào có lỗi #SPILL!, sửa ô đó trước."]]),
        ("KH_BANG_CHU", [None], [[""]]),
        ("KH_HAN_CUOI", ["trước ngày 30/3/2021", MISSING], [[com_date(2021, 3, 29)]]),
        ("KH_HAN_CUOI", ["trước ngày 30/3", 2021.0], [[com_date(2021, 3, 29)]]),
        ("KH_NGAY_LAM_VIEC", [com_date(2021, 3, 16), com_date(2021, 3, 29), MISSING], [[10.0]]),
        (
            "KH_NGAY_LAM_VIEC",
            [
                com_date(2021, 3, 16),
                com_date(2021, 3, 29),
                (("Ngày", "Loại"), (com_date(2021, 3, 17), "Nghỉ")),
            ],
            [[9.0]],
        ),
        ("KH_NGAY_VAN_BAN", [com_date(2021, 4, 2)], [["ngày 02 tháng 4 năm 2021"]]),
        (
            "KH_TINH_TRANG",
            [((com_date(2021, 3, 29),), (None,)), (("Đang làm",), (None,)), com_date(2021, 3, 22)]
            + [MISSING] * 2,
            [["Sắp đến hạn, còn 5 ngày làm việc"], [""]],
        ),
        ("KH_TONG_DU_TOAN", [BUDGET, MISSING], [[3_002_000_000.0]]),
        ("KH_TONG_DU_TOAN", [BUDGET, "nước"], [[2_000_000.0]]),
        ("KH_TONG_DU_TOAN", [5.0, MISSING], [[NO_TABLE]]),
        ("KH_CON_LAI", [BUDGET, Decimal(54000000)], [[53_999_995.0]]),
        ("KH_VUOT_TRAN", [BUDGET, 3e9], [[2_000_000.0]]),
        ("KH_SO_DAI_BIEU", [(("Mã", "Nhóm", "Số người"), ("A", "G1", 3.0)), MISSING, MISSING], [[3.0]]),
        (
            "KH_VIEC_TRE",
            [TASKS, com_date(2021, 3, 22), MISSING],
            [
                ["Mã", "Nội dung", "Chủ trì", "Hạn cuối", "Trễ (ngày làm việc)"],
                ["A", "Việc A", "", com_date(2021, 3, 18), 2.0],
            ],
        ),
        (
            "KH_VIEC_TRE",
            [TASKS, com_date(2021, 3, 18), MISSING],
            [["Không có việc nào trễ tính đến ngày 18/03/2021."]],
        ),
    ],
)
def test_called_over_com(excel: Callable[..., Any], name: str, args: list[Any], wanted: Any) -> None:
    assert excel(name, *args) == wanted


def test_an_error_among_the_amounts_is_named(excel: Callable[..., Any]) -> None:
    for code, words in ((-2146826265, "#REF!"), (-2146826238, "#CALC!")):
        table = (("Mã", "Mục chi", "Thành tiền"), ("DT-01", "In ấn", 5.0), ("DT-02", "Nước", code))
        [[said]] = excel("KH_TONG_DU_TOAN", table, MISSING)
        assert said == f"Dòng thứ 2 của bảng: Thành tiền: ô đưa vào có lỗi {words}, sửa ô đó trước."
