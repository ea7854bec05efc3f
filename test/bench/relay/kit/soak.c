/* soak: many connections, each sending at its own pace; says what was lost, reordered or changed.
 *
 *   -p PORT -u PATH   the subject            -c N        connections       -g NS  between messages of one connection
 *   -f FILE           one message whose first "#" run of 16 is replaced by connection (4 hex) and number (12 hex)
 *   -d SECONDS        measured, then what is under way is waited for        -P pid,pid  processes to measure
 *
 * An answer is compared byte by byte with the message that was sent; its number says what is missing before it.
 */
#include "client.h"
#include "figures.h"
#define CHUNK (256 * 1024)
#define MARK "################"
#define MARK_BYTES 16
#define UNDER_WAY 256 /* messages of one connection whose answer may be outstanding */
#define MAX_MESSAGE 16384

struct conn {
  struct client at;
  unsigned index;
  uint64_t sent, received, due[UNDER_WAY];
  uint8_t *payload;  /* of the answer under way */
  uint8_t *unsent;   /* bytes that the socket did not take */
  size_t unsent_bytes;
};

static struct { int port, connections; uint64_t gap_ns; double seconds; const char *path, *file; } opt =
    {.connections = 2000, .gap_ns = 200000000, .seconds = 600, .path = "/"};
static struct processes measured;
static struct conn *conns;
static int epoll, open_count, opening_count, started_count;
static uint8_t in[CHUNK], message[MAX_MESSAGE];
static size_t message_bytes, mark_at;
static uint64_t sent, received, changed, lost, reordered, late, pings;
static struct histogram latency;

static void read_message(void) {
  FILE *f = fopen(opt.file, "r");
  if (!f) fail("the file of the message cannot be read");
  message_bytes = fread(message, 1, MAX_MESSAGE - 1, f);
  fclose(f);
  if (message_bytes && message[message_bytes - 1] == '\n') message_bytes--;
  message[message_bytes] = 0;
  char *mark = strstr((char *)message, MARK);
  if (!mark) fail("the message has no place for its number");
  mark_at = mark - (char *)message;
}

static void number_message(uint8_t *payload, unsigned index, uint64_t number) {
  char mark[MARK_BYTES + 1];
  snprintf(mark, sizeof mark, "%04x%012llx", index & 0xffff, (unsigned long long)number & 0xffffffffffff);
  memcpy(payload, message, message_bytes);
  memcpy(payload + mark_at, mark, MARK_BYTES);
}

/* Writes a frame or keeps what the socket does not take; frames never mix. */
static void put(struct conn *c, const uint8_t *bytes, size_t n) {
  ssize_t taken = c->unsent_bytes ? 0 : send(c->at.fd, bytes, n, MSG_NOSIGNAL);
  if (taken < 0 && errno != EAGAIN) fail("the subject cut a connection");
  if (taken < 0) taken = 0;
  if ((size_t)taken == n) return;
  c->unsent = realloc(c->unsent, c->unsent_bytes + n - taken);
  memcpy(c->unsent + c->unsent_bytes, bytes + taken, n - taken);
  c->unsent_bytes += n - taken;
  watch(epoll, EPOLL_CTL_MOD, c->at.fd, EPOLLIN | EPOLLOUT, c);
}

static void put_unsent(struct conn *c) {
  ssize_t taken = send(c->at.fd, c->unsent, c->unsent_bytes, MSG_NOSIGNAL);
  if (taken < 0 && errno != EAGAIN) fail("the subject cut a connection");
  if (taken < 0) return;
  c->unsent_bytes -= taken;
  memmove(c->unsent, c->unsent + taken, c->unsent_bytes);
  if (!c->unsent_bytes) watch(epoll, EPOLL_CTL_MOD, c->at.fd, EPOLLIN, c);
}

static void send_frame(struct conn *c, uint8_t first, const uint8_t *payload, size_t n) {
  static uint8_t frame[MAX_MESSAGE + 14];
  uint8_t key[4] = {rand(), rand(), rand(), rand()};
  size_t head = write_header(frame, first, n, key);
  mask_bytes(frame + head, payload, n, key, 0);
  put(c, frame, head + n);
}

static void send_message(struct conn *c, uint64_t due) {
  static uint8_t payload[MAX_MESSAGE];
  if (c->sent - c->received >= UNDER_WAY) {
    late++; /* the subject is so far behind that nothing more is sent: the number is not used */
    return;
  }
  number_message(payload, c->index, c->sent);
  c->due[c->sent++ % UNDER_WAY] = due;
  sent++;
  send_frame(c, 0x81, payload, message_bytes);
}

/* The number that an answer carries is compared with the one that is next. */
static void take_message(struct conn *c, size_t n, uint64_t now) {
  static uint8_t expected[MAX_MESSAGE];
  received++;
  number_message(expected, c->index, c->received);
  if (n == message_bytes && !memcmp(c->payload, expected, n)) {
    record(&latency, now - c->due[c->received++ % UNDER_WAY]);
    return;
  }
  char digits[13] = {0};
  if (n == message_bytes) memcpy(digits, c->payload + mark_at + 4, 12);
  uint64_t number = strtoull(digits, 0, 16);
  number_message(expected, c->index, number);
  if (n != message_bytes || memcmp(c->payload, expected, n) || number >= c->sent) {
    changed++;
  } else if (number < c->received) {
    reordered++;
    lost--; /* it was counted as lost when a later one came */
  } else {
    lost += number - c->received;
    c->received = number + 1;
  }
}

