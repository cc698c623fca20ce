# SPDX-License-Identifier: GPL-2.0-only
"""
Write an ftrace log with payloads: eight sensors and three clocks are read in turn, one
sensor and one clock of them slowly. A clock is set, a power domain is switched, a sensor
sends updates, and fast channels are called. Arguments: --no-dumps, --first (the
text of Linux 6.1, without an instance).
"""
import sys

DUMPS = "--no-dumps" not in sys.argv
FIRST = "--first" in sys.argv
ROUNDS = 200
SLOW_SENSOR, SLOW_CLOCK = 3, 2

now, seq, ident = 1000.0, 0, 0


def line(event, text, us=0.0, cpu=0):
    print(f"  reader-{100 + cpu}  [{cpu:03}] .....  {now + us / 1e6:.6f}: {event}: {text}")


def dump(tag, protocol, message, token, payload, us, status=0):
    if DUMPS:
        head = "" if FIRST else "id=0 ch=10 "
        data = b"".join(word.to_bytes(4, "little") for word in payload).hex()
        line("scmi_msg_dump", f"{head}pt={protocol:02X} t={tag} msg_id={message:02X} "
             f"seq={token:04X} s={status} pyld={data}", us)


def transfer(protocol, message, payload, us, reply=(0,)):
    global now, seq, ident
    seq, ident = (seq + 1) % 1024, ident + 1
    common = f"pt={protocol:02X} msg_id={message:02X} seq={seq:04X} transfer_id={ident:X}"
    line("scmi_xfer_begin", f"{common} poll=0")
    dump("CMND", protocol, message, seq, payload, 4)
    line("scmi_xfer_response_wait", f"{common} tmo_ms=30 poll=0", 5)
    dump("RESP", protocol, message, seq, reply, us - 12)
    line("scmi_rx_done", f"{common} msg_type=0", us - 10)
    line("scmi_xfer_end", f"{common} s=0", us)
    now += (us + 50) / 1e6


def name(text):
    data = text.encode().ljust(16, b"\0")
    return [int.from_bytes(data[i:i + 4], "little") for i in range(0, 16, 4)]


# CLOCK_ATTRIBUTES has the name after the attributes, SENSOR_NAME_GET after flags.
for clock in range(3):
    transfer(0x14, 3, (clock,), 100, [1, *name(f"clk_{clock}")])
for sensor in range(8):
    transfer(0x15, 0xc, (sensor,), 100, [0, *name(f"soc-temp{sensor}")])
for i in range(ROUNDS):
    for sensor in range(8):
        transfer(0x15, 6, (sensor, 0), 768 if sensor == SLOW_SENSOR else 83, (40, 0))
    for clock in range(3):
        transfer(0x14, 6, (clock,), 432 if clock == SLOW_CLOCK else 141, (100, 0))
    # Flags first: CLOCK_RATE_SET, POWER_STATE_SET.
    transfer(0x14, 5, (1, 2, 1000000, 0), 150, ())
    transfer(0x11, 4, (0, 4, 0), 90, ())
    # A message without a resource.
    transfer(0x10, 7, (0,), 60, (0,))
    dump("NOTI", 0x15, 1, 0, (0, 6, 41, 0), 0)
    line("scmi_rx_done", f"pt=15 msg_id=01 seq=0000 transfer_id={ident + 9000:X} msg_type=3", 2)
    line("scmi_fc_call", "pt=13 msg_id=07 res_id:1 vals=1500000:0", 3)
    now += 1e-5
