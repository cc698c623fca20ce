# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# scmi-top on a terminal. Source it; BATS_TEST_DIRNAME is this folder.

. "$BATS_TEST_DIRNAME/screen.bash"

# profile FILE SERIES INTERVALS: see make_timeline.py
profile() {
	"$BATS_TEST_DIRNAME/make_timeline.py" "$2" "$3" | gzip -n >"$1"
}

# start OPERAND...: scmi-top, and its status when it ends.
start() {
	enter "clear; '$SCMI_PERF' top $*; echo \"status=\$?\""
}

# show COLUMNS ROWS [VARIABLE=VALUE...]: 12 messages, of which the first is slow
# and lost a doorbell in the last of 3 intervals; that is what stays.
show() {
	profile run.scmi 12 3
	screen_open "$@"
	start -i 100ms run.scmi
	see 'ended'
}

# The row of the cursor.
selected() {
	screen_ink | grep '48;5;74[;m]' | grep -v '48;5;108[;m]'
}

is_selected() {
	[[ $(selected) == *"$1"* ]]
}

# on TEXT: the cursor comes to this row.
on() {
	wait_for "the cursor is not on $1" is_selected "$1"
}

is_first() {
	[[ $(screen | sed -n 5p) == *"$1"* ]]
}

# first TEXT: this row comes to be the first of the table.
first() {
	wait_for "the first row is not $1" is_first "$1"
}

# Whether the terminal shows its usual screen, with a cursor.
given_back() {
	[ "$(terminal display-message -p '#{alternate_on} #{cursor_flag}')" = "0 1" ]
}

# The process that has the terminal.
program() {
	ps -o pid=,tpgid=,pgid= --ppid "$(terminal display-message -p '#{pane_pid}')" |
		awk '$2 == $3 { print $1 }'
}

# Whether a process has ended; in a container it may stay as a zombie.
gone() {
	[[ $(ps -o stat= -p "$1") =~ ^(Z|$) ]]
}
