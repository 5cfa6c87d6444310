export HOME=/tmp/look/uh
