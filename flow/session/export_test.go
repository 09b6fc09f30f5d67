package session

import (
	"bytes"
	"testing"

	"nicelab/flow/onnx"
	"nicelab/wasm/protocol"
)

func TestExport(t *testing.T) {
	d := newDesk(t)
	d.do(protocol.Export{ID: 1})
	if n := last[protocol.Notice](d); !n.Error || n.ID != 1 {
		t.Errorf("without a model: %+v", n)
	}
	d.do(small(), crescent)
	for _, c := range []protocol.Export{{ID: 2}, {ID: 3, Sampler: true}} {
		d.do(c)
		f, write, name := last[protocol.File](d), onnx.LogProb, "nice-crescent-logp.onnx"
		if c.Sampler {
			write, name = onnx.Sampler, "nice-crescent-sample.onnx"
		}
		want, err := write(d.flow, d.data.columns)
		if err != nil {
			t.Fatal(err)
		}
		if f.ID != c.ID || f.Name != name || !bytes.Equal(f.Bytes, want) {
			t.Errorf("%+v: %s of %d bytes", c, f.Name, len(f.Bytes))
		}
	}
}
