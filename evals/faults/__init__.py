"""The fault matrix: what must happen when a disk, a file, a question or another process fails or attacks.

`run.py` runs rows and writes `evals/FAULTS.md`; `rows.py` lists them; each row is a module of its own.
"""
