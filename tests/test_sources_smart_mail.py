"""Telegrams in e-mails and mailboxes: which part is the telegram, how it is decoded, and the way back."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof import orphans, unproved
from reftel.document import Document, Source
from reftel.errors import SourceError
from reftel.normalise import normalise
from reftel.record import facts
from reftel.sources import documents, mime, smart_mail
from reftel.span import Span

TELEGRAM = (Path(__file__).parent / "telegrams" / "2012_smart.txt").read_text(encoding="utf-8")
SECOND = TELEGRAM.replace("12 LA PAZ 2499", "12 LA PAZ 2500")
HEAD = (
    b"From: roe@example.invalid\nDate: Fri, 3 Feb 2012 18:49:00 +0000\nSubject: FW: tin\nMIME-Version: 1.0\n"
)
SAO = TELEGRAM.replace("Jorge Quisbert", "João Quisbert")


def read(raw: bytes) -> list[Document]:
    return list(documents(Source("mail.eml", "0" * 64, raw)))


def only(raw: bytes) -> Document:
    (found,) = read(raw)
    return found


def simple(body: bytes, kind: str = "text/plain; charset=utf-8", encoding: str = "8bit") -> bytes:
    return HEAD + f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body


def mail(*bodies: str, html: str | None = None) -> EmailMessage:
    """An e-mail whose first text comes with others attached, as a mail system writes it."""
    message = EmailMessage(policy=default)
    message["From"], message["Subject"] = "roe@example.invalid", "tin"
    message["Message-ID"] = "<1@example.invalid>"
    message.set_content(bodies[0])
    if html is not None:
        message.add_alternative(html, subtype="html")
    for body in bodies[1:]:
        message.add_attachment(body)
    return message


def places(found: Document, words: str, raw: bytes) -> list[str]:
    """The characters of the file at the places of the words."""
    assert found.origin is not None
    start = found.text.index(words)
    return [place.of(raw.decode()) for place in found.origin.places(start, start + len(words))]


# ---------------------------------------------------------------- one part

ENCODED = {
    "8bit": simple(SAO.encode()),
    "quoted-printable": simple(quopri.encodestring(SAO.encode()), encoding="quoted-printable"),
    "base64": simple(base64.encodebytes(SAO.encode()), encoding="BASE64"),
    "latin-1": simple(SAO.encode("latin-1"), kind='text/plain; charset="iso-8859-1"'),
    "latin-1 in quoted-printable": simple(
        quopri.encodestring(SAO.encode("latin-1")), "text/plain; charset=iso-8859-1", "quoted-printable"
    ),
    "utf-16 in base64": simple(
        base64.encodebytes(SAO.encode("utf-16")), "text/plain; charset=utf-16", "base64"
    ),
    "no charset": simple(SAO.encode(), kind="text/plain"),
    "a charset that is none": simple(SAO.encode(), kind="text/plain; charset=x-unknown"),
    "a charset that does not fit": simple(SAO.encode(), kind="text/plain; charset=us-ascii"),
    "a codec that is no charset": simple(SAO.encode(), kind="text/plain; charset=punycode"),
    "no type": HEAD + b"\n" + SAO.encode(),
    "crlf": simple(SAO.encode()).replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_a_body_is_decoded(name: str) -> None:
    found = only(ENCODED[name])
    assert found.text.replace("\r\n", "\n") == SAO
    assert (found.wrapper, found.message, found.source.part) == ("smart-mail", Span(0, len(found.text)), None)
    assert (dict(found.says), dict(found.provenance)) == ({}, {})
    record = normalise(found)
    assert (record.id, record.format) == ("12LAPAZ2499", "smart")


@pytest.mark.parametrize("name", ["8bit", "no charset", "no type", "a charset that does not fit"])
def test_a_body_as_it_is_leads_back_one_for_one(name: str) -> None:
    raw = ENCODED[name]
    assert places(only(raw), "João Quisbert", raw) == ["João Quisbert"]


@pytest.mark.parametrize("name", ["quoted-printable", "base64"])
def test_an_encoded_body_leads_back_to_its_part(name: str) -> None:
    raw = ENCODED[name]
    assert places(only(raw), "João Quisbert", raw) == [raw.decode().partition("\n\n")[2]]


def test_the_same_facts_as_without_the_e_mail() -> None:
    (raw,) = read(TELEGRAM.encode())
    assert raw.wrapper == "raw"
    assert facts(normalise(only(simple(TELEGRAM.encode())))) == facts(normalise(raw))


def test_damaged_characters_have_their_place() -> None:
    body = TELEGRAM.replace("Jorge", "J\x92orge").encode("latin-1")
    found = only(simple(body + "é é".encode(), kind="text/plain"))
    (odd,) = found.defects
    assert (odd.code, odd.span.of(found.text)) == ("damaged-characters", "’")


# ---------------------------------------------------------------- several parts


def test_the_telegram_among_the_parts() -> None:
    raw = mail("Please see the cable.", TELEGRAM).as_bytes()
    found = only(raw)
    assert found.text.rstrip("\n") == TELEGRAM.rstrip("\n")
    assert found.source.part == "part 2"


def test_several_telegrams_in_one_e_mail() -> None:
    found = read(mail("Two cables.", TELEGRAM, SECOND).as_bytes())
    assert [normalise(one).id for one in found] == ["12LAPAZ2499", "12LAPAZ2500"]
    assert [one.source.part for one in found] == ["part 2", "part 3"]


def test_of_text_and_html_of_the_same_the_text_counts() -> None:
    html = f"<html><body><pre>{TELEGRAM}</pre></body></html>"
    found = only(mail(TELEGRAM, html=html).as_bytes())
    assert found.source.part == "part 1"


def test_html_alone() -> None:
    lines = "".join(
        f"<p>{line or '&nbsp;'}</p>" for line in TELEGRAM.replace("Jorge", "J&ouml;rge").split("\n")
    )
    html = f"<html><head><style>p {{ color: red }}</style></head><body>{lines}</body></html>"
    raw = simple(html.encode(), kind="text/html; charset=utf-8")
    found = only(raw)
    assert "color" not in found.text
    record = normalise(found)
    assert record.id == "12LAPAZ2499"
    assert record.subject == "Tin Council Delegate Reports Progress on Buffer Stock"
    assert places(found, "Jörge", raw) == ["J&ouml;rge"]


def test_an_attached_e_mail_is_opened() -> None:
    outer = mail("See the attached.")
    outer.add_attachment(mail(TELEGRAM))
    assert only(outer.as_bytes()).source.part == "part 2.1"


def test_a_text_file_that_is_attached_as_bytes() -> None:
    outer = mail("See the attached.")
    outer.add_attachment(TELEGRAM.encode(), maintype="application", subtype="octet-stream", filename="x.txt")
    outer.add_attachment(b"\x89PNG\r\n" + bytes(300), maintype="image", subtype="png")
    assert normalise(only(outer.as_bytes())).id == "12LAPAZ2499"


def test_an_e_mail_without_the_label_gives_its_text() -> None:
    classic = (
        "R 031849Z FEB 12\nFM AMEMBASSY LA PAZ\nTO SECSTATE WASHDC\nUNCLAS LA PAZ 002499\nSUBJECT: TIN\n"
    )
    assert normalise(only(mail(classic, "An attachment.").as_bytes())).id == "12LAPAZ2499"


def test_an_e_mail_without_a_text_is_refused() -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "roe@example.invalid", "<1@example.invalid>"
    message.set_content(b"\x89PNG" + bytes(300), maintype="image", subtype="png")
    with pytest.raises(SourceError, match="e-mail without a text"):
        read(message.as_bytes())


# ---------------------------------------------------------------- mailboxes

LINE = "From roe@example.invalid Fri Feb  3 18:49:00 2012\n"


def test_a_mailbox_of_many() -> None:
    mails = [simple(TELEGRAM.encode()), mail("Rain.").as_bytes(), mail("See.", SECOND).as_bytes()]
    raw = b"".join(LINE.encode() + one.rstrip(b"\n") + b"\n\n" for one in mails)
    found = read(raw)
    assert [one.source.part for one in found] == ["message 1", "message 2", "message 3, part 2"]
    assert [normalise(one).id for one in found] == ["12LAPAZ2499", None, "12LAPAZ2500"]
    assert places(found[0], "Jorge Quisbert", raw) == ["Jorge Quisbert"]
    assert "From roe" not in "".join(one.text for one in found)


def test_a_sentence_that_begins_with_from_parts_no_mailbox() -> None:
    text = TELEGRAM.replace("The Smelter", "From Oruro we heard in 2012\n\nThe Smelter")
    raw = LINE.encode() + simple(text.encode())
    assert only(raw).text.strip() == text.strip()


def test_line_ends_of_the_internet() -> None:
    raw = LINE.encode() + mail("See.", TELEGRAM).as_bytes(policy=SMTP) + b"\r\n"
    found = read(raw + raw)
    assert [one.source.part for one in found] == ["message 1, part 2", "message 2, part 2"]


# ---------------------------------------------------------------- bounds and damage


def nested(depth: int) -> bytes:
    body = b"Content-Type: text/plain\n\n" + TELEGRAM.encode()
    for i in range(depth):
        edge = f"b{i}".encode()
        body = b"Content-Type: multipart/mixed; boundary=%s\n\n--%s\n%s\n--%s--\n" % (edge, edge, body, edge)
    return HEAD + body


def test_parts_within_parts() -> None:
    assert only(nested(mime.DEEPEST)).text.rstrip() == TELEGRAM.rstrip()


@pytest.mark.parametrize("depth", [mime.DEEPEST + 1, 3000])
def test_what_is_nested_too_deep_is_read_as_it_is(depth: int) -> None:
    found = only(nested(depth))
    assert found.text.startswith("--b")
    assert normalise(found).id == "12LAPAZ2499"


def test_many_parts_are_not_all_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "MOST", 3)
    assert len(read(mail("See.", *[TELEGRAM] * 9).as_bytes())) == 2


DAMAGED = {
    "no-last-boundary": mail("See.", TELEGRAM).as_bytes().rpartition(b"\n--")[0],
    "boundary-never-used": HEAD + b"Content-Type: multipart/mixed; boundary=never\n\n" + TELEGRAM.encode(),
    "no-boundary": HEAD + b"Content-Type: multipart/mixed\n\n" + TELEGRAM.encode(),
    "bad-base64": simple(base64.encodebytes(TELEGRAM.encode())[:-7] + b"!", encoding="base64"),
    "bad-quoted-printable": simple(TELEGRAM.encode() + b"=ZZ=", encoding="quoted-printable"),
    "unknown-encoding": simple(TELEGRAM.encode(), encoding="x-none"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_e_mails(name: str) -> None:
    assert normalise(only(DAMAGED[name])).id == "12LAPAZ2499"


# ---------------------------------------------------------------- what is none

OTHERS = {
    "smart": TELEGRAM,
    "printed-mail": "From: Roe, Jane\nSent: Friday\nTo: Doe\nSubject: FW: tin\n\n" + TELEGRAM,
    "label": "SUBJECT: A VISIT\nMESSAGE-ID: 1\nTEXT\n",
    "from": "From the Embassy in 2012\n" + TELEGRAM,
    "one-field": "Subject: tin\n\n" + TELEGRAM,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_e_mail(name: str) -> None:
    assert [found.wrapper for found in read(OTHERS[name].encode())] == ["raw"]


# ---------------------------------------------------------------- laws

KIND, ENCODING = "Content-Type: ", "Content-Transfer-Encoding: "
PIECES = st.sampled_from(
    (f"{KIND}text/plain\n", f"{KIND}text/html; charset=utf-8\n", f"{KIND}multipart/mixed; boundary=b\n",
     f"{KIND}message/rfc822\n", f"{KIND}=?bad?=\n", f"{ENCODING}base64\n", f"{ENCODING}quoted-printable\n",
     "\n", "\r\n", "--b\n", "--b--\n", "MRN: 12 LA PAZ 9\n", "QUJD\n", "é", "<p>x</p>", "&amp;", "=C3=A9=\n",
     LINE, "From: roe@example.invalid\n", " ", "text\n")
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_law_no_e_mail_is_too_broken(body: str, in_mailbox: bool) -> None:
    raw = (LINE.encode() if in_mailbox else b"") + HEAD + body.encode()
    assume_mail = smart_mail.recognise(raw.decode())
    try:
        found = read(raw)
    except SourceError:
        return
    file = raw.decode()
    for one in found:
        assert one.wrapper == ("smart-mail" if assume_mail else "raw")
        record = normalise(one)
        assert list(unproved(one.text, record)) == []
        assert list(orphans(one.text, one.message, record)) == []
        for run in one.origin.runs if one.origin else ():
            assert 0 <= run.file.start <= run.file.end <= len(file)
            same = run.text.of(one.text) == run.file.of(file)
            assert same or run.text.end - run.text.start != run.file.end - run.file.start or "\r" in file
