"""Loads every record file by itself, as a program that wants one record does.

Usage: load_schemas.py SCHEMA_DIR

Prints a line for each file: the type's full name and the MD5 of its parsing canonical form.
"""

import sys
from pathlib import Path

from fastavro.schema import fingerprint, load_schema, to_parsing_canonical_form

for file in sorted(Path(sys.argv[1]).glob("*.avsc")):
    schema = load_schema(file)
    print(schema["name"], fingerprint(to_parsing_canonical_form(schema), "MD5"))
