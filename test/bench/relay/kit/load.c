/* load: one thread that loads a relay and measures it; prints one line of JSON. Echoed bytes are compared.
 *
 *   -p PORT -u PATH     the subject        -c N  connections          -P pid,pid  processes to measure
 *   -m echo             -f FILE: messages, one a line; -w N: messages under way a connection,
 *                       or -r N: messages a second over all, latency counted from when each was due
 *   -m idle             memory before and after the connections are opened and held for -d seconds
 *   -m handshake        connections opened and cut, at most -c at a time
 *   -d SECONDS          measured, after -W SECONDS of warm-up
 */
#include "client.h"
#include "figures.h"
#define CHUNK (512 * 1024)
#define MAX_FRAMES 64
#define RATE_WINDOW 4096

struct conn {
  struct client at;
  uint64_t unsent;        /* bytes of frames that are due and not yet written */
  size_t position;        /* in the ring of frames */
  uint32_t sent, received; /* frames */
  uint64_t *due;          /* when, by frame number modulo the window */
  int waits_to_write;
};

static struct { int port, connections, window, is_idle, is_handshake; double rate, seconds, warmup; const char *path, *messages; } opt =
    {.connections = 1, .window = 1, .seconds = 1, .warmup = .3, .path = "/"};
static struct processes measured;
static struct conn *conns;
static int epoll, open_count, opening_count, started_count, is_measuring;
static uint8_t in[CHUNK];
static uint64_t all_answers, answers, differing, faults;
static struct histogram latency;

/* All frames, masked once, in a ring that is sent over and over. */
static uint8_t *ring, *payload[MAX_FRAMES];
static size_t ring_bytes, frame_start[MAX_FRAMES + 1], payload_bytes[MAX_FRAMES];
static unsigned frames;

static void read_messages(void) {
  FILE *f = fopen(opt.messages, "r");
  if (!f) fail("the file of messages cannot be read");
  char *line = 0;
  size_t room = 0;
  for (ssize_t n; frames < MAX_FRAMES && (n = getline(&line, &room, f)) > 1;) {
    payload_bytes[frames] = n - (line[n - 1] == '\n');
    payload[frames++] = (uint8_t *)line;
    line = 0;
  }
  fclose(f);
  if (!frames) fail("the file of messages is empty");
}

static void make_ring(void) {
  unsigned different = frames;
  while (frames * 2 <= MAX_FRAMES) frames *= 2; /* so that one write can hold a whole window */
  size_t room = 0;
  for (unsigned i = 0; i < frames; i++) {
    payload[i] = payload[i % different];
    payload_bytes[i] = payload_bytes[i % different];
    room += payload_bytes[i] + 14;
  }
  ring = malloc(room);
  srand(42);
  for (unsigned i = 0; i < frames; i++) {
    uint8_t key[4];
    for (int k = 0; k < 4; k++) key[k] = 1 + rand() % 255;
    frame_start[i] = ring_bytes;
    ring_bytes += write_header(ring + ring_bytes, 0x81, payload_bytes[i], key);
    mask_bytes(ring + ring_bytes, payload[i], payload_bytes[i], key, 0);
    ring_bytes += payload_bytes[i];
  }
  frame_start[frames] = ring_bytes;
}

static int is_closed_loop(void) { return !opt.is_idle && !opt.is_handshake && !(opt.rate > 0); }

static unsigned window(void) { return opt.rate > 0 ? RATE_WINDOW : opt.window; }

