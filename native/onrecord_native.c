/* The inner loop of sealing (docs/archive-format.md, sections 2, 6, 7, 8), compiled.
 *
 * Optional: archive/leaf.py computes the same without it. Columns, their JSON and the
 * cutting of texts stay in Python; what is here are salts, base64, digests, leaves and
 * nodes. What a call writes down of keys, seeds and salts it wipes before it ends; what
 * passes through registers and the rounds of a hash is not chased.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* By a pointer that a compiler cannot see through, so that it is not left out. */
static void *(*const volatile fill)(void *, int, size_t) = memset;
static void wipe(void *at, size_t size) { if (at) fill(at, 0, size); }

#include "keccak.h"
#include "sha256.h"

enum { FIELDS = 14, SALT = 16, HEAD = 32, NAME = 43, LEAF = 48 };

static const char URL[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static uint8_t pairs[4096][2];

/* base64url without padding; the number of characters. */
static size_t url64(uint8_t *to, const uint8_t *from, size_t size) {
    uint8_t *at = to;
    for (; size >= 3; size -= 3, from += 3, at += 4) {
        uint32_t v = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        memcpy(at, pairs[v >> 12], 2);
        memcpy(at + 2, pairs[v & 4095], 2);
    }
    if (size == 1) {
        memcpy(at, pairs[(uint32_t)from[0] << 4], 2);
        at += 2;
    } else if (size == 2) {
        uint32_t v = (uint32_t)from[0] << 8 | from[1];
        memcpy(at, pairs[v >> 4], 2);
        at[2] = (uint8_t)URL[(v & 15) << 2];
        at += 3;
    }
    return (size_t)(at - to);
}

/* A buffer that grows. `at` is what is used of it. */
typedef struct {
    uint8_t *data;
    size_t at, room;
} Buffer;

static void drop(Buffer *b) {
    wipe(b->data, b->room);
    PyMem_Free(b->data);
}

static int room(Buffer *b, size_t more) {
    if (b->room - b->at >= more) return 0;
    size_t want = (b->at + more) * 2;
    uint8_t *data = PyMem_Malloc(want);
    if (!data) {
        PyErr_NoMemory();
        return -1;
    }
    if (b->at) memcpy(data, b->data, b->at);
    drop(b);
    b->data = data;
    b->room = want;
    return 0;
}

static int put(Buffer *b, const void *data, size_t size) {
    if (room(b, size)) return -1;
    memcpy(b->data + b->at, data, size);
    b->at += size;
    return 0;
}

#define PUT(b, text) put(b, text, sizeof(text) - 1)

static int put_number(Buffer *b, PyObject *number) {
    char digits[24], *at = digits + sizeof digits;
    long long value = PyLong_AsLongLong(number);
    if (value == -1 && PyErr_Occurred()) return -1;
    if (value < 0) {
        PyErr_SetString(PyExc_ValueError, "a place is not negative");
        return -1;
    }
    do *--at = (char)('0' + value % 10);
    while (value /= 10);
    return put(b, at, (size_t)(digits + sizeof digits - at));
}

static int put_bytes(Buffer *b, PyObject *bytes) {
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(bytes, &data, &size)) return -1;
    return put(b, data, (size_t)size);
}

static int put_text(Buffer *b, PyObject *text) {
    Py_ssize_t size;
    const char *data = PyUnicode_AsUTF8AndSize(text, &size);
    return data ? put(b, data, (size_t)size) : -1;
}

/* What is at work while leaves are made. */
typedef struct {
    Buffer raw, sent, salts, names;
    uint8_t digests[FIELDS][NAME];
} Work;

static void head(uint8_t *to, const uint8_t *salt) {
    uint8_t begin[24] = {'[', '"'};
    url64(begin + 2, salt, SALT);
    url64(to, begin, 24);
    wipe(begin, sizeof begin);
}

/* The digest, as a name, of the disclosure of this salt whose tail is in raw. */
static int digest_raw(Work *w, const uint8_t *salt, uint8_t *name) {
    uint8_t digest[32];
    w->sent.at = 0;
    if (room(&w->sent, HEAD + w->raw.at / 3 * 4 + 8)) return -1;
    head(w->sent.data, salt);
    size_t size = HEAD + url64(w->sent.data + HEAD, w->raw.data, w->raw.at);
    sha256(w->sent.data, size, digest);
    url64(name, digest, 32);
    return 0;
}

