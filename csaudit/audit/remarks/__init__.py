"""What a reader should know beside the numbers: notes on the data, the standards and their misses.

Each file is one kind of remark: `tallies` says what the plan must count for it, and `remarks`
makes notes of the answers. Nothing here changes a verdict.
"""
