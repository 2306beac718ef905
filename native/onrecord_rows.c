/* Telegram Desktop's plain messages, from JSON to columns without an object a value.
 *
 * Optional: formats/_telegram_rows.py makes the same of them without it. Only records
 * whose every byte is understood here become columns; any other one is *left*: its range
 * is given back and Python reads it as it always did. So nothing here has to be lenient,
 * and the result is the same with and without (tests/formats/test_quick.py).
 *
 * Every read is bounded by `end`; numbers are bounded before they are computed with.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef const uint8_t *At;

typedef struct {
    uint8_t *data;
    size_t at, room;
} Buffer;

static int room(Buffer *b, size_t more) {
    if (b->room - b->at >= more) return 0;
    size_t want = (b->at + more) * 2 + 256;
    uint8_t *data = realloc(b->data, want);
    if (!data) return -1;
    b->data = data;
    b->room = want;
    return 0;
}

static int put(Buffer *b, const void *from, size_t size) {
    if (room(b, size)) return -1;
    if (size) memcpy(b->data + b->at, from, size);
    b->at += size;
    return 0;
}

/* A string as it stands in the document: between its quotes, checked, not yet unescaped. */
typedef struct {
    At at;
    size_t size;
    int escaped, state;
} Text;
enum { ABSENT, HERE, EMPTY };  /* EMPTY is null */

/* Columns of strings: 32-bit offsets, bytes, one validity bit a row. */
typedef struct {
    Buffer offsets, data, valid;
    int64_t count, nulls;
} Words;

static int add_valid(Buffer *valid, int64_t row, int yes) {
    if (!(row & 7)) {
        uint8_t none = 0;
        if (put(valid, &none, 1)) return -1;
    }
    if (yes) valid->data[row >> 3] |= (uint8_t)(1 << (row & 7));
    return 0;
}

static int end_word(Words *w, int yes) {
    int32_t end = (int32_t)w->data.at;
    if (w->data.at > INT32_MAX || add_valid(&w->valid, w->count, yes)) return -1;
    w->count++;
    w->nulls += !yes;
    return put(&w->offsets, &end, sizeof end);
}

static uint32_t hex4(At p) {
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t c = p[i];
        uint32_t d = c >= '0' && c <= '9'                   ? (uint32_t)(c - '0')
                     : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                          : 0x10000;
        if (d > 15) return 0x10000;
        v = v << 4 | d;
    }
    return v;
}

/* After the `u` of an escape: the code point, how many bytes it took in `used`; or a
 * number beyond Unicode where there is no character (a lone surrogate is none). */
static uint32_t escape(At p, At end, size_t *used) {
    const uint32_t none = 0x110000;
    if (end - p < 4) return none;
    uint32_t v = hex4(p);
    *used = 4;
    if (v < 0xd800 || (v > 0xdfff && v < 0x10000)) return v;
    if (v > 0xdbff || end - p < 10 || p[4] != '\\' || p[5] != 'u') return none;
    uint32_t low = hex4(p + 6);
    *used = 10;
    if (low < 0xdc00 || low > 0xdfff) return none;
    return 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
}

/* How many bytes one character takes that is not ASCII; 0 if it is not UTF-8. */
static size_t wide(At p, At end) {
    uint8_t c = p[0];
    size_t left = (size_t)(end - p);
    if (c >= 0xc2 && c <= 0xdf) return left > 1 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
    if (c >= 0xe0 && c <= 0xef) {
        if (left < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return 0;
        if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f)) return 0;
        return 3;
    }
    if (c < 0xf0 || c > 0xf4 || left < 4) return 0;
    if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80) return 0;
    if ((c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f)) return 0;
    return 4;
}

/* What a byte is inside a string: 0 plain ASCII, 1 begins a wider character, 2 the rest. */
static uint8_t inside[256];

