"""Reads one file in a process of its own: `python -m politikgraf.draft.worker FILE`.

Prints JSON: the source, or the problem. Memory and time are bounded before anything is opened,
so that a hostile file harms this process only.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ..errors import DataError, Problem, UnreadableError
from .limits import MAX_LETTERS, bound_process, check_size
from .source import Source

READERS = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}  # fmt: skip


def read_here(path: Path) -> Source:
    """Read a file in this process.

    Raises:
        UnreadableError: unknown format, damaged, protected, without text, too large.
    """
    check_size(path)
    format_ = READERS.get(path.suffix.lower())
    if format_ is None:
        raise UnreadableError(
            Problem(path.name, f"format {path.suffix or 'without ending'} is not read", "give " + ", ".join(READERS))
        )
    if format_ == "pdf":
        from .pdf import read_pdf as read
    elif format_ == "docx":
        from .word import read_word as read
    elif format_ == "html":
        from .web import read_web_page as read
    elif format_ == "md":
        from .plain import read_markdown as read
    else:
        from .plain import read_text as read
    source = read(path)
    if len(source.content) > MAX_LETTERS:
        raise UnreadableError(
            Problem(path.name, f"has {len(source.content):,} characters; at most {MAX_LETTERS:,} are read", "split it")
        )
    if sum(c.isalnum() for c in source.content) < 40:
        raise UnreadableError(Problem(path.name, "holds no text", "give a file with the policy's words in it"))
    return source


def main() -> int:
    bound_process()
    try:
        answer = {"source": read_here(Path(sys.argv[1])).as_dict()}
    except DataError as error:
        answer = {"problems": [[p.place, p.what, p.remedy] for p in error.problems]}
    except MemoryError:
        answer = {"problems": [[Path(sys.argv[1]).name, "needs more memory than reading a file may take", "split it"]]}
    except RecursionError:
        answer = {"problems": [[Path(sys.argv[1]).name, "is nested beyond reason", "save it as text"]]}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
