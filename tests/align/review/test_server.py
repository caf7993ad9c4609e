"""The server: what a hostile request gets, and what the page gets."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from review_samples import Served, sample, session, written

from align.review.security import MAX_BODY
from align.review.server import listening
from corpus.errors import CorpusError
from corpus.model import Excerpt, Span
from tei import Note, read_corpus, write_notes


class Client:
    """A browser of the person, or another program on the machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""

    def request(
        self, path: str, body: Any = None, *, method: str = "", headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie}
        if data is not None:
            sent |= {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"}
        sent |= headers or {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(
            method or ("GET" if data is None else "POST"), path, data, {key: each for key, each in sent.items() if each}
        )
        response = connection.getresponse()
        response.data = response.read()  # type: ignore[attr-defined]
        connection.close()
        return response

    def ask(self, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        response = self.request(path, body, **options)
        return response.status, json.loads(response.data)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(session(written(tmp_path_factory.mktemp("served") / "corpus", sample(4)))) as running:
        yield running


@pytest.fixture(scope="module")
def client(served: Served) -> Client:
    entered = Client(served.port)
    response = entered.request(served.editor.address.partition(str(served.port))[2])
    assert response.status == 303
    assert response.headers["Location"] == "/"
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    entered.cookie = cookie.partition(";")[0]
    return entered


def test_it_listens_on_this_machine_only(served: Served) -> None:
    assert served.listener.getsockname()[0] == "127.0.0.1"


def test_the_token_is_good_for_one_time_and_in_no_page(served: Served, client: Client) -> None:
    token = served.editor.address.partition("token=")[2]
    assert client.request(f"/enter?token={token}").status == 403
    assert client.request("/enter?token=wrong").status == 403
    assert client.request("/enter").status == 403
    assert token.encode() not in client.request("/").data  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/", "/main.js", "/style.css", "/api/state", "/api/rows?version=ru&first=0&last=9"])
@pytest.mark.parametrize("cookie", ["", "teialign-review-1=x", "{name}=wrong", "{name}=", "a=b; ;;=;\x7f"])
def test_nothing_is_told_without_the_cookie(served: Served, path: str, cookie: str) -> None:
    stranger = Client(served.port)
    stranger.cookie = cookie.format(name=f"teialign-review-{served.port}")
    response = stranger.request(path)
    assert response.status == 401
    assert b"Sentence" not in response.data  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.evil:{port}"]
)
def test_another_host_is_refused(client: Client, host: str) -> None:
    headers = {"Host": host.format(port=client.port)}
    assert client.request("/api/state", headers=headers).status == 403
    assert client.request("/api/undo", {"revision": 1}, headers=headers).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ""}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": ""}, 415),
    ],
)
def test_another_site_can_change_nothing(served: Served, client: Client, headers: dict[str, str], status: int) -> None:
    before = served.review.revision
    sent = {key: value.format(port=client.port) for key, value in headers.items()}
    body = {"revision": before, "version": "ru", "command": "confirm", "at": "en.s1"}
    assert client.request("/api/do", body, headers=sent).status == status
    assert served.review.revision == before


