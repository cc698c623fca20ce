# SPDX-License-Identifier: GPL-2.0-only
# Tests import: what terminal programs, log services and editors make of a log.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	log=$data/import-trace-6.12.txt
	figures "$log" >expected
	[ -s expected ]
	# The events alone, as tp_printk prints them, with time, name and fields.
	sed -nE 's/.* ([0-9]+)\.([0-9]{6}): (scmi_[a-z_]+): (.*)/\1 \2 \3 \4/p' \
		"$log" >events
	[ "$(wc -l <events)" -eq 14 ]
}

# figures FILE: print what the import of a log gives.
figures() {
	"$SCMI_PERF" import -q "$1" -o figures.scmi &&
		"$SCMI_PERF" report -j figures.scmi |
		jq -c '[.counters, .anomalies, (.series[] | [.protocol, .message,
			.phase, .count, .min_ns, .max_ns])]'
}

# same FILE: fail unless the import of FILE gives the same as that of the log.
same() {
	diff expected <(figures "$1")
}

# each FORMAT: print the events by a format of awk, of seconds, us, name, fields.
each() {
	gawk -v "format=$1\n" '{
		fields = $0
		sub(/^[^ ]+ [^ ]+ [^ ]+ /, "", fields)
		printf format, $1, $2, $3, fields
	}' events
}

@test "a transfer_id that looks like quoted-printable is a number" {
	each '[%5d.%s] %s: %s' | sed 's/001A/003D/; s/transfer_id=1A/transfer_id=3D/' >shape
	run --separate-stderr "$SCMI_PERF" import shape
	[ "$status" -eq 0 ]
	[[ $stderr != *"could not be parsed"* ]]
	same shape
}

@test "events with the time stamps of dmesg, journalctl and tables" {
	each '[%5d.%s] %s: %s' >shape
	same shape
	each '{"_HOSTNAME":"scmi-board","_SOURCE_MONOTONIC_TIMESTAMP":"%d%s","MESSAGE":"%s: %s"}' >shape
	same shape
	each '{"MESSAGE":"%3$s: %4$s","_SOURCE_MONOTONIC_TIMESTAMP":"%1$d%2$s"}' >shape
	same shape
	each '6,501,%d%s,-;%s: %s' >shape
	same shape
	each '6,501,%d%s,-,caller=T400;%s: %s' >shape
	same shape
	each '         "pri": 6,\n         "time":   %d.%s,\n         "msg": "%s: %s"\n      },{' >shape
	same shape
	each '%d.%s,1,400,%s,"%s"' >shape
	same shape
	each '%d.%s board kernel: %s: %s' >shape
	run --separate-stderr "$SCMI_PERF" import shape
	[[ $stderr == *"the times of "*" events are those at which journald received them"*"short-monotonic"* ]]
	same shape
}

@test "a journal with a field in each line is named" {
	each '_SOURCE_MONOTONIC_TIMESTAMP=%d%s\nMESSAGE=%s: %s\n' >shape
	run --separate-stderr "$SCMI_PERF" import shape
	[ "$status" -eq 1 ]
	[[ $stderr == *"hint: print a message in one line: journalctl -k -o short-monotonic"* ]]
}

@test "events of JSON with name and fields apart are counted" {
	each '{"ts": %d%s, "name": "%s", "args": "%s"}' >shape
	run --separate-stderr "$SCMI_PERF" import shape
	[ "$status" -eq 1 ]
	[[ $stderr == *"12 lines with an SCMI event"*"line 1: no time stamp"* ]]
}

@test "lines that a terminal wrapped, with a time stamp before each part" {
	for stamp in '[2026-11-28 12:59:00] ' '[12:59:00.123] ' '[0.000097 0.098231] ' \
		'[Sat Nov 28 12:59:00.123 2026] ' '2026-11-28T12:59:00.1234567Z ' \
		'1795870740.000100 ' 'Nov 28 12:59:00 '; do
		for width in 80 100; do
			fold -w "$width" "$log" | sed "s/^/$stamp/" >shape
			same shape
		done
	done
}

