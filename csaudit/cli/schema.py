"""`csaudit schema`: the JSON Schema of standards.yaml, for editors."""

from __future__ import annotations

import json
from typing import Final

from csaudit import streams

EXAMPLES: Final = """\b
Examples:
  csaudit schema > standards.schema.json

\b
Then an editor helps if standards.yaml begins with the line
  # yaml-language-server: $schema=standards.schema.json
"""


def schema() -> None:
    """Print the JSON Schema of standards.yaml, for editors."""
    from csaudit.standards.schema import json_schema

    streams.write_report(json.dumps(json_schema(), indent=2) + "\n", utf8=True)
