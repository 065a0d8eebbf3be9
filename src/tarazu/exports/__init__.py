"""A case written out in the formats that the field uses."""
