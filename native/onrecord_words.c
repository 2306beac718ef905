/* What chunks of text become in the text index, remembered (lang/terms.py), compiled.
 *
 * Optional: terms.py does the same without it. What a chunk becomes is worked out in
 * Python, once; here texts are cut at white space, each chunk is looked up and what was
 * found is joined. Two generations are held: one that is full becomes the older one, and
 * what is not met again before the next is full is forgotten.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

enum { LONGEST = 100, PARTS = 4 }; /* bytes of a chunk that is kept; key, letters, stems, signs */

typedef struct {
    uint8_t *data;
    size_t at, room;
} Buffer;

static int put(Buffer *b, const void *data, size_t size) {
    if (b->room - b->at < size) {
        size_t want = (b->at + size) * 2;
        uint8_t *grown = PyMem_Realloc(b->data, want);
        if (!grown) {
            PyErr_NoMemory();
            return -1;
        }
        b->data = grown;
        b->room = want;
    }
    if (size) memcpy(b->data + b->at, data, size);
    b->at += size;
    return 0;
}

/* An entry whose key is empty is none. Its four parts stand one after the other. */
typedef struct {
    uint64_t hash;
    size_t at;
    uint16_t size[PARTS];
} Entry;

typedef struct {
    Entry *slots;
    size_t many, count; /* a power of two; at most half of it is taken */
    Buffer parts;
} Table;

typedef struct {
    Table now, before;
    size_t most;
    uint64_t key[2];
} Words;

static void drop(Table *t) {
    PyMem_Free(t->slots);
    PyMem_Free(t->parts.data);
    memset(t, 0, sizeof *t);
}

/* SipHash-1-3 (Aumasson, Bernstein 2012): whoever writes a chat cannot choose collisions. */
#define TURN(v, n) ((v) << (n) | (v) >> (64 - (n)))
static void round_of(uint64_t v[4]) {
    v[0] += v[1]; v[1] = TURN(v[1], 13); v[1] ^= v[0]; v[0] = TURN(v[0], 32);
    v[2] += v[3]; v[3] = TURN(v[3], 16); v[3] ^= v[2];
    v[0] += v[3]; v[3] = TURN(v[3], 21); v[3] ^= v[0];
    v[2] += v[1]; v[1] = TURN(v[1], 17); v[1] ^= v[2]; v[2] = TURN(v[2], 32);
}

