#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Receives OTLP metrics over HTTP: otlp_receiver.py FOLDER STATUS[:BODY]... Prints its port, answers
the first requests with the statuses, the last of which is also that of all later ones,
and writes each body that was sent to FOLDER/N.pb with its header in FOLDER/N.header. A
status 0 closes the connection without an answer. BODY is that of the answer, in hex.
"""
import http.server
import pathlib
import sys

FOLDER, ANSWERS = pathlib.Path(sys.argv[1]), sys.argv[2:]


class Receiver(http.server.BaseHTTPRequestHandler):
    number = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = ANSWERS[min(Receiver.number, len(ANSWERS) - 1)]
        status, has_text, text = answer.partition(":")
        status, text = int(status), bytes.fromhex(text)
        Receiver.number += 1
        name = FOLDER / f"{Receiver.number}"
        name.with_suffix(".header").write_text(f"{self.path}\n{self.headers}")
        part = name.with_suffix(".part")
        part.write_bytes(body)
        part.rename(name.with_suffix(".pb"))
        if not status:
            self.close_connection = True
            return
        if status != 200 and not has_text:
            text = b"no\x1b[31mthing\n::error::"
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
