"""docker-compose.yml agrees with the services, as far as files can tell."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute

from deploy.images import secret_files
from deploy.local.mail_catcher.__main__ import options
from shared.identity.accounts import Accounts
from shared.settings import PREFIX, Settings
from shared.web.health import Readiness, health_routes
from tests.contract.compose_file import (
    Part,
    compose_file,
    mounted_files,
    parts,
    published_ports,
    seconds,
)
from tests.contract.documents import REPOSITORY
from tests.contract.tables import settings_classes

PARTS = parts()
SERVICES = settings_classes()
OURS = [*SERVICES, "mail"]
FOREIGN = ["proxy", "rabbitmq", "mongodb"]
KEEPING = {"rabbitmq": "/var/lib/rabbitmq", "mongodb": "/data/db", "mail": "/var/lib/lyhord/mail"}
PROXY = (REPOSITORY / "deploy/images/proxy/haproxy.cfg").read_text(encoding="utf-8")

each_service = pytest.mark.parametrize("service", SERVICES)
each_part = pytest.mark.parametrize("name", PARTS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of secrets, made once: hashing passwords takes its time."""
    folder = tmp_path_factory.mktemp("compose")
    secret_files.make(folder)
    return folder


def test_every_part_of_the_system_is_there() -> None:
    assert set(PARTS) == {*OURS, *FOREIGN}


@each_service
def test_every_variable_is_a_setting_of_the_service(service: str) -> None:
    names = {name for name in PARTS[service]["environment"] if name.startswith(PREFIX)}
    assert names - _variables(SERVICES[service]) == set()