/* A string from its opening quote; where the next byte is, or NULL. */
static At string(At p, At end, Text *t) {
    if (p >= end || *p != '"') return NULL;
    t->at = ++p;
    t->escaped = 0;
    while (p < end) {
        while (p < end && !inside[*p]) p++;
        if (p >= end) return NULL;
        uint8_t c = *p;
        if (c >= 0x80) {
            size_t size = wide(p, end);
            if (!size) return NULL;
            p += size;
        } else if (c == '"') {
            t->size = (size_t)(p - t->at);
            t->state = HERE;
            return p + 1;
        } else if (c == '\\' && end - p > 1) {
            t->escaped = 1;
            if (p[1] == 'u') {
                size_t used = 0;
                if (escape(p + 2, end, &used) > 0x10ffff) return NULL;
                p += 2 + used;
            } else if (memchr("\"\\/bfnrt", p[1], 8)) {
                p += 2;
            } else {
                return NULL;
            }
        } else {
            return NULL;
        }
    }
    return NULL;
}

/* Appends a checked string as what it means; what is appended is never longer. */
static int plain(Buffer *b, const Text *t) {
    if (!t->escaped) return put(b, t->at, t->size);
    if (room(b, t->size)) return -1;
    At p = t->at, end = p + t->size;
    uint8_t *to = b->data + b->at;
    while (p < end) {
        if (*p != '\\') {
            *to++ = *p++;
            continue;
        }
        uint8_t c = p[1];
        p += 2;
        if (c != 'u') {
            *to++ = c == 'b' ? 8 : c == 'f' ? 12 : c == 'n' ? 10 : c == 'r' ? 13 : c == 't' ? 9 : c;
            continue;
        }
        size_t used = 0;
        uint32_t v = escape(p, end, &used);
        p += used;
        if (v < 0x80) {
            *to++ = (uint8_t)v;
        } else if (v < 0x800) {
            *to++ = (uint8_t)(0xc0 | v >> 6);
            *to++ = (uint8_t)(0x80 | (v & 63));
        } else if (v < 0x10000) {
            *to++ = (uint8_t)(0xe0 | v >> 12);
            *to++ = (uint8_t)(0x80 | (v >> 6 & 63));
            *to++ = (uint8_t)(0x80 | (v & 63));
        } else {
            *to++ = (uint8_t)(0xf0 | v >> 18);
            *to++ = (uint8_t)(0x80 | (v >> 12 & 63));
            *to++ = (uint8_t)(0x80 | (v >> 6 & 63));
            *to++ = (uint8_t)(0x80 | (v & 63));
        }
    }
    b->at = (size_t)(to - b->data);
    return 0;
}

static int add_word(Words *w, const Text *t) {
    if (t->state != HERE) return end_word(w, 0);
    return plain(&w->data, t) || end_word(w, 1) ? -1 : 0;
}

static At space(At p, At end) {
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')) p++;
    return p;
}

/* A whole number, as it stands; NULL for one that JSON or we do not allow. Of one longer
 * than 18 digits the rest stays, where no digit can follow. */
static At number(At p, At end, Text *t, int64_t *value) {
    At from = p;
    int minus = p < end && *p == '-';
    p += minus;
    At first = p;
    int64_t v = 0;
    while (p < end && *p >= '0' && *p <= '9' && p - first < 18) v = v * 10 + (*p++ - '0');
    if (p == first || (*first == '0' && (p - first > 1 || minus))) return NULL;
    *t = (Text){from, (size_t)(p - from), 0, HERE};
    *value = minus ? -v : v;
    return p;
}

static At null(At p, At end, Text *t) {
    if (end - p < 4 || memcmp(p, "null", 4)) return NULL;
    t->state = EMPTY;
    return p + 4;
}

static int two(At p) {
    return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ? (p[0] - '0') * 10 + p[1] - '0'
                                                                   : -1000;
}

