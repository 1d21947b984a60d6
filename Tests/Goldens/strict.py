#!/usr/bin/env python3
"""Check rendered cases against Kubernetes' own schemas, strictly: an unknown field is an error.

usage: strict.py CASES_DIR [VERSION ...]     needs PyPI's kubernetes-validate; without it, it says so and is content
  RECONCILER   the program to render with (default .build/release/postgres-operator-reconciler)
Prints a line an object that a schema refuses; exit 0 where none does.
"""
import json, os, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CUSTOM = ("FabricEventStream",)


def render(case, program):
    details = json.loads((case / "case.json").read_text())
    command = [program, "render", "-f", str(case / "manifest.yaml"), "--configuration", str(case / "configuration.yaml"),
               "-n", details["namespace"], "-o", "json"]
    if (case / "inputs.yaml").exists():
        command += ["--inputs", str(case / "inputs.yaml")]
    return json.loads(subprocess.run(command, capture_output=True, text=True).stdout or "[]")


def main():
    try:
        import kubernetes_validate
    except ImportError:
        print("strict: skipped, kubernetes-validate is not installed")
        return 0
    cases = pathlib.Path(sys.argv[1]).resolve()
    program = os.environ.get("RECONCILER", str(ROOT / ".build/release/postgres-operator-reconciler"))
    versions = sys.argv[2:] or [kubernetes_validate.latest_version()]
    failures, count = 0, 0
    for case in sorted(path for path in cases.iterdir() if (path / "manifest.yaml").exists()):
        for item in render(case, program):
            if item["kind"] in CUSTOM:
                continue
            for version in versions:
                count += 1
                try:
                    kubernetes_validate.validate(item, version, strict=True)
                except kubernetes_validate.ValidationError as error:
                    failures += 1
                    print(f"{case.name}: {item['kind']} {item['metadata']['name']} ({version}): {error.message} at {error.path}")
    print(f"strict: {count} checks, {failures} refused")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
