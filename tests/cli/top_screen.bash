# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Helpers for scmi-top on a terminal. Tests source this file.

. "$BATS_TEST_DIRNAME/screen.bash"

# profile FILE SERIES INTERVALS: writes a profile, see make_timeline.py.
profile() {
	"$BATS_TEST_DIRNAME/make_timeline.py" "$2" "$3" | gzip -n >"$1"
}

# start OPERAND...: starts scmi-top; its exit status is printed at its end.
start() {
	enter "clear; '$SCMI_PERF' top $*; echo \"status=\$?\""
}

# show COLUMNS ROWS [VARIABLE=VALUE...]: replays 3 intervals with 12 messages and shows
# the last. The first message is slow and has lost a doorbell in the last interval.
show() {
	profile run.scmi 12 3
	screen_open "$@"
	start -i 100ms run.scmi
	see 'ended'
}

# Prints the cursor's row.
selected() {
	screen_ink | grep '48;5;74[;m]' | grep -v '48;5;108[;m]'
}

is_selected() {
	[[ $(selected) == *"$1"* ]]
}

# on TEXT: waits until the cursor is on this row.
on() {
	wait_for "the cursor is not on $1" is_selected "$1"
}

is_first() {
	[[ $(screen | sed -n 5p) == *"$1"* ]]
}

# first TEXT: waits until this is the first row of the table.
first() {
	wait_for "the first row is not $1" is_first "$1"
}

# Succeeds if the terminal shows its usual screen, with a cursor.
is_restored() {
	[ "$(terminal display-message -p '#{alternate_on} #{cursor_flag}')" = "0 1" ]
}

# Prints the process in the foreground.
program() {
	ps -o pid=,tpgid=,pgid= --ppid "$(terminal display-message -p '#{pane_pid}')" |
		awk '$2 == $3 { print $1 }'
}

# Succeeds if a process has ended; in a container it may stay as a zombie.
gone() {
	[[ $(ps -o stat= -p "$1") =~ ^(Z|$) ]]
}

# transfer NUMBER: prints a transfer of 1 ms at NUMBER tenths of a second.
transfer() {
	local begin i=$1

	begin=$((1000 + i / 10)).$((i % 10))
	printf ' cat-1 [000] ..... %s00100: scmi_xfer_begin: pt=15 msg_id=06 seq=%04X transfer_id=%X poll=0\n' \
		"$begin" "$i" "$i"
	printf ' cat-1 [000] ..... %s01000: scmi_rx_done: pt=15 msg_id=06 seq=%04X transfer_id=%X msg_type=0\n' \
		"$begin" "$i" "$i"
	printf ' cat-1 [000] ..... %s01100: scmi_xfer_end: pt=15 msg_id=06 seq=%04X transfer_id=%X s=0\n' \
		"$begin" "$i" "$i"
}
