"""A zip from outside, read without trust: its names are checked, what it unpacks to is bounded."""

import io
import re
import zipfile
import zlib

from backend.errors import ContentError

FILES_MAX = 500
NAME_MAX_CHARS = 200
UNPACKED_MAX_BYTES = 64 * 1024 * 1024
# Python unpacks these two piece by piece; other methods blow a small piece up as far as they like.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
# A fixed moment: the same content makes the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)
_DRIVE = re.compile(r"^[A-Za-z]:")

Members = dict[str, bytes]


def unpack(data: bytes) -> Members:
    """The files of a zip by their names; raises ContentError for one that can not be trusted."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ContentError("this is no zip file, or a broken one") from error


def pack(members: Members) -> bytes:
    """A zip of these files, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()


def repacked(members: Members) -> bytes:
    """A zip of the same files without compression: nothing in it can unpack to more."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _members(archive: zipfile.ZipFile) -> Members:
    files = [info for info in archive.infolist() if not info.is_dir()]
    if len(files) > FILES_MAX:
        raise ContentError(f"the zip holds more than {FILES_MAX} files")
    members: Members = {}
    left = UNPACKED_MAX_BYTES
    for info in files:
        _check(info)
        if info.filename in members:
            raise ContentError(f"{info.filename}: stands twice in the zip")
        members[info.filename] = _read(archive, info, left)
        left -= len(members[info.filename])
    return members


def _check(info: zipfile.ZipInfo) -> None:
    """Refuse a name that leads out of the folder, and what can not be read piece by piece."""
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if len(name) > NAME_MAX_CHARS:
        raise ContentError(f"{name[:NAME_MAX_CHARS]}…: this name is too long")
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts:
        raise ContentError(f"{name}: this name leads out of the zip")
    if info.flag_bits & ENCRYPTED:
        raise ContentError(f"{name}: the zip is locked with a password")
    if info.compress_type not in METHODS:
        raise ContentError(f"{name}: packed with a method that is not read")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit_bytes: int) -> bytes:
    """One file, as far as the limit; what the zip says of its size is not believed."""
    with archive.open(info) as file:
        content = file.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        limit_mib = UNPACKED_MAX_BYTES // (1024 * 1024)
        raise ContentError(f"the zip unpacks to more than {limit_mib} MiB")
    return content
