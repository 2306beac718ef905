// The Go checker of onrecord proofs: a second reading of docs/archive-format.md.
//
//	check --key VKEY… [--policy FILE] FILE…   prints one JSON object a proof and a summary; exit 0 or 70
//	check --batch                             answers JSON lines on standard input
//	check --root KEYS.json READING.jsonl      reproduces the root of an archive from its keys and rows
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const limits = "Not shown by this: that the export is genuine, who the person is, what else was said."

type checked struct {
	p            *proof
	o            *opened
	archive      string
	seal         map[string]any
	witnessed    []seen
	tokens       []string
	w            wording
	translations []map[string]string
}

type result struct {
	checked *checked
	refused *refused
}

// guarded turns a refusal into a value.
func guarded(do func()) (r *refused) {
	defer func() {
		if caught := recover(); caught != nil {
			found := caught.(refused) // a fault of the program goes on as a panic
			r = &found
		}
	}()
	do()
	return nil
}

func checkProof(data []byte, t *trust) *checked {
	c := &checked{p: readProof(data)}
	c.o = openUp(c.p)
	seal := checkLeaf(c.p)
	c.archive, c.seal = seal.archive, seal.values
	checkEntry(&c.p.logged)
	c.witnessed = checkHead(&c.p.logged, t)
	checkOpening(c.p, t)
	c.tokens = checkTokens(&c.p.logged)
	c.w = classify(c.p.shown, c.o.parts, c.o.ofText, c.o.attrText("enc") == "raw")
	need(c.w.class != "NOT FOUND", "wording", "this wording is not in the sealed message")
	c.translate(t)
	return c
}

func (c *checked) translate(t *trust) {
	const s = "wording"
	of := toB64url(sum([]byte(strings.Join(c.o.disclosed, "~"))))
	for _, x := range c.p.translations {
		need(x.get("of") == of, s, "a translation is of other words")
		said := []any{x.get("of"), x.get("lang"), x.get("by"), x.get("text")}
		key, _ := vkey(x.get("key").(string))
		sig := b64(x.get("sig"), 64, s, "sig")
		good := ed25519.Verify(key.key, []byte("onrecord/translation/v1\n"+canonical(said)), sig)
		need(good, s, "the signature of a translation is wrong")
		standing := "unknown"
		if d := t.desk(key.name, key.hash); d != nil && d.text == key.text {
			standing = "pinned"
		}
		c.translations = append(c.translations, map[string]string{
			"lang": x.get("lang").(string), "by": x.get("by").(string), "text": x.get("text").(string), "key": standing})
	}
}

type outcome struct {
	results    []result
	unmarked   []int
	refused    *refused
	comparison string
}

func (o *outcome) add(data []byte, t *trust) result {
	var r result
	r.refused = guarded(func() { r.checked = checkProof(data, t) })
	o.results = append(o.results, r)
	return r
}

func checkFiles(files [][]byte, t *trust) (out outcome) {
	out.refused = guarded(func() {
		if len(files) == 1 && isComparison(files[0]) {
			out.compare(files[0], t)
			return
		}
		if len(files) == 1 && isExtends(files[0]) {
			out.extends(files[0], t)
			return
		}
		pages, proofs := []string{}, [][]byte{}
		for _, data := range files {
			page, found := openFile(data)
			pages, proofs = append(pages, page), append(proofs, found...)
		}
		for _, data := range proofs {
			out.add(data, t)
		}
		if len(files) == 1 && pages[0] != "" {
			out.unmarked = checkPage(pages[0], out.results)
		}
		checkStory(out.results)
	})
	return out
}

func utcOf(seconds uint64) string {
	if seconds > 253402300799 {
		return fmt.Sprintf("second %d since 1970", seconds)
	}
	return time.UnixMilli(int64(seconds) * 1000).UTC().Format("2006-01-02T15:04:05Z")
}

func (c *checked) words() string {
	out, closed := "", false
	for _, p := range c.o.parts {
		if p != nil {
			out += *p
		} else if !closed {
			out += "[\u2026]"
		}
		closed = p == nil
	}
	return out
}

