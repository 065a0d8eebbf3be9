"""A case on disk: one SQLite file with the documents, their records, the runs that made them and what a person decided about them."""
