package machine

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Python is Debian's, which has Debian's torch.
const Python = "/usr/bin/python3"

// SlowBLAS is what there is to say where FastBLAS finds none.
const SlowBLAS = "PyTorch runs without libopenblas0-openmp: if its BLAS is the reference one, it is slower than it could be"

// FastBLAS lists the folders of an OpenBLAS with threads of OpenMP, as PyTorch's own are.
func FastBLAS() []string {
	found, _ := filepath.Glob("/usr/lib/*/openblas-openmp")
	return found
}

// PyTorch returns the command of a script that PyTorch runs on so many threads, with FastBLAS where there is one.
func PyTorch(threads int, script string, args ...string) *exec.Cmd {
	cmd := exec.Command(Python, append([]string{script}, args...)...)
	for _, v := range os.Environ() {
		// What someone set for another program's sake would be unfair to this one.
		if !strings.HasPrefix(v, "OPENBLAS_") && !strings.HasPrefix(v, "OMP_") && !strings.HasPrefix(v, "LD_LIBRARY_PATH=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	// Threads that wait by spinning nearly stand still where anything else uses a core.
	cmd.Env = append(cmd.Env, "OMP_NUM_THREADS="+strconv.Itoa(threads), "OMP_WAIT_POLICY=PASSIVE",
		"LD_LIBRARY_PATH="+strings.Join(FastBLAS(), ":"))
	cmd.Stderr = os.Stderr
	return cmd
}
