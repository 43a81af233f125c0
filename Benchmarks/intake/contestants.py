"""The three receivers, each started on 127.0.0.1 with the same secret."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Contestant:
    path = "/webhooks/github"
    stores = False

    def __init__(self, folder, secret):
        self.folder, self.secret = folder, secret

    def start(self):
        self.port = free_port()
        self.log = open(self.folder / f"{self.name.split()[0]}.log", "wb")
        self.process = subprocess.Popen(self.command(), cwd=self.folder, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"{self.name} did not start:\n{Path(self.log.name).read_text()[-2000:]}")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)
        self.log.close()

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def peak_megabytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6

    def stored(self):
        """Rows in the delivery log, and how many of them still wait to be acted on."""
        return None


class Slipway(Contestant):
    name = "Slipway"
    stores = True

    def __init__(self, folder, secret, binary):
        super().__init__(folder, secret)
        self.binary = binary

    def command(self):
        for file in (self.folder / "data").glob("slipway.sqlite*"):
            file.unlink()
        # GitHub and the cluster do not answer here: deliveries are stored and dispatched all the same.
        (self.folder / "kubeconfig").write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "none",
            "clusters": [{"name": "none", "cluster": {"server": "http://127.0.0.1:9"}}],
            "users": [{"name": "none", "user": {}}],
            "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
        }))
        (self.folder / "slipway.yaml").write_text(json.dumps({
            "listen": f"127.0.0.1:{self.port}", "operations": f"127.0.0.1:{free_port()}", "data": "data",
            "github": {"api": "http://127.0.0.1:9", "token": "none", "webhookSecrets": [self.secret]},
            "cluster": {"kubeconfig": "kubeconfig"}, "projects": [],
            "templates": str(HERE.parent.parent / "Templates"),
        }))
        return [self.binary, "serve", "--config", "slipway.yaml"]

    def stored(self):
        with sqlite3.connect(f"file:{self.folder}/data/slipway.sqlite?mode=ro", uri=True, timeout=30) as database:
            return database.execute("SELECT count(*), coalesce(sum(status = 'queued'), 0) FROM delivery").fetchone()


class Gidgethub(Contestant):
    name = "gidgethub + aiohttp + uvloop"

    def __init__(self, folder, secret, python):
        super().__init__(folder, secret)
        self.python = python

    def command(self):
        return [self.python, HERE / "peers/gidgethub_server.py", str(self.port), self.secret]


class Webhook(Contestant):
    """Debian's `webhook`. Its second rule never holds: it verifies the HMAC and answers 202, but starts no program, which
    would cost it far more than everything else."""

    name = "webhook"
    path = "/hooks/github"

    def command(self):
        hmac = {"type": "payload-hmac-sha256", "secret": self.secret,
                "parameter": {"source": "header", "name": "X-Hub-Signature-256"}}
        never = {"type": "value", "value": "never", "parameter": {"source": "header", "name": "X-GitHub-Event"}}
        (self.folder / "hooks.json").write_text(json.dumps([{
            "id": "github", "execute-command": "/bin/true", "http-methods": ["POST"],
            "trigger-rule": {"and": [{"match": hmac}, {"match": never}]},
            "trigger-rule-mismatch-http-response-code": 202,
        }]))
        return ["webhook", "-hooks", "hooks.json", "-ip", "127.0.0.1", "-port", str(self.port)]
