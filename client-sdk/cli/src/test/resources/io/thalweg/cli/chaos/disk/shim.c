/*
 * Between a broker and the C library: journals what it does to the files below a folder, delays its syncs, and plays a full
 * disk. Loaded with LD_PRELOAD; compiled by Shim.java when a test starts. Linux only.
 *
 *   SHIM_FOLDER   the folder, absolute
 *   SHIM_JOURNAL  file that the journal is appended to
 *   SHIM_CONTROL  folder of the switches; each is a file that holds a number, looked at before each call
 *     sync-millis         every fsync and fdatasync of a file takes so much longer
 *     free-bytes          so much is told to be free; with 0 nothing can be written
 *   SHIM_LIE      files with this end of their name are said to be synced, and are not
 *
 * A record: op (1), sequence (8), inode (8), two numbers (8 each), two lengths (4 each), two byte strings. Little endian.
 * Writes are journaled before they are made, everything else when it has succeeded and before the call returns. Mapped
 * files are not journaled: nothing that matters is mapped for writing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE, SYNC, CREATE, MKDIR, RENAME, UNLINK };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t sequence;
static int journal = -1;
static const char *folder, *journal_path, *control, *lie;
static size_t folder_length;

__attribute__((constructor)) static void prepare(void) {
  folder = getenv("SHIM_FOLDER");
  journal_path = getenv("SHIM_JOURNAL");
  control = getenv("SHIM_CONTROL");
  lie = getenv("SHIM_LIE");
  folder_length = folder ? strlen(folder) : 0;
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int within(const char *path) {
  return folder_length && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The absolute path of a name in a call; 0 if it is of no interest. */
static int absolute(int at, const char *name, char *path) {
  if (!folder_length) return 0;
  if (name[0] == '/') {
    if (strlen(name) >= PATH_MAX) return 0;
    strcpy(path, name);
  } else {
    char link[64];
    if (at == AT_FDCWD) strcpy(link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0 || n + strlen(name) + 2 > PATH_MAX) return 0;
    path[n] = '/';
    strcpy(path + n + 1, name);
  }
  size_t n = strlen(path);
  while (n > 1 && (path[n - 1] == '/' || (path[n - 1] == '.' && path[n - 2] == '/'))) path[--n] = 0;
  return within(path);
}

/* Whether a descriptor is a file or folder below the folder; tells its path and state. */
static int watched(int fd, char *path, struct stat *state) {
  if (!folder_length || fstat(fd, state) != 0 || !(S_ISREG(state->st_mode) || S_ISDIR(state->st_mode))) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, PATH_MAX - 1);
  if (n < 0) return 0;
  path[n] = 0;
  return within(path);
}

static long switched(const char *name) {
  if (!control) return -1;
  char path[PATH_MAX], text[32];
  snprintf(path, sizeof path, "%s/%s", control, name);
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t n = syscall(SYS_read, fd, text, sizeof text - 1);
  syscall(SYS_close, fd);
  if (n <= 0) return -1;
  text[n] = 0;
  return atol(text);
}

static int full(void) {
  if (switched("free-bytes") != 0) return 0;
  errno = ENOSPC;
  return 1;
}

/* With the lock held. */
static void record(uint8_t op, uint64_t inode, uint64_t a, uint64_t b, const void *first, uint32_t first_length,
                   const void *second, uint32_t second_length) {
  if (!journal_path) return;
  if (journal < 0)
    journal = syscall(SYS_openat, AT_FDCWD, journal_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  uint8_t head[41];
  uint64_t number = ++sequence;
  head[0] = op;
  memcpy(head + 1, &number, 8);
  memcpy(head + 9, &inode, 8);
  memcpy(head + 17, &a, 8);
  memcpy(head + 25, &b, 8);
  memcpy(head + 33, &first_length, 4);
  memcpy(head + 37, &second_length, 4);
  struct iovec parts[3] = {
      {head, sizeof head}, {(void *)first, first_length}, {(void *)second, second_length}};
  int saved = errno;
  if (syscall(SYS_writev, journal, parts, 3) < 0) abort();
  errno = saved;
}

/* Before the call: a broker that is killed in between has at worst begun what its next life writes again. */
static void writes(int fd, int64_t offset, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  struct stat state;
  if (!journal_path || !watched(fd, path, &state)) return;
  if (offset < 0) offset = fcntl(fd, F_GETFL) & O_APPEND ? state.st_size : lseek(fd, 0, SEEK_CUR);
  size_t total = 0, filled = 0;
  for (int i = 0; i < count; i++) total += parts[i].iov_len;
  char *bytes = malloc(total + 1);
  for (int i = 0; i < count; i++) {
    memcpy(bytes + filled, parts[i].iov_base, parts[i].iov_len);
    filled += parts[i].iov_len;
  }
  pthread_mutex_lock(&lock);
  record(WRITE, state.st_ino, offset, 0, bytes, total, "", 0);
  pthread_mutex_unlock(&lock);
  free(bytes);
}

static int refused(int fd) {
  char path[PATH_MAX];
  struct stat state;
  return control && watched(fd, path, &state) && full();
}

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (refused(fd)) return -1;
  struct iovec part = {(void *)bytes, count};
  writes(fd, -1, &part, 1);
  return real(fd, bytes, count);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  if (refused(fd)) return -1;
  writes(fd, -1, parts, count);
  return real(fd, parts, count);
}

