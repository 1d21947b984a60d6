/* One program text for all processes of the operator, so that they share it in memory: the workers' executables are this, a few
   kilobytes that replace themselves by `postgres-operator` under the worker's name. The pid, descriptors and signals stay. */
#include "launch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* sysexits' EX_CONFIG: a restart would not help. */
static const int misconfigured = 78;

int launch(const char *worker, char **argv) {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 64);
    if (length <= 0) {
        fprintf(stderr, "%s: /proc/self/exe cannot be read: %s\n", worker, strerror(errno));
        return misconfigured;
    }
    path[length] = 0;
    char *name = strrchr(path, '/') + 1;
    static char own[4096];
    memcpy(own, path, (size_t)(name - path));
    strcpy(own + (name - path), worker);
    strcpy(name, "postgres-operator");
    argv[0] = own;
    execv(path, argv);
    fprintf(stderr, "%s: %s cannot be started: %s; it must lie beside this program\n", worker, path, strerror(errno));
    return misconfigured;
}
