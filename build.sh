#!/usr/bin/env bash
# Builds, serves and tests NICE Lab. `./build.sh help` lists the commands.
set -euo pipefail
cd "$(dirname "$0")"

ours="./app/... ./flow/... ./wasm/... ./web/..." # run/ may hold anything
wasm="./app/... ./flow/... ./wasm/... ./web/bench/ours ./web/quality/... ./web/experiment/..." # what is also compiled for the browser

usage() {
	cat <<'END'
./build.sh run      build the site and serve it on 127.0.0.1:8000 (PORT changes the port), with the checkpoints in run/hub
                    (HUB changes the folder; NICELAB_TOKEN is the token with which they are published; HUB_OPEN=1 lets
                    pages of other sites read them)
./build.sh test     everything: check, Go tests, tests as wasm, the page in Chromium
./build.sh check    format, vet, staticcheck, who may import whom
./build.sh dist     the static site, precompressed, in dist/ (BASE=/path: to live under a path)
./build.sh edge     the Cloudflare worker, site and hub, in run/edge, and a dry run of its deployment
./build.sh bench    training beside TensorFlow.js and PyTorch: one table, in run/bench.txt (-short: a smoke test;
                    -record: also in web/bench/RESULTS.md; -only page: a part of it)
./build.sh quality  every preset against its floor, and with -tables DIR tables against simpler models: one table, in
                    run/quality.txt (-short: a smoke test; -torch: two moons in PyTorch too; -only NAME: a part;
                    -record: also in web/quality/RESULTS.md)
./build.sh pictures the paper's experiment on MNIST: three nets, log-likelihood against time and samples, in run/pictures
                    (-minutes 20 -nets page: longer, fewer; -rows 10000; -torch 1660: PyTorch too; -record: also in web/experiment)
./build.sh audit    Lighthouse and the time of answers, against the bars of GUIDE.md (-runs 1: a quick look)
./build.sh clean    remove run/ and dist/
END
}

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# need_apt PROGRAM-OR-TEST PACKAGE: installs a Debian package where the test fails.
need_apt() {
	local test=$1 package=$2
	eval "$test" >/dev/null 2>&1 && return
	if [ "$(id -u)" != 0 ] || ! has apt-get; then
		die "$package is missing. Install it and start again: sudo apt-get update && sudo apt-get install -y $package"
	fi
	say "installing $package"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
}