func (c *checked) dated() string {
	when, open := c.o.values["time"]
	if o, ok := when.(*object); ok {
		return "a message, dated " + o.get("sent").(string) + " in the export"
	}
	if day, ok := c.o.values["day"].(string); ok {
		return "a message, dated " + day + " in the export"
	}
	if open {
		return "a message to which the export gives no date"
	}
	return "a message whose date is not shown"
}

func (c *checked) sentence() string {
	reads := "reads, word for word"
	switch {
	case c.w.class == "RESPELLED" && c.o.attr("forwarded"):
		reads = "carries forwarded words that read, in another spelling"
	case c.w.class == "RESPELLED":
		reads = "reads, in another spelling"
	case c.w.class == "RAW":
		reads = "holds bytes that are not valid text, here in base64"
	case c.o.attr("forwarded"):
		reads = "carries forwarded words that read, word for word"
	}
	since := "At a time only the desk itself claims, " + c.p.origin + " sealed"
	if len(c.witnessed) > 0 {
		w := c.witnessed[0]
		since = "No later than " + utcOf(w.time) + " (witness " + w.name + "), " + c.p.origin + " had sealed"
	}
	said := since + " " + c.dated() + ", that " + reads + ": \u00ab" + c.words() + "\u00bb"
	if c.o.values["alias"] != nil && c.p.speaker != nil {
		said += " It is attributed there to the same member as the other quotations marked " + c.p.speaker.(string) + " in this story."
	}
	if c.o.attr("edited") {
		said += " It was edited; its earlier wording is unknown."
	}
	return said + disputed(c.witnessed)
}

// disputed says that two names give times over a day apart and none bears the earliest out.
func disputed(all []seen) string {
	told, others := []string{}, 0
	for _, w := range all {
		if w.name != all[0].name {
			others++
			if w.time-all[0].time <= 86400 {
				return ""
			}
		}
		told = append(told, utcOf(w.time)+" ("+w.name+")")
	}
	if others == 0 {
		return ""
	}
	return " The times given for this head are disputed: " + strings.Join(told, ", ") + "."
}

func (c *checked) asObject(number int) map[string]any {
	n, m := len(c.o.parts), len(c.o.disclosed)
	segments := fmt.Sprintf("%d of %d sealed segments are shown", m, n)
	if n == m {
		segments = fmt.Sprintf("All %d sealed segments are shown", n)
	}
	open := map[string]any{}
	for k, v := range c.o.values {
		if k != "text" && k != "plain" {
			open[k] = v
		}
	}
	witnesses, tokens := []any{}, []any{}
	for _, w := range c.witnessed {
		witnesses = append(witnesses, map[string]string{"name": w.name, "time": utcOf(w.time)})
	}
	for _, t := range c.tokens {
		tokens = append(tokens, map[string]string{"claims": t, "signature": "not checked here"})
	}
	translations := c.translations
	if translations == nil {
		translations = []map[string]string{}
	}
	return map[string]any{
		"proof": number, "result": "ok", "class": c.w.class, "remarks": c.w.remarks, "folds": c.w.folds,
		"sealed": c.words(), "shown": c.p.shown, "speaker": c.p.speaker, "story": c.p.story,
		"segments": segments, "left_out": c.w.leftOut, "inserted": c.w.inserted, "opened": open,
		"seal": c.seal, "desk": c.p.origin, "archive": c.archive, "witnesses": witnesses,
		"tokens": tokens, "translations": translations, "sentence": c.sentence(), "limits": limits,
	}
}

