#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Open pages in a headless Chromium and check their layout.

usage: check_layout.py [--shots DIR] FILE...

Each FILE is opened with the width of a phone and of a desktop, light and dark, and
as on paper. Nothing may exceed the window, except inside a box that scrolls, which
paper does not, nor does paper fold. The background must be dark in dark mode, but never on paper. Only
FILE itself may be loaded.
Prints each violation. Exit status: 0, 1 with violations, or 77 without Chromium.
--shots saves a screenshot of each view.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

# Width in pixels, medium, colour scheme. A4 less two centimetres is 718 wide.
VIEWS = [(width, "screen", scheme) for width in (360, 1280)
         for scheme in ("light", "dark")] + [(718, "print", "dark")]
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")

# Elements beyond the window, except in boxes that scroll; background, 0 ... 255.
LOOK = """(() => {
	const scrolls = e => {
		const box = e.closest(".scroll");
		return box && getComputedStyle(box).overflowX == "auto";
	};
	const wide = document.documentElement.clientWidth;
	const beyond = [...document.body.querySelectorAll("*")].filter(e =>
		!scrolls(e) &&
		e.getBoundingClientRect().right > wide + 0.5);
	// Old browsers cannot unfold them by style.
	const folded = CSS.supports("selector(::details-content)")
		? [...document.querySelectorAll("details > :not(summary)")]
			.filter(e => !e.checkVisibility())
		: [];
	const color = getComputedStyle(document.documentElement).backgroundColor;
	return {
		wide: wide,
		scroll: document.scrollingElement.scrollWidth,
		beyond: beyond.map(e => e.tagName + " " + e.textContent.slice(0, 40)),
		folded: folded.map(e => e.textContent.slice(0, 40)),
		ground: Math.max(...color.match(/[0-9]+/g).slice(0, 3).map(Number)),
		height: document.documentElement.scrollHeight,
	};
})()"""


class Browser:
    """Speaks the DevTools protocol over the pipe, one command at a time."""

    def __init__(self, program, profile):
        to_read, self.write_end = os.pipe()
        self.read_end, to_write = os.pipe()
        # By the protocol, the browser reads 3 and writes 4.
        launch = 'exec 3<&%d 4>&%d; exec "$@"' % (to_read, to_write)
        self.process = subprocess.Popen(
            ["bash", "-c", launch, "bash", program, "--headless",
             "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--user-data-dir=" + profile, "--remote-debugging-pipe"],
            pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest, self.number, self.session = b"", 0, None
        self.requests = []

    def receive(self):
        while b"\0" not in self.rest:
            piece = os.read(self.read_end, 1 << 16)
            if not piece:
                sys.exit("check_layout.py: the browser ended by itself")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        message = json.loads(message)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message

    def call(self, method, **params):
        self.number += 1
        command = {"id": self.number, "method": method, "params": params}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.write_end, json.dumps(command).encode() + b"\0")
        while True:
            message = self.receive()
            if message.get("id") == self.number:
                if "error" in message:
                    sys.exit("check_layout.py: %s: %s"
                             % (method, message["error"]["message"]))
                return message["result"]

    def open(self):
        target = self.call("Target.createTarget", url="about:blank")
        self.session = self.call("Target.attachToTarget", flatten=True,
                                 **target)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")

    def load(self, url):
        self.requests.clear()
        self.call("Page.navigate", url=url)
        while self.receive().get("method") != "Page.loadEventFired":
            pass

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait()


def look(browser, path, view, shots):
    width, medium, scheme = view
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800,
                 deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia", media=medium, features=[
        {"name": "prefers-color-scheme", "value": scheme}])
    url = path.resolve().as_uri()
    browser.load(url)
    seen = browser.call("Runtime.evaluate", expression=LOOK,
                        returnByValue=True)["result"]["value"]
    bad = ["reaches beyond: " + what for what in seen["beyond"]]
    if seen["wide"] != width or seen["scroll"] > width:
        bad.append("%d wide, %d to scroll" % (seen["wide"], seen["scroll"]))
    if (seen["ground"] < 128) != (medium == "screen" and scheme == "dark"):
        bad.append("its ground is %d of 255" % seen["ground"])
    if medium == "print":
        bad += ["folded: " + what for what in seen["folded"]]
    bad += ["loads " + other for other in browser.requests if other != url]
    if shots:
        shot = browser.call("Page.captureScreenshot", clip={
            "x": 0, "y": 0, "width": width, "height": seen["height"],
            "scale": 1}, captureBeyondViewport=True)
        name = "%s-%d-%s-%s.png" % ((path.stem,) + view)
        (shots / name).write_bytes(base64.b64decode(shot["data"]))
    return ["%s, %s, %d wide, %s: %s" % (path, medium, width, scheme, what)
            for what in bad]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shots", type=pathlib.Path)
    parser.add_argument("file", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        print("no Chromium: none of %s is installed" % ", ".join(NAMES))
        return 77
    signal.alarm(120)  # a browser that hangs is one that failed
    bad = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            browser.open()
            for path in args.file:
                for view in VIEWS:
                    bad += look(browser, path, view, args.shots)
        finally:
            browser.close()
    print("\n".join(bad))
    return 1 if bad else 0


sys.exit(main())
