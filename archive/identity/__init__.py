"""Which files are one document, and which text of it: pure, and the same in any order.

``facts`` is what one reading says that bears on it, ``clusters`` puts files together into works,
``texts`` a work's files into its texts by day, and ``placement`` names the outcome.
Source: ARCHITECTURE.md, Identity; ``docs/decisions`` for where it had to choose.
"""
