package main

// Step 0: the form of a proof (section 12).

import (
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const digestForm, identForm = "[A-Za-z0-9_-]{43}", "[A-Za-z0-9_-]{22}"

var leafForm = regexp.MustCompile(`^\{"_sd":\[("` + digestForm + `"(?:,"` + digestForm +
	`"){13})\],"_sd_alg":"sha-256","k":"(` + identForm + `)","t":"msg"\}$`)

var entryForm = regexp.MustCompile(`^\{"_sd":\[("` + digestForm + `"(?:,"` + digestForm +
	`"){9})\],"_sd_alg":"sha-256","archive":"(` + identForm + `)","root":"(` + digestForm +
	`)","size":([1-9][0-9]{0,15}),"k_basis":"(?:platform-id|content|mixed)","t":"(?:seal|reseal)","v":1\}$`)

var kidForm = regexp.MustCompile(`^(` + nameForm + `)\+([0-9a-f]{8})$`)

var signatureForm = regexp.MustCompile("^\u2014 (" + nameForm + ") ([A-Za-z0-9+/=]+)$")

type opening struct {
	text   string
	digest string
	json   []byte
}

type signature struct {
	row, name string
	hash      uint32
	data      []byte
}

// logged is a seal entry, its place in the log, the head, what of it is opened, its time stamps.
type logged struct {
	entry      []byte
	entryIndex int64
	entryPath  []tlog.Hash
	note       string // the whole signed head
	text       string // its three lines
	origin     string
	size       int64
	root       tlog.Hash
	signatures []signature
	opened     []opening
	tokens     [][]byte
}

type proof struct {
	logged
	shown          string
	speaker, story any
	kidName        string
	kidHash        uint32
	signed, sig    []byte
	payload, k     []byte
	sd             []string
	openings       []opening
	index          int64
	path           []tlog.Hash
	translations   []*object
}

const f = "form"

func list(v any, most int, what string) []any {
	l, ok := v.([]any)
	need(ok && len(l) <= most, f, what+" is no short list")
	return l
}

func hashes(l []any, what string) []tlog.Hash {
	need(len(l) <= 64, f, what+" is too long")
	found := make([]tlog.Hash, len(l))
	for i, v := range l {
		copy(found[i][:], b64(v, 32, f, what))
	}
	return found
}

func readProof(data []byte) *proof {
	need(len(data) <= 262144, f, "the file is too large")
	need(len(data) > 0 && data[len(data)-1] == '\n', f, "the file does not end with one line end")
	doc, ok := isObject(parseJSON(data[:len(data)-1]), "onrecord", "quote", "sd_jwt", "archive", "tlog_proof", "opened", "tst", "translations")
	need(ok && doc.get("onrecord") == "proof/1", f, "not a proof/1")
	quote, ok := isObject(doc.get("quote"), "shown", "speaker", "story")
	need(ok && isText(quote.get("shown")) && nullOrText(quote.get("speaker")) && nullOrText(quote.get("story")), f, "quote")
	archive, ok := isObject(doc.get("archive"), "index", "path")
	need(ok, f, "archive")
	p := &proof{shown: quote.get("shown").(string), speaker: quote.get("speaker"), story: quote.get("story")}
	p.readJWT(doc.get("sd_jwt"))
	p.index = decimal(archive.get("index"), f, "archive.index")
	p.path = hashes(list(archive.get("path"), 64, "archive.path"), "archive.path")
	p.readLogged(doc)
	for _, t := range list(doc.get("translations"), 8, "translations") {
		p.translations = append(p.translations, readTranslation(t))
	}
	return p
}

func (p *logged) readLogged(doc *object) {
	p.readTlog(doc.get("tlog_proof"))
	for _, d := range list(doc.get("opened"), 10, "opened") {
		j := b64url(d, ofAnyLength, f, "an opened disclosure")
		p.opened = append(p.opened, opening{d.(string), toB64url(sum([]byte(d.(string)))), j})
	}
	for _, t := range list(doc.get("tst"), 8, "tst") {
		token := b64(t, ofAnyLength, f, "a token")
		need(len(token) <= 16384, f, "a token is too large")
		p.tokens = append(p.tokens, token)
	}
}

func readTranslation(v any) *object {
	o, ok := isObject(v, "of", "lang", "by", "text", "key", "sig")
	need(ok, f, "a translation")
	for _, x := range o.values {
		need(isText(x), f, "a translation holds more than strings")
	}
	b64url(o.get("of"), 32, f, "of of a translation")
	b64(o.get("sig"), 64, f, "sig of a translation")
	key, err := vkey(o.get("key").(string))
	need(err == nil && key.kind == 1, f, "key of a translation")
	return o
}

func (p *proof) readJWT(v any) {
	text, ok := v.(string)
	need(ok && strings.HasSuffix(text, "~"), f, "sd_jwt does not end with ~")
	strs := strings.Split(text[:len(text)-1], "~")
	parts := strings.Split(strs[0], ".")
	need(len(parts) == 3 && len(strs)-1 <= 2048, f, "sd_jwt has a wrong number of parts")
	h, ok := isObject(parseJSON(b64url(parts[0], ofAnyLength, f, "the header")), "alg", "kid", "typ")
	need(ok && h.get("alg") == "EdDSA" && h.get("typ") == "onrecord+sd-jwt" && isText(h.get("kid")), f, "the header")
	kid := kidForm.FindStringSubmatch(h.get("kid").(string))
	need(kid != nil, f, "kid of the header")
	id, _ := hex.DecodeString(kid[2])
	p.kidName, p.kidHash = kid[1], binary.BigEndian.Uint32(id)
	p.payload = b64url(parts[1], ofAnyLength, f, "the payload")
	p.sd, p.k = readLeaf(p.payload)
	p.sig = b64url(parts[2], 64, f, "the signature")
	p.signed = []byte(parts[0] + "." + parts[1])
	for _, s := range strs[1:] {
		j := b64url(s, ofAnyLength, f, "a disclosure")
		p.openings = append(p.openings, opening{s, toB64url(sum([]byte(s))), j})
	}
}

// readLeaf returns the digests and the sorting key of a leaf's payload.
func readLeaf(payload []byte) ([]string, []byte) {
	m := leafForm.FindSubmatch(payload)
	need(m != nil, f, "the payload is not a leaf")
	return digests(m[1], f), b64url(string(m[2]), 16, f, "k of the payload")
}

// digests are canonical and strictly ascending. A form has matched the list before.
func digests(list []byte, step string) []string {
	found := strings.Split(string(list[1:len(list)-1]), `","`)
	for i, d := range found {
		b64url(d, 32, step, "a digest")
		need(i == 0 || found[i-1] < d, step, "the digests are not ascending")
	}
	return found
}

func (p *logged) readTlog(v any) {
	text, ok := v.(string)
	need(ok, f, "tlog_proof is not a string")
	cut := strings.Index(text, "\n\n")
	need(cut >= 0, f, "tlog_proof holds no head")
	lines := strings.Split(text[:cut], "\n")
	need(len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1", f, "tlog_proof: first line")
	need(strings.HasPrefix(lines[1], "extra ") && strings.HasPrefix(lines[2], "index "), f, "tlog_proof: extra, index")
	p.entry = b64(lines[1][6:], ofAnyLength, f, "the entry")
	p.entryIndex = decimal(lines[2][6:], f, "the index of the entry")
	path := []any{}
	for _, l := range lines[3:] {
		path = append(path, l)
	}
	p.entryPath = hashes(path, "the path in the log")
	p.readHead(text[cut+2:])
}

func (p *logged) readHead(head string) {
	cut := strings.Index(head, "\n\n")
	need(cut >= 0, f, "the head has no empty line")
	lines := strings.Split(head[:cut], "\n")
	need(len(lines) == 3 && wholeName.MatchString(lines[0]), f, "the head has not its three lines")
	p.note, p.text, p.origin = head, head[:cut+1], lines[0]
	p.size = decimal(lines[1], f, "the size of the head")
	copy(p.root[:], b64(lines[2], 32, f, "the root"))
	need(strings.HasSuffix(head, "\n") && len(head) > cut+2, f, "the head does not end with a line end")
	rows := strings.Split(head[cut+2:len(head)-1], "\n")
	need(len(rows) <= 32, f, "the head has too many signatures")
	for _, row := range rows {
		m := signatureForm.FindStringSubmatch(row)
		need(m != nil, f, "a signature line of the head")
		data := b64(m[2], ofAnyLength, f, "a signature of the head")
		need(len(data) > 4, f, "a signature of the head is too short")
		p.signatures = append(p.signatures, signature{row, m[1], binary.BigEndian.Uint32(data), data[4:]})
	}
}
