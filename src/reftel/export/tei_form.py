"""TEI: one file for each telegram, with ``correspDesc``, paragraphs and marks, and a CMIF index of all.

TEI P5 (https://tei-c.org); the index is in the Correspondence Metadata Interchange Format, which
correspSearch reads. In files of telegrams a portion mark is a ``seg`` of the type ``mark``; a citation is a
``ref`` whose ``n`` is the id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from reftel.export.tables import key_of
from reftel.export.taken import Counts, Taken
from reftel.export.xml_words import attribute, element, words
from reftel.record import Paragraph, Record, Reference
from reftel.tables.stations import post

INDEX = "cmif.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
_BIBL = "telegrams"  # xml:id of the collection in the index


def write_tei(taken: Taken, path: Path, counts: Counts) -> None:
    """The files in folders for each year below ``path``, and the index."""
    with (path / INDEX).open("w", encoding="utf-8") as index:
        index.write(_index_head(taken.about))
        for record in counts.counted(taken.records):
            place = file_of(record)
            (path / place).parent.mkdir(exist_ok=True)
            (path / place).write_text("".join(tei(record)), encoding="utf-8")
            index.write(_corresp(record, f' key={attribute(key_of(record))} source="#{_BIBL}"') + "\n")
        index.write("</profileDesc></teiHeader>\n<text><body><p/></body></text>\n</TEI>\n")


def file_of(record: Record) -> str:
    """Where the file of a telegram stands: ``2007/07BAMAKO1361.xml``."""
    name = re.sub(r"[^A-Za-z0-9-]", "", key_of(record).replace("~", "handle-"))[:100]
    return f"{record.year or 'undated'}/{name}.xml"


def tei(record: Record) -> Iterator[str]:
    """A telegram as a TEI file, piece by piece."""
    key = key_of(record)
    yield f"{_HEAD}<teiHeader>\n<fileDesc>\n"
    yield f"<titleStmt><title>{words(record.subject or key)}</title></titleStmt>\n"
    yield f"<publicationStmt><publisher>reftel</publisher>{element('idno', key, type='telegram')}"
    yield "".join(element("idno", name, type="alias") for name in record.aliases)
    yield f"</publicationStmt>\n<sourceDesc>{_source(record)}</sourceDesc>\n</fileDesc>\n"
    yield f"<profileDesc>\n{_corresp(record)}\n{_classes(record)}</profileDesc>\n</teiHeader>\n"
    yield "<text><body>\n"
    if record.references:
        yield f'<div type="references"><list>{"".join(map(_reference, record.references))}</list></div>\n'
    yield from _sections(record)
    yield "</body></text>\n</TEI>\n"


# ---------------------------------------------------------------- the header


def _source(record: Record) -> str:
    """What is known of where it is held, and the file that was read."""
    told = record.provenance
    address = (
        told.url
        if (told.url or "").startswith(("http://", "https://")) and _URI.fullmatch(told.url or "")
        else None
    )
    parts = (
        element("title", told.volume or told.collection),
        element("orgName", told.repository, role="repository"),
        element("idno", told.record_group, type="record-group"),
        element("idno", told.file, type="file"),
        element("idno", told.film, type="film"),
        element("idno", told.document_number, type="document"),
        element("idno", told.case_number, type="case"),
        f"<ref target={attribute(address)}/>" if address else "",
        element("idno", record.source.sha256, type="sha256"),
        element("note", told.rights, type="rights"),
    )
    return f"<bibl>{' '.join(filter(None, parts))}</bibl>"


_URI = re.compile(r"[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~%-]+")


def _corresp(record: Record, attributes: str = "") -> str:
    """Who sent it when, to whom, and what it answers."""
    sender = record.sender.plad if record.sender else record.post
    sent = (
        _body(sender) if sender else "",
        f"<date when={attribute(record.date.value)}/>" if record.date else "",
    )
    received = [_body(one.plad) for one in (*record.to, *record.info)]
    actions = (
        f'<correspAction type="sent">{"".join(sent)}</correspAction>' if any(sent) else "",
        *(f'<correspAction type="received">{one}</correspAction>' for one in received if one),
    )
    cited = [one for one in record.references if one.id]
    context = "".join(
        f'<ref type="telegram" n={attribute(one.id or "")}>{words(one.text)}</ref>' for one in cited
    )
    told = "".join(actions) + (f"<correspContext>{context}</correspContext>" if context else "")
    return f"<correspDesc{attributes}>{told or '<p/>'}</correspDesc>"


def _body(plad: str) -> str:
    """An address, and the city that it is in where the station is known."""
    known = post(plad)
    return element("orgName", plad) + element("placeName", known.city if known else None)


def _classes(record: Record) -> str:
    """TAGS, level and captions as keywords."""
    schemes = (
        ("tags", record.tags),
        ("classification", [record.classification] if record.classification else []),
        ("captions", [*record.captions, *record.caveats]),
    )
    told = "".join(
        f'<keywords scheme="#{scheme}">{"".join(element("term", one) for one in terms)}</keywords>'
        for scheme, terms in schemes
        if terms
    )
    return f"<textClass>{told}</textClass>\n" if told else ""


# ---------------------------------------------------------------- the text


def _reference(one: Reference) -> str:
    ids = " ".join(one.candidates)
    label = f" n={attribute(one.label)}" if one.label else ""
    number = f" n={attribute(ids)}" if ids else ""
    return f"<item{label}><ref type={attribute(one.kind)}{number}>{words(one.text)}</ref></item>"


def _sections(record: Record) -> Iterator[str]:
    """A division for each heading; the signature closes the last."""
    groups = [(name, list(some)) for name, some in groupby(record.paragraphs, key=lambda one: one.heading)]
    closer = "".join(element("signed", name) for name in record.signature)
    for place, (heading, paragraphs) in enumerate(groups or [(None, [])]):
        yield '<div type="section">'
        yield element("head", heading)
        yield "".join(map(_paragraph, paragraphs)) or "<p/>"
        if closer and place == max(0, len(groups) - 1):
            yield f"<closer>{closer}</closer>"
        yield "</div>\n"


def _paragraph(one: Paragraph) -> str:
    number = f" n={attribute(str(one.number))}" if one.number is not None else ""
    mark = f'<seg type="mark">({words(one.mark)})</seg> ' if one.mark else ""
    role = f' ana="#{one.role}"' if one.role else ""
    text = "<lb/>\n".join(words(line) for line in one.text.split("\n"))
    return f"\n<p{number}{role}>{mark}{text}</p>"


# ---------------------------------------------------------------- the index


def _index_head(about: dict[str, str]) -> str:
    """The head of the index. Who edits it, and under which licence, whoever publishes it has to say."""
    said = "; ".join(f"{name}: {value}" for name, value in about.items())
    day = about.get("date", "")[:10]
    made = f"<date when={attribute(day)}/>" if day else ""
    return (
        f"{_HEAD}<teiHeader>\n<fileDesc>\n"
        "<titleStmt><title>Index of telegrams</title><editor>to be stated</editor></titleStmt>\n"
        f"<publicationStmt><publisher>to be stated</publisher>{made}"
        "<availability><p>To be stated.</p></availability></publicationStmt>\n"
        f'<sourceDesc><bibl type="online" xml:id="{_BIBL}">Telegrams; {words(said)}</bibl></sourceDesc>\n'
        "</fileDesc>\n<profileDesc>\n"
    )


def index_entries(records: Iterable[Record]) -> Iterator[str]:
    """The entries of the index alone."""
    return (_corresp(record) for record in records)
