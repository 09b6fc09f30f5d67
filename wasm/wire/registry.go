// Package wire carries the messages of wasm/protocol between the page and the trainer: a struct
// becomes a JavaScript object with its type's name in "type" and its fields in lowerCamel, slices
// of floats and bytes become typed arrays whose buffers are transferred rather than copied.
package wire

import "nicelab/wasm/protocol"

// messages is every type that may travel, as zero values.
var messages = []any{
	protocol.UsePreset{}, protocol.OpenTable{}, protocol.UseColumns{}, protocol.Configure{},
	protocol.Play{}, protocol.Pause{}, protocol.Step{}, protocol.Reset{}, protocol.Show{},
	protocol.Probe{}, protocol.Sample{}, protocol.Score{}, protocol.Fill{}, protocol.Cancel{}, protocol.Save{},
	protocol.Export{}, protocol.Open{}, protocol.Measure{}, protocol.Crash{},
	protocol.Keep{}, protocol.KeepNow{}, protocol.GoOn{}, protocol.Discard{},
	protocol.Painted{}, protocol.Look{}, protocol.Times{}, protocol.Preview{}, protocol.Previews{}, protocol.ShowNetwork{},
	protocol.Network{}, protocol.Explained{},
	protocol.ShowLayers{}, protocol.Layers{}, protocol.Watch{}, protocol.SaveView{},

	protocol.Stage{}, protocol.NoStage{}, protocol.Hold{}, protocol.TakeOver{},
	protocol.Begun{}, protocol.Wanted{}, protocol.Told{}, protocol.Held{},

	protocol.Hello{}, protocol.State{}, protocol.Progress{}, protocol.History{}, protocol.Planes{},
	protocol.Probed{}, protocol.Table{}, protocol.File{}, protocol.Bench{}, protocol.Kept{},
	protocol.Notice{}, protocol.Fatal{},
	protocol.Drawing{}, protocol.Baselines{}, protocol.Ping{}, protocol.Alive{}, protocol.Progressed{},
	protocol.Watched{}, protocol.Rows{}, protocol.Why{}, protocol.Warnings{}, protocol.Grid{}, protocol.Album{},
	protocol.Closeup{}, protocol.Inpainted{}, protocol.Walked{}, protocol.Ends{},
	protocol.CornerData{}, protocol.Corner{},
}

// lowerCamel turns a field's Go name into its JavaScript name: MinX is minX, ID is id, LogP is logP.
func lowerCamel(name string) string {
	b := []byte(name)
	for i, c := range b {
		if c < 'A' || c > 'Z' || i > 0 && i+1 < len(b) && b[i+1] >= 'a' && b[i+1] <= 'z' {
			break
		}
		b[i] = c + 'a' - 'A'
	}
	return string(b)
}
