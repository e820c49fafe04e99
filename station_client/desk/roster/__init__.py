"""Rosters: the lists that villages keep in Excel become cards, row by row, with a verdict on each.

In the order of use, ``work`` being a `Counter`:

1. ``workbook.read_sheets(path)``: the file as plain cells.
2. ``importing.propose(work, book, columns)``: what its columns mean; the operator corrects it with
   ``SheetMapping.with_target`` and ``with_word``, ``mapping.remember`` keeps it for the next file.
3. ``importing.make_plan(work, book, meaning, columns)``: what would become of every row; nothing
   is written yet. ``wording.explain`` says why.
4. ``running.run(work, plan, progress, cancelled)``: writes it, one act per batch of rows.
   ``running.resumable(ledger, book.sha256)``: how far an interrupted run of the file had come.
5. ``report.write_report(plan, path, say, catalogue, rows)``: the file back, verdicts beside rows.
6. ``questions.pending(local)``, ``answer``, ``settle``: what only a person can answer.

``importing.import_file`` does 1 to 5 in one go.
"""
