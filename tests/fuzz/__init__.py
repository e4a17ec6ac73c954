"""A hunt for inputs that break csaudit: `python -m tests.fuzz --minutes 60`.

Every input is an export, a standards file and flags, made from a seed. Most are valid; each may be
mutated. What holds of all: no exit code 70, no panic, no hang, an output that adds up.
"""
