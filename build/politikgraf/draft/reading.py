"""Reading a file of unknown origin: in its own process, within bounds, Danish only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ..errors import Problem, UnreadableError
from .language import check_danish
from .limits import SECONDS, check_size
from .source import Source


def read_source(path: Path | str, seconds: float = SECONDS) -> Source:
    """The text of a policy document: .pdf, .docx, .html, .txt or .md.

    Args:
        path: the file.
        seconds: how long reading may take.

    Raises:
        UnreadableError: it cannot be read within bounds, holds no text, or is not in Danish.
    """
    path = Path(path)
    check_size(path)
    package = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([package, os.environ.get("PYTHONPATH", "")]), "OPENBLAS_NUM_THREADS": "1"}  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-m", "politikgraf.draft.worker", str(path)],
            capture_output=True, timeout=seconds, env=environment, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(
            Problem(path.name, f"could not be read within {seconds:.0f} seconds", "save it anew, or as text")
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        why = "took more memory or time than reading a file may" if done.returncode else "gave no answer"
        raise UnreadableError(Problem(path.name, f"cannot be read: it {why}", "save it anew, or as text")) from None
    if "problems" in answer:
        raise UnreadableError([Problem(*p) for p in answer["problems"]])
    source = Source.from_dict(answer["source"])
    check_danish(source.content, path.name)
    return source
