package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

type texts = func(ast.Node) string

var ordered = map[token.Token]string{token.LSS: "LT", token.LEQ: "LE", token.GTR: "GT", token.GEQ: "GE"}
var arithmetic = map[token.Token]string{
	token.ADD: "ADD", token.SUB: "SUB", token.MUL: "MUL", token.QUO: "QUO", token.REM: "REM",
	token.AND: "AND", token.OR: "OR", token.XOR: "XOR", token.SHL: "SHL", token.SHR: "SHR",
}

// walk plants what can be changed at a node and below it.
func (p *planter) walk(n, parent ast.Node, fn *ast.FuncDecl) {
	if n == nil || p.quiet[n] {
		return
	}
	switch x := n.(type) {
	case *ast.FuncDecl:
		fn = x
	case *ast.ImportSpec, *ast.TypeSpec, *ast.ArrayType, *ast.StructType, *ast.FuncType:
		return
	case *ast.GenDecl:
		if x.Tok == token.CONST {
			return
		}
	case *ast.CallExpr:
		p.words(x)
	case *ast.CompositeLit:
		p.literal(x)
	case *ast.BlockStmt:
		p.statements(x.List, fn, parent)
	case *ast.CaseClause:
		p.statements(x.Body, fn, nil)
	case *ast.IfStmt:
		p.condition(x.Cond, fn)
	case *ast.ForStmt:
		if x.Cond != nil {
			p.condition(x.Cond, fn)
		}
	}
	if e, ok := n.(ast.Expr); ok {
		if _, is := n.(*ast.BasicLit); !is && p.info.Types[e].Value != nil {
			if _, name := n.(*ast.Ident); !name {
				return // an expression of constants
			}
		}
		p.expression(e, fn)
	}
	for _, c := range children(n) {
		p.walk(c, n, fn)
	}
}

func children(n ast.Node) (found []ast.Node) {
	ast.Inspect(n, func(c ast.Node) bool {
		if c == n {
			return true
		}
		if c != nil {
			found = append(found, c)
		}
		return false
	})
	return found
}

// words keeps the words of a refusal as they are: checkers may word them as they like.
func (p *planter) words(call *ast.CallExpr) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if name == "Errorf" || name == "New" && len(call.Args) == 1 {
		for _, a := range call.Args {
			p.quiet[a] = true
		}
	}
	if at, ok := p.what[name]; ok && at < len(call.Args) {
		p.quiet[call.Args[at]] = true
	}
}

// literal keeps the keys of fields and lists, and the words of a refusal.
func (p *planter) literal(x *ast.CompositeLit) {
	name, _ := x.Type.(*ast.Ident)
	_, isMap := p.info.TypeOf(x).Underlying().(*types.Map)
	for i, e := range x.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && !isMap {
			p.quiet[kv.Key] = true
		}
		if name != nil && name.Name == "refused" && i == 1 {
			p.quiet[e] = true
		}
	}
}

func (p *planter) condition(e ast.Expr, fn *ast.FuncDecl) {
	switch x := e.(type) {
	case *ast.BinaryExpr:
		if x.Op == token.EQL || x.Op == token.NEQ {
			return
		}
	case *ast.UnaryExpr:
		return
	}
	p.turn("condition", e, fn)
}

func (p *planter) turn(kind string, e ast.Expr, fn *ast.FuncDecl) {
	n := p.add(kind, e, fn)
	p.wrap(e, func(t texts) string { return fmt.Sprintf("((%s) != mutantOn(%d))", t(e), n) })
}

func (p *planter) expression(e ast.Expr, fn *ast.FuncDecl) {
	switch x := e.(type) {
	case *ast.BinaryExpr:
		p.binary(x, fn)
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			p.turn("not", e, fn)
		}
	case *ast.Ident:
		if b := p.info.Uses[x]; b != nil && (b == types.Universe.Lookup("true") || b == types.Universe.Lookup("false")) {
			p.turn("constant", e, fn)
		}
	case *ast.BasicLit:
		p.constant(x, fn)
	}
}

