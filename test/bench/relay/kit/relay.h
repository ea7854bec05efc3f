/* A relay of TCP connections: for each chunk one share of an epoll_wait, one recv and one send.
 * The program that includes it says by `passable` how many of the bytes that are there may go on now. */
#include "net.h"
#define CHUNK (256 * 1024)

struct half {
  int fd, is_client, is_open, is_paused, is_dead;
  struct half *peer;
  uint8_t *unsent; /* towards this socket; while there are any, the peer is not read */
  size_t unsent_from, unsent_to;
  uint8_t *held; /* from this socket: the start of a frame that is not whole */
  size_t held_bytes;
};

/* The first bytes of the n that may go on; -1 ends the connection. */
static ssize_t passable(struct half *from, const uint8_t *bytes, size_t n);

static int epoll, dead_count;
static struct half *dead[8192];
static uint8_t chunk[CHUNK * 2];

static void arm(struct half *h) {
  uint32_t events = (h->is_paused ? 0 : EPOLLIN) | (h->unsent ? EPOLLOUT : 0);
  watch(epoll, EPOLL_CTL_MOD, h->fd, events, h);
}

/* Freed after the round of events, in which either half may still be named. */
static void drop(struct half *h) {
  if (h->is_dead) return;
  h->is_dead = h->peer->is_dead = 1;
  close(h->fd);
  close(h->peer->fd);
  dead[dead_count++] = h;
  dead[dead_count++] = h->peer;
}

static void bury(void) {
  for (int i = 0; i < dead_count; i++) {
    free(dead[i]->unsent);
    free(dead[i]->held);
    free(dead[i]);
  }
  dead_count = 0;
}

static void open_pair(int client, int backend_port) {
  struct half *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
  a->fd = client, a->is_client = 1, a->peer = b;
  b->fd = connect_to(backend_port), b->peer = a;
  watch(epoll, EPOLL_CTL_ADD, a->fd, EPOLLIN, a);
  watch(epoll, EPOLL_CTL_ADD, b->fd, EPOLLIN, b);
}

static void put_unsent(struct half *h) {
  ssize_t sent = send(h->fd, h->unsent + h->unsent_from, h->unsent_to - h->unsent_from, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != ENOTCONN) return drop(h);
  if (sent > 0) h->unsent_from += sent;
  if (h->unsent_from < h->unsent_to) return;
  free(h->unsent);
  h->unsent = 0;
  h->peer->is_paused = 0;
  arm(h);
  arm(h->peer);
}

static void put(struct half *to, const uint8_t *bytes, size_t n) {
  ssize_t sent = send(to->fd, bytes, n, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != ENOTCONN) return drop(to);
  if (sent < 0) sent = 0;
  if ((size_t)sent == n) return;
  to->unsent_from = 0;
  to->unsent_to = n - sent;
  to->unsent = malloc(to->unsent_to);
  memcpy(to->unsent, bytes + sent, to->unsent_to);
  to->peer->is_paused = 1;
  arm(to);
  arm(to->peer);
}

static void hold(struct half *h, const uint8_t *bytes, size_t n) {
  h->held_bytes = n;
  if (!n) return;
  h->held = malloc(n);
  memcpy(h->held, bytes, n);
}

static void take(struct half *h) {
  size_t before = h->held_bytes;
  ssize_t n = recv(h->fd, chunk + before, CHUNK, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) return drop(h);
  memcpy(chunk, h->held, before);
  free(h->held);
  h->held = 0;
  size_t all = before + n;
  ssize_t passed = passable(h, chunk, all);
  if (passed < 0) return drop(h);
  hold(h, chunk + passed, all - passed);
  if (passed) put(h->peer, chunk, passed);
}

static void relay(int port, int backend_port) {
  signal(SIGPIPE, SIG_IGN);
  int listener = listen_on(port);
  epoll = epoll_create1(0);
  watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, 0);
  struct epoll_event events[512];
  for (;;) {
    int count = epoll_wait(epoll, events, 512, -1);
    for (int i = 0; i < count; i++) {
      struct half *h = events[i].data.ptr;
      for (int fd; !h && (fd = accept_from(listener)) >= 0;) open_pair(fd, backend_port);
      if (h && !h->is_dead && h->unsent && (events[i].events & EPOLLOUT)) put_unsent(h);
      if (h && !h->is_dead && !h->is_paused && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) take(h);
    }
    bury();
  }
}
