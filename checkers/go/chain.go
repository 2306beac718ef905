package main

// Steps 2 to 5: leaf, entry, head, time. Trees and notes are golang.org/x/mod's.

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"sort"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func isParser(v any) bool {
	o, ok := isObject(v, "name", "version", "sha256", "slices")
	return ok && isText(o.get("name")) && isText(o.get("version")) && nullOrHex(o.get("sha256")) &&
		(o.get("slices") == "yes" || o.get("slices") == "no")
}

func isRange(v any) bool {
	o, ok := isObject(v, "first", "last")
	return ok && (o.get("first") == nil || like(timeForm, o.get("first"))) && (o.get("last") == nil || like(timeForm, o.get("last")))
}

var claimedForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`)

func isSealValue(name string, v any) bool {
	switch name {
	case "case", "bag", "notes", "beacon":
		return nullOrText(v)
	case "manifest":
		return nullOrHex(v)
	case "parser":
		return v == nil || isParser(v)
	case "count":
		return v == nil || like(decimalForm, v)
	case "range":
		return v == nil || isRange(v)
	case "claimed":
		return v == nil || like(claimedForm, v)
	case "same_chat":
		return v == nil || isB64url(v, 16)
	}
	return false
}

// rooted follows a path with x/mod's own code; it proves a record of the tree of that size and root.
func rooted(path []tlog.Hash, size int64, root tlog.Hash, index int64, record []byte) bool {
	return tlog.CheckRecord(path, size, root, index, tlog.RecordHash(record)) == nil
}

// sealed is what a seal entry states: the archive's id, root and size, and the opened values.
type sealed struct {
	archive string
	root    tlog.Hash
	size    int64
	values  map[string]any
}

func checkSeal(p *logged) sealed {
	const s = "leaf"
	m := entryForm.FindSubmatch(p.entry)
	need(m != nil, s, "the entry is not a seal")
	top := map[string]bool{}
	for _, d := range digests(m[1], s) {
		top[d] = true
	}
	b64url(string(m[2]), 16, s, "the archive's id")
	seal := sealed{archive: string(m[2]), values: map[string]any{}}
	copy(seal.root[:], b64url(string(m[3]), 32, s, "the root"))
	seal.size, _ = strconv.ParseInt(string(m[4]), 10, 64) // sixteen digits always fit
	need(seal.size&(seal.size-1) == 0 && seal.size <= 1<<53, s, "the size is no power of two")
	for _, d := range p.opened {
		l, ok := parseJSON(d.json).([]any)
		need(ok && len(l) == 3 && isB64url(l[0], 16) && isText(l[1]), s, "a disclosure of the entry")
		name := l[1].(string)
		_, twice := seal.values[name]
		need(top[d.digest] && isSealValue(name, l[2]) && !twice, s, "an opened disclosure of the entry")
		seal.values[name] = l[2]
	}
	return seal
}

func checkLeaf(p *proof) sealed {
	seal := checkSeal(&p.logged)
	need(rooted(p.path, seal.size, seal.root, p.index, p.payload), "leaf", "the leaf is not in the archive")
	return seal
}

func checkEntry(p *logged) {
	need(rooted(p.entryPath, p.size, p.root, p.entryIndex, p.entry), "entry", "the entry is not in the log")
}

type seen struct {
	name string
	time uint64
}

func checkHead(p *logged, t *trust) []seen {
	const s = "head"
	first := p.signatures[0]
	need(first.name == p.origin && t.desk(first.name, first.hash) != nil, s, "the first signature is not of a pinned desk")
	opened, err := note.Open([]byte(p.note), t)
	need(err == nil && opened.Text == p.text, s, "the head's signatures do not hold")
	times, who := []seen{}, map[string]bool{}
	for _, sig := range p.signatures { // note.Open looks at the first line of a key only
		if d := t.desk(sig.name, sig.hash); d != nil {
			need(d.Verify([]byte(p.text), sig.data), s, "a signature of the head is wrong")
		}
		for label, w := range t.witnesses {
			if w.name != sig.name || w.hash != sig.hash {
				continue
			}
			need(w.Verify([]byte(p.text), sig.data), s, "a cosignature is wrong")
			times = append(times, seen{sig.name, binary.BigEndian.Uint64(sig.data)})
			who[label] = true
		}
	}
	need(t.quorum == "none" || t.met(t.quorum, who), s, "the quorum is not met")
	sort.Slice(times, func(i, j int) bool {
		if times[i].time != times[j].time {
			return times[i].time < times[j].time
		}
		return times[i].name < times[j].name
	})
	return times
}

// checkOpening: the desk of the head signed this opening of the leaf.
func checkOpening(p *proof, t *trust) {
	own := t.desk(p.kidName, p.kidHash)
	need(own != nil && own.name == p.origin, "head", "kid names no pinned key of the head's desk")
	need(ed25519.Verify(own.key, p.signed, p.sig), "head", "the desk's signature of the leaf is wrong")
}

func checkTokens(p *logged) []string {
	stamped, times := []byte(p.text+"\n"+p.signatures[0].row+"\n"), []string{}
	for _, token := range p.tokens {
		times = append(times, tokenTime(token, stamped))
	}
	return times
}

type element struct {
	tag  byte
	body []byte
}

func der(data []byte) []element {
	const s = "time"
	found := []element{}
	for at := 0; at < len(data); {
		need(at+2 <= len(data) && data[at]&31 != 31, s, "a token is not DER")
		tag, length := data[at], int(data[at+1])
		at += 2
		if length&128 != 0 {
			n := length & 127
			need(n <= 3 && at+n <= len(data), s, "a token is not DER")
			length = 0
			for _, b := range data[at : at+n] {
				length = length<<8 | int(b)
			}
			need(length >= 128 && length>>(8*(n-1)) != 0, s, "a token is not DER")
			at += n
		}
		need(at+length <= len(data), s, "a token ends too early")
		found = append(found, element{tag, data[at : at+length]})
		at += length
	}
	return found
}

func inside(l []element, at int, tag byte) []byte {
	need(at < len(l) && l[at].tag == tag, "time", "a token is no time stamp")
	return l[at].body
}

var stampTime = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(\.[0-9]+)?Z$`)

// tokenTime checks the imprint of a token; its CMS signature is not checked here.
func tokenTime(token, stamped []byte) string {
	const s = "time"
	outer := der(token)
	need(len(outer) == 1, s, "a token is not one element")
	content := der(inside(outer, 0, 0x30))
	need(hex.EncodeToString(inside(content, 0, 6)) == "2a864886f70d010702", s, "a token is not signed data")
	signed := der(inside(der(inside(content, 1, 0xa0)), 0, 0x30))
	encap := der(inside(signed, 2, 0x30))
	need(hex.EncodeToString(inside(encap, 0, 6)) == "2a864886f70d0109100104", s, "a token holds no time stamp")
	info := der(inside(der(inside(der(inside(encap, 1, 0xa0)), 0, 4)), 0, 0x30))
	imprint := der(inside(info, 2, 0x30))
	algorithm := hex.EncodeToString(inside(der(inside(imprint, 0, 0x30)), 0, 6))
	need(algorithm == "608648016503040201", s, "a token's imprint is not SHA-256")
	need(bytes.Equal(inside(imprint, 1, 4), sum(stamped)), s, "a token stamps something else")
	m := stampTime.FindStringSubmatch(string(inside(info, 4, 0x18)))
	need(m != nil, s, "a token's time cannot be read")
	return m[1] + "-" + m[2] + "-" + m[3] + "T" + m[4] + ":" + m[5] + ":" + m[6] + m[7] + "Z"
}
