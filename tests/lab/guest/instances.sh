# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091,SC2009 # the guest has no pgrep
#
# Two SCMI instances, SMC and mailbox, under load at once. instances.bats checks the
# results; DO names the parts to run.

. /lab/lib.sh

fail() {
	echo "not ok: $*"
	exit 1
}

# recorded NAME LOAD OPTION...: run a load under record, and keep its figures.
recorded() {
	local name=$1 load=$2

	shift 2
	scmi-perf record --deterministic -o "/out/$name.scmi" "$@" -- \
		load "$load" || fail "record"
	cp "$LOAD_DIR/result" "/out/$name.truth.json"
}

# The kernel's trace since its start, also of tasks that wait for a channel. The events
# cost time, so they are off later.
boot() {
	load mixed:2000,threads=16,all || fail "load"
	echo 0 >"$TRACEFS/tracing_on"
	platform_counts /out/boot.platform.json
	cat "$TRACEFS/trace" >/out/boot.txt
	scmi-perf record --boot -i 10ms -o /out/boot.scmi || fail "record --boot"
	echo 0 >"$TRACEFS/events/scmi/enable"
	echo 1 >"$TRACEFS/tracing_on"
}

doctor() {
	scmi-perf doctor >/out/doctor.txt || fail "doctor"
}

# Replies overtake each other between channels and instances.
both() {
	recorded both mixed:4000,threads=8,all --hooks all
}

clean() {
	recorded clean mixed:100000,threads=8,all --hooks all
}

# The vendors' messages, in trace and in top.
vendors() {
	local top trace

	scmi-top -i 100ms --json >/out/vendors.top.json &
	top=$!
	scmi-perf trace -j -P 0x80 >/out/vendors.trace.json &
	trace=$!
	until [ -s /out/vendors.top.json ] && [ -s /out/vendors.trace.json ]; do
		usleep 10000
	done
	load mixed:400,threads=8,all || fail "load"
	sleep 0.3
	kill -INT $top $trace
	wait $top || fail "top"
	wait $trace || fail "trace"
}

one() {
	recorded one mixed:400,threads=8,all --instance 1
}

# The same without BPF: both instances, one by its number, one by its transport and a
# channel.
tracefs() {
	local top trace

	recorded tracefs mixed:4000,threads=8,all --source tracefs
	scmi-top --source tracefs -i 100ms --json >/out/tracefs.top.json &
	top=$!
	recorded tracefs-one mixed:400,threads=8,all --source tracefs --instance 1
	scmi-perf trace --source tracefs -j -T mailbox --channel 19 \
		>/out/tracefs.trace.json 2>/out/tracefs.trace.log &
	trace=$!
	until [ -s /out/tracefs.trace.json ]; do usleep 10000; done
	load mixed:400,threads=8,all || fail "load"
	sleep 0.3
	kill -INT $trace $top
	wait $trace || fail "trace"
	wait $top || fail "top"
	scmi-perf record --source tracefs --hooks core -I 1 -o /out/refused.scmi \
		-- true 2>/out/tracefs.core.log && fail "--hooks core -I 1"
	scmi-perf record --source tracefs -T virtio -o /out/refused.scmi \
		-- true 2>/out/tracefs.virtio.log && fail "-T virtio"
	scmi-perf record --source tracefs --hooks core -o /out/tracefs-core.scmi \
		-- load mixed:400,threads=8,all 2>>/out/tracefs.core.log
	[ ! -s /sys/kernel/tracing/kprobe_events ] || fail "probes are left"
}

