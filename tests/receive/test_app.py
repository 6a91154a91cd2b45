"""The receiver, asked as browsers and as machines ask it."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.press import Press
from tests.receive.desk import PAGE, SITE, Receiver, comment

QUICK = ("--pause", "0", "--each", "1000", "--everybody", "100000")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press.of(SITE, tmp_path_factory.mktemp("receive") / "press")


@pytest.fixture(scope="module")
def receiver(site: Press) -> Iterator[Receiver]:
    made = Receiver(site, *QUICK)
    yield made
    made.stop()


def kept(site: Press, slug: str = "one") -> list[dict[str, str]]:
    path = site.folder / f"content/articles/{slug}.comments.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) if path.exists() else []


def test_a_comment_is_shown_first_then_kept_as_pending(site: Press, receiver: Receiver) -> None:
    fields = comment("*So* it is.\r\n\r\nAnd <b>more</b>.", reply_to="first")
    looked = receiver.post(fields)
    assert looked.status == 200
    assert "<em>So</em> it is." in looked.text
    assert "&lt;b&gt;more" in looked.text
    before = kept(site)
    thanked = receiver.post({**fields, "ticket": looked.ticket})
    assert thanked.status == 200
    assert "Thank you" in thanked.text
    (row,) = kept(site)[len(before) :]
    assert row["text"] == "*So* it is.\n\nAnd <b>more</b>."
    assert (row["author"], row["email"], row["url"]) == ("Zoë", "zoe@example.net", "https://zoe.example")
    assert (row["reply_to"], row["status"], row["via"]) == ("first", "pending", "form")
    assert kept(site)[:2] == before[:2]


def test_what_is_sent_twice_is_kept_once(site: Press, receiver: Receiver) -> None:
    fields = comment("Twice.")
    looked = receiver.post(fields)
    for _ in range(3):
        receiver.post({**fields, "ticket": looked.ticket})
    assert receiver.send(fields).status == 200
    assert sum(row["text"] == "Twice." for row in kept(site)) == 1


def test_a_ticket_is_good_once(site: Press, receiver: Receiver) -> None:
    ticket = receiver.post(comment("Once.")).ticket
    receiver.post({**comment("Once."), "ticket": ticket})
    again = receiver.post({**comment("Once more."), "ticket": ticket})
    assert again.ticket not in ("", ticket)
    assert not any(row["text"] == "Once more." for row in kept(site))


@pytest.mark.parametrize("page", [PAGE, "/press/one/", "/old/one/", "one", "https://example.org/press/old/one/?a=b#c"])
def test_the_piece_is_known_by_its_addresses(receiver: Receiver, page: str) -> None:
    assert "So." in receiver.post(comment("So.", page=page)).text


def test_the_reader_is_answered_in_the_language_of_the_piece(site: Press, receiver: Receiver) -> None:
    answer = receiver.send(comment("Oui.", page="/press/deux/"))
    assert "Votre commentaire a été enregistré" in answer.text
    assert '<html lang="fr"' in answer.text
    assert [row["text"] for row in kept(site, "deux")] == ["Oui."]


REFUSALS = [
    # what is sent . with which headers . how it is answered . what it says
    (comment(page="/press/shut/"), {}, 404, "no such piece"),
    (comment(page="/press/draft/"), {}, 404, "no such piece"),
    (comment(page="/press/../one/"), {}, 404, "no such piece"),
    (comment(page=""), {}, 404, "no such piece"),
    (comment(author=" \u200b "), {}, 422, "give a name"),
    (comment(text=" \n "), {}, 422, "write something"),
    (comment(email="me@"), {}, 422, "not an e-mail"),
    (comment(email="a@b.c\r\nBcc: x@y.z"), {}, 422, "not an e-mail"),
    (comment("ж" * 4100), {}, 422, "too long"),
    (comment(topic="cheap"), {}, 422, "only machines do"),
    (comment(), {"Origin": "https://evil.example"}, 403, "not sent from a page"),
    (comment(), {"Origin": "null"}, 403, "not sent from a page"),
    (comment(), {"Origin": ""}, 403, "not sent from a page"),
    (comment(), {"Origin": "", "Referer": "https://evil.example/?https://example.org/"}, 403, "not sent from a page"),
    (comment(), {"Origin": "https://example.org.evil.example"}, 403, "not sent from a page"),
    (comment(), {"Content_Type": "text/plain"}, 415, "cannot be read"),
    (comment(), {"Content_Type": "application/json"}, 415, "cannot be read"),
    (b"x" * 40_000, {}, 413, "too long"),
    (b"\xff\xfe=\x00", {}, 415, "cannot be read"),
    (("a=1&" * 60).encode(), {}, 415, "cannot be read"),
]


@pytest.mark.parametrize(("sent", "headers", "status", "said"), REFUSALS)
def test_what_is_refused_is_told_and_not_kept(
    site: Press, receiver: Receiver, sent: bytes | dict[str, str], headers: dict[str, str], status: int, said: str
) -> None:
    before = kept(site)
    answer = receiver.post(sent, **headers)
    assert (answer.status, said in answer.text) == (status, True), answer.text
    if isinstance(sent, dict) and not answer.ticket:
        ticket = receiver.post(comment("good")).ticket
        again = receiver.post({**sent, "ticket": ticket}, **headers)
        assert again.status == status
    assert kept(site) == before


def test_what_was_written_is_still_in_the_form_that_is_to_be_mended(receiver: Receiver) -> None:
    answer = receiver.post(comment('Long & "good"</textarea><script>alert(1)</script>', email="me@"))
    assert "Long &amp; &#34;good&#34;&lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert "<script" not in answer.text


def test_a_referer_stands_in_for_an_origin(receiver: Receiver) -> None:
    assert receiver.post(comment(), Origin="", Referer=PAGE).status == 200
    assert receiver.post(comment(), Origin="https://comments.example.org").status == 200


def test_its_pages_hold_no_script_and_set_no_cookie(receiver: Receiver) -> None:
    for answer in (receiver.post(comment()), receiver.get("/nothing"), receiver.get("/?page=one&reply_to=first")):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
        assert "<script" not in answer.text


def test_a_form_is_there_for_who_comes_without_one(receiver: Receiver) -> None:
    answer = receiver.get("/send?page=%2Fpress%2Fone%2F&reply_to=first")
    assert answer.status == 200
    assert 'name="reply_to" value="first"' in answer.text
    assert receiver.get("/send").status == 404


@pytest.mark.parametrize("target", ["hidden", "nobody", "first\n- injected"])
def test_only_what_is_shown_can_be_answered(site: Press, receiver: Receiver, target: str) -> None:
    text = f"To {target!r}"
    receiver.send(comment(text, reply_to=target))
    (row,) = [row for row in kept(site) if row["text"] == text]
    assert "reply_to" not in row


HOSTILE = [
    "- id: x\n  status: approved",
    "# not a comment: yes",
    "---\n...\n%YAML 1.1",
    "'\"\\ \t {[]}, & * ! | > ? : -",
    " leading\n    more\n\ttab",
    "a\x00b\x1bc\x85d\u2028e\ufefff\u202eg\U000e0041h",
    "!!python/object/apply:os.system ['true']",
    "trailing  \n  \nend  ",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_anything_but_text(site: Press, receiver: Receiver, text: str) -> None:
    before = len(kept(site))
    assert receiver.send(comment(text, author=f"No {before}")).status == 200
    rows = kept(site)
    assert len(rows) == before + 1
    assert rows[-1]["status"] == "pending"
    assert set(rows[-1]) == {"id", "author", "email", "url", "date", "via", "status", "text"}
    report = site.build()
    assert not [problem for problem in report.problems if problem.severity == "error"]


def test_nothing_of_an_address_is_kept(site: Press, receiver: Receiver) -> None:
    receiver.send(comment("From elsewhere."), X_Forwarded_For="203.0.113.77")
    for path in site.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"203.0.113.77" not in data, path
            assert b"127.0.0.1" not in data.replace(b"http://127.0.0.1:", b""), path


def test_who_writes_too_often_waits(site: Press) -> None:
    receiver = Receiver(site, "--pause", "0", "--each", "2")
    try:
        assert [receiver.send(comment(f"Number {n}")).status for n in range(3)] == [200, 200, 429]
        assert receiver.send(comment("Another"), X_Forwarded_For="203.0.113.5").status == 200
        assert receiver.send(comment("Of them"), X_Forwarded_For="2001:db8::1").status == 200
        assert receiver.send(comment("The same"), X_Forwarded_For="2001:db8::2").status == 200
        assert receiver.send(comment("Household"), X_Forwarded_For="2001:db8::3").status == 429
    finally:
        receiver.stop()


def test_who_is_too_fast_looks_again(site: Press) -> None:
    receiver = Receiver(site, "--pause", "600")
    try:
        looked = receiver.post(comment("Fast."))
        again = receiver.post({**comment("Fast."), "ticket": looked.ticket})
        assert "once more" in again.text
        assert again.ticket == looked.ticket
        assert not any(row["text"] == "Fast." for row in kept(site))
    finally:
        receiver.stop()


def test_editors_are_told_by_a_command_that_is_no_shell(site: Press) -> None:
    script = site.folder / "hook.py"
    news = site.folder / "news.json"
    script.write_text(f"import sys; open({str(news)!r}, 'w').write(sys.stdin.read())", encoding="utf-8")
    receiver = Receiver(site, *QUICK, "--hook", f"python3 {script}")
    try:
        receiver.send(comment("$(touch pwned); `touch pwned`"))
    finally:
        receiver.stop()
    for _ in range(100):
        if news.exists() and news.read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    told = json.loads(news.read_text(encoding="utf-8"))
    assert (told["slug"], told["text"]) == ("one", "$(touch pwned); `touch pwned`")
    assert "email" not in told
    assert not Path(site.folder, "pwned").exists()


def test_without_an_address_for_forms_it_does_not_begin(
    press: Callable[[str], Press], capfd: pytest.CaptureFixture[str]
) -> None:
    site = press(SITE.replace("comments: {form: https://comments.example.org/send}", "comments: {form: mailto}"))
    assert main(["comments", "receive", "--project", str(site.folder), "--port", "0"]) == 1
    assert "comments.form does not say" in capfd.readouterr().err


def test_a_file_that_an_editor_broke_takes_no_comment_and_loses_none(site: Press, receiver: Receiver) -> None:
    path = site.folder / "content/articles/deux.comments.yaml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    broken = before + "- {id: half, author: \n"
    path.write_text(broken, encoding="utf-8")
    answer = receiver.send(comment("Encore.", page="/press/deux/"))
    assert (answer.status, "enregistré" in answer.text) == (503, True)
    assert "Merci" not in answer.text
    assert path.read_text(encoding="utf-8") == broken
    path.write_text(before, encoding="utf-8")


def test_a_body_of_an_unsaid_length_is_cut_off(receiver: Receiver) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=20)
    chunks = (b"text=" + b"x" * 10_000 for _ in range(10))
    headers = {"Origin": "https://example.org", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/send", chunks, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_the_names_of_the_fields_may_be_the_site_s_own(press: Callable[[str], Press]) -> None:
    site = press(
        SITE.replace("{form: https://c", "{form: {fields: {text: message, trap: fax}, action: https://c").replace(
            "/send}", "/send}}"
        )
    )
    site.built()
    page = site.page("one/")
    assert 'name="message"' in page
    assert 'name="fax"' in page
    receiver = Receiver(site, *QUICK)
    try:
        fields = {"author": "Z", "message": "By another name.", "page": PAGE, "fax": ""}
        assert receiver.send(fields).status == 200
        assert kept(site)[-1]["text"] == "By another name."
    finally:
        receiver.stop()
