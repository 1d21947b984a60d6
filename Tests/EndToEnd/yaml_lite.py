"""The four values of a local cluster's kubeconfig that a test needs; no YAML library is in the standard library."""
import re
from urllib.parse import urlsplit


def load(path):
    """host, port, ca (base64) and token of the kubeconfig that `postgres-operator-local up` wrote."""
    with open(path) as f:
        text = f.read()

    def value(key):
        found = re.search(rf'"?{key}"?:\s*"?([^"\s,}}]+)', text)
        return found[1] if found else ""

    server = urlsplit(value("server"))
    return {"host": server.hostname, "port": server.port, "ca": value("certificate-authority-data"), "token": value("token")}
