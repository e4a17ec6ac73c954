"""How long an audit takes beside a bare scan, DuckDB and pandas that give the same figures."""
