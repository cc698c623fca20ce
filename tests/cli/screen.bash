# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Runs a shell in tmux as a terminal for tests. Checks wait up to SCREEN_WAIT seconds,
# because a machine may be slow. Tests source this file.

SCREEN_WAIT=${SCREEN_WAIT:-30} # seconds

# Runs tmux with the socket of the last screen_open(). An earlier server may still run.
terminal() {
	tmux -S "$BATS_TEST_TMPDIR/tmux.$SCREEN" -f /dev/null "$@"
}

# screen_open COLUMNS ROWS [VARIABLE=VALUE...]: starts a shell in a terminal.
screen_open() {
	local columns=$1 rows=$2 rc=$BATS_TEST_TMPDIR/rc

	shift 2
	SCREEN=$((${SCREEN:-0} + 1))
	{
		echo "PS1='ready> '"
		echo "unset NO_COLOR COLUMNS LINES ESCDELAY"
		echo "export LC_ALL=C.UTF-8 TERM=tmux-256color"
		# Sanitizers must not handle fatal signals.
		echo "export ASAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0"
		echo "export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/config"
		echo "ulimit -c 0"
		(($# == 0)) || printf 'export %q\n' "$@"
		echo "cd ${BATS_TEST_TMPDIR:?}"
	} >"$rc"
	# bats waits until descriptor 3 is closed.
	LC_ALL=C.UTF-8 terminal -u new-session -d -x "$columns" -y "$rows" \
		"exec bash --noprofile --rcfile $rc -i" 3>&-
	see '^ready>'
}

screen_close() {
	[ -z "${SCREEN:-}" ] || terminal kill-server 2>/dev/null || true
}

# Prints the screen as text.
screen() {
	terminal capture-pane -p
}

# Prints the screen with its attributes as escape sequences.
screen_ink() {
	terminal capture-pane -e -p
}

# wait_for ERROR COMMAND...: waits until the command succeeds.
wait_for() {
	local error=$1 until=$((SECONDS + SCREEN_WAIT))

	shift
	until "$@"; do
		if ((SECONDS > until)); then
			echo "$error; the screen is:"
			screen
			return 1
		fi
		sleep 0.05
	done
}

has() {
	screen | grep -qE -- "$1"
}

has_not() {
	! has "$1"
}

# see REGEX: waits until a line of the screen matches.
see() {
	wait_for "not seen: $1" has "$1"
}

# see_no REGEX: waits until no line of the screen matches.
see_no() {
	wait_for "still seen: $1" has_not "$1"
}

# press KEY...: presses keys, with the names of tmux: q, Enter, PPage, C-c
press() {
	terminal send-keys -- "$@"
}

# enter TEXT: types TEXT and presses Enter.
enter() {
	terminal send-keys -l -- "$1"
	terminal send-keys Enter
}
