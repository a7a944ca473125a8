// SPDX-License-Identifier: Apache-2.0
/* A library for LD_PRELOAD that makes chosen system calls fail. What it is told, and how tests
 * use it, stands in fault_library.py. Every call passes through `decide`, which counts the calls
 * that a rule matches and says what is to happen to this one. Linux with glibc, 64 bit. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_RULES 16
#define LONGEST 8192

enum outcome { PASS, FAIL, SHORT, ENDED, KILL, KILL_AFTER };

struct rule {
    char call[32];
    char path[2048];
    long first, times; /* times < 0: for ever */
    enum outcome outcome;
    int number;
    char word[16];
    atomic_long seen;
};

static struct rule rules[MOST_RULES];
static int rule_count;
static char told[PATH_MAX];

static const struct { const char *name; int number; } NUMBERS[] = {
    {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EACCES", EACCES}, {"EPERM", EPERM},
    {"EFBIG", EFBIG}, {"EINTR", EINTR}, {"EROFS", EROFS}, {"ENOENT", ENOENT}, {"EINVAL", EINVAL},
    {"ENOSYS", ENOSYS}, {"ESTALE", ESTALE}, {"EMFILE", EMFILE}, {"EEXIST", EEXIST},
    {"ENAMETOOLONG", ENAMETOOLONG}, {"EILSEQ", EILSEQ},
};

static void give_up(const char *why) {
    fprintf(stderr, "faults: %s\n", why);
    _exit(99);
}

static void read_outcome(struct rule *rule, const char *word) {
    snprintf(rule->word, sizeof rule->word, "%s", word);
    if (!strcmp(word, "short")) { rule->outcome = SHORT; return; }
    if (!strcmp(word, "ended")) { rule->outcome = ENDED; return; }
    if (!strcmp(word, "kill")) { rule->outcome = KILL; return; }
    if (!strcmp(word, "kill-after")) { rule->outcome = KILL_AFTER; return; }
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        if (!strcmp(word, NUMBERS[i].name)) {
            rule->outcome = FAIL;
            rule->number = NUMBERS[i].number;
            return;
        }
    give_up("a rule has an unknown outcome");
}

/* A process that was forked calls it again, once its environment says what is to fail. */
__attribute__((constructor)) void rogatory_faults_begin(void) {
    const char *log = getenv("ROGATORY_FAULTS_TOLD"), *given = getenv("ROGATORY_FAULTS");
    snprintf(told, sizeof told, "%s", log ? log : "");
    if (!given) return;
    char *text = strdup(given), *rest = text, *line;
    while ((line = strsep(&rest, "\n"))) {
        if (!*line) continue;
        if (rule_count == MOST_RULES) give_up("too many rules");
        struct rule *rule = &rules[rule_count++];
        char *field[5];
        for (int i = 0; i < 5; i++)
            if (!(field[i] = strsep(&line, "\t"))) give_up("a rule lacks a field");
        snprintf(rule->call, sizeof rule->call, "%s", field[0]);
        snprintf(rule->path, sizeof rule->path, "%s", field[1]);
        rule->first = atol(field[2]);
        rule->times = atol(field[3]);
        read_outcome(rule, field[4]);
    }
    free(text);
}

static void tell(const struct rule *rule, const char *call, const char *path) {
    if (!*told) return;
    char line[LONGEST];
    int size = snprintf(line, sizeof line, "%s\t%s\t%s\n", rule->word, call, path);
    /* By the kernel itself: our own wrappers must not count what they write. */
    int fd = (int)syscall(SYS_openat, AT_FDCWD, told, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return;
    syscall(SYS_write, fd, line, (size_t)size);
    syscall(SYS_close, fd);
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

/* What is to happen to this call; `errno` is set where it fails. */
static enum outcome decide(const char *call, const char *path) {
    enum outcome found = PASS;
    for (int i = 0; i < rule_count; i++) {
        struct rule *rule = &rules[i];
        if (strcmp(rule->call, "*") && strcmp(rule->call, call)) continue;
        if (fnmatch(rule->path, path, 0)) continue;
        long n = atomic_fetch_add(&rule->seen, 1) + 1;
        if (found != PASS || n < rule->first) continue;
        if (rule->times >= 0 && n >= rule->first + rule->times) continue;
        tell(rule, call, path);
        if (rule->outcome == KILL) die();
        if (rule->outcome == FAIL) errno = rule->number;
        found = rule->outcome;
    }
    return found;
}

static void path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, path, LONGEST - 1);
    path[size < 0 ? 0 : size] = 0;
}

static enum outcome on_file(const char *call, int fd) {
    if (!rule_count) return PASS;
    int before = errno;
    char path[LONGEST];
    path_of(fd, path);
    errno = before;
    return decide(call, path);
}

static enum outcome on_name(const char *call, int folder, const char *name) {
    if (!rule_count || !name) return PASS;
    int before = errno;
    char top[LONGEST], path[2 * LONGEST];
    if (*name == '/') {
        snprintf(path, sizeof path, "%s", name);
    } else {
        if (folder == AT_FDCWD) {
            if (syscall(SYS_getcwd, top, sizeof top) < 0) *top = 0;
        } else {
            path_of(folder, top);
        }
        snprintf(path, sizeof path, "%s/%s", top, name);
    }
    errno = before;
    return decide(call, path);
}

#define NEXT(name) ((__typeof__(&name))next_of(#name))

static void *next_of(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) { errno = ENOSYS; give_up(name); }
    return found;
}