/* Seconds since 1970 of a wall clock written as 2026-03-02T08:03:11; -1 if it is not. */
static int64_t clock_of(const Text *t) {
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    At p = t->at;
    if (t->size != 19 || p[4] != '-' || p[7] != '-' || p[10] != 'T' || p[13] != ':' || p[16] != ':')
        return -1;
    int year = two(p) * 100 + two(p + 2), month = two(p + 5), day = two(p + 8);
    int hour = two(p + 11), minute = two(p + 14), second = two(p + 17);
    if (year < 1971 || year > 2199 || month < 1 || month > 12 || day < 1) return -1;
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > DAYS[month - 1] + (leap && month == 2)) return -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
    int64_t days = 365 * (int64_t)(year - 1970) + (year - 1969) / 4 - (year - 1901) / 100 +
                   (year - 1601) / 400 + day - 1;
    for (int m = 0; m < month - 1; m++) days += DAYS[m] + (leap && m == 1);
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

/* Seconds written as a string of digits; -1 if it is not that. */
static int64_t stamp_of(const Text *t) {
    int64_t v = 0;
    if (!t->size || t->size > 10 || (t->at[0] == '0' && t->size > 1)) return -1;
    for (size_t i = 0; i < t->size; i++) {
        if (t->at[i] < '0' || t->at[i] > '9') return -1;
        v = v * 10 + (t->at[i] - '0');
    }
    return v;
}

/* A formatted run of a text, in code points. */
typedef struct {
    Text kind, text, href, user, document, language;
    int64_t number;
} Piece;

#define KEY(word) (key.size == sizeof(word) - 1 && !memcmp(key.at, word, sizeof(word) - 1))

/* An object of strings; NULL if it holds anything that is not listed here, or twice. */
static At piece(At p, At end, Piece *made, const Text *whole) {
    memset(made, 0, sizeof *made);
    if (p >= end || *p != '{') return NULL;
    for (p++;;) {
        Text key;
        p = string(space(p, end), end, &key);
        if (!p || key.escaped) return NULL;
        p = space(p, end);
        if (p >= end || *p != ':') return NULL;
        p = space(p + 1, end);
        Text *to = KEY("type")          ? &made->kind
                   : KEY("text")        ? &made->text
                   : KEY("href")        ? &made->href
                   : KEY("user_id")     ? &made->user
                   : KEY("document_id") ? &made->document
                   : KEY("language")    ? &made->language
                                        : NULL;
        if (!to || to->state) return NULL;
        if (to == &made->user) {
            p = number(p, end, to, &made->number);
        } else if (to == &made->text && whole->state == HERE &&
                   (size_t)(end - p) > whole->size + 1 && *p == '"' && p[whole->size + 1] == '"' &&
                   !memcmp(p + 1, whole->at, whole->size)) {
            *to = *whole;  /* the same bytes as the text itself, which were looked at */
            p += whole->size + 2;
        } else {
            p = string(p, end, to);
        }
        if (!p) return NULL;
        p = space(p, end);
        if (p >= end || (*p != ',' && *p != '}')) return NULL;
        if (*p++ == '}') return made->kind.state && made->text.state ? p : NULL;
    }
}

typedef struct {
    Buffer data;
    int64_t count, nulls;
    Buffer valid;
} Longs;

enum { ID, SENDER, SENDER_ID, DATE, TEXT, REPLY, PEER, NAME, ORIGIN, BOT, AUTHOR, EDITED, WORDS };

typedef struct {
    Words words[WORDS];
    Longs wall, instant, edited;
    Buffer forwarded, starts, lengths, left;  /* `left`: position, start, length of each */
    int64_t base;
    int64_t count;   /* rows that became columns */
    Buffer runs_to, given_to, runs_valid, given_valid;  /* offsets of the lists */
    int64_t no_runs, no_given;
    Words run_kind, run_value, emoji;
    Buffer run_start, run_length, counts;
    Buffer pictures_to, pictures_valid;
    int64_t no_pictures;
    Words picture;
    Longs bytes, width, height;
    Buffer shown, said;  /* of the record at hand: its text, and that of text_entities */
    At between;
    size_t between_size;
    int several, failed;
} Rows;

static int add_long(Longs *l, int64_t value, int yes) {
    if (add_valid(&l->valid, l->count, yes)) return -1;
    l->count++;
    l->nulls += !yes;
    return put(&l->data, &value, sizeof value);
}

