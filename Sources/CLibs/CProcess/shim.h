/* What Swift cannot do safely or cannot call: fork and exec, pidfds, signalfd, prctl, peer credentials. */
#pragma once
#include <unistd.h>
