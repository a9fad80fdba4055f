"""`lestari serve` as an operator starts it: a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lestari.surface.cli.serve import _site

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[3]
KEY = "k" * 50


def lestari(*arguments: str, data: Path | str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-m", "lestari.surface.cli.main", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=settings(data, **environment),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def settings(data: Path | str, **environment: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LESTARI_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "LESTARI_DATA": str(data), **environment}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[str]:
    """Serve until the block ends; yield the address once it answers."""
    port, begun = free_port(), time.monotonic()
    command = [sys.executable, "-m", "lestari.surface.cli.main", "serve", "--port", str(port), *arguments]
    with (data.parent / "served").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=settings(data), stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{address}/masuk", timeout=10).close()
                break
            except OSError:
                assert server.poll() is None, (data.parent / "served").read_text()
                assert time.monotonic() - begun < 90, (data.parent / "served").read_text()
                time.sleep(0.05)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def printed(data: Path) -> str:
    return (data.parent / "served").read_text()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the tiny demo, to be copied."""
    data = tmp_path_factory.mktemp("demo") / "data"
    loaded = lestari("demo", "--scale", "tiny", data=data)
    assert loaded.returncode == 0, loaded.stderr
    return data


def test_the_demo_is_served_with_a_worker_that_seals_and_finds_and_a_second_start_changes_nothing(
    demo: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(demo, tmp_path / "data"))
    with serving(data, "--demo", "tiny") as address:
        with urllib.request.urlopen(f"{address}/") as answer:
            assert answer.status == 200
        assert re.search(
            r"^  tpid\.gisting +padi-menguning +TPID, Kecamatan Gisting$", printed(data), re.MULTILINE
        )
        assert re.search(r"six digits are \d{6} now", printed(data))
        assert address in printed(data)
        deadline = time.monotonic() + 20
        while '"unsealed": 0' not in (found := lestari("ledger", "verify", "--json", data=data).stdout):
            assert time.monotonic() < deadline, found
        made = _index_that_finds(address, data)
        (data / "search" / "current").unlink()
        assert _index_that_finds(address, data) != made
    head = lestari("ledger", "verify", data=data).stdout

    with serving(data, "--demo", "tiny"):
        assert not re.search("Regions of Indonesia|Demo \\(tiny\\):", printed(data)), (
            "nothing is loaded again"
        )
    assert lestari("ledger", "verify", data=data).stdout == head


def _index_that_finds(address: str, data: Path) -> str:
    """The name of the index that the worker made, once the site's search finds by it."""
    deadline, current = time.monotonic() + 30, data / "search" / "current"
    while not current.exists():
        assert time.monotonic() < deadline, printed(data)
        time.sleep(0.05)
    with urllib.request.urlopen(f"{address}/cari?q=air") as answer:
        assert b"/inovasi/INV-" in answer.read()
    return current.read_text()


def test_demo_accounts_are_served_on_loopback_only(demo: Path) -> None:
    refused = lestari("serve", "--host", "0.0.0.0", data=demo, LESTARI_SECRET_KEY=KEY)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "lestari: this data folder holds demo accounts with known passwords, so it is served on this machine only, not on 0.0.0.0: "
        "use --host 127.0.0.1, or set LESTARI_DATA to an empty folder for real work.\n"
    )


def test_the_demo_is_not_loaded_for_others(tmp_path: Path) -> None:
    refused = lestari("serve", "--host", "0.0.0.0", "--demo", "tiny", data=tmp_path, LESTARI_SECRET_KEY=KEY)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "demo accounts with known passwords" in refused.stderr
    assert "no tables of Lestari" in lestari("ledger", "verify", data=tmp_path).stderr


def test_the_demo_is_loaded_into_an_empty_folder_only(demo: Path) -> None:
    again = lestari("demo", "--scale", "tiny", data=demo)

    assert again.returncode == 1
    assert again.stderr == (
        "lestari: this data folder has records already; set LESTARI_DATA to an empty folder to load the demo there.\n"
    )