/* The same where the tail is encoded already. */
static int digest_sent(Work *w, const uint8_t *salt, PyObject *tail, uint8_t *name) {
    uint8_t digest[32];
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(tail, &data, &size)) return -1;
    w->sent.at = 0;
    if (room(&w->sent, HEAD + (size_t)size)) return -1;
    head(w->sent.data, salt);
    memcpy(w->sent.data + HEAD, data, (size_t)size);
    sha256(w->sent.data, HEAD + (size_t)size, digest);
    url64(name, digest, 32);
    return 0;
}

/* The list of digests of segments from..to as the value of a tail, into raw. */
static int references(Work *w, Py_ssize_t from, Py_ssize_t to) {
    if (PUT(&w->raw, "[")) return -1;
    for (Py_ssize_t i = from; i < to; i++) {
        if (i > from && PUT(&w->raw, ",")) return -1;
        if (PUT(&w->raw, "{\"...\":\"") || put(&w->raw, w->names.data + NAME * i, NAME) ||
            PUT(&w->raw, "\"}"))
            return -1;
    }
    return PUT(&w->raw, "]]");
}

/* Digests of text and plain; words is (list of JSON strings, where plain begins or None). */
static int text_and_plain(Work *w, PyObject *words) {
    PyObject *list = PyTuple_GetItem(words, 0), *share = PyTuple_GetItem(words, 1);
    if (!list || !share) return -1;
    Py_ssize_t count = PyList_Size(list), middle = count;
    if (count < 0) return -1;
    if (share != Py_None) {
        middle = PyLong_AsSsize_t(share);
        if (middle < 0 || middle > count) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "plain begins nowhere");
            return -1;
        }
    }
    w->names.at = 0;
    if (room(&w->names, (size_t)count * NAME)) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *word = PyList_GetItem(list, i);
        w->raw.at = 0;
        if (!word || PUT(&w->raw, "\",") || put_bytes(&w->raw, word) || PUT(&w->raw, "]") ||
            digest_raw(w, w->salts.data + SALT * (FIELDS + i), w->names.data + NAME * i))
            return -1;
    }
    w->raw.at = 0;
    if (PUT(&w->raw, "\",\"text\",") || references(w, 0, middle) ||
        digest_raw(w, w->salts.data, w->digests[0]))
        return -1;
    w->raw.at = 0;
    if (PUT(&w->raw, "\",\"plain\",")) return -1;
    if (share == Py_None ? PUT(&w->raw, "null]") : references(w, middle, count)) return -1;
    return digest_raw(w, w->salts.data + SALT, w->digests[1]);
}

/* The tail of src into raw; places is six lists: member (JSON), start, length, kind, cut, row. */
static int source(Work *w, PyObject *places, Py_ssize_t i) {
    static const char HEX[] = "0123456789abcdef";
    PyObject *part[6];
    uint8_t digest[32], hex[64];
    char *row;
    Py_ssize_t size;
    for (int j = 0; j < 6; j++) {
        PyObject *list = PyTuple_GetItem(places, j);
        part[j] = list ? PyList_GetItem(list, i) : NULL;
        if (!part[j]) return -1;
    }
    if (PyBytes_AsStringAndSize(part[5], &row, &size)) return -1;
    sha256((const uint8_t *)row, (size_t)size, digest);
    for (int j = 0; j < 32; j++) {
        hex[2 * j] = (uint8_t)HEX[digest[j] >> 4];
        hex[2 * j + 1] = (uint8_t)HEX[digest[j] & 15];
    }
    Buffer *b = &w->raw;
    b->at = 0;
    if (PUT(b, "\",\"src\",{\"member\":") || put_bytes(b, part[0]) || PUT(b, ",\"start\":\"") ||
        put_number(b, part[1]) || PUT(b, "\",\"length\":\"") || put_number(b, part[2]) ||
        PUT(b, "\",\"kind\":\"") || put_text(b, part[3]) || PUT(b, "\",\"sha256\":"))
        return -1;
    if (part[4] == Py_None ? PUT(b, "null")
                           : PUT(b, "\"") || put_text(b, part[4]) || PUT(b, "\""))
        return -1;
    return PUT(b, ",\"row\":\"") || put(b, hex, 64) || PUT(b, "\"}]");
}

/* Where the nine encoded columns stand among the fourteen. */
static const int PLACE[9] = {2, 4, 6, 7, 8, 10, 11, 12, 13};