static int32_t points(const uint8_t *p, size_t size) {
    int32_t n = 0;
    for (size_t i = 0; i < size; i++) n += (p[i] & 0xc0) != 0x80;
    return n;
}

/* One run more of the record at hand. The columns of lists are cut back if it is left. */
static int add_run(Rows *r, const Piece *m, int32_t start, int32_t length) {
    Text value = {0};
    if (m->href.state) value = m->href;
    else if (m->user.state) value = m->user;
    else if (m->document.state) value = m->document;
    else if (m->language.state && m->language.size) value = m->language;
    return add_word(&r->run_kind, &m->kind) || add_word(&r->run_value, &value) ||
                   put(&r->run_start, &start, 4) || put(&r->run_length, &length, 4)
               ? -1
               : 0;
}

/* `text` as a list of strings and pieces. */
static At pieces(Rows *r, At p, At end) {
    int32_t at = 0;
    static const Text nothing = {0};
    for (p = space(p + 1, end); p < end && *p != ']';) {
        size_t before = r->shown.at;
        Piece made = {0};
        if (*p == '"') {
            p = string(p, end, &made.text);
        } else {
            p = piece(p, end, &made, &nothing);
        }
        if (!p) return NULL;
        if (plain(&r->shown, &made.text)) return r->failed = 1, NULL;
        int32_t size = points(r->shown.data + before, r->shown.at - before);
        if (made.kind.state &&
            !(made.kind.size == 5 && !memcmp(made.kind.at, "plain", 5)) &&
            add_run(r, &made, at, size))
            return r->failed = 1, NULL;
        at += size;
        p = space(p, end);
        if (p >= end || (*p != ',' && *p != ']')) return NULL;
        if (*p == ',') {
            r->several = 1;
            p = space(p + 1, end);
            if (p >= end || *p == ']') return NULL;
        }
    }
    return p < end ? p + 1 : NULL;
}

/* `text_entities`: its texts, joined, stay in `said`; `same` if one is all and is the text. */
static At entities(Rows *r, At p, At end, const Text *whole, int *same) {
    *same = 0;
    if (p >= end || *p != '[') return NULL;
    int n = 0;
    for (p = space(p + 1, end); p < end && *p != ']'; n++) {
        Piece made;
        p = piece(p, end, &made, whole);
        if (!p) return NULL;
        *same = n == 0 && made.text.at == whole->at && whole->state == HERE;
        if (!*same && plain(&r->said, &made.text)) return r->failed = 1, NULL;
        p = space(p, end);
        if (p >= end || (*p != ',' && *p != ']')) return NULL;
        if (*p == ',') {
            if (*same && plain(&r->said, &made.text)) return r->failed = 1, NULL;
            *same = 0;
            r->several = 1;
            p = space(p + 1, end);
            if (p >= end || *p == ']') return NULL;
        }
    }
    return p < end ? p + 1 : NULL;
}

/* `reactions` of emoji or custom ones, without who gave them. */
static At reactions(Rows *r, At p, At end, int *any) {
    if (p >= end || *p != '[') return NULL;
    for (p = space(p + 1, end); p < end && *p != ']';) {
        Text kind = {0}, count = {0}, emoji = {0}, document = {0};
        int64_t times = 0;
        if (*p != '{') return NULL;
        for (p++;;) {
            Text key;
            p = string(space(p, end), end, &key);
            if (!p || key.escaped) return NULL;
            p = space(p, end);
            if (p >= end || *p != ':') return NULL;
            p = space(p + 1, end);
            Text *to = KEY("type")          ? &kind
                       : KEY("count")       ? &count
                       : KEY("emoji")       ? &emoji
                       : KEY("document_id") ? &document
                                            : NULL;
            if (!to || to->state) return NULL;
            p = to == &count ? number(p, end, to, &times) : string(p, end, to);
            if (!p) return NULL;
            p = space(p, end);
            if (p >= end || (*p != ',' && *p != '}')) return NULL;
            if (*p++ == '}') break;
        }
        if (!count.state || !kind.state || times < 0 || times > INT32_MAX) return NULL;
        int32_t given = (int32_t)times;
        const Text *shown = emoji.state && emoji.size         ? &emoji
                            : document.state && document.size ? &document
                                                              : &kind;
        if (add_word(&r->emoji, shown) || put(&r->counts, &given, 4)) return r->failed = 1, NULL;
        *any = 1;
        p = space(p, end);
        if (p >= end || (*p != ',' && *p != ']')) return NULL;
        if (*p == ',') {
            r->several = 1;
            p = space(p + 1, end);
            if (p >= end || *p == ']') return NULL;
        }
    }
    return p < end ? p + 1 : NULL;
}

