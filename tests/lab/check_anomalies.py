# SPDX-License-Identifier: GPL-2.0-only
"""check_anomalies.py DIR TRANSPORT NAME

Compares the anomalies of DIR/NAME.scmi with the faults that the platform has fired
(DIR/NAME.platform.json) according to the plan (DIR/plan). So too those of
DIR/NAME.log.scmi, which is imported from the kernel's own log of the same transfers,
if it is there. Each message must have exactly the expected number of each kind."""
import collections
import gzip
import json
import os
import sys

PROTOCOLS = {"power": 0x11, "performance": 0x13, "clock": 0x14, "sensor": 0x15,
             "reset": 0x16, "voltage": 0x17}

# The anomalies that a fault causes. A bar separates alternatives: a second reply may
# come after the end of its transfer, or just before.
SECOND = "unexpected_reply|wrong_state"
EFFECTS = {
    "drop": ["timeout"],
    "late": ["timeout", "late_reply"],
    "lost-doorbell": ["lost_doorbell"],
    "wrong-token": ["timeout", "unexpected_reply"],
    "wrong-type 2": ["timeout", "delayed_to_synchronous"],
    "wrong-type 3": ["timeout"],
    "duplicate": [SECOND],
    "spurious": [],
    "unexpected-delayed": ["delayed_to_synchronous"],
    "delayed-first": ["delayed_before_reply"],
    # The order is a race between two CPUs.
    "concurrent": ["delayed_before_reply|"],
    "error": ["errors"],
    # The command's own reply has no error.
    "delayed-error": [],
    "delay": [],
    "short": [],
    "oversize": [],
    "burst": [],
    "full-eventq 20ms": [],
    "full-eventq 2500ms": ["delayed_timeout", "late_reply"],
}

ANY = "any"  # the message of any other command


# Over SMC the call fails, or brings a reply whose header Linux does not read. It
# can only be slow.
CALL_EFFECTS = {"drop": ["send_failed"], "late": [], "wrong-token": [],
                "wrong-type": []}


# A poll ends with a message that has the right token, or with the timeout. Nobody reads
# what comes later, or a second time. The reply that it reads ends the transfer, also
# after the delayed response.
POLLED_EFFECTS = {"late": ["timeout"], "wrong-token": ["timeout"],
                  "wrong-type": [], "duplicate": [], "delayed-first": [],
                  "concurrent": []}


def effects(action, transport, log):
    words = action.split()
    if transport == "mailbox-polled":
        if words[0] in POLLED_EFFECTS:
            return POLLED_EFFECTS[words[0]]
        if action == "spurious p2a":
            return [SECOND]
    if transport == "smc" and words[0] in CALL_EFFECTS:
        return CALL_EFFECTS[words[0]]
    if words[0] == "spurious" and transport in (
            "mailbox", "mailbox-threaded", "smc-irq"):
        # The area still has the last message, which is read again.
        return [SECOND]
    if words[0] == "lost-doorbell" and transport == "loopback":
        return ["timeout"]  # without interrupts the reply is lost, too
    if words[0] == "lost-doorbell" and log:
        # The log does not show the queue, so it is a timeout. The next
        # interrupt delivers the reply that is still in the virtqueue.
        return ["timeout"] + ["late_reply"] * ("virtio" in transport)
    if action == "wrong-type 3" and (not log or transport == "smc-irq"):
        # The core knows no such event, which its log does not show. Without a P2A
        # channel it has no message for it, which its log shows.
        return ["timeout", "notification_dropped"]
    return EFFECTS[action if action in EFFECTS else words[0]]


def expected(where, transport, name, log):
    """Returns the count of each effect by (protocol, message)."""
    plan = [line.split("#")[0].split() for line in open(f"{where}/plan")]
    platform = json.load(open(f"{where}/{name}.platform.json"))
    fired = collections.Counter()
    result = collections.defaultdict(collections.Counter)
    for rule in platform["rules"]:
        words = plan[rule["line"] - 1]
        at = words.index(rule["action"])
        assert rule["fired"] > 0, f"never fired: {' '.join(words)}"
        fired[rule["action"]] += rule["fired"]
        for effect in effects(" ".join(words[at:]), transport, log):
            key = PROTOCOLS[words[0]], int(words[1])
            if words[at:] == ["spurious", "p2a"]:
                key = ANY
            result[key][effect] += rule["fired"]
    assert fired == platform["faults"], "other faults than the plan's"
    return result


def found(path):
    result = collections.defaultdict(collections.Counter)
    profile = json.loads(gzip.open(path).read())
    assert not any(profile["lost"].values()), profile["lost"]
    assert profile["untracked"] == 0 and profile["unparsed_lines"] == 0
    for s in profile["series"]:
        here = result[s["protocol"], s["message"]]
        here.update(s["anomalies"])
        here["errors"] += s["counters"]["errors"]
        c = s["counters"]
        assert c["begun"] == sum(c[ends] for ends in (
            "completed", "timed_out", "send_failed", "aged_out", "in_flight"))
    return result


def subtract(want, left):
    """Subtracts the expected anomalies from those that are left."""
    # Alternatives come last, because they match the rest of each kind.
    for effect, n in sorted(want.items(), key=lambda item: "|" in item[0]):
        kinds = effect.split("|")
        for kind in kinds:
            matched = min(n, left[kind])
            left[kind] -= matched
            n -= matched
        assert n == 0 or kinds[-1] == "", f"{n} {effect} missing"


def check(name, want, have):
    rest = collections.Counter()
    for key in sorted(have):
        print(f"{name} 0x{key[0]:02x} 0x{key[1]:x}: "
              f"{dict(+have[key])}, expected {dict(want[key])}")
        subtract(want[key], have[key])
        rest += have[key]
    assert not want.keys() - have.keys() - {ANY}, "a message is missing"
    print(f"{name}: {dict(rest)}, expected {dict(want[ANY])}")
    subtract(want[ANY], rest)
    assert not +rest, f"unexpected: {dict(+rest)}"


def main():
    where, transport, name = sys.argv[1:]
    for recording, log in (name, False), (f"{name}.log", True):
        path = f"{where}/{recording}.scmi"
        if os.path.exists(path) or not log:
            check(recording, expected(where, transport, name, log), found(path))


main()
