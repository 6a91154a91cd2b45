"""What the rendering of one text finds on its way: references, problems, anchors."""

from markdown_it.token import Token

from generator.errors import Problem
from generator.model import Mark, Ref
from generator.source.markdown_addresses import HINT, Verdict, complaint, href, is_plain, judge
from generator.source.markdown_places import Places
from generator.source.rules.quick_blocks import FLUSH

MOST = 500
"""Problems of one text that are told."""

_NONE = Token("inline", "", 0, map=[0, 1])
"""Stands for the text being written before there is one."""


class Findings:
    """The references, problems and anchors of one text, growing as it is rendered."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.refs: list[Ref] = []
        self.problems: list[Problem] = []
        self.anchors: dict[str, None] = {}
        self.block = _NONE
        """The inline token being written: offsets are into its content."""

    def link(self, address: str, offset: int, *, written: str = "") -> str:
        """The value of a `href` in the inline text being written; empty, and a problem, where it is not allowed."""
        verdict = judge(address)
        if verdict == "elsewhere":
            return href(address)
        return self._settle("link", address, self.mark(offset, written or address), verdict)

    def open_link(self, address: str, offset: int) -> str:
        """The opening tag of a link in the inline text being written; empty where it is not allowed."""
        value = address if is_plain(address) else self.link(address, offset)
        return f'<a href="{value}">' if value else ""

    def mark(self, offset: int, written: str) -> Mark:
        """The place of something in the inline text being written; `offset` is -1 where only its words are known."""
        first, last = self.block.map or (0, 1)
        if offset < 0:
            return self.places.of_words(written, first=first, last=last)
        block = self.block
        is_flush = FLUSH in block.meta or (block.type == "quick_paragraph" and not block.level)
        return self.places.of_offset(block.content, offset, first=first, width=max(1, len(written)), is_flush=is_flush)

    def complain(self, mark: Mark, message: str, *, hint: str = "", rule: str = "structure") -> None:
        """Note a problem; of a text that has too many of them, only the first ones are told."""
        if len(self.problems) < MOST:
            self.problems.append(self.places.problem(mark, message, hint=hint, rule=rule))
        elif len(self.problems) == MOST:
            self.problems.append(self.places.problem(mark, f"there are more than {MOST} problems in this text"))

    def refer(self, kind: str, target: str, mark: Mark) -> int:
        """Note a reference; its number."""
        self.refs.append(Ref(kind, target, mark))
        return len(self.refs) - 1

    def resolve(self, kind: str, address: str, mark: Mark) -> str:
        """The value of a `href` (`link`) or a `src` (`picture`); empty, and a problem, where it is not allowed."""
        return self._settle(kind, address, mark, judge(address))

    def _settle(self, kind: str, address: str, mark: Mark, verdict: Verdict) -> str:
        if verdict == "elsewhere" and (kind == "link" or address.strip()[:4].lower() == "http"):
            return href(address)
        if verdict == "here":
            return f"\x02{self.refer(kind, str(address.strip()), mark)}\x03"
        if verdict == "nowhere":
            rule = "broken-link" if kind == "link" else "missing-picture"
            self.complain(mark, f"this {kind} has no address", hint="write one between the parentheses", rule=rule)
        else:
            self.complain(mark, complaint(address), hint=HINT, rule="link-scheme")
        return ""
