/* The schema of market.yaml as C: strict JSON, known members once each, required ones there, bounds and patterns held.
 * Members may come in any order; one that is written with escapes in its name is refused, where a gateway would look
 * closer. Every function takes where to begin and gives where it ended, or NULL. */
#include <stdint.h>
#include <string.h>

typedef const uint8_t *at;

static inline at blanks(at p, at end) {
  while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) p++;
  return p;
}

static inline at sign(at p, at end, uint8_t wanted) {
  p = blanks(p, end);
  return p < end && *p == wanted ? p + 1 : NULL;
}

/* One sequence of UTF-8 outside ASCII (RFC 3629 section 4). */
static at wide(at p, at end) {
  int more = *p >= 0xc2 && *p <= 0xdf ? 1 : *p >> 4 == 14 ? 2 : *p >= 0xf0 && *p <= 0xf4 ? 3 : 0;
  if (!more || end - p <= more) return NULL;
  if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f)) return NULL;
  if ((*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f)) return NULL;
  for (int i = 1; i <= more; i++)
    if (p[i] >> 6 != 2) return NULL;
  return p + more + 1;
}

static at escape(at p, at end) {
  if (p + 1 >= end) return NULL;
  if (p[1] != 'u') return strchr("\"\\/bfnrt", p[1]) && p[1] ? p + 2 : NULL;
  if (end - p < 6) return NULL;
  for (int i = 2; i < 6; i++) {
    uint8_t low = p[i] | 0x20;
    if (!((p[i] >= '0' && p[i] <= '9') || (low >= 'a' && low <= 'f'))) return NULL;
  }
  return p + 6;
}

/* Whether eight bytes are all plain: ASCII, no control sign, no quote, no backslash. */
static inline int are_plain(at p) {
  const uint64_t ones = 0x0101010101010101ull, tops = ones << 7;
  uint64_t v;
  memcpy(&v, p, 8);
  uint64_t quote = v ^ ones * '"', backslash = v ^ ones * '\\';
  return !((v | (v - ones * 0x20) | (quote - ones) | (backslash - ones)) & tops);
}

/* A string of least to most code points; each escape counts as one. */
static at string(at p, at end, size_t least, size_t most) {
  if (!(p = sign(p, end, '"'))) return NULL;
  size_t points = 0;
  for (; p && p < end && *p != '"'; points++) {
    for (; end - p >= 8 && are_plain(p); p += 8) points += 8;
    if (p == end || *p == '"') break;
    if (*p < 0x20) return NULL;
    p = *p == '\\' ? escape(p, end) : *p < 0x80 ? p + 1 : wide(p, end);
  }
  return p && p < end && points >= least && points <= most ? p + 1 : NULL;
}

static inline at digits(at p, at end) {
  at from = p;
  while (p < end && *p >= '0' && *p <= '9') p++;
  return p > from ? p : NULL;
}

/* A number that is not negative and surely finite: 24 signs and an exponent of two digits at most. A whole one has
 * neither fraction nor exponent. */
static at number(at p, at end, int is_whole) {
  p = blanks(p, end);
  at from = p;
  if (!(p = digits(p, end)) || (*from == '0' && p > from + 1)) return NULL;
  if (is_whole) return p - from > 24 || (p < end && (*p == '.' || (*p | 0x20) == 'e')) ? NULL : p;
  if (p < end && *p == '.' && !(p = digits(p + 1, end))) return NULL;
  if (p < end && (*p | 0x20) == 'e') {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    at exponent = p;
    p = digits(p, end);
    if (p && p - exponent > 2) return NULL;
  }
  return p && p - from <= 24 ? p : NULL;
}

/* The text of a constant must come next. */
#define WORD(p, end, wanted) bytes(p, end, wanted, sizeof wanted - 1)
static inline __attribute__((always_inline)) at bytes(at p, at end, const char *wanted, size_t n) {
  return (size_t)(end - p) >= n && !memcmp(p, wanted, n) ? p + n : NULL;
}

