"""Runs a command and prints what it cost as JSON: wall and CPU seconds, peak resident memory in bytes.

usage: measure.py COMMAND [ARGUMENT...]
"""
import json
import os
import subprocess
import sys
import time

started = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
wall = time.monotonic() - started
print(json.dumps({
    'code': os.waitstatus_to_exitcode(status),
    'wall': wall,
    'cpu': usage.ru_utime + usage.ru_stime,
    'rss': usage.ru_maxrss * 1024,
}))
