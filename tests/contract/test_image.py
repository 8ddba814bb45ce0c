"""The image, its health check and the secrets agree with docker-compose.yml and the project."""

import json
import re
import socket
import stat
import subprocess
import sys
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deploy.images import healthcheck, secret_files
from deploy.local.surroundings import SERVICES
from tests.contract.compose_file import compose_file, dockerfile, parts
from tests.contract.documents import REPOSITORY

PARTS = parts()
OURS = [*SERVICES, "mail"]


def test_the_image_asks_for_health_as_the_compose_file_does() -> None:
    asked = re.search(r"HEALTHCHECK .*CMD (\[.*\])", dockerfile())
    port = re.search(r"LYHORD_PORT=(\d+)", dockerfile())
    assert asked
    assert port
    for service in SERVICES:
        assert ["CMD", *json.loads(asked[1])] == PARTS[service]["healthcheck"]["test"]
        assert PARTS[service]["environment"]["LYHORD_PORT"] == port[1]


@pytest.mark.parametrize("name", OURS)
def test_ours_run_a_module_that_exists(name: str) -> None:
    python, flag, module = PARTS[name]["command"][:3]
    folder = REPOSITORY / module.replace(".", "/")
    assert (python, flag) == ("python", "-m")
    assert (folder / "__main__.py").exists() or folder.with_suffix(".py").exists()


@pytest.mark.parametrize("name", OURS)
def test_our_image_has_the_projects_version(name: str) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert PARTS[name]["image"] == f"lyhord:{project['version']}"
    assert (REPOSITORY / PARTS[name]["build"]["dockerfile"]).exists()


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "compose"
    secret_files.make(folder)
    first = {file.name: file.read_text() for file in folder.iterdir()}
    secret_files.make(folder)
    assert {file.name: file.read_text() for file in folder.iterdir()} == first
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "credentials.json").stat().st_mode) == 0o600
    for each in compose_file()["secrets"].values():
        assert stat.S_IMODE((folder / Path(each["file"]).name).stat().st_mode) == 0o444


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "compose"
    in_the_way.write_text("")
    assert secret_files.main([str(in_the_way)]) == 1
    assert str(in_the_way) in capsys.readouterr().err


def test_what_the_image_copies_exists_and_is_in_the_context() -> None:
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").split()
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile(), re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert (REPOSITORY / source).exists()
        assert f"!{source}" in ignored


def test_the_image_installs_what_the_services_need_and_no_more() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = set(re.findall(r"--extra (\w+)", dockerfile()))
    assert extras == set(SERVICES)
    assert extras <= set(project["optional-dependencies"])
    assert "--require-hashes" in dockerfile()


def test_the_image_ends_without_rights() -> None:
    assert re.findall(r"^USER (.+)$", dockerfile(), re.MULTILINE)[-1] == PARTS["intake"]["user"]


def test_the_secrets_are_made_by_the_image_that_uses_them() -> None:
    maker = compose_file()["services"]["secrets"]
    assert maker["image"] == PARTS["intake"]["image"]
    folder = maker["volumes"][0].split(":")
    assert maker["command"] == ["python", "-m", "deploy.images.secret_files", folder[1]]
    for each in compose_file()["secrets"].values():
        assert each["file"].startswith(f"{folder[0]}/")


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_health_is_as_the_service_answers(status: int, code: int) -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert healthcheck.main([f"http://127.0.0.1:{server.server_port}/health/live"]) == code
        thread.join()


def test_a_service_that_does_not_answer_is_not_healthy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert healthcheck.main([f"http://127.0.0.1:{port}/health/live"]) == 1


def test_the_health_check_runs_as_it_is_typed() -> None:
    ended = subprocess.run(
        [sys.executable, *PARTS["intake"]["healthcheck"]["test"][2:-1]],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 2