def test_large_requests_are_refused(client: Client) -> None:
    assert client.request("/api/do", b"x", headers={"Content-Length": str(MAX_BODY + 1)}).status == 413
    chunks = (b"x" * 2**20 for _ in range(MAX_BODY // 2**20 + 1))
    with closing(http.client.HTTPConnection("127.0.0.1", client.port, timeout=10)) as connection:
        headers = {
            "Cookie": client.cookie,
            "Content-Type": "application/json",
            "Origin": f"http://127.0.0.1:{client.port}",
        }
        connection.request("POST", "/api/do", chunks, headers, encode_chunked=True)
        assert connection.getresponse().status == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    response = client.request("/api/state", method=method)
    assert response.status == 405
    assert not any(name.lower().startswith("access-control") for name in response.headers)


@pytest.mark.parametrize("path", ["/", "/api/state", "/none", "/enter?token=x"])
def test_every_answer_has_the_headers_that_protect_it(client: Client, path: str) -> None:
    headers = client.request(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] is None


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/session.py", "/page/index.html", "/static/../api.py"])
def test_only_the_files_of_the_page_are_served(client: Client, path: str) -> None:
    assert client.request(path).status == 404


def test_the_page_has_no_inline_script_and_asks_nobody_else(client: Client) -> None:
    page = client.request("/").data.decode()  # type: ignore[attr-defined]
    assert page.count("<script") == 1
    assert 'src="/main.js"></script>' in page
    for text in (page, client.request("/style.css").data.decode()):  # type: ignore[attr-defined]
        assert "style=" not in text
        assert "//" not in text.replace("http://www.w3.org", "")


BROKEN: list[tuple[bytes | dict[str, Any], int]] = [
    (b"", 422),
    (b"{", 422),
    (b"[]", 422),
    (b"[" * 100_000, 422),
    (b'{"revision": NaN}', 409),
    ({}, 409),
    ({"revision": "1"}, 409),
    ({"revision": False, "version": "ru", "command": "confirm", "at": "en.s1"}, 409),
    ({"command": "confirm"}, 422),
    ({"version": "xx", "command": "confirm", "at": "en.s1"}, 409),
    ({"version": "ru", "command": "confirm", "at": "en.s99"}, 409),
    ({"version": "ru", "command": "fly", "at": "en.s1"}, 422),
    ({"version": ["ru"], "command": "confirm", "at": "en.s1"}, 422),
    ({"version": "ru", "command": "link", "at": "en.s1", "ids": "en.s1"}, 422),
    ({"version": "ru", "command": "link", "at": "en.s1", "ids": ["en.s1", "nobody"]}, 409),
    ({"version": "ru", "command": "choose", "at": "en.s1", "links": [{"source": [], "target": []}]}, 422),
    ({"version": "ru", "command": "choose", "at": "en.s1", "links": [{"source": ["en.s2", "en.s1"]}]}, 409),
    (
        {"version": "ru", "command": "choose", "at": "en.s1", "links": [{"source": ["en.s1"]}, {"source": ["en.s1"]}]},
        422,
    ),
    ({"version": "ru", "command": "doubt", "at": "en.s1", "note": "x" * 3000}, 422),
    ({"version": "ru", "command": "doubt", "at": "en.s1", "note": "\ud800"}, 422),
    ({"version": "ru", "command": "doubt", "at": "en.s1", "note": "a\0b"}, 422),
    ({"version": "ru", "command": "doubt", "at": "en.s1", "note": "a\x9bb"}, 422),
    ({"version": "ru", "command": "doubt", "at": "en.s1", "note": 5}, 422),
    ({"version": "ru", "command": "doubt", "at": "en.s1", "note": ["a"]}, 422),
    ({"command": "split-sentence", "sentence": "en.s1", "offset": "1"}, 422),
    ({"command": "split-sentence", "sentence": "en.s1", "offset": True}, 422),
    ({"command": "split-sentence", "sentence": "en.s1", "offset": 1.5}, 422),
    ({"command": "correct-text", "sentence": "en.s1", "text": 5}, 422),
    ({"command": "correct-text", "sentence": "en.s1", "text": "a\u0001b"}, 422),
]


@pytest.mark.parametrize(("body", "status"), BROKEN)
def test_a_malformed_request_gets_a_reason_and_changes_nothing(
    served: Served, client: Client, body: bytes | dict[str, Any], status: int
) -> None:
    before = served.review.revision
    if isinstance(body, dict) and "command" in body:
        body = {"revision": before, **body}
    answered, answer = client.ask("/api/do", body)
    assert (answered, bool(answer["error"])) == (status, True)
    assert served.review.revision == before


def test_a_note_that_is_no_text_says_so(served: Served, client: Client) -> None:
    body = {"revision": served.review.revision, "version": "ru", "command": "doubt", "at": "en.s1", "note": True}
    assert client.ask("/api/do", body) == (422, {"error": "a note is text"})


@pytest.mark.parametrize(
    "path",
    [
        "/api/rows?version=ru&first=-1&last=5",
        "/api/rows?version=ru&first=0&last=99999999999",
        "/api/rows?version=ru",
        "/api/go?version=ru&queue=none",
        "/api/go?version=ru&queue=search&pattern=(&regex=1",
        "/api/strip?version=x",
        "/api/choices?version=ru&at=x",
        "/api/sentence?id=%00",
    ],
)
def test_a_malformed_question_gets_a_reason(client: Client, path: str) -> None:
    status, answer = client.ask(path)
    assert status in {409, 422}
    assert answer["error"]


def test_a_regular_expression_without_end_is_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.review.queues.SEARCH_SECONDS", 0.2)
    status, answer = client.ask("/api/go?version=ru&queue=search&pattern=(%5Cw%7C%5CW%7C.)*%5Cd%24&regex=1")
    assert (status, "too long" in answer["error"]) == (422, True)


def test_the_page_is_told_of_decisions_and_a_later_tab_loses_nothing(served: Served, client: Client) -> None:
    _, state = client.ask("/api/state")
    assert state["messages"] == ["a message"]
    body = {"revision": state["revision"], "version": "ru", "command": "confirm", "at": "en.s1"}
    status, done = client.ask("/api/do", body)
    assert (status, done["touched"], done["row"]) == (200, ["en.s1", "en.s1"], 0)
    expected = state["figures"]["versions"]["ru"]["expected"]
    assert done["figures"]["versions"]["ru"]["expected"] == pytest.approx(expected - 0.25)
    status, late = client.ask("/api/do", {**body, "at": "en.s2"})
    assert (status, "another tab" in late["error"]) == (409, True)
    status, undone = client.ask("/api/undo", {"revision": done["revision"]})
    assert (status, undone["undo"], undone["redo"]) == (200, None, "confirm")
    assert undone["figures"] == state["figures"]
    assert client.ask("/api/undo", {"revision": undone["revision"]})[0] == 422
    assert client.ask("/api/save", {})[1]["saved"] is True


def test_queues_go_through_what_is_left(client: Client) -> None:
    def go(**values: object) -> dict[str, Any]:
        query = "&".join(f"{key}={value}" for key, value in values.items())
        return client.ask(f"/api/go?version=ru&{query}")[1]

    assert go(queue="all", at="en.s1")["row"] == 1
    assert go(queue="all", at="en.s1", step=-1)["row"] == go(queue="all")["total"] - 1
    first = go(queue="unaligned")
    assert (first["id"], go(queue="unaligned", at=first["id"])["id"]) == ("en.s3", "ru.s5")
    assert go(queue="types", at="en.s1")["row"] == 1
    assert go(queue="crossing") == {"row": None, "id": None, "position": 0, "total": 0}
    assert go(queue="search", pattern="SENTENCE+1+of")["id"] == "en.s2"
    assert go(queue="search", pattern="^%D0%9F.*e+4+of", regex=1)["total"] == 0
    assert go(queue="uncertain", skipped="en.s1+en.s2+gone")["id"] == "en.s3"


def test_faults_that_were_noted_are_a_queue(tmp_path: Path) -> None:
    folder = written(tmp_path / "corpus")
    corpus = read_corpus(folder)
    note = Note("number", "major", (Excerpt("ru.s5", Span(0, 3)),), "3 is missing", 0.9)
    write_notes(corpus, folder, [note], "test", folder)
    with Served(session(folder)) as running:
        client = Client(running.port)
        address = running.editor.address.partition(str(running.port))[2]
        client.cookie = client.request(address).headers["Set-Cookie"].partition(";")[0]
        _, place = client.ask("/api/go?version=ru&queue=faults")
        assert (place["id"], place["total"]) == ("ru.s5", 1)
        _, answer = client.ask(f"/api/rows?version=ru&first={place['row']}&last={place['row'] + 1}")
        assert answer["rows"][0]["faults"] == ["major: 3 is missing"]


def test_a_port_in_use_is_one_clear_line(served: Served) -> None:
    with pytest.raises(CorpusError, match=f"port {served.port}: cannot be used: address already in use; give another"):
        listening(served.port)


def test_sentences_of_a_megabyte_are_cut_for_the_page(tmp_path: Path) -> None:
    from align.review.text_operations import correct_text

    review = session(written(tmp_path / "corpus"))
    review.do(correct_text(review.draft, "en.s1", "word " * 200_000))
    with Served(review) as running:
        client = Client(running.port)
        client.cookie = (
            client.request(running.editor.address.partition(str(running.port))[2])
            .headers["Set-Cookie"]
            .partition(";")[0]
        )
        _, answer = client.ask("/api/rows?version=ru&first=0&last=5")
        assert len(answer["rows"][0]["source"][0][1]) == 2000
        assert len(client.ask("/api/sentence?id=en.s1")[1]["text"]) == 999_999
