"""Workers and supervisor killed and stopped in the middle of work: everything ends right, nothing is made twice."""
import os
import random
import signal
import tempfile

from simulated import with_world
from world import WORKERS, alive, check, manifest, program, wait_until

NAMES = [f"acid-c{i}" for i in range(10)]


def hooked_workers():
    """A directory with the workers, whose reconciler is the one with the test's hook."""
    folder = tempfile.mkdtemp(prefix="pgo-workers-")
    for worker in WORKERS:
        name = f"postgres-operator-{worker}"
        os.symlink(program(name + "-testhook" if worker == "reconciler" else name), os.path.join(folder, name))
    return folder


def passwords(cluster, names):
    return {(n, u): cluster.password(u, n) for n in names for u in ("postgres", "standby", "zalando")}


def kill(operator, worker):
    """Kills a worker and waits for the next one; the others keep their pids."""
    before = wait_until("all workers", lambda: len(operator.workers()) == 3 and operator.workers())
    os.kill(before[worker], signal.SIGKILL)
    after = wait_until(f"a new {worker}", lambda: len(w := operator.workers()) == 3 and w[worker] != before[worker] and w)
    for other in WORKERS:
        if other != worker:
            check(after[other] == before[other], f"{other} was restarted when {worker} was killed")


@with_world()
def test_workers_killed_while_ten_clusters_are_made(cluster, operator):
    """kill -9 of each worker in turn, then at random: all ten clusters end Running and correct, no password changes, others keep their pids."""
    chance = random.Random(7)
    for name in NAMES[:5]:
        cluster.apply(manifest(name))
    for worker in WORKERS:
        kill(operator, worker)
    for name in NAMES[5:]:
        cluster.apply(manifest(name))
        kill(operator, chance.choice(WORKERS))
    for name in NAMES:
        cluster.running(name)
    before, pods = passwords(cluster, NAMES), {n: cluster.pod_uids(n) for n in NAMES}
    for name in NAMES:
        cluster.apply(manifest(name, allowedSourceRanges=["10.0.0.0/8"], users={"zalando": ["superuser", "createdb"], "foo_user": [], "late": []}))
        if chance.random() < 0.5:
            kill(operator, chance.choice(WORKERS))
    for name in NAMES:
        wait_until(f"{name}'s new Secret", lambda: cluster.exists("secret", f"late.{name}.credentials.postgresql.acid.zalan.do"))
        cluster.running(name)
    check(passwords(cluster, NAMES) == before, "a password changed")
    check({n: cluster.pod_uids(n) for n in NAMES} == pods, "pods were restarted")
    for name in NAMES:
        check(len(cluster.items("statefulset", "-l", f"cluster-name={name}")) == 1, f"{name} has not one StatefulSet")


@with_world()
def test_a_stopped_worker_is_found_by_the_watchdog(cluster, operator):
    """SIGSTOP of a worker: the watchdog finds it, kills it and starts another one."""
    for worker in WORKERS:
        pid = operator.workers()[worker]
        os.kill(pid, signal.SIGSTOP)
        wait_until(f"another {worker}", lambda: operator.workers().get(worker) not in (None, pid), 90)
        check(not alive(pid), f"the stopped {worker} is still there")
    operator.ready()
    cluster.apply(manifest("acid-after"))
    cluster.running("acid-after")


@with_world()
def test_supervisor_killed_leaves_no_orphan_and_takes_over(cluster, operator):
    """kill -9 of the supervisor: its workers die with it; the next start takes everything over without a restart of any pod."""
    cluster.apply(manifest("acid-keep"))
    cluster.running("acid-keep")
    uids, workers = cluster.pod_uids("acid-keep"), operator.workers()
    secret = passwords(cluster, ["acid-keep"])
    operator.process.kill()
    operator.process.wait()
    wait_until("all workers gone", lambda: not any(alive(p) for p in workers.values()), 10)
    operator.start()
    cluster.apply(manifest("acid-keep", instances=3))
    wait_until("a third pod", lambda: len(cluster.pods("acid-keep")) == 3)
    cluster.running("acid-keep")
    after = cluster.pod_uids("acid-keep")
    check({n: after[n] for n in uids} == uids, "pods were restarted")
    check(passwords(cluster, ["acid-keep"]) == secret, "a password changed")


@with_world()
def test_sigterm_stops_everything_in_order(cluster, operator):
    """SIGTERM: all processes end within the deadline with exit code 0, also in the middle of work."""
    for name in NAMES[:3]:
        cluster.apply(manifest(name))
    workers = operator.workers()
    check(operator.stop() == 0, f"exit code {operator.process.returncode}")
    check(not any(alive(p) for p in workers.values()), "a worker outlived the supervisor")
    operator.start()
    for name in NAMES[:3]:
        cluster.running(name)


@with_world(worker_dir=hooked_workers())
def test_a_manifest_that_kills_a_worker_is_set_aside_alone(cluster, operator):
    """A manifest that kills the reconciler twice is quarantined with the reason in its status; all other clusters go on; a new manifest frees it."""
    cluster.apply(manifest("acid-before"))
    cluster.running("acid-before")
    poison = manifest("acid-poison")
    poison["metadata"]["annotations"] = {"test/crash": "yes"}
    cluster.apply(poison)
    wait_until("the quarantine in the status", lambda: any("uarantine" in str(c) for c in cluster.status("acid-poison").get("conditions", [])))
    check(cluster.word("acid-poison") != "Running", "called Running")
    cluster.apply(manifest("acid-next"))
    cluster.running("acid-next")
    pid = operator.workers()["reconciler"]
    cluster.apply(manifest("acid-before", users={"zalando": [], "foo_user": [], "more": []}))
    wait_until("the edit of a healthy cluster", lambda: cluster.exists("secret", "more.acid-before.credentials.postgresql.acid.zalan.do"))
    check(operator.workers()["reconciler"] == pid, "the reconciler still dies")
    cluster.kubectl("annotate", "postgresql", "acid-poison", "test/crash-")
    cluster.kubectl("patch", "postgresql", "acid-poison", "--type", "merge", "-p", '{"spec":{"numberOfInstances":1}}')
    cluster.running("acid-poison")