static void put(struct conn *c) {
  while (c->unsent) {
    size_t first = ring_bytes - c->position, second = 0;
    if (first > c->unsent) first = c->unsent;
    else second = c->unsent - first < ring_bytes ? c->unsent - first : ring_bytes;
    struct iovec parts[2] = {{ring + c->position, first}, {ring, second}};
    struct msghdr both = {.msg_iov = parts, .msg_iovlen = second ? 2 : 1};
    ssize_t sent = sendmsg(c->at.fd, &both, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) fail("the subject cut a connection");
    if (sent < 0) {
      if (!c->waits_to_write) watch(epoll, EPOLL_CTL_MOD, c->at.fd, EPOLLIN | EPOLLOUT, c);
      c->waits_to_write = 1;
      return;
    }
    c->unsent -= sent;
    c->position = (c->position + sent) % ring_bytes;
  }
  if (c->waits_to_write) watch(epoll, EPOLL_CTL_MOD, c->at.fd, EPOLLIN, c);
  c->waits_to_write = 0;
}

static void send_frames(struct conn *c, unsigned count, uint64_t due) {
  for (unsigned i = 0; i < count; i++) {
    unsigned frame = c->sent % frames;
    c->unsent += frame_start[frame + 1] - frame_start[frame];
    c->due[c->sent++ % window()] = due;
  }
  put(c);
}

static void take_payload(struct conn *c, const uint8_t *bytes, size_t n) {
  unsigned frame = c->received % frames;
  if (c->at.offset + n > payload_bytes[frame] || memcmp(bytes, payload[frame] + c->at.offset, n)) differing++;
  c->at.offset += n;
  c->at.left -= n;
}

/* Gives how many messages became whole. */
static unsigned take_frames(struct conn *c, const uint8_t *bytes, size_t n, uint64_t now) {
  unsigned count = 0;
  for (size_t i = 0; i < n;) {
    if (c->at.left) {
      size_t part = n - i < c->at.left ? n - i : c->at.left;
      take_payload(c, bytes + i, part);
      i += part;
      if (c->at.left) break;
    } else {
      if (!take_header(&c->at, bytes[i++])) continue;
      if (c->at.header[0] != 0x81) fail("the subject sent a frame that is no whole text message");
      if (c->at.left != payload_bytes[c->received % frames]) differing++;
      if (c->at.left) continue;
    }
    if (is_measuring) record(&latency, now - c->due[c->received % window()]), answers++;
    c->received++;
    all_answers++;
    count++;
  }
  return count;
}

static void open_conn(struct conn *c) {
  c->at = (struct client){.fd = connect_to(opt.port), .state = CONNECTING};
  c->due[0] = now_ns();
  watch(epoll, EPOLL_CTL_ADD, c->at.fd, EPOLLOUT, c);
  started_count++;
  opening_count++;
}