@each_service
def test_the_service_takes_these_settings(
    service: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every value is of its setting's type, and every secret comes by its file."""
    for name, value in _environment(PARTS[service], made).items():
        monkeypatch.setenv(name, value)
    settings = SERVICES[service]()
    assert settings.amqp_url.get_secret_value() == (made / "amqp_url").read_text()
    assert settings.mongo_url.get_secret_value() == (made / "mongo_url").read_text()
    assert settings.service_token is not None
    assert Accounts.of(settings).by_token(settings.service_token.get_secret_value()) is not None


@each_service
def test_secrets_come_by_files(service: str) -> None:
    environment = PARTS[service]["environment"]
    secret = {"AMQP_URL", "MONGO_URL", "SERVICE_TOKEN", "RECEIPT_KEY", "SESSION_KEY"}
    assert {name for name in environment if name.removeprefix(PREFIX) in secret} == set()
    given = mounted_files(PARTS[service], "secrets").values()
    read = {value for value in environment.values() if value.startswith("/run/secrets/")}
    assert read == set(given)


@each_service
def test_health_is_asked_where_the_service_serves_it(service: str) -> None:
    address = urlsplit(PARTS[service]["healthcheck"]["test"][-1])
    served = {
        route.path for route in health_routes(Readiness({})).routes if isinstance(route, APIRoute)
    }
    assert address.path in served
    assert str(address.port) == PARTS[service]["environment"]["LYHORD_PORT"]


@each_service
def test_a_scaled_service_has_nothing_that_only_one_copy_can_have(service: str) -> None:
    assert not {"ports", "container_name", "hostname"} & set(PARTS[service])


@each_service
def test_a_service_is_given_time_to_drain(service: str) -> None:
    """Requests, mails, the handlers of two queues, the outbox: each may take that long."""
    drain = float(PARTS[service]["environment"]["LYHORD_DRAIN_SECONDS"])
    assert seconds(PARTS[service]["stop_grace_period"]) >= 5 * drain


@each_service
def test_a_service_waits_for_broker_and_store(service: str) -> None:
    for needed in ("rabbitmq", "mongodb"):
        assert PARTS[service]["depends_on"][needed] == {"condition": "service_healthy"}


@each_service
def test_the_door_leads_to_the_service_under_its_root_path(service: str) -> None:
    root_path = PARTS[service]["environment"]["LYHORD_ROOT_PATH"]
    port = PARTS[service]["environment"]["LYHORD_PORT"]
    way = f"use_backend {service} if {{ path {root_path} }} or {{ path_beg {root_path}/ }}"
    assert way in PROXY
    assert re.search(rf"\nbackend {service}\n +server-template copy 10 {service}:{port}\n", PROXY)
    for other in SERVICES:
        url = PARTS[other]["environment"][f"{PREFIX}{service.upper()}_URL"]
        assert urlsplit(url).path == root_path


@pytest.mark.parametrize(
    ("service", "shown"),
    [("intake", {"INTAKE"}), ("notifications", {"INTAKE", "WORKFLOW"})],
)
def test_addresses_that_people_see_are_the_doors_own(service: str, shown: set[str]) -> None:
    (port,) = [host for host, inside in published_ports(PARTS["proxy"]).items() if inside == 8000]
    for name in SERVICES:
        url = urlsplit(PARTS[service]["environment"][f"{PREFIX}{name.upper()}_URL"])
        seen = f"localhost:{port}" if name.upper() in shown else "proxy:8000"
        assert url.netloc == seen


@each_service
def test_links_between_services_pages_lead_to_the_door(service: str) -> None:
    (port,) = [host for host, inside in published_ports(PARTS["proxy"]).items() if inside == 8000]
    for other in ("intake", "workflow"):
        url = urlsplit(PARTS[service]["environment"][f"{PREFIX}{other.upper()}_PAGES_URL"])
        assert url.netloc == f"localhost:{port}"
        assert url.path == PARTS[other]["environment"]["LYHORD_ROOT_PATH"]


def test_services_with_pages_for_staff_share_one_session_key() -> None:
    keys = {
        PARTS[name]["environment"]["LYHORD_SESSION_KEY_FILE"] for name in ("intake", "workflow")
    }
    assert len(keys) == 1


def test_the_door_leads_mail_to_intake() -> None:
    port = PARTS["intake"]["environment"]["LYHORD_SMTP_IN_PORT"]
    http = PARTS["intake"]["environment"]["LYHORD_PORT"]
    assert f"server-template copy 10 intake:{port} port {http}\n" in PROXY


def test_the_door_listens_where_its_ports_lead() -> None:
    bound = {int(port) for port in re.findall(r"\n +bind :(\d+)", PROXY)}
    assert set(published_ports(PARTS["proxy"]).values()) == bound
    assert PARTS["proxy"]["healthcheck"]["test"][-1].endswith(
        re.findall(r"monitor-uri (\S+)", PROXY)[0]
    )


def test_the_door_asks_for_life_and_not_for_readiness() -> None:
    """With the broker away, intake is not ready and still takes in cases."""
    assert set(re.findall(r"http-check send meth GET uri (\S+)", PROXY)) == {"/health/live"}


def test_mail_goes_to_the_catcher() -> None:
    out = urlsplit(PARTS["notifications"]["environment"]["LYHORD_SMTP_OUT_URL"])
    chosen = options(PARTS["mail"]["command"][3:])
    assert out.hostname == "mail"
    assert out.port == chosen.smtp_port
    assert [chosen.http_port] == list(published_ports(PARTS["mail"]).values())
    assert urlsplit(PARTS["mail"]["healthcheck"]["test"][-1]).port == chosen.http_port
    assert f"mail:{chosen.folder}" in PARTS["mail"]["volumes"]


@pytest.mark.parametrize("name", [*OURS, "proxy"])
def test_the_root_file_system_is_read_only_where_it_was_thought_through(name: str) -> None:
    assert PARTS[name]["read_only"] is True


@each_part
def test_every_part_is_restarted_watched_and_without_rights(name: str) -> None:
    part = PARTS[name]
    user, group = part["user"].split(":")
    assert 0 < int(user) == int(group)
    assert part["restart"] == "unless-stopped"
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    health = part["healthcheck"]
    assert health["test"][0] in {"CMD", "CMD-SHELL"}
    assert seconds(health["timeout"]) > 0
    assert seconds(health["interval"]) * health["retries"] <= 120


@each_part
def test_only_this_machine_reaches_the_ports(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in PARTS[name].get("ports", []))


def test_ports_of_the_host_differ() -> None:
    ports = [port for part in PARTS.values() for port in published_ports(part)]
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize(("name", "folder"), KEEPING.items())
def test_what_must_be_kept_is_on_a_volume(name: str, folder: str) -> None:
    volumes = dict(entry.split(":")[1::-1] for entry in PARTS[name]["volumes"])
    assert volumes[folder] in compose_file()["volumes"]


@each_part
def test_images_are_pinned_to_a_minor_version(name: str) -> None:
    assert re.search(r":\d+\.\d+", PARTS[name]["image"])


def test_whatever_is_named_is_declared_and_used() -> None:
    content = compose_file()
    every = content["services"].values()
    for kind in ("secrets", "configs"):
        assert {name for part in every for name in mounted_files(part, kind)} == set(content[kind])
    networks = {name for part in every for name in part.get("networks", [])}
    assert networks == set(content["networks"])
    waited_for = {name for part in every for name in part.get("depends_on", {})}
    assert waited_for <= set(PARTS)


def test_files_that_are_mounted_exist_or_are_made(made: Path) -> None:
    content = compose_file()
    assert {Path(each["file"]).name for each in content["secrets"].values()} <= {
        file.name for file in made.iterdir()
    }
    for each in content["configs"].values():
        assert (REPOSITORY / each["file"]).is_file()


def test_the_store_is_the_replica_set_that_its_clients_ask_for(made: Path) -> None:
    script = (REPOSITORY / "deploy/images/mongodb/replica-set.js").read_text(encoding="utf-8")
    url = urlsplit((made / "mongo_url").read_text())
    assert "replicaSet=lyhord" in url.query
    assert "--replSet lyhord" in PARTS["mongodb"]["command"][0]
    assert f'_id: "lyhord", members: [{{ _id: 0, host: "{url.hostname}:{url.port}" }}]' in script
    assert url.hostname == PARTS["mongodb"]["hostname"]
    assert url.username == PARTS["mongodb"]["environment"]["MONGO_INITDB_ROOT_USERNAME"]
    assert url.password == (made / "mongodb_password").read_text()


def test_the_broker_has_the_account_that_its_clients_use(made: Path) -> None:
    url = urlsplit((made / "amqp_url").read_text())
    conf = (made / "rabbitmq.conf").read_text()
    assert conf == f"default_user = {url.username}\ndefault_pass = {url.password}\n"
    assert url.hostname == PARTS["rabbitmq"]["hostname"]
    assert mounted_files(PARTS["rabbitmq"], "secrets")["rabbitmq_conf"].startswith(
        "/etc/rabbitmq/conf.d/"
    )


def _variables(settings: type[Settings]) -> set[str]:
    names = {f"{PREFIX}{name.upper()}" for name in settings.model_fields}
    return names | {f"{name}_FILE" for name in names}


def _environment(part: Part, folder: Path) -> Mapping[str, str]:
    """The environment with the secrets' files where they are on this machine."""
    files = {
        path: str(folder / Path(compose_file()["secrets"][name]["file"]).name)
        for name, path in mounted_files(part, "secrets").items()
    }
    return {name: files.get(value, value) for name, value in part["environment"].items()}
