"""What the solver weighs, in one place: log-odds against "this text shows no hierarchy". Positive speaks for a tree."""

# An entry begins.
ENTRY = -1.0
"""Any entry, before anything speaks for it."""
UNMARKED = -2.0
"""An entry without a marker, besides."""
NEXT = 2.3
"""Its number is the next one under the same parent."""
FIRST = 0.7
"""The first one under its parent has number 1."""
RUN_ON = 1.3
"""The first one under its parent counts on from the last one of its class."""
FIRST_NOT_ONE = -3.0
GAP = -1.6
"""A number was left out; again for each further one, at most GAP_MOST."""
GAP_MOST = -5.0
AGAIN = -4.5
"""The same number twice under one parent."""
BACK = -6.0
"""A number below the one before it under the same parent."""
LISTED = 0.9
"""The next bullet of a list."""
PARENT_NUMBER = 1.6
"""The number of the parent is in its own (2-1 under 2)."""
OTHER_PARENT = -5.0
"""The number of another parent is (2-1 under 3)."""
LEVEL_WORD = 0.7
"""The name of a level stands before its number."""
KNOWN_DEPTH = 0.5
"""Its class has stood at this depth before."""
OTHER_DEPTH = -1.6
"""Its class has only stood at other depths."""
NEW_CLASS = -0.9
"""The first of its class."""
MIXED = -2.4
"""Its class is another one than that of the entries beside it."""
RANK = -0.8
"""Per step that its class usually stands above that of its parent."""
NESTED_SAME = -6.0
"""Its class is that of an entry it would stand under."""
INDENT = -0.5
"""Per em that it is printed further left or right than the entries beside it, at most INDENT_MOST."""
INDENT_MOST = -1.5
STYLE = -0.8
"""It is printed otherwise than the entries beside it."""
STYLED = 1.0
"""Per step of emphasis over the text, up to two, for a text without a marker."""
ALIKE = 1.5
"""It has no marker, but stands out and is printed like the entries beside it, or like earlier ones of its depth."""
SET_APART = 0.6
"""It stands out and has white space before it."""
LOUDER = -1.2
"""Per step that it stands out more than an entry it would stand under, up to LOUDER_MOST steps."""
LOUDER_MOST = 3.0
LOUD_AS_TEXT = -0.5
"""Per step that what is taken for a line of text stands out, up to two, where a hierarchy is open."""
HEADING_DEPTH = -1.5
"""Depth of the file's own heading contradicts that of the entry it would stand under."""
DEEP = -1.0
"""Per level below the sixth."""
NO_NAME = -1.5
"""Its name has to come from elsewhere."""
CHAPTER = -1.0
"""第1章 counts the sections of a document more often than policies."""
NAMED_BY_LABEL = -0.3
"""A lone label is a name (第1グループ)."""
ABOVE = -1.5
"""The first lone label that stands under its name."""
APART = -1.2
"""Per label that still waits for its name when another lone label follows."""

TITLE = -3.5
"""It reads like the title of a document."""

# What is no entry.
HIDDEN = -0.8
"""A section or list that stands outside of the hierarchy though its name does not say so."""
HIDDEN_NAMED = 0.3
"""One whose name says so (計画の趣旨, 推進体制)."""
ESCAPE = -2.6
"""An entry of a lower class begins inside what was outside of the hierarchy."""
SECTION_AS_BODY = -3.0
"""A section of the document is taken for a line of text."""
NEXT_AS_BODY = -1.6
"""What has the next number of an open entry or section is taken for text."""
KNOWN_AS_BODY = -0.8
"""What has the marker of a class of entries is taken for text."""
LEVEL_AS_TEXT = -1.0
"""What begins with the name of a level is taken for text."""
TEXT_BETWEEN = -0.03
"""Per line of text between two entries, at most TEXT_MOST."""
TEXT_MOST = -0.6
UNEXPLAINED = -0.6
"""A short line inside the hierarchy that is neither prose nor caption nor furniture."""
SAME_ENTRY = 1.2
"""An entry is printed again where its details follow."""
TWICE = -2.5
"""An entry with the words of another one is taken for a new one."""

# A name goes on.
JOIN = -1.0
"""The next unit belongs to the name, before anything speaks for it."""
JOIN_MARK = -2.0
"""It begins with what looks like a marker."""
FULL_LINE = 1.6
"""The line before it is as long as the lines of its text are."""
UNFINISHED = 2.5
"""The words before it cannot stand at an end, or its own not at a beginning."""
OTHER_CELL = -5.0
"""It stands in another cell of the row."""
FILLED = 1.0
"""The name that a lone label waits for."""

# The whole.
FLAT = -2.5
"""No entry stands under another."""
FEW = -0.7
"""Per entry less than four."""
SECOND_TREE = -3.5
"""The first entry of another section that holds entries without a parent."""
LONE_CHILD = -0.4
"""An entry with a single one under it."""

WIDTH = 48
"""Readings that are kept while solving."""
BEST = 6
"""Readings that are handed over."""
