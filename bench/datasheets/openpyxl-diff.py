"""The way of 2014: openpyxl and a dictionary. `openpyxl-diff.py BOOK ROWS`; see peers.ts for what is compared."""
import json
import resource
import sys
import time

import openpyxl

began = time.perf_counter()
book, rows = sys.argv[1:3]
with open(rows, encoding='utf-8') as lines:
    table = {row[0]: row for row in map(json.loads, lines)}


def text(cell):
    if cell is None:
        return ''
    return cell.strftime('%Y-%m-%d %H:%M:%S') if hasattr(cell, 'strftime') else str(cell)


def same(cell, kept):
    if text(cell) == (kept or ''):
        return True
    return isinstance(cell, (int, float)) and kept is not None and float(kept) == cell


counts = {'insert': 0, 'update': 0, 'delete': 0}
sheet = openpyxl.load_workbook(book, read_only=True, data_only=True).worksheets[0]
for number, cells in enumerate(sheet.iter_rows(values_only=True)):
    if number == 0:
        continue
    kept = table.pop(text(cells[0]), None)
    if kept is None:
        counts['insert'] += 1
    elif not all(same(cell, value) for cell, value in zip(cells, kept)):
        counts['update'] += 1
counts['delete'] = len(table)
counts['ms'] = (time.perf_counter() - began) * 1000
counts['peak'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps(counts))
