package main

// The root of an archive from its keys and the rows of a reading (sections 2 to 8).

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/sha3"
	"golang.org/x/mod/sumdb/tlog"
)

func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}

func u64(n int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	return string(b[:])
}

// --- segments, section 5 ---

const digitSet = `[0-9\x{660}-\x{669}\x{6F0}-\x{6F9}\x{966}-\x{96F}\x{9E6}-\x{9EF}\x{FF10}-\x{FF19}]`
const nameEnd = spaceSet + `,;:!?()\[\]{}<>"'@.\x{60C}\x{61B}\x{61F}\x{AB}\x{BB}\x{201C}\x{201D}`

var edges = []*regexp.Regexp{
	regexp.MustCompile(`(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|[Ww][Ww][Ww][.])[^` + spaceSet + `<>"]+|[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63}){0,8}[.][A-Za-z]{2,24}/[^` + spaceSet + `<>"]*`),
	regexp.MustCompile(`[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}`),
	regexp.MustCompile(`@\x{2068}[^\x{2069}\n]{0,128}\x{2069}|@[^` + nameEnd + `]+(?:[.][^` + nameEnd + `]+)*`),
	regexp.MustCompile(digitSet + `(?:[ \x{A0}.()/-]?` + digitSet + `){4,}`),
	regexp.MustCompile(digitSet + `{1,3}[.,\x{66B}]` + digitSet + `{3,}|` + digitSet + `{1,3}[\x{B0}\x{BA}][ ]?(?:` + digitSet + `{1,2}['\x{2032}\x{2019}][ ]?(?:` + digitSet + `{1,2}(?:[.,]` + digitSet + `{1,6})?["\x{2033}\x{201D}][ ]?)?)?[NSEWnsew]?`),
}

var cutting = setOf("mention mention_name link text_link email phone bank_card bot_command")

type entity struct {
	Type          string
	Start, Length int
	Value         *string
}

func cut(text string, entities []entity) []string {
	at := map[int]bool{0: true, len(text): true}
	for _, m := range sentences.FindAllStringIndex(text, -1) {
		at[m[1]] = true
	}
	for _, re := range edges {
		for _, m := range re.FindAllStringIndex(text, -1) {
			at[m[0]], at[m[1]] = true, true
		}
	}
	bytesAt := []int{}
	for i := range text {
		bytesAt = append(bytesAt, i)
	}
	bytesAt = append(bytesAt, len(text))
	for _, e := range entities {
		for _, p := range []int{e.Start, e.Start + e.Length} {
			if cutting[e.Type] && p >= 0 && p < len(bytesAt) {
				at[bytesAt[p]] = true
			}
		}
	}
	places := []int{}
	for p := range at {
		places = append(places, p)
	}
	sort.Ints(places)
	parts := []string{}
	for i := 1; i < len(places); i++ {
		parts = append(parts, text[places[i-1]:places[i]])
	}
	return parts
}

// foldSealed is fold A with the data of Unicode 14.0; this Go's tables are older, so newer
// code points would split the text elsewhere: such a reading is refused.
func foldSealed(t string) string {
	if strings.IndexFunc(t, unassigned) >= 0 {
		panic(refused{"root", "a text holds code points this Go's Unicode tables lack"})
	}
	return foldA(t, "")
}

// --- a row and its fourteen disclosures, section 3 ---

type media struct {
	Type                          string
	Path                          *string
	Present                       bool
	Size, Width, Height, Duration *int64
	Mime, Name                    *string
	Sha256                        *string
}

type row struct {
	N                                           int64
	Member                                      string
	Start, Length                               int64
	Place_kind, Chat                            string
	Id                                          *string
	Kind                                        string
	Sender, Sender_id                           *string
	Time_text, Time_basis                       string
	Time_first, Time_last, Time_local           *int64
	Text                                        string
	Text_raw, Enc                               *string
	Entities                                    []entity
	Reply_to, Reply_chat, Quote                 *string
	Forwarded                                   bool
	Forward_name, Forward_id, Forward_time_text *string
	Forward_time                                *int64
	Via_bot, Signature, Edited_text             *string
	Edited                                      *int64
	Reactions                                   []struct {
		Emoji string
		Count int64
	}
	Media                    []media
	Action, Payload, Unknown *string
	Slice_sha256             *string
}

