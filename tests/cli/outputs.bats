# SPDX-License-Identifier: GPL-2.0-only
# No output destroys an input or a recording. SCMI_PERF is the program under test.

bats_require_minimum_version 1.5.0

setup() {
	cd "${BATS_TEST_TMPDIR:?}" || return
	. "$BATS_TEST_DIRNAME/runs.bash"
	make_runs a 20000 1000 3
	make_runs b 20000 1100 3
	printf '[* * total]\ntimeouts = 0\n' >limits.ini
	printf '%s\n' \
		'x-1 [000] 1.0: scmi_xfer_begin: transfer_id=1 msg_id=6 protocol_id=21 seq=1 poll=0' \
		'x-1 [000] 1.1: scmi_xfer_end: transfer_id=1 msg_id=6 protocol_id=21 seq=1 status=0' >log
	sha256sum ./*.scmi limits.ini log >before
}

# keeps MESSAGE ARG...: checks that it fails with MESSAGE and changes no file.
keeps() {
	refused "$@"
	sha256sum --quiet -c before
}

@test "a page, pictures, JUnit or Markdown never replace a profile" {
	keeps "a0.scmi: not written: it is a profile" \
		compare --html a0.scmi a1.scmi -- b0.scmi
	keeps "a0.scmi: not written: it is a profile" \
		compare --pdf a0.scmi a1.scmi -- b0.scmi
	keeps "a0.scmi: not written: it is a profile" \
		compare --markdown a0.scmi a1.scmi -- b0.scmi
	keeps "a0.scmi: not written: it is a profile" \
		report --html a0.scmi b0.scmi
	keeps "a0.scmi: not written: it is a profile" \
		report --pdf a0.scmi b0.scmi
	keeps "a0.scmi: not written: it is a profile" \
		check --junit a0.scmi a1.scmi --limits limits.ini
	keeps "a0.scmi: not written: it is a profile" \
		check --markdown a0.scmi a1.scmi --limits limits.ini
}

@test "neither a link to a profile nor a damaged profile is replaced" {
	ln -s a0.scmi link
	keeps "link: not written: it is a profile" report --html link b0.scmi
	head -c 300 a1.scmi >damaged
	keeps "damaged: not written: it is a profile" \
		check --junit damaged a0.scmi --limits limits.ini
	mkdir pictures
	ln -s ../a0.scmi pictures/latency.svg
	keeps "pictures/latency.svg: not written: it is a profile" \
		report --svg pictures b0.scmi
}

@test "no output is an input of the same command" {
	keeps "limits.ini: not written: it is an input" \
		check --junit limits.ini a0.scmi --limits limits.ini
	keeps "limits.ini: not written: it is an input" \
		check --markdown ./limits.ini a0.scmi --limits limits.ini
	keeps "log: not written: it is an input" import log -o log
	keeps "log: not written: it is an input" import - -o log <log
	keeps "log: not written: it is an input" report --html log log
	keeps "log: not written: it is an input" report --pdf ./log - <log
	keeps "a1.scmi: not written: it is an input" \
		merge a0.scmi a1.scmi -o a1.scmi
	ln a1.scmi hard
	keeps "hard: not written: it is an input" merge a0.scmi a1.scmi -o hard
	run ! bash -c "'$SCMI_PERF' merge a0.scmi a1.scmi -o - >>a1.scmi"
	sha256sum --quiet -c before
}

@test "neither limits, accepted changes, runs nor a baseline are an output" {
	mkdir nights
	cp a0.scmi nights/
	echo commit >accepted.txt
	ln accepted.txt hard
	ln -s accepted.txt soft
	sha256sum ./*.scmi limits.ini log accepted.txt nights/* >before
	for out in accepted.txt ./accepted.txt hard soft nights/../accepted.txt; do
		keeps "$out: not written: it is an input" \
			history --accept accepted.txt --html "$out" nights
	done
	keeps "nights/a0.scmi: not written: it is an input" history --html nights/a0.scmi nights
	keeps "a1.scmi: not written: it is an input" \
		check --limits limits.ini a0.scmi --baseline a1.scmi --junit a1.scmi
	keeps "a0.scmi: not written: it is an input" \
		check --limits limits.ini a0.scmi --baseline a1.scmi --markdown a0.scmi
	keeps "b0.scmi: not written: it is an input" compare a0.scmi --html b0.scmi -- b0.scmi
	keeps "log: not written: it is an input" export log --csv log
	keeps "log: not written: it is an input" export log --perfetto log
	keeps "log: not written: it is an input" trace log --perfetto log
	keeps "log: not written: it is an input" exporter log --textfile log
	keeps "log: not written: it is an input" exporter --follow log --textfile log
	keeps "log: not written: it is an input" exporter --follow - --textfile log <log
	mkdir sv
	for picture in latency percentiles phases timeline; do
		cp log "sv/$picture.svg"
		cp log "sv/$picture.png"
		keeps "sv/$picture.svg: not written: it is an input" \
			report --svg sv "sv/$picture.svg"
		keeps "sv/$picture.png: not written: it is an input" \
			report --png sv "sv/$picture.png"
	done
	cmp log sv/latency.svg
}

@test "two outputs are never the same file" {
	ln -s page link
	for outputs in "--html page --pdf page" "--html page --pdf ./page" \
		"--html page --markdown $PWD/page" "--html link --pdf page" \
		"--svg d --html d/latency.svg" "--png d --pdf d//phases.png" \
		"--html new --svg new" "--png new/ --pdf new" \
		"--html - --pdf -" "--html /dev/stdout --pdf /dev/fd/1"; do
		[[ $outputs != *d/* ]] || mkdir -p d
		# shellcheck disable=SC2086
		refused "two outputs of this command go there" report a0.scmi $outputs
	done
	refused "two outputs of this command go there" \
		check a0.scmi --limits limits.ini --junit page --markdown page
	refused "two outputs of this command go there" export a0.scmi --csv page --prometheus page
	refused "two outputs of this command go there" stat -o page --html page
	run ! bash -c "'$SCMI_PERF' report -j a0.scmi --html page 2>&1 >page"
	[[ $output == *"page: not written: standard output goes there, too"* ]]
	rm page
	[ -z "$(ls d)" ]
	run -0 "$SCMI_PERF" report a0.scmi --html /dev/null --pdf /dev/null
	# Both can be added to a summary.
	bash -c "'$SCMI_PERF' report a0.scmi --markdown page >>page"
	grep -q '^transfers ' page
	grep -q '^|' page
}

# make_recordings: writes one file of each kind that holds a recording.
make_recordings() {
	"$BATS_TEST_DIRNAME/../tools/make_trace_dat.py" trace.dat \
		"$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt"
	{ printf PERFILE2; head -c 500 /dev/zero; } >perf.data
	gzip -c log >log.gz
	printf 'BZh91AY&SY' >log.bz2
	printf '\xfd7zXZ\0' >log.xz
	tar -cf log.tar log
	printf '# tracer: nop\n#\n' >header
	{ seq 30000; cat log; } >late
	iconv -t UTF-16 log >utf16
	printf '> %s\n' "$(head -n 1 log)" >mail
	echo '[ 1.5] arm-scmi arm-scmi.0.auto: timed out in resp(caller: do_xfer+0x1/0x2)' >dmesg
	zcat a0.scmi >profile.json
}

@test "no output replaces a recording or a log, but a profile a profile" {
	make_recordings
	recordings=(log trace.dat perf.data log.gz log.bz2 log.xz log.tar header late utf16
		mail dmesg profile.json)
	sha256sum ./*.scmi limits.ini "${recordings[@]}" >before
	for file in "${recordings[@]}"; do
		keeps "$file: not written: it is" report --html "$file" a0.scmi
		keeps "$file: not written: it is" report --markdown "$file" a0.scmi
		[ "$file" = profile.json ] ||
			keeps "$file: not written: it is" merge a0.scmi a1.scmi -o "$file"
	done
	cp log other
	keeps "log: not written: it is a log with SCMI events" report --html log other
	keeps "trace.dat: not written: it is a trace-cmd recording" export --perfetto trace.dat log
	keeps "log: not written: it is a log" export --perfetto log other
	keeps "log: not written: it is a log" import -q -o log other
	keeps "log: not written: it is a log" trace --perfetto log other
	for option in --csv --prometheus; do
		keeps "log: not written: it is a log" export a0.scmi $option log
	done
	keeps "log: not written: it is a log" report --pdf log a0.scmi
	keeps "log: not written: it is a log" check a0.scmi --limits limits.ini --junit log
	keeps "log: not written: it is a log" check a0.scmi --limits limits.ini --markdown log
	keeps "log: not written: it is a log" compare --html log a0.scmi -- b0.scmi
	keeps "log: not written: it is a log" compare --markdown log a0.scmi -- b0.scmi
	keeps "log: not written: it is a log" history --html log a0.scmi a1.scmi
	keeps "log: not written: it is a log" record -o log
	keeps "log: not written: it is a log" stat --html log
	keeps "log: not written: it is a log" stat -o log
	keeps "log: not written: it is a log" exporter a0.scmi --textfile log
	mkdir sv
	cp log sv/phases.svg
	keeps "sv/phases.svg: not written: it is a log" report --svg sv a0.scmi
	cmp log sv/phases.svg
}

@test "text is added to a text that has SCMI events, but not to binary data" {
	make_recordings
	cp log all
	"$SCMI_PERF" report a0.scmi >>all
	"$SCMI_PERF" report --html - a0.scmi >>all
	[ "$(head -n 2 all)" = "$(cat log)" ]
	grep -q '<html' all
	for file in trace.dat perf.data log.xz; do
		run ! bash -c "'$SCMI_PERF' report a0.scmi 2>&1 >>$file"
		[[ $output == *"standard output: not written: it is"* ]]
	done
	# A summary can quote a log.
	printf '%s\n' '# Load' '```' "$(cat log)" '```' >summary
	"$SCMI_PERF" report -q --markdown summary a0.scmi >text
	grep -q '^|' summary
}

@test "each output replaces an older one of its kind" {
	local twice

	cp "$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt" trace
	"$SCMI_PERF" import -q trace -o r.scmi
	for twice in first second; do
		"$SCMI_PERF" import -q trace -o r.scmi
		"$SCMI_PERF" report r.scmi --html r.html --svg r --png r --pdf r.pdf
		"$SCMI_PERF" report -q r.scmi --markdown r.md >"$twice"
		"$SCMI_PERF" check r.scmi --limits limits.ini --junit r.xml || [ $? -ge 2 ]
		"$SCMI_PERF" export trace --perfetto r.trace --csv r.csv --folded r.folded \
			--prometheus r.prom
		"$SCMI_PERF" compare a0.scmi --html c.html -- b0.scmi
		"$SCMI_PERF" history --html h.html a*.scmi || [ $? -ge 2 ]
	done
}

# Output to an open file does not replace its content.
@test "nothing is added to a profile" {
	local command

	for command in "report a0.scmi" "report -j a0.scmi" "report --html - a0.scmi" \
		"report --pdf - a0.scmi" "compare a0.scmi -- a1.scmi" \
		"compare --markdown - a0.scmi -- a1.scmi" "calibrate a0.scmi a1.scmi a2.scmi" \
		"check --limits limits.ini a0.scmi" "merge a0.scmi a1.scmi -o -" \
		"import log -o -" "top --batch -F log"; do
		run ! bash -c "'$SCMI_PERF' $command 2>&1 >>b0.scmi"
		[[ $output == *"standard output: not written: it is a profile"* ]]
		sha256sum --quiet -c before
	done
	for command in "merge a0.scmi a1.scmi" "import log"; do
		for descriptor in '>>b0.scmi' '<>b0.scmi'; do
			run ! bash -c "'$SCMI_PERF' $command -o /dev/fd/5 5$descriptor"
			[[ $output == *"/dev/fd/5: not written: it is a profile"* ]]
			sha256sum --quiet -c before
		done
	done
	bash -c "'$SCMI_PERF' report -j a0.scmi 2>&1 >>b0.scmi" | jq -es '.[0].error != null'
	"$SCMI_PERF" report a0.scmi >>text
	"$SCMI_PERF" report a0.scmi >>text
	[ "$(grep -c '^transfers ' text)" -eq 2 ]
}

# An import can read from a pipe, which cannot be read again.
@test "import tries the output before it reads the log" {
	{ cat log && echo rest; } |
		{ run ! "$SCMI_PERF" import - -o no/such/folder && cat; } >left
	[ "$(tail -n 1 left)" = rest ]
}

@test "other files are still replaced, and a profile by a profile" {
	echo old >page
	run -0 "$SCMI_PERF" report --html page a0.scmi
	grep -q '<html' page
	run -0 "$SCMI_PERF" merge a0.scmi a1.scmi -o b0.scmi
	run -0 "$SCMI_PERF" report b0.scmi
	: >empty
	run -0 "$SCMI_PERF" check --junit empty a0.scmi --limits limits.ini
	grep -q '<testsuites' empty
}

@test "a JUnit file that cannot be written leaves the old one" {
	echo old >junit.xml
	# The limit of 0 bytes stands for a full disk.
	run --separate-stderr bash -c "ulimit -f 0; trap '' XFSZ
		exec '$SCMI_PERF' check --junit junit.xml a0.scmi --limits limits.ini 2>&1 | cat"
	[[ $output == *"write junit.xml: "* ]]
	[ "$(cat junit.xml)" = old ]
	[ -z "$(ls junit.xml.* 2>/dev/null)" ]
}

# The limit of the size stands for a full disk: a write of the last part fails.
@test "Markdown that cannot be appended adds nothing" {
	head -c 900 /dev/zero | tr '\0' x >md
	cp md old
	for command in "report a0.scmi" "check a0.scmi --limits limits.ini" \
		"compare a0.scmi -- b0.scmi"; do
		read -ra words <<<"$command"
		run -1 bash -c "ulimit -f 1; exec '$SCMI_PERF' ${words[0]} -q --markdown md \
			${words[*]:1} 2>&1 >/dev/null | cat; exit \"\${PIPESTATUS[0]}\""
		[[ $output == *"write md: File too large"* ]]
		cmp md old
		"$SCMI_PERF" "${words[0]}" -q --markdown md "${words[@]:1}" >/dev/null
		[ "$(head -c 900 md)" = "$(cat old)" ]
		[ "$(wc -c <md)" -gt 1024 ]
		cp old md
	done
	run -1 "$SCMI_PERF" report --markdown /dev/full a0.scmi
	[[ $output == *"write /dev/full: No space left on device"* ]]
}

# to_socket ARG...: prints the output of the program if its standard output is a socket.
to_socket() {
	python3 -c 'import socket, subprocess, sys
ours, theirs = socket.socketpair()
child = subprocess.Popen(sys.argv[1:], stdout=theirs)
theirs.close()
while data := ours.recv(65536):
	sys.stdout.buffer.write(data)
sys.exit(child.wait())' "$SCMI_PERF" "$@"
}

@test "a descriptor can be an output, also if it is a socket" {
	for out in /dev/stdout /dev/fd/1 /proc/self/fd/1; do
		to_socket merge -q a0.scmi a1.scmi -o "$out" | cmp - \
			<("$SCMI_PERF" merge -q a0.scmi a1.scmi -o -)
		to_socket report a0.scmi --html "$out" | grep -q '<html'
		to_socket compare --markdown "$out" a0.scmi -- b0.scmi | grep -q '^|'
		to_socket check a0.scmi --limits limits.ini --markdown "$out" |
			grep -q '^#'
		to_socket check a0.scmi --limits limits.ini --junit "$out" |
			grep -q '<testsuites'
	done
	# The file of a descriptor keeps its content, and later output follows.
	{
		echo before
		"$SCMI_PERF" compare --markdown /dev/fd/5 a0.scmi -- b0.scmi 5>&1 >text
		echo after
	} >all
	[ "$(sed -n '1p;$p' all)" = $'before\nafter' ]
	grep -q '^|' all
}

# interrupted SIGNAL COMMAND...: runs it until the file "started" has a process group,
# then sends the signal. The command must die of it, and the group must end.
interrupted() {
	local signal=$1 status=0 pid group

	shift
	rm -f started
	# A background job of a shell ignores SIGINT and SIGQUIT.
	env --default-signal=INT,QUIT,TERM,HUP "$@" 2>messages &
	pid=$!
	until [ -s started ]; do sleep 0.02; done
	group=$(cat started)
	kill "-$signal" "$pid"
	wait "$pid" || status=$?
	[ "$status" -eq $((128 + $(kill -l "$signal"))) ]
	run ! kill -0 -- "-$group"
}

@test "a signal while gnuplot runs leaves no files and no gnuplot behind" {
	mkdir bin temp
	printf '#!/bin/sh\nsleep 300 &\necho $$ >../../started\nsleep 300\n' >bin/gnuplot
	chmod +x bin/gnuplot
	for signal in TERM INT HUP QUIT; do
		for files in "report --svg new" "report --png new" \
			"report --pdf new" "compare --svg new b0.scmi --"; do
			# shellcheck disable=SC2086
			interrupted "$signal" TMPDIR="$PWD/temp" PATH="$PWD/bin:$PATH" \
				"$SCMI_PERF" $files a0.scmi
			[ -z "$(ls temp)" ]
			[ ! -e new ]
			[ ! -s messages ]
		done
	done
	# A signal that is ignored does not end it.
	printf '#!/bin/sh\nkill -INT $PPID\nexit 5\n' >bin/gnuplot
	run -1 env --ignore-signal=INT TMPDIR="$PWD/temp" PATH="$PWD/bin:$PATH" \
		"$SCMI_PERF" report --svg new a0.scmi
	[[ $output == *"gnuplot exited with status 5"* ]]
	[ -z "$(ls temp)" ]
}

@test "a signal while --confirm runs ends its command, too" {
	printf '[* * total]\np50 = 1us\n' >limits.ini
	for signal in TERM INT HUP; do
		interrupted "$signal" "$SCMI_PERF" check a0.scmi --limits limits.ini \
			--confirm 'sleep 300 & echo $$ >started; sleep 300'
	done
}

@test "what records tries every output before it does" {
	refused "write no/such/x.scmi: No such file or directory" \
		record -o no/such/x.scmi
	refused "write .: Is a directory" record -o .
	ln -s no/such/x.scmi dangling
	refused "write dangling: No such file or directory" record -o dangling
	refused "write : No such file or directory" record -o ''
	for option in --html --markdown --pdf; do
		refused "write no/such/x: No such file or directory" stat -d 8h $option no/such/x
		refused "write dangling: No such file or directory" stat -d 8h $option dangling
	done
	: >file
	for option in --svg --png; do
		refused "create folder no/such/x: No such file or directory" \
			stat -d 8h $option no/such/x
		refused "write dangling/latency.${option#--}: No such file or directory" \
			stat -d 8h $option dangling
		refused "write file/latency.${option#--}: Not a directory" stat -d 8h $option file
	done
	for option in --svg --png --pdf; do
		run -1 env PATH=/nowhere "$SCMI_PERF" stat -d 8h $option new
		[[ $output == *"gnuplot: not found"* ]]
	done
	[ ! -e new ]
	run ! bash -c "'$SCMI_PERF' stat -d 8h 2>error >&-"
	grep -q 'write standard output: Bad file descriptor' error
	refused "write 'no/such/x-1': No such file or directory" \
		record --on 'timeouts>0' --do snapshot=no/such/x
	refused "write 'no/such/x-1': No such file or directory" \
		trace --on 'timeouts>0' --do snapshot=no/such/x
	refused "write 'no/such/x-1': No such file or directory" \
		exporter --follow log --on 'timeouts>0' --do snapshot=no/such/x
	refused "write no/such/x: No such file or directory" exporter --textfile no/such/x
	refused "write no/such/x: No such file or directory" trace --perfetto no/such/x
	[ ! -e run.scmi ]
	run -1 script -qec "'$SCMI_PERF' record -o -" /dev/null </dev/null
	[[ $output == *"a profile is binary data, not for a terminal"* ]]
	run -1 bash -c "'$SCMI_PERF' record -o - 2>&1 >&-"
	[[ $output == *"write standard output: Bad file descriptor"* ]]
}

@test "files opened later never replace closed standard streams" {
	for closed in '2>&-' '2>&- <&-' '<&-'; do
		rm -f page
		eval "'$SCMI_PERF' report --html page a0.scmi $closed"
		grep -q '<svg' page
	done
	run ! bash -c "'$SCMI_PERF' report a0.scmi >&- 2>error"
	grep -q "write standard output" error
	run ! bash -c "'$SCMI_PERF' import - -o x <&- 2>error"
	grep -q "read '-'" error
}

@test "help and versions that cannot be written exit with 1" {
	ln -s "$SCMI_PERF" scmi-top
	for arguments in --help -h help --version "help report" "report --help" \
		"report -h" "report --usage" "record -V"; do
		run -1 bash -c "'$SCMI_PERF' $arguments 2>&1 >/dev/full"
		[ "$output" = "scmi-perf: error: write standard output: No space left on device" ]
	done
	for arguments in --help --version; do
		run -1 bash -c "./scmi-top $arguments 2>&1 >/dev/full"
		[[ $output == *"write standard output: No space left"* ]]
	done
}
