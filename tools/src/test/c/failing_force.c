/* Loaded before libc: every fsync, fdatasync and msync fails with EIO once the file named by FAILING_FORCE exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int failing(void) {
    const char *trigger = getenv("FAILING_FORCE");
    return trigger != NULL && access(trigger, F_OK) == 0;
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    if (failing()) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
    if (failing()) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int msync(void *address, size_t length, int flags) {
    int (*real)(void *, size_t, int) = (int (*)(void *, size_t, int)) dlsym(RTLD_NEXT, "msync");
    if (failing()) {
        errno = EIO;
        return -1;
    }
    return real(address, length, flags);
}
