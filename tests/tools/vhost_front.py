#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Drives a vhost-user SCMI device as a virtual machine would, without one.

Usage: vhost_front.py exchange SOCKET COUNT
       vhost_front.py restart SOCKET PROGRAM...

exchange: connects, reads a sensor COUNT times, one after the other, and prints how often a
reply came, with and without an interrupt. Waits at most a second for a reply, and half a
second for an interrupt.

restart: listens, starts PROGRAM with --connect SOCKET, kills it with five commands in the
ring, starts it again, and expects the five replies.
"""
import mmap
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time

NUM = 16
SIZE = 0x10000
GUEST = 0x40000000
USER = 0x7F0000000000
RINGS = (0x1000, 0x2000)
BUFFERS = 0x8000
FEATURES = 1 << 32 | 1 << 30 | 1
(SET_FEATURES, SET_OWNER, SET_MEM_TABLE, SET_NUM, SET_ADDR, SET_BASE, GET_BASE, SET_KICK,
 SET_CALL) = 2, 3, 5, 8, 9, 10, 11, 12, 13
SET_ENABLE = 18


class Guest:
    """The memory of a guest, and the driver's side of its rings."""

    def __init__(self):
        self.memfd = os.memfd_create("guest")
        os.ftruncate(self.memfd, SIZE)
        self.mem = mmap.mmap(self.memfd, SIZE)
        self.kick = [os.eventfd(0, os.EFD_NONBLOCK) for _ in RINGS]
        self.call = [os.eventfd(0, os.EFD_NONBLOCK) for _ in RINGS]
        self.available = self.used = 0

    def used_index(self, ring=0):
        return struct.unpack_from("<H", self.mem, RINGS[ring] + 0x400 + 2)[0]

    def offer(self, head, token):
        """Offers a reading of sensor 0 in descriptors @head and @head + 1."""
        at = BUFFERS + head * 0x200
        self.mem[at:at + 0x200] = bytes(0x200)
        struct.pack_into("<III", self.mem, at, 6 | 0x15 << 10 | token << 18, 0, 0)
        desc = RINGS[0] + head * 16
        struct.pack_into("<QIHH", self.mem, desc, GUEST + at, 12, 1, head + 1)
        struct.pack_into("<QIHH", self.mem, desc + 16, GUEST + at + 0x100, 132, 2, 0)
        struct.pack_into("<H", self.mem, RINGS[0] + 0x204 + self.available % NUM * 2, head)
        self.available += 1
        struct.pack_into("<H", self.mem, RINGS[0] + 0x202, self.available & 0xffff)
        os.eventfd_write(self.kick[0], 1)

    def reply(self):
        """Waits for the next reply; returns (head, token), or None after a second."""
        end = time.monotonic() + 1
        while self.used_index() == self.used & 0xffff:
            if time.monotonic() > end:
                return None
            time.sleep(0.001)
        entry = RINGS[0] + 0x404 + self.used % NUM * 8
        self.used += 1
        head = struct.unpack_from("<I", self.mem, entry)[0]
        hdr, status = struct.unpack_from("<Ii", self.mem, BUFFERS + head * 0x200 + 0x100)
        assert status == 0, status
        return head, hdr >> 18

    def interrupted(self):
        ready, _, _ = select.select([self.call[0]], [], [], 0.5)
        return bool(ready) and os.eventfd_read(self.call[0]) > 0


def ask(sock, request, payload, fds=()):
    """Sends a message that wants a reply, and checks it."""
    message = struct.pack("<III", request, 9, len(payload)) + payload
    socket.send_fds(sock, [message], fds)
    reply = b""
    while len(reply) < 20:
        part = sock.recv(20 - len(reply))
        assert part, f"the back end has gone, request {request}"
        reply += part
    assert struct.unpack_from("<III", reply) == (request, 5, 8), reply
    assert reply[12:] == bytes(8), (request, reply)


def start(sock, guest):
    """Sets up both rings as QEMU does, without negotiation."""
    ask(sock, SET_FEATURES, struct.pack("<Q", FEATURES))
    ask(sock, SET_MEM_TABLE, struct.pack("<IIQQQQ", 1, 0, GUEST, SIZE, USER, 0),
        [guest.memfd])
    for ring, at in enumerate(RINGS):
        ask(sock, SET_NUM, struct.pack("<II", ring, NUM))
        ask(sock, SET_BASE, struct.pack("<II", ring, guest.used_index(ring)))
        ask(sock, SET_ADDR, struct.pack("<IIQQQQ", ring, 0, USER + at, USER + at + 0x400,
                                        USER + at + 0x200, 0))
        ask(sock, SET_KICK, struct.pack("<Q", ring), [guest.kick[ring]])
        ask(sock, SET_CALL, struct.pack("<Q", ring), [guest.call[ring]])
        ask(sock, SET_ENABLE, struct.pack("<II", ring, 1))


def exchange(path, count):
    guest, sock = Guest(), socket.socket(socket.AF_UNIX)
    sock.connect(path)
    start(sock, guest)
    replies = interrupts = 0
    for token in range(count):
        guest.offer(token % 4 * 2, token % 1024)
        if (answer := guest.reply()) is None:
            continue
        assert answer == (token % 4 * 2, token % 1024), answer
        replies += 1
        interrupts += guest.interrupted()
    print(f"{replies} replies, {interrupts} interrupts")


def restart(path, program):
    guest, listener = Guest(), socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    command = program + ["--connect", path, "--service", "100ms"]
    with subprocess.Popen(command) as first:
        sock, _ = listener.accept()
        start(sock, guest)
        guest.offer(0, 1)
        assert guest.reply() == (0, 1)
        for i in range(1, 6):
            guest.offer(2 * i, 10 + i)
        first.send_signal(signal.SIGKILL)
    with subprocess.Popen(command) as second:
        sock, _ = listener.accept()
        start(sock, guest)
        replies = [guest.reply() for _ in range(5)]
        second.terminate()
    assert replies == [(2 * i, 10 + i) for i in range(1, 6)], replies
    assert second.returncode == 0
    print("nothing lost")


def main():
    if sys.argv[1] == "exchange":
        exchange(sys.argv[2], int(sys.argv[3]))
    else:
        restart(sys.argv[2], sys.argv[3:])


if __name__ == "__main__":
    main()
