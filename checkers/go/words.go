package main

// Step 6: wording (sections 4 and 14). Unicode data: Go's tables and golang.org/x/text.

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const spaceSet = `\x{9}-\x{D}\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}`
const closerSet = `"')\]}\x{BB}\x{2019}\x{201D}\x{203A}`

var (
	spaces    = regexp.MustCompile(`[` + spaceSet + `]+`)
	invisible = regexp.MustCompile(`[\x{AD}\x{61C}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202C}\x{2060}-\x{2064}\x{2066}-\x{206F}\x{FEFF}\x{E0000}-\x{E007F}]`)
	doubles   = regexp.MustCompile(`[\x{AB}\x{BB}\x{201C}-\x{201F}\x{301D}-\x{301F}]`)
	singles   = regexp.MustCompile(`[\x{2018}-\x{201B}\x{2039}\x{203A}]`)
	sentences = regexp.MustCompile(`[.!?\x{2026}\x{61F}\x{6D4}\x{964}\x{965}]+[` + closerSet + `]*[` + spaceSet + `]+|[\x{3002}\x{FF01}\x{FF1F}]+[` + closerSet + `]*[` + spaceSet + `]*|[\x{A}-\x{D}\x{85}\x{2028}\x{2029}][` + spaceSet + `]*`)
	joined    = regexp.MustCompile(`[\x{E00}-\x{EFF}\x{1000}-\x{109F}\x{1780}-\x{17FF}\x{3040}-\x{30FF}\x{31F0}-\x{31FF}\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{F900}-\x{FAFF}\x{FF66}-\x{FF9D}\x{20000}-\x{3FFFF}]`)
	dropped   = regexp.MustCompile(`[\x{307}\x{640}\x{200C}\x{200D}\x{64B}-\x{65F}\x{670}\x{FE00}-\x{FE0F}\x{591}-\x{5C7}]`)
	respelled = strings.NewReplacer("\u0131", "i", "\u03c2", "\u03c3", "\u06cc", "\u064a", "\u0649", "\u064a", "\u06a9", "\u0643")
	brackets  = regexp.MustCompile(`\[[^\[\]]+\]`)
)

var folds = []string{"invisible characters", "quotation marks", "ellipsis", "spacing", "composed letters"}

func foldA(t, leave string) string {
	if leave != folds[0] {
		t = invisible.ReplaceAllString(t, "")
	}
	if leave != folds[1] {
		t = singles.ReplaceAllString(doubles.ReplaceAllString(t, `"`), "'")
	}
	if leave != folds[2] {
		t = strings.ReplaceAll(t, "\u2026", "...")
	}
	if leave != folds[3] {
		t = spaces.ReplaceAllString(t, " ")
	}
	if leave != folds[4] {
		t = norm.NFC.String(t)
	}
	return t
}

func foldB(t string) string {
	lower := strings.Map(unicode.ToLower, norm.NFKC.String(foldA(t, "")))
	return foldA(dropped.ReplaceAllString(respelled.Replace(lower), ""), "")
}

func isSpace(r rune) bool { return spaces.MatchString(string(r)) }

func trim(t string) string { return strings.TrimFunc(t, isSpace) }

func isWord(r rune) bool { return r == '_' || unicode.In(r, unicode.L, unicode.M, unicode.N) }

func hasWord(t string) bool { return strings.IndexFunc(t, isWord) >= 0 }

// unicodeVersion: Go's tables; where golang.org/x/text has older ones, those too.
func unicodeVersion() string {
	if norm.Version != unicode.Version {
		return unicode.Version + ", normalised as " + norm.Version
	}
	return unicode.Version
}

func unassigned(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.C)
}

func boundary(t string, at int) bool {
	if at == 0 || at == len(t) {
		return true
	}
	a, _ := utf8.DecodeLastRuneInString(t[:at])
	b, _ := utf8.DecodeRuneInString(t[at:])
	if unicode.Is(unicode.M, b) {
		return false
	}
	return !isWord(a) || !isWord(b) || joined.MatchString(string(a)) || joined.MatchString(string(b))
}

func find(part, t string, start int) int {
	for at := start; at <= len(t); {
		i := strings.Index(t[at:], part)
		if i < 0 {
			return -1
		}
		at += i
		if boundary(t, at) && boundary(t, at+len(part)) {
			return at
		}
		_, n := utf8.DecodeRuneInString(t[at:])
		if n == 0 {
			return -1
		}
		at += n
	}
	return -1
}

type run struct {
	number int
	text   string
}

func runsOf(parts []*string) []run {
	found := []run{}
	join := false
	for n, p := range parts {
		switch {
		case p == nil:
			join = false
		case join:
			found[len(found)-1].text += *p
		default:
			found = append(found, run{n, *p})
			join = true
		}
	}
	return found
}

type wording struct {
	class                   string
	remarks, folds, leftOut []string
	inserted                [][]string
}