enum { TYPE = WORDS, UNIX, EDITED_UNIX, ENTITIES, REACTIONS, PHOTO, BYTES, WIDTH, HEIGHT, KEYS };
static const struct { const char *name; size_t size; int field; } KNOWN[KEYS] = {
#define K(word, field) {word, sizeof(word) - 1, field}
    K("id", ID), K("type", TYPE), K("date", DATE), K("date_unixtime", UNIX),
    K("edited", EDITED), K("edited_unixtime", EDITED_UNIX), K("from", SENDER),
    K("from_id", SENDER_ID), K("author", AUTHOR), K("forwarded_from", NAME),
    K("forwarded_from_id", ORIGIN), K("reply_to_message_id", REPLY),
    K("reply_to_peer_id", PEER), K("via_bot", BOT), K("photo", PHOTO),
    K("photo_file_size", BYTES), K("width", WIDTH), K("height", HEIGHT), K("text", TEXT),
    K("text_entities", ENTITIES), K("reactions", REACTIONS),
};

/* Which key it is, looked for from the one that usually comes next; -1 for another. */
static int known(const Text *key, int *next) {
    for (int i = 0; i < KEYS; i++) {
        int k = (*next + i) % KEYS;
        if (KNOWN[k].size == key->size && !memcmp(KNOWN[k].name, key->at, key->size)) {
            *next = k + 1;
            return KNOWN[k].field;
        }
    }
    return -1;
}

/* What is known of a record, before it becomes a row. */
typedef struct {
    Text fields[KEYS];
    int64_t wall, unix_time, edited, bytes, width, height;
    int listed, same, given;
} Seen;

/* `},` and `{` as a delimiter inside a record: then Python cuts, and sees what it is. */
static int cut_inside(const Rows *r, At from, At to) {
    for (; to - from >= (ptrdiff_t)r->between_size; from++) {
        from = memchr(from, r->between[0], (size_t)(to - from) - r->between_size + 1);
        if (!from) return 0;
        if (!memcmp(from, r->between, r->between_size)) return 1;
    }
    return 0;
}

static At field(Rows *r, Seen *s, int which, At p, At end) {
    Text *to = &s->fields[which];
    int64_t ignored;
    At begin = p;
    r->several = 0;
    switch (which) {
        case ID: case REPLY:
            return number(p, end, to, &ignored);
        case BYTES:
            return number(p, end, to, &s->bytes);
        case WIDTH:
            return number(p, end, to, &s->width);
        case HEIGHT:
            return number(p, end, to, &s->height);
        case SENDER: case NAME:
            return p < end && *p == 'n' ? null(p, end, to) : string(p, end, to);
        case TEXT:
            if (p < end && *p == '[') {
                to->state = HERE;
                s->listed = 1;
                p = pieces(r, p, end);
            } else {
                p = string(p, end, to);
            }
            break;
        case ENTITIES: {
            static const Text nothing = {0};
            to->state = HERE;
            const Text *text = &s->fields[TEXT];
            p = entities(r, p, end, s->listed || !text->state ? &nothing : text, &s->same);
            break;
        }
        case REACTIONS:
            to->state = HERE;
            p = reactions(r, p, end, &s->given);
            break;
        default:
            return string(p, end, to);
    }
    return p && r->several && cut_inside(r, begin, p) ? NULL : p;
}

