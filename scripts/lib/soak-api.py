"""What schemathesis cannot do by itself: a body that is a line of JSON. Loaded by scripts/soak api."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    """One line of the value."""
    return value if isinstance(value, bytes) else (json.dumps(value) + "\n").encode()