func orNull[T any](p *T) any {
	if p == nil {
		return nil
	}
	switch x := any(*p).(type) {
	case int64:
		return json.Number(fmt.Sprint(x))
	default:
		return x
	}
}

func pairs(values ...any) *object {
	o := &object{}
	for i := 0; i < len(values); i += 2 {
		o.keys, o.values = append(o.keys, values[i].(string)), append(o.values, values[i+1])
	}
	return o
}

func stampOf(micro int64, zone string) string {
	t := time.UnixMicro(micro).UTC()
	if t.Nanosecond() != 0 {
		return t.Format("2006-01-02T15:04:05.000000") + zone
	}
	return t.Format("2006-01-02T15:04:05") + zone
}

var certain = setOf("utc offset zone")

func (r *row) certain() bool { return certain[r.Time_basis] }

func (r *row) times() (any, any) {
	var sent, day any
	switch {
	case r.certain() && r.Time_first != nil:
		first, last := *r.Time_first, *r.Time_last
		sent = stampOf(first, "Z")
		if last-first >= 1000000 {
			sent = stampOf(first, "Z") + "/" + stampOf(last, "Z")
		}
		if stampOf(first, "")[:10] == stampOf(last, "")[:10] {
			day = stampOf(first, "")[:10]
		}
	case !r.certain() && r.Time_local != nil:
		sent, day = stampOf(*r.Time_local, ""), stampOf(*r.Time_local, "")[:10]
	}
	if sent == nil {
		return nil, day
	}
	var edited any
	if r.Edited != nil {
		edited = stampOf(*r.Edited, "Z")
	}
	return pairs("sent", sent, "edited", edited), day
}

func (r *row) precision() string {
	if r.Time_first == nil {
		return "none"
	}
	switch d := *r.Time_last - *r.Time_first; {
	case d < 1e6:
		return "second"
	case d < 6e7:
		return "minute"
	case d < 864e8:
		return "day"
	}
	return "range"
}

func (r *row) attrs() *object {
	enc := "utf-8"
	if r.Text_raw != nil {
		enc = "raw"
	}
	return pairs("kind", r.Kind, "edited", r.Edited_text != nil, "forwarded", r.Forwarded,
		"via_bot", r.Via_bot != nil, "quoted_reply", r.Quote != nil, "time_basis", r.Time_basis,
		"time_precision", r.precision(), "enc", enc)
}

// rest is the hash of the columns that have no disclosure of their own.
func (r *row) rest() string {
	var entities, reactions, files any
	list := func(n int, item func(int) []any) any {
		if n == 0 {
			return nil
		}
		all := make([]any, n)
		for i := range all {
			all[i] = item(i)
		}
		return all
	}
	num := func(n int) any { return json.Number(fmt.Sprint(n)) }
	entities = list(len(r.Entities), func(i int) []any {
		e := r.Entities[i]
		return []any{e.Type, num(e.Start), num(e.Length), orNull(e.Value)}
	})
	reactions = list(len(r.Reactions), func(i int) []any {
		return []any{r.Reactions[i].Emoji, num(int(r.Reactions[i].Count))}
	})
	files = list(len(r.Media), func(i int) []any {
		m := r.Media[i]
		return []any{m.Type, orNull(m.Path), m.Present, orNull(m.Size), orNull(m.Mime), orNull(m.Name),
			orNull(m.Width), orNull(m.Height), orNull(m.Duration)}
	})
	all := []any{r.Chat, orNull(r.Id), r.Time_text, orNull(r.Time_first), orNull(r.Time_last),
		orNull(r.Time_local), orNull(r.Enc), entities, orNull(r.Forward_name), orNull(r.Forward_id),
		orNull(r.Forward_time_text), orNull(r.Forward_time), orNull(r.Via_bot), orNull(r.Signature),
		orNull(r.Edited_text), orNull(r.Edited), reactions, files, orNull(r.Action), orNull(r.Payload), orNull(r.Unknown)}
	return hex.EncodeToString(sum([]byte(canonical(all))))
}

