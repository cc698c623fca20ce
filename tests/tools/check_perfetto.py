#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare the Perfetto trace of a log with the report of the same log.

usage: check_perfetto.py PROGRAM LOG...
       check_perfetto.py --random PROGRAM FIRST LAST
       check_perfetto.py --trace TRACE

Decodes the trace with perfetto.proto as Perfetto's trace_processor does: events by
time, those of equal times in the order of the file. Then checks that slices of a
track nest and end, that phases add up to their transfer, that each flow has two
ends, that no counter is negative, and that counts, percentiles, anomalies and losses
are those of 'PROGRAM report -j'. --random: of the logs that log_model.py draws of
these seeds. --trace: checks a trace alone. Prints a summary. Exit status: 0, or 1 with
an error.
"""
import argparse
import collections
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import log_model

HERE = pathlib.Path(__file__).resolve().parent
CLEARED, NEEDS_STATE = 1, 2
BINS = 10  # of a second, each with a rate


def schema(folder):
    """Returns the Python module of perfetto.proto."""
    subprocess.run(["protoc", f"--proto_path={HERE}", f"--python_out={folder}",
                    "perfetto.proto"], check=True)
    sys.path.insert(0, folder)
    import perfetto_pb2
    return perfetto_pb2


def refuse_unknown(message):
    assert not len(message.UnknownFields()), message
    for field, value in message.ListFields():
        if field.message_type:
            for one in value if field.label == field.LABEL_REPEATED else [value]:
                refuse_unknown(one)


class Slice:
    def __init__(self, event, category, name, args):
        self.begin, self.end = event[0], None
        self.category, self.name, self.args = category, name, args
        self.children = []

    def duration(self):
        return self.end - self.begin


class Trace:
    """The slices, instants, counters and flows of a trace."""

    def __init__(self, pb, data):
        self.trace = pb.Trace.FromString(data)
        refuse_unknown(self.trace)
        self.type = pb.TrackEvent
        self.tracks, self.names, self.clock = {}, {}, None
        self.slices, self.instants = [], []
        self.counters = collections.defaultdict(list)  # by track
        self.flows = collections.defaultdict(lambda: ([], []))
        self.open = collections.defaultdict(list)
        events = [event for packet in self.trace.packet
                  for event in self.read(packet)]
        # A rate is that of the part of a second that starts at its time.
        self.first_ns = min((time for time, event in events
                             if event.type != self.type.TYPE_COUNTER), default=0)
        for event in sorted(events, key=lambda event: event[0]):
            self.apply(*event)
        assert not any(self.open.values()), "slices without an end"
        self.check()

    def read(self, packet):
        """Reads a packet; yields the time and event of one that has an event."""
        assert packet.trusted_packet_sequence_id == 1
        assert packet.sequence_flags == (NEEDS_STATE if self.names else CLEARED)
        if packet.HasField("interned_data"):
            for kind in ("event_categories", "event_names",
                         "debug_annotation_names"):
                for name in getattr(packet.interned_data, kind):
                    self.names[kind, name.iid] = name.name
        if packet.HasField("clock_snapshot"):
            self.clock = packet.clock_snapshot
            assert self.clock.primary_trace_clock in [
                clock.clock_id for clock in self.clock.clocks]
        if packet.HasField("track_descriptor"):
            track = packet.track_descriptor
            assert track.uuid and track.name and track.uuid not in self.tracks
            assert not track.parent_uuid or track.parent_uuid in self.tracks
            self.tracks[track.uuid] = track
        if packet.HasField("track_event"):
            assert packet.HasField("timestamp") and packet.timestamp < 1 << 63
            assert packet.track_event.track_uuid in self.tracks
            yield packet.timestamp, packet.track_event

    def args(self, event):
        return {self.names["debug_annotation_names", a.name_iid]:
                a.string_value if a.HasField("string_value") else
                a.uint_value if a.HasField("uint_value") else a.bool_value
                for a in event.debug_annotations}

    def name(self, event):
        return event.name or self.names["event_names", event.name_iid]

    def apply(self, time, event):
        stack, type_ = self.open[event.track_uuid], event.type
        track = self.tracks[event.track_uuid]
        assert track.HasField("counter") == (type_ == self.type.TYPE_COUNTER)
        if type_ == self.type.TYPE_COUNTER:
            assert event.HasField("counter_value") != \
                event.HasField("double_counter_value")
            self.counters[event.track_uuid].append(
                event.counter_value + event.double_counter_value)
            return
        if type_ == self.type.TYPE_SLICE_END:
            stack.pop().end = time
            return
        category, = event.category_iids
        one = Slice((time,), self.names["event_categories", category],
                    self.name(event), self.args(event))
        one.track = track
        if type_ == self.type.TYPE_INSTANT:
            assert not stack
            self.instants.append(one)
            return
        assert type_ == self.type.TYPE_SLICE_BEGIN
        assert len(stack) == (one.category == "phase"), "slices overlap"
        if stack:
            stack[-1].children.append(one)
        stack.append(one)
        self.slices.append(one)
        for ids, end in ((event.flow_ids, 0), (event.terminating_flow_ids, 1)):
            for flow in ids:
                self.flows[flow][end].append(one)

    def check(self):
        for one in self.slices:
            if one.children:
                at = one.begin
                for phase in one.children:
                    assert phase.begin == at, "a gap between phases"
                    at = phase.end
                assert at == one.end, "phases do not add up"
        for ends in self.flows.values():
            (call,), (reply,) = ends
            assert call.category == "call" and call.begin <= reply.begin
            assert reply.category in ("phase", "transfer")
            assert reply.name == "wakeup" or not any(
                phase.name == "wakeup" for phase in reply.children)
        calls = self.of("call")
        assert len(self.flows) == len(calls)
        for track, values in self.counters.items():
            assert min(values) >= 0, "a counter is negative"

    def of(self, category):
        return [one for one in self.slices + self.instants
                if one.category == category]

    def counted(self, what):
        """Yields the values of each counter of this kind."""
        for track, values in self.counters.items():
            if self.tracks[track].name.endswith(": " + what):
                yield values


def name_of(entry):
    return "%s: %s" % (entry["protocol_name"] or "0x%02x" % entry["protocol"],
                       entry["message_name"] or "0x%02x" % entry["message"])


def nearest_rank(values, permille):
    return sorted(values)[math.ceil(len(values) * permille / 1000) - 1]


def merged(counters):
    total = collections.Counter()
    for name, count in counters:
        total[name] += count
    return total


def compare_latency(trace, report):
    """The counts and percentiles of each message."""
    groups = collections.defaultdict(list)
    for one in trace.of("transfer"):
        kind = "timeout" if one.args["status"] == "-ETIMEDOUT" else "total"
        groups[one.name.split("(")[0], kind].append(one)
    counts = merged(((name_of(entry), entry["phase"]), entry["count"])
                    for entry in report["series"]
                    if entry["phase"] in ("total", "timeout"))
    assert counts == {key: len(group) for key, group in groups.items()}, \
        (counts, {key: len(group) for key, group in groups.items()})
    series = collections.Counter(
        (name_of(entry), entry["phase"]) for entry in report["series"])
    for entry in report["series"]:
        key = name_of(entry), entry["phase"]
        if key not in groups or series[key] > 1:
            continue
        times = [one.duration() for one in groups[key]]
        assert [min(times), max(times), sum(times)] == [
            entry["min_ns"], entry["max_ns"], entry["sum_ns"]]
        for name, permille in log_model.PERMILLE.items():
            if entry[name] is not None:
                off = abs(entry[name] - nearest_rank(times, permille))
                assert off <= entry[name] / 128, (key, name, off)


def compare_phases(trace, report):
    counts = merged((entry["phase"], entry["count"])
                    for entry in report["series"])
    found = collections.Counter(one.name for one in trace.of("phase"))
    for phase in ("transport", "submit", "doorbell", "service", "dispatch"):
        assert found[phase] == counts[phase], (phase, found, counts)
    # A dump does not show when the caller continues.
    assert found["wakeup"] >= counts["wakeup"]
    assert len(trace.of("delayed")) == counts["delayed"]


def compare(trace, report):
    counters = report["counters"]
    ended = counters["completed"] + counters["timed_out"]
    compare_latency(trace, report)
    compare_phases(trace, report)
    anomalies = merged((entry["kind"], entry["count"])
                       for entry in report["anomalies"])
    found = collections.Counter(one.name for one in trace.of("anomaly"))
    assert anomalies == found, (anomalies - found, found - anomalies)
    lost = merged((one.name, one.args["count"]) for one in trace.of("lost"))
    assert lost == {cause: count for cause, count in counters["lost"].items()
                    if count}, lost
    assert len(trace.of("notification")) == counters["notified"]
    assert len(trace.of("unended")) == counters["in_flight"]
    # Those of an earlier log are no longer in flight at the end.
    latest = max((one.begin for one in trace.slices + trace.instants), default=0)
    assert sum(values[-1] for values in trace.counted("in flight")) == \
        sum(one.end >= latest for one in trace.of("unended"))
    assert sum(sum(values) for values in trace.counted("rate")) == \
        ended * BINS
    return collections.Counter(
        transfers=len(trace.of("transfer")), phases=len(trace.of("phase")),
        flows=len(trace.flows), anomalies=sum(anomalies.values()),
        in_flight=counters["in_flight"], lost=sum(lost.values()),
        notifications=counters["notified"])


def summary(trace):
    """Numbers of a trace alone; the clock is that of enum BuiltinClock."""
    numbers = collections.Counter(
        {"clock": trace.clock.primary_trace_clock if trace.clock else 0,
         "first_ns": trace.first_ns, "flows": len(trace.flows)})
    for one in trace.slices + trace.instants:
        numbers[one.category] += 1
    for track in trace.tracks.values():
        numbers["track " + track.name] += 1
    return numbers


def check_log(pb, program, log):
    """Exports the log; returns numbers of what was compared."""
    data = subprocess.run([program, "export", "-q", "--perfetto", "-", log],
                          check=True, stdout=subprocess.PIPE).stdout
    report = subprocess.run([program, "report", "-q", "-j", log], check=True,
                            stdout=subprocess.PIPE).stdout
    return compare(Trace(pb, data), json.loads(report))


def random_logs(folder, first, last):
    for seed in range(first, last + 1):
        log = log_model.Log(seed)
        log.draw()
        path = pathlib.Path(folder) / f"{seed}.txt"
        path.write_text("\n".join(log.lines()) + "\n")
        yield str(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", action="store_true")
    parser.add_argument("--trace", type=pathlib.Path)
    parser.add_argument("program", nargs="?")
    parser.add_argument("log", nargs="*")
    args = parser.parse_args()
    totals = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        pb = schema(folder)
        if args.trace:
            totals = summary(Trace(pb, args.trace.read_bytes()))
        logs = random_logs(folder, *map(int, args.log)) if args.random \
            else args.log
        for log in logs:
            try:
                totals += check_log(pb, args.program, log)
            except AssertionError:
                print(f"{log} differs", file=sys.stderr)
                raise
    print(", ".join(f"{totals[name]} {name}" for name in sorted(totals)))


if __name__ == "__main__":
    main()
