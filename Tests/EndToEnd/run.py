#!/usr/bin/env python3
"""End-to-end tests: real programs, real kubectl, real Patroni and PostgreSQL, all on loopback.

usage: run.py [NAME ...]     all scenarios, or those whose name contains one of the words
       run.py --list

A line a scenario (`ok NAME`, `FAIL NAME: why`, `skip NAME: why`), then `N passed, N failed, N skipped`. Exit 0 where none failed.
"""
import importlib
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from world import Failed, Skipped  # noqa: E402

MODULES = ("commands", "simulated", "crashes", "outage", "quiet", "real", "deploy", "demo")


def scenarios():
    """Every function whose name starts with test_, in the order of the modules and of their text."""
    for module in MODULES:
        for name, function in vars(importlib.import_module(module)).items():
            if name.startswith("test_") and getattr(function, "__module__", "") == module:
                yield f"{module}.{name.removeprefix('test_')}", function


def main(words):
    passed, failed, skipped = 0, [], 0
    for name, function in scenarios():
        if words == ["--list"]:
            print(name, "-", (function.__doc__ or "").strip().split("\n")[0])
            continue
        if words and not any(w in name for w in words):
            continue
        began = time.monotonic()
        try:
            function()
            passed += 1
            print(f"ok   {name} ({time.monotonic() - began:.1f} s)", flush=True)
        except Skipped as reason:
            skipped += 1
            print(f"skip {name}: {reason}", flush=True)
        except Failed as reason:
            failed.append(name)
            print(f"FAIL {name}: {reason}", flush=True)
        except Exception:
            failed.append(name)
            print(f"FAIL {name}: {traceback.format_exc()}", flush=True)
    if words != ["--list"]:
        print(f"{passed} passed, {len(failed)} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