#define AFTER(outcome, type, value)                \
    do {                                           \
        type made = (value);                       \
        if ((outcome) == KILL_AFTER) die();        \
        return made;                               \
    } while (0)

static size_t half(size_t size) { return size > 1 ? size / 2 : size; }

/* Calls that move bytes. */
#define MOVING(call, name, size, ...)                                     \
    enum outcome outcome = on_file(call, fd);                             \
    if (outcome == FAIL) return -1;                                       \
    if (outcome == ENDED) return 0;                                       \
    if (outcome == SHORT) size = half(size);                              \
    AFTER(outcome, ssize_t, NEXT(name)(__VA_ARGS__))

ssize_t read(int fd, void *to, size_t size) { MOVING("read", read, size, fd, to, size); }
ssize_t write(int fd, const void *from, size_t size) { MOVING("write", write, size, fd, from, size); }
ssize_t pread(int fd, void *to, size_t size, off_t at) { MOVING("pread", pread, size, fd, to, size, at); }
ssize_t pread64(int fd, void *to, size_t size, off64_t at) { MOVING("pread", pread64, size, fd, to, size, at); }
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { MOVING("pwrite", pwrite, size, fd, from, size, at); }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { MOVING("pwrite", pwrite64, size, fd, from, size, at); }

extern ssize_t __read_chk(int, void *, size_t, size_t);
extern ssize_t __pread64_chk(int, void *, size_t, off64_t, size_t);
ssize_t __read_chk(int fd, void *to, size_t size, size_t room) { MOVING("read", __read_chk, size, fd, to, size, room); }
ssize_t __pread64_chk(int fd, void *to, size_t size, off64_t at, size_t room) { MOVING("pread", __pread64_chk, size, fd, to, size, at, room); }

/* Of several buffers a short call fills half of the first. */
#define MOVING_MANY(call, name, ...)                                      \
    struct iovec one;                                                     \
    enum outcome outcome = on_file(call, fd);                             \
    if (outcome == FAIL) return -1;                                       \
    if (outcome == ENDED) return 0;                                       \
    if (outcome == SHORT && count > 0) {                                  \
        one.iov_base = parts[0].iov_base;                                 \
        one.iov_len = half(parts[0].iov_len);                             \
        parts = &one;                                                     \
        count = 1;                                                        \
    }                                                                     \
    AFTER(outcome, ssize_t, NEXT(name)(__VA_ARGS__))

