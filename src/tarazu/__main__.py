"""`python -m tarazu` is `tarazu`."""

from tarazu.cli import main

main()
