"""The files that are in git, or would be with the next `git add`."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def listed_files() -> list[Path]:
    """Tracked files and new ones that are not ignored; what was just deleted is left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    paths = {ROOT / name for name in done.stdout.decode().split("\0") if name}
    return sorted(path for path in paths if path.is_file())
