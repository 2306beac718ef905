package main

// Canonical JSON, section 1: parsed so strictly that nothing need be written again.

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

type object struct {
	keys   []string
	values []any
}

func (o *object) get(key string) any {
	for i, k := range o.keys {
		if k == key {
			return o.values[i]
		}
	}
	return nil
}

// MarshalJSON keeps the order of the keys.
func (o *object) MarshalJSON() ([]byte, error) { return []byte(canonical(o)), nil }

type reader struct {
	text    string
	at      int
	numbers bool
}

var errJSON = errors.New("not canonical JSON")

// parseJSON returns nil, bool, string, []any or *object (json.Number too, where a caller allows them).
func parseJSON(data []byte, numbers bool) (any, error) {
	if !utf8.Valid(data) {
		return nil, errJSON
	}
	r := &reader{text: string(data), numbers: numbers}
	v, err := r.value(0)
	if err == nil && r.at != len(r.text) {
		err = errJSON
	}
	return v, err
}

func (r *reader) take(s string) bool {
	if strings.HasPrefix(r.text[r.at:], s) {
		r.at += len(s)
		return true
	}
	return false
}

func (r *reader) value(depth int) (any, error) {
	if depth > 64 || r.at >= len(r.text) {
		return nil, errJSON
	}
	switch {
	case r.take("null"):
		return nil, nil
	case r.take("true"):
		return true, nil
	case r.take("false"):
		return false, nil
	case r.take("["):
		return r.list(depth)
	case r.take("{"):
		return r.object(depth)
	case r.text[r.at] == '"':
		return r.str()
	case r.numbers:
		return r.number()
	}
	return nil, errJSON
}

func (r *reader) number() (any, error) {
	from := r.at
	for r.at < len(r.text) && strings.IndexByte("-0123456789", r.text[r.at]) >= 0 {
		r.at++
	}
	if from == r.at {
		return nil, errJSON
	}
	return json.Number(r.text[from:r.at]), nil
}

func (r *reader) list(depth int) (any, error) {
	found := []any{}
	if r.take("]") {
		return found, nil
	}
	for {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		found = append(found, v)
		if r.take("]") {
			return found, nil
		}
		if !r.take(",") {
			return nil, errJSON
		}
	}
}

func (r *reader) object(depth int) (any, error) {
	o := &object{}
	if r.take("}") {
		return o, nil
	}
	seen := map[string]bool{}
	for {
		key, err := r.str()
		if err != nil || seen[key] || !r.take(":") {
			return nil, errJSON
		}
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		seen[key] = true
		o.keys, o.values = append(o.keys, key), append(o.values, v)
		if r.take("}") {
			return o, nil
		}
		if !r.take(",") {
			return nil, errJSON
		}
	}
}

const escapes = "\"\"\\\\b\bf\fn\nr\rt\t"

func (r *reader) str() (string, error) {
	if !r.take("\"") {
		return "", errJSON
	}
	var out strings.Builder
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		switch {
		case c == '"':
			return out.String(), nil
		case c < 0x20:
			return "", errJSON
		case c != '\\':
			out.WriteByte(c)
		default:
			b, ok := r.escape()
			if !ok {
				return "", errJSON
			}
			out.WriteByte(b)
		}
	}
	return "", errJSON
}

func (r *reader) escape() (byte, bool) {
	if r.at >= len(r.text) {
		return 0, false
	}
	c := r.text[r.at]
	r.at++
	for i := 0; i < len(escapes); i += 2 {
		if escapes[i] == c {
			return escapes[i+1], true
		}
	}
	const hex = "0123456789abcdef"
	if c != 'u' || !r.take("00") || r.at+2 > len(r.text) {
		return 0, false
	}
	high, low := strings.IndexByte(hex, r.text[r.at]), strings.IndexByte(hex, r.text[r.at+1])
	r.at += 2
	b := byte(high<<4 | low)
	if high < 0 || high > 1 || low < 0 || strings.IndexByte("\b\f\n\r\t", b) >= 0 {
		return 0, false
	}
	return b, true
}

// canonical writes a parsed value again.
func canonical(v any) string {
	switch x := v.(type) {
	case nil:
		return "null"
	case bool:
		if x {
			return "true"
		}
		return "false"
	case json.Number:
		return x.String()
	case string:
		return quoted(x)
	case []any:
		parts := make([]string, len(x))
		for i, e := range x {
			parts[i] = canonical(e)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case *object:
		parts := make([]string, len(x.keys))
		for i, k := range x.keys {
			parts[i] = quoted(k) + ":" + canonical(x.values[i])
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	panic("no JSON value")
}

func quoted(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for i := 0; i < len(s); i++ {
		c := s[i]
		at := strings.IndexByte("\"\\\b\f\n\r\t", c)
		switch {
		case at >= 0:
			out.WriteByte('\\')
			out.WriteByte("\"\\bfnrt"[at])
		case c < 0x20:
			out.WriteString("\\u00")
			out.WriteByte("01"[c>>4])
			out.WriteByte("0123456789abcdef"[c&15])
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

func isObject(v any, keys ...string) (*object, bool) {
	o, ok := v.(*object)
	if !ok || len(o.keys) != len(keys) {
		return nil, false
	}
	for i, k := range keys {
		if o.keys[i] != k {
			return nil, false
		}
	}
	return o, true
}

func isText(v any) bool { _, ok := v.(string); return ok }

func nullOrText(v any) bool { return v == nil || isText(v) }
