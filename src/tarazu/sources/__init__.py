"""Everything outside: files and streams, read into documents."""

from tarazu.sources.files import read_bytes, read_files

__all__ = ["read_bytes", "read_files"]
