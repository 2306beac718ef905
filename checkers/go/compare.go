package main

// Section 18: what two archives of one chat show together.

import (
	"bytes"

	"golang.org/x/mod/sumdb/tlog"
)

const changed = "In one archive the message reads the one, in the other the other; nothing shows why."
const missing = "The second export lacks the message. Deleted, timed out, left and joined again, " +
	"or a doctored export: they all look alike."

func isComparison(data []byte) bool {
	return bytes.HasPrefix(data, []byte(`{"onrecord":"changed/1",`)) || bytes.HasPrefix(data, []byte(`{"onrecord":"missing/1",`))
}

func (o *outcome) proof(v any, t *trust) *checked {
	r := o.add([]byte(canonical(v)+"\n"), t)
	if r.refused != nil {
		panic(*r.refused)
	}
	return r.checked
}

func (o *outcome) compare(data []byte, t *trust) {
	const s = "comparison"
	need(len(data) <= 524288 && data[len(data)-1] == '\n', f, "the file's size or end")
	doc, ok := isObject(parseJSON(data[:len(data)-1]), "onrecord", "before", "after")
	need(ok, f, "not a comparison")
	before := o.proof(doc.get("before"), t)
	if doc.get("onrecord") == "missing/1" {
		checkMissing(before, doc.get("after"), t)
		o.comparison = missing
		return
	}
	after := o.proof(doc.get("after"), t)
	need(bytes.Equal(before.p.k, after.p.k), s, "the two are not of one message")
	need(before.archive != after.archive, s, "the two are of one archive")
	o.comparison = changed
}

const kept = "The later head holds every entry of the earlier one, in its order: nothing was taken out."

func isExtends(data []byte) bool {
	return bytes.HasPrefix(data, []byte(`{"onrecord":"extends/1",`))
}

// extends: one head of a desk's log extends another.
func (o *outcome) extends(data []byte, t *trust) {
	const s = "comparison"
	need(len(data) <= 262144 && data[len(data)-1] == '\n', f, "the file's size or end")
	doc, ok := isObject(parseJSON(data[:len(data)-1]), "onrecord", "before", "after", "path")
	need(ok, f, "not as required")
	var old, now logged
	for name, head := range map[string]*logged{"before": &old, "after": &now} {
		text, ok := doc.get(name).(string)
		need(ok, f, "a head is not a string")
		head.readHead(text)
	}
	path := hashes(list(doc.get("path"), 64, "the path"), "the path")
	checkHead(&old, t)
	checkHead(&now, t)
	need(old.origin == now.origin, s, "the two heads are of different desks")
	need(tlog.CheckTree(path, now.size, now.root, old.size, old.root) == nil, s, "the later head does not extend the earlier")
	o.comparison = kept
}

type neighbour struct {
	index      int64
	payload, k []byte
	path       []tlog.Hash
}

func readNeighbour(v any) *neighbour {
	if v == nil {
		return nil
	}
	o, ok := isObject(v, "index", "payload", "path")
	need(ok, f, "a neighbouring leaf")
	n := &neighbour{index: decimal(o.get("index"), f, "the index of a neighbour")}
	n.payload = b64url(o.get("payload"), ofAnyLength, f, "the payload of a neighbour")
	_, n.k = readLeaf(n.payload)
	n.path = hashes(list(o.get("path"), 64, "the path of a neighbour"), "the path of a neighbour")
	return n
}

// checkMissing: the later archive has neighbouring leaves between which the message would stand.
func checkMissing(before *checked, v any, t *trust) {
	const s = "comparison"
	o, ok := isObject(v, "left", "right", "tlog_proof", "opened", "tst")
	need(ok, f, "what comes after is not as required")
	left, right := readNeighbour(o.get("left")), readNeighbour(o.get("right"))
	var l logged
	l.readLogged(o)
	seal := checkSeal(&l)
	for _, n := range []*neighbour{left, right} {
		need(n == nil || rooted(n.path, seal.size, seal.root, n.index, n.payload), "leaf", "a neighbour is not in the archive")
	}
	checkEntry(&l)
	checkHead(&l, t)
	checkTokens(&l)
	need(seal.values["same_chat"] == before.archive, s, "not said to be of one chat")
	need(seal.archive != before.archive, s, "the two are of one archive")
	need(left != nil || right != nil, s, "no neighbour is shown")
	low, high := int64(-1), seal.size
	if left != nil {
		low = left.index
		need(bytes.Compare(left.k, before.p.k) < 0, s, "the message does not stand after the left one")
	}
	if right != nil {
		high = right.index
		need(bytes.Compare(before.p.k, right.k) < 0, s, "the message does not stand before the right one")
	}
	need(low+1 == high, s, "the neighbours are not next to each other")
}
