-- One reftel archive. Sources and their paths are the truth; all that stands below
-- them is derived from the bytes and made anew by `reftel rebuild`.

CREATE TABLE sources (
  id     INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,  -- of the bytes as they were read, hexadecimal
  size   INTEGER NOT NULL,      -- number of bytes
  bytes  BLOB NOT NULL,         -- the bytes, as one zstandard frame
  read   TEXT NOT NULL          -- when they were first read, ISO 8601, UTC
);

CREATE TABLE paths (
  name   TEXT NOT NULL,         -- path from the root, `-` for standard input; bytes that are no UTF-8 as \xXX;
                                -- of a member of a container as `members` has it
  source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
  PRIMARY KEY (name, source)    -- the same bytes may stand under several paths; one path but `-` has one source
) WITHOUT ROWID;
CREATE INDEX paths_of_source ON paths (source, name);

CREATE TABLE messages (
  id       INTEGER PRIMARY KEY,
  source   INTEGER REFERENCES sources ON DELETE CASCADE,
                                -- NULL for a text put together from the sections in other messages
  ordinal  INTEGER NOT NULL,    -- which document of its source it is, from 0
  part     TEXT,                -- place within a container, as its reader names it
  wrapper  TEXT NOT NULL,       -- the form it came in: raw, archive-page ...
  handle   TEXT NOT NULL,       -- ~ and 12 digits of the hash of its text
  telegram TEXT NOT NULL,       -- key of the telegram that it is a copy or section of
  lacking  INTEGER NOT NULL,    -- sections that it announces and does not hold
  corrected INTEGER NOT NULL,   -- 1 for a corrected copy, -1 for a message that was sent again as it was
  missing  INTEGER NOT NULL,    -- leading facts that it does not state
  defects  INTEGER NOT NULL,    -- number of defects
  length   INTEGER NOT NULL,    -- characters of its paragraphs
  UNIQUE (source, ordinal)
);
CREATE INDEX messages_of_telegram ON messages (telegram);

CREATE TABLE parts (
  joined  INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,  -- a message without source
  place   INTEGER NOT NULL,     -- from 0, in order of section
  message INTEGER NOT NULL REFERENCES messages DEFERRABLE INITIALLY DEFERRED,
                                -- the message whose text stands there
  PRIMARY KEY (joined, place)
) WITHOUT ROWID;
CREATE INDEX parts_of_message ON parts (message);

CREATE TABLE records (
  message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  schema  TEXT NOT NULL,        -- name and version of the record's schema
  reftel  TEXT NOT NULL,        -- version of reftel that made it
  json    BLOB NOT NULL         -- the record as JSON, one zstandard frame; its source.name is left empty
);

CREATE TABLE names (
  name    TEXT NOT NULL,        -- id, alias or handle, upper case, white space folded
  message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
  PRIMARY KEY (name, message)
) WITHOUT ROWID;
CREATE INDEX names_of_message ON names (message);

CREATE TABLE citations (
  message    INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
  place      INTEGER NOT NULL,  -- which citation of the message, from 0
  rank       INTEGER NOT NULL,  -- which reading of the citation, from 0, the likeliest first
  cited      TEXT NOT NULL,     -- key of a telegram, held or not
  candidates INTEGER NOT NULL,  -- how many readings there are; 1 is certain
  how        TEXT NOT NULL,     -- reference (REF line), corrected (by this copy) or mention (running text)
  label      TEXT,              -- enumerator of the reference
  text       TEXT NOT NULL,     -- the citation as printed
  paragraph,                    -- number of the paragraph: an integer, or text such as 6A
  spans      TEXT NOT NULL,     -- where it stands in the reader's text, JSON
  PRIMARY KEY (message, place, rank)
) WITHOUT ROWID;
CREATE INDEX citations_of ON citations (cited);

CREATE TABLE telegrams (
  key            TEXT PRIMARY KEY,  -- canonical id, or a handle where no number can be told
  id             TEXT,              -- canonical id
  year           INTEGER,           -- of the number, four digits
  post           TEXT,              -- originating station
  serial         INTEGER,
  date           TEXT,              -- best date, ISO 8601, as precise as it is known
  classification TEXT,
  subject        TEXT,
  speaker        INTEGER NOT NULL UNIQUE REFERENCES messages DEFERRABLE INITIALLY DEFERRED
                                    -- the message whose record stands for the telegram
) WITHOUT ROWID;
CREATE INDEX telegrams_by_number ON telegrams (post, year, serial);

CREATE TABLE changes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  token    TEXT NOT NULL,       -- random, so that a log restored from a backup is told apart
  key      TEXT NOT NULL        -- of a telegram that was put, replaced or dropped
);