/* The leaf hash of fourteen digests and k (format, section 7). */
static void leaf(uint8_t (*digests)[NAME], const uint8_t *k, uint8_t *out) {
    uint8_t body[1024], *at = body;
    int order[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        int j = i;
        for (; j && memcmp(digests[order[j - 1]], digests[i], NAME) > 0; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
    *at++ = 0;
    memcpy(at, "{\"_sd\":[", 8);
    at += 8;
    for (int i = 0; i < FIELDS; i++) {
        if (i) *at++ = ',';
        *at++ = '"';
        memcpy(at, digests[order[i]], NAME);
        at += NAME;
        *at++ = '"';
    }
    memcpy(at, "],\"_sd_alg\":\"sha-256\",\"k\":\"", 27);
    at += 27;
    at += url64(at, k, 16);
    memcpy(at, "\",\"t\":\"msg\"}", 12);
    at += 12;
    sha256(body, (size_t)(at - body), out);
}

static void seed_of(uint8_t *seed, const uint8_t *key, const char *tag, size_t size, uint64_t n) {
    memcpy(seed, key, 32);
    memcpy(seed + 32, tag, size);
    for (int i = 0; i < 8; i++) seed[32 + size + i] = (uint8_t)(n >> (56 - 8 * i));
}

static int one_leaf(Work *w, const uint8_t *key, PyObject *args[5], Py_ssize_t i, const uint8_t *k,
                    uint8_t *out) {
    uint8_t seed[56];
    PyObject *number = PyList_GetItem(args[0], i), *words = PyList_GetItem(args[1], i);
    PyObject *time = PyList_GetItem(args[3], i);
    PyObject *list = words ? PyTuple_GetItem(words, 0) : NULL;
    if (!number || !time || !list) return -1;
    Py_ssize_t count = PyList_Size(list);
    if (count < 0) return -1;
    unsigned long long n = PyLong_AsUnsignedLongLong(number);
    if (PyErr_Occurred()) return -1;
    w->salts.at = 0;
    if (room(&w->salts, (size_t)(FIELDS + count) * SALT)) return -1;
    seed_of(seed, key, "onrecord/salt/v1", 16, n);
    shake256(seed, 56, w->salts.data, (size_t)(FIELDS + count) * SALT);
    wipe(seed, sizeof seed);
    if (text_and_plain(w, words)) return -1;
    for (int j = 0; j < 9; j++) {
        PyObject *column = PyTuple_GetItem(args[2], j);
        PyObject *tail = column ? PyList_GetItem(column, i) : NULL;
        if (!tail ||
            digest_sent(w, w->salts.data + SALT * PLACE[j], tail, w->digests[PLACE[j]]))
            return -1;
    }
    w->raw.at = 0;
    if (put_bytes(&w->raw, time) || digest_raw(w, w->salts.data + SALT * 3, w->digests[3]))
        return -1;
    w->raw.at = 0;
    if (PUT(&w->raw, "\",\"seq\",\"") || put_number(&w->raw, number) || PUT(&w->raw, "\"]") ||
        digest_raw(w, w->salts.data + SALT * 5, w->digests[5]))
        return -1;
    if (source(w, args[4], i) || digest_raw(w, w->salts.data + SALT * 9, w->digests[9])) return -1;
    memcpy(out, k, 16);
    leaf(w->digests, k, out + 16);
    return 0;
}

static PyObject *leaves(PyObject *self, PyObject *given) {
    const char *key, *ks;
    Py_ssize_t key_size, ks_size;
    PyObject *args[5], *made = NULL;
    Work *w;
    (void)self;
    if (!PyArg_ParseTuple(given, "y#y#OOOOO", &key, &key_size, &ks, &ks_size, &args[0], &args[1],
                          &args[2], &args[3], &args[4]))
        return NULL;
    Py_ssize_t count = PyList_Size(args[0]);
    if (count < 0) return NULL;
    if (key_size != 32 || ks_size != 16 * count) {
        PyErr_SetString(PyExc_ValueError, "a key of 32 bytes and 16 a row");
        return NULL;
    }
    w = PyMem_Calloc(1, sizeof *w);
    if (!w) return PyErr_NoMemory();
    made = PyBytes_FromStringAndSize(NULL, LEAF * count);
    for (Py_ssize_t i = 0; made && i < count; i++)
        if (one_leaf(w, (const uint8_t *)key, args, i, (const uint8_t *)ks + 16 * i,
                     (uint8_t *)PyBytes_AsString(made) + LEAF * i))
            Py_CLEAR(made);
    drop(&w->raw);
    drop(&w->sent);
    drop(&w->salts);
    drop(&w->names);
    PyMem_Free(w);
    return made;
}

static PyObject *dummies(PyObject *self, PyObject *given) {
    const char *key;
    Py_ssize_t size;
    unsigned long long first;
    Py_ssize_t count;
    (void)self;
    if (!PyArg_ParseTuple(given, "y#Kn", &key, &size, &first, &count)) return NULL;
    if (size != 32 || count < 0) {
        PyErr_SetString(PyExc_ValueError, "a key of 32 bytes, a count");
        return NULL;
    }
    PyObject *made = PyBytes_FromStringAndSize(NULL, LEAF * count);
    if (!made) return NULL;
    uint8_t *out = (uint8_t *)PyBytes_AsString(made);
    uint8_t seed[57], bytes[16 + 32 * FIELDS], digests[FIELDS][NAME];
    for (Py_ssize_t i = 0; i < count; i++, out += LEAF) {
        seed_of(seed, (const uint8_t *)key, "onrecord/dummy/v1", 17, first + (uint64_t)i);
        shake256(seed, 57, bytes, sizeof bytes);
        for (int j = 0; j < FIELDS; j++) url64(digests[j], bytes + 16 + 32 * j, 32);
        memcpy(out, bytes, 16);
        leaf(digests, bytes, out + 16);
    }
    wipe(seed, sizeof seed);
    wipe(bytes, sizeof bytes);
    return made;
}

/* HMAC-SHA-256(key, prefix || each id), the first 16 bytes of each (format, section 2). */
static PyObject *keyed(PyObject *self, PyObject *given) {
    const char *key, *prefix;
    Py_ssize_t key_size, size;
    PyObject *ids;
    (void)self;
    if (!PyArg_ParseTuple(given, "y#y#O", &key, &key_size, &prefix, &size, &ids)) return NULL;
    Py_ssize_t count = PyList_Size(ids);
    if (count < 0) return NULL;
    if (key_size > 64) {
        PyErr_SetString(PyExc_ValueError, "a key of at most 64 bytes");
        return NULL;
    }
    uint8_t pad[64] = {0}, digest[32];
    uint32_t inner[8], outer[8], h[8];
    memcpy(pad, key, (size_t)key_size);
    for (int i = 0; i < 64; i++) pad[i] ^= 0x36;
    memcpy(inner, START, sizeof inner);
    blocks(inner, pad, 1);
    for (int i = 0; i < 64; i++) pad[i] ^= 0x36 ^ 0x5c;
    memcpy(outer, START, sizeof outer);
    blocks(outer, pad, 1);
    Buffer b = {0};
    PyObject *made = PyBytes_FromStringAndSize(NULL, 16 * count);
    for (Py_ssize_t i = 0; made && i < count; i++) {
        PyObject *id = PyList_GetItem(ids, i);
        b.at = 0;
        if (!id || put(&b, prefix, (size_t)size) || put_text(&b, id)) {
            Py_CLEAR(made);
            break;
        }
        memcpy(h, inner, sizeof h);
        sha256_end(h, 64, b.data, b.at, digest);
        memcpy(h, outer, sizeof h);
        sha256_end(h, 64, digest, 32, digest);
        memcpy(PyBytes_AsString(made) + 16 * i, digest, 16);
    }
    drop(&b);
    wipe(pad, sizeof pad);
    wipe(inner, sizeof inner);
    wipe(outer, sizeof outer);
    wipe(h, sizeof h);
    return made;
}

/* One level of the tree from the level below it (format, section 8). */
static PyObject *nodes(PyObject *self, PyObject *given) {
    const char *data;
    Py_ssize_t size;
    uint8_t node[65] = {1};
    (void)self;
    if (!PyArg_ParseTuple(given, "y#", &data, &size)) return NULL;
    if (size % 64) {
        PyErr_SetString(PyExc_ValueError, "pairs of hashes");
        return NULL;
    }
    PyObject *made = PyBytes_FromStringAndSize(NULL, size / 2);
    if (!made) return NULL;
    uint8_t *out = (uint8_t *)PyBytes_AsString(made);
    for (Py_ssize_t at = 0; at < size; at += 64, out += 32) {
        memcpy(node + 1, data + at, 64);
        sha256(node, 65, out);
    }
    return made;
}

static PyMethodDef METHODS[] = {
    {"leaves", leaves, METH_VARARGS, "k and leaf hash (48 bytes) of every row."},
    {"dummies", dummies, METH_VARARGS, "k and leaf hash (48 bytes) of dummies."},
    {"keyed", keyed, METH_VARARGS, "16 bytes of the HMAC of every id."},
    {"nodes", nodes, METH_VARARGS, "One level of the tree."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "onrecord_native",
                                    "The inner loop of sealing, compiled.", -1, METHODS,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_onrecord_native(void) {
    for (int i = 0; i < 4096; i++) {
        pairs[i][0] = (uint8_t)URL[i >> 6];
        pairs[i][1] = (uint8_t)URL[i & 63];
    }
    choose_blocks();
    PyObject *module = PyModule_Create(&MODULE);
    if (!module) return NULL;
    if (PyModule_AddIntConstant(module, "LAYOUT", 1)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