# The same without kprobes.
events() {
	local trace

	echo 0 >/sys/kernel/debug/kprobes/enabled
	without-bpf scmi-perf doctor -j >/out/events.doctor.json 2>/out/events.doctor.log
	recorded events mixed:4000,threads=16,all -i 10ms --source tracefs \
		2>/out/events.log
	recorded events-one mixed:400,threads=8,all --source tracefs -I 1
	scmi-perf record --source tracefs -T mailbox -o /out/refused.scmi \
		-- true 2>/out/events.refused.log && fail "-T without kprobes"
	scmi-perf trace --source tracefs -j -I 1 \
		>/out/events.trace.json 2>/out/events.trace.log &
	trace=$!
	until [ -s /out/events.trace.json ]; do usleep 10000; done
	load mixed:400,threads=8,all || fail "load"
	cp "$LOAD_DIR/result" /out/events-trace.truth.json
	sleep 0.3
	kill -INT $trace
	wait $trace || fail "trace"
	echo 1 >/sys/kernel/debug/kprobes/enabled
}

# sensors NODE: print the folder of the sensors of the instance at this node.
sensors() {
	local path

	for path in /sys/class/hwmon/hwmon*; do
		[ "$(readlink -f "$path/device/../of_node")" != \
			"/sys/firmware/devicetree/base/firmware/$1" ] || echo "$path"
	done
}

# Read the first sensor of the instance at this node in bursts: within the delay of a
# late reply it uses all tokens.
read_sensor() {
	cd "$1" || exit 1
	while [ ! -e /tmp/enough ]; do
		# shellcheck disable=SC2046 # a list of words
		cat $(yes temp1_input | head -n 400) >/dev/null
		usleep 30000
	done
}

# faulty FRONT_END INSTANCE BUSY LOAD: send with the front end's plan of faults in
# stdin, and with pauses that are longer than any delay. The instance at the node BUSY
# has no plan, and no pause.
faulty() {
	local reader

	rm -f /tmp/enough
	read_sensor "$(sensors "$3")" &
	reader=$!
	cat >/tmp/plan
	load_plan /tmp/plan "$1" || fail "plan of $1"
	platform_counts "/out/$1.before.json"
	recorded "$1" "$4,gap=60000,instance=$2" --hooks all
	platform_counts "/out/$1.after.json"
	: >"$PLATFORM_DIR/$1/plan"
	touch /tmp/enough
	wait $reader
}

# Each protocol has six messages over the mailbox: one on the shared channel, or on a
# channel of its own. Over SMC there are four protocols.
faults() {
	insmod /modules/scmi-hwmon.ko || fail "insmod scmi-hwmon"
	faulty mailbox 1 scmi mixed:42,async <<-PLAN
		power 5 every 3 times 2 drop
		sensor 6 every 3 times 2 delay 5ms
		voltage 8 every 3 times 2 late 150ms
		performance 8 every 3 times 2 duplicate
		reset 4 every 3 times 2 spurious a2p
		clock 5 every 3 times 2 delayed-first
		0x80 3 every 3 times 2 wrong-token
	PLAN
	faulty smc 0 scmi-mailbox mixed:24 <<-PLAN
		reset 4 every 3 times 2 drop
		sensor 6 every 3 times 2 duplicate
		voltage 8 every 3 times 2 late 150ms
		0x80 3 every 3 times 2 spurious a2p
	PLAN
	rmmod scmi-hwmon
}

# The load runs as long as the modules stay.
start_load() {
	load mixed:1000000,threads=8,all 2>/dev/null &
	loader=$!
	until ps | grep -q '[s]cmi-load/7'; do
		usleep 1000
	done
}

# The load must be first: when it is loaded, Linux 6.12 warns of each device that a
# removed instance has left.
reload() {
	for _ in 1 2; do
		start_load
		rmmod scmi_load 2>/dev/null && fail "scmi_load unloaded during a run"
		kill $loader
		wait $loader
		rmmod scmi_load || fail "rmmod scmi_load"
		insmod /modules/scmi_load.ko || fail "insmod scmi_load"
	done
	for _ in 1 2; do
		start_load
		unload_transport || fail "the transports do not unload"
		wait $loader
		rmmod scmi_platform || fail "rmmod scmi_platform"
		load_platform || fail "insmod scmi_platform"
		load_transport || fail "the transports do not load"
	done
	recorded reload mixed:2000,threads=8,all --hooks all
}

for what in $DO; do
	$what || fail "$what"
done
