#pragma once

/// Becomes the program `postgres-operator` that lies beside this executable, as the worker of that name. Returns only where that is not
/// possible: an exit code, after one sentence on stderr.
int launch(const char *worker, char **argv);
