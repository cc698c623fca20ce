# SPDX-License-Identifier: GPL-2.0-only
# Time by phase, one piece of a bar per phase. Of a profile, each bar is a message; of
# a comparison, a side, with its message above the first.
# One line per bar: label, title above it, position, the ends of the eight pieces.
pieces = words(phases)
stats data using 3 nooutput
n = STATS_records
last = STATS_max
stats data using (column(3 + pieces)) nooutput
longest = STATS_max

# The legend has the phases that a bar has.
array sums[pieces]
do for [i = 1 : pieces] {
	stats data using (column(i + 3) - (i == 1 ? 0 : column(i + 2))) nooutput
	sums[i] = STATS_sum
}

load "style.gp"
set title "Time by phase"
set xlabel "time [" . bar_unit . "]" noenhanced
set xrange [0 : (longest > 0 ? longest : 1) * 1.15]
set yrange [last + 0.6 : -0.9]
set ytics scale 0
set grid noytics
set bmargin at screen 0.17
set key at screen 0.5, screen 0.02 center bottom horizontal maxrows 1
half = n < 3 ? 0.15 * n : 0.33
start(i) = i == 1 ? 0 : column(i + 2)
plot for [i = 1 : pieces] data \
	using ((start(i) + column(i + 3)) / 2):3:(start(i)):(column(i + 3)):($3 - half):($3 + half):ytic(1) \
	with boxxyerror linecolor rgb word(phase_colors, i) \
	title sums[i] > 0 ? word(phases, i) : "", \
	data using (column(3 + pieces)):3:(sprintf("%.4g", column(3 + pieces))) with labels left \
	offset character 0.5, 0 textcolor rgb ink noenhanced notitle, \
	data using (0):($3 - half - 0.2):(stringcolumn(2)) \
	with labels left offset character 0.5, 0 textcolor rgb ink noenhanced notitle