static void take_frame(struct conn *c, uint64_t now) {
  size_t n = c->at.offset;
  if (c->at.header[0] == 0x81) return take_message(c, n, now);
  if (c->at.header[0] != 0x89) fail("the subject sent a frame that is neither a text nor a ping");
  pings++;
  send_frame(c, 0x8a, c->payload, n);
}

static void take(struct conn *c, size_t n, uint64_t now) {
  for (size_t i = 0; i < n;) {
    if (!c->at.left) {
      if (!take_header(&c->at, in[i++])) continue;
      if (c->at.left > MAX_MESSAGE) fail("the subject sent a longer message than any that it got");
      if (!c->at.left) take_frame(c, now);
      continue;
    }
    size_t part = n - i < c->at.left ? n - i : c->at.left;
    memcpy(c->payload + c->at.offset, in + i, part);
    c->at.offset += part, c->at.left -= part, i += part;
    if (!c->at.left) take_frame(c, now);
  }
}

static void open_conn(struct conn *c) {
  c->index = started_count++;
  opening_count++;
  c->payload = malloc(MAX_MESSAGE);
  c->at = (struct client){.fd = connect_to(opt.port), .state = CONNECTING};
  watch(epoll, EPOLL_CTL_ADD, c->at.fd, EPOLLOUT, c);
}

static void serve(struct conn *c, uint32_t events) {
  if (c->at.state == CONNECTING) {
    if ((events & (EPOLLERR | EPOLLHUP)) || ask_for_upgrade(&c->at, opt.path, opt.port)) fail("the subject cannot be connected to");
    watch(epoll, EPOLL_CTL_MOD, c->at.fd, EPOLLIN, c);
    return;
  }
  if (c->unsent_bytes && (events & EPOLLOUT)) put_unsent(c);
  if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  ssize_t n = recv(c->at.fd, in, CHUNK, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) fail("the subject cut a connection");
  if (c->at.state == OPEN) return take(c, n, now_ns());
  if (take_answer(&c->at, in, n)) opening_count--, open_count++;
}

static void turn(uint64_t wait_ns) {
  struct epoll_event events[1024];
  struct timespec wait = {0, wait_ns < 2000000 ? wait_ns : 2000000};
  int count = epoll_pwait2(epoll, events, 1024, &wait, 0);
  for (int i = 0; i < count; i++) serve(events[i].data.ptr, events[i].events);
}

/* Messages of the connections are due evenly spread, in the order of the connections. */
static void run(uint64_t began) {
  double gap = (double)opt.gap_ns / opt.connections;
  uint64_t number = 0, end = began + opt.seconds * 1e9, now;
  while ((now = now_ns()) < end) {
    uint64_t due;
    for (; (due = began + number * gap) <= now; number++) send_message(&conns[number % opt.connections], due);
    turn(due > now ? due - now : 0);
  }
}

/* Waits for all answers, until none has come for five seconds. */
static void wait_for_rest(void) {
  uint64_t last = now_ns(), before = received;
  while (received < sent && now_ns() - last < 5000000000ull) {
    turn(2000000);
    if (received > before) last = now_ns(), before = received;
  }
}

int main(int argc, char **argv) {
  for (int o; (o = getopt(argc, argv, "p:u:c:g:f:d:P:")) > 0;) switch (o) {
      case 'p': opt.port = atoi(optarg); break;
      case 'u': opt.path = optarg; break;
      case 'c': opt.connections = atoi(optarg); break;
      case 'g': opt.gap_ns = strtoull(optarg, 0, 10); break;
      case 'f': opt.file = optarg; break;
      case 'd': opt.seconds = atof(optarg); break;
      case 'P': parse_pids(&measured, optarg); break;
      default: return 1;
    }
  signal(SIGPIPE, SIG_IGN);
  epoll = epoll_create1(0);
  read_message();
  conns = calloc(opt.connections, sizeof *conns);
  while (open_count < opt.connections) {
    while (started_count < opt.connections && opening_count < 256) open_conn(&conns[started_count]);
    turn(2000000);
  }
  uint64_t began = now_ns(), cpu = total_cpu_ns(&measured);
  long memory = total_pss_kib(&measured);
  run(began);
  wait_for_rest();
  for (int i = 0; i < opt.connections; i++) lost += conns[i].sent - conns[i].received;
  printf("{\"sent\":%llu,\"received\":%llu,\"lost\":%lld,\"reordered\":%llu,\"changed\":%llu,\"notSent\":%llu,\"pings\":%llu,",
         (unsigned long long)sent, (unsigned long long)received, (long long)lost, (unsigned long long)reordered,
         (unsigned long long)changed, (unsigned long long)late, (unsigned long long)pings);
  printf("\"cpuUs\":%.1f,\"memoryKib\":{\"before\":%ld,\"after\":%ld},", (total_cpu_ns(&measured) - cpu) / 1e3, memory,
         total_pss_kib(&measured));
  print_latency(&latency);
  printf("}\n");
}
