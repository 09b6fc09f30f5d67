package session

import (
	"nicelab/flow/onnx"
	"nicelab/wasm/protocol"
)

func (s *Session) export(c protocol.Export) {
	if !s.ready(c.ID) {
		return
	}
	write, part := onnx.LogProb, "-logp.onnx"
	if c.Sampler {
		write, part = onnx.Sampler, "-sample.onnx"
	}
	b, err := write(s.flow, s.data.columns)
	if err != nil {
		s.fail(c.ID, err)
		return
	}
	s.emit(protocol.File{ID: c.ID, Name: "nice-" + plain(s.data.name) + part, Mime: "application/octet-stream", Bytes: b})
}
