#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare the import of random logs with an independent model.

usage: log_model.py [--keep DIR] PROGRAM [FIRST [LAST]]

Makes a log for each of the seeds FIRST (1) ... LAST (1000): transfers of several
tasks on several processors, with polling, errors, timeouts, failed sends, delayed
responses, late and unexpected replies, notifications, lost events, and tokens and
ids that are used again. The model computes what the manual of scmi-perf-import
promises, from the lines of the log alone; PROGRAM imports it and reports it as
JSON. Counters, phases, percentiles and anomalies must be equal.
Prints each difference, and the log of the first one. --keep writes the log of
each seed with a difference to DIR. Exit status: 0, or 1 with differences.
"""
import argparse
import collections
import json
import math
import pathlib
import random
import re
import subprocess
import sys

US = 1000
MS = 1000 * US
S = 1000 * MS
GRACE = 10 * S  # a transfer is in flight until this long after its timeout
PHASES = ("total", "transport", "wakeup", "delayed", "timeout")
COUNTERS = ("begun", "completed", "errors", "timed_out", "send_failed",
            "aged_out", "in_flight", "notified")
PERMILLE = {"p50_ns": 500, "p90_ns": 900, "p99_ns": 990, "p999_ns": 999}


# --- the log ---------------------------------------------------------------

class Log:
    """Draws transfers, and the lines that a tracer prints of them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.cpus = self.random.randint(1, 4)
        self.waits = self.random.random() < 0.8  # else: not in this log
        self.loss = self.random.choice((0, 0, 0, 0.02, 0.1))
        self.slow = self.random.random() < 0.3  # pauses of more than GRACE
        self.messages = [(self.random.choice((0x11, 0x13, 0x14, 0x15)),
                          self.random.randint(3, 9)) for _ in range(4)]
        # Few tokens are used again often; far apart, they share no slots.
        self.tokens = [32 * i for i in range(self.random.choice((8, 24)))]
        self.next_id = self.random.choice((1, 0xfffffff0, 500))
        self.last = {}  # by token: id, protocol, message
        self.events = []  # (time, cpu, text), of unique times
        self.times = set()

    def add(self, time, cpu, text):
        while time in self.times:
            time += US
        self.times.add(time)
        self.events.append((time, cpu, text))
        return time

    def pick_id(self, token):
        """The core counts; a multi-part command is sent with one id again."""
        if token not in self.last or self.random.random() > 0.2:
            self.last[token] = (self.next_id, *self.random.choice(
                self.messages))
            self.next_id = (self.next_id + 1) & 0xffffffff
        return self.last[token]

    def transfer(self, time, token):
        """Returns the time from which on the token is free again."""
        rnd = self.random
        cpu, irq = rnd.randrange(self.cpus), rnd.randrange(self.cpus)
        identity, protocol, message = self.pick_id(token)
        kind = rnd.choices(("ok", "error", "polled", "timeout", "unsent",
                            "delayed", "delayed_first", "open"),
                           (60, 5, 8, 6, 4, 6, 3, 2))[0]
        about = (f"pt={protocol:02x} msg_id={message:02X} seq={token:04X} "
                 f"transfer_id={identity:X}")
        polled = int(kind == "polled")
        time = self.add(time, cpu, f"scmi_xfer_begin: {about} poll={polled}")
        if kind == "unsent":
            return time + US
        time += rnd.randint(1, 20) * US
        limit = rnd.choice((30, 100))
        if self.waits:
            time = self.add(time, cpu, f"scmi_xfer_response_wait: {about} "
                            f"tmo_ms={limit} poll={polled}")
        if kind == "open":
            return time + 3 * GRACE
        if kind == "timeout":
            return self.timed_out(time + limit * MS, cpu, irq, about, token,
                                  protocol, message)
        late = None
        reply = time + (1 + int(rnd.expovariate(1 / 50))) * US
        if kind != "polled":
            # A delayed response before the reply is the reply of the core, too,
            # which then rejects the reply itself.
            first = 2 * (kind == "delayed_first")
            reply = self.add(reply, irq,
                             f"scmi_rx_done: {about} msg_type={first}")
            if first:
                self.add(reply + rnd.randint(1, 9) * US, irq,
                         f"scmi_msg_dump: id=0 ch=10 pt={protocol:02x} "
                         f"t=!RESP msg_id={message:02X} seq={token:04X} "
                         "s=-2 pyld=")
        end = self.add(reply + rnd.randint(1, 30) * US, cpu,
                       f"scmi_xfer_end: {about} "
                       f"s={rnd.choice((-95, -5)) if kind == 'error' else 0}")
        if kind == "delayed":
            late = self.add(end + rnd.randint(1, 900) * US, irq,
                            f"scmi_rx_done: {about} msg_type=2")
        return (late or end) + US

    def timed_out(self, time, cpu, irq, about, token, protocol, message):
        rnd = self.random
        time = self.add(time, cpu, f"scmi_xfer_end: {about} s=-110")
        for _ in range(rnd.choice((0, 1, 1, 2))):
            time = self.add(time + rnd.randint(1, 2000) * US, irq,
                            f"scmi_msg_dump: id=0 ch=10 pt={protocol:02x} "
                            f"t=!RESP msg_id={message:02X} seq={token:04X} "
                            "s=-1 pyld=")
        # The token may be free before its late reply comes.
        return time - rnd.choice((0, 0, 1000)) * US + US

    def other(self, time):
        rnd = self.random
        cpu = rnd.randrange(self.cpus)
        protocol, message = rnd.choice(self.messages)
        about = f"pt={protocol:02x}"
        self.add(time, cpu, rnd.choice((
            f"scmi_rx_done: {about} msg_id={rnd.randint(0, 1):02X} seq=0000 "
            f"transfer_id={rnd.randint(0, 99):X} msg_type=3",
            f"scmi_msg_dump: id=0 ch=10 {about} t=!RESP "
            f"msg_id={message:02X} seq=0011 s=-1 pyld=",
            f"scmi_msg_dump: id=0 ch=10 {about} t=!UNKN msg_id=00 seq=0003 "
            "s=-3 pyld=",
            f"scmi_msg_dump: id=0 ch=10 {about} t=!NOTI msg_id=01 seq=0000 "
            "s=-4 pyld=",
            f"scmi_msg_dump: id=0 ch=10 {about} t=!RESP msg_id=00 seq=0000 "
            "s=-5 pyld=",
            "sched_switch: prev_comm=a prev_pid=1 ==> next_comm=b")))

    def draw(self):
        rnd = self.random
        time = rnd.randint(1, 9000) * S + rnd.randrange(1000) * US
        free = dict.fromkeys(self.tokens, 0)
        for _ in range(rnd.randint(20, 200)):
            time += int(rnd.expovariate(1 / 40)) * US + US
            if self.slow and rnd.random() < 0.02:
                time += rnd.randint(5, 15) * S
            token = rnd.choice(self.tokens)
            if rnd.random() < 0.1:
                self.other(time)
            elif free[token] <= time:
                free[token] = self.transfer(time, token)
        self.events.sort()

    def lines(self):
        """The lines, a few events of each processor at a time."""
        rnd = self.random
        pending, start = [], 0
        for event in self.events + [None]:
            if event is None or len(pending) == 24 or (
                    pending and event[0] - start > S // 4):
                # Each processor's own events stay in order.
                pending.sort(key=lambda e: e[1])
                yield from map(self.line, pending)
                pending = []
            if event is None:
                return
            if self.loss and rnd.random() < self.loss:
                if rnd.random() < 0.3:
                    yield (f"CPU:{rnd.randrange(self.cpus)} "
                           f"[LOST {rnd.randint(1, 9)} EVENTS]")
                continue
            if not pending:
                start = event[0]
            pending.append(event)

    @staticmethod
    def line(event):
        time, cpu, text = event
        return (f"            task-{100 + cpu:<7d} [{cpu:03d}] .....  "
                f"{time // S}.{time % S // US:06d}: {text}")


# --- the model -------------------------------------------------------------

class Transfer:
    def __init__(self, key, begin):
        self.key, self.begin = key, begin
        self.wait = None  # ms
        self.sent = False
        self.reply = None
        self.delayed_first = self.polled = False


def percentile(values, permille):
    """Nearest rank; the upper end of the sample's bucket, within [min, max]."""
    rank = math.ceil(len(values) * permille / 1000)
    if permille > 500 and rank == len(values):
        return None
    value = values[rank - 1]
    if value >= 256:
        shift = value.bit_length() - 8
        value = (((value >> shift) + 1) << shift) - 1
    return min(max(value, values[0]), values[-1])


class Model:
    """The manual's rules for the events of one log, applied in their order."""

    LINE = re.compile(r"\[(\d+)\] \S+ +(\d+)\.(\d{6}): scmi_(\w+): (.*)")

    def __init__(self, lines):
        self.count = collections.defaultdict(collections.Counter)
        self.phase = collections.defaultdict(list)
        self.anomaly = collections.Counter()
        self.doubtful = collections.Counter()  # rejected messages, by key
        self.untracked = self.lost = 0
        self.waits_seen = False
        self.flight = {}  # by id: those whose end has not been seen
        self.over = {}  # by token: the last transfer that ended
        self.expired = {}  # by token: a timed-out transfer without its reply
        self.latest = 0
        events = []
        for number, line in enumerate(lines):
            if "[LOST" in line:
                self.lost += int(line.split()[2])
                # It has no time: it is as late as the lines before it.
                if self.latest:
                    events.append((self.latest, number, None, None))
                continue
            match = self.LINE.search(line)
            if not match:
                continue
            time = int(match[2]) * S + int(match[3]) * US
            self.latest = max(self.latest, time)
            fields = dict(f.split("=", 1) for f in match[5].split())
            events.append((time, number, match[4], fields))
        for time, _, name, fields in sorted(events, key=lambda e: e[:2]):
            if name is None:
                self.assume_sent()
            else:
                getattr(self, name)(time, fields)
        for transfer in list(self.flight.values()):
            if self.is_given_up(transfer, self.latest):
                self.give_up(transfer)
            else:
                self.count[transfer.key]["in_flight"] += 1

    @staticmethod
    def key(fields, kind="command"):
        return (int(fields["pt"], 16), int(fields["msg_id"], 16), kind)

    def note(self, key, kind):
        self.anomaly[key + (kind,)] += 1

    def assume_sent(self):
        """Waits may be missing: what is in flight counts as sent."""
        for transfer in self.flight.values():
            transfer.sent = True

    @staticmethod
    def is_given_up(transfer, now):
        return now - transfer.begin > (transfer.wait or 0) * MS + GRACE

    def give_up(self, transfer):
        """Its end will not be seen: it was sent, or the transport refused."""
        if self.waits_seen and not transfer.sent:
            self.count[transfer.key]["send_failed"] += 1
            self.note(transfer.key, "send_failed")
        else:
            self.count[transfer.key]["aged_out"] += 1

    def xfer_begin(self, now, fields):
        identity, token = fields["transfer_id"], fields["seq"]
        transfer = Transfer(self.key(fields), now)
        for other in [i for i, t in self.flight.items() if t.token == token]:
            old = self.flight[other]
            # The core uses no id, and no token, twice at a time. A token that
            # was sent may be that of another instance, which logs do not name.
            if other == identity or not (old.sent or old.reply) or \
                    self.is_given_up(old, now):
                if old.reply:
                    old.sent = True
                self.give_up(self.flight.pop(other))
        transfer.token = token
        self.flight[identity] = transfer
        self.count[transfer.key]["begun"] += 1
        # A reply from now on can be one to this transfer.
        self.expired.pop(token, None)
        self.over.pop(token, None)

    def xfer_response_wait(self, _now, fields):
        if not self.waits_seen:
            self.assume_sent()
        self.waits_seen = True
        transfer = self.flight.get(fields["transfer_id"])
        if transfer:
            transfer.sent = True
            transfer.wait = int(fields["tmo_ms"])
            transfer.polled = fields["poll"] == "1"

    def rx_done(self, now, fields):
        transfer = self.flight.get(fields["transfer_id"])
        if fields["msg_type"] == "3":
            self.count[self.key(fields, "notification")]["notified"] += 1
        elif fields["msg_type"] == "2":
            self.delayed(now, fields, transfer)
        elif transfer:
            transfer.reply = transfer.reply or now  # of two, the first
        elif self.past(fields):
            # The core wakes the caller first, so its end can be earlier.
            self.past(fields).reply = now

    def past(self, fields):
        """The transfer that ended, while its token was not used again."""
        transfer = self.over.get(fields["seq"])
        return transfer if transfer and \
            transfer.identity == fields["transfer_id"] else None

    def delayed(self, now, fields, transfer):
        transfer = transfer or self.past(fields)
        if not transfer:
            self.untracked += 1
            return
        if not transfer.reply and not transfer.polled:
            self.note(transfer.key, "delayed_before_reply")
            transfer.reply = now
            transfer.delayed_first = True
        self.phase[transfer.key + ("delayed",)].append(now - transfer.begin)

    def xfer_end(self, now, fields):
        transfer = self.flight.pop(fields["transfer_id"], None)
        if not transfer:
            self.untracked += 1
            return
        key, status = transfer.key, int(fields["s"])
        transfer.identity = fields["transfer_id"]
        self.over[fields["seq"]] = transfer
        if status == -110:
            self.count[key]["timed_out"] += 1
            self.note(key, "timeout")
            self.phase[key + ("timeout",)].append(now - transfer.begin)
            self.expired[fields["seq"]] = key
            return
        self.count[key]["completed"] += 1
        self.count[key]["errors"] += status != 0
        self.phase[key + ("total",)].append(now - transfer.begin)
        if transfer.reply:
            self.phase[key + ("transport",)].append(
                transfer.reply - transfer.begin)
            self.phase[key + ("wakeup",)].append(now - transfer.reply)

    def msg_dump(self, _now, fields):
        """Only messages that the kernel rejected are in these logs."""
        token, reason = fields["seq"], fields["s"]
        kind = "notification" if fields["t"] == "!NOTI" else "command"
        key = self.key(fields, kind)
        users = [t for t in self.flight.values() if t.token == token]
        if reason in ("-1", "-2") and (len(users) > 1 or users and
                                       token in self.over):
            # The end of an earlier transfer was lost: whose reply it is cannot
            # be known, because logs do not name the SCMI instance.
            self.doubtful[key] += 1
        elif reason == "-1" and self.expired.get(token) == key and not users:
            del self.expired[token]
            self.note(key, "late_reply")
        elif reason == "-2":
            # A second reply, unless a delayed response came before the first.
            last = users[0] if users else self.over.get(token)
            if not (last and last.delayed_first and last.key == key):
                self.note(key, "wrong_state")
        else:
            self.note(key, {"-1": "unexpected_reply", "-3": "unknown_type",
                            "-4": "notification_dropped",
                            "-5": "spurious_interrupt"}[reason])

    def result(self):
        figures = {("counters", "untracked"): self.untracked,
                   ("counters", "trace_events"): self.lost}
        for key, counts in self.count.items():
            for name in COUNTERS:
                if counts[name]:
                    figures[key + (name,)] = counts[name]
        for key, values in self.phase.items():
            values.sort()
            figures[key + ("count",)] = len(values)
            figures[key + ("sum_ns",)] = sum(values)
            figures[key + ("min_ns",)] = values[0]
            figures[key + ("max_ns",)] = values[-1]
            for name, permille in PERMILLE.items():
                figures[key + (name,)] = percentile(values, permille)
        for key, count in self.anomaly.items():
            figures[key] = count
        return figures


# --- the program -----------------------------------------------------------

def imported(program, log):
    profile = subprocess.run([program, "import", "-q", "-", "-o", "-"],
                             input=log, check=True, capture_output=True).stdout
    report = json.loads(subprocess.run(
        [program, "report", "-j", "-"], input=profile, check=True,
        capture_output=True).stdout)
    figures = {("counters", "untracked"): report["counters"]["untracked"],
               ("counters", "trace_events"):
               report["counters"]["lost"]["trace_events"]}

    def key_of(entry):
        return (entry["protocol"], entry["message"], entry["type"])

    for entry in report["transfers"]:
        for name in COUNTERS:
            if entry[name]:
                figures[key_of(entry) + (name,)] = entry[name]
    for entry in report["series"]:
        key = key_of(entry) + (entry["phase"],)
        assert entry["phase"] in PHASES
        for name in ("count", "sum_ns", "min_ns", "max_ns", *PERMILLE):
            figures[key + (name,)] = entry[name]
    for entry in report["anomalies"]:
        figures[key_of(entry) + (entry["kind"],)] = entry["count"]
    return figures


def settle(model, expected, found):
    """Accepts any of three kinds for a doubtful message, but counts it."""
    kinds = ("late_reply", "unexpected_reply", "wrong_state")
    for key, doubtful in model.doubtful.items():
        both = [sum(figures.pop(key + (kind,), 0) for kind in kinds)
                for figures in (expected, found)]
        expected[key + ("rejected",)] = both[0]
        found[key + ("rejected",)] = min(max(both[0], both[1] - doubtful),
                                         both[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("program")
    parser.add_argument("first", type=int, nargs="?", default=1)
    parser.add_argument("last", type=int, nargs="?", default=1000)
    args = parser.parse_args()
    totals = collections.Counter()
    wrong = 0
    for seed in range(args.first, args.last + 1):
        log = Log(seed)
        log.draw()
        lines = list(log.lines())
        text = "\n".join(lines) + "\n"
        model = Model(lines)
        expected, found = model.result(), imported(args.program, text.encode())
        settle(model, expected, found)
        for key, value in expected.items():
            if not str(key[-1]).endswith("_ns"):
                totals[key[-1]] += value
        if expected == found:
            continue
        wrong += 1
        print(f"seed {seed}:")
        for key in sorted(set(expected) | set(found), key=str):
            if expected.get(key) != found.get(key):
                print(f"  {key}: the model has {expected.get(key)}, "
                      f"the program {found.get(key)}")
        if args.keep:
            (args.keep / f"{seed}.txt").write_text(text)
    print(f"{args.last - args.first + 1} logs, {wrong} differ:",
          ", ".join(f"{n} {name}" for name, n in sorted(totals.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