#define PWRITE(name) \
  ssize_t name(int fd, const void *bytes, size_t count, off64_t offset) { \
    REAL(ssize_t, #name, int, const void *, size_t, off64_t); \
    if (refused(fd)) return -1; \
    struct iovec part = {(void *)bytes, count}; \
    writes(fd, offset, &part, 1); \
    return real(fd, bytes, count, offset); \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PWRITEV(name) \
  ssize_t name(int fd, const struct iovec *parts, int count, off64_t offset) { \
    REAL(ssize_t, #name, int, const struct iovec *, int, off64_t); \
    if (refused(fd)) return -1; \
    writes(fd, offset, parts, count); \
    return real(fd, parts, count, offset); \
  }
PWRITEV(pwritev)
PWRITEV(pwritev64)

static int ends_with(const char *path, const char *end) {
  size_t n = strlen(path), m = strlen(end);
  return n >= m && strcmp(path + n - m, end) == 0;
}

/* What had returned before the sync began is durable when it returns. */
#define SYNC_CALL(name) \
  int name(int fd) { \
    REAL(int, #name, int); \
    char path[PATH_MAX]; \
    struct stat state; \
    if (!watched(fd, path, &state)) return real(fd); \
    long millis = S_ISREG(state.st_mode) ? switched("sync-millis") : -1; \
    if (millis > 0) { \
      struct timespec pause = {millis / 1000, millis % 1000 * 1000000}; \
      nanosleep(&pause, 0); \
    } \
    pthread_mutex_lock(&lock); \
    uint64_t before = sequence; \
    pthread_mutex_unlock(&lock); \
    int result = real(fd); \
    if (result == 0 && !(lie && ends_with(path, lie))) { \
      pthread_mutex_lock(&lock); \
      record(SYNC, state.st_ino, before, S_ISDIR(state.st_mode), path, strlen(path), "", 0); \
      pthread_mutex_unlock(&lock); \
    } \
    return result; \
  }
SYNC_CALL(fsync)
SYNC_CALL(fdatasync)

#define FTRUNCATE(name) \
  int name(int fd, off64_t length) { \
    REAL(int, #name, int, off64_t); \
    int result = real(fd, length); \
    char path[PATH_MAX]; \
    struct stat state; \
    if (result == 0 && watched(fd, path, &state)) { \
      pthread_mutex_lock(&lock); \
      record(TRUNCATE, state.st_ino, length, 0, "", 0, "", 0); \
      pthread_mutex_unlock(&lock); \
    } \
    return result; \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define FALLOCATE(name) \
  int name(int fd, int mode, off64_t offset, off64_t length) { \
    REAL(int, #name, int, int, off64_t, off64_t); \
    if (refused(fd)) return -1; \
    return real(fd, mode, offset, length); \
  }
FALLOCATE(fallocate)
FALLOCATE(fallocate64)

/* One that may create or empty a file. */
static int opened(int at, const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  struct stat old, state;
  int writes = flags & (O_CREAT | O_TRUNC);
  if (!writes || !absolute(at, name, path)) return syscall(SYS_openat, at, name, flags | O_LARGEFILE, mode);
  pthread_mutex_lock(&lock);
  int existed = stat(path, &old) == 0;
  int fd = -1;
  if (existed || !control || !full()) fd = syscall(SYS_openat, at, name, flags | O_LARGEFILE, mode);
  if (fd >= 0 && fstat(fd, &state) == 0) {
    record(CREATE, state.st_ino, existed, 0, path, strlen(path), "", 0);
    if (existed && flags & O_TRUNC) record(TRUNCATE, state.st_ino, 0, 0, "", 0, "", 0);
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE(flags, last) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | __O_TMPFILE)) { \
    va_list list; \
    va_start(list, last); \
    mode = va_arg(list, int); \
    va_end(list); \
  }
int open(const char *name, int flags, ...) { MODE(flags, flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags, flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int at, const char *name, int flags, ...) { MODE(flags, flags) return opened(at, name, flags, mode); }
int openat64(int at, const char *name, int flags, ...) { MODE(flags, flags) return opened(at, name, flags, mode); }
int creat(const char *name, mode_t mode) { return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *name, mode_t mode) { return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }

static int renamed(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char from_path[PATH_MAX], to_path[PATH_MAX];
  int both = absolute(from_at, from, from_path) & absolute(to_at, to, to_path);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  if (result == 0 && both) record(RENAME, 0, 0, 0, from_path, strlen(from_path), to_path, strlen(to_path));
  pthread_mutex_unlock(&lock);
  return result;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return renamed(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { return renamed(a, from, b, to, flags); }

static int removed(int at, const char *name, int flags) {
  char path[PATH_MAX];
  int ours = absolute(at, name, path);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_unlinkat, at, name, flags);
  if (result == 0 && ours) record(UNLINK, 0, 0, 0, path, strlen(path), "", 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }
int unlinkat(int at, const char *name, int flags) { return removed(at, name, flags); }
int remove(const char *name) {
  int result = unlink(name);
  return result != 0 && errno == EISDIR ? rmdir(name) : result;
}

static int made(int at, const char *name, mode_t mode) {
  char path[PATH_MAX];
  int ours = absolute(at, name, path);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_mkdirat, at, name, mode);
  if (result == 0 && ours) record(MKDIR, 0, 0, 0, path, strlen(path), "", 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int mkdir(const char *name, mode_t mode) { return made(AT_FDCWD, name, mode); }
int mkdirat(int at, const char *name, mode_t mode) { return made(at, name, mode); }

#define STATVFS(name, type) \
  int name(const char *path, struct type *answer) { \
    REAL(int, #name, const char *, struct type *); \
    int result = real(path, answer); \
    char whole[PATH_MAX]; \
    long bytes = result == 0 && control && absolute(AT_FDCWD, path, whole) ? switched("free-bytes") : -1; \
    if (bytes >= 0) answer->f_bavail = answer->f_bfree = bytes / answer->f_frsize; \
    return result; \
  }
STATVFS(statvfs, statvfs)
STATVFS(statvfs64, statvfs64)
