"""Set up the project and run its main job: check workbook/KeHoach.xlsm and draft the letters.

``python3 scripts/run.py`` is all: it makes .venv, installs what scripts/requirements/run.txt lists,
and leaves its results in ket-qua/. Findings in the workbook are results, not a failure.
"""

import argparse
import json

import bootstrap

BOOK = "workbook/KeHoach.xlsm"
REPORT = bootstrap.ROOT / "ket-qua" / "kiem-tra.json"
LETTERS = bootstrap.ROOT / "ket-qua" / "giay-moi"


def check(venv: bootstrap.Environment) -> int:
    """Show what is wrong with the workbook and keep it as JSON; 0 nothing, 1 something, else a failure."""
    bootstrap.say("Kiểm tra " + BOOK)
    code = venv.call(["xltools", "check", BOOK])
    if code not in (0, 1):
        return code
    with REPORT.open("wb") as report:
        venv.call(["xltools", "check", BOOK, "--json"], stdout=report)
    try:
        json.loads(REPORT.read_text(encoding="utf-8"))
    except ValueError:
        raise bootstrap.SetupError("lệnh kiểm tra không cho ra báo cáo; xem thông báo ở trên.") from None
    return code


def job() -> int:
    """The main job; 0 when it was done."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not (bootstrap.ROOT / BOOK).is_file():
        raise bootstrap.SetupError(f"không thấy tệp {BOOK}: hãy lấy lại dự án cho đủ.")
    venv = bootstrap.Environment(bootstrap.ROOT)
    venv.prepare("run")
    REPORT.parent.mkdir(exist_ok=True)
    found = check(venv)
    if found not in (0, 1):
        return found
    bootstrap.say("Soạn giấy mời (bản dự thảo)")
    code = venv.call(["xltools", "letters", BOOK, "--out", str(LETTERS), "--draft"])
    if code:
        return code
    bootstrap.say("Xong. Kết quả ở:")
    print(f"   Báo cáo kiểm tra: {REPORT}")
    print(f"   Giấy mời dự thảo: {LETTERS}")
    if found:
        print("   Sổ có điểm cần xem lại, ghi ở phần kiểm tra bên trên và trong báo cáo.")
    return 0


if __name__ == "__main__":
    bootstrap.main(job)