need_go() { has go || die "Go is missing. Install 1.21 or newer from https://go.dev/dl; it fetches the version in go.mod by itself."; }
need_node() { has node || die "Node is missing; version 20 or newer runs the tests that are compiled to wasm."; }
need_browser() { need_apt '[ -n "${CHROME:-}" ] || has chromium || has chromium-browser || has google-chrome' chromium; }
# want_firefox: the page is tried in it too, where it is to be had.
want_firefox() {
	has firefox || has firefox-esr && return
	say "installing firefox-esr"
	{ [ "$(id -u)" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends firefox-esr >/dev/null; } ||
		echo "Firefox is not installed: the page is tried in Chromium alone in this run."
}
# need_npm: what is tested or measured with, at the versions in web/package-lock.json.
need_npm() {
	has npm || return 1
	cmp -s web/package-lock.json web/node_modules/.nicelab-lock && return
	say "npm ci, in web"
	(cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.nicelab-lock)
}
need_numpy() { need_apt '/usr/bin/python3 -c "import numpy"' python3-numpy; }

cmd_run() {
	need_go
	exec_server -out run/site -lines -serve 127.0.0.1:8000 -hub "${HUB:-run/hub}"
}

cmd_dist() {
	need_go
	exec_server -out dist -base "${BASE:-}" -precompress
}

# The server is built first, so that it, and not `go run`, gets Ctrl-C.
exec_server() {
	mkdir -p run
	go build -trimpath -buildvcs=false -o run/server ./web/server
	exec run/server "$@"
}

cmd_edge() {
	need_go
	need_node
	need_npm || die "npm is missing; it comes with Node, and brings wrangler, which bundles and deploys the worker."
	say "the site"
	go run ./web/server -out run/edge/public
	build_worker
	say "the worker is in run/edge; GUIDE.md, Hosting checkpoints, says how to deploy it"
}

# build_worker builds it beside its site, which lies in run/edge/public.
build_worker() {
	say "the worker"
	cp web/edge/wrangler.jsonc run/edge/
	go tool workers-assets-gen -mode=go -o run/edge/build
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags="-s -w -buildid=" -o run/edge/build/app.wasm ./wasm/edge
	say "wrangler deploy --dry-run"
	(cd run/edge && WRANGLER_SEND_METRICS=false ../../web/node_modules/.bin/wrangler deploy --dry-run --outdir bundle)
}

cmd_check() {
	need_go
	say "gofmt"
	local unformatted
	unformatted=$(gofmt -l app flow wasm web)
	[ -z "$unformatted" ] || die "These files are not formatted; run gofmt -w on them: $unformatted"
	say "go vet, staticcheck"
	local tool there
	tool=$(go tool -n staticcheck) # built for this machine; it reads the packages of either platform
	go vet $ours
	"$tool" $ours
	there=$(files_elsewhere)
	GOOS=js GOARCH=wasm go vet $there
	GOOS=js GOARCH=wasm "$tool" $there
	say "imports"
	go run ./web/check
}

# files_elsewhere lists the packages whose files are others, or more, in the browser than here: of the rest every line has
# been vetted.
files_elsewhere() {
	local files here there
	files='{{.ImportPath}} {{.GoFiles}} {{.TestGoFiles}} {{.XTestGoFiles}} {{.SFiles}}'
	here=$(go list -e -f "$files" $wasm) &&
		there=$(GOOS=js GOARCH=wasm go list -f "$files" $wasm) &&
		grep -vxF "$here" <<<"$there" | cut -d' ' -f1
}

cmd_test() {
	need_go
	need_node
	need_browser
	want_firefox
	need_numpy
	local workerd=yes
	need_npm || workerd=no
	(need_apt "/usr/bin/python3 -c 'import torch'" python3-torch) ||
		echo "python3-torch is not installed: the PyTorch loader of checkpoints is not judged in this run (numpy's is)."
	cmd_check

	abreast test_go test_wasm

	say "the page in Chromium (pictures in run/shots)"
	# One more than there are cores: a test waits now and then.
	NICELAB_SITE=run/site go test -vet=off -count=1 -timeout 60m -parallel $(($(getconf _NPROCESSORS_ONLN) + 1)) -v ./web/e2e
	say "all tests passed"
}

# abreast LANE BESIDE runs two functions at once: the second in what time the first leaves, as while its last test runs on
# one core. What the second says is shown at the end, or where it fails. The first failure ends both. Where there is one
# core only, they run one after the other.
abreast() {
	local lane beside code=0 failed=0
	if [ "$(getconf _NPROCESSORS_ONLN)" = 1 ]; then
		"$1"
		"$2"
		return
	fi
	[ $((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1])) -ge 403 ] || die "This bash is too old: the tests need 4.3 or newer."
	mkdir -p run
	trap end_lanes EXIT
	set -m # either is a group of processes, which ends with all that it has started
	(in_lane "$1") </dev/null &
	lane=$!
	(
		renice -n 5 -p $BASHPID >/dev/null 2>&1 || true
		in_lane "$2"
	) >run/beside.log 2>&1 </dev/null &
	beside=$!
	set +m
	wait -n $lane $beside || code=$?
	# wait tells of one that has ended, too
	if [ $code = 0 ]; then
		wait $lane || code=$?
		wait $beside || code=$? failed=1
	elif [[ " $(jobs -rp | tr '\n' ' ')" != *" $beside "* ]]; then
		wait $beside || failed=1
	fi
	end_lanes
	trap - EXIT
	[ $code != 0 ] && [ $failed = 0 ] || cat run/beside.log
	return $code
}

# in_lane runs a function in a group of its own, and ends what that leaves of the group.
in_lane() {
	set +m
	trap 'trap "" TERM; kill 0' EXIT
	"$1"
}

# end_lanes ends the lanes that still run: the number of one that was waited for may be another's by now.
end_lanes() {
	local group
	for group in $(jobs -rp); do
		kill -- -"$group" 2>/dev/null || true
	done
	wait
}

# test_go runs the tests as they run on this machine. What vet knows of them, check has said.
test_go() {
	local plain concurrent # what serves many at once is tried with the race detector
	plain=$(go list $ours | grep -v -e '/web/e2e$' -e '/web/edge$')
	concurrent=$(go list ./flow/keep/... ./web/hub/... ./web/server)
	if [ "$(go env CGO_ENABLED)" = 1 ] && has "$(go env CC)"; then
		plain=$(grep -vxF "$concurrent" <<<"$plain")
		say "go test -race"
		go test -race -vet=off -count=1 -timeout 15m $concurrent
	else
		echo "There is no C compiler, which the race detector needs (apt-get install gcc): it is left out of this run."
	fi
	say "go test"
	go test -vet=off -count=1 -timeout 15m $plain
}