ssize_t readv(int fd, const struct iovec *parts, int count) { MOVING_MANY("readv", readv, fd, parts, count); }
ssize_t writev(int fd, const struct iovec *parts, int count) { MOVING_MANY("writev", writev, fd, parts, count); }
ssize_t preadv(int fd, const struct iovec *parts, int count, off_t at) { MOVING_MANY("preadv", preadv, fd, parts, count, at); }
ssize_t preadv64(int fd, const struct iovec *parts, int count, off64_t at) { MOVING_MANY("preadv", preadv64, fd, parts, count, at); }
ssize_t preadv2(int fd, const struct iovec *parts, int count, off_t at, int how) { MOVING_MANY("preadv", preadv2, fd, parts, count, at, how); }
ssize_t preadv64v2(int fd, const struct iovec *parts, int count, off64_t at, int how) { MOVING_MANY("preadv", preadv64v2, fd, parts, count, at, how); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { MOVING_MANY("pwritev", pwritev, fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { MOVING_MANY("pwritev", pwritev64, fd, parts, count, at); }
ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t at, int how) { MOVING_MANY("pwritev", pwritev2, fd, parts, count, at, how); }
ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t at, int how) { MOVING_MANY("pwritev", pwritev64v2, fd, parts, count, at, how); }

/* Calls on an open file. */
#define PLAIN(decided, name, ...)                                         \
    enum outcome outcome = decided;                                       \
    if (outcome == FAIL) return -1;                                       \
    AFTER(outcome, int, NEXT(name)(__VA_ARGS__))

int fsync(int fd) { PLAIN(on_file("fsync", fd), fsync, fd); }
int fdatasync(int fd) { PLAIN(on_file("fdatasync", fd), fdatasync, fd); }
int syncfs(int fd) { PLAIN(on_file("syncfs", fd), syncfs, fd); }
int ftruncate(int fd, off_t size) { PLAIN(on_file("ftruncate", fd), ftruncate, fd, size); }
int ftruncate64(int fd, off64_t size) { PLAIN(on_file("ftruncate", fd), ftruncate64, fd, size); }
int fallocate(int fd, int how, off_t at, off_t size) { PLAIN(on_file("fallocate", fd), fallocate, fd, how, at, size); }
int fallocate64(int fd, int how, off64_t at, off64_t size) { PLAIN(on_file("fallocate", fd), fallocate64, fd, how, at, size); }

/* Calls on a name. */
#define OPENING(name, folder, path, ...)                                  \
    mode_t mode = 0;                                                      \
    if (flags & (O_CREAT | O_TMPFILE)) {                                  \
        va_list more;                                                     \
        va_start(more, flags);                                            \
        mode = va_arg(more, mode_t);                                      \
        va_end(more);                                                     \
    }                                                                     \
    PLAIN(on_name("open", folder, path), name, __VA_ARGS__, mode)

int open(const char *path, int flags, ...) { OPENING(open, AT_FDCWD, path, path, flags); }
int open64(const char *path, int flags, ...) { OPENING(open64, AT_FDCWD, path, path, flags); }
int openat(int folder, const char *path, int flags, ...) { OPENING(openat, folder, path, folder, path, flags); }
int openat64(int folder, const char *path, int flags, ...) { OPENING(openat64, folder, path, folder, path, flags); }

int mkdir(const char *path, mode_t mode) { PLAIN(on_name("mkdir", AT_FDCWD, path), mkdir, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { PLAIN(on_name("mkdir", folder, path), mkdirat, folder, path, mode); }
int unlink(const char *path) { PLAIN(on_name("unlink", AT_FDCWD, path), unlink, path); }
int unlinkat(int folder, const char *path, int flags) { PLAIN(on_name("unlink", folder, path), unlinkat, folder, path, flags); }
int rename(const char *from, const char *to) { PLAIN(on_name("rename", AT_FDCWD, to), rename, from, to); }
int renameat(int one, const char *from, int other, const char *to) { PLAIN(on_name("rename", other, to), renameat, one, from, other, to); }
int renameat2(int one, const char *from, int other, const char *to, unsigned int flags) { PLAIN(on_name("rename", other, to), renameat2, one, from, other, to, flags); }
int link(const char *from, const char *to) { PLAIN(on_name("link", AT_FDCWD, to), link, from, to); }
int linkat(int one, const char *from, int other, const char *to, int flags) { PLAIN(on_name("link", other, to), linkat, one, from, other, to, flags); }
