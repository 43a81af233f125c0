"""wrk with a script that sends signed deliveries."""

import json
import subprocess
import time
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "deliver.lua"


class Wrk:
    threads = 2

    def __init__(self, contestant, bodies, connections):
        self.contestant, self.bodies, self.connections = contestant, bodies, connections

    def run(self, seconds, number, after=None):
        """Sends for some seconds. `after`: what to do some seconds after the start. Every run needs a number of its own."""
        host = f"127.0.0.1:{self.contestant.port}"
        process = subprocess.Popen(
            ["wrk", "--threads", str(min(self.threads, self.connections)), "--connections", str(self.connections),
             "--duration", f"{seconds}s", "--timeout", "10s", "--script", SCRIPT, f"http://{host}", "--",
             self.contestant.path, str(number), host, self.bodies],
            stdout=subprocess.PIPE, text=True)
        if after:
            time.sleep(after[0])
            after[1]()
        result = json.loads(process.communicate()[0].strip().splitlines()[-1])
        result["accepted"] = result["requests"] - result["refused"]
        return result
