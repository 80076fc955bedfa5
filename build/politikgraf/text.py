"""Texts known by checksum: their letters, words and fingerprints, and finding passages again.

A *text* is the plain-text extraction of a document. Positions are code points of the
decoded UTF-8 text, 0-based, end exclusive, as `oa:TextPositionSelector` has them
(Web Annotation Data Model, W3C 2017, section 4.2.5).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .errors import DataError, Problem, UnreadableError

MAX_BYTES = 20_000_000
DIGEST_DIGITS = 16

_WORD = re.compile(r"[^\W_]+")
_SOFT_HYPHENS = "\u00ad\u200b\u200c\u200d\ufeff"
# What joins two runs of letters into one word: a hyphen between them, also at a line end;
# not a suspended one ("børne- og").
_JOINT = re.compile(rf"(?:[{_SOFT_HYPHENS}]+|[-\u2010\u2011])(?:[ \t\xa0]*\n\s*)?")
_CONJUNCTIONS = {"og", "eller", "samt", "men"}


@dataclass(frozen=True, order=True)
class Span:
    """A range of code points: `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def __len__(self) -> int:
        return self.end - self.start


def word_spans(text: str) -> list[Span]:
    """The words of a text: runs of letters and digits, hyphenated parts joined.

    >>> sample = "Børne- og unge-\\npolitik, SSP-samarbejde"
    >>> [letters(sample[w.start:w.end]) for w in word_spans(sample)]
    ['børne', 'og', 'ungepolitik', 'sspsamarbejde']
    """
    spans: list[Span] = []
    for match in _WORD.finditer(text):
        if spans:
            gap = text[spans[-1].end : match.start()]
            suspended = match.group().lower() in _CONJUNCTIONS and gap[-1:].isspace()
            if gap and not suspended and _JOINT.fullmatch(gap):
                spans[-1] = Span(spans[-1].start, match.end())
                continue
        spans.append(Span(match.start(), match.end()))
    return spans


def letters(text: str) -> str:
    """Lower-case letters and digits of a text run together, all else dropped."""
    return "".join(c.lower() for c in text if c.isalnum())


def fingerprint(text: str) -> str:
    """Letter count and the first 16 hexadecimal digits of the SHA-256 of `letters(text)`.

    Blind to layout, case, punctuation and hyphenation, so a passage can be recognised in
    another extraction of the same document.

    >>> fingerprint("Børne-\\npolitik") == fingerprint("børnepolitik")
    True
    """
    run = letters(text)
    return f"{len(run)}.{_digest(run)}"


class Text:
    """One text: its content, checksum, and the passages in it.

    >>> text = Text("Alle børn skal trives. Alle unge også.")
    >>> [text.quote(s) for s in text.find("unge ... også")]
    ['unge også']
    """

    def __init__(self, content: str, sha256: str | None = None, path: Path | None = None):
        self.content = content
        self.sha256 = sha256 or hashlib.sha256(content.encode("utf-8")).hexdigest()
        self.path = path
        self._digests_by_size: dict[int, dict[str, list[int]]] = {}

    @classmethod
    def read(cls, path: Path | str) -> Text:
        """Read a UTF-8 text exactly as it is (no newline translation).

        Raises:
            UnreadableError: missing, larger than 20 MB, or not UTF-8.
        """
        path = Path(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise UnreadableError(
                    Problem(str(path), f"larger than {MAX_BYTES // 1_000_000} MB", "give a plain-text extraction")
                )
            raw = path.read_bytes()
            return cls(raw.decode("utf-8"), hashlib.sha256(raw).hexdigest(), path)
        except OSError as error:
            raise UnreadableError(Problem(str(path), f"cannot be read ({error.strerror})")) from error
        except UnicodeDecodeError as error:
            raise UnreadableError(
                Problem(str(path), f"is not UTF-8 (byte {error.start})", "save it as UTF-8")
            ) from error

    def __len__(self) -> int:
        return len(self.content)

    @cached_property
    def words(self) -> list[Span]:
        """Every word of the text, in order."""
        return word_spans(self.content)

    @cached_property
    def _letters(self) -> tuple[str, list[int]]:
        """The text's letters run together, and the position of each."""
        pairs = [(c, i) for i, ch in enumerate(self.content) if ch.isalnum() for c in ch.lower()]
        return "".join(c for c, _ in pairs), [i for _, i in pairs]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0] + [m.end() for m in re.finditer("\n", self.content)]

    def quote(self, span: Span) -> str:
        """The passage, white space folded and end-of-line hyphens joined."""
        raw = self.content[span.start : span.end]
        joined = re.sub(r"(?<=\w)[-\u00ad][ \t\xa0]*\n\s*(?!(?:og|eller|samt|men)\b)(?=\w)", "", raw)
        return re.sub(r"\s+", " ", joined.replace("\u00ad", "")).strip()

    def line_of(self, position: int) -> int:
        """The 1-based number of the line a position stands in."""
        return bisect_right(self._line_starts, position)

    def lines(self, first: int, last: int) -> Span:
        """The span of lines `first` to `last` (1-based, both included), white space trimmed."""
        if not 1 <= first <= last <= len(self._line_starts):
            raise DataError(
                Problem(f"L{first}-{last}", f"the text has lines 1 to {len(self._line_starts)}", "give lines within it")
            )
        start = self._line_starts[first - 1]
        end = self._line_starts[last] if last < len(self._line_starts) else len(self.content)
        raw = self.content[start:end]
        return Span(start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()))

    def words_in(self, spans: Iterable[Span]) -> set[int]:
        """Indexes of the words that any of the spans touches."""
        starts, ends = self._word_bounds
        found: set[int] = set()
        for span in spans:
            found.update(range(bisect_right(ends, span.start), bisect_left(starts, span.end)))
        return found

    @cached_property
    def _word_bounds(self) -> tuple[list[int], list[int]]:
        return [w.start for w in self.words], [w.end for w in self.words]

    def fingerprint(self, span: Span) -> str:
        """The fingerprint of a passage."""
        return fingerprint(self.content[span.start : span.end])

    def find(self, quote: str, start: int = 0) -> list[Span]:
        """Where words that somebody typed stand at or after `start`; `...` skips words between.

        Only letters and digits count. Returns every occurrence (for an ellipsis: the
        shortest from each beginning), in order.
        """
        parts = [p for p in (letters(p) for p in re.split(r"\.\.\.|…", quote)) if p]
        stream, positions = self._letters
        found: list[Span] = []
        at = bisect_left(positions, start)
        while parts and (at := stream.find(parts[0], at)) >= 0:
            end = at + len(parts[0])
            for part in parts[1:]:
                following = stream.find(part, end)
                end = following + len(part) if following >= 0 else -1
                if end < 0:
                    return found
            found.append(Span(positions[at], positions[end - 1] + 1))
            at += 1
        return found

    def find_fingerprint(self, print_: str) -> list[Span]:
        """Where a passage of this fingerprint stands, in any layout; [] when nowhere."""
        size, digest = int(print_.split(".", maxsplit=1)[0]), print_.split(".")[1]
        _, positions = self._letters
        return [Span(positions[at], positions[at + size - 1] + 1) for at in self._digests(size).get(digest, ())]

    def _digests(self, size: int) -> dict[str, list[int]]:
        """Digest of each run of `size` letters that begins at a word: where it begins."""
        if size not in self._digests_by_size:
            stream, _ = self._letters
            table: dict[str, list[int]] = {}
            for at in self._letter_starts:
                if at + size <= len(stream):
                    table.setdefault(_digest(stream[at : at + size]), []).append(at)
            self._digests_by_size[size] = table
        return self._digests_by_size[size]

    @cached_property
    def _letter_starts(self) -> list[int]:
        """Places in the run of letters where a word begins, by white space or by capital."""
        _, positions = self._letters
        starts = []
        for index, position in enumerate(positions):
            before = self.content[position - 1] if position else " "
            if not before.isalnum() or (self.content[position].isupper() and before.islower()):
                starts.append(index)
        return starts


def _digest(run: str) -> str:
    return hashlib.sha256(run.encode("utf-8")).hexdigest()[:DIGEST_DIGITS]
