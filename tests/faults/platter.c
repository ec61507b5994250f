/* What a disk would have after a power cut: loaded before libc (LD_PRELOAD), this keeps a copy
   of every file below TORG_DISK as it was at its last fsync, and nothing younger.

   A synced file becomes TORG_PLATTER/<n>.<pid>, and a line "file <copy> <inode> <path>" in
   TORG_PLATTER/log. A synced folder becomes a list of its names and inodes, and "folder ...":
   only then are names that came, went or changed there to stay. platter.py reads the log.

   The dial (three numbers in a mapped file) is turned by the test while the server runs: how
   long a sync takes, how many were asked for, whether they fail. */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

struct dial {
  volatile long delay_us, syncs, fails;
};

static const char *disk, *platter;
static struct dial *dial;
static int copies;

__attribute__((constructor)) static void begin(void) {
  char path[4096];
  disk = getenv("TORG_DISK");
  platter = getenv("TORG_PLATTER");
  if (!disk || !platter) return;
  snprintf(path, sizeof path, "%s/dial", platter);
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof *dial, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) dial = mapped;
}

/* The path below the disk that a descriptor is open on, or NULL. */
static const char *ours(int fd, char *path, size_t size) {
  char link[64];
  size_t length = disk ? strlen(disk) : 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t found = length ? readlink(link, path, size - 1) : -1;
  if (found < 0) return NULL;
  path[found] = 0;
  if (strncmp(path, disk, length) || (path[length] && path[length] != '/')) return NULL;
  return path[length] ? path + length + 1 : path + length;
}

static void list(const char *folder, int to) {
  DIR *names = opendir(folder);
  for (struct dirent *each; names && (each = readdir(names));)
    if (each->d_type == DT_REG) dprintf(to, "%lu %s\n", (unsigned long)each->d_ino, each->d_name);
  if (names) closedir(names);
}

static void copy(const char *path, off_t size, int to) {
  int from = open(path, O_RDONLY | O_CLOEXEC);
  while (from >= 0 && size > 0) {
    ssize_t sent = sendfile(to, from, NULL, size);
    if (sent <= 0) break;
    size -= sent;
  }
  if (from >= 0) close(from);
}

static void keep(int fd) {
  char path[4096], name[64], place[4200], line[4300];
  const char *below = ours(fd, path, sizeof path);
  struct stat what;
  if (!below || fstat(fd, &what)) return;
  snprintf(name, sizeof name, "%d.%d", __sync_add_and_fetch(&copies, 1), getpid());
  snprintf(place, sizeof place, "%s/%s", platter, name);
  int to = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (S_ISDIR(what.st_mode)) list(path, to);
  else copy(path, what.st_size, to);
  close(to);
  int length = snprintf(line, sizeof line, "%s %s %lu %s\n",
                        S_ISDIR(what.st_mode) ? "folder" : "file", name,
                        (unsigned long)what.st_ino, below);
  snprintf(place, sizeof place, "%s/log", platter);
  int log = open(place, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (write(log, line, length) != length) abort();
  close(log);
}

static int synced(int fd, const char *call) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  char path[4096];
  if (!dial || !ours(fd, path, sizeof path)) return real(fd);
  __sync_add_and_fetch(&dial->syncs, 1);
  if (dial->delay_us) usleep(dial->delay_us);
  if (dial->fails) {
    errno = EIO;
    return -1;
  }
  keep(fd);
  return 0;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
