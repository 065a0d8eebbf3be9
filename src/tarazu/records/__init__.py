"""The typed, frozen records that flow through Tarazu, with their provenance."""

from tarazu.records.coded import *  # noqa: F403 - the names are listed in the modules themselves
from tarazu.records.held import *  # noqa: F403
from tarazu.records.reading import *  # noqa: F403
from tarazu.records.story import *  # noqa: F403
