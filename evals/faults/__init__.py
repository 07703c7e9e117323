"""The fault matrix: what must happen when a disk fails, a process is killed or several run at once.

`run.py` lists the rows, runs them, writes `evals/FAULTS.md`.
"""
