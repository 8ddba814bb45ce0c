"""`python -m deploy.images.healthcheck URL`: ends with 0 if the address answers 200.

The image has no curl, and needs none.
"""

import sys
import urllib.request
from collections.abc import Sequence
from urllib.error import URLError

TIMEOUT_SECONDS = 3.0


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 healthy, 1 not, 2 called wrongly."""
    if len(arguments) != 1 or not arguments[0].startswith("http://"):
        print("Give one address: http://127.0.0.1:8000/health/live", file=sys.stderr)
        return 2
    try:
        # The scheme is checked above; the address comes from the image or the compose file.
        with urllib.request.urlopen(arguments[0], timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (URLError, OSError) as error:
        # The engine keeps what is printed, for `docker inspect`.
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
