"""Write scripts/requirements/*.txt from pyproject.toml; for maintainers, needs uv.

``python3 scripts/lock.py`` keeps the versions that still satisfy pyproject.toml;
``python3 scripts/lock.py --upgrade`` takes the newest. Other options go to ``uv pip compile``.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "scripts/requirements"
RUN, TEST = f"{FOLDER}/run.txt", f"{FOLDER}/test.txt"
LOCKS = (
    (RUN, ("--group", "build")),
    (TEST, ("--group", "test", "--constraint", RUN)),
)


def command(uv: str, lock: str, options: tuple[str, ...], more: list[str]) -> list[str]:
    """The call of uv that writes one lock: every platform, every Python we support, no hosts, no paths."""
    return [
        *(uv, "pip", "compile", "pyproject.toml", *options, "--output-file", lock),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-config"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-strip-extras", "--quiet"),
        *("--custom-compile-command", "python3 scripts/lock.py", *more),
    ]


def main() -> int:
    """Write both locks."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print("Lỗi: cần uv để viết tệp khóa: python3 -m pip install uv", file=sys.stderr)
        return 2
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for lock, options in LOCKS:
        print(f"→ {lock}", flush=True)
        done = subprocess.run(command(uv, lock, options, sys.argv[1:]), cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
