"""Code tables: the field's own lists, each a CSV file that an archivist can open.

In go words or codes as telegrams have them, out come rows. Rule: tables are
data; a new code, name or misspelling is a new row and no new line of program.
Each table is read once, when it is first asked for. SOURCES.md beside the
files says where the rows come from.
"""

from __future__ import annotations

from reftel.tables.kinds import LineKind, line_kind, line_kinds
from reftel.tables.markings import (
    CORRECTED_COPY,
    RESENT,
    Caption,
    Classification,
    Precedence,
    Signal,
    caption,
    captions,
    classification,
    classification_of_security_line,
    classifications,
    precedence,
    precedences,
    signal,
    signals,
)
from reftel.tables.orders import (
    ExecutiveOrder,
    Schedule,
    executive_order,
    executive_order_on,
    executive_orders,
    executive_orders_in,
    meant_order,
    schedules,
    schedules_of,
)
from reftel.tables.rows import squeezed
from reftel.tables.stations import (
    Post,
    id_remains,
    office_words,
    post,
    post_of_nara6,
    post_of_routing,
    posts,
    short_station_names,
    station_names,
    without_office,
    written_station_names,
)
from reftel.tables.topics import (
    Tag,
    cut_tags,
    meant_tag,
    multiword_tags,
    near_tags,
    split_tags,
    tag,
    tag_codes,
    tag_variants,
    tags,
)

__all__ = [
    "CORRECTED_COPY",
    "RESENT",
    "Caption",
    "Classification",
    "ExecutiveOrder",
    "LineKind",
    "Post",
    "Precedence",
    "Schedule",
    "Signal",
    "Tag",
    "caption",
    "captions",
    "classification",
    "classification_of_security_line",
    "classifications",
    "cut_tags",
    "executive_order",
    "executive_order_on",
    "executive_orders",
    "executive_orders_in",
    "id_remains",
    "line_kind",
    "line_kinds",
    "meant_order",
    "meant_tag",
    "multiword_tags",
    "near_tags",
    "office_words",
    "post",
    "post_of_nara6",
    "post_of_routing",
    "posts",
    "precedence",
    "precedences",
    "schedules",
    "schedules_of",
    "short_station_names",
    "signal",
    "signals",
    "split_tags",
    "squeezed",
    "station_names",
    "tag",
    "tag_codes",
    "tag_variants",
    "tags",
    "without_office",
    "written_station_names",
]
