package main

// Canonical JSON, section 1: Go's reader takes more; what it read is written again and compared.

import (
	"bytes"
	"encoding/json"
	"strings"
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

// parseJSON returns true, false, string, []any or *object, in which nil may stand; it returns notJSON
// if the text is not the one canonical text of that value, or a number stands in it.
func parseJSON(data []byte) any {
	in := json.NewDecoder(bytes.NewReader(data))
	in.UseNumber()
	v := readValue(in)
	if v == any(notJSON{}) || canonical(v) != string(data) {
		return notJSON{}
	}
	return v
}

type notJSON struct{}

// readValue keeps the order of the keys. What it takes too easily shows when it is written again.
func readValue(in *json.Decoder) any {
	token, err := in.Token()
	if _, number := token.(json.Number); number || err != nil {
		return notJSON{}
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for in.More() {
			v := readValue(in)
			if v == any(notJSON{}) {
				return v
			}
			list = append(list, v)
		}
		in.Token()
		return list
	case json.Delim('{'):
		return readObject(in)
	}
	return token
}

func readObject(in *json.Decoder) any {
	o, seen := &object{}, map[string]bool{}
	for in.More() {
		key, _ := in.Token()
		name, ok := key.(string)
		if !ok || seen[name] {
			return notJSON{}
		}
		v := readValue(in)
		if v == any(notJSON{}) {
			return v
		}
		seen[name] = true
		o.keys, o.values = append(o.keys, name), append(o.values, v)
	}
	in.Token()
	return o
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
