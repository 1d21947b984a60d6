#include "launch.h"

int main(int argc, char **argv) {
    return argc > 0 ? launch("postgres-operator-dbprovisioner", argv) : 1;
}
