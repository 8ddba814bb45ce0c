"""The board's report: sentences and tables from figures, frozen when published (R73, R74, R81).

From the bottom: words (swedish, spans, words), figures asked for (references, asking), what a
report consists of (content, headings), its sections, composing, and last what is stored
(documents), done (writing) and answered (api). Outputs write a composed report in a file format.
"""
