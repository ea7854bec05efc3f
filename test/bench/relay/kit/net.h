/* What every program of the kit needs: the time, sockets on the loopback, masking. */
#ifndef NET_H
#define NET_H
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static inline void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/* Masks or unmasks n bytes (RFC 6455 section 5.3); phase: how many bytes of the payload came before. */
static inline void mask_bytes(uint8_t *to, const uint8_t *from, size_t n, const uint8_t key[4], unsigned phase) {
  uint8_t turned[8];
  for (int i = 0; i < 8; i++) turned[i] = key[(phase + i) & 3];
  uint64_t word;
  memcpy(&word, turned, 8);
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t v;
    memcpy(&v, from + i, 8);
    v ^= word;
    memcpy(to + i, &v, 8);
  }
  for (; i < n; i++) to[i] = from[i] ^ turned[i & 7];
}

/* Writes the header of a frame and gives its length; key: NULL for a frame that is not masked. */
static inline size_t write_header(uint8_t *to, uint8_t first, size_t payload, const uint8_t *key) {
  size_t n = 0;
  uint8_t bit = key ? 0x80 : 0;
  to[n++] = first;
  if (payload < 126) {
    to[n++] = bit | payload;
  } else if (payload < 65536) {
    to[n++] = bit | 126;
    to[n++] = payload >> 8;
    to[n++] = payload;
  } else {
    to[n++] = bit | 127;
    for (int i = 7; i >= 0; i--) to[n++] = payload >> (8 * i);
  }
  if (key) {
    memcpy(to + n, key, 4);
    n += 4;
  }
  return n;
}

static inline struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static inline void send_at_once(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static inline int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in at = loopback(port);
  if (bind(fd, (void *)&at, sizeof at) || listen(fd, 4096)) fail("the port cannot be listened on");
  return fd;
}

static inline int accept_from(int listener) {
  int fd = accept4(listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) send_at_once(fd);
  return fd;
}

/* Begins to connect; the socket says by EPOLLOUT that it is connected. */
static inline int connect_to(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("no socket is left: raise the limit of open files (ulimit -n)");
  send_at_once(fd);
  struct sockaddr_in at = loopback(port);
  if (connect(fd, (void *)&at, sizeof at) && errno != EINPROGRESS) fail("the subject cannot be connected to");
  return fd;
}

static inline void watch(int epoll, int how, int fd, uint32_t events, void *of) {
  struct epoll_event e = {.events = events, .data.ptr = of};
  epoll_ctl(epoll, how, fd, &e);
}
#endif
