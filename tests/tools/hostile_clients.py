#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Opens connections to a server and keeps them: hostile_clients.py PORT COUNT SECONDS. They
send a request a byte at a time, each half second, and never its end.
"""
import socket
import sys
import time

port, count, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
request = b"GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 10000
clients = []
for _ in range(count):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", port))
    clients.append(client)
print("connected", flush=True)
end = time.monotonic() + seconds
for byte in request:
    if time.monotonic() > end:
        break
    for client in clients:
        try:
            client.send(bytes([byte]))
        except OSError:
            pass
    time.sleep(0.5)
