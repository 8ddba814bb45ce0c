"""Stands in for a service: ``python local_stand_in.py ready|never|crash``, port `LYHORD_PORT`."""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = sys.argv[1] == "ready"
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(b"ok" if ready else b"the broker does not answer")

    def log_message(self, *arguments: object) -> None:
        """No line for each request."""


if __name__ == "__main__":
    if sys.argv[1] == "crash":
        sys.exit("the organisation has a fault in line 7")
    address = ("127.0.0.1", int(os.environ["LYHORD_PORT"]))
    ThreadingHTTPServer(address, _Health).serve_forever()
