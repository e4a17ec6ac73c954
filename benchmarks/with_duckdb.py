"""The figures of the twelve standards in DuckDB's SQL, business time by an ASOF join."""

from __future__ import annotations

import json
import re
import sys

import duckdb

from benchmarks.openings import openings

TICKETS = """
CREATE TABLE t AS
SELECT id, status, priority, channel, agent, team,
       epoch_us(try_cast(created_at AS TIMESTAMPTZ)) AS c,
       epoch_us(try_cast(first_response_at AS TIMESTAMPTZ)) AS f,
       epoch_us(try_cast(resolved_at AS TIMESTAMPTZ)) AS r,
       try_cast(csat AS INT) AS csat, try_cast(reopens AS INT) AS reopens,
       try_cast(replies AS INT) AS replies
FROM read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"');
CREATE TABLE d AS SELECT * FROM t WHERE c IS NOT NULL;
CREATE TABLE now AS SELECT greatest(max(c), max(f), max(r)) AS instant FROM t;
"""
OPEN_TIME = """
CREATE TABLE b AS
WITH start AS (
    SELECT d.*, coalesce(d.f, (SELECT instant FROM now)) AS u,
        o.before + least(d.c, o.ends) - o.begins AS bc
    FROM d ASOF JOIN o ON d.c >= o.begins)
SELECT start.*, o.before + least(start.u, o.ends) - o.begins - bc AS open_us
FROM start ASOF JOIN o ON start.u >= o.begins;
"""
FIGURES = {
    "answered": """SELECT sum((open_us <= 4 * H)::INT) FILTER (f IS NOT NULL),
        count(*) FILTER (f IS NOT NULL OR open_us > 4 * H) FROM b""",
    "answered by team, channel": """SELECT list({k: k, m: m, n: n} ORDER BY k) FROM (
        SELECT team AS k, sum((open_us <= 4 * H)::INT) FILTER (f IS NOT NULL) AS m,
        count(*) FILTER (f IS NOT NULL OR open_us > 4 * H) AS n FROM b GROUP BY team UNION ALL
        SELECT channel, sum((open_us <= 4 * H)::INT) FILTER (f IS NOT NULL),
        count(*) FILTER (f IS NOT NULL OR open_us > 4 * H) FROM b GROUP BY channel)""",
    "by-priority": """SELECT sum((open_us <= l)::INT) FILTER (f IS NOT NULL),
        count(*) FILTER (f IS NOT NULL OR open_us > l) FROM (SELECT *, H * CASE priority
        WHEN 'urgent' THEN 1 WHEN 'high' THEN 4 WHEN 'normal' THEN 8 ELSE 24 END AS l FROM b)""",
    "resolved": """SELECT sum((r - c <= 72 * H)::INT),
        count(*) FILTER (r IS NOT NULL OR now.instant - c > 72 * H) FROM d, now""",
    "median": """SELECT quantile_disc(open_us, 0.5) / 1e6, count(*) FROM b WHERE f IS NOT NULL""",
    "p90": """SELECT quantile_disc(r - c, 0.9) / 1e6, count(*) FROM d WHERE r IS NOT NULL""",
    "p90 by team": """SELECT list({k: k, q: q} ORDER BY k) FROM (SELECT team AS k,
        quantile_disc(r - c, 0.9) / 1e6 AS q FROM d WHERE r IS NOT NULL GROUP BY team)""",
    "happy": "SELECT sum((csat >= 4)::INT), count(csat) FROM d",
    "happy by agent": """SELECT list({k: k, m: m, n: n} ORDER BY k) FROM (SELECT agent AS k,
        sum((csat >= 4)::INT) AS m, count(csat) AS n FROM d GROUP BY agent)""",
    "rate": "SELECT sum((r IS NOT NULL)::INT), count(*) FROM d",
    "reopened": """SELECT sum((reopens > 0)::INT), count(*) FROM d
        WHERE r IS NOT NULL OR reopens > 0""",
    "replies": "SELECT avg(replies), count(*) FROM d WHERE r IS NOT NULL",
    "each-day": """SELECT sum((f - c <= 24 * H)::INT) FILTER (f IS NOT NULL),
        count(*) FILTER (f IS NOT NULL OR now.instant - c > 24 * H) FROM d, now""",
    "email": """SELECT sum((open_us <= 8 * H)::INT) FILTER (f IS NOT NULL),
        count(*) FILTER (f IS NOT NULL OR open_us > 8 * H) FROM b WHERE channel = 'email'""",
    "flow by month": """SELECT list({k: k, i: i, o: o} ORDER BY k) FROM (
        SELECT x.k, i, coalesce(o, 0) AS o FROM
        (SELECT strftime(make_timestamp(c) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London', '%Y-%m')
         AS k, count(*) AS i FROM d GROUP BY 1) x LEFT JOIN
        (SELECT strftime(make_timestamp(r) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London', '%Y-%m')
         AS k, count(*) AS o FROM d WHERE r IS NOT NULL GROUP BY 1) y ON x.k = y.k)""",
}


def main() -> None:
    """All figures as JSON."""
    base = duckdb.connect()
    base.execute("SET TimeZone = 'UTC'")
    base.execute(TICKETS.format(path=sys.argv[1].replace("'", "''")))
    base.execute("CREATE TABLE o (begins BIGINT, ends BIGINT, before BIGINT)")
    base.executemany("INSERT INTO o VALUES (?, ?, ?)", openings())
    base.execute(OPEN_TIME)
    hour = re.compile(r"\bH\b")
    found = {
        name: base.execute(hour.sub("3600000000", query)).fetchone()
        for name, query in FIGURES.items()
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
