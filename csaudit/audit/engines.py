"""Where a plan is run: by one of polars' own engines, or by a cluster.

A plan holds no Python function, so that it can be carried to another process as it is. The
records that csaudit has typed lie in memory, where polars' in-memory engine answers a plan more
than twice as fast as its streaming engine (docs/scale.md).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast

import polars as pl

from csaudit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars._typing import EngineType

Engine = Literal["auto", "in-memory", "streaming", "gpu", "distributed"]
ENGINES: Final[tuple[Engine, ...]] = ("auto", "in-memory", "streaming", "gpu", "distributed")

ADDRESS: Final = "POLARS_CLOUD_CLUSTER"
"""The environment variable that names a cluster where no option does."""


class Cluster(Protocol):
    """Where plans are sent: it takes a lazy frame and gives back the rows that it makes."""

    def collect(self, plan: pl.LazyFrame) -> pl.DataFrame:
        """Runs one plan."""


def collected(
    plans: Sequence[pl.LazyFrame], engine: str = "auto", cluster: Cluster | str | None = None
) -> list[pl.DataFrame]:
    """The rows of each plan, in the order of the plans; `cluster` is one, or its address.

    Raises UsageError where there is no such engine, or where it is not installed.
    """
    if engine not in ENGINES:
        known = did_you_mean(engine, ENGINES)
        raise UsageError(f"there is no engine {engine}{known}.", f"one of {', '.join(ENGINES)}")
    if engine == "distributed":
        place = polars_cloud(cluster) if cluster is None or isinstance(cluster, str) else cluster
        run = place.collect
        with ThreadPoolExecutor(len(plans) or 1) as threads:
            return list(threads.map(run, plans))
    if engine == "gpu" and find_spec("cudf_polars") is None:
        raise UsageError(
            "the engine gpu needs the package cudf-polars, and a graphics card of NVIDIA.",
            "pip install cudf-polars-cu12    (or --engine in-memory)",
        )
    chosen = "in-memory" if engine == "auto" else engine
    return pl.collect_all(plans, engine=cast("EngineType", chosen))


def polars_cloud(address: str | None = None) -> Cluster:
    """A cluster of polars-cloud: by the address of its scheduler, or by its name.

    Raises UsageError where the package is not installed, or nobody says which cluster.
    """
    if find_spec("polars_cloud") is None:
        raise UsageError(
            "the engine distributed needs the package polars-cloud, which is not installed.",
            "pip install 'csaudit[distributed]'",
        )
    address = address or os.environ.get(ADDRESS)
    if not address:
        raise UsageError(
            "the engine distributed needs to know which cluster it shall run on.",
            "--cluster https://scheduler:5051    or the name of a cluster of Polars Cloud",
        )
    return _PolarsCloud(address)


class _PolarsCloud:
    """A cluster of polars-cloud."""

    def __init__(self, address: str) -> None:
        import polars_cloud

        cloud = cast("Any", polars_cloud)
        if "://" in address:
            self._context = cloud.ClusterContext(address)
        else:
            self._context = cloud.ComputeContext(name=address)

    def collect(self, plan: pl.LazyFrame) -> pl.DataFrame:
        """Runs one plan on the workers of the cluster."""
        remote = cast("Callable[..., Any]", plan.remote)
        return cast("pl.DataFrame", remote(self._context).distributed().collect())


def explained(plans: Sequence[pl.LazyFrame]) -> str:
    """The optimised plan in words, as polars tells it: what is read, and what is made of it."""
    return pl.explain_all(list(plans))