/* Reads a record from its brace; just after it, or NULL if it is to be left. */
static At record(Rows *r, Seen *s, At p, At end) {
    int next = 0;
    memset(s, 0, sizeof *s);
    r->shown.at = r->said.at = 0;
    if (p >= end || *p != '{') return NULL;
    for (p++;;) {
        Text key;
        p = string(space(p, end), end, &key);
        if (!p || key.escaped) return NULL;
        int which = known(&key, &next);
        p = space(p, end);
        if (which < 0 || s->fields[which].state || p >= end || *p != ':') return NULL;
        p = field(r, s, which, space(p + 1, end), end);
        if (!p) return NULL;
        p = space(p, end);
        if (p >= end || (*p != ',' && *p != '}')) return NULL;
        if (*p++ == '}') return p;
    }
}

/* True if the record says what a plain message says, nothing twice and not the same. */
static int sound(Rows *r, Seen *s) {
    Text *f = s->fields;
    if (!f[ID].state || !f[TYPE].state || !f[DATE].state || !f[UNIX].state || !f[TEXT].state)
        return 0;
    if (f[TYPE].size != 7 || memcmp(f[TYPE].at, "message", 7)) return 0;
    s->wall = clock_of(&f[DATE]);
    s->unix_time = stamp_of(&f[UNIX]);
    int64_t apart = s->wall - s->unix_time;
    if (s->wall < 0 || s->unix_time < 0 || apart % 900) return 0;
    if (apart > 14 * 3600 || apart < -12 * 3600) return 0;
    if (f[EDITED].state || f[EDITED_UNIX].state) {
        if (!f[EDITED].state || !f[EDITED_UNIX].state || f[REACTIONS].state) return 0;
        s->edited = stamp_of(&f[EDITED_UNIX]);
        if (clock_of(&f[EDITED]) < 0 || s->edited < 0) return 0;
    }
    if (!f[PHOTO].state && (f[BYTES].state || f[WIDTH].state || f[HEIGHT].state)) return 0;
    if (s->bytes < 0 || s->width < 0 || s->height < 0) return 0;
    if (s->width > INT32_MAX || s->height > INT32_MAX) return 0;
    if (!s->listed && plain(&r->shown, &f[TEXT])) return r->failed = 1, 0;
    if (!f[ENTITIES].state || s->same) return 1;
    return r->said.at == r->shown.at &&
           (!r->said.at || !memcmp(r->said.data, r->shown.data, r->said.at));
}

static int row(Rows *r, Seen *s) {
    static const int AS_THEY_ARE[] = {ID, SENDER, SENDER_ID, DATE, REPLY, PEER,
                                      NAME, ORIGIN, BOT, AUTHOR, EDITED};
    Text *f = s->fields;
    for (size_t i = 0; i < sizeof AS_THEY_ARE / sizeof *AS_THEY_ARE; i++)
        if (add_word(&r->words[AS_THEY_ARE[i]], &f[AS_THEY_ARE[i]])) return -1;
    Words *text = &r->words[TEXT];
    if (put(&text->data, r->shown.data, r->shown.at) || end_word(text, 1)) return -1;
    if (add_long(&r->wall, s->wall * 1000000, 1)) return -1;
    if (add_long(&r->instant, s->unix_time * 1000000, 1)) return -1;
    if (add_long(&r->edited, s->edited * 1000000, f[EDITED].state == HERE)) return -1;
    if (add_valid(&r->forwarded, r->count, f[NAME].state || f[ORIGIN].state)) return -1;
    if (f[PHOTO].state &&
        (add_word(&r->picture, &f[PHOTO]) ||
         add_long(&r->bytes, s->bytes, f[BYTES].state == HERE) ||
         add_long(&r->width, s->width, f[WIDTH].state == HERE) ||
         add_long(&r->height, s->height, f[HEIGHT].state == HERE)))
        return -1;
    int32_t pictures = (int32_t)r->picture.count;
    if (add_valid(&r->pictures_valid, r->count, f[PHOTO].state) ||
        put(&r->pictures_to, &pictures, 4))
        return -1;
    r->no_pictures += !f[PHOTO].state;
    int32_t runs = (int32_t)r->run_kind.count, given = (int32_t)r->emoji.count;
    int32_t before[2];
    memcpy(before, r->runs_to.data + r->runs_to.at - 4, 4);
    memcpy(before + 1, r->given_to.data + r->given_to.at - 4, 4);
    if (add_valid(&r->runs_valid, r->count, runs > before[0])) return -1;
    if (add_valid(&r->given_valid, r->count, given > before[1])) return -1;
    r->no_runs += runs == before[0];
    r->no_given += given == before[1];
    r->count++;
    return put(&r->runs_to, &runs, 4) || put(&r->given_to, &given, 4) ? -1 : 0;
}

