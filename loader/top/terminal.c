// SPDX-License-Identifier: GPL-2.0-only
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

#include "alloc.h"
#include "diag.h"
#include "keys.h"
#include "stderr_capture.h"
#include "terminal_guard.h"
#include "terminfo.h"

/* How long an escape sequence may take after Esc, ms. */
#define ESCAPE_MS 25

static struct {
	SCREEN *screen; /* NULL: not open */
	FILE *in, *out;
	attr_t attr[INKS];
	short pair[INKS];
	cchar_t *line; /* buffer for a line of the screen */
	int line_len;
	bool mouse;	/* it is wanted, and exists */
	bool in_report; /* the start of a report was read */
	struct mouse_report report;
	struct mouse_press press;
} term;

/* A key code that curses does not use, for MOUSE_START. */
#define KEY_REPORT (KEY_MAX + 1)

/* The attributes of an ink on terminals with 256, with 8 and without colours. */
static const struct ink_attributes {
	short of_256, of_8; /* foreground; -1: the terminal's own */
	short on_256, on_8; /* background */
	attr_t attr, mono;
} ink_attributes[INKS] = {
	[INK_PLAIN] = {-1, -1, -1, -1, A_NORMAL, A_NORMAL},
	[INK_BOLD] = {-1, -1, -1, -1, A_BOLD, A_BOLD},
	[INK_DIM] = {-1, -1, -1, -1, A_DIM, A_DIM},
	[INK_TITLE] = {COLOR_BLACK, COLOR_BLACK, 108, COLOR_GREEN, A_NORMAL,
		       A_BOLD | A_UNDERLINE},
	[INK_SELECTED] = {COLOR_BLACK, COLOR_BLACK, 74, COLOR_CYAN, A_NORMAL,
			  A_REVERSE},
	[INK_GOOD] = {COLOR_GREEN, COLOR_GREEN, -1, -1, A_NORMAL, A_NORMAL},
	[INK_WARN] = {COLOR_YELLOW, COLOR_YELLOW, -1, -1, A_NORMAL, A_BOLD},
	[INK_BAD] = {COLOR_RED, COLOR_RED, -1, -1, A_BOLD, A_BOLD},
	[INK_SUBMIT] = {68, COLOR_BLUE, -1, -1, A_NORMAL, A_NORMAL},
	[INK_DOORBELL] = {173, COLOR_YELLOW, -1, -1, A_NORMAL, A_NORMAL},
	[INK_SERVICE] = {73, COLOR_CYAN, -1, -1, A_NORMAL, A_NORMAL},
	[INK_DISPATCH] = {168, COLOR_MAGENTA, -1, -1, A_NORMAL, A_NORMAL},
	[INK_WAKEUP] = {107, COLOR_GREEN, -1, -1, A_NORMAL, A_NORMAL},
};

bool terminal_can_show(const char **why)
{
	*why = NULL;
	if (!isatty(STDOUT_FILENO))
		return false;
	*why = terminfo_refuses(STDOUT_FILENO);
	return !*why;
}

static void choose_attributes(void)
{
	const char *no_color = getenv("NO_COLOR");
	bool in_color = has_colors() && !(no_color && *no_color) &&
			start_color() == OK && use_default_colors() == OK;

	for (short ink = 0; ink < INKS; ink++) {
		const struct ink_attributes *l = &ink_attributes[ink];
		bool rich = COLORS >= 256;

		term.attr[ink] = in_color ? l->attr : l->mono;
		term.pair[ink] = 0;
		if (in_color && init_pair(ink + 1, rich ? l->of_256 : l->of_8,
					  rich ? l->on_256 : l->on_8) == OK)
			term.pair[ink] = ink + 1;
	}
}

static int open_files(void)
{
	/* Standard input may be a log; a console may not be a controlling terminal. */
	int in = isatty(STDIN_FILENO) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
				      : open("/dev/tty", O_RDWR | O_CLOEXEC);
	int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);

	term.in = in < 0 ? NULL : fdopen(in, "r");
	term.out = out < 0 ? NULL : fdopen(out, "w");
	return term.in && term.out ? 0 : -errno;
}

static void set_modes(void)
{
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	leaveok(stdscr, TRUE);
	/* curses may have it as a key of its own. */
	define_key(MOUSE_START, 0);
	define_key(MOUSE_START, KEY_REPORT);
	choose_attributes();
}

static void switch_mouse(bool on)
{
	const char *text = on ? MOUSE_ON : MOUSE_OFF;

	/* A terminal that does not take it is as it was. */
	if (write(fileno(term.out), text, strlen(text)) < 0)
		term.mouse = false;
}

static void update_size(void)
{
	char leave[GUARD_LEAVE_LEN];
	struct winsize size;

	if (!ioctl(fileno(term.out), TIOCGWINSZ, &size) && size.ws_row &&
	    size.ws_col)
		resize_term(size.ws_row, size.ws_col);
	guard_arm(leave, terminfo_leave(LINES - 1, leave, sizeof(leave)));
	clearok(curscr, TRUE);
}