func report(files [][]byte, t *trust) ([]any, map[string]any) {
	out := checkFiles(files, t)
	results := out.results
	rows, summary := []any{}, map[string]any{"result": "ok", "proofs": len(results)}
	fail := func(r *refused) {
		if summary["result"] == "ok" {
			summary["result"], summary["step"], summary["why"] = "refused", r.step, r.why
		}
	}
	for i, r := range results {
		if r.refused != nil {
			fail(r.refused)
			rows = append(rows, map[string]any{"proof": i, "result": "refused", "step": r.refused.step, "why": r.refused.why})
		} else {
			rows = append(rows, r.checked.asObject(i))
		}
	}
	if out.refused != nil {
		fail(out.refused)
	}
	if out.comparison != "" {
		summary["comparison"] = out.comparison
	}
	if len(out.unmarked) > 0 {
		summary["unmarked"] = out.unmarked
	}
	if t.stamps > 0 {
		summary["stamps"] = fmt.Sprintf("%d asked for, not checked here", t.stamps)
	}
	return rows, summary
}

func printJSON(v any) {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	stop(out.Encode(v))
}

func unbase(s string) []byte { data, _ := base64.StdEncoding.DecodeString(s); return data }

type question struct {
	Keys    []string
	Policy  *string
	Files   []string
	Ed25519 []string
	Record  *struct {
		Leaf, Root  string
		Index, Size int64
		Path        []string
	}
	Tree *struct {
		Old, New   string
		From, Size int64
		Path       []string
	}
}

func hashOf(s string) (h tlog.Hash) { copy(h[:], unbase(s)); return h }

func hashesOf(l []string) (found []tlog.Hash) {
	for _, s := range l {
		found = append(found, hashOf(s))
	}
	return found
}

func answer(q question) any {
	switch {
	case q.Ed25519 != nil:
		key, msg, sig := unbase(q.Ed25519[0]), unbase(q.Ed25519[1]), unbase(q.Ed25519[2])
		return map[string]any{"holds": onCurve(key) && ed25519.Verify(key, msg, sig)}
	case q.Record != nil:
		r := q.Record
		err := tlog.CheckRecord(hashesOf(r.Path), r.Size, hashOf(r.Root), r.Index, hashOf(r.Leaf))
		return map[string]any{"holds": err == nil}
	case q.Tree != nil:
		r := q.Tree
		err := tlog.CheckTree(hashesOf(r.Path), r.Size, hashOf(r.New), r.From, hashOf(r.Old))
		return map[string]any{"holds": err == nil}
	}
	var policy []byte
	if q.Policy != nil {
		policy = unbase(*q.Policy)
	}
	t, err := newTrust(q.Keys, policy)
	if err != nil {
		return map[string]any{"rows": []any{}, "summary": map[string]any{"result": "misuse", "why": err.Error()}}
	}
	files := [][]byte{}
	for _, f := range q.Files {
		files = append(files, unbase(f))
	}
	rows, summary := report(files, t)
	return map[string]any{"rows": rows, "summary": summary}
}

func batch() {
	for in := json.NewDecoder(bufio.NewReader(os.Stdin)); ; {
		var q question
		err := in.Decode(&q)
		if err == io.EOF {
			return
		}
		stop(err)
		printJSON(answer(q))
	}
}

func stop(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(2)
	}
}

func command(args []string) int {
	keys, files := []string{}, [][]byte{}
	var policy []byte
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--key" && i+1 < len(args):
			i++
			keys = append(keys, args[i])
		case args[i] == "--policy" && i+1 < len(args):
			i++
			data, err := os.ReadFile(args[i])
			stop(err)
			policy = data
		default:
			data, err := os.ReadFile(args[i])
			stop(err)
			files = append(files, data)
		}
	}
	t, err := newTrust(keys, policy)
	stop(err)
	rows, summary := report(files, t)
	for _, r := range rows {
		printJSON(r)
	}
	summary["unicode"] = unicodeVersion()
	printJSON(map[string]any{"summary": summary})
	if summary["result"] != "ok" {
		return 70
	}
	return 0
}

func main() {
	switch args := os.Args[1:]; {
	case len(args) == 1 && args[0] == "--batch":
		batch()
	case len(args) == 3 && args[0] == "--root":
		stop(printRoot(args[1], args[2]))
	default:
		os.Exit(command(args))
	}
}
