# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Runs all kinds of work over the guest's transport, on a debug kernel. Exit status 1
# if one fails.

. /lab/lib.sh

fail() {
	echo "not ok: $*"
	exit 1
}

# works SPEC: run a load that must not have failures. Print "none" if the kernel reports
# that the platform or the transport does not support it.
works() {
	if ! load "$1"; then
		dmesg | tail -n 3 | grep -qE "run '$1': .* has no (delayed responses|notifications)" ||
			fail "load $1"
		echo "none: $1"
		return
	fi
	grep '"failures": [1-9]' "$LOAD_DIR/result" && fail "load $1"
	echo "ok: $1"
}

for work in sensor clock perf power reset voltage mixed; do
	works "$work:200"
	works "$work:400,threads=8"
done
for work in sensor clock reset voltage mixed; do
	works "$work:200,async"
	works "$work:400,async,threads=8"
done
# A direct call cannot be polled.
if [ "$TRANSPORT" != loopback ]; then
	works clock:100,poll
	works perf:100,poll
	works mixed:100,poll
fi
works sensor:300,threads=2,gap=1000,notify
works perf:300,threads=2,gap=1000,notify
works mixed:600,threads=4,gap=1000,async,notify
