"""What Linux tells of a process's memory."""

from __future__ import annotations

from pathlib import Path


def memory_mib(process: int | str = "self") -> dict[str, int]:
    """Resident memory now and at its highest since the program began, in MiB; 0 once it ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        lines = []
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Vm")}
    return {
        "resident_mib": kib.get("VmRSS", 0) // 1024,
        "highest_mib": kib.get("VmHWM", 0) // 1024,
    }
