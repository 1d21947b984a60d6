"""A local cluster and an operator of a test's own, driven from outside as a person would: kubectl, psql, signals, HTTP."""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BIN = os.environ.get("POSTGRES_OPERATOR_BIN", os.path.join(ROOT, ".build", "release"))
KUBECTL = os.environ.get("KUBECTL", "kubectl")
KUBECTL_134 = os.environ.get("KUBECTL_134", "")
KIND = "postgresqls.acid.zalan.do"
WORKERS = ("watcher", "reconciler", "dbprovisioner")


class Failed(AssertionError):
    """A scenario's expectation that does not hold; the message is for the person who reads the report."""


class Skipped(Exception):
    """A scenario that this machine cannot run, with the reason."""


def check(condition, message):
    if not condition:
        raise Failed(message)


def wait_until(what, predicate, seconds=60):
    """Polls until the predicate gives something true and returns it. The limit only ends a hopeless wait."""
    deadline = time.monotonic() + seconds
    seen = None
    while True:
        try:
            seen = predicate()
            if seen:
                return seen
        except (Failed, OSError, ValueError, KeyError, IndexError, TypeError) as error:
            seen = error
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not happen within {seconds} s (last seen: {str(seen)[:500]})")
        time.sleep(0.05)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def program(name):
    return os.path.join(BIN, name)


def run(*command, input=None, env=None, timeout=60, ok=True):
    """Runs a program to its end; its CompletedProcess, with text."""
    done = subprocess.run(command, input=input, env={**os.environ, **(env or {})}, timeout=timeout, text=True, capture_output=True)
    if ok and done.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[:2000]}")
    return done


def alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def children(pid):
    """The pids of a process's children."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as f:
            return [int(p) for p in f.read().split()]
    except OSError:
        return []


class Cluster:
    """A local cluster in a directory of its own."""

    def __init__(self, simulate):
        self.simulate = simulate
        self.dir = tempfile.mkdtemp(prefix="pgo-")
        os.chmod(self.dir, 0o755)
        self.kubeconfig = os.path.join(self.dir, "kubeconfig")
        self.up()

    def up(self, *more):
        run(program("postgres-operator-local"), "up", "--dir", self.dir, *(["--simulate"] if self.simulate else []), *more, timeout=120)

    def down(self):
        run(program("postgres-operator-local"), "down", "--dir", self.dir, ok=False, timeout=120)
        shutil.rmtree(self.dir, ignore_errors=True)

    def pid_of(self, part):
        with open(os.path.join(self.dir, f"{part}.pid")) as f:
            return int(f.read().split()[0])

    # ------------------------------------------------------------ kubectl
    def kubectl(self, *args, input=None, ok=True, kubectl=KUBECTL, timeout=90):
        return run(kubectl, "--kubeconfig", self.kubeconfig, *args, input=input, ok=ok, timeout=timeout)

    def get(self, *args):
        return json.loads(self.kubectl("get", *args, "-o", "json").stdout)

    def items(self, *args):
        return self.get(*args)["items"]

    def apply(self, value):
        return self.kubectl("apply", "-f", "-", input=json.dumps(value))

    def exists(self, *args):
        return self.kubectl("get", *args, "--ignore-not-found", "-o", "name").stdout.strip() != ""

    def status(self, name):
        return self.get(KIND, name).get("status", {})

    def word(self, name):
        return self.status(name).get("PostgresClusterStatus", "")

    def condition(self, name, type):
        return next((c for c in self.status(name).get("conditions", []) if c["type"] == type), {})

    def events(self, name):
        return [e for e in self.items("events", "--field-selector", f"involvedObject.name={name}")]

    def running(self, name, seconds=90):
        wait_until(f"{name} Running", lambda: self.word(name) == "Running", seconds)

    def pods(self, name):
        return {p["metadata"]["name"]: p for p in self.items("pods", "-l", f"cluster-name={name}")}

    def pod_uids(self, name):
        return {n: p["metadata"]["uid"] for n, p in self.pods(name).items()}

    def password(self, user, name):
        secret = self.get("secret", f"{user.replace('_', '-')}.{name}.credentials.postgresql.acid.zalan.do")
        return base64.b64decode(secret["data"]["password"]).decode()

    def primary(self, name):
        """The primary pod and its address."""
        pods = self.items("pods", "-l", f"cluster-name={name},spilo-role in (master,primary)")
        check(len(pods) == 1, f"{len(pods)} primaries")
        return pods[0]["metadata"]["name"], pods[0]["status"]["podIP"]

    # ------------------------------------------------------------ Patroni and PostgreSQL
    def members(self, name):
        with urllib.request.urlopen(f"http://{self.primary(name)[1]}:8008/cluster", timeout=5) as answer:
            return json.load(answer)["members"]

    def streaming(self, name, replicas, seconds=90):
        def enough():
            members = self.members(name)
            return len(members) == replicas + 1 and sum(m["state"] == "streaming" for m in members) == replicas

        wait_until(f"{replicas} streaming replicas of {name}", enough, seconds)

    def sql(self, name, statement, user="postgres", database="postgres", ok=True):
        psql = sorted(os.path.join(d, "psql") for d, _, files in os.walk("/usr/lib/postgresql") if "psql" in files)[-1]
        done = run(psql, "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.primary(name)[1], "-U", user, "-d", database, "-c", statement,
                   env={"PGPASSWORD": self.password(user, name), "PGSSLMODE": "require", "PGCONNECT_TIMEOUT": "5"}, ok=ok)
        return done.stdout.strip() if ok else done

    def requests(self):
        """The API server's request log."""
        with open(os.path.join(self.dir, "requests.jsonl")) as f:
            return [json.loads(line) for line in f if line.endswith("\n")]


