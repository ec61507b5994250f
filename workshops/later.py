"""Fields that came after the first findings: left out of the hash while they say nothing."""

#: The metadata of such a field; its default is what says nothing.
LATER = {"later": True}
