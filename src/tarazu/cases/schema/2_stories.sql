-- Version 2 adds stories: acts as several documents tell them, who copied from whom, and what it takes to tell them again where a document is new.

CREATE TABLE untold(                    -- documents whose records have changed since the stories were told
  document INTEGER PRIMARY KEY REFERENCES documents
);

CREATE TABLE stories(                   -- one act each
  id TEXT PRIMARY KEY,                  -- s- and the smallest id of its events
  type TEXT NOT NULL, mode TEXT, channel TEXT, contexts TEXT NOT NULL,
  actors TEXT NOT NULL, recipients TEXT NOT NULL,
  start TEXT, "end" TEXT, granularity TEXT, time_text TEXT,
  place TEXT, country TEXT, latitude REAL, longitude REAL,
  status TEXT NOT NULL,
  amount REAL, unit TEXT,
  score REAL NOT NULL, confidence REAL NOT NULL,
  thread TEXT NOT NULL,                 -- the first story of its thread: planned, done, cancelled
  witnesses INTEGER NOT NULL,           -- independent sources
  origin TEXT,                          -- the earliest source
  told TEXT,                            -- the day on which it was first published
  docs TEXT NOT NULL,                   -- JSON array: the documents that tell it
  disagreements TEXT NOT NULL,          -- JSON array: where they contradict each other
  chain TEXT NOT NULL,                  -- JSON object: who has it from whom
  deed TEXT NOT NULL                    -- JSON object: what threads are found by
) WITHOUT ROWID;
CREATE INDEX stories_by_thread ON stories(thread);
CREATE INDEX stories_by_day ON stories(start);

CREATE TABLE tellings(                  -- which events tell a story
  story TEXT NOT NULL REFERENCES stories,
  position INTEGER NOT NULL,            -- by the day of publication
  record TEXT NOT NULL UNIQUE,          -- the event's id
  doc TEXT NOT NULL,
  PRIMARY KEY(story, position)
) WITHOUT ROWID;
CREATE INDEX tellings_by_doc ON tellings(doc);

CREATE TABLE story_keys(                -- events that share no key are never compared
  key TEXT NOT NULL,
  record TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY(key, record)
) WITHOUT ROWID;
CREATE INDEX story_keys_by_doc ON story_keys(doc);

CREATE TABLE links(                     -- how likely two events tell one act; pairs that are hardly likely are not kept
  one TEXT NOT NULL,                    -- the smaller id
  two TEXT NOT NULL,
  likeness REAL NOT NULL,
  PRIMARY KEY(one, two)
) WITHOUT ROWID;
CREATE INDEX links_by_two ON links(two);

CREATE TABLE prints(                    -- the MinHash of each text, by which near-duplicates are found
  document INTEGER PRIMARY KEY REFERENCES documents,
  signature BLOB NOT NULL
);

CREATE TABLE copies(                    -- which document has its text, or its acts, from another
  taker TEXT NOT NULL,
  giver TEXT NOT NULL,
  kind TEXT NOT NULL,                   -- copies, translates
  share REAL NOT NULL,                  -- of the taker's text or stories, 0 to 1
  PRIMARY KEY(taker, giver, kind)
) WITHOUT ROWID;
CREATE INDEX copies_by_giver ON copies(giver);

INSERT INTO untold SELECT number FROM documents;