class Operator:
    """The operator's supervisor with its workers, beside a cluster."""

    def __init__(self, cluster, configuration=None, args=(), env=None, start=True, worker_dir=None):
        self.cluster = cluster
        self.runtime = tempfile.mkdtemp(prefix="pgo-run-")
        self.log_path = os.path.join(cluster.dir, "operator.log")
        self.listen = f"127.0.0.1:{free_port()}"
        self.args, self.env = list(args), dict(env or {})
        if worker_dir:
            self.args += ["--worker-dir", worker_dir]
        self.process = None
        cluster.kubectl("apply", "-f", os.path.join(ROOT, "deploy", "operator-rbac.yaml"))
        cluster.apply({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "postgres-operator", "namespace": "default"},
                       "data": {**DEFAULTS, **(SIMULATED if cluster.simulate else {}), **(configuration or {})}})
        if start:
            self.start()

    def start(self, wait=True):
        env = {**os.environ, "OPERATOR_NAMESPACE": "default", "WATCHED_NAMESPACE": "*", "CONFIG_MAP_NAME": "postgres-operator", **self.env}
        with open(self.log_path, "a") as log:
            self.process = subprocess.Popen(
                [program("postgres-operator"), "run", "--kubeconfig", self.cluster.kubeconfig, "--listen", self.listen, "--runtime-dir", self.runtime, *self.args],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, start_new_session=True)
        if wait:
            self.ready()

    def ready(self, seconds=60):
        wait_until("the operator's readiness", lambda: self.http("/readyz")[0] == 200, seconds)

    def http(self, path):
        try:
            with urllib.request.urlopen(f"http://{self.listen}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def status(self):
        return json.loads(run(program("postgres-operator"), "status", "--runtime-dir", self.runtime, "-o", "json").stdout)

    def workers(self):
        """Worker name to pid, by the processes themselves."""
        found = {}
        for pid in children(self.process.pid):
            try:
                with open(f"/proc/{pid}/cmdline") as f:
                    name = os.path.basename(f.read().split("\0")[0])
            except OSError:
                continue
            if name.startswith("postgres-operator-"):
                found[name.removeprefix("postgres-operator-")] = pid
        return found

    def log(self):
        """The log's lines: parsed where they are JSON."""
        lines = []
        with open(self.log_path) as f:
            for line in f:
                try:
                    lines.append(json.loads(line))
                except ValueError:
                    lines.append({"message": line.rstrip("\n"), "raw": True})
        return lines

    def stop(self, seconds=20):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failed(f"the operator did not stop within {seconds} s of SIGTERM")
        return self.process.returncode if self.process else None

    def clean(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.runtime, ignore_errors=True)


# What a local cluster needs: everything else is the built-in default.
DEFAULTS = {
    "cluster_labels": "application:spilo", "enable_master_load_balancer": "false", "enable_replica_load_balancer": "false", "enable_teams_api": "false",
    "resource_check_interval": "3s", "watched_namespace": "*",
}


# Simulated pods have no PostgreSQL, and a cluster whose database cannot be reached is never Running.
SIMULATED = {"enable_database_access": "false"}


def manifest(name, instances=2, version="15", **spec):
    """The minimal manifest."""
    return {
        "apiVersion": "acid.zalan.do/v1", "kind": "postgresql", "metadata": {"name": name, "namespace": "default"},
        "spec": {"teamId": "acid", "numberOfInstances": instances, "volume": {"size": "1Gi"}, "postgresql": {"version": version},
                 "users": {"zalando": ["superuser", "createdb"], "foo_user": []}, "databases": {"foo": "zalando"}, "preparedDatabases": {"bar": {}}, **spec},
    }
