// Plants every mutant of a Go program at once, each asleep: the program is built one time, and
// the environment variable MUTANT names the one that is awake. (As go-mutants does it; building
// a program a mutant would take an hour.)
//
//	gomutants SOURCES OUT    writes the changed sources to OUT, the list of mutants to standard output
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

type mutant struct {
	Name string `json:"name"`
	Line string `json:"line"`
}

// A wrap is a node whose text becomes another: make gets the texts of the node's parts.
type wrap struct {
	node ast.Node
	make func(text func(ast.Node) string) string
}

type planter struct {
	fset  *token.FileSet
	info  *types.Info
	pkg   *types.Package
	src   []byte
	file  *token.File
	name  string
	wraps []wrap
	found []mutant
	quiet map[ast.Node]bool
	what  map[string]int // function to its parameter `what`: words of a refusal only
}

func main() {
	if err := plant(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "gomutants:", err)
		os.Exit(1)
	}
}

func plant(from, to string) error {
	names, _ := filepath.Glob(filepath.Join(from, "*.go"))
	sort.Strings(names)
	texts := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		texts[name] = data
	}
	variable(names, texts)
	fset, files, info, pkg, err := checked(names, texts)
	if err != nil {
		return err
	}
	p := &planter{fset: fset, info: info, pkg: pkg, what: map[string]int{}}
	for _, f := range files {
		p.parameters(f)
	}
	for i, f := range files {
		p.src, p.name = texts[names[i]], filepath.Base(names[i])
		p.file, p.wraps, p.quiet = fset.File(f.Pos()), nil, map[ast.Node]bool{}
		p.walk(f, nil, nil)
		if err := os.WriteFile(filepath.Join(to, p.name), []byte(p.text(f)), 0o644); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(to, "mutants.go"), []byte(asleep), 0o644); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(p.found)
}

func checked(names []string, texts map[string][]byte) (*token.FileSet, []*ast.File, *types.Info, *types.Package, error) {
	fset := token.NewFileSet()
	files := []*ast.File{}
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, texts[name], 0)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: imports, Error: nil}
	pkg, err := conf.Check("main", fset, files, info)
	return fset, files, info, pkg, err
}

var imports = importer.ForCompiler(token.NewFileSet(), "source", nil)

// variable makes every constant a variable, so that it can be changed, where the types allow it.
func variable(names []string, texts map[string][]byte) {
	for _, name := range names {
		for at := 0; ; {
			found := strings.Index(string(texts[name][at:]), "const ")
			if found < 0 {
				break
			}
			at += found
			was := texts[name]
			texts[name] = []byte(string(was[:at]) + "var   " + string(was[at+6:]))
			if _, _, _, _, err := checked(names, texts); err != nil {
				texts[name] = was
			}
			at += 6
		}
	}
}

func (p *planter) parameters(f *ast.File) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			at := 0
			for _, field := range fn.Type.Params.List {
				for _, n := range field.Names {
					if n.Name == "what" || n.Name == "why" {
						p.what[fn.Name.Name] = at
					}
					at++
				}
			}
		}
	}
}

// text is the node's source with all wraps inside of it done.
func (p *planter) text(n ast.Node) string {
	for i := range p.wraps { // of two of one node the outer one was planted first
		if p.wraps[i].node == n {
			w := p.wraps[i]
			held := p.wraps
			p.wraps = append(append([]wrap{}, held[:i]...), held[i+1:]...)
			out := w.make(p.text)
			p.wraps = held
			return out
		}
	}
	return p.inside(n)
}

func (p *planter) inside(n ast.Node) string {
	var parts []ast.Node
	wrapped := map[ast.Node]bool{}
	for _, w := range p.wraps {
		wrapped[w.node] = true
	}
	ast.Inspect(n, func(c ast.Node) bool {
		if c == nil || c == n {
			return c != nil
		}
		if wrapped[c] {
			parts = append(parts, c)
			return false
		}
		return true
	})
	sort.Slice(parts, func(i, j int) bool { return parts[i].Pos() < parts[j].Pos() })
	start, end := n.Pos(), n.End()
	if _, ok := n.(*ast.File); ok {
		start, end = token.Pos(p.file.Base()), token.Pos(p.file.Base()+p.file.Size())
	}
	out, at := "", start
	for _, part := range parts {
		out += p.raw(at, part.Pos()) + p.text(part)
		at = part.End()
	}
	return out + p.raw(at, end)
}

