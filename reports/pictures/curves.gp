# SPDX-License-Identifier: GPL-2.0-only
# Reads the blocks of data, one per curve: their number (n), the row and side of
# each (row_of, side_of), the number of rows (rows) and of sides (sides), and the
# first and last block of each row (first, final).
stats data using 3 nooutput
n = STATS_blocks
rows = int(STATS_max)
stats data using 4 nooutput
sides = int(STATS_max)
array row_of[n]
array side_of[n]
array first[rows]
array final[rows]
do for [i = 1 : n] {
	stats data index i - 1 using 3 nooutput
	row_of[i] = int(STATS_min)
	stats data index i - 1 using 4 nooutput
	side_of[i] = int(STATS_min)
	if (i == 1 || row_of[i] != row_of[i - 1]) {
		first[row_of[i]] = i
	}
	final[row_of[i]] = i
}