/* Forgets what a record left behind in the columns of lists. */
static void cut_back(Words *w, int64_t count, size_t size) {
    while (w->count > count) {
        w->count--;
        uint8_t bit = (uint8_t)(1 << (w->count & 7));
        w->nulls -= !(w->valid.data[w->count >> 3] & bit);
        w->valid.data[w->count >> 3] &= (uint8_t)~bit;
        if (!(w->count & 7)) w->valid.at--;
        w->offsets.at -= 4;
    }
    w->data.at = size;
}

/* All records of a block that begins and ends with one. 0, or -1 without memory. */
static int block(Rows *r, At data, At end) {
    /* `close` bytes of the delimiter end a record, its brace among them. */
    size_t close = (size_t)((At)memchr(r->between, ',', r->between_size) - r->between);
    int64_t number = 0;
    for (At p = data; p < end;) {
        Seen s;
        int64_t runs = r->run_kind.count, given = r->emoji.count;
        size_t kinds = r->run_kind.data.at, values = r->run_value.data.at, emoji = r->emoji.data.at;
        At next = record(r, &s, p, end);
        int whole = next && (next == end || (next - p >= (ptrdiff_t)close &&
                                             end - next >= (ptrdiff_t)(r->between_size - close) &&
                                             !memcmp(next - close, r->between, r->between_size)));
        whole = whole && sound(r, &s);
        if (r->failed) return -1;
        if (!whole) {
            cut_back(&r->run_kind, runs, kinds);
            cut_back(&r->run_value, runs, values);
            cut_back(&r->emoji, given, emoji);
            r->run_start.at = r->run_length.at = (size_t)runs * 4;
            r->counts.at = (size_t)given * 4;
            At found = p;
            for (;; found++) {
                size_t left = (size_t)(end - found);
                found = left < r->between_size
                            ? NULL
                            : memchr(found, r->between[0], left - r->between_size + 1);
                if (!found || !memcmp(found, r->between, r->between_size)) break;
            }
            next = found ? found + close : end;
        } else if (row(r, &s)) {
            return -1;
        }
        int64_t range[] = {number++, r->base + (p - data), next - p};
        if (whole ? put(&r->starts, range + 1, 8) || put(&r->lengths, range + 2, 8)
                  : put(&r->left, range, sizeof range))
            return -1;
        p = next == end ? end : next + (r->between_size - close) - 1;
    }
    return 0;
}

static PyObject *bytes(const Buffer *b) {
    return PyBytes_FromStringAndSize((const char *)b->data, (Py_ssize_t)b->at);
}

static PyObject *words(const Words *w) {
    return Py_BuildValue("(LLNNN)", (long long)w->count, (long long)w->nulls, bytes(&w->valid),
                         bytes(&w->offsets), bytes(&w->data));
}

static PyObject *longs(const Longs *l) {
    return Py_BuildValue("(LLNN)", (long long)l->count, (long long)l->nulls, bytes(&l->valid),
                         bytes(&l->data));
}

static void drop_words(Words *w) {
    free(w->offsets.data);
    free(w->data.data);
    free(w->valid.data);
}

