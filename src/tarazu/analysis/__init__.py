"""Questions asked of coded records, one module each."""
