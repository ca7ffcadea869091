-- Tables that came after format 1 was settled. An archive without them is whole: they are made when it is
-- next opened for writing, and a reftel that does not know them leaves them alone.

CREATE TABLE IF NOT EXISTS members (
  name      TEXT PRIMARY KEY,   -- a path of `paths`: container, `!/`, part
  container TEXT NOT NULL,      -- path of the file that it came in, from the root
  part      TEXT NOT NULL       -- place within it, `!/` between layers
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_of_container ON members (container);

CREATE TABLE IF NOT EXISTS problems (
  path   TEXT NOT NULL,         -- path of the file from the root, `-` for standard input
  member TEXT NOT NULL,         -- place within it; empty for the file itself
  reason TEXT NOT NULL,         -- why it was not read
  time   TEXT NOT NULL,         -- when, ISO 8601, UTC
  PRIMARY KEY (path, member)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tables (
  path   TEXT PRIMARY KEY,      -- of a file whose rows are sources, from the root
  sha256 TEXT NOT NULL,         -- of the whole file
  size   INTEGER NOT NULL,      -- its bytes
  place  INTEGER NOT NULL,      -- bytes of it whose rows are held
  number INTEGER NOT NULL,      -- rows before that place
  edited INTEGER NOT NULL,      -- 1 while rows of an older version may be held as well
  whole  INTEGER NOT NULL       -- 1 if all its rows are held
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tellings (
  id   INTEGER PRIMARY KEY,
  json TEXT NOT NULL UNIQUE     -- what was told of sources when they were added: collection, rights, columns ...
);

CREATE TABLE IF NOT EXISTS told (
  source  INTEGER PRIMARY KEY REFERENCES sources ON DELETE CASCADE,
  telling INTEGER NOT NULL REFERENCES tellings
);

CREATE TABLE IF NOT EXISTS searches (
  name   TEXT PRIMARY KEY,      -- as a person called it
  query  TEXT NOT NULL,         -- as it was asked
  sort   TEXT NOT NULL,         -- relevance, newest or oldest
  saved  TEXT NOT NULL,         -- when, ISO 8601, UTC
  looked TEXT NOT NULL,         -- when it was last looked at, ISO 8601, UTC
  seen   BLOB NOT NULL          -- keys of all that it found then, one a line, one zstandard frame
) WITHOUT ROWID;
