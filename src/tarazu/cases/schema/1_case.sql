-- The tables of a case, version 1. docs/case-file.md says what each is for; PRAGMA user_version says which version a file has.
-- Times are ISO 8601; days as YYYY-MM-DD, moments in UTC. Lists are JSON arrays. Offsets are code points, half-open, into documents.text.

CREATE TABLE about(                     -- what the case says of itself
  name TEXT PRIMARY KEY,                -- title, made, made_by, index_version
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs(                      -- which coder, in which version, with which language data
  number INTEGER PRIMARY KEY,
  coder TEXT NOT NULL,                  -- learned-1, lexicon-1; for imported records the data set
  version TEXT NOT NULL,                -- Tarazu's version
  digest TEXT NOT NULL,                 -- of the words, rules and model that it worked with
  settings TEXT NOT NULL,               -- JSON object
  started TEXT NOT NULL,
  UNIQUE(coder, version, digest, settings)
);

CREATE TABLE documents(                 -- one text, however often it was met
  number INTEGER PRIMARY KEY,
  doc TEXT NOT NULL UNIQUE,             -- the first 16 hexadecimal digits of the SHA-256 of the text
  text TEXT,                            -- as received; NULL where only records were imported
  run INTEGER REFERENCES runs           -- the run whose records stand; NULL where the document could not be coded
);

CREATE TABLE sightings(                 -- where a text was met
  number INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents,
  address TEXT NOT NULL,                -- path, URL or id
  seen TEXT NOT NULL,
  title TEXT, url TEXT, outlet TEXT, author TEXT, published TEXT,
  UNIQUE(document, address)
);
CREATE INDEX sightings_by_address ON sightings(address);
CREATE INDEX sightings_by_url ON sightings(url);

CREATE TABLE codings(                   -- what a run read a document as
  document INTEGER NOT NULL REFERENCES documents,
  run INTEGER NOT NULL REFERENCES runs,
  language TEXT NOT NULL,
  title TEXT, published TEXT, outlet TEXT, author TEXT, url TEXT,
  chain TEXT NOT NULL,                  -- JSON array: the sources that it names, from the outside in
  translated INTEGER NOT NULL,
  sentences INTEGER NOT NULL,
  PRIMARY KEY(document, run)
) WITHOUT ROWID;

CREATE TABLE records(                   -- events, ties, figures and assessments of every run, and as a person corrected them
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs,
  document INTEGER NOT NULL REFERENCES documents,
  position INTEGER NOT NULL,            -- order within the document
  standing INTEGER NOT NULL,            -- 1: it counts; 0: of another run than the document's, rejected, or replaced by its correction
  judged TEXT,                          -- accepted, corrected, rejected; NULL where nobody has judged it
  origin TEXT NOT NULL,                 -- coder, or person: a coder's record as a person corrected it, or kept though the run no longer finds it
  kind TEXT NOT NULL,                   -- event, tie, figure, assessment
  type TEXT NOT NULL,                   -- an event's type, a tie's kind, a figure's indicator, an assessment's dimension
  mode TEXT,                            -- an event's mode, an assessment's direction, the name of a figure that is none of the list
  channel TEXT, contexts TEXT,
  actors TEXT NOT NULL,                 -- an event's actors, a tie's source, a figure's subjects, an assessment's subject
  recipients TEXT NOT NULL,             -- an event's recipients, a tie's target, an assessment's object
  start TEXT, "end" TEXT, granularity TEXT, time_text TEXT,
  place TEXT, country TEXT, latitude REAL, longitude REAL,
  status TEXT,
  value REAL, value_to REAL, unit TEXT, qualifier TEXT, period TEXT,
  said_by TEXT NOT NULL,
  score REAL, confidence REAL NOT NULL,
  coder TEXT NOT NULL
);
CREATE INDEX records_by_document ON records(document, run, position);
CREATE INDEX records_by_id ON records(id);
CREATE INDEX records_by_day ON records(start) WHERE standing;

CREATE TABLE evidence(                  -- the sentences that a record stands on
  record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
  position INTEGER NOT NULL,
  sentence INTEGER NOT NULL,            -- index in the document, from 0
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  parts TEXT NOT NULL,                  -- JSON array of {role, start, end, id}
  PRIMARY KEY(record, position)
) WITHOUT ROWID;

CREATE TABLE participants(              -- who takes part in a record, for asking by actor
  record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
  role TEXT NOT NULL,                   -- actor or recipient
  position INTEGER NOT NULL,
  actor TEXT NOT NULL,                  -- KAZ/kassym-jomart-tokayev
  state TEXT NOT NULL,                  -- KAZ
  PRIMARY KEY(record, role, position)
) WITHOUT ROWID;
CREATE INDEX participants_by_actor ON participants(actor);
CREATE INDEX participants_by_state ON participants(state);

CREATE TABLE skips(                     -- what could not be read or coded, and why
  number INTEGER PRIMARY KEY,
  document INTEGER REFERENCES documents,
  run INTEGER REFERENCES runs,          -- NULL: it was not read at all
  address TEXT NOT NULL,
  stage TEXT NOT NULL,
  reason TEXT NOT NULL,
  start INTEGER, "end" INTEGER
);
CREATE UNIQUE INDEX skips_once ON skips(coalesce(document, 0), coalesce(run, 0), address, stage, reason, coalesce(start, -1), coalesce("end", -1));

CREATE TABLE judgements(                -- what people decided; rows are only ever added
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,              -- digest of all that follows
  action TEXT NOT NULL,                 -- accept, reject, set, merge, split, undo
  author TEXT NOT NULL,
  made TEXT NOT NULL,
  note TEXT NOT NULL,
  targets TEXT NOT NULL,                -- JSON array: the records as they stood, with document and evidence, so that they are found again
  changes TEXT NOT NULL,                -- JSON object: what `set` sets
  undoes TEXT                           -- the judgement that `undo` takes back
);
CREATE TRIGGER judgements_are_kept BEFORE DELETE ON judgements BEGIN SELECT raise(ABORT, 'judgements are only ever added: undo them'); END;
CREATE TRIGGER judgements_are_fixed BEFORE UPDATE ON judgements BEGIN SELECT raise(ABORT, 'judgements are only ever added: undo them'); END;

CREATE TABLE fits(                      -- on which standing records a judgement bears now; made anew whenever a document is coded
  judgement INTEGER NOT NULL REFERENCES judgements,
  target INTEGER NOT NULL,              -- place in judgements.targets, from 0
  doc TEXT NOT NULL,                    -- the target's document, which need not be in this case
  record INTEGER REFERENCES records ON DELETE SET NULL,  -- NULL: none fits any more
  PRIMARY KEY(judgement, target)
) WITHOUT ROWID;
CREATE INDEX fits_by_record ON fits(record);
CREATE INDEX fits_by_doc ON fits(doc);

CREATE TABLE samples(                   -- records that were drawn by chance to be judged, from which precision is estimated
  id TEXT PRIMARY KEY,                  -- the record's
  doc TEXT NOT NULL,
  drawn TEXT NOT NULL,
  seed INTEGER NOT NULL
) WITHOUT ROWID;

CREATE VIRTUAL TABLE full_text USING fts5(folded, content='', tokenize="unicode61 remove_diacritics 0");
-- rowid = documents.number. The text is folded (one letter for all its spellings), so it is asked through Tarazu, which folds the question too.

CREATE VIEW standing AS
  SELECT records.*, documents.doc, codings.language, codings.published, codings.outlet, codings.title
  FROM records
  JOIN documents ON documents.number = records.document
  LEFT JOIN codings ON codings.document = records.document AND codings.run = records.run
  WHERE records.standing;

CREATE VIEW events AS
  SELECT id, doc, type, mode, contexts, channel, actors, recipients, start, "end", granularity, time_text, place, country, latitude, longitude, status,
    value AS amount, unit, said_by, score, confidence, coder, judged, language, published, outlet
  FROM standing WHERE kind = 'event';

CREATE VIEW ties AS
  SELECT id, doc, type AS kind, json_extract(actors, '$[0]') AS source, json_extract(recipients, '$[0]') AS target, start AS since, "end" AS until, said_by, confidence, coder, judged,
    language, published, outlet
  FROM standing WHERE kind = 'tie';

CREATE VIEW figures AS
  SELECT id, doc, type AS indicator, mode AS name, value, value_to, unit, period, actors AS subjects, qualifier, status, said_by, confidence, coder, judged,
    language, published, outlet
  FROM standing WHERE kind = 'figure';

CREATE VIEW assessments AS
  SELECT id, doc, json_extract(actors, '$[0]') AS subject, json_extract(recipients, '$[0]') AS object, type AS dimension, mode AS direction, start, "end", granularity, time_text, said_by, confidence,
    coder, judged, language, published, outlet
  FROM standing WHERE kind = 'assessment';

CREATE VIEW sentences AS                -- each standing record with the words that it stands on
  SELECT records.id, documents.doc, evidence.sentence, evidence.start, evidence."end",
    substr(documents.text, evidence.start + 1, evidence."end" - evidence.start) AS text
  FROM records JOIN documents ON documents.number = records.document JOIN evidence ON evidence.record = records.number
  WHERE records.standing;
