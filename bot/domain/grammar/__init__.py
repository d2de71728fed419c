"""What a message in an estimate's thread asks for, read by rules that must account for every word of it.

A rule reads a whole sentence or nothing. A word that no rule expects (a negation, a condition, a story around the
figure) leaves the sentence unread, so that nothing is changed that was not asked for.
"""

from bot.domain.grammar.reading import read

__all__ = ["read"]