func someObject(values ...any) any {
	o := pairs(values...)
	for _, v := range o.values {
		if v != nil {
			return o
		}
	}
	return nil
}

type keyring struct{ chat, salt, alias, dummy []byte }

func (k *keyring) k(r *row) []byte {
	if r.Id != nil {
		return mac(k.chat, "msg:", *r.Id)[:16]
	}
	minute, sender := "", ""
	if r.Time_local != nil {
		minute = stampOf(*r.Time_local, "")[:16]
	} else if r.Time_first != nil {
		minute = stampOf(*r.Time_first, "")[:16]
	}
	if r.Sender_id != nil {
		sender = *r.Sender_id
	} else if r.Sender != nil {
		sender = *r.Sender
	}
	return mac(k.chat, "content:", canonical([]any{minute, sender, foldSealed(r.Text)}))[:16]
}

func (k *keyring) aliases(r *row) (names []string, values []any) {
	for j := 0; j < 4; j++ {
		names = append(names, "alias-"+toB64url(mac(k.alias, "label", string([]byte{byte(j)}))[:8]))
		member := ""
		if r.Sender_id != nil {
			member = "id:" + *r.Sender_id
		} else if r.Sender != nil {
			member = "name:" + *r.Sender
		}
		var value any
		if member != "" {
			value = toB64url(mac(k.alias, "alias", string([]byte{byte(j)}), member)[:16])
		}
		values = append(values, value)
	}
	return names, values
}

func disclose(parts ...any) string {
	return toB64url(sum([]byte(toB64url([]byte(canonical(parts))))))
}

func (k *keyring) leaf(r *row) (key, payload []byte) {
	text := cut(r.Text, r.Entities)
	plain := []string{}
	if r.Text_raw != nil {
		raw, _ := hex.DecodeString(*r.Text_raw)
		text = []string{base64.StdEncoding.EncodeToString(raw)}
	} else {
		for _, s := range text {
			if f := foldSealed(s); f != "" {
				plain = append(plain, f)
			}
		}
	}
	hasPlain := r.Text_raw == nil && strings.Join(plain, "") != strings.Join(text, "")
	if !hasPlain {
		plain = nil
	}
	salts := make([]byte, 16*(14+len(text)+len(plain)))
	sha3.ShakeSum256(salts, []byte(string(k.salt)+"onrecord/salt/v1"+u64(r.N)))
	salt := func(i int) string { return toB64url(salts[16*i : 16*i+16]) }
	refs := func(from int, parts []string) []any {
		all := []any{}
		for i, s := range parts {
			all = append(all, pairs("...", disclose(salt(from+i), s)))
		}
		return all
	}
	var plainValue any
	if hasPlain {
		plainValue = refs(14+len(text), plain)
	}
	names := []string{"text", "plain", "attr", "time", "day", "seq", "sender", "reply", "media", "src"}
	values := append([]any{refs(14, text), plainValue}, r.values()...)
	aliasNames, aliases := k.aliases(r)
	names, values = append(names, aliasNames...), append(values, aliases...)
	digests := []string{}
	for i, n := range names {
		digests = append(digests, disclose(salt(i), n, values[i]))
	}
	key = k.k(r)
	return key, payloadOf(digests, key)
}

