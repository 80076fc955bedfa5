"""Bounds for files that strangers made: size, members, memory, time."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..errors import Problem, UnreadableError

MAX_FILE = 60_000_000
"""Bytes of a file that is read at all."""
MAX_UNPACKED = 200_000_000
"""Bytes that a .docx or .xlsx may unpack to."""
MAX_RATIO = 120
"""How many times larger a member may become when unpacked (text packs 5 to 20 times)."""
MAX_MEMBERS = 5_000
MAX_LETTERS = 3_000_000
"""Characters of a text; a policy of 40 pages has about 100,000."""
MAX_PAGES = 1_000
MAX_DEPTH = 400
"""Elements inside one another in HTML."""
MAX_HEADINGS = 2_000
MEMORY = 1_500_000_000
"""Bytes of address space that reading one file may take."""
SECONDS = 60
"""How long reading one file may take."""


def check_size(path: Path) -> None:
    """Refuse a file that is missing, empty or too large.

    Raises:
        UnreadableError: with what to do about it.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableError(Problem(path.name, "is a folder", "give the files in it"))
        with path.open("rb"):
            pass
    except OSError as error:
        raise UnreadableError(
            Problem(
                path.name,
                f"cannot be read ({error.strerror})",
                "see whether its name and folder are right, and whether you may read it",
            )
        ) from error
    if not size:
        raise UnreadableError(Problem(path.name, "is empty", "save or download it again"))
    if size > MAX_FILE:
        raise UnreadableError(
            Problem(path.name, f"is {size / 1e6:.0f} MB; at most {MAX_FILE // 1_000_000} MB is read", "split it")
        )


def check_archive(path: Path, needed: str) -> None:
    """Refuse a zip container that is damaged, encrypted or a zip bomb, before anything is unpacked.

    Args:
        path: the .docx or .xlsx.
        needed: a member that it must have.

    Raises:
        UnreadableError: with what to do about it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        with path.open("rb") as file:
            ole = file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        what = "is protected by a password or of the old format" if ole else "is damaged"
        raise UnreadableError(
            Problem(path.name, what, "open it in an office program and save it anew, without password")
        ) from error
    if needed not in {m.filename for m in members}:
        raise UnreadableError(
            Problem(
                path.name, f"is no {'.xlsx' if needed.startswith('xl/') else '.docx'} file: {needed} is missing in it"
            )
        )
    total = sum(m.file_size for m in members)
    swollen = any(m.file_size > 1_000_000 and m.file_size > MAX_RATIO * max(1, m.compress_size) for m in members)
    if len(members) > MAX_MEMBERS or total > MAX_UNPACKED or swollen:
        raise UnreadableError(
            Problem(path.name, f"unpacks to {total / 1e6:.0f} MB in {len(members)} parts, which no policy does",
                    "save it anew from an office program")
        )  # fmt: skip
    if any(m.flag_bits & 1 for m in members):
        raise UnreadableError(Problem(path.name, "is encrypted", "save it without password"))


def bound_process() -> None:
    """Bound this process's memory and computing time, where the system lets us."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for which, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        try:
            _, hard = resource.getrlimit(which)
            resource.setrlimit(which, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
        except (OSError, ValueError):
            continue
