from __future__ import annotations

import pytest

from lestari.surface.cli.main import main

COMMANDS = (
    "", "serve", "worker", "demo", "report", "report achievements", "ledger", "ledger verify",
    "rebuild", "rebuild duties", "user", "user list", "user add", "user link", "user token",
    "backup", "restore", "upgrade", "doctor",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: lestari {command}".rstrip())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "the following arguments are required: COMMAND"),
        ("report", "the following arguments are required: COMMAND"),
        ("report achievements", "the following arguments are required: --region"),
        (
            "report achievements --region 18 --until 31-12-2019",
            "argument --until: '31-12-2019' is no day: write it as 2019-12-31",
        ),
        (
            "report achievements --region 18 --until 2019-02-29",
            "argument --until: '2019-02-29' is no day: write it as 2019-12-31",
        ),
        ("ledger verify --head 7", "argument --head: '7' is no head: copy POSITION:HASH from a report"),
        (
            "ledger verify --head 7:abc",
            "argument --head: '7:abc' is no head: copy POSITION:HASH from a report",
        ),
        ("user token siti", "one of the arguments --name --list --revoke is required"),
        ("user token siti --revoke x", "argument --revoke: 'x' is no id of a token: take it from --list"),
        (
            "user token siti --name x --days 0",
            "argument --days: '0' is no number of days: take one from 1 to 3650",
        ),
        ("restore", "the following arguments are required: path"),
        ("serve --port 0", "argument --port: '0' is no port: take a number from 1 to 65535"),
        ("serve --port 65536", "argument --port: '65536' is no port: take a number from 1 to 65535"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_sentence(
    arguments: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments.split())

    assert ended.value.code == 2
    assert capsys.readouterr().err.rstrip().endswith(f"error: {sentence}")
