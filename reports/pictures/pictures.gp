# SPDX-License-Identifier: GPL-2.0-only
# Draws the pictures, one after the other, in a folder with their data:
#   gnuplot -d -c pictures.gp FORMAT UNIT BAR_UNIT "PICTURE..."
# FORMAT is svg, png or pdf. UNIT is the unit of times, BAR_UNIT that of bars. PICTURE
# names a template and its data, PICTURE.dat. The folder has all templates. No argument
# comes from a profile, and the only text in the data are titles and labels, which are
# drawn unchanged.
format = ARG1
unit = ARG2
bar_unit = ARG3
names = ARG4

colors = "#2a78d6 #eb6834 #1baf7a #eda100 #4a3aa7 #e87ba4 #008300 #e34948"
color(i) = word(colors, i)
# Of curves: whole transfers are dark everywhere; of two sides, the first is gray.
side_color(i) = sides > 2 ? color(i) : sides == 2 && i == 1 ? gray : whole
# As on pages: phases have their own colours, and timeouts are red.
phases = "submit doorbell service dispatch transport wakeup timeout unsplit"
phase_colors = "#2a78d6 #d6528a #0e8fa3 #4a3aa7 #8a6a3c #a06fd0 #c22b25 #898781"
gray = "#898781"
whole = "#3d3c3a"
red = "#c22b25"
ink = "#52514e"
axis = "#c3c2b7"
grid = "#e1e0d9"

do for [name in names] {
	data = name . ".dat"
	reset
	load name . ".gp"
}
unset output
