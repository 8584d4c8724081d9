# What is in /etc: every path with its type, mode, owner and target, and every file's content.
cd /etc
find . -printf '%p %y %m %U:%G %l\n' | sort
find . -type f -exec sha256sum {} + | sort -k 2