func allOpen(parts []*string) bool {
	for _, p := range parts {
		if p == nil {
			return false
		}
	}
	return true
}

func classify(shown string, parts []*string, ofText, raw bool) wording {
	w := wording{"NOT FOUND", []string{}, []string{}, []string{}, [][]string{}}
	printed, runs := trim(shown), runsOf(parts)
	if !hasWord(printed) || len(runs) == 0 {
		return w
	}
	if raw {
		if len(runs) == 1 && shown == runs[0].text {
			w.class = "RAW"
		}
		return w
	}
	if ofText && allOpen(parts) && shown == runs[0].text {
		w.class = "EXACT"
		return w
	}
	everything := printed
	for _, r := range runs {
		everything += r.text
	}
	if strings.IndexFunc(everything, unassigned) >= 0 {
		return w
	}
	folded := trim(foldA(printed, ""))
	for _, r := range runs {
		at := -1
		if folded != "" {
			at = find(folded, foldA(r.text, ""), 0)
		}
		if at < 0 {
			continue
		}
		w.class, w.remarks = "VERBATIM", remarks(folded, r.text, at, parts)
		for _, f := range folds {
			if !strings.Contains(foldA(r.text, f), trim(foldA(printed, f))) {
				w.folds = append(w.folds, f)
			}
		}
		return w
	}
	if marked(&w, folded, parts) {
		return w
	}
	b := trim(foldB(printed))
	for _, r := range runs {
		if hasWord(b) && find(b, foldB(r.text), 0) >= 0 {
			w.class = "RESPELLED"
		}
	}
	return w
}

func remarks(folded, text string, at int, parts []*string) []string {
	whole := foldA(text, "")
	if allOpen(parts) && trim(whole) == folded {
		return []string{"whole message"}
	}
	strip := func(n int) int {
		if n > len(whole) {
			n = len(whole)
		}
		return len(strings.TrimRight(whole[:n], " "))
	}
	ends, last, length := map[int]bool{0: true}, 0, 0
	for _, m := range sentences.FindAllStringIndex(text, -1) {
		length += len(foldA(text[last:m[1]], ""))
		last = m[1]
		ends[strip(length)] = true
	}
	if ends[strip(at)] {
		return []string{"excerpt"}
	}
	return []string{"excerpt", "starts mid-sentence"}
}

type spot struct {
	run
	start, end int
}

func marked(w *wording, folded string, parts []*string) bool {
	marks, outside, last := []string{}, []string{}, 0
	for _, m := range brackets.FindAllStringIndex(folded, -1) {
		outside = append(outside, trim(folded[last:m[0]]))
		marks = append(marks, folded[m[0]:m[1]])
		last = m[1]
	}
	outside = append(outside, trim(folded[last:]))
	words, class := false, "ELIDED"
	fresh := true // something stands since the last gap mark
	for i, o := range outside {
		words = words || hasWord(o)
		fresh = fresh || o != ""
		if i < len(marks) && marks[i] == "[...]" {
			if !fresh {
				return false
			}
			fresh = false
		}
	}
	spots := inOrder(outside, parts)
	if len(marks) == 0 || !words || spots == nil {
		return false
	}
	for i, m := range marks {
		between := between(spots[i], spots[i+1], parts)
		if m == "[...]" {
			w.leftOut = append(w.leftOut, between)
		} else {
			class = "BRACKETED"
			w.inserted = append(w.inserted, []string{m[1 : len(m)-1], between})
		}
	}
	w.class = class
	return true
}

func inOrder(pieces []string, parts []*string) []*spot {
	runs := runsOf(parts)
	for i := range runs {
		runs[i].text = foldA(runs[i].text, "")
	}
	spots, at, start := []*spot{}, 0, 0
	for _, piece := range pieces {
		if piece == "" {
			spots = append(spots, nil)
			continue
		}
		for at < len(runs) && find(piece, runs[at].text, start) < 0 {
			at, start = at+1, 0
		}
		if at == len(runs) {
			return nil
		}
		from := find(piece, runs[at].text, start)
		start = from + len(piece)
		spots = append(spots, &spot{runs[at], from, start})
	}
	return spots
}

func between(before, after *spot, parts []*string) string {
	if before != nil && after != nil && before.number == after.number {
		return trim(before.text[before.end:after.start])
	}
	low, high, said := 0, len(parts), []string{}
	if before != nil {
		low = before.number
		said = append(said, trim(before.text[before.end:]))
	}
	lead := ""
	if after != nil {
		high = after.number
		lead = trim(after.text[:after.start])
	}
	closed := 0
	for _, p := range parts[low:high] {
		if p == nil {
			closed++
		}
	}
	if closed == 1 {
		said = append(said, "[1 sealed segment not shown]")
	} else if closed > 1 {
		said = append(said, fmt.Sprintf("[%d sealed segments not shown]", closed))
	}
	some := []string{}
	for _, s := range append(said, lead) {
		if s != "" {
			some = append(some, s)
		}
	}
	return strings.Join(some, " ")
}