// values are those from attr to src.
func (r *row) values() []any {
	when, day := r.times()
	var files any
	if len(r.Media) > 0 {
		all := []any{}
		for _, m := range r.Media {
			all = append(all, pairs("type", m.Type, "sha256", orNull(m.Sha256)))
		}
		files = all
	}
	src := pairs("member", r.Member, "start", fmt.Sprint(r.Start), "length", fmt.Sprint(r.Length),
		"kind", r.Place_kind, "sha256", orNull(r.Slice_sha256), "row", r.rest())
	return []any{r.attrs(), when, day, fmt.Sprint(r.N),
		someObject("id", orNull(r.Sender_id), "name", orNull(r.Sender)),
		someObject("to", orNull(r.Reply_to), "chat", orNull(r.Reply_chat), "quote", orNull(r.Quote)), files, src}
}

func payloadOf(digests []string, k []byte) []byte {
	sort.Strings(digests)
	list := []any{}
	for _, d := range digests {
		list = append(list, d)
	}
	return []byte(canonical(pairs("_sd", list, "_sd_alg", "sha-256", "k", toB64url(k), "t", "msg")))
}

func (k *keyring) dummyLeaf(i int64) (key, payload []byte) {
	stream := make([]byte, 464)
	sha3.ShakeSum256(stream, []byte(string(k.dummy)+"onrecord/dummy/v1"+u64(i)))
	digests := []string{}
	for j := 0; j < 14; j++ {
		digests = append(digests, toB64url(stream[16+32*j:48+32*j]))
	}
	return stream[:16], payloadOf(digests, stream[:16])
}

// rootOf is the archive's root: leaves sorted by k, then by hash (section 8).
func (k *keyring) rootOf(rows []*row) (tlog.Hash, int64) {
	size := int64(1)
	for size < int64(len(rows)) {
		size *= 2
	}
	leaves := []string{}
	add := func(key, payload []byte) {
		h := tlog.RecordHash(payload)
		leaves = append(leaves, string(key)+string(h[:]))
	}
	for _, r := range rows {
		add(k.leaf(r))
	}
	for i := int64(0); int64(len(leaves)) < size; i++ {
		add(k.dummyLeaf(i))
	}
	sort.Strings(leaves)
	level := make([]tlog.Hash, size)
	for i, l := range leaves {
		copy(level[i][:], l[16:])
	}
	for len(level) > 1 {
		for i := 0; i < len(level)/2; i++ {
			level[i] = tlog.NodeHash(level[2*i], level[2*i+1])
		}
		level = level[:len(level)/2]
	}
	return level[0], size
}

func newKeyring(archive, chat []byte) *keyring {
	expand := func(info string) []byte { return mac(archive, info, "\x01") }
	return &keyring{chat, expand("onrecord/salt"), expand("onrecord/alias"), expand("onrecord/dummy")}
}

func printRoot(keys, reading string) error {
	var hexes struct{ K_archive, K_chat string }
	data, err := os.ReadFile(keys)
	if err == nil {
		err = json.Unmarshal(data, &hexes)
	}
	if err != nil {
		return err
	}
	archive, _ := hex.DecodeString(hexes.K_archive)
	chat, _ := hex.DecodeString(hexes.K_chat)
	if len(archive) != 32 || len(chat) != 32 {
		return fmt.Errorf("keys are 32 bytes in hex")
	}
	if data, err = os.ReadFile(reading); err != nil {
		return err
	}
	if !utf8.Valid(data) {
		return fmt.Errorf("the reading is not UTF-8")
	}
	rows := []*row{}
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" {
			continue
		}
		r := &row{}
		if err := json.Unmarshal([]byte(line), r); err != nil {
			return err
		}
		rows = append(rows, r)
	}
	var root tlog.Hash
	var size int64
	if r := guarded(func() { root, size = newKeyring(archive, chat).rootOf(rows) }); r != nil {
		return errors.New(r.why)
	}
	printJSON(map[string]any{"root": toB64url(root[:]), "hex": hex.EncodeToString(root[:]), "size": size, "records": len(rows)})
	return nil
}
