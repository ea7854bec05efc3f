/* blind-relay PORT BACKEND_PORT: knows neither HTTP nor WebSocket. The limit of any relay that is a process. */
#include "relay.h"

static ssize_t passable(struct half *from, const uint8_t *bytes, size_t n) {
  (void)from, (void)bytes;
  return n;
}

int main(int argc, char **argv) {
  if (argc < 3) fail("usage: blind-relay PORT BACKEND_PORT");
  relay(atoi(argv[1]), atoi(argv[2]));
}
