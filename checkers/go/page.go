package main

// Pages with proofs and stories of several proofs (sections 13 and 16).

import (
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	scriptForm = regexp.MustCompile(`(?s)<script type="application/vnd\.onrecord\.proof\+base64">(.*?)</script>`)
	tagForm    = regexp.MustCompile(`(?s)^(?:</([A-Za-z][A-Za-z0-9:-]*)[^>]*>|<([A-Za-z][A-Za-z0-9:-]*)((?:[\t\n\f\r /](?:[^>"']|"[^"]*"|'[^']*')*)?)>)`)
	markForm   = regexp.MustCompile(`(?i)[\t\n\f\r "'/]data-onrecord-quote[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r "'>]*))`)
	startForm  = regexp.MustCompile(`<[A-Za-z/!?]`)
	entityForm = regexp.MustCompile(`&(#?[A-Za-z0-9]+);`)
	numberForm = regexp.MustCompile(`^#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}))$`)
)

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'", "nbsp": "\u00a0"}

func setOf(names string) map[string]bool {
	found := map[string]bool{}
	for _, name := range strings.Fields(names) {
		found[name] = true
	}
	return found
}

var voidTags = setOf("area base br col embed hr img input link meta source track wbr")
var rawTags = setOf("script style title textarea")
var unreadTags = setOf("xmp plaintext iframe noembed noframes")

func pageProofs(page string) [][]byte {
	found := [][]byte{}
	for _, m := range scriptForm.FindAllStringSubmatch(page, -1) {
		data, ok := decoded(base64.StdEncoding, m[1], ofAnyLength)
		need(ok, "page", "a proof in the page is not base64")
		found = append(found, data)
	}
	return found
}

type mark struct {
	name, number, text string
	depth              int
}

type pageToken struct {
	kind, name, text string
	mark             *string
}

// pageTokens calls back with each tag and the text before it.
func pageTokens(page string, each func(pageToken)) {
	const s = "page"
	for ends := ""; ; {
		var text string
		var low int
		if ends != "" {
			at := regexp.MustCompile(`(?i)</` + ends + `[\t\n\f\r />]`).FindStringIndex(page)
			need(at != nil, s, "the page does not close <"+ends+">")
			low = at[0]
		} else if at := startForm.FindStringIndex(page); at != nil {
			low, text = at[0], unescaped(page[:at[0]])
		} else {
			return // words after the last tag stand in no quotation
		}
		page, ends = page[low:], ""
		if strings.HasPrefix(page, "<!") {
			page = page[declaration(page):]
			each(pageToken{text: text})
			continue
		}
		m := tagForm.FindStringSubmatch(page)
		need(m != nil, s, "the page holds a tag that cannot be read")
		page = page[len(m[0]):]
		name := strings.ToLower(m[1] + m[2])
		need(!unreadTags[name], s, "the page holds <"+name+">")
		t := pageToken{kind: "end", name: name, text: text}
		if m[2] != "" {
			t.kind = "start"
			if found := markForm.FindStringSubmatch(m[3]); found != nil {
				number := strings.Join(found[1:], "")
				t.mark = &number
			}
			if rawTags[name] {
				ends = name
			}
		}
		each(t)
	}
}

// declaration is the length of a comment or declaration.
func declaration(page string) int {
	const s = "page"
	if !strings.HasPrefix(page, "<!--") {
		_, rest, ends := strings.Cut(page, ">")
		need(ends, s, "the page holds a tag that cannot be read")
		return len(page) - len(rest)
	}
	inside, rest, ends := strings.Cut(page[4:], "-->")
	need(ends && !strings.HasPrefix(page, "<!-->") && !strings.HasPrefix(page, "<!--->"), s, "the page holds an odd comment")
	need(!strings.Contains(inside, "--!>"), s, "the page holds an odd comment")
	return len(page) - len(rest)
}

func unescaped(text string) string {
	return entityForm.ReplaceAllStringFunc(text, func(all string) string {
		name := all[1 : len(all)-1]
		if c, ok := entities[name]; ok {
			return c
		}
		m := numberForm.FindStringSubmatch(name)
		if m == nil {
			return "\x00"
		}
		code, _ := strconv.ParseInt(m[1], 10, 64)
		if m[2] != "" {
			code, _ = strconv.ParseInt(m[2], 16, 64)
		}
		bad := code < 32 && code != 9 && code != 10 || code >= 127 && code < 160
		if bad || !utf8.ValidRune(rune(code)) {
			return "\x00"
		}
		return string(rune(code))
	})
}

func pageQuotes(page string) []*mark {
	const s = "page"
	done, open := []*mark{}, []*mark{}
	pageTokens(page, func(t pageToken) {
		need(len(open) == 0 || !rawTags[t.name], s, "a marked quotation holds more than text")
		still := []*mark{}
		for _, m := range open {
			m.text += t.text
			if t.name == m.name && t.kind == "start" {
				m.depth++
			} else if t.name == m.name && t.kind == "end" {
				m.depth--
			}
			if m.depth == 0 {
				done = append(done, m)
			} else {
				still = append(still, m)
			}
		}
		open = still
		if t.mark != nil {
			need(!voidTags[t.name] && !rawTags[t.name], s, "a mark on an element without text")
			open = append(open, &mark{name: t.name, number: *t.mark, depth: 1})
		}
	})
	need(len(open) == 0, s, "a marked quotation has no end")
	return done
}

func oneSpaced(t string) string { return strings.Trim(spaces.ReplaceAllString(t, " "), " ") }

// checkPage returns the numbers of the proofs that no marked quotation points to.
func checkPage(page string, results []result) []int {
	const s = "page"
	marked, unmarked := map[int64]bool{}, []int{}
	for _, q := range pageQuotes(page) {
		n := decimal(q.number, s, "data-onrecord-quote")
		need(n < int64(len(results)), s, "a quotation points to no proof")
		need(!strings.Contains(q.text, "\x00"), s, "a quotation holds an unknown character reference")
		c := results[n].checked
		need(c == nil || oneSpaced(q.text) == oneSpaced(c.p.shown), s, "a quotation of the page is not the one proved")
		marked[n] = true
	}
	for i := range results {
		if !marked[int64(i)] {
			unmarked = append(unmarked, i)
		}
	}
	return unmarked
}

func checkStory(results []result) {
	const s = "bundle"
	type table = map[string]string
	slots, members, labels := table{}, table{}, table{}
	agrees := func(seen table, value string, key ...any) bool {
		k := canonical(key)
		if _, ok := seen[k]; !ok {
			seen[k] = value
		}
		return seen[k] == value
	}
	for _, r := range results {
		c := r.checked
		if c == nil || c.p.story == nil || c.o.alias == "" {
			continue
		}
		need(agrees(slots, c.o.alias, c.p.story, c.archive), s, "two alias slots of one archive in one story")
		if c.p.speaker == nil {
			continue
		}
		alias := c.o.values["alias"]
		need(agrees(members, canonical(alias), c.p.story, c.archive, c.p.speaker), s, "one label stands for two members")
		need(agrees(labels, c.p.speaker.(string), c.p.story, c.archive, alias), s, "two labels stand for one member")
	}
}

func openFile(data []byte) (string, [][]byte) {
	const s = "page"
	if strings.HasPrefix(string(data), "{") || !strings.Contains(string(data), "<") {
		return "", [][]byte{data}
	}
	need(utf8.Valid(data), s, "the page is not UTF-8")
	page := string(data)
	need(!strings.Contains(page, "\x00"), s, "the page holds U+0000")
	proofs := pageProofs(page)
	need(len(proofs) > 0, s, "the page carries no proof")
	return page, proofs
}
