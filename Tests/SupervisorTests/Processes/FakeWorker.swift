/// A worker of a few lines, for the supervisor's tests: serves its socket with an echo, reports, gives signs of life, and misbehaves as the
/// file `<worker>.mode` in the directory `$FAKE_DIR` says (read at each start).
enum FakeWorker {
    static let script = #"""
        #!/usr/bin/env python3
        import json, os, signal, socket, struct, sys, threading, time

        name = os.path.basename(sys.argv[0]).removeprefix("postgres-operator-")
        runtime = sys.argv[sys.argv.index("--runtime-dir") + 1]
        mode_path = os.path.join(os.environ["FAKE_DIR"], name + ".mode")
        mode = open(mode_path).read().strip() if os.path.exists(mode_path) else ""

        def say(message, **fields):
            os.write(2, (json.dumps({"message": message, "worker": name, **fields}) + "\n").encode())

        def notify(text):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
                s.connect(os.environ["NOTIFY_SOCKET"])
                s.send(text.encode())

        if mode == "misconfigured":
            sys.exit(78)
        if mode == "crash":
            sys.exit(3)
        if mode == "poison":
            quarantine = os.path.join(runtime, "quarantine.json")
            entries = json.load(open(quarantine))["crashes"] if os.path.exists(quarantine) else []
            if not any(e["cluster"]["name"] == "bad" and e["deaths"] >= 2 for e in entries):
                text = b"default/bad\nu/1"
                slot = struct.pack("<BH", 1, len(text)) + text
                with open(os.path.join(runtime, name + ".inhand"), "wb") as f:
                    f.write(slot.ljust(512, b"\0") + bytes(63 * 512))
                os.abort()
            say("left out", cluster="default/bad")

        assert os.environ["LISTEN_PID"] == str(os.getpid()) and os.environ["LISTEN_FDS"] == "1", "not activated"
        assert os.environ["LISTEN_FDNAMES"] == name and os.environ["SWIFT_BACKTRACE"] == "enable=no", "environment"
        open_fds = sorted(int(fd) for fd in os.listdir("/proc/self/fd"))[:-1]
        assert open_fds == [0, 1, 2, 3], open_fds

        if mode == "orphan":
            if os.fork() == 0:
                pid = os.fork()
                if pid == 0:
                    os._exit(0)
                os.write(2, (json.dumps({"message": "orphan made", "orphan": pid}) + "\n").encode())
                os._exit(0)
            os.wait()

        if mode == "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        else:
            signal.signal(signal.SIGTERM, lambda *_: (say("stops"), os._exit(0)))

        def control():
            s = socket.socket(socket.AF_UNIX)
            s.connect(os.path.join(runtime, "control.sock"))
            status = {"phase": "ready"}
            if name == "reconciler":
                status["clusters"] = [{"key": {"namespace": "default", "name": "demo"}, "state": "Running"}]
            sample = {"name": "fake_total", "kind": "counter", "value": 1}
            for line in [{"hello": {"protocol": 1, "sender": name, "build": "x", "instance": str(os.getpid())}},
                         {"v": 1, "seq": 1, "type": "metrics", "body": {"samples": [sample]}},
                         {"v": 1, "seq": 2, "type": "log", "body": {"records": [{"process": name, "message": "at work"}]}},
                         {"v": 1, "seq": 3, "type": "status", "body": status}]:
                s.sendall((json.dumps(line) + "\n").encode())
            return s

        def serve():
            listener = socket.socket(fileno=3)
            listener.setblocking(True)
            while True:
                connection, _ = listener.accept()
                connection.sendall(connection.recv(1000).upper())
                connection.close()

        line = control()
        threading.Thread(target=serve, daemon=True).start()
        notify("READY=1\nSTATUS=serves")
        while True:
            notify("WATCHDOG=1")
            time.sleep(int(os.environ["WATCHDOG_USEC"]) / 4e6)
        """#
}
