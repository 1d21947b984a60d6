"""Life of clusters whose pods are simulated: what kubectl shows, and what the operator makes of edits."""
import json

from world import KIND, KUBECTL, KUBECTL_134, Cluster, Operator, Skipped, check, manifest, wait_until


def with_world(simulate=True, **operator):
    """Runs a scenario with a cluster and an operator of its own and cleans up behind it."""

    def decorate(scenario):
        def run():
            cluster = Cluster(simulate)
            try:
                running = Operator(cluster, **operator)
                try:
                    scenario(cluster, running)
                except BaseException:
                    print(f"     (operator's log: {keep(running)})", flush=True)
                    raise
                finally:
                    running.clean()
            finally:
                cluster.down()

        run.__name__, run.__doc__, run.__module__ = scenario.__name__, scenario.__doc__, scenario.__module__
        return run

    return decorate


def keep(operator):
    """The log outlives the scenario's directory."""
    import shutil
    import tempfile

    handle, path = tempfile.mkstemp(prefix="pgo-failed-", suffix=".log")
    shutil.copyfile(operator.log_path, path)
    return path


@with_world()
def test_minimal_cluster_gets_all_its_objects(cluster, operator):
    """A minimal manifest ends Running with every object a user of the predecessor knows."""
    cluster.apply(manifest("acid-one"))
    cluster.running("acid-one")
    for kind, names in {
        "statefulset": ["acid-one"], "service": ["acid-one", "acid-one-repl"], "poddisruptionbudget": ["postgres-acid-one-pdb", "postgres-acid-one-critical-op-pdb"],
        "serviceaccount": ["postgres-pod"], "rolebinding": ["postgres-pod"],
        "secret": [f"{u}.acid-one.credentials.postgresql.acid.zalan.do" for u in ("postgres", "standby", "zalando", "foo-user")],
    }.items():
        for name in names:
            check(cluster.exists(kind, name), f"{kind} {name} is missing")
    check(cluster.condition("acid-one", "Valid").get("status") == "True", "condition Valid is not True")
    check(cluster.status("acid-one").get("observedGeneration") == 1, f"observedGeneration: {cluster.status('acid-one')}")
    check(cluster.events("acid-one"), "no Event tells of the creation")


@with_world()
def test_kubectl_shows_and_changes_clusters(cluster, operator):
    """get, describe, apply, patch, label, edit, scale, wait and delete work with kubectl 1.37 and 1.34."""
    if not KUBECTL_134:
        raise Skipped("KUBECTL_134 names no kubectl 1.34")
    for kubectl, name in ((KUBECTL, "acid-new"), (KUBECTL_134, "acid-old")):
        cluster.kubectl("apply", "-f", "-", input=json.dumps(manifest(name)), kubectl=kubectl)
        cluster.running(name)
        head, row = cluster.kubectl("get", "pg", name, kubectl=kubectl).stdout.splitlines()
        for column in ("NAME", "TEAM", "VERSION", "PODS", "VOLUME", "AGE", "STATUS"):
            check(column in head, f"printer column {column} is missing in: {head}")
        check("Running" in row and "acid" in row, f"row: {row}")
        text = cluster.kubectl("describe", "postgresql", name, kubectl=kubectl).stdout
        check("Events:" in text and "Create" in text, f"describe shows no Events:\n{text[-1500:]}")
        cluster.kubectl("patch", "postgresql", name, "--type", "merge", "-p", '{"spec":{"numberOfInstances":3}}', kubectl=kubectl)
        wait_until("three pods", lambda: len(cluster.pods(name)) == 3)
        cluster.kubectl("label", "postgresql", name, "owner=me", kubectl=kubectl)
        cluster.kubectl("wait", "--for=condition=Ready", f"postgresql/{name}", "--timeout=60s", kubectl=kubectl)
        editor = "sed -i s/numberOfInstances:.3/numberOfInstances:\\ 2/"
        import os
        os.environ["KUBE_EDITOR"] = editor
        cluster.kubectl("edit", "postgresql", name, kubectl=kubectl)
        wait_until("two pods", lambda: len(cluster.pods(name)) == 2)
        cluster.kubectl("delete", "postgresql", name, kubectl=kubectl)
        wait_until("everything of the cluster gone", lambda: not cluster.items("statefulset,service,secret,pdb,pods", "-l", f"cluster-name={name}"))


