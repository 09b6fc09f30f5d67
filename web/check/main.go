// Command check holds the arrows of the architecture: which package of NICE Lab may import which; how long lines are;
// that the page's tests wait for their turn; and how much there is to read of a flow. It is run by ./build.sh check.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const module = "nicelab/"

// allowed lists, for each package, what it may import besides the standard library. A name ending in / stands for
// everything below it, for which no line of its own says more. Tests may import what they like.
var allowed = map[string][]string{
	"flow": {"nicelab/flow/kernel", "nicelab/flow/matrix", "nicelab/flow/optim", "nicelab/flow/layer",
		"nicelab/flow/modes", "nicelab/flow/noise", "nicelab/flow/prior"},
	"flow/layer":                {"nicelab/flow/kernel", "nicelab/flow/matrix", "nicelab/flow/mlp", "nicelab/flow/prior"},
	"flow/matrix":               {},
	"flow/mlp":                  {"nicelab/flow/kernel"},
	"flow/modes":                {"nicelab/flow/kernel", "nicelab/flow/layer", "nicelab/flow/matrix"},
	"flow/modes/modestest":      {},
	"flow/cluster":              {"nicelab/flow", "nicelab/flow/baseline", "nicelab/flow/matrix"},
	"flow/plane":                {"nicelab/flow", "nicelab/flow/layer"},
	"flow/flowtest":             {"nicelab/flow", "nicelab/flow/modes/modestest"},
	"flow/layer/layertest":      {"nicelab/flow/layer"},
	"flow/prior":                {"gonum.org/v1/gonum/mathext", "nicelab/flow/kernel"},
	"flow/noise":                {},
	"flow/kernel":               {"gonum.org/v1/gonum/blas", "gonum.org/v1/gonum/blas/"},
	"flow/kernel/kerneltest":    {"nicelab/flow/kernel"},
	"flow/kernel/gen":           {},
	"flow/kernel/simd":          {"nicelab/flow/kernel"},
	"flow/kernel/simd/chromium": {},
	"flow/dataset":              {"gonum.org/v1/gonum/", "nicelab/flow/noise"},
	"flow/baseline":             {},
	"flow/conditional":          {"nicelab/flow"},
	"flow/density":              {},
	"flow/checkpoint":           {"nicelab/flow"},
	"flow/keep":                 {},
	"flow/keep/keeptest":        {"nicelab/flow/keep"},
	"flow/lesson":               {},
	"flow/speed":                {"nicelab/flow", "nicelab/wasm/protocol"},
	"flow/onnx":                 {"nicelab/flow", "nicelab/flow/layer"},
	"flow/session/view": {"nicelab/flow", "nicelab/flow/conditional", "nicelab/flow/dataset",
		"nicelab/flow/density", "nicelab/flow/inpaint", "nicelab/flow/prior", "nicelab/wasm/protocol"},
	"flow/session":  {"nicelab/flow", "nicelab/flow/", "nicelab/wasm/protocol"},
	"flow/recipe":   {"nicelab/flow", "nicelab/flow/layer", "nicelab/flow/matrix", "nicelab/wasm/protocol"},
	"flow/optim":    {"nicelab/flow/kernel"},
	"wasm/protocol": {"nicelab/flow"},
	"wasm/wire":     {"nicelab/wasm/protocol", "syscall/js"},
	"wasm/trainer": {"nicelab/flow/keep", "nicelab/flow/kernel/simd", "nicelab/flow/prior", "nicelab/flow/session",
		"nicelab/flow/speed", "nicelab/wasm/protocol", "nicelab/wasm/paint", "nicelab/wasm/wire", "nicelab/app/numeral",
		"nicelab/app/plot", "syscall/js"},
	"wasm/page":  {"nicelab/app", "nicelab/app/lab", "nicelab/wasm/protocol", "nicelab/wasm/wire", "syscall/js", goapp},
	"wasm/paint": {"nicelab/app/plot"},
	"wasm/edge":  {"nicelab/web/hub", "github.com/syumai/workers", "github.com/syumai/workers/cloudflare", "syscall/js"},
	"app": {"nicelab/app/article", "nicelab/app/bench", "nicelab/app/browser", "nicelab/app/kit",
		"nicelab/app/lab", "nicelab/app/link", "nicelab/app/panel/", "nicelab/app/view", "nicelab/app/view/",
		"nicelab/app/words", "nicelab/wasm/protocol", goapp},
	"app/apptest": {"nicelab/app/lab", "nicelab/app/lab/labtest", "nicelab/app/link", "nicelab/app/view",
		"nicelab/flow/recipe", "nicelab/wasm/protocol", goapp},
	"app/article": {"nicelab/app/kit", "nicelab/app/lab", "nicelab/app/plot", "nicelab/app/words",
		"nicelab/flow/lesson", goapp},
	"app/bench": {"nicelab/app/kit", "nicelab/app/lab", "nicelab/app/link", "nicelab/app/words",
		"nicelab/wasm/protocol", goapp},
	"app/browser": {"nicelab/app/kit", "nicelab/app/lab", "nicelab/app/link", "nicelab/app/words",
		"nicelab/wasm/protocol", goapp},
	"app/kit": {"nicelab/app/plot", "nicelab/app/words", "nicelab/wasm/paint", goapp},
	"app/panel/": {"nicelab/app/board", "nicelab/app/browser", "nicelab/app/kit", "nicelab/app/lab",
		"nicelab/app/link", "nicelab/app/plot", "nicelab/app/words", "nicelab/wasm/paint", "nicelab/wasm/protocol", goapp},
	"app/startup": {"nicelab/app/lab", "nicelab/app/panel/bar", "nicelab/app/words", "nicelab/wasm/protocol"},
	"app/view":    {"nicelab/app/kit", "nicelab/app/lab", goapp},
	"app/view/": {"nicelab/app/kit", "nicelab/app/lab", "nicelab/app/plot", "nicelab/app/view",
		"nicelab/app/words", "nicelab/wasm/protocol", goapp},
	"app/view/layers": {"nicelab/app/kit", "nicelab/app/lab", "nicelab/app/plot", "nicelab/app/words",
		"nicelab/flow", goapp},
	"app/board": {},
	"app/link": {"nicelab/app/words", "nicelab/flow", "nicelab/flow/prior", "nicelab/flow/recipe",
		"nicelab/wasm/protocol"},
	"app/lab": {"nicelab/app/board", "nicelab/app/link", "nicelab/app/plot", "nicelab/app/words",
		"nicelab/flow", "nicelab/flow/layer", "nicelab/flow/prior", "nicelab/flow/recipe", "nicelab/wasm/protocol"},
	"app/lab/labtest":         {"nicelab/wasm/protocol", "github.com/google/go-cmp/cmp"},
	"app/numeral":             {},
	"app/words":               {"nicelab/app/numeral", "nicelab/wasm/protocol"},
	"app/plot":                {},
	"web/server/lean/debug":   {},
	"web/server/lean/flate":   {},
	"web/server/lean/fmt":     {},
	"web/server/lean/godebug": {},
	"web/server/lean/json":    {},
	"web/server": {"nicelab/app", "nicelab/app/startup", "nicelab/app/words", "nicelab/flow/dataset",
		"nicelab/web/hub", goapp, "github.com/andybalholm/brotli", "github.com/klauspost/compress/", "golang.org/x/net/html",
		"golang.org/x/net/html/atom"},
	"web/bench": {"nicelab/flow", "nicelab/flow/checkpoint", "nicelab/flow/speed",
		"nicelab/web/bench/message", "nicelab/web/machine", "github.com/chromedp/chromedp",
		"github.com/chromedp/cdproto/page"},
	"web/audit": {"github.com/chromedp/cdproto/emulation", "github.com/chromedp/cdproto/page",
		"github.com/chromedp/chromedp", "github.com/chromedp/chromedp/kb"},
	"web/bench/message":    {"nicelab/flow"},
	"web/bench/ours":       {"nicelab/flow", "nicelab/flow/", "nicelab/web/bench/message", "syscall/js"},
	"flow/inpaint":         {"nicelab/flow"},
	"web/pictures":         {"nicelab/flow/dataset"},
	"web/pictures/figures": {"nicelab/flow/recipe", "nicelab/flow/session", "nicelab/wasm/protocol"},
	"web/quality":          {"nicelab/flow/dataset", "nicelab/flow/recipe", "nicelab/web/quality/measure", "nicelab/web/machine"},
	"web/quality/measure":  {"nicelab/flow", "nicelab/flow/"},
	"web/quality/inside":   {"nicelab/flow/kernel/simd", "nicelab/web/quality/measure"},
	"web/experiment": {"nicelab/flow/dataset", "nicelab/flow/recipe", "nicelab/web/experiment/measure",
		"nicelab/web/machine"},
	"web/experiment/measure": {"nicelab/flow", "nicelab/flow/", "nicelab/wasm/protocol"},
	"web/experiment/inside":  {"nicelab/flow/kernel/simd", "nicelab/web/experiment/measure"},
	"web/machine":            {},
	"web/check":              {},
	"web/hub":                {"nicelab/flow", "nicelab/flow/checkpoint"},
	"web/hub/hubtest":        {"nicelab/flow", "nicelab/web/hub"},
	"web/gallery":            {"nicelab/app/plot", "nicelab/flow", "nicelab/flow/", "nicelab/web/experiment/measure"},
	"web/first":              {"nicelab/app/plot", "nicelab/flow", "nicelab/flow/session", "nicelab/wasm/protocol"},
}