/* "^[A-Z]{3,5}-[A-Z]{3,5}$" */
static at pair(at p, at end) {
  if (!(p = sign(p, end, '"'))) return NULL;
  for (int half = 0; half < 2; half++) {
    at from = p;
    while (p < end && *p >= 'A' && *p <= 'Z') p++;
    if (p - from < 3 || p - from > 5 || p == end || *p++ != (half ? '"' : '-')) return NULL;
  }
  return p;
}

struct member {
  const char *name; /* with its quotes */
  size_t name_bytes;
  at (*value)(at p, at end);
  int is_required;
};

static at object(at p, at end, const struct member *members, int count) {
  unsigned seen = 0;
  if (!(p = sign(p, end, '{'))) return NULL;
  for (int next = 0;;) {
    p = blanks(p, end);
    at value = NULL;
    int tried = 0, i = next; /* members mostly come in the order of the schema */
    for (; tried < count && !(value = bytes(p, end, members[i].name, members[i].name_bytes)); tried++) i = (i + 1) % count;
    if (tried == count || seen >> i & 1) return NULL;
    seen |= 1u << i;
    next = (i + 1) % count;
    if (!(p = sign(value, end, ':')) || !(p = members[i].value(p, end))) return NULL;
    p = blanks(p, end);
    if (p == end) return NULL;
    if (*p == '}') break;
    if (*p++ != ',') return NULL;
  }
  for (int i = 0; i < count; i++)
    if (members[i].is_required && !(seen >> i & 1)) return NULL;
  return p + 1;
}

static at name64(at p, at end) { return string(p, end, 1, 64); }
static at name32(at p, at end) { return string(p, end, 0, 32); }
static at tag(at p, at end) { return string(p, end, 0, 16); }
static at note(at p, at end) { return string(p, end, 0, 65536); }
static at whole(at p, at end) { return number(p, end, 1); }
static at amount(at p, at end) { return number(p, end, 0); }
static at truth(at p, at end) {
  at after = WORD(p = blanks(p, end), end, "true");
  return after ? after : WORD(p, end, "false");
}
static at side(at p, at end) {
  at after = WORD(p = blanks(p, end), end, "\"buy\"");
  return after ? after : WORD(p, end, "\"sell\"");
}
static at kind(at p, at end) {
  at after = WORD(p = blanks(p, end), end, "\"tick\"");
  if (!after) after = WORD(p, end, "\"trade\"");
  return after ? after : WORD(p, end, "\"order\"");
}

#define MEMBER(name, value, is_required) {"\"" name "\"", sizeof name + 1, value, is_required}
static at fill(at p, at end) {
  static const struct member members[] = {MEMBER("id", name64, 1), MEMBER("side", side, 1), MEMBER("px", amount, 1),
                                          MEMBER("qty", whole, 1), MEMBER("pair", name32, 1), MEMBER("maker", truth, 1),
                                          MEMBER("at", whole, 1), MEMBER("tag", tag, 1)};
  return object(p, end, members, 8);
}

static at fills(at p, at end) {
  if (!(p = sign(p, end, '['))) return NULL;
  at empty = sign(p, end, ']');
  if (empty) return empty;
  for (int count = 1; count <= 10000; count++) {
    if (!(p = fill(p, end))) return NULL;
    p = blanks(p, end);
    if (p == end) return NULL;
    if (*p == ']') return p + 1;
    if (*p++ != ',') return NULL;
  }
  return NULL;
}

static int is_event(at p, at end) {
  static const struct member members[] = {MEMBER("kind", kind, 1), MEMBER("id", name64, 1), MEMBER("pair", pair, 1),
                                          MEMBER("by", name64, 1), MEMBER("at", whole, 1), MEMBER("seq", whole, 1),
                                          MEMBER("px", amount, 1), MEMBER("note", note, 1), MEMBER("fills", fills, 0)};
  p = object(p, end, members, 9);
  return p && blanks(p, end) == end;
}