func (p *planter) raw(from, to token.Pos) string {
	return string(p.src[p.file.Offset(from):p.file.Offset(to)])
}

// add registers a mutant; its number.
func (p *planter) add(kind string, n ast.Node, fn *ast.FuncDecl) int {
	short := strings.Split(p.raw(n.Pos(), n.End()), "\n")[0]
	if len(short) > 60 {
		short = strings.ToValidUTF8(short[:60], "")
	}
	around := "package"
	if fn != nil {
		around = fn.Name.Name
	}
	line := p.fset.Position(n.Pos()).Line
	text := strings.TrimSpace(strings.Split(string(p.src), "\n")[line-1])
	p.found = append(p.found, mutant{fmt.Sprintf("%s %s: %s `%s`", p.name, around, kind, short), text})
	return len(p.found) - 1
}

func (p *planter) wrap(n ast.Node, make func(text func(ast.Node) string) string) {
	p.wraps = append(p.wraps, wrap{n, make})
}

// As a name of a type in this file; "" if it has none here.
func (p *planter) typeName(t types.Type) string {
	if t == nil {
		return ""
	}
	return types.TypeString(t, func(other *types.Package) string {
		if other == p.pkg {
			return ""
		}
		return other.Name()
	})
}

const asleep = `package main

import (
	"os"
	"strconv"
)

var mutantNow = mutantAwake()
var mutantsFile = os.Getenv("MUTANTS_SEEN")
var mutantsSeen = map[int]bool{}

func mutantAwake() int {
	n, err := strconv.Atoi(os.Getenv("MUTANT"))
	if err != nil {
		return -1
	}
	return n
}

func mutantOn(n int) bool {
	if mutantsFile != "" && !mutantsSeen[n] {
		mutantsSeen[n] = true
		out, _ := os.OpenFile(mutantsFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		out.WriteString(strconv.Itoa(n) + "\n")
		out.Close()
	}
	return n == mutantNow
}

type mutantWhole interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

type mutantOrdered interface{ mutantWhole | ~string }

func mutantPick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func mLT[T mutantOrdered](n int, a, b T) bool  { return a < b || mutantOn(n) && a == b }
func mLE[T mutantOrdered](n int, a, b T) bool  { return a < b || !mutantOn(n) && a == b }
func mGT[T mutantOrdered](n int, a, b T) bool  { return a > b || mutantOn(n) && a == b }
func mGE[T mutantOrdered](n int, a, b T) bool  { return a > b || !mutantOn(n) && a == b }
func mAnd(n int, a bool, b func() bool) bool {
	if mutantOn(n) {
		return a || b()
	}
	return a && b()
}
func mOr(n int, a bool, b func() bool) bool {
	if mutantOn(n) {
		return a && b()
	}
	return a || b()
}
func mADD[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a-b, a+b) }
func mSUB[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a+b, a-b) }
func mMUL[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a+b, a*b) }
func mQUO[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a*b, a/b) }
func mREM[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a*b, a%b) }
func mAND[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a|b, a&b) }
func mOR[T mutantWhole](n int, a, b T) T       { return mutantPick(mutantOn(n), a&b, a|b) }
func mXOR[T mutantWhole](n int, a, b T) T      { return mutantPick(mutantOn(n), a&b, a^b) }
func mSHL[T, S mutantWhole](n int, a T, b S) T { return mutantPick(mutantOn(n), a>>b, a<<b) }
func mSHR[T, S mutantWhole](n int, a T, b S) T { return mutantPick(mutantOn(n), a<<b, a>>b) }
func mJoin[T ~string](n int, a, b T) T   { return mutantPick(mutantOn(n), a, a+b) }
func mInt[T mutantWhole](n int, a T) T         { return mutantPick(mutantOn(n), a+1, a) }
func mStr[T ~string](n int, a T) T       { return mutantPick(mutantOn(n), a+"~", a) }
`
