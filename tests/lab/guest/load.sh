# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2009 # the guest has no pgrep
#
# Tests the load generator: valid and invalid specifications, error messages, and the
# end of a run. Exit status 1 at the first failure.

DIR=/sys/kernel/debug/scmi_load

fail() {
	echo "not ok: $*"
	exit 1
}

ok() {
	echo "ok: $*"
}

# field NAME: print a number of the last result, or a series' first number.
field() {
	sed -n "s/^  \"$1\": {*\"*[a-z]*\"*:* *\([0-9]*\).*/\1/p" $DIR/result
}

# wait_until COMMAND...: wait until COMMAND succeeds, at most ten seconds.
wait_until() {
	local tries=0

	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 1000 ] || fail "timeout while waiting for: $*"
		usleep 10000
	done
}

# sending: true if a run is in progress.
sending() {
	ps | grep -q '[s]cmi-load/0'
}

# attempt SPEC: like load, but write the error to /tmp/err.
attempt() {
	printf '%s' "$1" | dd "of=$DIR/run" bs=512 2>/tmp/err
}

# refused SPEC ERROR MESSAGE: check that SPEC is rejected with ERROR and MESSAGE, and
# writes no result.
refused() {
	dmesg -c >/dev/null
	attempt "$1" && fail "'$1' was accepted"
	grep -q "$2" /tmp/err || fail "'$1': not '$2' but: $(cat /tmp/err)"
	dmesg | grep -q "$3" || fail "'$1': no '$3' in: $(dmesg)"
	cat $DIR/result >/dev/null 2>&1 && fail "'$1' has a result"
	ok "'$1' is rejected: $3"
}

long=$(printf '%0127d' 0)
invalid='Invalid argument'
refused sensor "$invalid" 'character 1: unknown protocol'
refused base:10 "$invalid" 'character 1: unknown protocol'
refused sensor: "$invalid" 'character 8: the number of transfers is missing'
refused sensor:0 "$invalid" 'character 8: no transfers'
refused sensor:4194305 'Argument list too long' 'at most 4194304 transfers'
refused sensor:99999999999999999999 'Argument list too long' 'at most 4194304'
refused sensor:10x "$invalid" 'character 10: unexpected text'
refused sensor:10, "$invalid" 'character 10: unexpected text'
refused sensor:10,threads=0 "$invalid" 'a number from 1 to 64'
refused sensor:10,threads=65 "$invalid" 'a number from 1 to 64'
refused sensor:10,gap=1000001 "$invalid" 'a number from 0 to 1000000'
refused sensor:10,rate=0 "$invalid" 'a number from 1 to 1000000'
refused sensor:10,rate=9,gap=1 "$invalid" 'a rate has no gap'
refused sensor:10,threads=2,threads=2 "$invalid" 'given twice'
refused "sensor:1$long" "$invalid" '1 to 127 characters'
refused mixed "$invalid" 'character 1: unknown protocol'
refused sensor:10,notify,notify "$invalid" 'character 18: given twice'
refused sensor:10,notify=1 "$invalid" 'character 17: unexpected text'
refused sensor:10,poll "$invalid" 'character 11: .* no such operation for sensor'
refused perf:10,async "$invalid" 'character 9: .* no such operation for perf'
refused clock:10,async,poll "$invalid" 'a delayed response cannot be polled for'
refused sensor:10,instance=4 "$invalid" 'character 20: invalid number of an instance'
refused sensor:10,instance=0,instance=0 "$invalid" 'given twice'
refused sensor:10,all,instance=0 "$invalid" 'one instance or all of them'
refused sensor:10,all,notify "$invalid" 'notifications are those of one instance'
refused sensor:10,instance=1 'No such device' 'no SCMI instance with the sensor protocol'
refused vendor:10 'No such device' 'no SCMI instance with the vendor protocol'

for spec in sensor:1 clock:1 sensor:7,threads=3 sensor:2,threads=64 \
	mixed:100,threads=3 sensor:5,instance=0 mixed:8,threads=2,all \
	sensor:20,rate=5000,threads=3 clock:20,gap=100,threads=2; do
	load "$spec" || fail "'$spec' was rejected"
	n=${spec#*:}
	n=${n%%,*}
	for counter in transfers begun transport wakeup total; do
		[ "$(field $counter)" = "$n" ] ||
			fail "'$spec': $counter: $(cat $DIR/result)"
	done
	for counter in failures timeouts missing_rx_done unsampled; do
		[ "$(field $counter)" = 0 ] ||
			fail "'$spec': $counter: $(cat $DIR/result)"
	done
	ok "'$spec': $n transfers, all sampled"
done
# A thread's last transfer has no next one.
[ "$(field loop)" = 18 ] || fail "loop: $(cat $DIR/result)"
ok "the loop has one sample less for each thread"

for work in reset voltage; do
	load $work:40,async,threads=2 || fail "$work: $(cat $DIR/result)"
	[ "$(field delayed)" = 40 ] || fail "$work: $(cat $DIR/result)"
done
ok "resets and levels have delayed responses"

# Transfers of others are not counted: the clock driver sends some during the load.
EVENT=/sys/kernel/tracing/events/scmi/scmi_xfer_begin/enable
echo 1 >$EVENT
(while [ ! -e /tmp/enough ]; do
	cat /sys/kernel/debug/clk/ref-clock0/clk_rate >/tmp/rate
done) &
load clock:2000,threads=4,gap=200 || fail "a load while another task sends"
touch /tmp/enough
wait
echo 0 >$EVENT
[ "$(cat /tmp/rate)" = 100000000 ] || fail "the clock driver got no rate"
begun=$(grep -c scmi_xfer_begin /sys/kernel/tracing/trace)
[ "$begun" -gt 2000 ] || fail "$begun transfers: only the load has sent"
[ "$(field begun)" = 2000 ] || fail "others counted: $(cat $DIR/result)"
[ "$(field total)" = 2000 ] || fail "others counted: $(cat $DIR/result)"
ok "$((begun - 2000)) transfers of the clock driver are not counted"

load sensor:4000000,gap=1000 2>/dev/null &
writer=$!
wait_until sending
dmesg -c >/dev/null
attempt sensor:10 && fail "a second run was accepted"
grep -q 'busy' /tmp/err || fail "a second run: $(cat /tmp/err)"
dmesg | grep -q 'another run is under way' || fail "no reason: $(dmesg)"
ok "a second run is rejected"
rmmod scmi_load 2>/dev/null && fail "unloaded during a run"
ok "unloading is rejected during a run"
kill -TERM $writer
wait $writer
sending && fail "threads are left after a signal"
cat $DIR/result >/dev/null 2>&1 && fail "a stopped run has a result"
ok "a signal stops a run, which has no result"

load sensor:100,threads=4 || fail "a run after a stopped one"
[ "$(field total)" = 100 ] || fail "a run after a stopped one"
ok "the next run is complete"
