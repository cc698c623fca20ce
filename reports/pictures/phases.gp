# SPDX-License-Identifier: GPL-2.0-only
# The mean time of a transfer, one piece of a bar per phase.
# One line per bar: label, title above it (in files only), position, the ends of
# the seven pieces.
phases = "submit doorbell service dispatch transport wakeup other"
phase_color(i) = i < 7 ? color(i) : gray
stats data using 3 nooutput
n = STATS_records
last = STATS_max
stats data using 10 nooutput
longest = STATS_max

tall = n > 4 ? 0.25 * n : 1
load "style.gp"
set title legend ? "Mean time of a transfer, by phase" : ""
set xlabel "mean [" . unit . "]" noenhanced
set xrange [0 : (longest > 0 ? longest : 1) * 1.15]
set yrange [last + 0.5 : -0.8]
set ytics scale 0
set grid noytics
half = n < 3 ? 0.12 * n : 0.35
start(i) = i == 1 ? 0 : column(i + 2)
plot for [i = 1 : 7] data \
	using ((start(i) + column(i + 3)) / 2):3:(start(i)):(column(i + 3)):($3 - half):($3 + half):ytic(1) \
	with boxxyerror linecolor rgb phase_color(i) title word(phases, i), \
	data using 10:3:(sprintf($10 < 1000 ? "%.1f" : "%.0f", $10)) with labels left \
	offset character 0.5, 0 \
	textcolor rgb ink noenhanced notitle, \
	data using (0):($3 - half - 0.2):(legend ? stringcolumn(2) : "") \
	with labels left offset character 0.5, 0 textcolor rgb ink noenhanced notitle