# test_wasm runs what is compiled to wasm, under Node, in Chromium and in workerd, and builds the site.
test_wasm() {
	say "the page's scripts under Node $(node --version)"
	node --test --test-reporter=dot web/unit/*.test.mjs

	say "compiling tests to wasm"
	mkdir -p run/wasm
	GOOS=js GOARCH=wasm go test -c -vet=off -o run/wasm/ ./wasm/wire ./flow ./flow/kernel ./flow/kernel/simd
	say "what is passed to and from JavaScript, and the kernels, under Node"
	# wasm_exec.js takes a few kilobytes of environment at most.
	as_wasm "env -i PATH=$PATH HOME=$HOME NODE_OPTIONS=--require=$PWD/flow/kernel/simd/node.js $(go env GOROOT)/lib/wasm/go_js_wasm_exec" \
		wasm/wire flow/kernel flow/kernel/simd
	say "flow and the kernels in Chromium"
	go build -o run/chromium ./flow/kernel/simd/chromium
	as_wasm "$PWD/run/chromium" flow flow/kernel/simd
	# A helper thread does a part of a product, to the same bits: that is tried in full. Of flow, what hangs on it is tried.
	say "the kernels, and flow's training and fixtures, with helper threads"
	HELPERS=yes as_wasm "$PWD/run/chromium" 'flow:Kernels|PyTorch|SameBits|Learns' flow/kernel/simd

	say "the site"
	go run ./web/server -out run/site -precompress
	sizes

	if [ $workerd = yes ]; then
		mkdir -p run/edge
		rm -rf run/edge/public
		cp -r run/site run/edge/public
		find run/edge/public \( -name '*.br' -o -name '*.gz' \) -delete # Cloudflare compresses by itself
		build_worker
		say "the worker in workerd"
		NICELAB_EDGE=run/edge go test -vet=off -count=1 -timeout 15m ./web/edge
	else
		echo "npm is missing, or could not install Miniflare, onnxruntime-web and axe-core: the worker is not tried in workerd, nor ONNX in onnxruntime, nor is accessibility judged, in this run."
	fi
}

# as_wasm RUNNER FOLDER...: runs the tests of these packages, which lie in run/wasm, each in its folder, as go test does.
# FOLDER:REGEXP picks tests by name.
as_wasm() {
	local runner=$1 each folder job jobs=()
	for each in "${@:2}"; do
		folder=${each%%:*}
		(cd "$folder" && $runner "$OLDPWD/run/wasm/${folder##*/}.test" -test.timeout 15m -test.paniconexit0 -test.run "${each:${#folder}+1}" && echo "ok $each") &
		jobs+=($!)
	done
	for job in "${jobs[@]}"; do wait "$job"; done
}

sizes() {
	local f
	for f in app trainer; do
		printf '%s.wasm: %d bytes, brotli %d, gzip %d\n' $f \
			"$(wc -c <run/site/web/$f.wasm)" "$(wc -c <run/site/web/$f.wasm.br)" "$(wc -c <run/site/web/$f.wasm.gz)"
	done
}

# Whom it compares with is installed where that can be done; the bench names whoever is missing.
cmd_bench() {
	need_go
	need_browser
	need_npm || echo "npm is missing, or could not install TensorFlow.js."
	want_torch
	mkdir -p run
	go build -trimpath -buildvcs=false -o run/bench.bin ./web/bench
	say "bench"
	run/bench.bin "$@"
}

cmd_quality() { with_torch "$@"; in_chromium quality ./web/quality "$@"; }

cmd_pictures() { with_torch "$@"; in_chromium experiment ./web/experiment "$@"; }

# want_torch: PyTorch as fast as Debian has it. Whoever compares with it says what is missing.
want_torch() {
	(need_apt "/usr/bin/python3 -c 'import torch'" python3-torch) || true
	(need_numpy) || true
	(need_apt 'ls /usr/lib/*/openblas-openmp' libopenblas0-openmp) || true
}

# with_torch is want_torch where the command's -torch asks for it.
with_torch() { [[ " $* " != *" -torch"* ]] || want_torch; }

# in_chromium runs a command that trains in Chromium, by a program of its own.
in_chromium() {
	need_go
	need_browser
	local name=$1 package=$2
	shift 2
	mkdir -p run
	go build -o run/chromium ./flow/kernel/simd/chromium
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags="-s -w" -o "run/$name.wasm" "$package/inside"
	go build -trimpath -buildvcs=false -o "run/$name.bin" "$package"
	say "$name"
	"run/$name.bin" "$@"
}

cmd_audit() {
	need_go
	need_node
	need_browser
	need_npm || die "npm is missing; it comes with Node, and brings Lighthouse."
	say "the site"
	go run ./web/server -out run/site -precompress
	go build -trimpath -buildvcs=false -o run/server ./web/server
	say "audit"
	go run ./web/audit "$@"
}

cmd_clean() {
	rm -rf run dist
}

case "${1:-help}" in
run | test | check | dist | edge | bench | quality | pictures | audit | clean) "cmd_$1" "${@:2}" ;;
help | -h | --help) usage ;;
*)
	usage >&2
	die "unknown command: $1"
	;;
esac