@test "characters that editors and mailers replace" {
	sed 's/ /\xe2\x80\x89/g' "$log" >shape # thin spaces
	same shape
	sed 's/s=-/s=\xe2\x80\x93/' "$log" >shape # dash
	same shape
	sed 's/transfer/trans\xc2\xadfer/' "$log" >shape # soft hyphen
	same shape
	sed 's/ \(scmi_[a-z_]*\):/ \1\xef\xbc\x9a/' "$log" >shape # full width
	same shape
	sed 's/\.\.\./\xe2\x80\xa6/' "$log" >shape
	same shape
	sed 's/$/\xe2\x90\x8d\xe2\x90\x8a/' "$log" >shape # labgrid's CR and LF
	same shape
}

@test "lines in the strings of CSV, Python, C and strace" {
	sed 's/.*/12;"&";board/' "$log" >shape
	same shape
	sed "s/.*/b'&\\\\r\\\\n'/" "$log" >shape
	grep -F "s=0\\r\\n'" shape >/dev/null
	same shape
	sed "s/.*/'&',/" "$log" >shape
	same shape
	sed 's/.*/read(3, "&\\n", 4096) = 100/' "$log" >shape
	same shape
}

@test "remarks of lost events, also in JSON, with colours and in tables" {
	for remark in 'CPU:1 [LOST 12 EVENTS]' '           [12 EVENTS DROPPED]' \
		'{"log":"CPU:1 [LOST 12 EVENTS]\\n","stream":"stdout"}' \
		'\x1b[31mCPU:1 [LOST 12 EVENTS]\x1b[0m' '> CPU:1 [LOST 12 EVENTS]' \
		'I\/scmi(  911): CPU:1 [LOST 12 EVENTS]' '- `CPU:1 [LOST 12 EVENTS]`' \
		'| CPU:1 [LOST 12 EVENTS] |' 'CPU:1\xc2\xa0[LOST\xc2\xa012\xc2\xa0EVENTS]'; do
		sed "15s/.*/&\n$remark/" "$log" >shape
		[ "$(wc -l <shape)" -eq $(($(wc -l <"$log") + 1)) ]
		"$SCMI_PERF" import -q shape
		"$SCMI_PERF" report -j run.scmi |
			jq -e '.counters.lost.trace_events == 12 and .counters.completed > 0'
	done
}

# two FORMAT: print each line of the log twice, with board-a and board-b in FORMAT.
two() {
	grep ': scmi_' "$log" | gawk -v "format=$1%s\n" '{
		printf format, "board-a", $0
		printf format, "board-b", $0
	}'
}

@test "the lines of several machines or files are refused, whatever names them" {
	for format in '%s: ' 'trace/%s.txt:12:' '%s.txt:' 'Nov 28 12:59:00 %s kernel: ' \
		'Nov 28 12:59:00 %s logger[911]: ' '2026-11-28T12:59:00.123456+00:00 %s kernel: ' \
		'[ 7044.000100] %s kernel: ' '<6>1 2026-11-28T12:59:00.1Z %s kernel - - - ' \
		'[%s pod] ' '%s  | ' '%s| ' '%s - ' '%s.txt\t' 'tty-%s> ' '{"hostname":"%s","log":"' '==> %s/trace.txt <==\n'; do
		two "$format" >shape
		run --separate-stderr "$SCMI_PERF" import shape
		[ "$status" -eq 1 ]
		[[ $stderr == *"has the events of several machines or files, among them '"*board-a*"' and '"*board-b* ]]
	done
	# The lines of one of them are read.
	two 'Nov 28 12:59:00 %s kernel: ' | grep -F board-a >shape
	same shape
}

@test "words before a line are not names of machines" {
	for words in '[INFO] ' '2026-11-28 12:59:00,123 INFO console: ' 'I/scmi-log(  911): ' \
		'Nov 28 12:59:00 ' '[2026-11-28T12:59:00.123Z] ' '[Sat Nov 28 12:59:00 2026] ' \
		'trace.txt:NR:' 'kern  :info  : [ 7044.1] ' '2026-11-28T12:59:00.1234567Z '; do
		# A word differs from line to line.
		gawk -v "words=$words" '{
			w = words
			gsub(/NR/, NR, w)
			gsub(/INFO/, NR % 2 ? "INFO" : "DEBUG", w)
			gsub(/12:59:00/, "12:59:" (10 + NR), w)
			print w $0
		}' "$log" >shape
		same shape
	done
	# A byte order mark is not a part of a name.
	{
		printf '\xef\xbb\xbf'
		sed 's/^/trace.txt:/' "$log"
	} >shape
	same shape
}

