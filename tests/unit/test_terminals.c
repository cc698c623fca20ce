// SPDX-License-Identifier: GPL-2.0-only
/* Descriptions of terminals for systems without a terminfo database. */
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "terminals.h"

#include <curses.h>
/* After <curses.h>. */
#include <term.h>

static void assert_described(const char *name, int n_colors)
{
	const char *value = terminal_description(name);
	int found = 0;

	assert_non_null(value);
	setenv("TERMINFO", value, 1);
	assert_int_equal(setupterm(name, 1, &found), OK);
	assert_string_equal(tigetstr("cup"), "\033[%i%p1%d;%p2%dH");
	assert_string_equal(tigetstr("kpp"), "\033[5~");
	assert_int_equal(tigetnum("colors"), n_colors);
	del_curterm(cur_term);
}

static void ncurses_accepts_them(void **state)
{
	int found;

	(void)state;
	assert_described("xterm-256color", 256);
	assert_described("xterm", 256);
	assert_described("tmux-256color", 256);
	assert_described("linux", 8);
	assert_described("vt100", -1);
	assert_described("vt220", -1);
	/* The database's description has more. */
	setenv("TERMINFO", terminal_description("xterm"), 1);
	assert_int_equal(setupterm("xterm", 1, &found), OK);
	assert_string_equal(tigetstr("smcup"), "\033[?1049h");
	assert_string_equal(tparm(tigetstr("setaf"), 3), "\033[33m");
	assert_string_equal(tparm(tigetstr("setab"), 208), "\033[48;5;208m");
	del_curterm(cur_term);
}

static void other_names_are_unknown(void **state)
{
	(void)state;
	assert_null(terminal_description(""));
	assert_null(terminal_description("dumb"));
	assert_null(terminal_description("xter"));
	assert_null(terminal_description("term"));
	assert_null(terminal_description("vt1000"));
	assert_null(terminal_description("a serial terminal without colours"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ncurses_accepts_them),
		cmocka_unit_test(other_names_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
