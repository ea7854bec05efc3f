/* echo PORT: the backend. Sends every frame back as it comes, one send for each recv; answers pings. */
#include "net.h"
#include "accept-key.h"
#define CHUNK (256 * 1024)
#define HEAD 16384

struct peer {
  int fd, is_open, is_closing;
  char *head; /* of the handshake, until it is whole */
  size_t head_bytes;
  uint8_t header[14], key[4]; /* of the frame that is under way */
  unsigned header_bytes, phase;
  uint64_t left;            /* payload bytes that the frame still lacks */
  uint8_t *unsent;          /* while there are any, nothing more is read from the peer */
  size_t unsent_from, unsent_to;
};

static int epoll;
static uint8_t in[CHUNK], out[CHUNK * 2];

static void drop(struct peer *p) {
  close(p->fd);
  free(p->head);
  free(p->unsent);
  free(p);
}

static int put(struct peer *p, const uint8_t *bytes, size_t n) {
  ssize_t sent = send(p->fd, bytes, n, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return -1;
  if (sent < 0) sent = 0;
  if ((size_t)sent == n) return 0;
  p->unsent_from = 0;
  p->unsent_to = n - sent;
  p->unsent = malloc(p->unsent_to);
  memcpy(p->unsent, bytes + sent, p->unsent_to);
  watch(epoll, EPOLL_CTL_MOD, p->fd, EPOLLOUT, p);
  return 0;
}

static int put_unsent(struct peer *p) {
  ssize_t sent = send(p->fd, p->unsent + p->unsent_from, p->unsent_to - p->unsent_from, MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN ? 0 : -1;
  p->unsent_from += sent;
  if (p->unsent_from < p->unsent_to) return 0;
  free(p->unsent);
  p->unsent = 0;
  watch(epoll, EPOLL_CTL_MOD, p->fd, EPOLLIN, p);
  return p->is_closing ? -1 : 0;
}

/* Takes n bytes of in[]; gives how many bytes of frames came behind the head (then at the start of in[]), or -1. */
static ssize_t handshake(struct peer *p, size_t n) {
  if (!p->head) p->head = malloc(HEAD);
  if (p->head_bytes + n >= HEAD) return -1;
  memcpy(p->head + p->head_bytes, in, n);
  p->head_bytes += n;
  p->head[p->head_bytes] = 0;
  char *end = strstr(p->head, "\r\n\r\n"), *key = strcasestr(p->head, "\r\nsec-websocket-key:");
  if (!end) return 0;
  if (!key) return -1;
  key += strlen("\r\nsec-websocket-key:");
  key += strspn(key, " ");
  char accepted[32], answer[256];
  if (accept_key(key, strcspn(key, "\r "), accepted)) return -1;
  int bytes = snprintf(answer, sizeof answer,
                       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: %s\r\n\r\n",
                       accepted);
  if (put(p, (uint8_t *)answer, bytes)) return -1;
  size_t rest = p->head + p->head_bytes - (end + 4);
  memcpy(in, end + 4, rest);
  free(p->head);
  p->head = 0;
  p->is_open = 1;
  return rest;
}

/* Writes the unmasked header to out once it is whole; a ping becomes its pong. */
static size_t take_header(struct peer *p, uint8_t byte, uint8_t *to) {
  p->header[p->header_bytes++] = byte;
  if (p->header_bytes < 2) return 0;
  unsigned short_length = p->header[1] & 127, is_masked = p->header[1] >> 7;
  unsigned extended = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  if (p->header_bytes < 2 + extended + 4 * is_masked) return 0;
  p->left = short_length;
  if (extended) p->left = 0;
  for (unsigned i = 0; i < extended; i++) p->left = p->left << 8 | p->header[2 + i];
  memset(p->key, 0, 4);
  if (is_masked) memcpy(p->key, p->header + 2 + extended, 4);
  unsigned opcode = p->header[0] & 15;
  if (opcode == 8) p->is_closing = 1;
  p->phase = p->header_bytes = 0;
  to[0] = opcode == 9 ? (p->header[0] & 0xf0) | 10 : p->header[0];
  to[1] = short_length;
  memcpy(to + 2, p->header + 2, extended);
  return 2 + extended;
}

static int echo(struct peer *p, size_t n) {
  size_t written = 0;
  for (size_t i = 0; i < n;) {
    if (!p->left) {
      written += take_header(p, in[i++], out + written);
      continue;
    }
    size_t part = n - i < p->left ? n - i : p->left;
    mask_bytes(out + written, in + i, part, p->key, p->phase);
    p->phase = (p->phase + part) & 3;
    written += part, i += part, p->left -= part;
  }
  if (written && put(p, out, written)) return -1;
  return p->is_closing && !p->left && !p->unsent ? -1 : 0;
}

static int serve(struct peer *p) {
  if (p->unsent) return put_unsent(p);
  ssize_t n = recv(p->fd, in, CHUNK, 0);
  if (n < 0 && errno == EAGAIN) return 0;
  if (n <= 0) return -1;
  if (!p->is_open) n = handshake(p, n);
  if (n < 0) return -1;
  return n ? echo(p, n) : 0;
}

int main(int argc, char **argv) {
  if (argc < 2) fail("usage: echo PORT");
  signal(SIGPIPE, SIG_IGN);
  int listener = listen_on(atoi(argv[1]));
  epoll = epoll_create1(0);
  watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, 0);
  struct epoll_event events[512];
  for (;;) {
    int count = epoll_wait(epoll, events, 512, -1);
    for (int i = 0; i < count; i++) {
      struct peer *p = events[i].data.ptr;
      if (p) {
        if (serve(p)) drop(p);
        continue;
      }
      for (int fd; (fd = accept_from(listener)) >= 0;) {
        p = calloc(1, sizeof *p);
        p->fd = fd;
        watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, p);
      }
    }
  }
}
