"""Settings from the environment: defaults, wrong values, help."""

from pathlib import Path

import pytest

from web.clock import SHANGHAI, now, today
from web.config import Config, SettingError


def test_nothing_set_is_the_default() -> None:
    assert Config.from_environment({}) == Config()
    assert Config.from_environment({"PORT": " "}).port == 8000


def test_settings_are_read() -> None:
    config = Config.from_environment(
        {
            "FAWEN_ARCHIVE": "/srv/fawen",
            "PORT": "9000",
            "FAWEN_HOST": "0.0.0.0",  # noqa: S104 - a setting like any other
            "FAWEN_SITE_URL": "https://fawen.example/",
            "FAWEN_PROXIES": "1",
        }
    )
    assert config.archive == Path("/srv/fawen")
    assert config.port == 9000
    assert config.site_url == "https://fawen.example"
    assert config.proxies == 1


@pytest.mark.parametrize(
    "wrong",
    [{"PORT": "0"}, {"PORT": "abc"}, {"PORT": "70000"}, {"FAWEN_SITE_URL": "fawen.example"}],
)
def test_a_wrong_setting_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingError) as raised:
        Config.from_environment(wrong)
    assert next(iter(wrong)) in raised.value.problem


def test_rules_about_default_terms_are_named_or_none_or_not_touched() -> None:
    for typed, packs in (("a, b；a", ("a", "b")), ("none", ()), (" ", None)):
        assert Config.from_environment({"FAWEN_POLICY_PACKS": typed}).policy_packs == packs


def test_every_setting_has_a_sentence_of_help() -> None:
    for variable, sentence in Config.described():
        assert variable.isupper()
        assert sentence.endswith("。")


def test_a_password_in_the_database_address_is_not_shown() -> None:
    assert "geheim" not in repr(Config(database_url="postgresql://u:geheim@h/d"))


def test_today_is_the_day_in_shanghai() -> None:
    assert now().tzinfo is SHANGHAI
    assert today() == now().date()
