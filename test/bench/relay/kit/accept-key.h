/* Sec-WebSocket-Accept of a Sec-WebSocket-Key: SHA-1 and base64 (RFC 6455 section 4.2.2). */
#ifndef ACCEPT_KEY_H
#define ACCEPT_KEY_H
#include <stdint.h>
#include <string.h>

static inline uint32_t rotate(uint32_t v, int by) { return v << by | v >> (32 - by); }

static void sha1_block(uint32_t h[5], const uint8_t *block) {
  uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  for (int i = 0; i < 80; i++) {
    uint32_t f, k;
    if (i < 20) f = (b & c) | (~b & d), k = 0x5A827999;
    else if (i < 40) f = b ^ c ^ d, k = 0x6ED9EBA1;
    else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
    else f = b ^ c ^ d, k = 0xCA62C1D6;
    uint32_t t = rotate(a, 5) + f + e + k + w[i];
    e = d, d = c, c = rotate(b, 30), b = a, a = t;
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
}

static void base64(const uint8_t *from, int n, char *to) {
  static const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0; i < n; i += 3) {
    uint32_t v = from[i] << 16 | (i + 1 < n ? from[i + 1] << 8 : 0) | (i + 2 < n ? from[i + 2] : 0);
    *to++ = digits[v >> 18 & 63];
    *to++ = digits[v >> 12 & 63];
    *to++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
    *to++ = i + 2 < n ? digits[v & 63] : '=';
  }
  *to = 0;
}

/* accepted: room for 29 bytes. A key of another length than 24 is refused with -1. */
static int accept_key(const char *key, size_t key_bytes, char *accepted) {
  if (key_bytes != 24) return -1;
  uint8_t block[128] = {0}, digest[20];
  memcpy(block, key, 24);
  memcpy(block + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  block[60] = 0x80;
  block[126] = 480 >> 8;
  block[127] = 480 & 255;
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  sha1_block(h, block);
  sha1_block(h, block + 64);
  for (int i = 0; i < 20; i++) digest[i] = h[i / 4] >> (24 - 8 * (i % 4));
  base64(digest, 20, accepted);
  return 0;
}
#endif