/* A handshake is measured when the 101 is there; the connection is then reset, which leaves no TIME_WAIT. */
static void opened(struct conn *c) {
  opening_count--;
  if (!opt.is_handshake) {
    open_count++;
    return;
  }
  if (is_measuring) record(&latency, now_ns() - c->due[0]), answers++;
  struct linger reset = {1, 0};
  setsockopt(c->at.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(c->at.fd);
  open_conn(c);
}

static void serve(struct conn *c, uint32_t events) {
  if (c->at.state == CONNECTING) {
    if ((events & (EPOLLERR | EPOLLHUP)) || ask_for_upgrade(&c->at, opt.path, opt.port)) fail("the subject cannot be connected to");
    watch(epoll, EPOLL_CTL_MOD, c->at.fd, EPOLLIN, c);
    return;
  }
  if (c->waits_to_write && (events & EPOLLOUT)) put(c);
  if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  ssize_t n = recv(c->at.fd, in, CHUNK, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) fail("the subject cut a connection");
  if (c->at.state == UPGRADING) {
    if (take_answer(&c->at, in, n)) opened(c);
    return;
  }
  uint64_t now = now_ns();
  unsigned count = take_frames(c, in, n, now);
  if (count && !(opt.rate > 0)) send_frames(c, count, now);
}

/* Sends what is due at the fixed rate; gives the nanoseconds until the next message is. */
static uint64_t send_due(uint64_t began) {
  static uint64_t number;
  double gap = 1e9 / opt.rate;
  for (uint64_t due, now = now_ns(); (due = began + number * gap) <= now; number++) {
    struct conn *c = &conns[number % opt.connections];
    if (c->sent - c->received < RATE_WINDOW) send_frames(c, 1, due);
    else faults++;
  }
  uint64_t next = began + number * gap, now = now_ns();
  return next > now ? next - now : 0;
}

static void parse_options(int argc, char **argv) {
  for (int o; (o = getopt(argc, argv, "p:u:c:w:r:f:d:W:P:m:")) > 0;) switch (o) {
      case 'p': opt.port = atoi(optarg); break;
      case 'u': opt.path = optarg; break;
      case 'c': opt.connections = atoi(optarg); break;
      case 'w': opt.window = atoi(optarg); break;
      case 'r': opt.rate = atof(optarg); break;
      case 'f': opt.messages = optarg; break;
      case 'd': opt.seconds = atof(optarg); break;
      case 'W': opt.warmup = atof(optarg); break;
      case 'P': parse_pids(&measured, optarg); break;
      case 'm': opt.is_idle = !strcmp(optarg, "idle"), opt.is_handshake = !strcmp(optarg, "handshake"); break;
      default: exit(1);
    }
}

static void turn(uint64_t wait_ns) {
  struct epoll_event events[1024];
  struct timespec wait = {0, wait_ns < 2000000 ? wait_ns : 2000000};
  int count = epoll_pwait2(epoll, events, 1024, &wait, 0);
  for (int i = 0; i < count; i++) serve(events[i].data.ptr, events[i].events);
}

static void open_all(void) {
  uint64_t began = now_ns();
  int at_once = opt.is_handshake ? opt.connections : 256;
  while (open_count < opt.connections) {
    while (started_count < opt.connections && opening_count < at_once) open_conn(&conns[started_count]);
    if (opt.is_handshake && started_count == opt.connections) return;
    turn(2000000);
    if (now_ns() - began > 60e9) fail("the connections were not open after a minute");
  }
}

/* Runs for so long, and on (8 s at most) until as many answers came as are under way at a time: a slow subject takes
 * in all that is sent before it answers, and less than one turn over of that says nothing. */
static void run_for(double seconds, uint64_t began) {
  uint64_t end = now_ns() + seconds * 1e9, most = end + 8000000000ull, now;
  uint64_t enough = is_closed_loop() ? all_answers + (uint64_t)opt.connections * opt.window : 0;
  while ((now = now_ns()) < end || (all_answers < enough && now < most)) turn(opt.rate > 0 ? send_due(began) : 2000000);
}

int main(int argc, char **argv) {
  parse_options(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  epoll = epoll_create1(0);
  if (!opt.is_idle && !opt.is_handshake) read_messages(), make_ring();
  conns = calloc(opt.connections, sizeof *conns);
  for (int i = 0; i < opt.connections; i++) conns[i].due = malloc(window() * sizeof(uint64_t));

  long memory = total_pss_kib(&measured);
  open_all();
  uint64_t began = now_ns();
  for (int i = 0; is_closed_loop() && i < opt.connections; i++) send_frames(&conns[i], opt.window, began);
  run_for(opt.warmup, began);

  is_measuring = 1;
  uint64_t from = now_ns(), cpu = total_cpu_ns(&measured), own_cpu = cpu_ns(getpid());
  run_for(opt.seconds, began);
  double seconds = (now_ns() - from) / 1e9;
  cpu = total_cpu_ns(&measured) - cpu;
  own_cpu = cpu_ns(getpid()) - own_cpu;

  printf("{\"count\":%llu,\"seconds\":%.4f,\"differing\":%llu,\"faults\":%llu,\"cpuUs\":%.1f,\"ownCpuUs\":%.1f,",
         (unsigned long long)answers, seconds, (unsigned long long)differing, (unsigned long long)faults, cpu / 1e3, own_cpu / 1e3);
  printf("\"memoryKib\":{\"before\":%ld,\"after\":%ld},", memory, total_pss_kib(&measured));
  print_latency(&latency);
  printf("}\n");
}
