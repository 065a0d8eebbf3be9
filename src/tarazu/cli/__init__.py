"""The command line: one command a verb, with no logic of its own."""

from tarazu.cli.app import main

__all__ = ["main"]
