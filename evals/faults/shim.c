/* Counts what a process does to the disk, and at the nth time kills it or fails: LD_PRELOAD of a trial.

   Only files count, and only once faults_arm was called: pipes, sockets and the time before are left alone.
   What glibc does by itself (fwrite) is not seen: Python, SQLite, Rust and C++ streams all call write. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, TORN, FULL, BAD_READ };
static volatile int mode = OFF;
static volatile long count = 0, at = 0;

void faults_arm(int how, long when) { count = 0; at = when; mode = how; }
long faults_count(void) { return count; }

static int is_file(int fd) {
    struct stat about;
    int before = errno, found = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    errno = before;
    return found;
}
static void die(void) { syscall(SYS_kill, syscall(SYS_getpid), SIGKILL); for (;;) pause(); }

/* 1 where the call is to fail with no space. */
static int touch(void) {
    if (mode == OFF || mode == BAD_READ) return 0;
    long now = __sync_add_and_fetch(&count, 1);
    if ((mode == KILL || mode == TORN) && now == at) die();
    if (mode == FULL && now >= at) { errno = ENOSPC; return 1; }
    return 0;
}
static int is_torn(void) { return mode == TORN && count + 1 == at; }
static int is_bad(int fd) {
    if (mode != BAD_READ || !is_file(fd)) return 0;
    if (__sync_add_and_fetch(&count, 1) != at) return 0;
    errno = EIO;
    return 1;
}
#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__) = 0; \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t)
    if (mode == OFF || !is_file(fd)) return real(fd, data, size);
    if (is_torn()) real(fd, data, size / 2);
    return touch() ? -1 : real(fd, data, size);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    if (mode == OFF || !is_file(fd)) return real(fd, data, size, place);
    if (is_torn()) real(fd, data, size / 2, place);
    return touch() ? -1 : real(fd, data, size, place);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) { return pwrite64(fd, data, size, place); }
ssize_t writev(int fd, const struct iovec *rows, int number) {
    REAL(ssize_t, writev, int, const struct iovec *, int)
    return mode != OFF && is_file(fd) && touch() ? -1 : real(fd, rows, number);
}
ssize_t sendfile64(int to, int from, off64_t *place, size_t size) {
    REAL(ssize_t, sendfile64, int, int, off64_t *, size_t)
    return mode != OFF && is_file(to) && touch() ? -1 : real(to, from, place, size);
}
ssize_t sendfile(int to, int from, off_t *place, size_t size) { return sendfile64(to, from, place, size); }
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned)
    return mode != OFF && touch() ? -1 : real(from, a, to, b, size, flags);
}
int fsync(int fd) { REAL(int, fsync, int) return touch() ? -1 : real(fd); }
int fdatasync(int fd) { REAL(int, fdatasync, int) return touch() ? -1 : real(fd); }
int ftruncate64(int fd, off64_t size) { REAL(int, ftruncate64, int, off64_t) return touch() ? -1 : real(fd, size); }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int rename(const char *a, const char *b) {
    REAL(int, rename, const char *, const char *) return touch() ? -1 : real(a, b);
}
int renameat(int c, const char *a, int d, const char *b) {
    REAL(int, renameat, int, const char *, int, const char *) return touch() ? -1 : real(c, a, d, b);
}
int mkdir(const char *a, mode_t b) { REAL(int, mkdir, const char *, mode_t) return touch() ? -1 : real(a, b); }
/* What removes needs no space. */
static void remove_one(void) { if (mode == COUNT || mode == KILL || mode == TORN) touch(); }
int unlink(const char *a) { REAL(int, unlink, const char *) remove_one(); return real(a); }
int unlinkat(int b, const char *a, int c) { REAL(int, unlinkat, int, const char *, int) remove_one(); return real(b, a, c); }
int rmdir(const char *a) { REAL(int, rmdir, const char *) remove_one(); return real(a); }

ssize_t read(int fd, void *data, size_t size) {
    REAL(ssize_t, read, int, void *, size_t)
    return is_bad(fd) ? -1 : real(fd, data, size);
}
ssize_t pread64(int fd, void *data, size_t size, off64_t place) {
    REAL(ssize_t, pread64, int, void *, size_t, off64_t)
    return is_bad(fd) ? -1 : real(fd, data, size, place);
}
ssize_t pread(int fd, void *data, size_t size, off_t place) { return pread64(fd, data, size, place); }
