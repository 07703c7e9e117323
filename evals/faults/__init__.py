"""The fault matrix: what must happen when a disk fails, a process is killed or several run at once.

`run.py` runs rows and writes `evals/FAULTS.md`; `rows.py` lists them; each row is a module of its own.
"""
