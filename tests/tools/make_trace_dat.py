#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write a trace.dat, version 6, with the SCMI events of text logs.

Usage: make_trace_dat.py [OPTION...] OUT [NAME=]LOG...

Each LOG, in the format of the file 'trace' of Linux 6.3 or newer, is a buffer of the
recording: the first is the top one, unless it has a NAME, as the others must have. A
line "CPU:n [LOST m EVENTS]" marks a loss on that processor. All events that are not
SCMI's become one of another subsystem.

  --clock NAME     the trace clock (default: local)
  --nanoseconds N  add N to each time
  --repeat N       write each log N times, one after the other
  --big-endian     as a big-endian machine
  --no-field NAME  leave a field out of all formats
  --no-format NAME leave the format of an event out
  --no-names       without the names of tasks
  --payloads       with those of scmi_msg_dump
"""
import argparse
import re
import struct

PAGE = 4096
HEAD = 16  # time stamp and length of a page
COMMON = [("unsigned short common_type", 2, 0), ("unsigned char common_flags", 1, 0),
          ("unsigned char common_preempt_count", 1, 0), ("int common_pid", 4, 1)]
TRANSFER = [("int transfer_id", 4, 1), ("u8 msg_id", 1, 0),
            ("u8 protocol_id", 1, 0), ("u16 seq", 2, 0)]
EVENTS = {
    "scmi_fc_call": (900, [("u8 protocol_id", 1, 0), ("u8 msg_id", 1, 0),
                           ("u32 res_id", 4, 0), ("u32 val1", 4, 0),
                           ("u32 val2", 4, 0)]),
    "scmi_xfer_begin": (901, TRANSFER + [("bool poll", 1, 0)]),
    "scmi_xfer_response_wait": (902, TRANSFER + [("u32 timeout", 4, 0),
                                                 ("bool poll", 1, 0)]),
    "scmi_xfer_end": (903, TRANSFER + [("int status", 4, 1)]),
    "scmi_rx_done": (904, TRANSFER + [("u8 msg_type", 1, 0)]),
    "scmi_msg_dump": (905, [("int id", 4, 1), ("u8 channel_id", 1, 0),
                            ("u8 protocol_id", 1, 0), ("u8 msg_id", 1, 0),
                            ("char tag[6]", 6, 0), ("u16 seq", 2, 0),
                            ("int status", 4, 1)]),
}
PAYLOAD = [("size_t len", 8, 0), ("__data_loc unsigned char[] cmd", 4, 0)]
HEX = "__print_hex_str(__get_dynamic_array(cmd), REC->len)"
PRINT = {
    "scmi_fc_call": ("pt=%02X msg_id=%02X res_id:%u vals=%u:%u",
                     "protocol_id msg_id res_id val1 val2"),
    "scmi_xfer_begin": ("pt=%02X msg_id=%02X seq=%04X transfer_id=%X poll=%u",
                        "protocol_id msg_id seq transfer_id poll"),
    "scmi_xfer_response_wait": (
        "pt=%02X msg_id=%02X seq=%04X transfer_id=%X tmo_ms=%u poll=%u",
        "protocol_id msg_id seq transfer_id timeout poll"),
    "scmi_xfer_end": ("pt=%02X msg_id=%02X seq=%04X transfer_id=%X s=%d",
                      "protocol_id msg_id seq transfer_id status"),
    "scmi_rx_done": ("pt=%02X msg_id=%02X seq=%04X transfer_id=%X msg_type=%u",
                     "protocol_id msg_id seq transfer_id msg_type"),
    "scmi_msg_dump": ("id=%d ch=%02X pt=%02X t=%s msg_id=%02X seq=%04X s=%d pyld=",
                      "id channel_id protocol_id tag msg_id seq status"),
}
LINE = re.compile(r"\s*(.+)-(\d+)\s+\[(\d+)\] \S+\s+(\d+)\.(\d+): (\w+): (.*)")
LOST = re.compile(r"CPU:(\d+) \[LOST (\d+) EVENTS\]")
DUMP = re.compile(r"(?:id=(\d+) ch=(\w+) )?pt=(\w+) t=(\S+) msg_id=(\w+) seq=(\w+) s=(-?\d+)"
                  r"(?: pyld=(\w*))?")
CALL = re.compile(r"pt=(\w+) msg_id=(\w+) res_id:(\d+) vals=(\d+):(\d+)")


class Format:
    """An event's fields with their offsets."""

    def __init__(self, name, without, order):
        self.name = name
        self.id, fields = EVENTS.get(name, (800, []))
        self.order = order
        self.fields, offset = [], 0
        for declaration, size, signed in COMMON + fields:
            member = re.match(r".* (\w+)", declaration).group(1)
            if member in without:
                continue
            align = 1 if "[6]" in declaration else size
            offset = -(-offset // align) * align
            self.fields.append((declaration, member, offset, size, signed))
            offset += size
        self.size = -(-offset // 4) * 4

    def text(self):
        out = f"name: {self.name}\nID: {self.id}\nformat:\n"
        for i, (declaration, _, offset, size, signed) in enumerate(self.fields):
            out += (f"\tfield:{declaration};\toffset:{offset};\tsize:{size};"
                    f"\tsigned:{signed};\n")
            if i == len(COMMON) - 1:
                out += "\n"
        text, members = PRINT.get(self.name, ("%d", "common_pid"))
        members, _, payload = members.partition(" __")
        args = ", ".join("REC->" + m for m in members.split())
        args += ", __" + payload if payload else ""
        return (out + f'\nprint fmt: "{text}", {args}\n').encode()

    def pack(self, values):
        data = bytearray(self.size)
        payload = values.get("payload", b"")
        if any(member == "cmd" for _, member, *_ in self.fields):
            values = {**values, "len": len(payload), "cmd": len(payload) << 16 | self.size}
            data += payload.ljust(-(-len(payload) // 4) * 4, b"\0")
        for _, member, offset, size, signed in self.fields:
            value = values.get(member, 0)
            if isinstance(value, bytes):
                data[offset:offset + size] = value.ljust(size, b"\0")
            else:
                data[offset:offset + size] = (value % (1 << 8 * size)).to_bytes(
                    size, self.order)
        return bytes(data)


def values_of(name, text):
    """Return the members of an event from its text."""
    if name == "scmi_msg_dump":
        m = DUMP.match(text)
        if not m:
            return None
        return {"id": int(m[1] or 0), "channel_id": int(m[2] or "0", 16),
                "protocol_id": int(m[3], 16), "tag": m[4].encode(),
                "msg_id": int(m[5], 16), "seq": int(m[6], 16), "status": int(m[7]),
                "payload": bytes.fromhex(m[8] or "")}
    if name == "scmi_fc_call":
        m = CALL.match(text)
        if not m:
            return None
        return {"protocol_id": int(m[1], 16), "msg_id": int(m[2], 16),
                "res_id": int(m[3]), "val1": int(m[4]), "val2": int(m[5])}
    short = dict(pair.split("=") for pair in text.split())
    names = {"pt": ("protocol_id", 16), "msg_id": ("msg_id", 16), "seq": ("seq", 16),
             "transfer_id": ("transfer_id", 16), "poll": ("poll", 10),
             "tmo_ms": ("timeout", 10), "s": ("status", 10),
             "msg_type": ("msg_type", 10)}
    return {names[k][0]: int(v, names[k][1]) for k, v in short.items() if k in names}


class Buffer:
    """The pages of each processor."""

    def __init__(self, order):
        self.endian = "<" if order == "little" else ">"
        self.pages = {}  # by processor: list of [time, data, lost before it]
        self.last = {}
        self.lost = {}

    def lose(self, cpu, n):
        self.lost[cpu] = self.lost.get(cpu, 0) + n

    def add(self, cpu, ns, data):
        pages = self.pages.setdefault(cpu, [])
        lost = self.lost.pop(cpu, 0)
        # An event of at least 4 bytes, behind an extension of the time.
        if not pages or lost or len(pages[-1][1]) + len(data) + 24 > PAGE - HEAD:
            pages.append([ns, bytearray(), lost])
            self.last[cpu] = ns
        page = pages[-1][1]
        delta = ns - self.last[cpu]
        self.last[cpu] = ns
        if delta >> 27:
            page += self.event(30, delta & (1 << 27) - 1, struct.pack(
                self.endian + "I", delta >> 27))
            delta = 0
        if len(data) <= 28 * 4:
            page += self.event(len(data) // 4, delta, data)
        else:
            page += self.event(0, delta, struct.pack(self.endian + "I", len(data) + 4)
                               + data)

    def event(self, length, delta, data):
        word = length | delta << 5 if self.endian == "<" else length << 27 | delta
        return struct.pack(self.endian + "I", word) + data

    def cpu_data(self, cpu):
        out = bytearray()
        for ns, data, lost in self.pages.get(cpu, []):
            commit = len(data)
            if lost:
                # The number stands behind the events.
                commit |= 1 << 31 | 1 << 30
                data = data + struct.pack(self.endian + "Q", lost)
            out += struct.pack(self.endian + "QQ", ns, commit) + data
            out += bytes(-len(out) % PAGE)
        return bytes(out)


class Recording:
    def __init__(self, args):
        self.order = "big" if args.big_endian else "little"
        self.endian = ">" if args.big_endian else "<"
        self.formats = {name: Format(name, args.no_field, self.order) for name in EVENTS}
        self.other = Format("other", [], self.order)
        self.comms = {}
        self.args = args
        self.buffers = []  # (name, Buffer)

    def read(self, name, path):
        """Add the events of a log as a buffer."""
        with open(path, encoding="latin-1") as log:
            events = [e for e in map(self.parse, log) if e]
        times = [ns for _, ns, _ in events if ns is not None]
        span = times[-1] - times[0] + 1000000
        buffer = Buffer(self.order)
        for i in range(self.args.repeat):
            shift = i * span + self.args.nanoseconds
            for cpu, ns, what in events:
                if ns is None:
                    buffer.lose(cpu, what)
                else:
                    buffer.add(cpu, ns + shift, what)
        self.buffers.append((name, buffer))

    def parse(self, line):
        """Return processor, time and data of an event, or the number of lost ones."""
        lost = LOST.match(line)
        if lost:
            return int(lost[1]), None, int(lost[2])
        m = LINE.match(line)
        values = m and (values_of(m[6], m[7]) if m[6] in EVENTS else {})
        if values is None:
            return None
        pid = int(m[2])
        if pid:
            self.comms[pid] = m[1].strip()
        event = self.formats.get(m[6], self.other)
        values.update(common_type=event.id, common_pid=pid)
        ns = int(m[4]) * 10**9 + int(m[5].ljust(9, "0"))
        return int(m[3]), ns, event.pack(values)

    def number(self, size, value):
        return value.to_bytes(size, self.order)

    def sized(self, size, data):
        return self.number(size, len(data)) + data

    def head(self):
        page = ("\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
                "\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
                "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
                "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;\n").encode()
        out = b"\x17\x08\x44tracing6\0" + bytes([self.order == "big", 8])
        out += self.number(4, PAGE)
        out += b"header_page\0" + self.sized(8, page)
        out += b"header_event\0" + self.sized(8, b"# compressed entry header\n")
        out += self.number(4, 0)  # formats of ftrace itself
        known = [event for name, event in self.formats.items()
                 if name not in self.args.no_format]
        out += self.number(4, 2) + b"scmi\0" + self.number(4, len(known))
        for event in known:
            out += self.sized(8, event.text())
        out += b"others\0" + self.number(4, 1) + self.sized(8, self.other.text())
        out += self.number(4, 0) + self.number(4, 0)  # kallsyms, printk
        comms = "".join(f"{pid} {comm}\n" for pid, comm in self.comms.items()
                        if not self.args.no_names)
        return out + self.sized(8, comms.encode("latin-1"))

    def option(self, kind, data):
        return self.number(2, kind) + self.sized(4, data)

    def table(self, buffer, cpus, at):
        """Where each processor's data is, and the data."""
        index, data = b"", b""
        for cpu in range(cpus):
            pages = buffer.cpu_data(cpu)
            index += self.number(8, at + len(data)) + self.number(8, len(pages))
            data += pages
        return index, data

    def write(self, path):
        cpus = 1 + max((cpu for _, b in self.buffers for cpu in b.pages), default=0)
        buffers = list(self.buffers)
        top = Buffer(self.order) if buffers[0][0] else buffers.pop(0)[1]
        clock = self.args.clock
        names = "local global counter mono mono_raw boot".split()
        listed = " ".join(f"[{n}]" if n == clock else n for n in names)
        head = self.head() + self.number(4, cpus) + b"options  \0"
        head += self.option(4, listed.encode() + b"\0")  # the clock
        lengths = sum(6 + 8 + len(name) + 1 for name, _ in buffers)
        size = len(head) + lengths + 2 + 10 + 16 * cpus
        at = -(-size // PAGE) * PAGE
        index, data = self.table(top, cpus, at)
        body = data
        for name, buffer in buffers:
            start = at + len(body)
            head += self.option(3, self.number(8, start) + name.encode() + b"\0")
            first = -(-(start + 10 + 16 * cpus) // PAGE) * PAGE
            table, data = self.table(buffer, cpus, first)
            part = b"flyrecord\0" + table
            body += part.ljust(first - start, b"\0") + data
        head += self.number(2, 0) + b"flyrecord\0" + index
        with open(path, "wb") as out:
            out.write(head.ljust(at, b"\0") + body)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clock", default="local")
    parser.add_argument("--nanoseconds", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--big-endian", action="store_true")
    parser.add_argument("--no-field", action="append", default=[])
    parser.add_argument("--no-format", action="append", default=[])
    parser.add_argument("--no-names", action="store_true")
    parser.add_argument("--payloads", action="store_true")
    parser.add_argument("out")
    parser.add_argument("log", nargs="+")
    args = parser.parse_args()
    if args.payloads:
        EVENTS["scmi_msg_dump"][1].extend(PAYLOAD)
        PRINT["scmi_msg_dump"] = (
            PRINT["scmi_msg_dump"][0] + "%s", PRINT["scmi_msg_dump"][1] + " " + HEX)
    recording = Recording(args)
    for log in args.log:
        name, _, path = log.rpartition("=")
        recording.read(name, path)
    recording.write(args.out)


main()