// withheld are the packages of the standard library that need a line above: what ties a
// package to the browser, and randomness that no seed repeats.
var withheld = []string{"syscall/js", "math/rand"}

const goapp = "github.com/maxence-charriere/go-app/v9/pkg/app"

func main() {
	var wrong []string
	for _, platform := range []string{"", "GOOS=js GOARCH=wasm"} {
		found, err := violations(strings.Fields(platform))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		wrong = append(wrong, found...)
	}
	found, err := wide(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	wrong = append(wrong, found...)
	for _, folder := range withoutLab {
		if found, err = holdingLab(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		wrong = append(wrong, found...)
	}
	if found, err = outOfTurn("web/e2e"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	wrong = append(wrong, found...)
	if found, err = heavy("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	wrong = append(wrong, found...)
	slices.Sort(wrong)
	for _, w := range slices.Compact(wrong) {
		fmt.Println(w)
	}
	if len(wrong) > 0 {
		os.Exit(1)
	}
}

// violations returns a sentence for each import that the table does not allow.
func violations(env []string) ([]string, error) {
	cmd := exec.Command("go", "list", "-f", `{{if .GoFiles}}{{.ImportPath}} {{join .Imports " "}}{{end}}`,
		"./app/...", "./flow/...", "./wasm/...", "./web/...")
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var wrong []string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		name := strings.TrimPrefix(fields[0], module)
		rule, ok := ruleOf(name)
		if !ok {
			wrong = append(wrong, name+" has no line in web/check; add what it may import")
			continue
		}
		for _, path := range fields[1:] {
			if !permits(rule, path) {
				wrong = append(wrong, fmt.Sprintf("%s imports %s, which web/check does not allow", name, path))
			}
		}
	}
	return wrong, nil
}

// ruleOf returns the line of a package, else that of all packages in its folder.
func ruleOf(name string) ([]string, bool) {
	rule, ok := allowed[name]
	if !ok {
		rule, ok = allowed[name[:strings.LastIndex(name, "/")+1]]
	}
	return rule, ok
}

func permits(rule []string, path string) bool {
	for _, r := range rule {
		if path == r || strings.HasSuffix(r, "/") && strings.HasPrefix(path, r) {
			return true
		}
	}
	first, _, _ := strings.Cut(path, "/")
	standard := !strings.Contains(first, ".") && !strings.HasPrefix(path, module)
	return standard && !slices.Contains(withheld, path)
}
