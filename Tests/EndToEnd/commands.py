"""Bad input at the command line: one clear sentence and the right exit code."""
import os
import socket
import subprocess
import tempfile

from world import check, free_port, program, run


def refused(code, *words, program_name="postgres-operator", args=(), env=None):
    """The program ends with the exit code and one line that has the words."""
    done = run(program(program_name), *args, env=env, ok=False, timeout=30)
    text = done.stderr.strip()
    check(done.returncode == code, f"{program_name} {' '.join(args)}: exit {done.returncode}, want {code}: {text[:500]}")
    for word in words:
        check(word in text, f"{program_name} {' '.join(args)}: '{word}' is not in: {text[:800]}")
    check("Fatal error" not in text and "Thread 0" not in text, f"crashed: {text[:500]}")


def kubeconfig(text):
    handle, path = tempfile.mkstemp(prefix="pgo-kubeconfig-")
    with os.fdopen(handle, "w") as f:
        f.write(text)
    return path


def operator(config, *more, runtime=None):
    runtime = runtime or tempfile.mkdtemp(prefix="pgo-run-")
    return ["run", "--kubeconfig", config, "--listen", f"127.0.0.1:{free_port()}", "--runtime-dir", runtime, *more]


GOOD = """apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: k, user: u}}]
clusters: [{name: k, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {token: t}}]
"""


def test_unknown_flag_is_a_usage_error():
    """An unknown flag or verb: exit 64, and the flag is named."""
    for name in ("postgres-operator", "postgres-operator-watcher", "postgres-operator-reconciler", "postgres-operator-dbprovisioner", "postgres-operator-local"):
        refused(64, "--no-such-flag", program_name=name, args=["--no-such-flag"])


def test_bad_kubeconfigs_are_named():
    """Malformed, missing, pointing nowhere: exit 78 and the file with what is wrong in it."""
    for text, words in {
        "{": ["PATH"], "apiVersion: v1\nkind: Config\n": ["PATH", "current-context"],
        GOOD.replace("current-context: c", "current-context: other"): ["PATH", "other"],
        GOOD.replace("token: t", "tokenFile: /no/such/token"): ["/no/such/token", "users[0].user.tokenFile"],
        GOOD.replace('server: "https://127.0.0.1:1"', 'server: "https://127.0.0.1:1", certificate-authority: /no/such/ca'): ["/no/such/ca", "certificate-authority"],
    }.items():
        path = kubeconfig(text)
        refused(78, *(path if w == "PATH" else w for w in words), program_name="postgres-operator-watcher", args=["--kubeconfig", path, "--stdout"])
    refused(78, "/no/such/kubeconfig", program_name="postgres-operator-watcher", args=["--kubeconfig", "/no/such/kubeconfig", "--stdout"])


def test_port_in_use_is_named():
    """The address to listen on is taken: exit 78 and the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = "127.0.0.1:%d" % taken.getsockname()[1]
        args = operator(kubeconfig(GOOD))
        args[args.index("--listen") + 1] = address
        refused(78, address, args=args)


def test_socket_path_too_long_is_named():
    """A runtime directory too deep for a Unix socket: exit 78 and the limit."""
    deep = os.path.join(tempfile.mkdtemp(prefix="pgo-run-"), "d" * 110)
    refused(78, "107", args=operator(kubeconfig(GOOD), runtime=deep))


def test_two_operators_on_one_runtime_directory():
    """The second supervisor on one runtime directory is refused, the first goes on; a stale socket is no obstacle."""
    runtime = tempfile.mkdtemp(prefix="pgo-run-")
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(os.path.join(runtime, "watcher.sock"))
    first = subprocess.Popen([program("postgres-operator"), *operator(kubeconfig(GOOD), runtime=runtime)], stderr=subprocess.DEVNULL)
    try:
        from world import wait_until

        wait_until("the first supervisor's socket", lambda: os.path.exists(os.path.join(runtime, "control.sock")))
        refused(78, runtime, args=operator(kubeconfig(GOOD), runtime=runtime))
        check(first.poll() is None, "the first supervisor ended")
    finally:
        first.terminate()
        first.wait(20)


def test_lines_that_are_no_protocol_close_one_connection():
    """Not JSON, another version's hello, a line without end: that connection is closed, the worker goes on."""
    runtime = tempfile.mkdtemp(prefix="pgo-run-")
    worker = subprocess.Popen([program("postgres-operator-dbprovisioner"), "--runtime-dir", runtime], stderr=subprocess.PIPE, text=True)
    path = os.path.join(runtime, "dbprovisioner.sock")
    try:
        from world import wait_until

        wait_until("the worker's socket", lambda: os.path.exists(path))
        for line in (b"this is not JSON\n", b'{"hello":{"protocol":999,"sender":"x","build":"0","instance":"i"}}\n', b"x" * (100 << 20)):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(60)
                client.connect(path)
                try:
                    client.sendall(line)
                    while client.recv(65536):
                        pass
                except (BrokenPipeError, ConnectionResetError):
                    pass
        check(worker.poll() is None, f"the worker ended with {worker.returncode}")
    finally:
        worker.terminate()
        log = worker.communicate(timeout=20)[1]
    for word in ("JSON", "999"):
        check(word in log, f"'{word}' is not in the log: {log[:2000]}")


def test_a_worker_without_the_program_beside_it_says_so():
    """The workers' executables are nothing without postgres-operator in the same directory: exit 78 and its path."""
    import shutil

    folder = tempfile.mkdtemp(prefix="pgo-alone-")
    lonely = shutil.copy(program("postgres-operator-watcher"), folder)
    done = run(lonely, "--version", ok=False)
    check(done.returncode == 78 and os.path.join(folder, "postgres-operator") in done.stderr, f"exit {done.returncode}: {done.stderr}")


def test_an_expired_token_is_named():
    """A token that the API server refuses: exit 78, or the watcher says Unauthorized and waits for a better one."""
    from world import Cluster

    cluster = Cluster(True)
    try:
        with open(cluster.kubeconfig) as f:
            text = f.read()
        from yaml_lite import load

        path = kubeconfig(text.replace(load(cluster.kubeconfig)["token"], "expired"))
        refused(78, "Unauthorized", program_name="postgres-operator-watcher", args=["--kubeconfig", path, "--stdout"])
    finally:
        cluster.down()