int terminal_open(void)
{
	static bool at_exit;
	int err;

	setlocale(LC_CTYPE, "");
	err = open_files();
	if (!err)
		err = guard_open(fileno(term.out));
	if (!err)
		err = stderr_capture_start();
	if (err) {
		diag_error("open the terminal: %s", strerror(-err));
		terminal_close();
		return err;
	}
	guard_arm("", 0);
	if (!getenv("ESCDELAY"))
		set_escdelay(ESCAPE_MS);
	term.screen = newterm(NULL, term.out, term.in);
	if (!term.screen) {
		terminal_close();
		diag_error("this terminal cannot show a screen; use --batch");
		return -ENOTTY;
	}
	if (!at_exit)
		at_exit = !atexit(terminal_close);
	set_modes();
	update_size();
	return 0;
}

/* Clears the last line, for terminals without an alternate screen. */
static void leave(void)
{
	if (term.mouse)
		switch_mouse(false);
	move(LINES - 1, 0);
	clrtoeol();
	refresh();
	endwin();
	guard_disarm();
}

void terminal_close(void)
{
	if (term.screen) {
		leave();
		delscreen(term.screen);
	}
	guard_close();
	stderr_capture_stop();
	if (term.in)
		fclose(term.in);
	if (term.out)
		fclose(term.out);
	free(term.line);
	memset(&term, 0, sizeof(term));
}

void terminal_size(int *rows, int *columns)
{
	*rows = LINES;
	*columns = COLS;
}

bool terminal_is_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/* Converts a cell for curses. A wider character would shift the rest of the line. */
static void set_cell(cchar_t *to, const struct canvas_cell *cell)
{
	wchar_t text[2] = {(wchar_t)cell->rune, 0};
	int ink = cell->ink < INKS ? cell->ink : INK_PLAIN;

	if (wcwidth(text[0]) != 1)
		text[0] = text[0] ? L'?' : L' ';
	setcchar(to, text, term.attr[ink], term.pair[ink], NULL);
}

void terminal_show(const struct canvas *c)
{
	if (c->columns > term.line_len) {
		term.line = xreallocarray(term.line, (size_t)c->columns,
					  sizeof(*term.line));
		term.line_len = c->columns;
	}
	for (int row = 0; row < c->rows && row < LINES; row++) {
		const struct canvas_cell *cell =
			&c->cell[(size_t)row * (size_t)c->columns];

		for (int column = 0; column < c->columns; column++)
			set_cell(&term.line[column], &cell[column]);
		mvadd_wchnstr(row, 0, term.line, c->columns);
	}
	refresh();
}

int terminal_key_fd(void)
{
	return fileno(term.in);
}

/* Returns the key of a code; TOP_KEY_OTHER: none that matters. */
static int named_key(wint_t code)
{
	static const struct {
		wint_t code;
		int key;
	} named[] = {
		{KEY_UP, TOP_KEY_UP},
		{KEY_LEFT, TOP_KEY_LEFT},
		{KEY_RIGHT, TOP_KEY_RIGHT},
		{KEY_DOWN, TOP_KEY_DOWN},
		{KEY_PPAGE, TOP_KEY_PAGE_UP},
		{KEY_NPAGE, TOP_KEY_PAGE_DOWN},
		{KEY_HOME, TOP_KEY_HOME},
		{KEY_END, TOP_KEY_END},
		{KEY_ENTER, TOP_KEY_ENTER},
		{KEY_BACKSPACE, TOP_KEY_BACKSPACE},
	};

	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (named[i].code == code)
			return named[i].key;
	return TOP_KEY_OTHER;
}

/* Adds a character to the mouse's report. Returns true if that was a press. */
static bool read_report(wint_t character)
{
	const enum mouse_state state =
		mouse_add(&term.report, (int)character, &term.press);

	term.in_report = state == MOUSE_MORE;
	return state == MOUSE_PRESS;
}

int terminal_key(void)
{
	wint_t code;

	for (;;) {
		switch (get_wch(&code)) {
		case OK:
			if (!term.in_report)
				return (int)code;
			if (read_report(code))
				return TOP_KEY_MOUSE;
			break;
		case KEY_CODE_YES:
			term.in_report = code == KEY_REPORT;
			term.report = (struct mouse_report){0};
			if (!term.in_report)
				return named_key(code);
			break;
		default:
			return -1;
		}
	}
}

void terminal_redraw(void)
{
	clearok(curscr, TRUE);
}

/* Another program used the terminal: makes the next show repaint all. */
static void resume(void)
{
	endwin();
	update_size();
	if (term.mouse)
		switch_mouse(true);
}

void terminal_use_mouse(bool on)
{
	if (on == term.mouse || !terminfo_has_mouse())
		return;
	term.mouse = on;
	switch_mouse(on);
}

struct mouse_press terminal_mouse(void)
{
	return term.press;
}

void terminal_bell(void)
{
	beep();
}

static void stop(void)
{
	leave();
	stderr_capture_stop();
	guard_stop();
	stderr_capture_start();
	resume();
}

int terminal_signal_fd(void)
{
	return guard_fd();
}

bool terminal_handle_signals(void)
{
	const unsigned int requests = guard_requests();

	if (requests & GUARD_END)
		return false;
	if (requests & GUARD_STOP)
		stop();
	else if (requests & GUARD_RESUMED)
		resume();
	else if (requests & GUARD_RESIZED)
		update_size();
	return true;
}
