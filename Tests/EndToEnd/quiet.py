"""What the operator asks of the API server when nothing changes."""
from simulated import with_world
from world import WORKERS, check, manifest, wait_until


def operators(requests):
    return [r for r in requests if r["userAgent"].startswith(tuple(f"postgres-operator-{w}/" for w in WORKERS))]


@with_world(configuration={"resync_period": "3s", "repair_period": "2s"})
def test_a_quiet_operator_makes_no_request_but_its_watches(cluster, operator):
    """Over several resyncs with nothing changed, the API server's log shows watches of the operator and nothing else."""
    names = [f"acid-q{i}" for i in range(3)]
    for name in names:
        cluster.apply(manifest(name))
    for name in names:
        cluster.running(name)

    def resyncs():
        return sum(float(line.rsplit(" ", 1)[1]) for line in operator.http("/metrics")[1].splitlines() if line.startswith("postgres_operator_resyncs_total"))

    begun = resyncs()
    wait_until("one resync after the clusters were made", lambda: resyncs() >= begun + 1)
    mark, at = len(cluster.requests()), resyncs()
    wait_until("two resyncs", lambda: resyncs() >= at + 2)
    loud = [r for r in operators(cluster.requests()[mark:]) if r["verb"] != "watch"]
    check(not loud, f"{len(loud)} requests, the first: {loud[:3]}")
