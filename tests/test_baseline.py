"""What an archive brought along is silent; what is new, and what is of structure, is told."""

from generator.baseline import unsilenced, write_baseline
from generator.errors import Place, Problem


def problem(message: str, *, rule: str = "broken-link", path: str = "content/a.md", line: int = 3) -> Problem:
    return Problem(place=Place(path, line, 1), message=message, rule=rule)


def test_a_problem_stays_silent_though_its_line_moves() -> None:
    text = write_baseline([problem("nothing is at '/x/'", line=3)])
    assert unsilenced([problem("nothing is at '/x/'", line=30)], text) == ()


def test_another_file_rule_or_message_is_told() -> None:
    text = write_baseline([problem("one")])
    others = [problem("two"), problem("one", path="content/b.md"), problem("one", rule="broken-anchor")]
    assert unsilenced(others, text) == tuple(others)


def test_structure_is_never_silenced() -> None:
    broken = problem("no", rule="structure")
    assert "no" not in write_baseline([broken]).splitlines()[1:]
    assert unsilenced([broken], "structure\tcontent/a.md\tno\n") == (broken,)


def test_the_text_is_sorted_and_each_line_stands_once() -> None:
    text = write_baseline([problem("b"), problem("a\n and  more"), problem("b", line=9)])
    assert text.splitlines()[1:] == ["broken-link\tcontent/a.md\ta and more", "broken-link\tcontent/a.md\tb"]
