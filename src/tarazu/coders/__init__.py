"""What finds frames in a document that was read; all coders fulfil `records.Coder`."""
