/* Loaded before libc: every fsync and fdatasync fails with EIO once the file named by FAILING_FORCE exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
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
