"""Production does not start with demo data, development secrets or placeholders."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from programme.models import SafetyRecord
from tests.builders import a_user
from tests.integration.programme.production import WHOLE, run, start
from tests.seal_certificates import packed

pytestmark = pytest.mark.own_database


def test_production_starts_with_everything_set():
    result = start(**WHOLE)

    assert result.returncode == 0, result.stderr
    assert "started" in result.stdout


def test_production_refuses_demo_mode():
    result = start(**WHOLE, DEMO="1")

    assert result.returncode != 0
    assert "Production never runs in demo mode" in result.stderr


@pytest.mark.parametrize(
    "missing",
    [
        "SECRET_KEY",
        "VAULT_KEYS",
        "VAULT_ACTIVE_KEY",
        "VAULT_INDEX_KEY",
        "SEAL_PKCS12",
        "DATABASE_URL",
        "ALLOWED_HOSTS",
    ],
)
def test_production_refuses_a_missing_secret_and_names_it(missing):
    result = start(**{name: value for name, value in WHOLE.items() if name != missing})

    assert result.returncode != 0
    assert missing in result.stderr


@pytest.fixture
def strict(settings):
    settings.REFUSE_PLACEHOLDERS = True
    settings.SEAL_PKCS12 = packed("Example programme seal")


def ids(*, deploying: bool = True) -> set[str]:
    found = run_checks(tags=[Tags.database], databases=["default"], include_deployment_checks=deploying)
    return {fault.id for fault in found}


def test_placeholders_demo_people_and_fictitious_organisations_are_errors(strict, organisation):
    a_user(is_demo=True)

    assert {"programme.E001", "accounts.E001", "directory.E001"} <= ids()


def test_a_command_that_is_not_asked_about_deployment_runs_with_placeholders(strict, programme):
    assert "programme.E001" not in ids(deploying=False)


def test_real_data_passes(strict, programme):
    SafetyRecord.objects.update(is_placeholder=False)

    assert not ids() & {"programme.E001", "accounts.E001", "directory.E001"}


def test_elsewhere_placeholders_are_welcome(organisation):
    assert not ids() & {"programme.E001", "accounts.E001", "directory.E001"}


@pytest.mark.django_db(transaction=True)
def test_the_web_server_refuses_to_start_with_a_demos_hospitals_and_says_why(strict, organisation):
    from config.startup import refuse_unready_data

    with pytest.raises(ImproperlyConfigured, match="fictitious organisations"):
        refuse_unready_data()


@pytest.mark.django_db(transaction=True)
def test_the_web_server_starts_with_placeholders_so_that_the_admin_can_replace_them(strict, programme):
    from config.startup import refuse_unready_data

    refuse_unready_data()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("seal", "reason"), [(packed("Development seal"), "developer's machine"), ("", "SEAL_PKCS12 is not set")]
)
def test_the_web_server_refuses_to_start_without_a_seal_of_its_own(strict, programme, settings, seal, reason):
    from config.startup import refuse_unready_data

    settings.SEAL_PKCS12 = seal

    with pytest.raises(ImproperlyConfigured, match=reason):
        refuse_unready_data()


@pytest.mark.parametrize(
    ("environment", "proxies"), [({}, 1), ({"TRUSTED_PROXY_COUNT": "2"}, 2), ({"BEHIND_PROXY": "0"}, 0)]
)
def test_sign_in_limits_count_in_one_cache_by_the_address_before_the_proxies(environment, proxies):
    asked = (
        "import django; django.setup(); from django.core.cache import caches;"
        "from allauth.app_settings import AppSettings;"
        "print(type(caches['default']).__name__, AppSettings('ALLAUTH_').TRUSTED_PROXY_COUNT)"
    )

    said = run("-c", asked, **WHOLE, **environment)

    assert said.stdout.split() == ["DatabaseCache", str(proxies)], said.stderr


def test_redis_takes_the_cache_where_there_is_one():
    asked = "from django.conf import settings; print(settings.CACHES['default']['BACKEND'])"

    said = run("-c", asked, **WHOLE, REDIS_URL="redis://127.0.0.1:1/0")

    assert said.stdout.strip() == "django.core.cache.backends.redis.RedisCache", said.stderr


@pytest.fixture
def cache_in_the_database(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }


def test_a_missing_cache_table_is_an_error_until_it_is_made(cache_in_the_database, db):
    assert "accounts.E002" in ids()
    assert "accounts.E002" not in ids(deploying=False)

    call_command("createcachetable", verbosity=0)

    assert "accounts.E002" not in ids()
