# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # results are for the callers
#
# Reads the guest's console: the log, the steps, the files. lab/guest/lib.sh writes
# the marker lines:
#
#   begin STEP            end STEP STATUS
#   file NAME SIZE SHA256     lines of base64 of the gzipped file     endfile NAME
#   limit (files follow)      done STATUS
#
# A guest that does not report success has failed.

# Messages that a kernel prints when something is wrong.
CONSOLE_SPLATS='Kernel panic|WARNING: |BUG: |Oops|Internal error: |Unable to handle kernel|kernel BUG at|Call trace:|INFO: task .* blocked|detected stalls|self-detected stall|INFO: possible |scheduling while atomic|refcount_t: |UBSAN: |soft lockup|cannot create duplicate filename|kmemleak: ([1-9]|Cannot|Freeing|Memory pool|.*disabled)|scmi-lab: [0-9]* messages are lost'

# console_split WORK: split WORK/console into WORK/log, the console without the
# files' content; WORK/events, the markers, each with the last error or else the last
# line before it; and WORK/NAME.b64 for each file.
console_split() {
	local work=$1

	: >"$work/events"
	tr -d '\r' <"$work/console" | LC_ALL=C awk -v work="$work" '
		$1 == "@@scmi-lab" {
			sub(/^@@scmi-lab /, "")
			print $0 "\t" (error ? error : last) >(work "/events")
			print "[" $0 "]"
			file = ""
			# The name comes from outside and becomes a path.
			if ($1 == "file" && $2 ~ /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/) {
				file = work "/" $2 ".b64"
				close(file)
				printf "" >file
			}
			last = error = ""
			next
		}
		file != "" && /^[A-Za-z0-9+\/=]+$/ { print >file; next }
		/(^| )error: / { error = $0 }
		NF { last = $0; print }' >"$work/log"
}

# console_files WORK: print "NAME SIZE SHA256" of each file, once: a guest that reaches
# its limit while it sends a file starts again.
console_files() {
	awk -F '\t' '{ split($1, e, " ") }
		e[1] == "file" { last[e[2]] = e[2] " " e[3] " " e[4] }
		END { for (name in last) print last[name] }' "$1/events" | LC_ALL=C sort
}

# console_unpack_files WORK OUT: decode the files into OUT. Prints the reason and
# fails if one is incomplete or damaged.
console_unpack_files() {
	local work=$1 out=$2 name size sum status=0

	while read -r name size sum; do
		if [ ! -e "$work/$name.b64" ]; then
			echo "the guest sent a file with the invalid name '$name'"
			status=1
		elif ! base64 -d "$work/$name.b64" 2>/dev/null | gzip -dc >"$work/$name.new" 2>/dev/null ||
			[ "$(stat -c %s "$work/$name.new")" != "$size" ] ||
			[ "$(sha256sum <"$work/$name.new")" != "$sum  -" ]; then
			echo "the file '$name' was damaged on its way from the guest"
			status=1
		else
			mv "$work/$name.new" "$out/$name"
		fi
	done < <(console_files "$work")
	return "$status"
}

# console_open_step WORK: print the step that has started but not ended, at the time
# limit if the guest has reached it.
console_open_step() {
	awk -F '\t' '{ split($1, e, " ") } e[1] == "limit" { exit }
		e[1] == "begin" { s = e[2] }
		e[1] == "end" { s = "" } e[1] == "file" { s = "send " e[2] }
		e[1] == "endfile" { s = "" }
		END { if (NR == 0) print "boot"; else print s == "" ? "none" : s }' "$1/events"
}

# console_failed_step WORK: print the first step that failed, as a sentence.
console_failed_step() {
	awk -F '\t' '{ split($1, e, " ") } e[1] == "end" && e[3] != 0 {
		printf "step \"%s\" failed with status %s: %s\n", e[2], e[3], $2; exit }' "$1/events"
}

# console_failure WORK OUT: print in one line why the guest failed,
# or nothing if it did not. Complete files are written to OUT.
console_failure() {
	local work=$1 out=$2 found

	found=$(console_unpack_files "$work" "$out" | head -n 1)
	if grep -q 'Kernel panic - not syncing' "$work/log"; then
		echo "the guest's kernel panicked in step \"$(console_open_step "$work")\":" \
			"$(grep -o -m 1 'Kernel panic - not syncing.*' "$work/log")"
	elif [ -n "$GUEST_END" ]; then
		echo "$GUEST_END; it was in step \"$(console_open_step "$work")\""
	elif [ "$GUEST_STATUS" -ne 0 ]; then
		echo "QEMU ended with status $GUEST_STATUS: $(tail -n 1 "$work/qemu.log")"
	elif [ -n "$(console_failed_step "$work")" ]; then
		console_failed_step "$work"
	elif ! grep -q '^done ' "$work/events"; then
		echo "the guest ended without a result, in step \"$(console_open_step "$work")\""
	elif [ -n "$found" ]; then
		echo "$found"
	elif [ ! -e "$out/dmesg.log" ]; then
		echo "the guest did not send its kernel log"
	elif found=$(grep -E -m 1 "$CONSOLE_SPLATS" "$out/dmesg.log"); then
		echo "the guest's kernel reported a problem: $found (see $out/dmesg.log)"
	fi
}

# console_verdict OUT: write the results of the guest that has just ended to OUT. If
# it failed, prints the reason and the last lines of the console, and fails. Sets
# GUEST_RESULT to the status that the job reported.
console_verdict() {
	local out=$1 failure

	console_split "$LAB_WORK"
	cp "$LAB_WORK/log" "$out/console.log"
	! grep -q '^limit' "$LAB_WORK/events" ||
		GUEST_END="the guest did not end within ${GUEST[timeout]} s"
	failure=$(console_failure "$LAB_WORK" "$out")
	GUEST_RESULT=$(awk '$1 == "done" { print $2 + 0 }' "$LAB_WORK/events")
	[ -n "$failure" ] || return 0
	console_show_end "$out"
	fail "$failure"
	return 1
}

# console_show_end OUT: print the kernel's problem and the last lines of the console,
# on stderr.
console_show_end() {
	local log=$1/dmesg.log

	[ -e "$log" ] || log=$1/console.log
	if grep -q -E "$CONSOLE_SPLATS" "$log"; then
		echo "--- the guest's kernel reported a problem ($log):"
		grep -E -m 1 -B 2 -A 20 "$CONSOLE_SPLATS" "$log"
	fi >&2
	{
		echo "--- the last lines of the guest's console ($1/console.log):"
		grep -v -E '^\[(file|endfile) ' "$1/console.log" | tail -n 15
		echo "---"
	} >&2
}
