package onnx

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math"
	"slices"
)

// What every runtime of recent years reads.
const (
	irVersion = 8
	opset     = 13
)

// Numbers of onnx.proto: the fields of its messages that are written here, and the codes of types.
const (
	modelIR, modelProducer, modelDoc, modelGraph, modelOpset, modelMetadata = 1, 2, 6, 7, 8, 14
	opsetVersion                                                            = 2
	entryKey, entryValue                                                    = 1, 2
	graphNode, graphName, graphTensor, graphInput, graphOutput              = 1, 2, 5, 11, 12
	nodeInput, nodeOutput, nodeName, nodeKind, nodeAttribute                = 1, 2, 3, 4, 5
	attributeName, attributeInt, attributeType                              = 1, 3, 20
	tensorDims, tensorType, tensorName, tensorRaw                           = 1, 2, 8, 9
	valueName, valueType                                                    = 1, 2
	typeTensor, typeElem, typeShape                                         = 1, 1, 2
	shapeDim, dimValue, dimParam                                            = 1, 1, 2

	float32Type, int64Type = 1, 7
	intAttribute           = 2
)

// node is one operation of a graph.
type node struct {
	kind       string
	attributes map[string]int
	in         []string
	out        string
}

// value is an input or output of n rows; dim 0 stands for one number a row.
type value struct {
	name string
	dim  int
}

// message is a protocol buffer that is written from front to back.
type message []byte

// number appends a varint: what follows a tag of the wire type 0, and what a tag is, which ends in that type.
func (m *message) number(v int) { *m = binary.AppendUvarint(*m, uint64(v)) }

func (m *message) int(field, v int) {
	m.number(field << 3)
	m.number(v)
}

// bytes, and text, are of the wire type 2: a length, and so many bytes.
func (m *message) bytes(field int, b []byte) {
	m.number(field<<3 | 2)
	m.number(len(b))
	*m = append(*m, b...)
}

func (m *message) text(field int, s string) { m.bytes(field, []byte(s)) }

// floats adds a constant of a shape; nil is a single number.
func (b *builder) floats(name string, shape []int, data []float32) {
	raw := make([]byte, 0, 4*len(data))
	for _, v := range data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	b.tensor(name, float32Type, shape, raw)
}

// ints adds a constant of one axis, unless it is there.
func (b *builder) ints(name string, data ...int) {
	var raw []byte
	for _, v := range data {
		raw = binary.LittleEndian.AppendUint64(raw, uint64(v))
	}
	b.tensor(name, int64Type, []int{len(data)}, raw)
}

func (b *builder) tensor(name string, kind int, shape []int, raw []byte) {
	var m message
	for _, n := range shape {
		m.int(tensorDims, n)
	}
	m.int(tensorType, kind)
	m.text(tensorName, name)
	m.bytes(tensorRaw, raw)
	switch was, ok := b.there[name]; {
	case !ok:
		if b.there == nil {
			b.there = make(map[string][]byte)
		}
		b.there[name], b.tensors = m, append(b.tensors, m)
	case !bytes.Equal(was, m):
		b.clash = name
	}
}

// model closes the graph. The same flow gives the same bytes. The error says which name stands for two things.
func (b *builder) model(doc string, in, out value, columns []string) ([]byte, error) {
	if err := b.named(in, out); err != nil {
		return nil, err
	}
	metadata, err := b.metadata(columns)
	if err != nil {
		return nil, err
	}
	var graph message
	for _, n := range b.nodes {
		graph.bytes(graphNode, n.encode())
	}
	graph.text(graphName, "nice")
	for _, t := range b.tensors {
		graph.bytes(graphTensor, t)
	}
	graph.bytes(graphInput, in.encode())
	graph.bytes(graphOutput, out.encode())

	var version message
	version.int(opsetVersion, opset)
	var m message
	m.int(modelIR, irVersion)
	m.text(modelProducer, "NICE Lab")
	m.text(modelDoc, doc)
	m.bytes(modelGraph, graph)
	m.bytes(modelOpset, version)
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		var entry message
		entry.text(entryKey, key)
		entry.text(entryValue, metadata[key])
		m.bytes(modelMetadata, entry)
	}
	return m, nil
}

func (n node) encode() []byte {
	var m message
	for _, name := range n.in {
		m.text(nodeInput, name)
	}
	m.text(nodeOutput, n.out)
	m.text(nodeName, n.out)
	m.text(nodeKind, n.kind)
	for _, key := range slices.Sorted(maps.Keys(n.attributes)) {
		var a message
		a.text(attributeName, key)
		a.int(attributeInt, n.attributes[key])
		a.int(attributeType, intAttribute)
		m.bytes(nodeAttribute, a)
	}
	return m
}

func (v value) encode() []byte {
	var rows, shape message
	rows.text(dimParam, "n")
	shape.bytes(shapeDim, rows)
	if v.dim > 0 {
		var dim message
		dim.int(dimValue, v.dim)
		shape.bytes(shapeDim, dim)
	}
	var tensor, kind, m message
	tensor.int(typeElem, float32Type)
	tensor.bytes(typeShape, shape)
	kind.bytes(typeTensor, tensor)
	m.text(valueName, v.name)
	m.bytes(valueType, kind)
	return m
}