@test "the times of perf trace are its own, not those before its lines" {
	for words in '' '[ 80NR.000100] ' '2026-11-28T12:59:NR.1234567Z ' \
		'NR.000100 ' '[12:59:NR.123] ' 'trace.txt:NR:'; do
		gawk -v "words=$words" '{
			w = words
			gsub(/NR/, 10 + NR, w)
			fields = $0
			sub(/^[^ ]+ [^ ]+ [^ ]+ /, "", fields)
			printf "%s%10.3f ( 0.001 ms): a b/40 scmi:%s(%s)\n", w,
				($1 - 7044) * 1000 + $2 / 1000, $3, fields
		}' events >shape
		same shape
	done
	# Without its time, no other one is used.
	sed -E 's/.* a b/[ 8000.000100] a b/' shape >untimed
	run -1 "$SCMI_PERF" import untimed
	[[ $output == *"no time stamp"* ]]
}

@test "a mail in base64 is named" {
	{
		printf 'Subject: trace\nContent-Transfer-Encoding: BASE64\n\n'
		base64 "$log"
	} >mail
	run --separate-stderr "$SCMI_PERF" import mail
	[ "$status" -eq 1 ]
	[[ $stderr == *"hint: a part of this mail is in base64"* ]]
	cat "$log" mail >both
	run --separate-stderr "$SCMI_PERF" import both
	[ "$status" -eq 0 ]
	[[ $stderr == *"1 part of the mail in base64 is not read"* ]]
	same both
}

@test "a time stamp that another message has cut is not a new boot" {
	gawk '/scmi_rx_done/ {
		at = index($0, " 7044.") + 2
		print substr($0, 1, at) "[ 7044.1] usb 1-1: new device"
		print substr($0, at + 1)
		next
	} { print }' "$log" >shape
	run --separate-stderr "$SCMI_PERF" import shape
	[[ $stderr == *"the time stamp is mangled: 44.0"* ]]
	[[ $stderr != *"consecutive logs"* ]]
	# An event in the line of a dump was not read, either.
	grep -v '^#' "$log" >shape
	sed -n 2,4p shape | tr '\n' '\r' >>shape
	echo >>shape
	run --separate-stderr "$SCMI_PERF" import shape
	[[ $stderr == *"other text is mixed into the event"* ]]
}

@test "pastes with backslashes, decimal commas and columns, and doubled lines" {
	sed 's/_/\\_/g' "$log" >shape
	same shape
	sed 's/[][_<>*]/\\&/g' "$log" >shape
	same shape
	sed -E 's/([0-9])\.([0-9]{6}: scmi)/\1,\2/' "$log" >shape
	same shape
	each '| %d.%s | cat | %s | %s |' >shape
	same shape
	for end in '|' '$' ' │' '</msg>' ' </td></tr>'; do
		sed "s,\$,$end," "$log" >shape
		same shape
	done
	sed p "$log" >shape
	same shape
	each '[%5d.%s] %s: %s' | sed p >shape
	same shape
}

@test "times that are relative or in reverse order, and lines in one string, are named" {
	# named TEXT: fail unless the import of shape fails with TEXT.
	named() {
		run -1 --separate-stderr "$SCMI_PERF" import shape
		[[ $stderr == *"$1"* ]]
	}
	{ echo '[Nov28 12:59] scmi: start' && each '[  +0.%2$s] %3$s: %4$s'; } >shape
	named "hint: use the kernel's time stamps: dmesg without -H"
	each '[Nov28 12:59] %3$s: %4$s' >shape
	named "hint: use the kernel's time stamps: dmesg without -H"
	each 'I/%3$s(    0): %4$s' >shape
	named "line 1: no time stamp"
	tac "$log" >shape
	named "the lines of 'shape' are in reverse order"
	named "hint: tac FILE | scmi-perf import -"
	each 'Nov 28 12:59:00 board kernel: [%d.%s] %s: %s' | tac >shape
	named "the lines of 'shape' are in reverse order"
	jq -Rsc '{log: .}' "$log" >shape
	named "hint: the lines of the log are in one string: sed "
	sed 's/\\n/\n/g' shape >lines
	same lines
}
