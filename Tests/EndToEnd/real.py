"""Clusters of real Patroni and PostgreSQL processes."""
import json
import os
import signal
import urllib.request

from simulated import with_world
from world import KIND, alive, check, manifest, wait_until


def patroni(cluster, name, path):
    with urllib.request.urlopen(f"http://{cluster.primary(name)[1]}:8008{path}", timeout=5) as answer:
        return json.load(answer)


def postmaster_started(cluster, name):
    return cluster.sql(name, "select pg_postmaster_start_time()")


@with_world(simulate=False)
def test_life_of_a_cluster(cluster, operator):
    """From apply to deletion: roles and databases, scaling, a new user, parameters that reload and that restart, failover, clean-up."""
    name = "acid-real"
    cluster.apply(manifest(name, preparedDatabases={"bar": {"extensions": {"hstore": "data"}}}))
    cluster.running(name, 120)
    cluster.streaming(name, 1)

    roles = set(cluster.sql(name, "select rolname from pg_roles").split())
    for role in ("zalando", "foo_user", "bar_owner", "bar_reader", "bar_writer", "bar_data_owner", "bar_data_reader", "bar_data_writer"):
        check(role in roles, f"role {role} is missing")
    check(cluster.sql(name, "select rolsuper and rolcreatedb from pg_roles where rolname = 'zalando'") == "t", "zalando lacks its flags")
    check(cluster.sql(name, "select pg_get_userbyid(datdba) from pg_database where datname = 'foo'") == "zalando", "database foo has another owner")
    check(cluster.sql(name, "select 1 from pg_namespace where nspname = 'data'", database="bar") == "1", "schema data is missing in bar")
    check(cluster.sql(name, "select 1 from pg_extension where extname = 'hstore'", database="bar") == "1", "extension hstore is missing in bar")
    check(cluster.sql(name, "select current_user", user="foo_user") == "foo_user", "foo_user cannot log in with its Secret")
    check("database system is ready" in cluster.kubectl("logs", f"{name}-0").stdout or "INFO" in cluster.kubectl("logs", f"{name}-0").stdout, "kubectl logs shows nothing")

    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"numberOfInstances":3}}')
    cluster.streaming(name, 2)
    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"numberOfInstances":2}}')
    wait_until("two pods", lambda: len(cluster.pods(name)) == 2)
    cluster.streaming(name, 1)

    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"users":{"late":["createdb"]},"databases":{"later":"late"}}}')
    wait_until("the new database", lambda: cluster.sql(name, "select 1 from pg_database where datname = 'later'") == "1")
    check(cluster.sql(name, "select current_user", user="late", database="later") == "late", "late cannot log in")

    started, uids = postmaster_started(cluster, name), cluster.pod_uids(name)
    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"postgresql":{"parameters":{"work_mem":"5MB"}}}}')
    wait_until("work_mem reloaded", lambda: cluster.sql(name, "show work_mem") == "5MB")
    check(postmaster_started(cluster, name) == started, "a reload restarted PostgreSQL")
    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"postgresql":{"parameters":{"max_connections":"123"}}}}')
    wait_until("max_connections in force", lambda: cluster.sql(name, "show max_connections") == "123", 120)
    check(cluster.pod_uids(name) == uids, "a parameter restarted pods in place of PostgreSQL")
    cluster.streaming(name, 1)
    cluster.running(name)

    primary, _ = cluster.primary(name)
    kill_member(cluster, primary)
    wait_until("another primary", lambda: cluster.primary(name)[0] != primary, 120)
    cluster.streaming(name, 1, 120)
    check(cluster.sql(name, "select 1 from pg_database where datname = 'later'") == "1", "data was lost in the failover")

    cluster.kubectl("delete", "postgresql", name)
    wait_until("everything of the cluster gone", lambda: not cluster.items("statefulset,service,secret,pdb,pods,pvc,configmap,endpoints", "-l", f"cluster-name={name}"), 90)


