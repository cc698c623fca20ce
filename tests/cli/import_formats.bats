# SPDX-License-Identifier: GPL-2.0-only
# Tests import: one log in the forms in which people send it.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	log=$data/import-trace-6.12.txt
	figures "$log" >expected
	[ -s expected ]
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

@test "compressed logs are unpacked" {
	for tool in gzip xz zstd; do
		"$tool" -c "$log" >packed
		same packed
		# Files can be concatenated, and a pipe has no name.
		head -c 1000 "$log" | "$tool" -c >packed
		tail -c +1001 "$log" | "$tool" -c >>packed
		same packed
		figures - <packed >piped
		diff piped expected
	done
}

@test "gzip data with padding after and between its members" {
	{
		head -c 1000 "$log" | gzip
		head -c 512 /dev/zero
		tail -c +1001 "$log" | gzip
		head -c 100000 /dev/zero
	} >packed
	run --separate-stderr "$SCMI_PERF" import packed
	[[ $stderr != *"is damaged"* ]]
	same packed
	# Other bytes after it: the text is read.
	{ gzip -c "$log" && echo signature; } >packed
	run --separate-stderr "$SCMI_PERF" import packed
	[ "$status" -eq 0 ]
	[[ $stderr == *"is damaged"* ]]
	same packed
}

@test "what can be unpacked of a damaged file is imported, with a warning" {
	for tool in gzip xz zstd; do
		# More than one block: text that does not compress well.
		for i in {1..20000}; do
			printf ' a-%d [0] %d.%06d: scmi_xfer_begin: pt=15 msg_id=06 seq=%04X transfer_id=%X poll=0\n' \
				"$i" "$i" "$((i * 7919 % 1000000))" "$((i % 1024))" "$i"
		done | "$tool" -c >packed
		head -c $(($(stat -c %s packed) - 20)) packed >cut
		run --separate-stderr "$SCMI_PERF" import cut
		[[ $stderr == *"'cut' is damaged, or ends in the middle of its $tool data"* ]]
	done
}

@test "UTF-16, with and without a byte order mark, and other ends of lines" {
	for code in UTF-16LE UTF-16BE UTF-16; do
		iconv -f UTF-8 -t "$code" "$log" >recoded
		same recoded
	done
	printf '\xef\xbb\xbf' | cat - "$log" >recoded
	same recoded
	sed 's/$/\r/' "$log" >recoded
	same recoded
	tr '\n' '\r' <"$log" >recoded
	same recoded
}

@test "times since the line before are added up" {
	gawk '/scmi_/ {
		match($0, /[0-9]+\.[0-9]{6}: /)
		time = substr($0, RSTART) + 0
		$0 = sprintf("%s%.6f: %s", substr($0, 1, RSTART - 1),
			     n++ ? time - last : 0, substr($0, RSTART + RLENGTH))
		last = time
		print
	}' "$log" >deltas
	grep -q ' 0\.000000: scmi_xfer_begin' deltas
	same deltas
	# Times since the start are not differences.
	gawk '/scmi_/ {
		match($0, /[0-9]+\.[0-9]{6}: /)
		time = substr($0, RSTART) + 0
		first = n++ ? first : time
		print substr($0, 1, RSTART - 1) sprintf("%.6f: ", time - first) \
			substr($0, RSTART + RLENGTH)
	}' "$log" >relative
	same relative
}

@test "mails, JSON, colours and terminals" {
	sed 's/^/> /' "$log" | python3 -m quopri >wrapped
	same wrapped
	fold -w 80 "$log" >wrapped
	same wrapped
	fold -s -w 100 "$log" | sed 's/^/> /' >wrapped
	same wrapped
	jq -Rc '{log: (. + "\n"), stream: "stdout"}' "$log" >wrapped
	same wrapped
	grep --color=always -E 'scmi|$' "$log" >wrapped
	same wrapped
}

@test "other formats are named, with the way to their text" {
	declare -A formats=(
		["PK\x03\x04"]="a zip archive"
		["BZh9"]="compressed with bzip2"
		["\x5d\\0\\0"]="compressed with lzma"
		["\x1f\x9d"]="compressed with compress"
		["%%PDF-1.4"]="a PDF document"
		["\x7fELF"]="a program or a core dump"
		["LPKSHHRH"]="a journal of systemd"
	)
	for magic in "${!formats[@]}"; do
		# shellcheck disable=SC2059
		printf "$magic and so on" >file
		run --separate-stderr "$SCMI_PERF" import file
		[ "$status" -eq 1 ]
		[[ $stderr == *"'file' is not a text log: it is ${formats[$magic]}"* ]]
	done
	tar cf file "$log"
	run --separate-stderr "$SCMI_PERF" import file
	[[ $stderr == *"a tar archive"*"hint: tar -xOf FILE | scmi-perf import -"* ]]
	head -c 4096 /dev/zero >file
	run --separate-stderr "$SCMI_PERF" import file
	[[ $stderr == *"it is binary data"* ]]
}

@test "the hint names the reason for which nothing could be read" {
	sed -nE 's/.*(scmi_xfer.*)/\1/p' "$log" >untimed
	run --separate-stderr "$SCMI_PERF" import untimed
	[ "$status" -eq 1 ]
	[[ $stderr == *"line 1: no time stamp: scmi_xfer_begin"*"hint: "*"context-info"* ]]
	sed -nE 's/.*(scmi_xfer.*)/ cat 400 scmi:\1/p' "$log" >untimed
	run --separate-stderr "$SCMI_PERF" import untimed
	[[ $stderr == *"hint: "*"perf script -F +time"* ]]
	sed -nE 's/.*(scmi_xfer.*)/[Sat Nov 28 12:59:00 2026] \1/p' "$log" >untimed
	run --separate-stderr "$SCMI_PERF" import untimed
	[[ $stderr == *"hint: "*"dmesg without -T"* ]]
	printf '# tracer: function\n#\n  cat-1 [000] .... 7.1: do_xfer <-x\n' >functions
	run --separate-stderr "$SCMI_PERF" import functions
	[[ $stderr == *"hint: the log is of the tracer 'function', without SCMI events"* ]]
	cut -c-80 "$log" >cut
	run --separate-stderr "$SCMI_PERF" import cut
	[[ $stderr == *"line 13: the line is cut off: "* ]]
}

# hint FILE TEXT: fail unless the import of FILE fails with the hint TEXT.
hint() {
	run --separate-stderr "$SCMI_PERF" import "$1"
	[ "$status" -eq 1 ]
	[[ $stderr == *"hint: $2"* ]]
}

@test "the hint names what a program has made of the text" {
	{ echo Hello && base64 "$log"; } >text
	hint text "the text is in base64: copy its lines"
	base64 -w0 "$log" >text
	hint text "the text is in base64: "
	{ echo Hello && echo "begin 644 trace.txt" && base64 "$log"; } >text
	hint text "the text is uuencoded: uudecode "
	od -A x -t x1z "$log" >text
	hint text "the text is a hex dump: "
	tr a-z A-Z <"$log" >text
	hint text "the events' names are in upper case: "
}

@test "several machines or files in one log are refused" {
	{ sed 's/^/ host: /' "$log" && sed 's/^/guest: /' "$log"; } >both
	run --separate-stderr "$SCMI_PERF" import both
	[ "$status" -eq 1 ]
	[[ $stderr == *"several machines or files, among them 'host' and 'guest'"*"hint: "*"grep -F 'host'"* ]]
	[ ! -e run.scmi ]
	grep '^ *host:' both >one
	same one
	sed 's,^,board1/trace.txt:,' "$log" >one
	same one
}