def test_without_a_key_of_ones_own_it_is_served_on_loopback_only(tmp_path: Path) -> None:
    refused = lestari("serve", "--host", "0.0.0.0", data=tmp_path)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "lestari: to listen on 0.0.0.0 set LESTARI_SECRET_KEY to at least 32 random characters of your own "
        "(and LESTARI_ALLOWED_HOSTS to the names of the site); without it use --host 127.0.0.1.\n"
    )


def test_passwords_do_not_go_over_the_network_in_clear(tmp_path: Path) -> None:
    refused = lestari("serve", "--host", "0.0.0.0", data=tmp_path, LESTARI_SECRET_KEY=KEY)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "lestari: on 0.0.0.0 passwords would go over the network in clear: put a proxy that speaks HTTPS in front and set "
        "LESTARI_HTTPS=true (see deploy/), or in a closed network take --plain-http.\n"
    )


@pytest.mark.parametrize(
    "allowed",
    [
        {"--plain-http": "", "LESTARI_SECRET_KEY": KEY},
        {"LESTARI_HTTPS": "true", "LESTARI_TRUSTED_PROXIES": "10.0.0.9", "LESTARI_SECRET_KEY": KEY},
    ],
)
def test_beyond_this_machine_it_is_served_with_https_or_when_told_so(
    tmp_path: Path, allowed: dict[str, str]
) -> None:
    options = [name for name in allowed if name.startswith("--")]
    environment = {name: value for name, value in allowed.items() if name not in options}
    with socket.socket() as taken:  # the next thing that it looks at
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        stopped = lestari(
            "serve", "--host", "0.0.0.0", "--port", port, *options, data=tmp_path, **environment
        )

    assert stopped.stderr.startswith(f"lestari: cannot listen on 0.0.0.0:{port} (Address already in use)")


def test_https_without_its_proxys_address_is_not_served(tmp_path: Path) -> None:
    refused = lestari("serve", data=tmp_path, LESTARI_HTTPS="true")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "lestari: LESTARI_HTTPS says that a proxy stands in front: set LESTARI_TRUSTED_PROXIES to its address (127.0.0.1 where it runs "
        "on this machine), so that wrong passwords are counted by visitor and not by proxy.\n"
    )


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = lestari("serve", "--port", str(port), data=tmp_path)

    assert refused.returncode == 2
    assert refused.stderr == (
        f"lestari: cannot listen on 127.0.0.1:{port} (Address already in use); choose another with --host and --port (`make run PORT=…`).\n"
    )


