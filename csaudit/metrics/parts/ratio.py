"""`form: ratio`: kept ÷ broken instead of kept ÷ all.

The ratio r of a share p is an odds: p = r / (1 + r). The audit judges it through its share.
"""

from __future__ import annotations

from csaudit.metrics.declaration import Setting, SettingKind

FORM = Setting(
    "form",
    SettingKind.CHOICE,
    "share",
    "a share of the whole, or the ratio of the two parts",
    choices=("share", "ratio"),
)
