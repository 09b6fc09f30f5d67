// Pictures packs what the page ships as pictures into the files that it fetches, from the files as they are published:
//
//	go run ./web/pictures FOLDER
//
// FOLDER holds optdigits.tra and digits.csv.gz, and in its folder mnist the four files of MNIST under gzip.
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nicelab/flow/dataset"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("go run ./web/pictures FOLDER")
	}
	from := os.Args[1]
	if err := digits(from, "web/pictures/digits.npz"); err != nil {
		log.Fatal(err)
	}
	if err := mnist(filepath.Join(from, "mnist"), "web/mnist/mnist.npz"); err != nil {
		log.Fatal(err)
	}
}

// digits packs the two sets of the UCI repository: pictures of 8 x 8, of brightnesses from 0 to 16.
func digits(from, to string) error {
	train, trainLabels, err := table(filepath.Join(from, "optdigits.tra"))
	if err != nil {
		return err
	}
	test, testLabels, err := table(filepath.Join(from, "digits.csv.gz"))
	if err != nil {
		return err
	}
	return pack(to, []array{
		{"x_train", []int{len(train) / 64, 8, 8}, train}, {"y_train", []int{len(trainLabels)}, trainLabels},
		{"x_test", []int{len(test) / 64, 8, 8}, test}, {"y_test", []int{len(testLabels)}, testLabels},
	})
}

// table reads lines of 64 brightnesses and a label. Other lines are left out.
func table(name string) (pixels, labels []byte, err error) {
	b, err := read(name)
	if err != nil {
		return nil, nil, err
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	for {
		line, err := r.Read()
		if err == io.EOF {
			return pixels, labels, nil
		} else if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		row := make([]byte, 0, 65)
		for _, cell := range line {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil || v != float64(byte(v)) {
				break
			}
			row = append(row, byte(v))
		}
		if len(row) == 65 && len(line) == 65 {
			pixels, labels = append(pixels, row[:64]...), append(labels, row[64])
		}
	}
}

// mnist packs the four files of MNIST.
func mnist(from, to string) error {
	var arrays []array
	for _, f := range []struct{ name, file string }{
		{"x_train", "train-images-idx3-ubyte.gz"}, {"y_train", "train-labels-idx1-ubyte.gz"},
		{"x_test", "t10k-images-idx3-ubyte.gz"}, {"y_test", "t10k-labels-idx1-ubyte.gz"},
	} {
		b, err := read(filepath.Join(from, f.file))
		if err != nil {
			return err
		}
		if len(b) < 4 || b[2] != 8 {
			return fmt.Errorf("%s is no idx file of bytes", f.file)
		}
		axes := int(b[3])
		a := array{name: f.name, data: b[4+4*axes:]}
		for i := range axes {
			at := b[4+4*i:]
			a.shape = append(a.shape, int(at[0])<<24|int(at[1])<<16|int(at[2])<<8|int(at[3]))
		}
		arrays = append(arrays, a)
	}
	return pack(to, arrays)
}

// read returns what is in a file, unpacked.
func read(name string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return b, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return io.ReadAll(z)
}

type array struct {
	name  string
	shape []int
	data  []byte
}

// pack writes arrays of bytes as an npz file.
func pack(to string, arrays []array) error {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser,
		error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, a := range arrays {
		f, err := w.Create(a.name + ".npy")
		if err != nil {
			return err
		}
		if _, err := f.Write(append(dataset.NpyHeader("|u1", a.shape...), a.data...)); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	log.Printf("%s: %d bytes", to, b.Len())
	return os.WriteFile(to, b.Bytes(), 0o644)
}
