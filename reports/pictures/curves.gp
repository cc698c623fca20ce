# SPDX-License-Identifier: GPL-2.0-only
# Of the blocks of data, a curve each: how many there are (n), the row and the
# colour of each (row_of, color_of), of how many rows (rows), and which are of a
# row (from first to final).
stats data using 3 nooutput
n = STATS_blocks
rows = int(STATS_max)
array row_of[n]
array color_of[n]
array first[rows]
array final[rows]
do for [i = 1 : n] {
	stats data index i - 1 using 3 nooutput
	row_of[i] = int(STATS_min)
	stats data index i - 1 using 4 nooutput
	color_of[i] = int(STATS_min)
	if (i == 1 || row_of[i] != row_of[i - 1]) {
		first[row_of[i]] = i
	}
	final[row_of[i]] = i
}
