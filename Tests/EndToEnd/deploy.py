"""What lies in deploy/ and systemd/, checked by the tools that read it."""
import glob
import os
import shutil
import subprocess
import tempfile

from simulated import with_world
from world import ROOT, Skipped, check, program, run

PROGRAMS = ("postgres-operator", "postgres-operator-watcher", "postgres-operator-reconciler", "postgres-operator-dbprovisioner")


def units():
    return sorted(glob.glob(os.path.join(ROOT, "systemd", "*.service")) + glob.glob(os.path.join(ROOT, "systemd", "*.socket")))


def test_units_verify_silently():
    """systemd-analyze verify prints nothing for any unit, with the binaries in place under a root of its own."""
    if not shutil.which("systemd-analyze"):
        raise Skipped("no systemd-analyze")
    root = tempfile.mkdtemp(prefix="pgo-root-")
    os.makedirs(os.path.join(root, "usr/bin"))
    shutil.copytree("/lib/systemd/system", os.path.join(root, "usr/lib/systemd/system"), symlinks=True)
    os.makedirs(os.path.join(root, "etc/systemd/system"))
    for name in PROGRAMS:
        shutil.copy(program(name), os.path.join(root, "usr/bin", name))
    for unit in units():
        shutil.copy(unit, os.path.join(root, "etc/systemd/system"))
    for unit in units():
        done = subprocess.run(["systemd-analyze", "verify", f"--root={root}", os.path.basename(unit)], capture_output=True, text=True)
        check(not done.stdout.strip() and not done.stderr.strip(), f"{os.path.basename(unit)}: {done.stdout}{done.stderr}")
    shutil.rmtree(root)


def test_units_are_hardened():
    """The exposure level of each service is 2.0 at most."""
    if not shutil.which("systemd-analyze"):
        raise Skipped("no systemd-analyze")
    for unit in units():
        if unit.endswith(".service"):
            text = run("systemd-analyze", "security", "--offline=true", unit, ok=False).stdout
            level = float(text.strip().splitlines()[-1].split(":")[1].split()[0])
            check(level <= 2.0, f"{os.path.basename(unit)}: exposure {level}")


@with_world()
def test_manifests_are_accepted_strictly(cluster, operator):
    """Every file in deploy/ is applied with strict validation."""
    for path in sorted(glob.glob(os.path.join(ROOT, "deploy", "**", "*.yaml"), recursive=True)):
        cluster.kubectl("apply", "--server-side", "--force-conflicts", "--validate=strict", "--dry-run=server", "-f", path)