static void drop(Rows *r) {
    for (int i = 0; i < WORDS; i++) drop_words(&r->words[i]);
    drop_words(&r->run_kind);
    drop_words(&r->run_value);
    drop_words(&r->emoji);
    drop_words(&r->picture);
    Longs *numbers[] = {&r->wall, &r->instant, &r->edited, &r->bytes, &r->width, &r->height};
    for (int i = 0; i < 6; i++) {
        free(numbers[i]->data.data);
        free(numbers[i]->valid.data);
    }
    Buffer *rest[] = {&r->forwarded, &r->starts, &r->lengths, &r->left, &r->runs_to, &r->given_to,
                      &r->runs_valid, &r->given_valid, &r->run_start, &r->run_length, &r->counts,
                      &r->pictures_to, &r->pictures_valid, &r->shown, &r->said};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) free(rest[i]->data);
}

static PyObject *told(const Rows *r) {
    PyObject *columns = PyTuple_New(WORDS);
    for (int i = 0; columns && i < WORDS; i++) {
        PyObject *one = words(&r->words[i]);
        if (!one || PyTuple_SetItem(columns, i, one)) Py_CLEAR(columns);
    }
    if (!columns) return NULL;
    return Py_BuildValue(
        "(LNNNNNNNN(LNNNNNN)(LNNNN)(LNNNNNN))", (long long)r->count, bytes(&r->starts), bytes(&r->lengths),
        bytes(&r->left), columns, longs(&r->wall), longs(&r->instant), longs(&r->edited),
        bytes(&r->forwarded), (long long)r->no_runs, bytes(&r->runs_valid), bytes(&r->runs_to),
        words(&r->run_kind), bytes(&r->run_start), bytes(&r->run_length), words(&r->run_value),
        (long long)r->no_given, bytes(&r->given_valid), bytes(&r->given_to), words(&r->emoji),
        bytes(&r->counts), (long long)r->no_pictures, bytes(&r->pictures_valid),
        bytes(&r->pictures_to), words(&r->picture), longs(&r->bytes), longs(&r->width),
        longs(&r->height));
}

/* rows(data, base, between): columns of the plain messages of a block of records, which
 * stands at `base` in its member. */
static PyObject *rows(PyObject *self, PyObject *given) {
    const char *data, *between;
    Py_ssize_t size, between_size;
    long long base;
    (void)self;
    if (!PyArg_ParseTuple(given, "y#Ly#", &data, &size, &base, &between, &between_size))
        return NULL;
    if (size > INT32_MAX || between_size < 3 ||
        !memchr(between, ',', (size_t)between_size) || between[between_size - 1] != '{') {
        PyErr_SetString(PyExc_ValueError, "a block and its delimiter");
        return NULL;
    }
    Rows r = {0};
    int32_t zero = 0;
    r.base = base;
    r.between = (At)between;
    r.between_size = (size_t)between_size;
    int bad = put(&r.runs_to, &zero, 4) || put(&r.given_to, &zero, 4) ||
              put(&r.pictures_to, &zero, 4);
    Words *every[] = {&r.run_kind, &r.run_value, &r.emoji, &r.picture};
    for (int i = 0; i < WORDS; i++) bad = bad || put(&r.words[i].offsets, &zero, 4);
    for (int i = 0; i < 4; i++) bad = bad || put(&every[i]->offsets, &zero, 4);
    bad = bad || block(&r, (At)data, (At)data + size);
    PyObject *made = bad ? PyErr_NoMemory() : told(&r);
    drop(&r);
    return made;
}

static PyMethodDef METHODS[] = {
    {"rows", rows, METH_VARARGS, "Columns of the plain messages of a block, and what is left."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "onrecord_rows",
                                    "Telegram's plain messages as columns, compiled.", -1, METHODS,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_onrecord_rows(void) {
    for (int c = 0; c < 256; c++) inside[c] = c < 32 || c == '"' || c == '\\' || c >= 0x80;
    PyObject *module = PyModule_Create(&MODULE);
    if (!module) return NULL;
    if (PyModule_AddIntConstant(module, "LAYOUT", 1)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