def kill_member(cluster, pod):
    """kill -9 of Patroni and PostgreSQL of one pod, found by the pod's name in their environment; held down until another one leads."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/environ", "rb") as f:
                environment = f.read()
        except OSError:
            continue
        if cluster.dir.encode() in environment and f"={pod}\0".encode() in environment:
            found.append(int(entry))
    check(found, f"no process of pod {pod} found")
    for pid in found:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


@with_world(simulate=False)
def test_database_troubles_are_named(cluster, operator):
    """A role that cannot be made, a wrong superuser password, an unreachable PostgreSQL: status and Events say which and why, the rest is done."""
    name = "acid-ill"
    cluster.apply(manifest(name, instances=1))
    cluster.running(name, 120)

    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p",
                    '{"spec":{"users":{"after":[]},"preparedDatabases":{"bar":{"extensions":{"no_such_extension":"data"}}}}}')
    wait_until("the failing extension in the status", lambda: "no_such_extension" in cluster.condition(name, "DatabaseSynced").get("message", ""))
    check(cluster.word(name) != "Running", "called Running although an extension is missing")
    check(cluster.sql(name, "select 1 from pg_roles where rolname = 'after'") == "1", "one bad item stopped the rest")
    check(any("no_such_extension" in e["message"] for e in cluster.events(name)), "no Event names the extension")
    cluster.kubectl("patch", "postgresql", name, "--type", "json", "-p", '[{"op":"remove","path":"/spec/preparedDatabases/bar/extensions"}]')
    cluster.running(name)

    cluster.sql(name, "alter role postgres password 'somebody changed this'")
    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"users":{"locked":[]}}}')
    wait_until("the wrong password in the status", lambda: "password" in cluster.condition(name, "DatabaseSynced").get("message", "").lower())
    check(cluster.word(name) != "Running", "called Running although the database refuses the operator")
    check(cluster.exists("secret", f"locked.{name}.credentials.postgresql.acid.zalan.do"), "the rest of the plan was not done")


@with_world(simulate=False)
def test_operator_restart_leaves_databases_alone(cluster, operator):
    """kill -9 of the supervisor and a new start: no pod, no PostgreSQL and no password is touched."""
    name = "acid-calm"
    cluster.apply(manifest(name))
    cluster.running(name, 120)
    cluster.streaming(name, 1)
    uids, started = cluster.pod_uids(name), postmaster_started(cluster, name)
    password = cluster.password("foo_user", name)
    workers = operator.workers()
    operator.process.kill()
    operator.process.wait()
    wait_until("all workers gone", lambda: not any(alive(p) for p in workers.values()), 10)
    operator.start()
    cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"users":{"next":[]}}}')
    wait_until("the new role", lambda: cluster.sql(name, "select 1 from pg_roles where rolname = 'next'") == "1")
    cluster.running(name)
    check(cluster.pod_uids(name) == uids, "pods were restarted")
    check(postmaster_started(cluster, name) == started, "PostgreSQL was restarted")
    check(cluster.password("foo_user", name) == password, "a password changed")
    check(cluster.get(KIND, name)["status"]["observedGeneration"] == cluster.get(KIND, name)["metadata"]["generation"], "observedGeneration lags")


@with_world(simulate=False, configuration={"kubernetes_use_configmaps": "false"})
def test_patroni_on_endpoints(cluster, operator):
    """Patroni's state in Endpoints in place of ConfigMaps: the cluster comes up, and its objects go with it."""
    name = "acid-endp"
    cluster.apply(manifest(name))
    cluster.running(name, 120)
    cluster.streaming(name, 1)
    check(cluster.get("endpoints", name)["subsets"][0]["addresses"][0]["ip"] == cluster.primary(name)[1], "the Endpoints do not name the primary")
    cluster.kubectl("delete", "postgresql", name)
    wait_until("everything gone", lambda: not cluster.items("statefulset,service,pods,endpoints", "-l", f"cluster-name={name}"), 90)


@with_world(simulate=False)
def test_an_unknown_image_says_so(cluster, operator):
    """A pod whose image is no known program waits with ErrImagePull and an Event, and the cluster is not called Running."""
    cluster.apply(manifest("acid-img", instances=1, dockerImage="example.org/nothing/here:1"))
    wait_until("the waiting reason", lambda: any(
        s.get("state", {}).get("waiting", {}).get("reason") in ("ErrImagePull", "ImagePullBackOff")
        for p in cluster.pods("acid-img").values() for s in p["status"].get("containerStatuses", [])))
    check(cluster.word("acid-img") != "Running", "called Running although no pod runs")
