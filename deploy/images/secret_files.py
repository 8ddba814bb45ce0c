"""`python -m deploy.images.secret_files FOLDER`: the secrets that docker-compose.yml hands out.

Each is a file. What is there is kept, so that a broker and a store that were set up with it go on.
"""

import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.accounts import credentials
from deploy.local.durable_file import write_atomically

USER = "lyhord"
"""The account of the services at the broker and at the store."""

# Containers read the files as users of their own; the folder keeps others on this machine out.
_READABLE = 0o444
_FOLDER = 0o700


def make(folder: Path) -> None:
    """Make what is missing. Raises OSError when the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_FOLDER)
    broker_password = _kept(folder / "rabbitmq_password")
    store_password = _kept(folder / "mongodb_password")
    _kept(folder / "mongodb_keyfile", size=96)
    _kept(folder / "receipt_key")
    _kept(folder / "session_key")
    service_token = credentials(folder).token("service")
    derived = _derived(broker_password, store_password, service_token)
    for name, content in derived.items():
        write_atomically(folder / name, content, _READABLE)
    (folder / "accounts.toml").chmod(_READABLE)


def _derived(broker_password: str, store_password: str, service_token: str) -> Mapping[str, str]:
    return {
        "rabbitmq.conf": f"default_user = {USER}\ndefault_pass = {broker_password}\n",
        "amqp_url": f"amqp://{USER}:{broker_password}@rabbitmq:5672/",
        "mongo_url": f"mongodb://{USER}:{store_password}@mongodb:27017/"
        "?authSource=admin&replicaSet=lyhord",
        "service_token": service_token,
    }


def _kept(file: Path, size: int = 32) -> str:
    """The secret in the file, made of `size` random bytes where there is none."""
    if not file.exists():
        # Hexadecimal stands unquoted in addresses, in RabbitMQ's settings and in a key file.
        write_atomically(file, secrets.token_hex(size), _READABLE)
    return file.read_text(encoding="utf-8").strip()


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 made, 1 not writable, 2 called wrongly."""
    if len(arguments) != 1:
        print("Give the folder: python -m deploy.images.secret_files var/compose", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        make(folder)
    except OSError as error:
        print(f"{folder} cannot be written ({error.strerror}): make it your own", file=sys.stderr)
        return 1
    print(f"Secrets are in {folder}; who can log in, and with what: {folder / 'credentials.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