func (p *planter) constant(x *ast.BasicLit, fn *ast.FuncDecl) {
	name := p.typeName(types.Default(p.info.TypeOf(x)))
	call := map[token.Token]string{token.INT: "mInt", token.CHAR: "mInt", token.STRING: "mStr"}[x.Kind]
	if basic, ok := p.info.TypeOf(x).Underlying().(*types.Basic); !ok || call == "" || basic.Info()&(types.IsInteger|types.IsString) == 0 {
		return
	}
	n := p.add("constant", x, fn)
	p.wrap(x, func(t texts) string { return fmt.Sprintf("%s[%s](%d, %s)", call, name, n, t(x)) })
}

func (p *planter) binary(x *ast.BinaryExpr, fn *ast.FuncDecl) {
	name := p.typeName(types.Default(p.info.TypeOf(x.X)))
	text := func(kind, format string) {
		n := p.add(kind, x, fn)
		p.wrap(x, func(t texts) string { return fmt.Sprintf(format, n, t(x.X), t(x.Y)) })
	}
	basic, _ := p.info.TypeOf(x.X).Underlying().(*types.Basic)
	switch {
	case x.Op == token.EQL || x.Op == token.NEQ:
		p.turn("compare", x, fn)
	case x.Op == token.LAND:
		text("and/or", "mAnd(%d, %s, func() bool { return %s })")
	case x.Op == token.LOR:
		text("and/or", "mOr(%d, %s, func() bool { return %s })")
	case ordered[x.Op] != "":
		text("compare", "m"+ordered[x.Op]+"["+name+"](%d, %s, %s)")
	case basic != nil && basic.Info()&types.IsString != 0 && x.Op == token.ADD:
		text("operator", "mJoin["+name+"](%d, %s, %s)")
	case arithmetic[x.Op] != "" && basic != nil && basic.Info()&types.IsInteger != 0:
		second := ""
		if x.Op == token.SHL || x.Op == token.SHR {
			second = ", " + p.typeName(types.Default(p.info.TypeOf(x.Y)))
		}
		text("operator", "m"+arithmetic[x.Op]+"["+name+second+"](%d, %s, %s)")
	}
}

func (p *planter) statements(list []ast.Stmt, fn *ast.FuncDecl, parent ast.Node) {
	for i, s := range list {
		s := s
		switch x := s.(type) {
		case *ast.ExprStmt:
			if _, last := parent.(*ast.FuncDecl); last && i == len(list)-1 && fn.Type.Results != nil {
				continue // a panic in place of a result
			}
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				continue
			}
		case *ast.IncDecStmt, *ast.BranchStmt:
		case *ast.ReturnStmt:
			p.result(x, fn, parent)
			continue
		default:
			continue
		}
		n := p.add("left out", s, fn)
		p.wrap(s, func(t texts) string { return fmt.Sprintf("if !mutantOn(%d) { %s }", n, t(s)) })
	}
}

// result loses the result: the zero of its type. Inside a function literal nothing is planted.
func (p *planter) result(x *ast.ReturnStmt, fn *ast.FuncDecl, parent ast.Node) {
	if fn == nil || fn.Type.Results == nil || len(x.Results) == 0 || p.inLiteral(x, fn) {
		return
	}
	if len(x.Results) == 1 {
		if id, ok := x.Results[0].(*ast.Ident); ok && (id.Name == "nil" || id.Name == "true" || id.Name == "false") {
			return
		}
	}
	none := true
	for _, r := range x.Results {
		none = none && isZero(r)
	}
	if none {
		return // it returns zeros as it is
	}
	zeros := ""
	for _, f := range fn.Type.Results.List {
		for i := 0; i < len(f.Names) || i == 0; i++ {
			if zeros != "" {
				zeros += ", "
			}
			zeros += "*new(" + p.raw(f.Type.Pos(), f.Type.End()) + ")"
		}
	}
	n := p.add("result", x, fn)
	p.wrap(x, func(t texts) string { return fmt.Sprintf("if mutantOn(%d) { return %s }; %s", n, zeros, t(x)) })
}

func isZero(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name == "nil" || x.Name == "false"
	case *ast.BasicLit:
		return x.Value == "0" || x.Value == `""`
	}
	return false
}

func (p *planter) inLiteral(x ast.Node, fn *ast.FuncDecl) (inside bool) {
	ast.Inspect(fn, func(c ast.Node) bool {
		if lit, ok := c.(*ast.FuncLit); ok && lit.Pos() <= x.Pos() && x.End() <= lit.End() {
			inside = true
		}
		return true
	})
	return inside
}
