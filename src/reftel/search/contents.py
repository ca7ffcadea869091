"""Contents: what each search field holds of a record: words of texts and names, terms of codes and ids."""

from __future__ import annotations

from collections.abc import Iterable

from reftel.record import Addressee, Record
from reftel.search import codes


def present(*values: str | None) -> tuple[str, ...]:
    """The values that are stated."""
    return tuple(value for value in values if value)


def addresses(addressees: list[Addressee]) -> tuple[str, ...]:
    """Addresses, and office symbols beside them."""
    return tuple(words for addressee in addressees for words in (addressee.plad, *addressee.attention))


def sender(record: Record) -> tuple[str, ...]:
    """The sending post, by its canonical name and as printed."""
    return present(record.post, record.sender.plad if record.sender else None)


def station(record: Record) -> tuple[str, ...]:
    """The sending post's canonical name."""
    return codes.station_terms(record.post) if record.post else ()


def text(record: Record) -> tuple[str, ...]:
    """Headings, each once where it stands, and paragraphs; then the signature."""
    found: list[str] = []
    heading = None
    for paragraph in record.paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            found.append(paragraph.heading)
        heading = paragraph.heading
        found.append(paragraph.text)
    return (*found, *record.signature)


def persons(record: Record) -> tuple[str, ...]:
    """Who signed, drafted, cleared, classified it, and who took part, with titles."""
    named = [record.distribution.drafted_by, record.distribution.approved_by, *record.distribution.cleared_by]
    for classifier in record.classified_by:
        named += [classifier.name, classifier.title]
    for participant in record.participants:
        named += [participant.name, participant.title]
    return present(*record.signature, *named)


def cited(record: Record) -> tuple[str, ...]:
    """All readings of what it cites, in the REF lines, in the text, and as its own earlier message."""
    found = [name for reference in record.references for name in reference.candidates]
    found += [name for mention in record.mentions for name in mention.candidates]
    found += record.resent.candidates if record.resent else []
    return codes.id_values([*found, *present(*(reference.id for reference in record.references))])


def names(record: Record) -> tuple[str, ...]:
    """Its own numbers and handle."""
    return codes.id_values([*present(record.id), *record.aliases, record.handle])


def captions(record: Record) -> tuple[str, ...]:
    """Captions and controls, open ones with and without what follows."""
    found = (term for words in (*record.captions, *record.caveats) for term in codes.caption_values(words))
    return once(found)


def tags(record: Record) -> tuple[str, ...]:
    """Codes and persons."""
    return once(term for tag in record.tags for term in codes.tag_values(tag))


def marks(record: Record) -> tuple[str, ...]:
    """The portion marks of its paragraphs."""
    return once(term for one in record.paragraphs if one.mark for term in codes.mark_terms(one.mark))


def defects(record: Record) -> tuple[str, ...]:
    """The codes of its defects."""
    return once(codes.lower(one.code) for one in record.defects)


def collection(record: Record) -> tuple[str, ...]:
    """The collection that it was taken from, as printed."""
    return codes.plain(record.provenance.collection) if record.provenance.collection else ()


def once(values: Iterable[str]) -> tuple[str, ...]:
    """The values in order, each once."""
    return tuple(dict.fromkeys(values))
