"""publiccode.yaml has what the standard asks for (https://yml.publiccode.tools, version 0.4)."""

import tomllib
from typing import Any

import pytest
import yaml

from tests.contract.documents import REPOSITORY

CONTENT: dict[str, Any] = yaml.safe_load((REPOSITORY / "publiccode.yaml").read_text("utf-8"))
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]

MANDATORY = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
)
OPTIONAL = ("intendedAudience", "dependsOn", "softwareVersion", "releaseDate", "logo", "landingURL")
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/web", "standalone/backend", "standalone/other"}
DEPENDENCY = {"name", "version", "versionMin", "versionMax", "optional"}

each_language = pytest.mark.parametrize("language", ["sv", "en"])


def test_mandatory_keys_are_there_and_no_unknown_ones() -> None:
    assert set(MANDATORY) - set(CONTENT) == set()
    assert set(CONTENT) - {*MANDATORY, *OPTIONAL} == set()


def test_words_are_of_the_lists() -> None:
    assert CONTENT["developmentStatus"] in STATUSES
    assert CONTENT["softwareType"] in TYPES
    assert CONTENT["maintenance"]["type"] == "internal"
    assert CONTENT["intendedAudience"]["countries"] == ["se"]


def test_versions_are_text_and_not_numbers() -> None:
    assert isinstance(CONTENT["publiccodeYmlVersion"], str)
    for dependency in [each for kind in CONTENT["dependsOn"].values() for each in kind]:
        assert set(dependency) <= DEPENDENCY
        assert all(isinstance(dependency[key], str) for key in dependency if key != "optional")


@each_language
def test_both_languages_describe_it_within_the_lengths(language: str) -> None:
    description = CONTENT["description"][language]
    assert 0 < len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert all(isinstance(feature, str) for feature in description["features"])


def test_languages_say_the_same() -> None:
    features = [CONTENT["description"][language]["features"] for language in ("sv", "en")]
    assert len(features[0]) == len(features[1]) > 0
    assert CONTENT["localisation"] == {
        "localisationReady": True,
        "availableLanguages": ["sv", "en"],
    }


def test_internal_maintenance_has_a_contact_that_is_a_role() -> None:
    for contact in CONTENT["maintenance"]["contacts"]:
        assert contact["name"]
        assert contact["email"].endswith(".example")


def test_it_agrees_with_the_project() -> None:
    licence = (REPOSITORY / "LICENSE").read_text("utf-8")
    assert CONTENT["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    assert licence.startswith("SPDX-License-Identifier: EUPL-1.2\n")
    assert PROJECT["urls"]["Documentation"].startswith(CONTENT["url"])
    python = next(each for each in CONTENT["dependsOn"]["open"] if each["name"] == "Python")
    assert PROJECT["requires-python"] == f">={python['versionMin']}"
