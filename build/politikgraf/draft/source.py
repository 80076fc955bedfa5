"""What reading a file gives: its text, and what its format says of headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..text import Span


@dataclass(frozen=True)
class Heading:
    """A heading as the file's format marks it."""

    span: Span
    level: int


@dataclass
class Source:
    """The text of a file; `headings` is None where the format marks none (plain text)."""

    format: str
    content: str
    headings: list[Heading] | None = None
    pages: int | None = None
    title: str = ""

    def as_dict(self) -> dict:
        """For passing between processes."""
        headings = None if self.headings is None else [[h.span.start, h.span.end, h.level] for h in self.headings]
        return {"format": self.format, "content": self.content, "headings": headings, "pages": self.pages, "title": self.title}  # fmt: skip

    @classmethod
    def from_dict(cls, data: dict) -> Source:
        """What `as_dict` made."""
        found = data["headings"]
        headings = None if found is None else [Heading(Span(a, b), level) for a, b, level in found]
        return cls(data["format"], data["content"], headings, data["pages"], data["title"])


@dataclass
class TextBuilder:
    """Puts blocks together to a text, one blank line between them, and notes the headings."""

    parts: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, level: int = 0, bullet: bool = False) -> None:
        """Add a block: a heading of a level, a bullet, or a paragraph (neither)."""
        text = text.strip()
        if not any(c.isalnum() for c in text):
            return
        block = ("• " if bullet else "") + text
        tight = bullet and self.parts and self.parts[-1].startswith("• ")
        if self.parts:
            self.parts[-1] += "\n" if tight else "\n\n"
            self.length += 1 if tight else 2
        if level:
            self.headings.append(Heading(Span(self.length, self.length + len(block)), level))
        self.parts.append(block)
        self.length += len(block)

    def source(self, format_: str, title: str = "") -> Source:
        """The text so far."""
        return Source(format_, "".join(self.parts) + "\n" if self.parts else "", self.headings, title=title)
