/* What Swift cannot do safely or cannot call: fork and exec, pidfds, signalfd, parent-death signals, peer credentials.
 * Every function returns 0 (or a descriptor) on success and a negative errno on failure, unless it says otherwise. */
#pragma once
#include <errno.h>
#include <malloc.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static inline char **cprocess_environ(void) { return environ; }

/* Where a spawn failed, so that the message can name it. */
enum cprocess_stage {
    CPROCESS_STAGE_FORK = 0,
    CPROCESS_STAGE_GROUP,
    CPROCESS_STAGE_IDENTITY,
    CPROCESS_STAGE_PARENT,
    CPROCESS_STAGE_DIRECTORY,
    CPROCESS_STAGE_DESCRIPTORS,
    CPROCESS_STAGE_EXEC,
};

struct cprocess_spawn {
    const char *path;
    /* Ended by NULL, as execve wants them. */
    char *const *arguments;
    /* Ended by NULL. An entry "LISTEN_PID=" followed by at least 12 bytes of room gets the child's pid. */
    char *const *environment;
    /* NULL: the parent's. */
    const char *directory;
    /* -1: the parent's. A gid also becomes the only supplementary group. */
    int64_t uid;
    int64_t gid;
    /* -1: the parent's. */
    int standard_input;
    int standard_output;
    int standard_error;
    /* Become the child's descriptors 3, 4, …; all others above are closed by exec. */
    const int *descriptors;
    int descriptor_count;
    /* The signal that the child gets when the *thread* that spawned it ends; 0: none. Spawn from a thread that never ends. */
    int death_signal;
    /* The child leads a new process group / a new session. */
    int new_group;
    int new_session;
};

static inline void cprocess_fail(int report, int stage) {
    int words[2] = {stage, errno};
    ssize_t written = write(report, words, sizeof words);
    (void)written;
    _exit(127);
}

static inline void cprocess_write_pid(char *const *environment) {
    for (char *const *entry = environment; *entry; entry++) {
        if (strncmp(*entry, "LISTEN_PID=", 11) != 0) continue;
        char digits[12];
        int length = 0;
        for (long pid = (long)getpid(); pid > 0; pid /= 10) digits[length++] = (char)('0' + pid % 10);
        char *out = *entry + 11;
        while (length > 0) *out++ = digits[--length];
        *out = 0;
    }
}

/* Moves every passed descriptor out of the way first, because a source may be another one's target. */
static inline int cprocess_place_descriptors(const struct cprocess_spawn *spawn, int report) {
    int sources[64];
    int first_free = 3 + spawn->descriptor_count;
    if (spawn->descriptor_count > 60) { errno = EMFILE; return -1; }
    const int standard[3] = {spawn->standard_input, spawn->standard_output, spawn->standard_error};
    int moved_standard[3];
    for (int i = 0; i < 3; i++) {
        moved_standard[i] = standard[i] < 0 ? -1 : fcntl(standard[i], F_DUPFD_CLOEXEC, first_free);
        if (standard[i] >= 0 && moved_standard[i] < 0) return -1;
    }
    for (int i = 0; i < spawn->descriptor_count; i++) {
        sources[i] = fcntl(spawn->descriptors[i], F_DUPFD_CLOEXEC, first_free);
        if (sources[i] < 0) return -1;
    }
    for (int i = 0; i < 3; i++)
        if (moved_standard[i] >= 0 && dup2(moved_standard[i], i) < 0) return -1;
    for (int i = 0; i < spawn->descriptor_count; i++)
        if (dup2(sources[i], 3 + i) < 0) return -1;
    /* CLOSE_RANGE_CLOEXEC = 4: the report pipe must stay open until exec. */
    if (syscall(SYS_close_range, (unsigned)first_free, ~0U, 4U) != 0) {
        for (int fd = first_free; fd < 4096; fd++)
            if (fd != report) close(fd);
    }
    return 0;
}

