"""deploy/bootstrap with stand-ins for the programs it calls: what it does, and what it leaves."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.local.surroundings import REPOSITORY

_LOG = 'echo "$(basename "$0") $*" >>"$CALLS"\n'
# A Python that is new enough, makes a .venv of itself, and installs uv as pip would.
_PYTHON = f"""#!/bin/sh
{_LOG}
case "$*" in
    "-m venv "*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m pip install "*) cp "$(dirname "$CALLS")/uv" .venv/bin/uv ;;
esac
"""
_UV = f"""#!/bin/sh
{_LOG}
exit "${{UV_FAILS:-0}}"
"""
_APT = f"""#!/bin/sh
{_LOG}
if [ -x "$LYHORD_POLICY_RC_D" ]; then
    "$LYHORD_POLICY_RC_D" --quiet rabbitmq-server start
    echo "policy rabbitmq-server: $?" >>"$CALLS"
    "$LYHORD_POLICY_RC_D" --quiet cron start
    echo "policy cron: $?" >>"$CALLS"
fi
case "$*" in
    *" install "*) [ -e "$CALLS.lists" ] || [ -z "${{STALE_LISTS:-}}" ] || exit 100 ;;
    update*) touch "$CALLS.lists" ;;
esac
"""


class Clone:
    """A folder like a fresh clone, and a PATH whose programs write down that they were called."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a clone with spaces"
        self._programs = folder / "programs"
        self._calls = self._programs / "calls"
        self.policy = folder / "policy-rc.d"
        (self.root / "deploy").mkdir(parents=True)
        (self.root / "requirements").mkdir()
        self.npm_lock = self.root / "tests" / "browser" / "npm" / "package-lock.json"
        self.npm_lock.parent.mkdir(parents=True)
        self.npm_lock.write_text("{ }")
        shutil.copy(REPOSITORY / "deploy" / "bootstrap", self.root / "deploy")
        (self.root / "requirements" / "lock.txt").write_text("one==1\n")
        (self.root / "pyproject.toml").write_text("[project]\n")
        self._programs.mkdir()
        self.program("python3", _PYTHON)
        self.program("uv", _UV)
        self.program("apt-get", _APT)
        self.be_user(0)

    def program(self, name: str, script: str) -> None:
        file = self._programs / name
        file.write_text(script)
        file.chmod(0o755)

    def be_user(self, number: int) -> None:
        self.program("id", f"#!/bin/sh\necho {number}\n")

    def bootstrap(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self._calls.write_text("")
        return subprocess.run(
            (self.root / "deploy" / "bootstrap", *arguments),
            env={
                "PATH": f"{self._programs}:/usr/bin:/bin",
                "CALLS": str(self._calls),
                "LYHORD_POLICY_RC_D": str(self.policy),
                "LYHORD_RABBITMQ_SERVER": "/nowhere/rabbitmq-server",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return self._calls.read_text().splitlines()

    def called(self, beginning: str) -> list[str]:
        return [call for call in self.calls if call.startswith(beginning)]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_packages_are_exactly_those_of_the_lock_file_with_hashes(clone: Clone) -> None:
    assert clone.bootstrap("lint").returncode == 0
    sync, project = clone.called("uv pip")
    assert sync.startswith("uv pip sync")
    assert sync.endswith("--require-hashes requirements/lock.txt")
    assert project.endswith("--no-deps --editable .")
    assert not clone.called("apt-get")


def test_second_run_calls_nothing(clone: Clone) -> None:
    clone.bootstrap("lint")
    assert clone.bootstrap("lint").returncode == 0
    assert clone.calls == []


@pytest.mark.parametrize("file", ["requirements/lock.txt", "pyproject.toml"])
def test_changed_lock_or_project_file_installs_again_into_the_same_venv(
    clone: Clone, file: str
) -> None:
    clone.bootstrap("lint")
    with (clone.root / file).open("a") as changed:
        changed.write("# changed\n")
    assert clone.bootstrap("lint").returncode == 0
    assert len(clone.called("uv pip")) == 2
    assert not clone.called("python3 -m venv")


def test_moved_clone_installs_again(clone: Clone) -> None:
    clone.bootstrap("lint")
    clone.root = clone.root.rename(clone.root.with_name("elsewhere"))
    assert clone.bootstrap("lint").returncode == 0
    assert len(clone.called("uv pip")) == 2


def test_install_that_failed_is_tried_again_next_time(clone: Clone) -> None:
    failed = clone.bootstrap("lint", UV_FAILS="1")
    assert failed.returncode == 1
    assert "requirements/lock.txt could not be installed" in failed.stderr
    assert clone.bootstrap("lint").returncode == 0
    assert len(clone.called("uv pip")) == 2


def test_too_old_python_is_told_with_the_way_to_name_another(clone: Clone) -> None:
    clone.program("old", "#!/bin/sh\nexit 1\n")
    answer = clone.bootstrap("lint", LYHORD_PYTHON="old")
    assert answer.returncode == 1
    assert "needs Python 3.11 or newer" in answer.stderr
    assert "LYHORD_PYTHON=" in answer.stderr


def test_root_gets_rabbitmq_installed_without_a_broker_being_started(clone: Clone) -> None:
    assert clone.bootstrap("run").returncode == 0
    (install,) = clone.called("apt-get")
    assert install.endswith("--no-install-recommends rabbitmq-server")
    assert "policy rabbitmq-server: 101" in clone.calls
    assert "policy cron: 0" in clone.calls
    assert not clone.policy.exists()


def test_policy_of_the_machines_owner_is_left_alone(clone: Clone) -> None:
    clone.policy.write_text("#!/bin/sh\nexit 104\n")
    clone.policy.chmod(0o755)
    assert clone.bootstrap("run").returncode == 0
    assert "policy rabbitmq-server: 104" in clone.calls
    assert clone.policy.read_text() == "#!/bin/sh\nexit 104\n"


def test_policy_that_stayed_behind_forbids_nothing(clone: Clone) -> None:
    """As after a kill of the bootstrap: the policy's own process is gone."""
    clone.program("apt-get", '#!/bin/sh\ncp "$LYHORD_POLICY_RC_D" "$LYHORD_POLICY_RC_D.kept"\n')
    clone.bootstrap("run")
    kept = clone.policy.with_name("policy-rc.d.kept")
    assert "rabbitmq-server" in kept.read_text()
    allowed = subprocess.run((kept, "--quiet", "rabbitmq-server", "start"), check=False)
    assert allowed.returncode == 0


def test_stale_package_lists_are_fetched_once_and_the_install_repeated(clone: Clone) -> None:
    assert clone.bootstrap("run", STALE_LISTS="1").returncode == 0
    first, update, second = clone.called("apt-get")
    assert first == second
    assert update == "apt-get update -qq"


def test_failing_apt_is_told_and_the_policy_taken_away(clone: Clone) -> None:
    clone.program("apt-get", "#!/bin/sh\nexit 100\n")
    answer = clone.bootstrap("run")
    assert answer.returncode == 1
    assert "apt-get could not install rabbitmq-server" in answer.stderr
    assert not clone.policy.exists()


def test_others_than_root_are_told_what_to_type(clone: Clone) -> None:
    clone.be_user(1000)
    answer = clone.bootstrap("demo")
    assert answer.returncode == 1
    assert "sudo apt-get install --no-install-recommends rabbitmq-server" in answer.stderr
    assert "LYHORD_AMQP_URL" in answer.stderr
    assert not clone.called("apt-get")


@pytest.mark.parametrize("name", ["LYHORD_AMQP_URL", "LYHORD_AMQP_URL_FILE"])
def test_broker_of_ones_own_needs_no_rabbitmq(clone: Clone, name: str) -> None:
    assert clone.bootstrap("run", **{name: "given"}).returncode == 0
    assert not clone.called("apt-get")


def test_tests_need_servers_and_a_browser_besides(clone: Clone) -> None:
    needed = {
        "chromium": "chromium",
        "dovecot": "dovecot-imapd",
        "exim4": "exim4-daemon-light",
        "clamd": "clamav-daemon",
        "npm": "npm",
        "soffice": "libreoffice-writer-nogui",
        "qpdf": "qpdf",
        "pdfinfo": "poppler-utils",
    }
    missing = [name for name in needed if not shutil.which(name, path="/usr/bin:/bin:/usr/sbin")]
    clone.bootstrap("test", LYHORD_AMQP_URL="given")
    installed = [call.split()[-1] for call in clone.called("apt-get") if " install " in call]
    assert installed == [needed[name] for name in missing]
    for name in needed:
        clone.program(name, f"#!/bin/sh\n{_LOG}mkdir -p node_modules\n")
    assert clone.bootstrap("test", LYHORD_AMQP_URL="given").returncode == 0
    assert not clone.called("apt-get")


def test_npm_packages_are_those_of_the_lock_file_and_installed_once(clone: Clone) -> None:
    for name in ("chromium", "dovecot", "exim4", "clamd", "soffice", "qpdf", "pdfinfo"):
        clone.program(name, "#!/bin/sh\n")
    clone.program("npm", f"#!/bin/sh\n{_LOG}mkdir -p node_modules\n")
    assert clone.bootstrap("test", LYHORD_AMQP_URL="given").returncode == 0
    assert clone.called("npm") == ["npm ci --silent"]
    assert clone.bootstrap("test", LYHORD_AMQP_URL="given").returncode == 0
    assert not clone.called("npm")
    clone.npm_lock.write_text("{}")
    assert clone.bootstrap("test", LYHORD_AMQP_URL="given").returncode == 0
    assert clone.called("npm")


@pytest.mark.parametrize("arguments", [(), ("nonsense",)])
def test_unknown_purpose_is_refused_with_those_there_are(
    clone: Clone, arguments: tuple[str, ...]
) -> None:
    answer = clone.bootstrap(*arguments)
    assert answer.returncode == 1
    assert "run|demo|test|bench|lint" in answer.stderr
    assert not (clone.root / ".venv").exists()


def test_make_without_a_target_shows_the_commands() -> None:
    shown = subprocess.run(
        ("make", "--no-print-directory"),
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for command in ("run", "demo", "test", "lint", "bench", "format", "lock"):
        assert f"make {command} " in shown
