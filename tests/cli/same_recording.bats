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

# counted MEMBER: writes one.scmi and two.scmi with only MEMBER, from one or two starts.
counted() {
	make_run one.scmi 20000 1000 6 ".series = [] | $1"
	cp one.scmi two.scmi
	zcat one.scmi | jq '.runs[0].start_unix_s += 1' | gzip >other.scmi
}

@test "a recording without transfers is a recording" {
	for only in '.untracked = 7' '.unparsed_lines = 7' '.lost.key_table = 7' \
		'.gaps = {missed_probe: 7}' '.fast_channels = [{protocol: 19, message: 7,
			domain: 1, calls: 5, values: [1, 2], periods: 0, period_sum_ns: 0,
			period_min_ns: 0, period_max_ns: 0}]'; do
		counted "$only"
		for file in one.scmi two.scmi; do
			refused "one.scmi and $file are the same recording" \
				merge one.scmi "$file" -o merged.scmi
		done
		"$SCMI_PERF" merge -q one.scmi other.scmi -o merged.scmi
		# The same of logs, which have no start.
		for file in one two other; do
			zcat $file.scmi | jq '.runs[0] += {source: "ftrace", command: "'$file'",
				log_start_ns: .runs[0].start_unix_s, start_unix_s: 0}' |
				gzip >log-$file.scmi
		done
		refused "are the same recording" merge log-one.scmi log-two.scmi -o merged.scmi
		"$SCMI_PERF" merge -q log-one.scmi log-other.scmi -o merged.scmi
	done
	# Nothing counts twice.
	counted .
	"$SCMI_PERF" merge -q one.scmi two.scmi -o merged.scmi
}

@test "imports of one log are the same recording, those of two logs are not" {
	"$SCMI_PERF" import -q "$data/virtio-fake-device.txt" -o x.scmi
	"$SCMI_PERF" import -q "$data/virtio-fake-device.txt" -o y.scmi
	same x.scmi y.scmi
	"$SCMI_PERF" import -q "$data/virtio-vhost-user-scp.txt" -o y.scmi
	"$SCMI_PERF" merge -q x.scmi y.scmi -o merged.scmi
}

@test "a log is the same by any name, from any file and with any options" {
	cp "$data/virtio-fake-device.txt" log
	gzip -k log
	"$SCMI_PERF" import -q log -o log.scmi
	import_again() {
		"$SCMI_PERF" import -q "$@" -o again.scmi
		refused "log.scmi and again.scmi are the same recording" \
			merge log.scmi again.scmi -o merged.scmi
	}
	import_again "$data/virtio-fake-device.txt"
	import_again log.gz
	import_again ./log --label x --interval 1ms
	import_again - <log
	import_again - < <(zcat log.gz)
	import_again <(cat log)
	import_again log --from 1 --to 100000
	refused "log.scmi and again.scmi are the same recording" \
		compare log.scmi -- again.scmi
	# A log with resources, and without.
	python3 "$BATS_TEST_DIRNAME/make_resources.py" >clocks
	"$SCMI_PERF" import -q clocks -o log.scmi
	import_again clocks --by resource
	zcat again.scmi | grep -q '"resource"'
}

# short_log SECOND: prints a log of one transfer.
short_log() {
	printf ' x-1 [000] ..... %d.%s: scmi_xfer_%s: pt=15 msg_id=06 seq=1 transfer_id=1 %s\n' \
		"$1" 000001 begin poll=0 "$1" 000060 end s=0
}

@test "logs that look the same at other times are different" {
	short_log 1 >one
	short_log 2 >two
	for log in one two; do "$SCMI_PERF" import -q $log -o $log.scmi; done
	"$SCMI_PERF" merge -q one.scmi two.scmi -o both.scmi
	[ "$("$SCMI_PERF" report -j both.scmi | jq .counters.completed)" = 2 ]
	sed 's/x-1/y-1/' one >two
	"$SCMI_PERF" import -q two -o two.scmi
	"$SCMI_PERF" merge -q one.scmi two.scmi -o both.scmi
	# Two boots in one log have no common start.
	{ short_log 20; short_log 1; } >one
	{ short_log 21; short_log 2; } >two
	for log in one two; do "$SCMI_PERF" import -q $log -o $log.scmi; done
	"$SCMI_PERF" merge -q one.scmi two.scmi -o both.scmi
	cp one again
	"$SCMI_PERF" import -q again -o again.scmi
	refused "are the same recording" merge one.scmi again.scmi -o both.scmi
}

@test "a log is found in a merged file, too" {
	for second in 1 2 3; do
		short_log $second >log
		"$SCMI_PERF" import -q log -o $second.scmi
	done
	"$SCMI_PERF" merge -q 1.scmi 2.scmi -o 12.scmi
	"$SCMI_PERF" merge -q 2.scmi 3.scmi -o 23.scmi
	refused "12.scmi and 2.scmi are the same recording" merge 12.scmi 2.scmi -o no.scmi
	refused "2.scmi and 12.scmi are the same recording" merge 2.scmi 12.scmi -o no.scmi
	refused "12.scmi and 23.scmi are the same recording" compare 12.scmi -- 23.scmi
	"$SCMI_PERF" merge -q 12.scmi 3.scmi -o 123.scmi
	# Logs of equal stamps and other figures are two, as if they were cut out of others.
	short_log 1 | sed '1s/.*/&\n&/; s/transfer_id=1/transfer_id=2/2' >log
	sed -i '2s/1.000001/1.000031/; 2s/seq=1 transfer_id=1/seq=2 transfer_id=2/' log
	"$SCMI_PERF" import -q log -o other.scmi
	"$SCMI_PERF" merge -q 1.scmi other.scmi -o two.scmi
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
