"""The catalogue of metrics: one file each, a declaration and its measure.

A module of this package that defines `METRIC` is in the catalogue; nothing else is to be done.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Metric

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def catalogue() -> Mapping[str, Metric]:
    """Every metric by its name, in alphabetical order."""
    modules = (import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__))
    metrics = (getattr(module, "METRIC", None) for module in modules)
    return {metric.name: metric for metric in metrics if isinstance(metric, Metric)}
