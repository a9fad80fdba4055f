"""Reports, verifying the ledger, rebuilding what is derived."""

from __future__ import annotations

from argparse import Namespace

from lestari.foundation.duties.keeping import rebuild
from lestari.foundation.kernel import clock
from lestari.foundation.ledger.sealer import head_text
from lestari.foundation.ledger.transactions import snapshot
from lestari.foundation.ledger.verify import verify
from lestari.foundation.workflow import registry
from lestari.surface.cli.outcome import DONE, FOUND, complain, hand_out, say
from lestari.surface.cli.places import region_by_code


def report_achievements(asked: Namespace) -> int:
    """Print the achievements of a region until a day."""
    until = asked.until or clock.today()
    with snapshot():
        region = region_by_code(asked.region)
        figures = report(region, until)
        head = head_text()
    return DONE


def verify_ledger(asked: Namespace) -> int:
    """Check everything; 1 when something was altered."""
    finding = verify(registry.RECORDS, head=asked.head or "")
    if asked.json:
        hand_out(
            {
                "intact": not finding.faults,
                "faults": finding.faults,
                "ledger_head": finding.head,
                "sealed": finding.position,
                "unsealed": finding.unsealed,
            }
        )
        return FOUND if finding.faults else DONE
    for fault in finding.faults:
        complain(fault)
    if finding.faults:
        complain(f"{len(finding.faults)} faults found in {finding.position + finding.unsealed} events.")
        return FOUND
    say(
        f"The ledger holds: {finding.position} sealed events, {finding.unsealed} waiting for the seal, every record as its events say."
    )
    say(f"Head: {finding.head}")
    return DONE


def rebuild_duties(asked: Namespace) -> int:
    """Make all open duties anew."""
    count = rebuild()
    if asked.json:
        hand_out({"duties": count})
    else:
        say(f"{count} open duties.")
    return DONE
