"""make demo and make demo-stop, as a new user runs them."""
import os
import re
import subprocess

from world import ROOT, Skipped, check, run


def test_demo_twice_and_stop():
    """make demo ends with a cluster that works, can be repeated, and make demo-stop removes all of it."""
    if os.path.exists(os.path.join(ROOT, ".demo")):
        raise Skipped(".demo is there: a demo of yours is running")
    try:
        for _ in range(2):
            text = run("make", "-C", ROOT, "demo", timeout=900).stdout
            check("Running" in text and "streaming" in text and "leader" in text, f"demo printed:\n{text[-3000:]}")
            check("app" in text and "orders_owner" in text, f"roles are missing in:\n{text[-3000:]}")
            line = re.search(r"^ +(PGPASSWORD=.*)$", text, re.M)
            check(line is not None, "no psql line")
            answer = subprocess.run(["/bin/bash", "-c", line[1] + " -At -c 'select current_user'"], capture_output=True, text=True)
            check(answer.stdout.strip() == "app", f"the psql line does not work: {answer.stdout}{answer.stderr}")
        check(os.path.exists(os.path.join(ROOT, ".demo", "kubeconfig")), "no .demo/kubeconfig")
    finally:
        run("make", "-C", ROOT, "demo-stop", timeout=120)
    check(not os.path.exists(os.path.join(ROOT, ".demo")), ".demo is still there")
    run("make", "-C", ROOT, "demo-stop", timeout=120)
