from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SLEEPER = "import time, sys; print('begun', flush=True); time.sleep(60)"
PROGRAM = """
import sys
from lestari.surface.cli import supervisor
from lestari.surface.cli.supervisor import Kept, keep_running
supervisor.LOOK, supervisor.AGAIN = 0.05, 0.1
commands = [[sys.executable, "-c", code] for code in sys.argv[1:]]
held = keep_running([Kept(f"number {number}", command) for number, command in enumerate(commands)])
sys.exit(0 if held else 2)
"""


def supervise(*codes: str, own_group: bool = False) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, *codes]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=own_group,
    )


def writes_its_pid(path: Path) -> str:
    return f"import os, time; open({str(path)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"


def pids(path: Path, count: int) -> list[int]:
    """Wait until so many processes have written down who they are."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        lines = path.read_text().split() if path.exists() else []
        if len(lines) >= count:
            return [int(line) for line in lines]
        time.sleep(0.02)
    raise AssertionError(f"{count} processes did not begin")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def gone(*those: int) -> bool:
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in those) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(alive(pid) for pid in those)


def test_all_end_together_when_told_to(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with supervise(writes_its_pid(first), writes_its_pid(second)) as running:
        kept = [*pids(first, 1), *pids(second, 1)]
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=20)

    assert running.returncode == 0
    assert gone(*kept)


def test_who_is_still_starting_is_told_again_and_ends_in_order(tmp_path: Path) -> None:
    begun, ended = tmp_path / "begun", tmp_path / "ended"
    hears_the_second = (
        "import signal, sys, pathlib; told = []\n"
        "def end(*_):\n"
        "    told.append(1)\n"
        f"    len(told) > 1 and (pathlib.Path({str(ended)!r}).touch(), sys.exit(0))\n"
        f"signal.signal(signal.SIGTERM, end); {writes_its_pid(begun)}"
    )
    with supervise(hears_the_second) as running:
        pids(begun, 1)
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=20)

    assert running.returncode == 0
    assert ended.exists()


def test_a_signal_to_the_whole_group_leaves_nobody_behind(tmp_path: Path) -> None:
    parent, child = tmp_path / "parent", tmp_path / "child"
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {writes_its_pid(child)}"
    begets = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {deaf!r}]); "
    with supervise(begets + writes_its_pid(parent), own_group=True) as running:
        those = [*pids(parent, 1), *pids(child, 1)]
        os.killpg(running.pid, signal.SIGTERM)
        running.communicate(timeout=20)

    assert running.returncode == 0
    assert gone(*those)


def test_what_is_killed_is_started_again(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with supervise(writes_its_pid(first), writes_its_pid(second)) as running:
        (killed,) = pids(first, 1)
        (other,) = pids(second, 1)
        os.kill(killed, signal.SIGKILL)
        _killed, fresh = pids(first, 2)
        assert alive(other)
        running.send_signal(signal.SIGINT)
        _out, errors = running.communicate(timeout=20)

    assert running.returncode == 0
    assert errors == "lestari: the number 0 process ended (code -9); starting it again.\n"
    assert gone(fresh, other)


def test_what_cannot_start_ends_the_whole_with_2(tmp_path: Path) -> None:
    well = tmp_path / "well"
    with supervise(writes_its_pid(well), "raise SystemExit(7)") as running:
        _out, errors = running.communicate(timeout=30)

    assert running.returncode == 2
    assert (
        errors.splitlines()[-1]
        == "lestari: the number 1 process ended 5 times right after its start (code 7)."
    )
    assert gone(*pids(well, 1))


def test_when_the_supervisor_is_killed_its_processes_end(tmp_path: Path) -> None:
    first = tmp_path / "first"
    with supervise(writes_its_pid(first)) as running:
        kept = pids(first, 1)
        running.kill()
        running.communicate(timeout=20)

    assert gone(*kept)
