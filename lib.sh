d(){ xdotool mousemove $1 $2 click --repeat 2 --delay $3 1; }
N(){ d 691 735 ${1:-150}; }
