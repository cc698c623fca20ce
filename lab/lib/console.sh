# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # results are for the callers
#
# What the guest said on its console: the log, the steps, the files. The marker
# lines are written by lab/guest/lib.sh:
#
#   begin STEP            end STEP STATUS
#   file NAME SIZE SHA256     lines of base64 of the gzipped file     endfile NAME
#   done STATUS
#
# Nothing is believed that was not said: a guest that says nothing has failed.

# What a kernel prints when it is not well.
CONSOLE_SPLATS='Kernel panic|WARNING: |BUG: |Oops|Internal error: |Unable to handle kernel|kernel BUG at|Call trace:|INFO: task .* blocked|detected stalls|self-detected stall|INFO: possible |scheduling while atomic|refcount_t: |UBSAN: |soft lockup|cannot create duplicate filename|kmemleak: ([1-9]|Cannot|Freeing|Memory pool|.*disabled)|scmi-lab: [0-9]* messages are lost'

# console_split WORK: from WORK/console make WORK/log, the console without the
# files' content, WORK/events, the markers, each with the line before it that tells
# most (an error before the hints that follow it), and WORK/NAME.b64 for each
# file.
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
				printf "" >file
			}
			last = error = ""
			next
		}
		file != "" && /^[A-Za-z0-9+\/=]+$/ { print >file; next }
		/(^| )error: / { error = $0 }
		NF { last = $0; print }' >"$work/log"
}

# console_unpack_files WORK OUT: decode the files into OUT; prints the reason
# and fails if one is missing a part, or arrived with another content.
console_unpack_files() {
	local work=$1 out=$2 event name size sum rest

	while IFS=$'\t' read -r event rest; do
		read -r event name size sum <<<"$event"
		[ "$event" = file ] || continue
		if [ ! -e "$work/$name.b64" ]; then
			echo "the guest sent a file with a name that is not accepted: '$name'"
			return 1
		fi
		if ! base64 -d "$work/$name.b64" 2>/dev/null | gzip -dc >"$work/$name.new" 2>/dev/null ||
			[ "$(stat -c %s "$work/$name.new")" != "$size" ] ||
			[ "$(sha256sum <"$work/$name.new")" != "$sum  -" ]; then
			echo "the file '$name' was damaged on its way out of the guest"
			return 1
		fi
		mv "$work/$name.new" "$out/$name"
	done <"$work/events"
}

# console_open_step WORK: the step that began and did not end.
console_open_step() {
	awk -F '\t' '{ split($1, e, " ") } e[1] == "begin" { s = e[2] }
		e[1] == "end" { s = "" } e[1] == "file" { s = "bring back " e[2] }
		e[1] == "endfile" { s = "" }
		END { if (NR == 0) print "boot"; else print s == "" ? "none" : s }' "$1/events"
}

# console_failed_step WORK: the first step that failed, as a sentence.
console_failed_step() {
	awk -F '\t' '{ split($1, e, " ") } e[1] == "end" && e[3] != 0 {
		printf "step \"%s\" failed with status %s: %s\n", e[2], e[3], $2; exit }' "$1/events"
}

# console_failure WORK OUT QEMU_STATUS LIMIT: print in one line why the guest
# has failed, or nothing; files that arrived whole are put into OUT.
console_failure() {
	local work=$1 out=$2 status=$3 limit=$4 found

	if found=$(console_unpack_files "$work" "$out"); then
		found=
	fi
	if grep -q 'Kernel panic - not syncing' "$work/log"; then
		echo "the guest's kernel panicked in step \"$(console_open_step "$work")\":" \
			"$(grep -o -m 1 'Kernel panic - not syncing.*' "$work/log")"
	elif [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
		echo "the guest did not end within $limit s; it was in step \"$(console_open_step "$work")\""
	elif [ "$status" -ne 0 ]; then
		echo "QEMU ended with status $status: $(tail -n 1 "$work/qemu.log")"
	elif [ -n "$(console_failed_step "$work")" ]; then
		console_failed_step "$work"
	elif ! grep -q '^done ' "$work/events"; then
		echo "the guest ended without saying how, in step \"$(console_open_step "$work")\""
	elif [ -n "$found" ]; then
		echo "$found"
	elif [ ! -e "$out/dmesg.log" ]; then
		echo "the guest did not bring back its kernel log"
	elif found=$(grep -E -m 1 "$CONSOLE_SPLATS" "$out/dmesg.log"); then
		echo "the guest's kernel complained: $found (see $out/dmesg.log)"
	fi
}

# console_verdict OUT: put the results of the guest that has just ended into
# OUT; fails, with the reason and the last lines of the console, if it was not
# a success. GUEST_RESULT is the status the job itself reported.
console_verdict() {
	local out=$1 failure

	console_split "$LAB_WORK"
	cp "$LAB_WORK/log" "$out/console.log"
	failure=$(console_failure "$LAB_WORK" "$out" "$GUEST_STATUS" "${GUEST[timeout]}")
	GUEST_RESULT=$(awk '$1 == "done" { print $2 + 0 }' "$LAB_WORK/events")
	[ -n "$failure" ] || return 0
	console_show_end "$out"
	fail "$failure"
	return 1
}

# console_show_end OUT: what there is to see of a guest's failure, on stderr.
console_show_end() {
	local log=$1/dmesg.log

	[ -e "$log" ] || log=$1/console.log
	if grep -q -E "$CONSOLE_SPLATS" "$log"; then
		echo "--- the guest's kernel complained ($log):"
		grep -E -m 1 -B 2 -A 20 "$CONSOLE_SPLATS" "$log"
	fi >&2
	{
		echo "--- the last lines of the guest's console ($1/console.log):"
		grep -v -E '^\[(file|endfile) ' "$1/console.log" | tail -n 15
		echo "---"
	} >&2
}
