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