static inline void cprocess_child(const struct cprocess_spawn *spawn, int report, pid_t parent) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < 65; number++) sigaction(number, &standard, NULL);

    /* The report pipe must not sit where a passed descriptor goes. */
    int high = fcntl(report, F_DUPFD_CLOEXEC, 3 + spawn->descriptor_count);
    if (high < 0) cprocess_fail(report, CPROCESS_STAGE_DESCRIPTORS);
    report = high;

    if (spawn->new_session ? setsid() < 0 : spawn->new_group && setpgid(0, 0) != 0) cprocess_fail(report, CPROCESS_STAGE_GROUP);
    if (spawn->gid >= 0) {
        gid_t group = (gid_t)spawn->gid;
        if ((geteuid() == 0 && setgroups(1, &group) != 0) || setgid(group) != 0) cprocess_fail(report, CPROCESS_STAGE_IDENTITY);
    }
    if (spawn->uid >= 0 && setuid((uid_t)spawn->uid) != 0) cprocess_fail(report, CPROCESS_STAGE_IDENTITY);
    /* After the change of identity, which clears it; and the parent may have died before it was set. */
    if (spawn->death_signal) {
        if (prctl(PR_SET_PDEATHSIG, spawn->death_signal) != 0) cprocess_fail(report, CPROCESS_STAGE_PARENT);
        if (getppid() != parent) _exit(127);
    }
    if (spawn->directory && chdir(spawn->directory) != 0) cprocess_fail(report, CPROCESS_STAGE_DIRECTORY);
    if (cprocess_place_descriptors(spawn, report) != 0) cprocess_fail(report, CPROCESS_STAGE_DESCRIPTORS);
    cprocess_write_pid(spawn->environment);

    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(spawn->path, spawn->arguments, spawn->environment);
    cprocess_fail(report, CPROCESS_STAGE_EXEC);
}

/* Starts a process and returns its pid once its exec has succeeded; -errno, and the stage, when anything before that failed. */
static inline pid_t cprocess_start(const struct cprocess_spawn *spawn, int *stage) {
    int report[2];
    *stage = CPROCESS_STAGE_FORK;
    if (syscall(SYS_pipe2, report, O_CLOEXEC) != 0) return -errno;

    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        close(report[0]);
        cprocess_child(spawn, report[1], parent);
    }
    int fork_error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (pid < 0) {
        close(report[0]);
        return -fork_error;
    }

    int words[2];
    ssize_t got;
    do got = read(report[0], words, sizeof words);
    while (got < 0 && errno == EINTR);
    close(report[0]);
    if (got != (ssize_t)sizeof words) return pid;
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    *stage = words[0];
    return -words[1];
}

/* How a process ended. */
struct cprocess_end {
    pid_t pid;
    /* 1: by exit, with this code; 0: by this signal. */
    int exited;
    int code;
};

/* Reaps one child that has ended: any (pid -1) or that one. 1 when there was one, 0 when none has ended, -errno otherwise. */
static inline int cprocess_reap(pid_t pid, struct cprocess_end *end) {
    int status;
    pid_t got;
    do got = waitpid(pid, &status, WNOHANG);
    while (got < 0 && errno == EINTR);
    if (got == 0) return 0;
    if (got < 0) return errno == ECHILD ? 0 : -errno;
    end->pid = got;
    end->exited = WIFEXITED(status) ? 1 : 0;
    end->code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return 1;
}

static inline int cprocess_pidfd_open(pid_t pid) {
    long fd = syscall(434 /* pidfd_open */, (long)pid, 0L);
    return fd < 0 ? -errno : (int)fd;
}

/* As cprocess_reap, for the process behind a pidfd. */
static inline int cprocess_reap_pidfd(int pidfd, struct cprocess_end *end) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    int result;
    do result = waitid((idtype_t)3 /* P_PIDFD */, (id_t)pidfd, &info, WEXITED | WNOHANG);
    while (result != 0 && errno == EINTR);
    if (result != 0) return -errno;
    if (info.si_pid == 0) return 0;
    end->pid = info.si_pid;
    end->exited = info.si_code == CLD_EXITED ? 1 : 0;
    end->code = info.si_status;
    return 1;
}

