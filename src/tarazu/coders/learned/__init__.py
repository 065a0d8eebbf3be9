"""The learned coder: a small encoder with heads for mentions, acts, roles and reference; the lexicon is its second finder."""
