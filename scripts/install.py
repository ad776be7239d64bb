"""Install xltools for Excel on Windows: a Python of its own under an ASCII path, then ``xltools install``.

``install.bat`` starts this with a double click. ``python install.py --home D:\\KeHoach KeHoach.xlsm`` puts it
elsewhere and hands the other words on. Without internet a folder ``wheels`` beside it is enough.
"""

import argparse
import os
import re
import subprocess
from pathlib import Path

import bootstrap

WHEEL = r"xltools-(\d+(?:\.\d+)*)-.*\.whl"


class Installation(bootstrap.Environment):
    """The environment ``python`` of a home: what the lock file lists, and xltools from its wheel."""

    def __init__(self, root: Path, home: Path) -> None:
        super().__init__(root, home / "python")
        self.origin = ""  # nothing in it points to the folder that it was installed from
        self.wheel = newest_wheel(root)
        self.project = ["--no-deps", "--no-index"]
        if self.wheel:
            self.project += ["--force-reinstall", str(self.wheel)]
        else:
            self.project += ["--no-build-isolation", "--force-reinstall", "."]
        wheels = [folder / "wheels" for folder in places(root) if (folder / "wheels").is_dir()]
        if wheels:
            self.sources = ["--no-index", "--find-links", str(wheels[0])]

    def _project(self) -> str:
        if self.wheel:
            return bootstrap.digest(self.wheel)
        files = sorted((self.root / "xltools").rglob("*.*"))
        kept = [path for path in files if path.is_file() and path.suffix not in (".pyc", ".pyo")]
        return str([bootstrap.digest(path) for path in [self.root / "pyproject.toml", *kept]])


def places(root: Path) -> "list[Path]":
    """The folders in which wheels may lie: beside this script, beside its folder, in dist."""
    return [root / "scripts", root, root / "dist"]


def newest_wheel(root: Path) -> "Path | None":
    """The newest wheel of xltools; None where there is none."""
    found = {}
    for folder in places(root):
        for path in folder.glob("xltools-*.whl"):
            match = re.match(WHEEL, path.name)
            if match:
                found[tuple(int(number) for number in match.group(1).split("."))] = path
    return found[max(found)] if found else None


def default_home() -> Path:
    """Where xltools is installed unless the user says otherwise."""
    common = os.environ.get("PROGRAMDATA")  # on Windows only
    return Path(common) / "KeHoach" if common else Path.home() / ".local" / "share" / "KeHoach"


def check_home(home: Path) -> None:
    """Stop where Excel could not start Python, or something else would be overwritten."""
    try:
        str(home).encode("ascii")
    except UnicodeEncodeError:
        raise bootstrap.SetupError(
            f"thư mục {home} có chữ có dấu, Excel không gọi được: chọn thư mục không dấu, ví dụ C:\\KeHoach."
        ) from None
    folder = home / "python"
    ours = any((folder / name).exists() for name in ("pyvenv.cfg", "kehoach.json"))
    if folder.exists() and not ours and (not folder.is_dir() or any(folder.iterdir())):
        raise bootstrap.SetupError(
            f"{folder} đã có và không phải của KeHoach: chọn thư mục khác bằng --home."
        )


def job() -> int:
    """Install, and let xltools do the rest; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, metavar="THƯ_MỤC", help="Nơi cài, đường dẫn không dấu.")
    options, rest = parser.parse_known_args()
    home = Path.cwd() / (options.home or default_home())
    check_home(home)
    home.mkdir(parents=True, exist_ok=True)
    environment = Installation(bootstrap.ROOT, home)
    environment.prepare("run")
    bootstrap.say("Cài vào Excel")
    # -P: the folder that the user is in may hold another xltools.
    return subprocess.call([str(environment.python), "-P", "-m", "xltools", "install", *rest])


if __name__ == "__main__":
    bootstrap.main(job)