/* Blocks these signals in the calling thread (and in all that it starts later) and returns a descriptor that tells of them. */
static inline int cprocess_signalfd(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (error != 0) return -error;
    int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

/* The next signal's number, 0 when there is none. */
static inline int cprocess_next_signal(int fd) {
    struct signalfd_siginfo info;
    ssize_t got;
    do got = read(fd, &info, sizeof info);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

/* For programs whose threads are not ours to mask (a runtime's main thread waits with everything unblocked): handlers that write the
 * signal's number into a pipe. Returns the end to read from, one byte a signal. Once a process. */
static int cprocess_caught = -1;

static inline void cprocess_on_signal(int number) {
    int before = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(cprocess_caught, &byte, 1);
    (void)written;
    errno = before;
}

static inline int cprocess_catch(const int *signals, int count) {
    int ends[2];
    if (syscall(SYS_pipe2, ends, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
    cprocess_caught = ends[1];
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = cprocess_on_signal;
    action.sa_flags = SA_RESTART;
    for (int i = 0; i < count; i++)
        if (sigaction(signals[i], &action, NULL) != 0) return -errno;
    return ends[0];
}

/* The next caught signal's number, 0 when there is none. */
static inline int cprocess_next_caught(int fd) {
    unsigned char byte;
    ssize_t got;
    do got = read(fd, &byte, 1);
    while (got < 0 && errno == EINTR);
    return got == 1 ? byte : 0;
}

static inline void cprocess_ignore(int number) { signal(number, SIG_IGN); }

/* This process dies with its parent. The check for a parent that is gone already is the caller's. */
static inline int cprocess_die_with_parent(int number) { return prctl(PR_SET_PDEATHSIG, number) == 0 ? 0 : -errno; }

struct cprocess_peer {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

static inline int cprocess_get_peer(int fd, struct cprocess_peer *peer) {
    socklen_t size = sizeof *peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &size) == 0 ? 0 : -errno;
}

/* Lets the datagrams of this socket carry their senders' credentials, which the kernel fills in. */
static inline int cprocess_want_credentials(int fd) {
    int on = 1;
    return setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 ? 0 : -errno;
}

/* One datagram and who sent it; the number of its bytes, or -errno. Descriptors that come with it are closed. */
static inline ssize_t cprocess_receive(int fd, void *buffer, size_t size, struct cprocess_peer *peer) {
    struct iovec part = {buffer, size};
    union {
        struct cmsghdr align;
        char bytes[256];
    } control;
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    memset(peer, 0, sizeof *peer);
    ssize_t got;
    do got = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0) return -errno;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET) continue;
        if (head->cmsg_type == 2 /* SCM_CREDENTIALS */) memcpy(peer, CMSG_DATA(head), sizeof *peer);
        if (head->cmsg_type == SCM_RIGHTS) {
            size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            for (size_t i = 0; i < count; i++) {
                int passed;
                memcpy(&passed, CMSG_DATA(head) + i * sizeof(int), sizeof passed);
                close(passed);
            }
        }
    }
    return got;
}

/* The address of a Unix socket path (a leading '@': the abstract namespace); -ENAMETOOLONG where it does not fit. */
static inline int cprocess_address(const char *path, struct sockaddr_un *address, socklen_t *size) {
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) return -ENAMETOOLONG;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    if (path[0] == '@') address->sun_path[0] = 0;
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (path[0] == '@' ? 0 : 1));
    return 0;
}

static inline int cprocess_bind(int fd, const char *path) {
    struct sockaddr_un address;
    socklen_t size;
    int error = cprocess_address(path, &address, &size);
    if (error) return error;
    return bind(fd, (const struct sockaddr *)&address, size) == 0 ? 0 : -errno;
}

static inline int cprocess_connect(int fd, const char *path) {
    struct sockaddr_un address;
    socklen_t size;
    int error = cprocess_address(path, &address, &size);
    if (error) return error;
    return connect(fd, (const struct sockaddr *)&address, size) == 0 ? 0 : -errno;
}

/* The next connection of a listening socket, not blocking and closed by exec; -EAGAIN when none waits. */
static inline int cprocess_accept(int fd) {
    while (1) {
        long accepted = syscall(SYS_accept4, (long)fd, 0L, 0L, (long)(SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (accepted >= 0) return (int)accepted;
        if (errno != EINTR && errno != ECONNABORTED) return -errno;
    }
}

/* Asks epoll for one event of what is wanted: readable, writable, or both. */
static inline int cprocess_epoll_arm(int epoll, int fd, int known, int readable, int writable) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = EPOLLONESHOT | (readable ? EPOLLIN | EPOLLRDHUP : 0) | (writable ? EPOLLOUT : 0);
    event.data.fd = fd;
    return epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : -errno;
}

static inline void cprocess_epoll_drop(int epoll, int fd) { epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL); }

struct cprocess_ready {
    int32_t fd;
    /* A broken descriptor is both: the next call on it tells why. */
    int32_t readable;
    int32_t writable;
};

/* Waits without end for events; their number, or -errno. */
static inline int cprocess_epoll_wait(int epoll, struct cprocess_ready *ready, int room) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, room < 64 ? room : 64, -1);
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) {
        int broken = (events[i].events & (EPOLLERR | EPOLLHUP)) != 0;
        ready[i].fd = events[i].data.fd;
        ready[i].readable = broken || (events[i].events & (EPOLLIN | EPOLLRDHUP)) != 0;
        ready[i].writable = broken || (events[i].events & EPOLLOUT) != 0;
    }
    return count;
}

static inline int cprocess_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

/* glibc declares it for _GNU_SOURCE only, which a module's importer may have set or not. */
extern const char *strerrordesc_np(int);

/* The text of an errno, in the given buffer. */
static inline void cprocess_describe_error(int code, char *buffer, size_t size) {
    const char *text = strerrordesc_np(code);
    strncpy(buffer, text ? text : "unknown error", size - 1);
    buffer[size - 1] = 0;
}
