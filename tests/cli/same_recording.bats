# SPDX-License-Identifier: GPL-2.0-only
# One recording is one run: given twice it is an error. SCMI_PERF is the program under
# test.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return
	. "$BATS_TEST_DIRNAME/runs.bash"
	make_runs a 20000 1000 3
	make_runs b 20000 1100 3
	printf '[* * total]\nmax-regression = 3%%\n' >limits.ini
}

# same A B: checks that every command refuses A and B together, and names them.
same() {
	local message="$1 and $2 are the same recording"

	refused "$message" compare "$1" a1.scmi "$2" -- b0.scmi b1.scmi
	refused "$message" compare "$1" a1.scmi -- b0.scmi "$2"
	refused "$message" compare --by transport "$1" a1.scmi "$2"
	refused "$message" check "$1" "$2" --limits limits.ini
	refused "$message" check a1.scmi "$1" --limits limits.ini --baseline b0.scmi "$2"
	refused "$message" calibrate "$1" b0.scmi "$2" b1.scmi
	refused "$message" merge "$1" b0.scmi "$2" -o merged.scmi
	[ ! -e merged.scmi ]
}

@test "a file, a link to it, a copy and one compressed or printed differently" {
	same a0.scmi a0.scmi
	same a0.scmi ./a0.scmi
	ln -s a0.scmi link.scmi
	same a0.scmi link.scmi
	cp a0.scmi copy.scmi
	same a0.scmi copy.scmi
	zcat a0.scmi | gzip -1 >fast.scmi
	same a0.scmi fast.scmi
	zcat a0.scmi | jq -S . | gzip >sorted.scmi
	same a0.scmi sorted.scmi
}

@test "a recording without its time series or merged into another file" {
	gzip -n <"$data/profile-intervals.json" >timed.scmi
	jq 'del(.intervals, .interval_ns)' "$data/profile-intervals.json" |
		gzip -n >untimed.scmi
	same timed.scmi untimed.scmi
	"$SCMI_PERF" merge -q a0.scmi a2.scmi -o merged.scmi
	refused "a0.scmi and merged.scmi are the same recording" \
		compare a0.scmi -- merged.scmi
	refused "merged.scmi and a2.scmi are the same recording" \
		merge merged.scmi b0.scmi a2.scmi -o again.scmi
	zcat merged.scmi | jq '.runs[1] = .runs[0]' | gzip >twice.scmi
	refused "twice.scmi: the same recording is in it twice" \
		merge b0.scmi twice.scmi -o again.scmi
}

@test "host, start, command and length name a recording, whatever else changed" {
	filter='.runs[0] += {host: "board", command: "sleep 1", start_unix_s: 1}'
	make_run one.scmi 20000 1000 6 "$filter"
	make_run two.scmi 20000 900 6 "$filter"
	same one.scmi two.scmi
	make_run two.scmi 20000 1000 6 "$filter | .runs[0].start_unix_s = 2"
	"$SCMI_PERF" compare one.scmi -- two.scmi
	make_run two.scmi 20000 1000 6 "$filter | .runs[0].host = \"other\""
	"$SCMI_PERF" compare one.scmi -- two.scmi
}

@test "imports of one log are the same recording, those of two logs are not" {
	"$SCMI_PERF" import -q "$data/virtio-fake-device.txt" -o x.scmi
	"$SCMI_PERF" import -q "$data/virtio-fake-device.txt" -o y.scmi
	same x.scmi y.scmi
	"$SCMI_PERF" import -q "$data/virtio-vhost-user-scp.txt" -o y.scmi
	"$SCMI_PERF" merge -q x.scmi y.scmi -o merged.scmi
}

@test "deterministic recordings are equal by nature" {
	make_run a.scmi 20000 1000 6 "$DETERMINISTIC"
	cp a.scmi b.scmi
	"$SCMI_PERF" compare a.scmi -- b.scmi
	"$SCMI_PERF" compare a.scmi -- a.scmi
	"$SCMI_PERF" check a.scmi b.scmi --limits limits.ini --baseline a.scmi
	"$SCMI_PERF" merge -q a.scmi b.scmi -o merged.scmi
	# A mark on one of two runs does not excuse the other.
	"$SCMI_PERF" merge -q a.scmi a0.scmi -o mixed.scmi
	refused "are the same recording" merge mixed.scmi a0.scmi -o again.scmi
}
