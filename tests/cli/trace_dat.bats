# SPDX-License-Identifier: GPL-2.0-only
# Tests import of trace-cmd's recordings. trace-cmd itself is the reference.

bats_require_minimum_version 1.5.0

setup() {
	tests=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	data=$tests/data
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

make() {
	"$tests/tools/make_trace_dat.py" "$@"
}

# Print the contents of a profile, without the names of the log and the resolution.
contents() {
	"$SCMI_PERF" report -j "$1" | jq -S 'del(.meta.command, .meta.runs, .meta.resolution_ns)'
}

# same_as_report FILE: import must find in FILE what it finds in the text that trace-cmd
# prints of it.
same_as_report() {
	trace-cmd report -t "$1" >"$1.txt"
	"$SCMI_PERF" import -q "$1.txt" -o "$1.text.scmi"
	"$SCMI_PERF" import -q "$1" -o "$1.scmi"
	diff <(contents "$1.scmi") <(contents "$1.text.scmi")
}

# in_version_7 FROM COMPRESSION: write FROM.COMPRESSION, in version 7.
in_version_7() {
	trace-cmd convert -i "$1" -o "$1.$2" --file-version 7 --compression "$2" >/dev/null 2>&1
}

@test "a trace.dat gives the profile of trace-cmd's text" {
	make a.dat "$data/import-trace-6.12.txt"
	same_as_report a.dat
	run --separate-stderr "$SCMI_PERF" import a.dat
	[ "$status" -eq 0 ]
	[[ $stderr == *"read 14 records: 12 SCMI events used, 2 ignored"* ]]
	[[ $stderr == *"wrote run.scmi: 3 transfers begun, 2 completed"* ]]
}

@test "the formats of trace-cmd report are those of its default" {
	for log in import-trace-6.12 import-anomalies; do
		# Tokens and ids whose hexadecimal digits are decimal, too.
		for tokens in s/x/x/ 's/001A/0010/; s/=1A/=10/; s/001B/0011/; s/=1B/=11/'; do
			sed "$tokens" "$data/$log.txt" >log
			make a.dat log
			same_as_report a.dat
			for options in "" -l -R "-R -t" --ts-diff "--ts-diff -t" -w \
				--nodate "-O parent" "-l --ts-diff -t"; do
				echo "$log $tokens $options"
				# shellcheck disable=SC2086 # several options
				trace-cmd report $options a.dat >text
				"$SCMI_PERF" import -q text
				# Some have no task, or cut its name.
				diff <(contents run.scmi | jq "del(.events, .senders)") \
					<(contents a.dat.scmi | jq "del(.events, .senders)")
			done
		done
	done
	trace-cmd report --raw-ts a.dat >text
	run --separate-stderr "$SCMI_PERF" import text
	[[ $stderr == *"the time stamp has no unit of time"* ]]
}

@test "trace-cmd report of two files is refused" {
	make a.dat "$data/import-trace-6.12.txt"
	make b.dat "$data/import-anomalies.txt"
	trace-cmd report -i a.dat -i b.dat >text
	run --separate-stderr "$SCMI_PERF" import text
	[ "$status" -eq 1 ]
	[[ $stderr == *"several machines or files, among them 'a.dat' and 'b.dat'"* ]]
}

@test "anomalies of a trace.dat have their task and processor" {
	make a.dat "$data/import-anomalies.txt"
	same_as_report a.dat
	run jq -c '[.events[] | select(.kind == "timeout") | .comm, .pid, .cpu]' \
		<("$SCMI_PERF" report -j a.dat.scmi)
	[ "$output" = '["cat",195,0]' ]
}

# resources PROFILE: prints the transfers of each resource, and its name.
resources() {
	"$SCMI_PERF" report -j --by resource "$1" | jq -c '.transfers[] |
		[.message_name, .resource, .resource_name, .completed]'
}

@test "a trace.dat has the resources and names of the text" {
	python3 "$tests/cli/make_resources.py" >log
	make --payloads a.dat log
	make --payloads --big-endian big.dat log
	"$SCMI_PERF" import -q --by resource -o text.scmi log
	resources text.scmi >text
	grep -F '["CLOCK_RATE_GET",1,"clk_1",200]' text
	for file in a.dat big.dat; do
		"$SCMI_PERF" import -q --by resource -o binary.scmi $file
		diff <(resources binary.scmi) text
	done
	# The text that trace-cmd prints has them, too.
	trace-cmd report -t a.dat >report
	"$SCMI_PERF" import -q --by resource -o report.scmi report
	diff <(resources report.scmi) text
	# Without --by resource, names cost nothing and are not there.
	"$SCMI_PERF" import -q -o none.scmi a.dat
	"$SCMI_PERF" report -j --by resource none.scmi | jq -e 'all(.transfers[]; .resource_name == null)'
}

@test "dumps alone in a trace.dat are transfers, as in a text" {
	grep scmi_msg_dump "$data/import-trace-6.12.txt" >log
	make a.dat log
	same_as_report a.dat
	[ "$("$SCMI_PERF" report -j a.dat.scmi | jq .counters.completed)" = 1 ]
}

@test "report and top read a trace.dat" {
	make a.dat "$data/import-trace-6.12.txt"
	"$SCMI_PERF" import -q a.dat
	diff <("$SCMI_PERF" report -j a.dat) <("$SCMI_PERF" report -j run.scmi)
	"$SCMI_PERF" top -j a.dat | jq -es '.[-1].mode == "replay"'
}

@test "files of version 7, compressed or not, and of a big-endian machine" {
	make a.dat "$data/import-trace-6.12.txt"
	same_as_report a.dat
	for how in none zstd; do
		in_version_7 a.dat "$how"
		"$SCMI_PERF" import -q "a.dat.$how" -o seven.scmi
		diff <(contents a.dat.scmi) <(contents seven.scmi)
	done
	make --big-endian b.dat "$data/import-trace-6.12.txt"
	"$SCMI_PERF" import -q b.dat -o big.scmi
	diff <(contents a.dat.scmi) <(contents big.scmi)
}

@test "times of a trace.dat are exact to the nanosecond" {
	sed -n 's/7044.000200:/7044.000200321:/; /transfer_id=1A/p' \
		"$data/import-trace-6.12.txt" >log
	make --nanoseconds 7 a.dat log
	"$SCMI_PERF" import -q a.dat
	run jq -c '.meta.runs[0].resolution_ns, (.series[] | select(.phase == "total").sum_ns)' \
		<("$SCMI_PERF" report -j run.scmi)
	[ "$output" = $'1\n100321' ]
}

@test "lost events are counted, by processor" {
	{
		echo 'CPU:1 [LOST 7 EVENTS]'
		sed '/msg_type=0/i CPU:1 [LOST 40 EVENTS]' "$data/import-trace-6.12.txt"
		echo 'CPU:0 [LOST 3 EVENTS]'
		sed -n 's/7044\./7046./; /transfer_id=1A/p' "$data/import-trace-6.12.txt"
	} >log
	make a.dat log
	same_as_report a.dat
	run --separate-stderr "$SCMI_PERF" import a.dat
	[[ $stderr == *"events dropped by the tracer: "*" on CPU 0, "*" on CPU 1"* ]]
	jq -e '.counters.lost.trace_events == 90' <("$SCMI_PERF" report -j run.scmi)
}

@test "buffers are kept apart" {
	make a.dat "$data/import-trace-6.12.txt" guest="$data/import-anomalies.txt"
	in_version_7 a.dat zstd
	for file in a.dat a.dat.zstd; do
		run --separate-stderr "$SCMI_PERF" import "$file"
		[ "$status" -eq 1 ]
		[[ $stderr == *"'$file' has SCMI events in 2 buffers: 'top', 'guest'"*"hint: "*"--buffer=NAME"* ]]
		[ ! -e run.scmi ]
		"$SCMI_PERF" import -q --buffer=top "$file" -o top.scmi
		"$SCMI_PERF" import -q --buffer=guest "$file" -o guest.scmi
		make one.dat "$data/import-trace-6.12.txt"
		make two.dat "$data/import-anomalies.txt"
		"$SCMI_PERF" import -q one.dat -o one.scmi
		"$SCMI_PERF" import -q two.dat -o two.scmi
		diff <(contents top.scmi) <(contents one.scmi)
		diff <(contents guest.scmi) <(contents two.scmi)
	done
	run "$SCMI_PERF" import --buffer=vm a.dat
	[ "$status" -eq 1 ]
	[[ $output == *"no such buffer in 'a.dat' (one of: 'top', 'guest')"* ]]
}

@test "the only buffer with SCMI events is found, and the losses of others do not count" {
	cat >log <<-'END'
		  <idle>-0  [001] d.h2.  7044.000001: sched_switch: prev_pid=0
		CPU:1 [LOST 12 EVENTS]
		  <idle>-0  [001] d.h2.  7044.000002: sched_switch: prev_pid=0
	END
	make a.dat log guest="$data/import-trace-6.12.txt"
	run --separate-stderr "$SCMI_PERF" import a.dat
	[ "$status" -eq 0 ]
	[[ $stderr == *"the SCMI events are those of buffer 'guest'"* ]]
	[[ $stderr == *"read 16 records: 12 SCMI events used"* ]]
	jq -e '.counters.lost.trace_events == 0' <("$SCMI_PERF" report -j run.scmi)
	make b.dat log
	run "$SCMI_PERF" import b.dat
	[ "$status" -eq 1 ]
	[[ $output == *"'b.dat' has no SCMI transfer event in 2 records"* ]]
}

@test "a trace.dat is read from a pipe, or compressed" {
	make a.dat "$data/import-trace-6.12.txt"
	"$SCMI_PERF" import -q a.dat
	cat a.dat | "$SCMI_PERF" import -q - -o pipe.scmi
	"$SCMI_PERF" import -q - -o stdin.scmi <a.dat
	diff <(contents run.scmi) <(contents pipe.scmi)
	diff <(contents run.scmi) <(contents stdin.scmi)
	gzip -k a.dat
	"$SCMI_PERF" import -q a.dat.gz -o packed.scmi
	diff <(contents run.scmi) <(contents packed.scmi)
	TMPDIR=$PWD/nowhere run "$SCMI_PERF" import - < <(cat a.dat)
	[ "$status" -eq 1 ]
	[[ $output == *"temporary file in '$PWD/nowhere': "* ]]
}

@test "a clock without a unit and missing fields are named" {
	make --clock counter a.dat "$data/import-trace-6.12.txt"
	run "$SCMI_PERF" import a.dat
	[ "$status" -eq 1 ]
	[[ $output == *"'a.dat' has no times: the clock of its buffer 'top'"*"-C mono"* ]]
	make --no-field seq b.dat "$data/import-trace-6.12.txt"
	run "$SCMI_PERF" import b.dat
	[[ $output == *" records with an SCMI event"*"record 1: "*"scmi_xfer_begin on CPU 0 at 7044.000100000 s"* ]]
}

@test "records without a format, or with one that cannot be parsed, are counted" {
	# The library leaves out a format for which it has no memory.
	make --no-format scmi_rx_done a.dat "$data/import-trace-6.12.txt"
	"$SCMI_PERF" import a.dat 2>log
	grep -q 'warning: 2 records with an SCMI event, .* could not be parsed' log
	grep -q 'record [0-9]*: event 904 (without a format) on CPU [0-9]* at 7044' log
	"$SCMI_PERF" report -j run.scmi | jq -e '.counters.unparsed_lines == 2'
	# The first records of a buffer, before any that is known.
	make --no-format scmi_xfer_begin b.dat "$data/import-trace-6.12.txt"
	"$SCMI_PERF" import b.dat 2>log
	grep -q 'record 1: event 901 (without a format) on CPU 0 at 7044.000100000 s' log
	# An error in the last field: the library keeps those before it.
	python3 - <<-'END'
		data = open("a.dat", "rb").read()
		assert data.count(b"field:bool poll;") == 2
		open("c.dat", "wb").write(data.replace(b"field:bool poll;", b"field;bool poll;"))
	END
	run "$SCMI_PERF" import c.dat
	[[ $output == *" records with an SCMI event"*"scmi_xfer_begin on CPU 0 at 7044.000100000 s"* ]]
}

# damaged FILE COUNT: cut FILE, and overwrite some of its bytes, in COUNT ways each.
# Import must either fail with an error or write a profile.
damaged() {
	python3 - "$@" <<-'END'
		import os, random, subprocess, sys
		data = open(sys.argv[1], "rb").read()
		count, rnd = int(sys.argv[2]), random.Random(sys.argv[1])
		def run(what, bytes):
		    with open("damaged.dat", "wb") as out:
		        out.write(bytes)
		    r = subprocess.run([os.environ["SCMI_PERF"], "import", "damaged.dat"],
		                       capture_output=True, text=True)
		    assert r.returncode in (0, 1), (what, r)
		    assert (": error: " in r.stderr) == (r.returncode == 1), (what, r)
		    assert not r.stdout, (what, r)
		    return r
		whole = run("nothing", data).stderr
		failed = 0
		for i in range(count):
		    r = run(("cut", i), data[:len(data) * i // count + 10])
		    # Version 7 ends with options, which may be missing.
		    assert r.returncode == 1 or r.stderr == whole, (i, r)
		    failed += r.returncode
		    worse = bytearray(data)
		    for _ in range(1 + i % 4):
		        at = rnd.randrange(10, len(data) if i % 2 else 4000)
		        worse[at] = rnd.choice([0, 255, worse[at] ^ 1 << rnd.randrange(8)])
		    failed += run(("bytes", i), worse).returncode
		assert failed > count * 0.9, failed
	END
}

@test "a damaged trace.dat is an error, never a crash" {
	make a.dat "$data/import-trace-6.12.txt" guest="$data/import-anomalies.txt"
	make one.dat "$data/import-trace-6.12.txt"
	in_version_7 one.dat none
	in_version_7 one.dat zstd
	for file in one.dat one.dat.none one.dat.zstd; do
		damaged "$file" 40
	done
	head -c 100 one.dat >cut.dat
	run "$SCMI_PERF" import cut.dat
	[[ $output == *"'cut.dat' is a trace-cmd recording that cannot be read: it is damaged"* ]]
	[[ $output == *"hint: "*"trace-cmd report FILE | scmi-perf import -"* ]]
}

@test "the library's process prints nothing and leaves nothing behind" {
	make one.dat "$data/import-trace-6.12.txt"
	in_version_7 one.dat zstd
	mkdir tmp
	for size in 2000 6000 100000; do
		head -c "$size" one.dat.zstd >cut.dat
		TMPDIR=$PWD/tmp run "$SCMI_PERF" import -j cut.dat -o out.scmi
		jq -es 'all(type == "object")' <<<"$output"
	done
	[ -z "$(ls tmp)" ]
}
