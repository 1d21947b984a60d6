"""The API server goes away and comes back, with and without its history."""
import os
import signal

from simulated import with_world
from world import alive, check, manifest, wait_until


def outage(cluster, operator, *flags):
    cluster.apply(manifest("acid-out"))
    cluster.running("acid-out")
    workers, uids = operator.workers(), cluster.pod_uids("acid-out")
    pid = cluster.pid_of("apiserver")
    os.kill(pid, signal.SIGKILL)
    wait_until("the API server gone", lambda: not alive(pid))
    wait_until("the operator to notice", lambda: operator.http("/readyz")[0] != 200 or "trouble" in operator.http("/readyz")[1])
    mark = len(cluster.requests())
    cluster.up(*flags)
    cluster.apply(manifest("acid-back"))
    cluster.running("acid-back")
    check(operator.workers() == workers, "a worker was restarted")
    check(cluster.pod_uids("acid-out") == uids, "pods were restarted")
    operator.ready()
    writes = [r for r in cluster.requests()[mark:] if r["userAgent"].startswith("postgres-operator-reconciler") and r.get("name", "").startswith("acid-out") and r["verb"] != "get"]
    check(not writes, f"needless writes: {writes[:3]}")


@with_world()
def test_api_server_restarts_with_its_history(cluster, operator):
    """Back with all its history: nothing needless is written, and an edit takes effect at once."""
    outage(cluster, operator)


@with_world()
def test_api_server_restarts_without_its_history(cluster, operator):
    """Back without the history of changes (every resourceVersion is too old): lists afresh, writes nothing needless."""
    outage(cluster, operator, "--without-history")
