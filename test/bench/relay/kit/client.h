/* A WebSocket client's connection: the handshake and the frames that come back. */
#ifndef CLIENT_H
#define CLIENT_H
#include "net.h"
enum { CONNECTING, UPGRADING, OPEN };

struct client {
  int fd, state;
  unsigned head_bytes;
  char head[1024];
  uint8_t header[10];
  unsigned header_bytes;
  uint64_t left, offset; /* of the payload under way: bytes it lacks, bytes that came */
};

/* The key of RFC 6455 section 1.3 and what must come back. */
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPTED "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static int ask_for_upgrade(struct client *c, const char *path, int port) {
  char head[1024];
  int n = snprintf(head, sizeof head,
                   "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Key: " KEY "\r\nSec-WebSocket-Version: 13\r\n\r\n",
                   path, port);
  c->state = UPGRADING;
  return send(c->fd, head, n, MSG_NOSIGNAL) == n ? 0 : -1;
}

/* Takes bytes of the answer; 1 when it is a good 101. No peer here sends a frame right behind it. */
static int take_answer(struct client *c, const uint8_t *bytes, size_t n) {
  if (c->head_bytes + n >= sizeof c->head) fail("the subject's answer is longer than 1,023 bytes");
  memcpy(c->head + c->head_bytes, bytes, n);
  c->head_bytes += n;
  c->head[c->head_bytes] = 0;
  char *end = strstr(c->head, "\r\n\r\n");
  if (!end) return 0;
  if (strncmp(c->head, "HTTP/1.1 101", 12) || !strstr(c->head, ACCEPTED)) {
    fprintf(stderr, "the subject refused: %.60s\n", c->head);
    exit(1);
  }
  if (end[4]) fail("the subject sent bytes behind its 101");
  c->state = OPEN;
  return 1;
}

/* Takes one byte of a server's frame header; 1 when the header is whole. */
static int take_header(struct client *c, uint8_t byte) {
  c->header[c->header_bytes++] = byte;
  if (c->header_bytes < 2) return 0;
  unsigned short_length = c->header[1], extended = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  if (short_length & 0x80) fail("the subject sent a masked frame");
  if (c->header_bytes < 2 + extended) return 0;
  c->left = extended ? 0 : short_length;
  for (unsigned i = 0; i < extended; i++) c->left = c->left << 8 | c->header[2 + i];
  c->offset = c->header_bytes = 0;
  return 1;
}
#endif