@with_world()
def test_deleted_and_edited_objects_are_repaired(cluster, operator):
    """What others delete or change of our objects is put back from the watch, and the rest is left alone."""
    cluster.apply(manifest("acid-fix"))
    cluster.running("acid-fix")
    uids = cluster.pod_uids("acid-fix")
    cluster.kubectl("delete", "service", "acid-fix-repl")
    wait_until("the replica Service back", lambda: cluster.exists("service", "acid-fix-repl"))
    cluster.kubectl("delete", "pdb", "postgres-acid-fix-pdb")
    wait_until("the disruption budget back", lambda: cluster.exists("pdb", "postgres-acid-fix-pdb"))
    cluster.kubectl("patch", "service", "acid-fix", "--type", "merge", "-p", '{"spec":{"selector":{"spilo-role":"nobody"}}}')
    wait_until("the selector back", lambda: cluster.get("service", "acid-fix")["spec"]["selector"]["spilo-role"] == "master")
    cluster.kubectl("annotate", "service", "acid-fix", "someone.else/note=kept")
    cluster.apply(manifest("acid-fix", allowedSourceRanges=["10.0.0.0/8"]))
    wait_until("the edit reconciled", lambda: cluster.status("acid-fix").get("observedGeneration") == cluster.get(KIND, "acid-fix")["metadata"]["generation"])
    check(cluster.get("service", "acid-fix")["metadata"]["annotations"].get("someone.else/note") == "kept", "a foreign annotation was removed")
    check(cluster.pod_uids("acid-fix") == uids, "pods were restarted")


@with_world()
def test_a_bad_manifest_marks_its_own_cluster(cluster, operator):
    """A manifest that cannot be right says so in its status and Events, and nothing of it or of others is touched."""
    cluster.apply(manifest("acid-good"))
    cluster.running("acid-good")
    uids = cluster.pod_uids("acid-good")
    bad = manifest("acid-good")
    bad["spec"]["clone"] = {"cluster": "Not A Name"}
    bad["spec"]["users"]["foo_user"] = ["superuser", "nosuperuser"]
    cluster.apply(bad)
    wait_until("condition Valid=False", lambda: cluster.condition("acid-good", "Valid").get("status") == "False")
    check("foo_user" in cluster.condition("acid-good", "Valid")["message"], f"message: {cluster.condition('acid-good', 'Valid')}")
    check(cluster.word("acid-good") != "Running", "a cluster with a bad manifest is called Running")
    check(cluster.pod_uids("acid-good") == uids, "pods were touched")
    cluster.apply(manifest("acid-other"))
    cluster.running("acid-other")
    cluster.kubectl("replace", "-f", "-", input=json.dumps(manifest("acid-good")))
    cluster.running("acid-good")


@with_world()
def test_a_bad_configuration_keeps_the_last_good_one(cluster, operator):
    """A configuration that cannot be read is reported and the last good one stays in force; a good one takes effect without a restart."""
    cluster.apply(manifest("acid-conf"))
    cluster.running("acid-conf")
    pid = operator.process.pid
    cluster.kubectl("patch", "configmap", "postgres-operator", "--type", "merge", "-p", '{"data":{"workers":"many"}}')
    wait_until("the problem in the log", lambda: any("workers" in str(line) and "many" in str(line) for line in operator.log()))
    cluster.apply(manifest("acid-conf2"))
    cluster.running("acid-conf2")
    cluster.kubectl("patch", "configmap", "postgres-operator", "--type", "merge", "-p", '{"data":{"workers":"8","pdb_name_format":"pdb-{cluster}"}}')
    wait_until("the new disruption budget", lambda: cluster.exists("pdb", "pdb-acid-conf"))
    check(operator.process.pid == pid and operator.process.poll() is None, "the operator was restarted")


@with_world()
def test_zero_instances_and_back(cluster, operator):
    """numberOfInstances 0 stops all pods, keeps the volumes, and going back uses them again."""
    cluster.apply(manifest("acid-zero"))
    cluster.running("acid-zero")
    volumes = {v["metadata"]["name"]: v["metadata"]["uid"] for v in cluster.items("pvc", "-l", "cluster-name=acid-zero")}
    cluster.apply(manifest("acid-zero", instances=0))
    wait_until("no pods", lambda: not cluster.pods("acid-zero"))
    cluster.apply(manifest("acid-zero", instances=2))
    wait_until("two pods", lambda: len(cluster.pods("acid-zero")) == 2)
    cluster.running("acid-zero")
    check(volumes == {v["metadata"]["name"]: v["metadata"]["uid"] for v in cluster.items("pvc", "-l", "cluster-name=acid-zero")}, "volumes changed")
