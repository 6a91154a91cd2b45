"""A number to a corpus of that many analysis pieces, the same words for every generator and at every run.

python -m tests.bench.corpus byline 10000 DIR [--mixed]     a whole project of Byline's
python -m tests.bench.corpus hugo   10000 DIR [--mixed]     the same pieces beside the rival site's layouts
"""

import argparse
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

HERE = Path(__file__).parent

_WORDS = (
    "policy ceasefire talks energy market bank reform minister growth inflation border treaty security alliance "
    "election court budget tariff supply demand trade sanction leader summit signal analysis pressure strategy region "
    "capital reserve index yield debt currency export import grain gas pipeline shipping port river province army navy "
    "drone missile satellite network chip platform regulator parliament coalition opposition vote poll survey data "
    "model forecast scenario risk baseline outcome agreement clause article protocol observer mission mandate "
    "commission council union bloc partner rival neighbour domestic foreign civil industrial monetary fiscal "
    "structural temporary lasting fragile credible partial broad narrow recent earlier former current likely unlikely "
    "possible central local northern southern eastern western"
)
WORDS = _WORDS.split()

HAN = "谈判打破了僵局但距离和平仍然遥远各方立场分歧明显市场等待进一步信号能源价格回落政策空间有限"
_ARABIC = "المفاوضات كسرت الجمود لكن السلام لا يزال بعيدا والأسواق تنتظر إشارات أوضح حول الطاقة والتجارة"
ARABIC = _ARABIC.split()

AUTHORS, TAGS, CHARTS = 40, 200, 20
FIRST = datetime(2015, 1, 1, 8)
SPAN = 5_500_000
"""Minutes from the first piece to the last."""


class Remark(NamedTuple):
    """A reader's comment."""

    author: str
    date: datetime
    text: str


class Piece(NamedTuple):
    """One piece, in no generator's form yet."""

    title: str
    date: datetime
    author: int
    tags: list[str]
    remarks: list[Remark]
    summary: str
    body: str


def sentence(random: Random, least: int = 9, most: int = 24) -> str:
    """Words without meaning, some marked up as a writer would."""
    words = [random.choice(WORDS) for _ in range(random.randint(least, most))]
    for place, word in enumerate(words):
        chance = random.random()
        if chance < 0.015:
            words[place] = f"*{word}*"
        elif chance < 0.03:
            words[place] = f"**{word}**"
        elif chance < 0.036:
            words[place] = f"[{word}](https://example.org/{word}/{random.randint(1, 999)})"
        elif chance < 0.04:
            words[place] = f'"{word}"'
    text = " ".join(words)
    return text[0].upper() + text[1:] + random.choice([".", ".", ".", "?", "; so it goes."])


def paragraph(random: Random) -> str:
    """Three to seven sentences."""
    return " ".join(sentence(random) for _ in range(random.randint(3, 7)))


def piece(number: int, total: int, *, seed: int) -> Piece:
    """The piece of a number; pieces of a seed differ from those of another."""
    random = Random(seed * 1_000_003 + number)
    title = " ".join(random.choice(WORDS) for _ in range(random.randint(4, 9))).capitalize()
    date = FIRST + timedelta(minutes=int(number * SPAN / max(total, 1)))
    author = random.randint(1, AUTHORS)
    tags = {f"tag {min(int(random.expovariate(1 / 40)), TAGS - 1)}" for _ in range(random.randint(2, 6))}
    remarks = [
        Remark(f"Reader {random.randint(1, 999)}", date + timedelta(hours=hour + 1), sentence(random))
        for hour in range(random.choice([0, 0, 1, 2, 5]))
    ]
    blocks = [paragraph(random)]
    for section in range(random.randint(4, 7)):
        blocks += _section(random, section)
    return Piece(title, date, author, sorted(tags), remarks, sentence(random), "\n\n".join(blocks) + "\n")


def _section(random: Random, section: int) -> list[str]:
    """A heading, two to four paragraphs, and perhaps a list, a quotation, a table or a note."""
    blocks = ["## " + " ".join(random.choice(WORDS) for _ in range(4)).capitalize()]
    blocks += [paragraph(random) for _ in range(random.randint(2, 4))]
    chance = random.random()
    if chance < 0.25:
        blocks.append("\n".join("- " + sentence(random, 5, 10) for _ in range(4)))
    elif chance < 0.4:
        blocks.append("> " + paragraph(random))
    elif chance < 0.5:
        rows = [f"| Q{quarter} | {random.randint(1, 99)} | {random.randint(-9, 9)} |" for quarter in range(1, 5)]
        blocks.append("\n".join(["| Quarter | Value | Change |", "|---|--:|--:|", *rows]))
    elif chance < 0.6:
        blocks.append(f"{sentence(random)}[^{section}]\n\n[^{section}]: {sentence(random)}")
    return blocks


