"""PDF pages → units of text in reading order, with the looks, places and containers that tell headings from text.

The way of a page: pieces (glyphs between gaps and walls), frames (cells and boxes that hold them), order (columns before
lines), lines (pieces side by side that belong together, numbers in circles with their headings), looks, furniture.
"""