static uint64_t hash_of(const uint64_t key[2], const uint8_t *data, size_t size) {
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
                     key[0] ^ 0x6c7967656e657261u, key[1] ^ 0x7465646279746573u};
    uint64_t m, last = (uint64_t)size << 56;
    for (; size >= 8; size -= 8, data += 8) {
        memcpy(&m, data, 8);
        v[3] ^= m;
        round_of(v);
        v[0] ^= m;
    }
    for (size_t i = 0; i < size; i++) last |= (uint64_t)data[i] << (8 * i);
    v[3] ^= last;
    round_of(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++) round_of(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static const Entry *find(const Table *t, uint64_t hash, const uint8_t *key, size_t size) {
    if (!t->many) return NULL;
    for (size_t i = hash & (t->many - 1);; i = (i + 1) & (t->many - 1)) {
        const Entry *e = t->slots + i;
        if (!e->size[0]) return NULL;
        if (e->hash == hash && e->size[0] == size && !memcmp(t->parts.data + e->at, key, size))
            return e;
    }
}

static void place(Table *t, const Entry *entry) {
    size_t i = entry->hash & (t->many - 1);
    while (t->slots[i].size[0]) i = (i + 1) & (t->many - 1);
    t->slots[i] = *entry;
}

static int widen(Table *t) {
    size_t many = t->many;
    Entry *old = t->slots, *slots = PyMem_Calloc(many ? 2 * many : 1024, sizeof *slots);
    if (!slots) {
        PyErr_NoMemory();
        return -1;
    }
    t->slots = slots;
    t->many = many ? 2 * many : 1024;
    for (size_t i = 0; i < many; i++)
        if (old[i].size[0]) place(t, old + i);
    PyMem_Free(old);
    return 0;
}

/* Keeps an entry; a table that is full has become the older one first. */
static int keep(Words *w, uint64_t hash, const uint8_t *parts[PARTS], const size_t size[PARTS]) {
    Entry entry = {hash, 0, {0}};
    if (w->now.count >= w->most) {
        drop(&w->before);
        w->before = w->now;
        memset(&w->now, 0, sizeof w->now);
    }
    if (w->now.many < 2 * (w->now.count + 1) && widen(&w->now)) return -1;
    entry.at = w->now.parts.at;
    for (int i = 0; i < PARTS; i++) {
        entry.size[i] = (uint16_t)size[i];
        if (put(&w->now.parts, parts[i], size[i])) return -1;
    }
    place(&w->now, &entry);
    w->now.count++;
    return 0;
}

/* Bytes of the white space (as str.split() has it) that begins here; 0 if none does. */
static size_t white(const uint8_t *at, const uint8_t *end) {
    if (*at < 0x80) return (*at >= 9 && *at <= 13) || (*at >= 28 && *at <= 32);
    if (*at == 0xc2) return end - at > 1 && (at[1] == 0x85 || at[1] == 0xa0) ? 2 : 0;
    if (end - at < 3) return 0;
    if (*at == 0xe1) return at[1] == 0x9a && at[2] == 0x80 ? 3 : 0;
    if (*at == 0xe3) return at[1] == 0x80 && at[2] == 0x80 ? 3 : 0;
    if (*at != 0xe2) return 0;
    if (at[1] == 0x81) return at[2] == 0x9f ? 3 : 0;
    if (at[1] != 0x80) return 0;
    return at[2] <= 0x8a || at[2] == 0xa8 || at[2] == 0xa9 || at[2] == 0xaf ? 3 : 0;
}

/* What is at work while texts are looked up: joined letters and stems, and a text's signs,
 * each once, ascending. */
typedef struct {
    Words *words;
    PyObject *made;
    Buffer letters, stems, signs;
} Work;

static int append(Buffer *b, const uint8_t *data, size_t size) {
    if (!size) return 0;
    if (b->at && put(b, " ", 1)) return -1;
    return put(b, data, size);
}

/* Signs in UTF-8 into the sorted list of code points. */
static int signs(Buffer *b, const uint8_t *data, size_t size) {
    for (const uint8_t *end = data + size; data < end;) {
        uint32_t sign = *data++;
        int more = sign < 0xc0 ? 0 : sign < 0xe0 ? 1 : sign < 0xf0 ? 2 : 3;
        if (more) sign &= 0x3fu >> more;
        while (more-- && data < end) sign = sign << 6 | (*data++ & 0x3f);
        size_t count = b->at / sizeof sign, i = 0;
        uint32_t *all = (uint32_t *)b->data;
        while (i < count && all[i] < sign) i++;
        if (i < count && all[i] == sign) continue;
        if (put(b, &sign, sizeof sign)) return -1;
        all = (uint32_t *)b->data;
        memmove(all + i + 1, all + i, (count - i) * sizeof sign);
        all[i] = sign;
    }
    return 0;
}

static int take(Work *w, const uint8_t *parts[PARTS], const size_t size[PARTS]) {
    return append(&w->letters, parts[1], size[1]) || append(&w->stems, parts[2], size[2]) ||
           signs(&w->signs, parts[3], size[3]);
}

/* A chunk that is not known: worked out in Python, kept if it is short. */
static int unknown(Work *w, uint64_t hash, const uint8_t *key, size_t length) {
    const uint8_t *parts[PARTS] = {key};
    size_t size[PARTS] = {length};
    int bad = -1, fits = length <= LONGEST;
    PyObject *chunk = PyUnicode_DecodeUTF8((const char *)key, (Py_ssize_t)length, NULL);
    PyObject *made = chunk ? PyObject_CallFunctionObjArgs(w->made, chunk, NULL) : NULL;
    if (made && (!PyTuple_Check(made) || PyTuple_Size(made) != PARTS - 1))
        PyErr_SetString(PyExc_TypeError, "letters, stems and signs are wanted");
    else if (made) {
        for (int i = 1; i < PARTS; i++) {
            Py_ssize_t bytes;
            parts[i] =
                (const uint8_t *)PyUnicode_AsUTF8AndSize(PyTuple_GetItem(made, i - 1), &bytes);
            if (!parts[i]) goto done;
            size[i] = (size_t)bytes;
            fits = fits && size[i] <= UINT16_MAX;
        }
        bad = take(w, parts, size) || (fits && keep(w->words, hash, parts, size)) ? -1 : 0;
    }
done:
    Py_XDECREF(made);
    Py_XDECREF(chunk);
    return bad;
}

static int one_chunk(Work *w, const uint8_t *key, size_t length) {
    uint64_t hash = hash_of(w->words->key, key, length);
    const Table *in = &w->words->now;
    const Entry *e = length > LONGEST ? NULL : find(in, hash, key, length);
    if (!e && length <= LONGEST) {
        in = &w->words->before;
        e = find(in, hash, key, length);
    }
    if (!e) return unknown(w, hash, key, length);
    const uint8_t *parts[PARTS], *at = in->parts.data + e->at;
    size_t size[PARTS];
    for (int i = 0; i < PARTS; at += size[i++]) {
        parts[i] = at;
        size[i] = e->size[i];
    }
    if (take(w, parts, size)) return -1;
    if (in == &w->words->now) return 0;
    if (w->words->now.count < w->words->most) return keep(w->words, hash, parts, size);
    /* It is about to go with its generation: what is kept of it is a copy. */
    Buffer copy = {0};
    int bad = put(&copy, parts[0], (size_t)(at - parts[0]));
    for (int i = 0, from = 0; !bad && i < PARTS; from += (int)size[i++])
        parts[i] = copy.data + from;
    bad = bad || keep(w->words, hash, parts, size) ? -1 : 0;
    PyMem_Free(copy.data);
    return bad;
}

static PyObject *text_of(const Buffer *b) {
    return PyUnicode_DecodeUTF8(b->at ? (const char *)b->data : "", (Py_ssize_t)b->at, NULL);
}

static PyObject *signs_of(const Buffer *b) {
    const int little = 1;
    int order = *(const char *)&little ? -1 : 1;
    return PyUnicode_DecodeUTF32(b->at ? (const char *)b->data : "", (Py_ssize_t)b->at, NULL,
                                 &order);
}

static int one_text(Work *w, PyObject *text, PyObject *found[3], Py_ssize_t i) {
    Py_ssize_t size;
    const uint8_t *at = (const uint8_t *)PyUnicode_AsUTF8AndSize(text, &size);
    if (!at) return -1;
    const uint8_t *end = at + size, *begin = at;
    w->letters.at = w->stems.at = w->signs.at = 0;
    while (at <= end) {
        size_t gap = at < end ? white(at, end) : 1;
        if (!gap) {
            at++;
            continue;
        }
        if (at > begin && one_chunk(w, begin, (size_t)(at - begin))) return -1;
        begin = at += gap;
    }
    PyObject *made[3] = {text_of(&w->letters), text_of(&w->stems), signs_of(&w->signs)};
    int bad = !made[0] || !made[1] || !made[2];
    for (int j = 0; j < 3; j++) /* each takes what it is given, and drops it if it fails */
        if (made[j] && PyList_SetItem(found[j], i, made[j])) bad = 1;
    return bad ? -1 : 0;
}

static const char NAME[] = "onrecord_words.table";

static void forget(PyObject *capsule) {
    Words *w = PyCapsule_GetPointer(capsule, NAME);
    if (!w) return;
    drop(&w->now);
    drop(&w->before);
    PyMem_Free(w);
}

static PyObject *table(PyObject *self, PyObject *given) {
    Py_ssize_t most, size;
    const char *key;
    (void)self;
    if (!PyArg_ParseTuple(given, "ny#", &most, &key, &size)) return NULL;
    if (most < 1 || size != 16) {
        PyErr_SetString(PyExc_ValueError, "how many chunks, and a key of 16 bytes");
        return NULL;
    }
    Words *w = PyMem_Calloc(1, sizeof *w);
    if (!w) return PyErr_NoMemory();
    w->most = (size_t)most;
    memcpy(w->key, key, 16);
    PyObject *capsule = PyCapsule_New(w, NAME, forget);
    if (!capsule) PyMem_Free(w);
    return capsule;
}

static PyObject *look(PyObject *self, PyObject *given) {
    Work w = {0};
    PyObject *capsule, *texts, *found[3] = {NULL, NULL, NULL}, *all = NULL;
    (void)self;
    if (!PyArg_ParseTuple(given, "OOO", &capsule, &texts, &w.made)) return NULL;
    w.words = PyCapsule_GetPointer(capsule, NAME);
    Py_ssize_t count = w.words ? PyList_Size(texts) : -1;
    if (count < 0) return NULL;
    int bad = 0;
    for (int j = 0; j < 3; j++) bad = (found[j] = PyList_New(count)) == NULL || bad;
    for (Py_ssize_t i = 0; !bad && i < count; i++) {
        PyObject *text = PyList_GetItem(texts, i); /* Python may run meanwhile: ours to hold */
        Py_XINCREF(text);
        bad = !text || one_text(&w, text, found, i);
        Py_XDECREF(text);
    }
    if (!bad) all = PyTuple_Pack(3, found[0], found[1], found[2]);
    for (int j = 0; j < 3; j++) Py_XDECREF(found[j]);
    PyMem_Free(w.letters.data);
    PyMem_Free(w.stems.data);
    PyMem_Free(w.signs.data);
    return all;
}

static PyMethodDef METHODS[] = {
    {"table", table, METH_VARARGS, "A table that remembers so many chunks, twice."},
    {"look", look, METH_VARARGS, "Letters, stems and signs of texts."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "onrecord_words",
                                    "Chunks of text looked up, compiled.", -1, METHODS,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_onrecord_words(void) {
    PyObject *module = PyModule_Create(&MODULE);
    if (module && PyModule_AddIntConstant(module, "LAYOUT", 1)) Py_CLEAR(module);
    return module;
}
