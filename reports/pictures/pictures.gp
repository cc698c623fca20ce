# SPDX-License-Identifier: GPL-2.0-only
# Draws the pictures, one after the other, in a folder with their data:
#   gnuplot -d -c pictures.gp FORMAT LEGEND UNIT "PICTURE..."
# FORMAT is svg, png or pdf. LEGEND is legend, or bare for a page that has its own
# legend. UNIT is the unit of times. PICTURE names a template and its data,
# PICTURE.dat. The folder has all templates. No argument comes from a profile, and
# the only text in the data are titles and labels, which are drawn unchanged.
format = ARG1
legend = ARG2 eq "legend"
unit = ARG3
names = ARG4

colors = "#2a78d6 #eb6834 #1baf7a #eda100 #4a3aa7 #e87ba4 #008300 #e34948"
color(i) = word(colors, i)
gray = "#898781"
ink = "#52514e"
axis = "#c3c2b7"
grid = "#e1e0d9"

do for [name in names] {
	data = name . ".dat"
	tall = 1
	reset
	load name . ".gp"
}
unset output
