# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Sends messages through the SCMI core's raw mode, beside a load, while scmi-perf records.
# Writes profiles, a log of all events and the replies to /out. raw_mode.bats checks them.

. /lab/lib.sh

RAW=/sys/kernel/debug/scmi/0/raw

# send_raw HEADER TOKEN PAYLOAD: write a message to file 3. HEADER and PAYLOAD are printf's
# escapes, the header's two lower bytes; TOKEN is below 64.
send_raw() {
	# shellcheck disable=SC2059 # the escapes are the message
	printf "$1$(printf '\\%03o' $(($2 * 4)))\\000$3" >&3
}

# receive_raw: print the next reply from file 4. Each ends with an end of file.
receive_raw() {
	dd bs=128 count=2 <&4 2>/dev/null
}

# rates N BURST: CLOCK_RATE_GET of clock 1 N times, BURST of them at a time.
rates() {
	local sent=0 i

	while [ "$sent" -lt "$1" ]; do
		i=0
		while [ "$i" -lt "$2" ]; do
			i=$((i + 1))
			sent=$((sent + 1))
			send_raw '\006\120' $((sent % 64)) '\001\000\000\000'
		done
		while [ "$i" -gt 0 ]; do
			i=$((i - 1))
			receive_raw >>/out/replies
		done
	done
}

# both: 40 rates in bursts of 8, and a load of sensors beside.
both() {
	rates 40 8 &
	load sensor:200
	wait $!
}

# Not one file for both, because writing would go on at the position of reading.
exec 3>$RAW/message || exit 1
exec 4<$RAW/message
if [ "$1" = both ]; then
	both
	exit
fi
send_raw '\000\100' 1 ''
receive_raw >/out/version
scmi-perf doctor -j >/out/doctor.json || exit 1
for source in tracefs bpf; do
	: >/out/replies
	scmi-perf record --deterministic --source $source -o "/out/$source.scmi" -- \
		sh "$0" both 2>"/out/$source.log" || echo "$source: status $?"
	mv /out/replies "/out/$source.replies"
done
echo 1 >"$TRACEFS/events/scmi/enable"
both
rm /out/replies
echo 0 >"$TRACEFS/events/scmi/enable"
cat "$TRACEFS/trace" >/out/trace.txt
cat $RAW/errors >/out/errors &
sleep 1
kill $!
