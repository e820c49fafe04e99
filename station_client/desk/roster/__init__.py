"""Rosters: the lists that villages keep in Excel become cards, row by row, with a verdict on each.

``workbook.read_sheets`` reads a file, ``mapping.propose`` says what its columns mean,
``plan.plan`` what would become of every row (nothing is written yet), ``running.run`` writes it in
batches, ``report.write_report`` gives the file back with the verdicts; ``questions`` keeps what
only a person can answer. ``importing.import_file`` does all of it in one go.
"""
