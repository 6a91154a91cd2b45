"""Footnotes of a text to numbers in the order of their references, and to the section that holds them."""

from generator.source.rules.footnotes import Footnotes

BACK = {
    "ar": "العودة إلى المرجع",
    "de": "Zurück zur Fundstelle",
    "en": "Back to reference",
    "es": "Volver a la referencia",
    "fr": "Retour à l’appel de note",
    "zh": "返回引用处",
}
"""What a link back says to those who do not see it, by language."""

ARROW = "&#8617;&#65038;"
"""A hook to the left, and what keeps it from being drawn as a picture: as references, so that they do not make an
otherwise plain text twice as large in memory."""

HEADING = {"ar": "الحواشي", "de": "Fußnoten", "en": "Footnotes", "es": "Notas", "fr": "Notes", "zh": "脚注"}
"""What the section is called for those who do not see it, by language."""


class Numbering:
    """The notes of one text that were referred to, in order, and how often."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self._counts: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def refer(self, label: str) -> str:
        """The HTML of a reference."""
        count = self._counts[label] = self._counts.get(label, 0) + 1
        if count == 1:
            self.order.append(label)
            self._numbers[label] = len(self.order)
        number = self._numbers[label]
        return (
            f'<sup class="footnote-ref"><a href="#fn-{number}" id="{_ref_id(number, count)}" '
            f'role="doc-noteref">{number}</a></sup>'
        )

    def section(self, notes: list[str], *, language: str) -> str:
        """The section of the rendered notes, given in order."""
        tongue = language.split("-")[0].lower()
        back = BACK.get(tongue, BACK["en"])
        items = [
            f'<li id="fn-{number}">\n{_with_backs(note, self._backs(number, label, back))}</li>\n'
            for number, (label, note) in enumerate(zip(self.order, notes, strict=True), start=1)
        ]
        name = HEADING.get(tongue, HEADING["en"])
        opening = f'<section class="footnotes" role="doc-endnotes" aria-label="{name}">'
        return f"{opening}\n<ol>\n{''.join(items)}</ol>\n</section>\n"

    def ids(self) -> list[str]:
        """Every id that the references and notes bear."""
        numbered = list(enumerate(self.order, start=1))
        refs = [_ref_id(number, k) for number, label in numbered for k in range(1, self._counts[label] + 1)]
        return [f"fn-{number}" for number, _ in numbered] + refs

    def _backs(self, number: int, label: str, back: str) -> str:
        links = []
        for k in range(1, self._counts[label] + 1):
            which = f"{number}" if k == 1 else f"{number}.{k}"
            links.append(
                f'<a href="#{_ref_id(number, k)}" class="footnote-back" role="doc-backlink" '
                f'aria-label="{back} {which}">{ARROW}</a>'
            )
        return " ".join(links)


def unused(notes: Footnotes, numbering: Numbering) -> list[tuple[str, int]]:
    """Labels that nothing refers to, as written, with the lines that define them, from 0."""
    used = set(numbering.order)
    return [written for label, written in notes.written.items() if label not in used]


def _ref_id(number: int, count: int) -> str:
    return f"fnref-{number}" if count == 1 else f"fnref-{number}-{count}"


def _with_backs(note: str, backs: str) -> str:
    if note.endswith("</p>\n"):
        return f"{note[:-5]} {backs}</p>\n"
    return f"{note}<p>{backs}</p>\n"
