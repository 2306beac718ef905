package main

// Refusals, canonical base64, keys and policy (sections 1, 2, 19).

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

type refused struct{ step, why string }

func need(ok bool, step, why string) {
	if !ok {
		panic(refused{step, why})
	}
}

func sum(data []byte) []byte { h := sha256.Sum256(data); return h[:] }

func toB64url(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// ofAnyLength is asked for where the form states no length.
const ofAnyLength = -1

func decoded(enc *base64.Encoding, s string, length int) ([]byte, bool) {
	// Go's decoder skips line ends; encoding again and comparing excludes them and spare bits.
	data, err := enc.DecodeString(s)
	return data, err == nil && enc.EncodeToString(data) == s && (length == ofAnyLength || len(data) == length)
}

func b64(v any, length int, step, what string) []byte {
	s, ok := v.(string)
	need(ok, step, what+" is not base64")
	data, ok := decoded(base64.StdEncoding, s, length)
	need(ok, step, what+" is not canonical base64 of the right length")
	return data
}

func b64url(v any, length int, step, what string) []byte {
	s, ok := v.(string)
	need(ok, step, what+" is not base64url")
	data, ok := decoded(base64.RawURLEncoding, s, length)
	need(ok, step, what+" is not canonical base64url of the right length")
	return data
}

func isB64url(v any, length int) bool {
	s, ok := v.(string)
	if ok {
		_, ok = decoded(base64.RawURLEncoding, s, length)
	}
	return ok
}

var decimalForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,15})$`)

func decimal(v any, step, what string) int64 {
	s, ok := v.(string)
	need(ok && decimalForm.MatchString(s), step, what+" is no decimal")
	n, _ := strconv.ParseInt(s, 10, 64) // sixteen digits always fit
	return n
}

const nameForm = "[!-*,-~]{1,128}"

var wholeName = regexp.MustCompile("^" + nameForm + "$")

var fieldPrime = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))

// onCurve is RFC 8032 5.1.3: y < p, a root exists, and x = 0 goes without a sign.
func onCurve(key []byte) bool {
	le := make([]byte, 32)
	for i, b := range key {
		le[31-i] = b
	}
	sign := le[0] >> 7
	le[0] &= 0x7f
	p := fieldPrime
	y := new(big.Int).SetBytes(le)
	if y.Cmp(p) >= 0 {
		return false
	}
	one := big.NewInt(1)
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d.Mul(d, big.NewInt(-121665)).Mod(d, p)
	yy := new(big.Int).Mul(y, y)
	u := new(big.Int).Sub(yy, one)
	v := new(big.Int).Mul(d, yy)
	v.Add(v, one).Mod(v, p)
	x := new(big.Int).ModSqrt(u.Mul(u, v.ModInverse(v, p)), p)
	return x != nil && !(x.Sign() == 0 && sign == 1)
}

// verifier is a pinned key; note.Open calls it for desks (type 1) and witnesses (type 4).
type verifier struct {
	name string
	hash uint32
	kind byte
	key  ed25519.PublicKey
	text string
}

func (v *verifier) Name() string    { return v.name }
func (v *verifier) KeyHash() uint32 { return v.hash }

func (v *verifier) Verify(msg, sig []byte) bool {
	if v.kind == 1 {
		return len(sig) == 64 && ed25519.Verify(v.key, msg, sig)
	}
	if len(sig) != 72 || sig[0]&0x80 != 0 {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(v.key, append([]byte(head), msg...), sig[8:])
}

func vkey(text string) (*verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || !wholeName.MatchString(parts[0]) {
		return nil, errors.New("not a verifier key")
	}
	body, ok := decoded(base64.StdEncoding, parts[2], 33)
	if !ok {
		return nil, errors.New("the key is not base64 of 33 bytes")
	}
	id := sum(append([]byte(parts[0]+"\n"), body...))[:4]
	if hex.EncodeToString(id) != parts[1] || (body[0] != 1 && body[0] != 4) || !onCurve(body[1:]) {
		return nil, errors.New("its key id or type is wrong")
	}
	return &verifier{parts[0], binary.BigEndian.Uint32(id), body[0], body[1:], text}, nil
}

type group struct {
	least   int
	members []string
}

type trust struct {
	desks     []*verifier
	witnesses map[string]*verifier
	groups    map[string]group
	quorum    string
	stamps    int
}

func (t *trust) desk(name string, hash uint32) *verifier {
	for _, d := range t.desks {
		if d.name == name && d.hash == hash {
			return d
		}
	}
	return nil
}

// Verifier lets note.Open find a pinned key.
func (t *trust) Verifier(name string, hash uint32) (note.Verifier, error) {
	if d := t.desk(name, hash); d != nil {
		return d, nil
	}
	for _, w := range t.witnesses {
		if w.name == name && w.hash == hash {
			return w, nil
		}
	}
	return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
}

func (t *trust) met(name string, seen map[string]bool) bool {
	g, ok := t.groups[name]
	if !ok {
		return seen[name]
	}
	n := 0
	for _, m := range g.members {
		if t.met(m, seen) {
			n++
		}
	}
	return n >= g.least
}

func (t *trust) addDesk(text string) error {
	v, err := vkey(text)
	if err == nil && v.kind != 1 {
		err = errors.New("a desk key has type 0x01")
	}
	if err == nil {
		t.desks = append(t.desks, v)
	}
	return err
}

func newTrust(keys []string, policy []byte) (*trust, error) {
	t := &trust{witnesses: map[string]*verifier{}, groups: map[string]group{}, quorum: "none"}
	for _, k := range keys {
		if err := t.addDesk(k); err != nil {
			return nil, err
		}
	}
	if policy != nil {
		if err := t.read(policy); err != nil {
			return nil, err
		}
	}
	if len(t.desks) == 0 {
		return nil, errors.New("no desk key")
	}
	return t, nil
}

func (t *trust) read(policy []byte) error {
	for _, b := range policy {
		if b < 32 && b != '\t' && b != '\n' || b == 127 {
			return errors.New("the policy holds control characters")
		}
	}
	quorums := 0
	for i, line := range bytes.Split(policy, []byte("\n")) {
		words := strings.FieldsFunc(string(line), func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if words[0] == "quorum" {
			quorums++
		}
		if !t.line(words[0], words[1:]) {
			return fmt.Errorf("line %d of the policy", i+1)
		}
	}
	if quorums != 1 {
		return errors.New("a policy has exactly one quorum line")
	}
	return nil
}

func (t *trust) taken(name string) bool {
	_, group := t.groups[name]
	return group || t.witnesses[name] != nil
}

func (t *trust) line(kind string, w []string) bool {
	switch n := len(w); {
	case kind == "log" && (n == 1 || n == 2):
		return t.addDesk(w[0]) == nil
	case kind == "witness" && (n == 2 || n == 3):
		v, err := vkey(w[1])
		if err != nil || v.kind != 4 || t.taken(w[0]) || w[0] == "none" {
			return false
		}
		for _, x := range t.witnesses {
			if x.key.Equal(v.key) {
				return false
			}
		}
		t.witnesses[w[0]] = v
		return true
	case kind == "group" && n > 2:
		return t.addGroup(w[0], w[1], w[2:])
	case kind == "quorum" && n == 1 && (w[0] == "none" || t.taken(w[0])):
		t.quorum = w[0]
		return true
	case kind == "tsa" && (n == 4 || n == 5):
		return w[1] == "qualified" || w[1] == "plain" || w[1] == "test"
	case kind == "stamps" && n == 1:
		t.stamps, _ = strconv.Atoi(w[0])
		return regexp.MustCompile("^[0-9]{1,3}$").MatchString(w[0])
	}
	return false
}

func (t *trust) addGroup(name, how string, members []string) bool {
	if t.taken(name) || name == "none" {
		return false
	}
	used := map[string]bool{}
	for _, g := range t.groups {
		for _, m := range g.members {
			used[m] = true
		}
	}
	for _, m := range members {
		if !t.taken(m) || used[m] {
			return false
		}
		used[m] = true
	}
	least := map[string]int{"any": 1, "all": len(members)}[how]
	if regexp.MustCompile("^[1-9][0-9]{0,3}$").MatchString(how) {
		least, _ = strconv.Atoi(how)
	}
	t.groups[name] = group{least, members}
	return least >= 1 && least <= len(members)
}