def enriched(body: str, number: int, total: int, *, seed: int) -> str:
    """A body with what real ones have: links to other pieces, pictures, Chinese and Arabic passages, code."""
    random = Random(seed * 7_000_003 + number)
    blocks = body.rstrip("\n").split("\n\n")

    def put(block: str, place: int) -> None:
        blocks.insert(place, block)

    def somewhere() -> int:
        return random.randint(1, len(blocks) - 1)

    for _ in range(random.randint(1, 3)):
        other, anchor = random.randrange(total), random.choice(["", "#comments"])
        place = somewhere()
        put(
            f"As an [earlier piece](/article-{other:06d}/{anchor}) argued, “the bank’s view didn’t hold”; "
            f"we’d say it’s fragile. {sentence(random)}",
            place,
        )
    if random.random() < 0.5:
        place = somewhere()
        chart = f"![A chart of {random.choice(WORDS)}](/media/chart-{random.randint(1, CHARTS)}.svg"
        put(f'{chart} "{sentence(random, 5, 9)}")', place)
    if random.random() < 0.3:
        place = somewhere()
        lead = "".join(random.choice(HAN) for _ in range(8))
        put(f"**{lead}。**" + "".join(random.choice(HAN) for _ in range(random.randint(40, 160))) + "。", place)
    if random.random() < 0.15:
        place = somewhere()
        put(" ".join(random.choice(ARABIC) for _ in range(random.randint(20, 60))) + ".", place)
    if random.random() < 0.2:
        put("```python\nfor q in range(4):\n    print(q, growth[q] < 0.5)\n```", somewhere())
    if random.random() < 0.4:
        place = somewhere()
        one, two = random.choice(WORDS), random.choice(WORDS)
        quoted = sentence(random, 4, 8)
        struck, strong, both, last = (random.choice(WORDS) for _ in range(4))
        put(
            f"The `{one}_{two}` series — see *{quoted}* and ~~{struck}~~ **{strong} *{both}* {last}** — moved 3–4 %.",
            place,
        )
    return "\n\n".join(blocks) + "\n"


def write(generator: str, total: int, folder: Path, *, seed: int = 1, mixed: bool = False) -> None:
    """Write the corpus as a project of `generator`, `byline` or `hugo`, into a folder."""
    articles = folder / {"byline": "content/articles", "hugo": "content/posts"}[generator]
    articles.mkdir(parents=True, exist_ok=True)
    media = folder / {"byline": "content/media", "hugo": "static/media"}[generator]
    _write_frame(generator, folder)
    if mixed:
        _write_charts(media)
    for number in range(total):
        made = piece(number, total, seed=seed)
        if mixed:
            made = made._replace(body=enriched(made.body, number, total, seed=seed))
        name = f"article-{number:06d}"
        if generator == "byline" and mixed and made.remarks and number % 5 == 0:
            (articles / f"{name}.comments.yaml").write_text(_sidecar(made.remarks), encoding="utf-8")
            made = made._replace(remarks=[])
        (articles / f"{name}.md").write_text(_front_matter(made, generator) + made.body, encoding="utf-8")


def _write_frame(generator: str, folder: Path) -> None:
    if generator == "hugo":
        shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
        return
    settings = "title: Bench\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\n"
    (folder / "content/site.yaml").write_text(settings, encoding="utf-8")
    authors = folder / "content/authors"
    authors.mkdir(exist_ok=True)
    for number in range(1, AUTHORS + 1):
        text = f"---\nname: Author {number}\n---\nAuthor {number} writes about trade and security.\n"
        (authors / f"author-{number}.md").write_text(text, encoding="utf-8")


def _write_charts(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, CHARTS + 1):
        heights = [7 * ((number * bar) % 19) for bar in range(9)]
        bars = "".join(
            f'<rect x="{20 + 30 * bar}" y="{150 - height}" width="20" height="{height}" fill="#357"/>'
            for bar, height in enumerate(heights)
        )
        head = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160" viewBox="0 0 320 160">'
        (folder / f"chart-{number}.svg").write_text(f"{head}{bars}</svg>\n", encoding="utf-8")


def _front_matter(made: Piece, generator: str) -> str:
    author = f"author-{made.author}" if generator == "byline" else f"Author {made.author}"
    summary = {"byline": "summary", "hugo": "description"}[generator]
    lines = [
        "---",
        f"title: {_quoted(made.title)}",
        f"date: {_instant(made.date)}",
        f"{summary}: {_quoted(made.summary)}",
        f"authors: [{_quoted(author)}]",
        f"tags: [{', '.join(map(_quoted, made.tags))}]",
    ]
    if made.remarks:
        lines.append("comments:")
    for remark in made.remarks:
        lines += [
            f"  - author: {_quoted(remark.author)}",
            f"    date: {_instant(remark.date)}",
            f"    text: {_quoted(remark.text)}",
        ]
    return "\n".join([*lines, "---", ""])


def _sidecar(remarks: list[Remark]) -> str:
    return "".join(
        f"- author: {_quoted(remark.author)}\n  date: {_instant(remark.date)}\n  status: approved\n"
        f"  text: {_quoted(remark.text)}\n"
        for remark in remarks
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _instant(date: datetime) -> str:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("generator", choices=["byline", "hugo"])
    parser.add_argument("total", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mixed", action="store_true")
    given = parser.parse_args()
    write(given.generator, given.total, given.folder, seed=given.seed, mixed=given.mixed)
