package main

// Step 1: the openings (section 3).

import (
	"encoding/base64"
	"regexp"
)

const wall = `[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?`

var (
	timeForm  = regexp.MustCompile(`^(` + wall + `|` + wall + `Z|` + wall + `Z/` + wall + `Z)$`)
	attrForm  = regexp.MustCompile(`^\{"kind":"(message|service)","edited":(true|false),"forwarded":(true|false),"via_bot":(true|false),"quoted_reply":(true|false),"time_basis":"(utc|offset|zone|local-unknown|ambiguous|none)","time_precision":"(second|minute|day|range|none)","enc":"(utf-8|raw)"\}$`)
	dayForm   = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	hexForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	aliasForm = regexp.MustCompile(`^alias-[A-Za-z0-9_-]{11}$`)
)

func like(re *regexp.Regexp, v any) bool { s, ok := v.(string); return ok && re.MatchString(s) }

func nullOrHex(v any) bool { return v == nil || like(hexForm, v) }

func isDigests(v any) bool {
	l, ok := v.([]any)
	for _, x := range l {
		o, is := isObject(x, "...")
		ok = ok && is && isB64url(o.get("..."), 32)
	}
	return ok
}

func someOf(v any, keys ...string) bool {
	o, ok := isObject(v, keys...)
	if !ok {
		return false
	}
	some := false
	for _, x := range o.values {
		ok = ok && nullOrText(x)
		some = some || x != nil
	}
	return ok && some
}

func isTime(v any) bool {
	o, ok := isObject(v, "sent", "edited")
	return ok && like(timeForm, o.get("sent")) && (o.get("edited") == nil || like(timeForm, o.get("edited")))
}

func isMedia(v any) bool {
	l, ok := v.([]any)
	for _, x := range l {
		o, is := isObject(x, "type", "sha256")
		ok = ok && is && isText(o.get("type")) && nullOrHex(o.get("sha256"))
	}
	return ok && len(l) > 0
}

func isSrc(v any) bool {
	o, ok := isObject(v, "member", "start", "length", "kind", "sha256", "row")
	return ok && isText(o.get("member")) && like(decimalForm, o.get("start")) && like(decimalForm, o.get("length")) &&
		(o.get("kind") == "bytes" || o.get("kind") == "row") && nullOrHex(o.get("sha256")) && like(hexForm, o.get("row"))
}

// isValue tells whether a name is known and the value has its type.
func isValue(name string, v any) bool {
	switch name {
	case "text":
		return isDigests(v)
	case "plain":
		return v == nil || isDigests(v)
	case "attr":
		return attrForm.MatchString(canonical(v))
	case "time":
		return v == nil || isTime(v)
	case "day":
		return v == nil || like(dayForm, v)
	case "seq":
		return like(decimalForm, v)
	case "sender":
		return v == nil || someOf(v, "id", "name")
	case "reply":
		return v == nil || someOf(v, "to", "chat", "quote")
	case "media":
		return v == nil || isMedia(v)
	case "src":
		return isSrc(v)
	}
	return false
}

type segment struct{ disclosure, text string }

type opened struct {
	values    map[string]any
	alias     string    // the name of the opened slot, "" if none
	ofText    bool      // the words are those of text, not of plain
	parts     []*string // nil where closed
	disclosed []string
}

func (o *opened) attr(name string) bool { return o.attrText(name) == true }

func (o *opened) attrText(name string) any {
	if a, ok := o.values["attr"].(*object); ok {
		return a.get(name)
	}
	return nil
}

func openUp(p *proof) *opened {
	const s = "openings"
	o := &opened{values: map[string]any{}}
	segments, seen := map[string]segment{}, map[string]bool{}
	top := map[string]bool{}
	for _, d := range p.sd {
		top[d] = true
	}
	for _, d := range p.openings {
		need(!seen[d.digest], s, "a disclosure twice")
		seen[d.digest] = true
	}
	for _, d := range p.openings {
		l, ok := parseJSON(d.json).([]any)
		need(ok && (len(l) == 2 || len(l) == 3) && isB64url(l[0], 16), s, "a disclosure has a wrong shape")
		if len(l) == 2 {
			text, ok := l[1].(string)
			need(ok && text != "", s, "a segment is not a text")
			segments[d.digest] = segment{d.text, text}
			continue
		}
		need(top[d.digest], s, "a disclosure is not in the leaf")
		o.add(l[1], l[2])
	}
	o.words(p, segments)
	return o
}

func (o *opened) add(named, value any) {
	const s = "openings"
	name, ok := named.(string)
	need(ok, s, "a name is no string")
	if aliasForm.MatchString(name) {
		need(o.alias == "" && isB64url(name[6:], 8), s, "two aliases, or a wrong name of one")
		need(isB64url(value, 16), s, "alias has a wrong value")
		o.alias, name = name, "alias"
	} else {
		need(isValue(name, value), s, name+" is no known name, or has a wrong value")
	}
	_, twice := o.values[name]
	need(!twice, s, name+" is opened twice")
	o.values[name] = value
}

func (o *opened) listed(name string) []string {
	found := []string{}
	l, _ := o.values[name].([]any)
	for _, x := range l {
		found = append(found, x.(*object).get("...").(string))
	}
	return found
}

func (o *opened) words(p *proof, segments map[string]segment) {
	const s = "openings"
	text, plain := o.listed("text"), o.listed("plain")
	seen, home := map[string]bool{}, map[string]bool{}
	for _, d := range append(append(append([]string{}, p.sd...), text...), plain...) {
		need(!seen[d], s, "a digest occurs twice")
		seen[d] = true
	}
	for _, d := range append(append([]string{}, text...), plain...) {
		home[d] = true
	}
	for d := range segments {
		need(home[d], s, "a segment without a text")
	}
	_, hasText := o.values["text"]
	_, hasPlain := o.values["plain"]
	_, hasAttr := o.values["attr"]
	need(hasAttr || !hasText && !hasPlain, s, "attr must be opened with the words")
	open := func(list []string) bool {
		for _, d := range list {
			if _, ok := segments[d]; ok {
				return true
			}
		}
		return false
	}
	need(!open(text) || !open(plain), s, "segments of text and of plain are open")
	need(hasText || hasPlain, s, "no words are opened")
	o.ofText = !open(plain)
	shown := text
	if !o.ofText {
		shown = plain
	}
	if o.attrText("enc") == "raw" {
		need(o.values["plain"] == nil, s, "raw words have no plain")
		need(!hasText || len(text) == 1, s, "raw words are one segment")
		for _, g := range segments {
			_, ok := decoded(base64.StdEncoding, g.text, ofAnyLength)
			need(ok, s, "raw words are not base64")
		}
	}
	for _, d := range shown {
		g, ok := segments[d]
		if !ok {
			o.parts = append(o.parts, nil)
			continue
		}
		text := g.text
		o.parts = append(o.parts, &text)
		o.disclosed = append(o.disclosed, g.disclosure)
	}
}