def test_a_data_folder_without_the_demo_prints_a_link_that_works_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    # One regency is there already: that all are loaded into an empty folder, the demo's test sees.
    begin = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0);"
    begin += "from lestari.foundation.regions.loading import load_regions; load_regions(only=('18.06',))"
    environment = settings(data, DJANGO_SETTINGS_MODULE="lestari.settings")
    subprocess.run([sys.executable, "-c", begin], cwd=ROOT, env=environment, check=True)
    with serving(data) as address:
        link = re.search(rf"{address}/undangan/\S+", printed(data))
        assert link
        with urllib.request.urlopen(link[0]) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("hosts", "https", "site"),
    [
        (["localhost", "127.0.0.1", "[::1]"], False, "http://0.0.0.0:8000"),
        (["127.0.0.1", "*", ".lestari.id", "balai.lan"], False, "http://balai.lan:8000"),
        (["lestari.id", "www.lestari.id"], True, "https://lestari.id"),
    ],
)
def test_the_link_has_the_name_of_the_site(settings: Any, hosts: list[str], https: bool, site: str) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = hosts, https

    assert _site("http://0.0.0.0:8000") == site


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"LESTARI_SECRET_KEY": "short"},
            "LESTARI_SECRET_KEY is too short: use at least 32 random characters.",
        ),
        (
            {"DATABASE_URL": "mysql://root@localhost/x"},
            "DATABASE_URL must begin with sqlite:/// or postgresql://.",
        ),
        (
            {"DATABASE_URL": "lestari"},
            "DATABASE_URL must begin with sqlite:/// or postgresql://.",
        ),
        (
            {"DATABASE_URL": "postgresql://lestari@localhost:port/x"},
            "DATABASE_URL cannot be read: Port could not be cast to integer value as 'port'.",
        ),
        (
            {"DATABASE_URL": f"sqlite:///{ROOT / 'README.md'}"},
            "the database cannot be used: file is not a database.",
        ),
        (
            {"LESTARI_ALLOWED_HOSTS": "https://lestari.id"},
            "LESTARI_ALLOWED_HOSTS takes host names, without http:// and without paths.",
        ),
        (
            {"LESTARI_ALLOWED_HOSTS": "lestari.id, lestari.id:8000"},
            "LESTARI_ALLOWED_HOSTS: “lestari.id:8000” is no host name; write names by comma, without ports.",
        ),
        ({"LESTARI_HTTPS": "ja"}, "LESTARI_HTTPS is true or false."),
        (
            {"LESTARI_TRUSTED_PROXIES": "nginx"},
            "LESTARI_TRUSTED_PROXIES takes addresses and networks by comma, such as 127.0.0.1,10.0.0.0/8.",
        ),
        (
            {"LESTARI_DATA": "~nobody-of-this-name/data"},
            "LESTARI_DATA: ~nobody-of-this-name/data names no folder (Could not determine home directory.).",
        ),
    ],
)
def test_a_wrong_setting_stops_with_one_sentence(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    stopped = lestari("ledger", "verify", data=tmp_path, **environment)

    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (2, "", f"lestari: {sentence}\n")


def test_a_data_folder_that_is_none_stops_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    stopped = lestari("ledger", "verify", data=tmp_path / "file")

    assert stopped.returncode == 2
    assert (
        stopped.stderr
        == f"lestari: LESTARI_DATA: {tmp_path / 'file'} cannot be used as the data folder (File exists).\n"
    )


@pytest.mark.parametrize(
    "command", ["report achievements --region 18", "ledger verify", "user list", "search air", "upgrade"]
)
def test_a_command_that_begins_nothing_makes_no_data_folder(tmp_path: Path, command: str) -> None:
    nowhere = tmp_path / "elsewhere" / "data"
    stopped = lestari(*command.split(), data=nowhere)

    assert (stopped.returncode, stopped.stdout) == (2, "")
    ways = "`lestari serve` makes it, or set LESTARI_DATA to the one that is there."
    assert stopped.stderr == f"lestari: there is no data folder {nowhere}; {ways}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_cannot_be_written_to_stops_with_one_sentence() -> None:
    stopped = lestari("ledger", "verify", data="/sys/kernel")  # not even root makes a file there

    assert (stopped.returncode, stopped.stderr) == (
        2,
        "lestari: LESTARI_DATA: /sys/kernel is not writable for this user.\n",
    )


@pytest.mark.parametrize(
    "command", ["serve --port 8000", "worker --once", "report achievements --region 18", "user list"]
)
def test_each_command_stops_at_a_wrong_setting(tmp_path: Path, command: str) -> None:
    stopped = lestari(*command.split(), data=tmp_path, LESTARI_SECRET_KEY="short")

    assert (stopped.returncode, stopped.stdout) == (2, "")
    assert stopped.stderr == "lestari: LESTARI_SECRET_KEY is too short: use at least 32 random characters.\n"


def test_a_setting_that_is_empty_is_none(tmp_path: Path) -> None:
    names = (
        "LESTARI_SECRET_KEY",
        "LESTARI_ALLOWED_HOSTS",
        "LESTARI_HTTPS",
        "LESTARI_TRUSTED_PROXIES",
        "DATABASE_URL",
    )
    stopped = lestari("ledger", "verify", data=tmp_path, **dict.fromkeys(names, ""))

    assert stopped.stderr.startswith("lestari: this database has no tables of Lestari yet")


def test_a_database_without_tables_stops_with_one_sentence(tmp_path: Path) -> None:
    stopped = lestari("ledger", "verify", data=tmp_path)

    assert stopped.returncode == 2
    assert stopped.stderr == (
        "lestari: this database has no tables of Lestari yet; `lestari serve` makes them, `lestari demo` loads the demo.\n"
    )


def test_a_database_that_does_not_answer_stops_with_one_sentence(tmp_path: Path) -> None:
    stopped = lestari(
        "ledger", "verify", data=tmp_path, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    )

    assert stopped.returncode == 2
    assert stopped.stderr.count("\n") == 1
    assert stopped.stderr.startswith("lestari: the database cannot be used: ")
